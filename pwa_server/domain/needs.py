"""A need: what somebody wishes for in an area of life. It can stand without a goal."""

from collections.abc import Mapping
from typing import Any

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
# What a client says herself is talked about at the next occasion.
SAID_URGENCY = "soon"
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


def require_need(
    life_area: str, urgency: str, sensitivity: str, own_words: str, german: str, wordless: bool = False
) -> None:
    """Raise BadInput unless somebody could wish for this: an area, an urgency and, unless `wordless`, some words."""
    if life_area not in LIFE_AREAS or urgency not in URGENCIES or sensitivity not in SENSITIVITIES:
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    if not own_words and not german and not wordless:
        raise BadInput(N_("Bitte füllen Sie das aus."))
    if max(len(own_words), len(german)) > TEXT_LIMIT:
        raise BadInput(N_("Das ist zu lang. Bitte schreiben Sie kürzer."))


def require_said(life_area: str, words: str) -> None:
    """Raise BadInput unless a client could say this herself: an area is enough, words may be left out or spoken."""
    if life_area not in LIFE_AREAS:
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    if len(words) > TEXT_LIMIT:
        raise BadInput(N_("Das ist zu lang. Bitte schreiben Sie kürzer."))


def may_take_back(need: Mapping[str, Any]) -> bool:
    """Whether it goes without a trace: the client said it herself, and nobody has changed it or made anything of it."""
    return need["said_by"] == "client" and need["state"] == "open" and need["version"] == 1
