"""What nothing suits: counted once, without a name; and the joint look at the offers before a goal is agreed."""

from typing import Any

import pytest

from pwa_server.casework import gaps, goals, needs, offer_checks, step_editing, steps
from pwa_server.casework.goals import Agreed, ChosenStep
from pwa_server.casework.step_editing import StepDetails
from pwa_server.domain.matching import Wanted
from pwa_server.domain.problems import BadInput, NotAllowed, NotVisible, RuleBroken
from tests.casework.desk import Desk
from tests.world import LONG_AGO, TODAY, World

BLOCK = "vocational-qualification-recognise"


@pytest.fixture
def desk(parts: Any, world: World) -> Desk:
    return Desk(parts, world)


def counted(desk: Desk) -> list[dict[str, Any]]:
    return list(desk.database.utils().query("SELECT * FROM service_gaps"))


def know(desk: Desk, **levels: str) -> None:
    """What the situation record says of Amina's German, and that a small child is at home."""

    def insert(tx: Any) -> None:
        case_id = desk.world.ids["amina.case"]
        tx.run("situation.forget_household", case_id=case_id)
        tx.insert("situation_household", case_id=case_id, relation="child", age_band="3-5", made_at=LONG_AGO)
        for skill, level in levels.items():
            tx.insert(
                "situation_languages", case_id=case_id, language="de", skill=skill, level=level, source="test",
                on_day=TODAY, made_at=tx.now,
            )  # fmt: skip

    desk.does("karin", insert)


@pytest.mark.requirement("R38")
@pytest.mark.parametrize("obstacle", ["no_place_available", "no_offer"])
def test_step_that_is_stuck_for_want_of_an_offer_is_a_gap(obstacle: str, desk: Desk, world: World) -> None:
    know(desk, speaking="A2", reading="A2")
    desk.does("amina", steps.report_step, world.ids["amina.standard.step1"], "blocked", desk.now, obstacle)
    (gap,) = counted(desk)
    assert (gap["life_area"], gap["level"], gap["childcare"], gap["source"]) == ("language", "A2", "yes", obstacle)


@pytest.mark.requirement("R38")
def test_step_that_staff_mark_as_stuck_counts_too_and_only_once(desk: Desk, world: World) -> None:
    step = world.ids["amina.standard.step1"]
    for to, obstacle in (("blocked", "no_offer"), ("in_progress", None), ("blocked", "no_place_available")):
        version = desk.row("karin", "steps.find", step_id=step, high="no")["version"]
        desk.does("karin", step_editing.move, step, to, obstacle, version)
    assert len(counted(desk)) == 1


@pytest.mark.requirement("R38")
def test_need_that_nothing_suits_counts_once(desk: Desk, world: World) -> None:
    wish = needs.Wish("housing", "now", german="Eine eigene Wohnung")
    need = desk.does("karin", needs.add, world.ids["amina.case"], wish)
    for version, to in ((1, "no_offer"), (2, "open"), (3, "no_offer")):
        desk.does("karin", needs.move, need, version, to)
    assert [(gap["life_area"], gap["source"]) for gap in counted(desk)] == [("housing", "no_match")]


@pytest.mark.parametrize("obstacle", ["waiting_time", "no_childcare", "worry"])
def test_other_obstacles_are_no_gap(obstacle: str, desk: Desk, world: World) -> None:
    desk.does("amina", steps.report_step, world.ids["amina.standard.step1"], "blocked", desk.now, obstacle)
    assert counted(desk) == []


@pytest.mark.requirement("R38")
def test_gap_names_nobody(desk: Desk, world: World) -> None:
    desk.does("karin", offer_checks.find_nothing, world.ids["amina.standard.goal"], Wanted("", "A2", childcare=True))
    (gap,) = counted(desk)
    assert not {"case_id", "client_id", "goal_id", "made_by", "made_at"} & set(gap)
    own = [identity for name, identity in world.ids.items() if name.startswith("amina")]
    assert not [identity for identity in own if identity in str(gap)]
    assert gap["month"] == "2026-11"


def test_what_is_wanted_comes_from_the_situation_record(desk: Desk, world: World) -> None:
    know(desk, speaking="A2", reading="A2", listening="B1", writing="A1")
    wanted = desk.does(
        "karin", lambda tx: gaps.wanted_of(tx, tx.row("cases.find", case_id=world.ids["amina.case"]), "work")
    )
    assert (wanted.level, wanted.childcare, wanted.reads) == ("A2", True, True)


@pytest.mark.requirement("R27")
def test_offer_becomes_a_step_with_partner_and_words(desk: Desk, browser_of: Any, world: World) -> None:
    goal = world.ids["amina.standard.goal"]
    step_id = desk.does("karin", offer_checks.take, goal, world.ids["offer"])
    step = desk.row("karin", "steps.find", step_id=step_id, high="no")
    assert step["partner_id"] == world.ids["school"]
    assert "Frauenkurs" in step["place"]
    assert counted(desk) == []
    assert "steht im Plan" in browser_of("karin").get(f"/desk/goals/{goal}/offers").text


@pytest.mark.parametrize("changes", [{"state": "withdrawn"}, {"expires_on": "2026-11-23"}, {"state": "draft"}])
def test_offer_that_is_over_becomes_no_step(changes: dict[str, str], desk: Desk, world: World) -> None:
    desk.does("karin", lambda tx: tx.update("offers", world.ids["offer"], **changes))
    with pytest.raises(RuleBroken):
        desk.does("karin", offer_checks.take, world.ids["amina.standard.goal"], world.ids["offer"])
    with pytest.raises(NotVisible):
        desk.does("karin", offer_checks.take, world.ids["amina.standard.goal"], "no-offer")


@pytest.mark.parametrize(("name", "problem"), [("olle", NotVisible), ("badr", NotVisible), ("amina", NotAllowed)])
def test_nobody_else_looks_for_her(name: str, problem: type[Exception], desk: Desk, world: World) -> None:
    goal = world.ids["amina.standard.goal"]
    for verb, argument in ((offer_checks.take, world.ids["offer"]), (offer_checks.find_nothing, Wanted(""))):
        with pytest.raises(problem):
            desk.does(name, verb, goal, argument)


def test_level_that_there_is_not_is_refused(desk: Desk, world: World) -> None:
    with pytest.raises(BadInput):
        desk.does("karin", offer_checks.find_nothing, world.ids["amina.standard.goal"], Wanted("", "D1"))


class TestAgreed:
    @pytest.fixture
    def goal(self, desk: Desk, world: World) -> str:
        """A proposed goal whose second step somebody else has to do."""
        steps = [ChosenStep(f"block.{BLOCK}.s1"), ChosenStep(f"block.{BLOCK}.s2", StepDetails("partner"))]
        return str(desk.does("karin", goals.add_from_block, world.ids["amina.case"], BLOCK, steps, VALUES, Agreed()))

    def agree(self, desk: Desk, goal: str) -> None:
        desk.does("karin", goals.move, goal, "agreed", "", desk.goal(goal)["version"])

    @pytest.mark.requirement("R05")
    def test_goal_without_a_step_is_not_agreed(self, desk: Desk, world: World) -> None:
        goal = desk.does("karin", goals.add_own, world.ids["amina.case"], "social", "Ich treffe Leute.", Agreed())
        with pytest.raises(RuleBroken):
            self.agree(desk, goal)
        assert desk.goal(goal)["state"] == "proposed"
        desk.does("karin", step_editing.add_own, goal, "Wir suchen einen Treffpunkt.", StepDetails())
        self.agree(desk, goal)
        assert desk.goal(goal)["state"] == "agreed"

    @pytest.mark.requirement("R05")
    def test_goal_that_needs_a_partner_is_not_agreed_without_one(self, desk: Desk, world: World, goal: str) -> None:
        with pytest.raises(RuleBroken):
            self.agree(desk, goal)
        step = desk.rows("karin", "steps.of_goal", goal_id=goal, high="no")[1]
        named = StepDetails("partner", partner_id=world.ids["school"])
        desk.does("karin", step_editing.edit, step["id"], step["version"], named)
        self.agree(desk, goal)

    @pytest.mark.requirement("R05")
    def test_or_with_the_mark_that_nothing_was_found(self, desk: Desk, goal: str) -> None:
        desk.does("karin", offer_checks.find_nothing, goal, Wanted(""))
        self.agree(desk, goal)
        assert desk.goal(goal)["state"] == "agreed"

    @pytest.mark.requirement("R05")
    @pytest.mark.parametrize("partner", [None, "school"])
    def test_the_same_holds_for_a_goal_that_begins_as_agreed(
        self, partner: str | None, desk: Desk, world: World
    ) -> None:
        details = StepDetails("partner", partner_id=world.ids[partner] if partner else None)
        chosen = [ChosenStep(f"block.{BLOCK}.s2", details)]
        make = (goals.add_from_block, world.ids["amina.case"], BLOCK, chosen, VALUES, Agreed(agreed=True))
        if partner:
            assert desk.goal(desk.does("karin", *make))["state"] == "agreed"
            return
        with pytest.raises(RuleBroken):
            desk.does("karin", *make)

    @pytest.mark.requirement("R33")
    def test_one_goal_may_have_several_partners(self, desk: Desk, world: World, goal: str) -> None:
        office = desk.does(
            "ada", lambda tx: tx.insert("partners", name="Kammer", kind="chamber-of-crafts", made_at=LONG_AGO)
        )
        partners = (world.ids["school"], office)
        rows = desk.rows("karin", "steps.of_goal", goal_id=goal, high="no")
        for row, partner in zip(rows, partners, strict=True):
            desk.does("karin", step_editing.edit, row["id"], row["version"], StepDetails("partner", partner_id=partner))
        rows = desk.rows("karin", "steps.of_goal", goal_id=goal, high="no")
        assert {row["partner_name"] for row in rows} == {"Sprachschule", "Kammer"}


VALUES = {"level": "B1", "job": "Schneiderin", "date": "01.12.2026", "deadline": "01.12.2026"}
