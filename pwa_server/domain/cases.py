"""The life of a case."""

from collections.abc import Sequence

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
NO_SUCH_WAY = N_("Das geht gerade nicht. Bitte sehen Sie noch einmal nach.")


def require_move(state: str, to: str) -> None:
    """Raise RuleBroken unless a case in `state` may go to `to`."""
    if to not in TRANSITIONS[state]:
        raise RuleBroken(NO_SUCH_WAY)


CLOSURE_REASONS = (
    "goals_met",
    "no_support_needed",
    "client_ended",
    "moved_away",
    "handed_over",
    "no_contact",
    "time_limit",
    "acute_help_done",
)
# Who had a plan hidden hears so many days before that it is shown again.
TOLD_BEFORE_SHOWN_DAYS = 7
# Nobody is given up on before that many tries, that many ways.
TRIES, WAYS = 3, 2
AT_REST = frozenset({"paused", "restricted"})
# Staff choose these by name; `resume` leads back to where the case was before it rested.
RESUME = "resume"


def state_before_rest(state: str, history: Sequence[str], path: str) -> str:
    """The state to which a resting case returns; `history` is newest first. Raises RuleBroken when it does not rest."""
    if state not in AT_REST:
        raise RuleBroken(NO_SUCH_WAY)
    allowed = TRANSITIONS[state] - AT_REST - {"closed"}
    start = "acute_help" if path == "acute_help" and "acute_help" in allowed else "clearing"
    return next((earlier for earlier in history if earlier in allowed), start)


def require_closure_reason(reason: str) -> None:
    """Raise RuleBroken unless `reason` is one of the neutral reasons for which a case ends."""
    if reason not in CLOSURE_REASONS:
        raise RuleBroken(N_("Bitte wählen Sie, warum die Beratung endet."))


def require_tried(ways: Sequence[str]) -> None:
    """Raise RuleBroken unless a case may end because nobody was reached; `ways` has the way of each try in vain."""
    if len(ways) < TRIES or len(set(ways)) < WAYS:
        raise RuleBroken(
            N_("Dafür braucht es 3 Versuche auf 2 Wegen. Bitte schreiben Sie zuerst auf, was Sie versucht haben.")
        )
