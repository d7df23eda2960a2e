"""A mentor's grant: made by the client alone, for chosen goals, until a chosen day."""

from pwa_server.domain.problems import N_, RuleBroken

RIGHTS = ("see_goals", "see_steps", "see_meetings_invited", "mark_own_steps_done")
DEFAULT_MONTHS = 6
LONGEST_MONTHS = 12
TRANSITIONS: dict[str, frozenset[str]] = {
    "requested": frozenset({"offered", "cancelled"}),
    "offered": frozenset({"active", "declined", "cancelled"}),
    "active": frozenset({"expired", "revoked", "suspended", "returned"}),
    "suspended": frozenset({"active", "revoked", "expired"}),
    "cancelled": frozenset(),
    "declined": frozenset(),
    "expired": frozenset(),
    "revoked": frozenset(),
    "returned": frozenset(),
}


def require_move(state: str, to: str) -> None:
    """Raise RuleBroken unless a grant in `state` may go to `to`."""
    if to not in TRANSITIONS[state]:
        raise RuleBroken(N_("Das geht gerade nicht. Bitte sehen Sie noch einmal nach."))
