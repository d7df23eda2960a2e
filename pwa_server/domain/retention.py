"""How long a closed case is kept, what may make that longer, and when the client is told."""

from collections.abc import Sequence
from datetime import date, timedelta

from pwa_server.domain.problems import N_, BadInput, RuleBroken

# Days before the erase day on which the client is told.
NOTICE_DAYS = (30, 7)
LONGEST_HOLD_DAYS = 365
LONGEST_RETENTION_DAYS = 1095
SHORTEST_IDLE_DAYS = 30
# Only what concerns the person herself or is laid down by law: never "we may need it again".
HOLD_REASONS = ("client_wish", "open_dispute", "law")
ERASE_REASONS = ("retention", "requested")


def erase_day(closed: date, retention_days: int) -> date:
    """The day from which a case closed on `closed` is erased."""
    return closed + timedelta(days=retention_days)


def require_hold(state: str, reason: str, until: date, erase_due: date, today: date) -> None:
    """Raise RuleBroken for a case that is not closed, BadInput for no reason that we know or a day that can't be."""
    if state != "closed":
        raise RuleBroken(N_("Das geht erst nach dem Abschluss."))
    if reason not in HOLD_REASONS:
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    if until <= max(today, erase_due):
        raise BadInput(N_("Bitte wählen Sie einen Tag nach dem Löschtag."))
    if (until - max(today, erase_due)).days > LONGEST_HOLD_DAYS:
        raise BadInput(N_("Wir warten höchstens ein Jahr länger."))


def notice_due(erase_due: date, today: date, given: Sequence[int]) -> int | None:
    """Which notice is to be given today: 30 or 7 days before; None when it was given or the day is not there yet.

    Whoever could not be told in time (the worker stood still) is told the nearer of the two only.
    """
    ahead = (erase_due - today).days
    reached = [days for days in NOTICE_DAYS if ahead <= days]
    if ahead < 0 or not reached or min(reached) in given:
        return None
    return min(reached)


def require_retention(retention_days: int, idle_review_days: int) -> None:
    """Raise BadInput for days that leave no time for a notice, or keep more than three years."""
    if not max(NOTICE_DAYS) < retention_days <= LONGEST_RETENTION_DAYS:
        raise BadInput(N_("Bitte wählen Sie zwischen 31 und 1095 Tagen."))
    if not SHORTEST_IDLE_DAYS <= idle_review_days <= LONGEST_RETENTION_DAYS:
        raise BadInput(N_("Bitte wählen Sie zwischen 30 und 1095 Tagen."))
