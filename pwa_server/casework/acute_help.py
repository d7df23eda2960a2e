"""Help at once: one to three steps and no questionnaire. What else there is to know can be asked later, or never."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pwa_server.casework import case_life, found, goals
from pwa_server.casework.goals import Agreed
from pwa_server.casework.step_editing import Card, StepDetails, card_parts, insert_step
from pwa_server.casework.translations import Typed
from pwa_server.domain.needs import usual_sensitivity
from pwa_server.domain.problems import N_, BadInput
from pwa_server.storage.database import Tx

MOST_STEPS = 3
LONGEST_TEXT = 300


@dataclass(frozen=True)
class QuickStep:
    """What to do: a card of translated parts, or a German sentence."""

    text: str = ""
    card: Card | None = None
    details: StepDetails = field(default_factory=StepDetails)


def help_at_once(
    tx: Tx, case_id: str, life_area: str, title: str, steps: Sequence[QuickStep], typed: Typed | None = None
) -> str:
    """Write down what is to be done now, as one agreed goal, and return its id. A new case is in quick help then.

    Raises NotVisible, NotAllowed, RuleBroken where a plan is being made already, BadInput for no step or too many.
    """
    case = found.plan(tx, case_id)
    if not 1 <= len(steps) <= MOST_STEPS:
        raise BadInput(N_("Bitte schreiben Sie einen bis drei Schritte."))
    if any(len(step.text) > LONGEST_TEXT for step in steps):
        raise BadInput(N_("Das ist zu lang. Bitte schreiben Sie kürzer."))
    if case["state"] != "acute_help":
        case_life.move_case(tx, case_id, "acute_help")
    about = Agreed(sensitivity=usual_sensitivity(life_area), agreed=True)
    goal_id = goals.add_own(tx, case_id, life_area, title, about, typed)
    for position, step in enumerate(steps, 1):
        wording = {"parts": card_parts(step.card)} if step.card else {"text": step.text}
        insert_step(tx, goal_id, case_id, position, step.details, **wording)
    return goal_id
