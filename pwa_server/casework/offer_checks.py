"""Client and counsellor look through the offers together: one becomes a step, or none suits and that counts as a gap."""

from dataclasses import replace

from pwa_server.casework import found, gaps, step_editing
from pwa_server.casework.cases import touch
from pwa_server.casework.step_editing import Card, StepDetails
from pwa_server.domain.goals import require_checked
from pwa_server.domain.matching import Wanted
from pwa_server.domain.offers import LEVELS, OPEN, is_over
from pwa_server.domain.problems import N_, BadInput, NotVisible, RuleBroken
from pwa_server.domain.times import berlin_day
from pwa_server.storage.database import Row, Tx

LONGEST_PLACE = 200


def take(tx: Tx, goal_id: str, offer_id: str) -> str:
    """Make the step "sign up there" of an offer and return its id: partner, place and day are filled in.

    Raises NotVisible, NotAllowed, RuleBroken for an offer that nobody can begin with any more or a goal that has ended.
    """
    goal = found.goal(tx, goal_id)
    offer = tx.row("offers.find", id=offer_id)
    if offer is None:
        raise NotVisible
    today = berlin_day(tx.now).isoformat()
    if offer["state"] not in OPEN or is_over(offer, today):
        raise RuleBroken(N_("Das geht bei diesem Angebot nicht mehr. Bitte sehen Sie noch einmal nach."))
    step_id = step_editing.add_card(tx, goal_id, Card("register"), _details(offer, today))
    _keep(tx, goal, "offer", offer_id)
    return step_id


def find_nothing(tx: Tx, goal_id: str, wanted: Wanted) -> Row:
    """Nothing suits: the goal may be agreed without a partner, and the gap is counted. Raises BadInput too."""
    goal = found.goal(tx, goal_id)
    if wanted.level and wanted.level not in LEVELS:
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    _keep(tx, goal, "no_offer", None)
    case = found.case(tx, goal["case_id"])
    gaps.note(tx, case, replace(wanted, life_area=goal["life_area"]), "no_match", goal_id)
    touch(tx, goal["case_id"])
    return goal


def require_agreeable(tx: Tx, goal_id: str) -> None:
    """Raise RuleBroken unless the goal was checked against what there is: each step has somebody who does it."""
    steps = tx.rows("steps.of_goal", goal_id=goal_id, high="yes")
    checks = tx.rows("offer_checks.of_goal", goal_id=goal_id)
    require_checked(steps, any(check["found"] == "no_offer" for check in checks))


def _details(offer: Row, today: str) -> StepDetails:
    days = [day for day in (offer["expires_on"], offer["starts_on"]) if day and day >= today]
    where = ", ".join(filter(None, (offer["title"], offer["partner_name"], offer["place"] or offer["partner_address"])))
    return StepDetails(
        responsible="client",
        partner_id=offer["partner_id"],
        place=where[:LONGEST_PLACE],
        due_on=min(days, default=None),
    )


def _keep(tx: Tx, goal: Row, what: str, offer_id: str | None) -> None:
    tx.insert(
        "offer_checks",
        case_id=goal["case_id"],
        goal_id=goal["id"],
        found=what,
        offer_id=offer_id,
        made_at=tx.now,
        made_by=tx.actor_id,
    )
