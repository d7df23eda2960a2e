"""Asking for help: always possible, and answered with who reads it by which day."""

from datetime import date

from pwa_server.access import rights
from pwa_server.casework import cases
from pwa_server.domain.office_days import next_working_day
from pwa_server.domain.problems import N_, BadInput, NotVisible
from pwa_server.domain.steps import OBSTACLES
from pwa_server.domain.times import berlin_day
from pwa_server.storage.database import Row, Tx
from pwa_server.storage.offices import office_of

LONGEST_WORDS = 2000


def ask_for_help(tx: Tx, obstacle: str, words: str, language: str, tapped_at: str, step_id: str | None = None) -> str:
    """Keep the client's request and return its id. Also after the counselling: what a phone sends later is never lost.

    A step that is gone since the page was made is left out: the request counts without it. Raises BadInput for an
    unknown obstacle or too many words, NotVisible for somebody without an own case.
    """
    case = cases.own(tx)
    rights.require(case["relationship"], "help.ask")
    if obstacle not in OBSTACLES:
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    if len(words) > LONGEST_WORDS:
        raise BadInput(N_("Das ist zu lang. Bitte schreiben Sie kürzer."))
    request_id = tx.insert(
        "help_requests",
        case_id=case["id"],
        step_id=_own_step(tx, step_id),
        obstacle=obstacle,
        words_sealed=words or None,
        language=language,
        tapped_at=tapped_at,
        received_at=tx.now,
        answer_by_on=promised_day(tx, case).isoformat(),
    )
    cases.touch(tx, case["id"])
    return request_id


def _own_step(tx: Tx, step_id: str | None) -> str | None:
    if not step_id:
        return None
    step = tx.row("steps.find_any", step_id=step_id)
    if step is None:
        raise NotVisible
    return None if step["removed_at"] else step_id


def promised_day(tx: Tx, case: Row) -> date:
    """The working day of the client's office by which a request made now is read."""
    return next_working_day(office_of(tx, case["carrier_id"]), berlin_day(tx.now))


def mark_read(tx: Tx, request_id: str) -> Row:
    """Staff have read a request: the client sees who and when. Reading it twice changes nothing. Raises NotVisible."""
    request = _at_the_desk(tx, request_id)
    if request["read_at"] is None:
        tx.update("help_requests", request_id, read_at=tx.now, read_by=tx.actor_id)
        cases.touch(tx, request["case_id"])
    return request


def close_request(tx: Tx, request_id: str) -> Row:
    """What was asked for is settled. A request that nobody had read counts as read now. Raises NotVisible."""
    request = mark_read(tx, request_id)
    if request["closed_at"] is None:
        tx.update("help_requests", request_id, closed_at=tx.now, closed_by=tx.actor_id)
        cases.touch(tx, request["case_id"])
    return request


def _at_the_desk(tx: Tx, request_id: str) -> Row:
    request = tx.row("help.find", request_id=request_id)
    if request is None:
        raise NotVisible
    rights.require(request["relationship"], "case.edit")
    return request
