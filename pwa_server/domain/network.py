"""The network: rules that count only when several organisations want them, meetings, tasks."""

from collections.abc import Sequence
from dataclasses import dataclass

from pwa_server.domain.problems import N_, BadInput, RuleBroken

FEWEST_YES = 2
LONGEST_RULES = 8000
LONGEST_WORDS = 1000
LONGEST_LINE = 200
TASK_KINDS = ("task", "product")

RULES_TRANSITIONS: dict[str, frozenset[str]] = {
    "proposed": frozenset({"in_force", "withdrawn"}),
    "in_force": frozenset({"superseded"}),
    "superseded": frozenset(),
    "withdrawn": frozenset(),
}
MEETING_TRANSITIONS: dict[str, frozenset[str]] = {
    "planned": frozenset({"held", "cancelled"}),
    "held": frozenset(),
    "cancelled": frozenset(),
}


@dataclass(frozen=True)
class Yes:
    """One organisation's yes and the person who gave it or wrote it down."""

    organisation: str
    person: str


def may_come_into_force(given: Sequence[Yes]) -> bool:
    """Whether rules count: no organisation and no person alone decides."""
    return len({yes.organisation for yes in given}) >= FEWEST_YES and len({yes.person for yes in given}) >= FEWEST_YES


def require_rules_move(state: str, to: str) -> None:
    """Raise RuleBroken unless rules in `state` may go to `to`."""
    if to not in RULES_TRANSITIONS[state]:
        raise RuleBroken(N_("Das geht mit diesen Regeln nicht mehr. Bitte sehen Sie noch einmal nach."))


def require_meeting_move(state: str, to: str) -> None:
    """Raise RuleBroken unless a meeting of the network in `state` may go to `to`."""
    if to not in MEETING_TRANSITIONS[state]:
        raise RuleBroken(N_("Das geht bei diesem Treffen nicht mehr. Bitte sehen Sie noch einmal nach."))


def require_words(words: str, longest: int = LONGEST_WORDS) -> str:
    """The words without spaces around them. Raises BadInput for none and for too many."""
    if not words.strip():
        raise BadInput(N_("Bitte schreiben Sie ein paar Worte."))
    if len(words) > longest:
        raise BadInput(N_("Das ist zu lang. Bitte schreiben Sie kürzer."))
    return words.strip()
