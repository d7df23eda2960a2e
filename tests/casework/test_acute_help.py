"""Help at once: one to three steps, nothing else asked, and the way on to a plan stays open."""

from typing import Any

import pytest

from pwa_server.casework import acute_help, case_life
from pwa_server.casework.acute_help import QuickStep
from pwa_server.casework.case_life import NewPerson, PlanAnswer
from pwa_server.casework.step_editing import Card, StepDetails
from pwa_server.domain.problems import BadInput, NotAllowed, NotVisible, RuleBroken
from pwa_server.storage.database import Tx
from tests.casework.desk import Desk
from tests.world import World

CALL = QuickStep(card=Card("call"), details=StepDetails("counsellor", due_on="2026-11-25"))
LETTER = QuickStep("Den Brief mitbringen", details=StepDetails("client"))


@pytest.fixture
def desk(parts: Any, world: World) -> Desk:
    return Desk(parts, world)


@pytest.fixture
def case_id(desk: Desk) -> str:
    person = NewPerson("Wolke", "bg", "en", path="acute_help")
    return str(desk.does("karin", case_life.begin_case, person, PlanAnswer("given", "en")))


def help_with(desk: Desk, case_id: str, *steps: QuickStep, area: str = "housing") -> str:
    return str(desk.does("karin", acute_help.help_at_once, case_id, area, "Ich bekomme schnell Hilfe.", steps))


@pytest.mark.requirement("R14")
def test_one_to_three_steps_and_nothing_else(desk: Desk, case_id: str) -> None:
    goal_id = help_with(desk, case_id, CALL, LETTER)
    steps = desk.rows("karin", "steps.of_goal", goal_id=goal_id, high="yes")
    assert [(step["responsible"], step["text"]) for step in steps] == [
        ("counsellor", None),
        ("client", "Den Brief mitbringen"),
    ]
    assert desk.goal(goal_id)["state"] == "agreed"
    assert desk.row("karin", "situation.facts", case_id=case_id) is None


@pytest.mark.requirement("R14")
@pytest.mark.parametrize("steps", [(), (CALL,) * 4, (QuickStep("x" * 301),), (QuickStep(card=Card("dance")),)])
def test_no_step_or_too_many_are_refused(desk: Desk, case_id: str, steps: tuple[QuickStep, ...]) -> None:
    with pytest.raises(BadInput):
        help_with(desk, case_id, *steps)
    assert desk.rows("karin", "goals.of_case", case_id=case_id, high="yes") == []


def test_help_with_health_is_protected(desk: Desk, case_id: str) -> None:
    assert desk.goal(help_with(desk, case_id, CALL, area="health"))["sensitivity"] == "high"
    assert desk.goal(help_with(desk, case_id, CALL, area="housing"))["sensitivity"] == "standard"


@pytest.mark.parametrize(
    ("state", "possible"), [("new", True), ("planning", True), ("active", False), ("closed", False)]
)
def test_who_works_on_a_plan_adds_a_goal_instead(desk: Desk, case_id: str, state: str, possible: bool) -> None:
    desk.database.write_now("", desk.now, Tx.update, "cases", case_id, state=state)
    if possible:
        help_with(desk, case_id, CALL)
        assert desk.row("karin", "cases.find", case_id=case_id)["state"] == "acute_help"
        return
    with pytest.raises(RuleBroken):
        help_with(desk, case_id, CALL)
    assert desk.row("karin", "cases.find", case_id=case_id)["state"] == state


def test_only_who_counsels_helps_here(desk: Desk, world: World, case_id: str) -> None:
    with pytest.raises(NotVisible):
        desk.does("olle", acute_help.help_at_once, case_id, "housing", "Hilfe", (CALL,))
    with pytest.raises(NotAllowed):
        desk.does("amina", acute_help.help_at_once, world.ids["amina.case"], "housing", "Hilfe", (CALL,))
