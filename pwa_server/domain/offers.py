"""Offers of partners: courses, groups, meeting places. From draft to the end, and what has to be known of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pwa_server.domain.problems import N_, BadInput, RuleBroken

TRANSITIONS: dict[str, frozenset[str]] = {
    "draft": frozenset({"published"}),
    "published": frozenset({"full", "expired", "withdrawn"}),
    "full": frozenset({"published", "expired", "withdrawn"}),
    "expired": frozenset(),
    "withdrawn": frozenset(),
}
STATES = tuple(TRANSITIONS)
# Still worth showing to somebody who looks for something.
OPEN = frozenset({"published", "full"})

LEVELS = ("none", "A1", "A2", "B1", "B2", "C1", "C2")
KINDS = (
    "integration_course",
    "literacy_course",
    "women_course",
    "evening_course",
    "vocational_german",
    "language_course",
    "learning_support",
    "school_or_training",
    "work",
    "counselling",
    "childcare",
    "sport",
    "meeting_place",
    "digital_skills",
    "other",
)
COURSES = frozenset(
    {
        "integration_course",
        "literacy_course",
        "women_course",
        "evening_course",
        "vocational_german",
        "language_course",
    }
)
TARGET_GROUPS = ("all", "women", "men", "parents", "youth", "elderly", "health_professions", "other_group")
ACCESSES = ("mainstream", "specific")
ACCESSIBILITIES = ("not_known", "yes", "partly", "no")
COSTS = ("not_known", "free", "sometimes_free", "paid")
MOST_SEATS = 10_000
OLD_DAYS = 180


@dataclass(frozen=True)
class Time:
    """A weekday from Monday 0 and a wall clock from `begins` to `ends`."""

    weekday: int
    begins: str
    ends: str


def require_move(state: str, to: str) -> None:
    """Raise RuleBroken unless an offer in `state` may go to `to`."""
    if to not in TRANSITIONS[state]:
        raise RuleBroken(N_("Das geht bei diesem Angebot nicht mehr. Bitte sehen Sie noch einmal nach."))


def is_over(offer: Mapping[str, Any], today: str) -> bool:
    """Whether nobody can begin with this offer any more: its last day has passed, whatever its state says."""
    days = (offer["expires_on"], offer["ends_on"])
    return offer["state"] in ("expired", "withdrawn") or any(day is not None and day < today for day in days)


def is_old(verified_on: str | None, today: date) -> bool:
    """Whether nobody has asked for so long that what stands there may be wrong."""
    return verified_on is None or (today - date.fromisoformat(verified_on)).days > OLD_DAYS


def require_levels(first: str, last: str) -> None:
    """Raise BadInput unless these are two levels in their order."""
    if first not in LEVELS or last not in LEVELS:
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    if LEVELS.index(last) < LEVELS.index(first):
        raise BadInput(N_("Das zweite Niveau ist niedriger als das erste."))


def require_seats(total: int | None, free: int | None, waiting: int | None) -> None:
    """Raise BadInput for numbers of seats that cannot be."""
    if any(number is not None and not 0 <= number <= MOST_SEATS for number in (total, free, waiting)):
        raise BadInput(N_("Diese Zahl stimmt noch nicht."))
    if total is not None and free is not None and free > total:
        raise BadInput(N_("Es kann nicht mehr freie Plätze als Plätze geben."))


def require_days(starts_on: date | None, ends_on: date | None) -> None:
    """Raise BadInput when the last day lies before the first."""
    if starts_on and ends_on and ends_on < starts_on:
        raise BadInput(N_("Der letzte Tag liegt vor dem ersten."))


def require_times(times: Sequence[Time]) -> None:
    """Raise BadInput unless each time begins before it ends on a weekday that there is."""
    if any(time.weekday not in range(7) or not time.begins < time.ends for time in times):
        raise BadInput(N_("Bitte wählen Sie eine Uhrzeit."))
