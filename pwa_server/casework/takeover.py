"""A counsellor takes over the list that was kept so far: all people of it in one transaction, or none."""

from collections.abc import Sequence
from dataclasses import dataclass

from pwa_server.casework import case_life, codes, meetings, openings
from pwa_server.casework.case_life import NewPerson
from pwa_server.casework.meetings import Details, Time
from pwa_server.domain.problems import N_, BadInput, NotVisible
from pwa_server.domain.takeover import MOST_ROWS
from pwa_server.storage.database import Tx

USUAL_MINUTES = 60


@dataclass(frozen=True)
class Newcomer:
    """One person of the list; `day` and `clock` of the next meeting, or nothing."""

    person: NewPerson
    day: str = ""
    clock: str = ""


def take_over(tx: Tx, newcomers: Sequence[Newcomer]) -> list[str]:
    """Begin a case for everybody on the list, book the next meetings, and return the cases' ids.

    Nobody is asked anything here: whether a plan may be kept is asked at the next talk. Raises NotAllowed, BadInput.
    """
    if not newcomers or len(newcomers) > MOST_ROWS:
        raise BadInput(N_("Das ist zu viel auf einmal."))
    return [_begin(tx, newcomer) for newcomer in newcomers]


def _begin(tx: Tx, newcomer: Newcomer) -> str:
    case_id = case_life.begin_case(tx, newcomer.person, None)
    if newcomer.day:
        office = tx.row("meetings.office_of_case", case_id=case_id)
        place = (office["address"] or office["name"]) if office else ""
        time = Time(newcomer.day, newcomer.clock, USUAL_MINUTES)
        meetings.book(tx, case_id, time, Details(kind="counselling", place_kind="office", place=place))
    return case_id


@dataclass(frozen=True)
class Card:
    """A new card of one client: the code is stored nowhere, this is its only copy."""

    case_id: str
    code: str
    sign_in_name: str


def make_cards(tx: Tx, case_ids: Sequence[str]) -> list[Card]:
    """A new card for each of these clients; older unused ones end. Each is written to the access log.

    Raises NotVisible for a case that is not the actor's, BadInput for none or too many.
    """
    wanted = list(dict.fromkeys(case_ids))
    if not wanted or len(wanted) > MOST_ROWS:
        raise BadInput(N_("Bitte wählen Sie mindestens eine Person."))
    known = {row["id"] for row in tx.rows("takeover.without_access")}
    if not set(wanted) <= known:
        raise NotVisible
    cards = []
    for case_id in wanted:
        openings.record_opening(tx, case_id, "card")
        cards.append(Card(case_id, *codes.make_card(tx, case_id)))
    return cards
