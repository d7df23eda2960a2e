"""A need: what somebody wishes for in an area of life. It can stand without a goal."""

from pwa_server.domain.goals import LIFE_AREAS, SENSITIVITIES
from pwa_server.domain.problems import N_, BadInput, RuleBroken

URGENCIES = ("now", "soon", "later")
TEXT_LIMIT = 500
TRANSITIONS: dict[str, frozenset[str]] = {
    "open": frozenset({"goal_made", "no_offer", "not_wanted", "met"}),
    "goal_made": frozenset({"open", "no_offer", "not_wanted", "met"}),
    "no_offer": frozenset({"open", "goal_made", "not_wanted", "met"}),
    "not_wanted": frozenset({"open"}),
    "met": frozenset({"open"}),
}
STATES = tuple(TRANSITIONS)
# Nothing has become of these yet.
WITHOUT_GOAL = frozenset({"open", "no_offer"})
USUAL_PROTECTION = {"health": "high", "residence": "elevated", "finance": "elevated"}


def usual_sensitivity(life_area: str) -> str:
    """How a need of this area is protected unless somebody chooses otherwise."""
    return USUAL_PROTECTION.get(life_area, "standard")


def stricter(one: str, other: str) -> str:
    """The stricter of two protections."""
    return max(one, other, key=SENSITIVITIES.index)


def may_move(state: str, to: str) -> bool:
    """Whether a need in `state` may go to `to`."""
    return to in TRANSITIONS[state]


def require_move(state: str, to: str) -> None:
    """Raise RuleBroken unless a need in `state` may go to `to`."""
    if not may_move(state, to):
        raise RuleBroken(N_("Das geht gerade nicht. Bitte sehen Sie noch einmal nach."))


def require_need(life_area: str, urgency: str, sensitivity: str, own_words: str, german: str) -> None:
    """Raise BadInput unless somebody could wish for this: an area, an urgency and some words."""
    if life_area not in LIFE_AREAS or urgency not in URGENCIES or sensitivity not in SENSITIVITIES:
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    if not own_words and not german:
        raise BadInput(N_("Bitte füllen Sie das aus."))
    if max(len(own_words), len(german)) > TEXT_LIMIT:
        raise BadInput(N_("Das ist zu lang. Bitte schreiben Sie kürzer."))
