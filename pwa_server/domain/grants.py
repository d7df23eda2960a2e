"""A mentor's grant: made by the client alone, for chosen goals, until a chosen day."""

from calendar import monthrange
from datetime import date

from pwa_server.domain.problems import N_, BadInput, RuleBroken

RIGHTS = ("see_goals", "see_steps", "see_meetings_invited", "mark_own_steps_done")
DEFAULT_MONTHS = 6
LONGEST_MONTHS = 12
TRANSITIONS: dict[str, frozenset[str]] = {
    "requested": frozenset({"offered", "cancelled"}),
    "offered": frozenset({"active", "declined", "requested", "cancelled"}),
    "active": frozenset({"expired", "revoked", "suspended", "returned"}),
    "suspended": frozenset({"active", "revoked", "expired"}),
    "cancelled": frozenset(),
    "declined": frozenset(),
    "expired": frozenset(),
    "revoked": frozenset(),
    "returned": frozenset(),
}


def may_be_shared(sensitivity: str) -> bool:
    """Whether a goal of this sensitivity can be chosen for a mentor: residence, debts or health stay with the office."""
    return sensitivity == "standard"


def require_move(state: str, to: str) -> None:
    """Raise RuleBroken unless a grant in `state` may go to `to`."""
    if to not in TRANSITIONS[state]:
        raise RuleBroken(N_("Das geht gerade nicht. Bitte sehen Sie noch einmal nach."))


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def require_end_in_range(until: date, today: date) -> None:
    """Raise BadInput unless a grant may run until `until`: from tomorrow to twelve months."""
    if not today < until <= months_later(today, LONGEST_MONTHS):
        raise BadInput(N_("Bitte wählen Sie einen Tag in den nächsten 12 Monaten."))
