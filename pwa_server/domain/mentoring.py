"""Going along: how long a mentor may look, when a meeting can be answered, and what a certificate is good for."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from pwa_server.domain.grants import months_later
from pwa_server.domain.meetings import COMING_UP
from pwa_server.domain.problems import N_, BadInput
from pwa_server.domain.times import berlin_day, later, starts_at

CERTIFICATE_MONTHS = 3
CLEARANCE_YEARS = 5
RENEWAL_DAYS = 90
CLEARANCE_KEPT_DAYS = 90
ABSENCE_HOURS = 24


def end_of_day(day: str) -> str:
    """The instant at which a Berlin day is over: what is granted until a day holds on that day too."""
    return starts_at((date.fromisoformat(day) + timedelta(days=1)).isoformat(), "00:00")


def may_answer(state: str, starts: str, now: str) -> bool:
    """Whether a mentor can still say yes or no to going along."""
    return state in COMING_UP and now < starts


def may_tell_absence(state: str, starts: str, ends: str, now: str) -> bool:
    """Whether "nobody came" makes sense now: from the start until a day after the end, if the meeting was on."""
    return state not in ("cancelled", "moved") and starts <= now <= later(ends, hours=ABSENCE_HOURS)


def lapses_on(issued_on: date) -> date:
    """The day from which a certificate no longer counts."""
    return months_later(issued_on, 12 * CLEARANCE_YEARS)


def require_fresh(issued_on: date, seen_on: date, today: date) -> None:
    """Raise BadInput unless the certificate was at most three months old on the day when somebody looked at it."""
    if seen_on > today or issued_on > seen_on:
        raise BadInput(N_("Diese Tage passen nicht zusammen. Bitte sehen Sie noch einmal nach."))
    if seen_on > months_later(issued_on, CERTIFICATE_MONTHS):
        raise BadInput(N_("Das Führungszeugnis war schon älter als 3 Monate. Bitte lassen Sie sich ein neues zeigen."))


def renewal_due(lapses: str, today: date) -> bool:
    """Whether it is time to ask for a new certificate."""
    return date.fromisoformat(lapses) <= today + timedelta(days=RENEWAL_DAYS)


def forget_on(record: Mapping[str, Any]) -> date:
    """The day on which the record of a certificate is deleted: 90 days after it was last needed.

    `record` has `made_at`, `lapses_on`, `deactivated_at`, the number of `running` grants and when one last changed. A mentor
    who has never gone along with anybody has no more time than one who has stopped.
    """
    ends = [date.fromisoformat(record["lapses_on"])]
    if record["deactivated_at"]:
        ends.append(berlin_day(record["deactivated_at"]))
    if not record["running"]:
        ends.append(berlin_day(max(record["made_at"], record["last_change_at"] or "")))
    return min(ends) + timedelta(days=CLEARANCE_KEPT_DAYS)
