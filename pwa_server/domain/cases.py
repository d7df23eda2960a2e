"""The life of a case."""

from pwa_server.domain.problems import N_, RuleBroken

PATHS = ("plan", "acute_help")
TRANSITIONS: dict[str, frozenset[str]] = {
    "new": frozenset({"clearing", "acute_help", "closed", "restricted"}),
    "clearing": frozenset({"planning", "acute_help", "paused", "closed", "restricted"}),
    "acute_help": frozenset({"clearing", "closed", "restricted"}),
    "planning": frozenset({"active", "acute_help", "paused", "closed", "restricted"}),
    "active": frozenset({"paused", "closed", "restricted"}),
    "paused": frozenset({"clearing", "planning", "active", "closed", "restricted"}),
    "restricted": frozenset({"new", "clearing", "acute_help", "planning", "active", "paused", "closed"}),
    "closed": frozenset({"clearing", "erased"}),
    "erased": frozenset(),
}
STATES = tuple(TRANSITIONS)


def require_move(state: str, to: str) -> None:
    """Raise RuleBroken unless a case in `state` may go to `to`."""
    if to not in TRANSITIONS[state]:
        raise RuleBroken(N_("Das geht gerade nicht. Bitte sehen Sie noch einmal nach."))
