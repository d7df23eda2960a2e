"""Needs: own words that stay, states with their ways, and a goal made of one."""

from typing import Any

import pytest

from pwa_server.casework import goals, needs
from pwa_server.casework.goals import Agreed
from pwa_server.casework.needs import Wish
from pwa_server.casework.step_editing import StepDetails
from pwa_server.casework.step_editing import add_own as add_step
from pwa_server.domain.goals import LIFE_AREAS
from pwa_server.domain.needs import STATES, TRANSITIONS
from pwa_server.domain.problems import BadInput, NotVisible, RuleBroken, Stale
from pwa_server.storage.database import Tx
from tests.casework.desk import Desk
from tests.world import World


@pytest.fixture
def desk(parts: Any, world: World) -> Desk:
    return Desk(parts, world)


@pytest.fixture
def case_id(world: World) -> str:
    return world.ids["amina.case"]


def need(desk: Desk, need_id: str) -> Any:
    return desk.row("karin", "needs.find", need_id=need_id, high="yes")


@pytest.mark.requirement("R02")
@pytest.mark.parametrize("area", LIFE_AREAS)
def test_there_are_needs_in_every_life_area_without_a_goal(desk: Desk, case_id: str, area: str) -> None:
    need_id = desk.does("karin", needs.add, case_id, Wish(area, "now", "أريد بيتًا", "ar", "Ich möchte eine Wohnung"))
    kept = need(desk, need_id)
    assert (kept["life_area"], kept["state"], kept["goal_id"]) == (area, "open", None)
    assert (kept["own_words"], kept["own_words_language"]) == ("أريد بيتًا", "ar")


@pytest.mark.parametrize(
    ("area", "sensitivity"),
    [("health", "high"), ("residence", "elevated"), ("finance", "elevated"), ("work", "standard")],
)
def test_a_need_has_the_usual_protection_of_its_area(desk: Desk, case_id: str, area: str, sensitivity: str) -> None:
    need_id = desk.does("karin", needs.add, case_id, Wish(area, "soon", german="Etwas"))
    assert need(desk, need_id)["sensitivity"] == sensitivity
    chosen = desk.does("karin", needs.add, case_id, Wish(area, "soon", german="Etwas", sensitivity="standard"))
    assert need(desk, chosen)["sensitivity"] == "standard"


@pytest.mark.requirement("R02")
def test_own_words_are_never_overwritten(desk: Desk, world: World) -> None:
    need_id = world.ids["amina.standard.need"]
    words = need(desk, need_id)["own_words"]
    desk.does("karin", needs.edit, need_id, 1, Wish("work", "now", "Andere Worte", "de", "Ein besserer Satz"))
    kept = need(desk, need_id)
    assert (kept["own_words"], kept["own_words_language"]) == (words, "ar")
    assert (kept["german"], kept["urgency"], kept["version"]) == ("Ein besserer Satz", "now", 2)


def test_own_words_can_be_added_where_there_were_none(desk: Desk, case_id: str) -> None:
    need_id = desk.does("karin", needs.add, case_id, Wish("work", "soon", german="Arbeit"))
    desk.does("karin", needs.edit, need_id, 1, Wish("work", "soon", "iş", "tr", "Arbeit"))
    assert need(desk, need_id)["own_words"] == "iş"


@pytest.mark.requirement("R02")
def test_a_goal_made_of_a_need_is_linked_and_points_to_one_area(desk: Desk, world: World, case_id: str) -> None:
    need_id = world.ids["amina.standard.need"]
    goal_id = desk.does("karin", goals.add_own, case_id, "work", "Ich finde Arbeit.", Agreed(need_id=need_id))
    kept = need(desk, need_id)
    assert (kept["state"], kept["goal_id"]) == ("goal_made", goal_id)
    assert desk.goal(goal_id)["life_area"] in LIFE_AREAS
    with pytest.raises(BadInput):
        desk.does("karin", goals.add_own, case_id, "everything", "Ich finde Arbeit.", Agreed())


def test_a_protected_need_makes_a_protected_goal_or_none(desk: Desk, world: World, case_id: str) -> None:
    need_id = world.ids["amina.high.need"]
    with pytest.raises(RuleBroken):
        desk.does(
            "karin", goals.add_own, case_id, "health", "Ich finde einen Arzt.", Agreed("elevated", need_id=need_id)
        )
    assert need(desk, need_id)["state"] == "open"
    desk.does("karin", goals.add_own, case_id, "health", "Ich finde einen Arzt.", Agreed("high", need_id=need_id))
    assert need(desk, need_id)["state"] == "goal_made"


def test_a_need_of_somebody_else_makes_no_goal_here(desk: Desk, world: World, case_id: str) -> None:
    about = Agreed(need_id=world.ids["badr.standard.need"])
    with pytest.raises(BadInput):
        desk.does("karin", goals.add_own, case_id, "work", "Ich finde Arbeit.", about)
    with pytest.raises(NotVisible):
        desk.does("karin", goals.add_own, case_id, "work", "Ich finde Arbeit.", Agreed(need_id="nothing"))


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("to", STATES)
def test_needs_go_only_where_a_way_leads(desk: Desk, world: World, state: str, to: str) -> None:
    need_id = world.ids["amina.standard.need"]
    desk.database.write_now("", desk.now, Tx.update, "needs", need_id, state=state)
    before = desk.rows("karin", "needs.history", need_id=need_id)
    if to in TRANSITIONS[state] - {"goal_made"}:
        desk.does("karin", needs.move, need_id, 1, to)
        assert need(desk, need_id)["state"] == to
        assert desk.rows("karin", "needs.history", need_id=need_id)[-1]["state"] == to
        return
    with pytest.raises(BadInput if to == "goal_made" else RuleBroken):
        desk.does("karin", needs.move, need_id, 1, to)
    assert need(desk, need_id)["state"] == state
    assert desk.rows("karin", "needs.history", need_id=need_id) == before


def test_opening_a_need_again_leaves_the_goal_to_itself(desk: Desk, world: World, case_id: str) -> None:
    need_id = world.ids["amina.standard.need"]
    desk.does("karin", goals.add_own, case_id, "work", "Ich finde Arbeit.", Agreed(need_id=need_id))
    desk.does("karin", needs.move, need_id, 2, "open")
    assert need(desk, need_id)["goal_id"] is None


@pytest.mark.parametrize(
    ("goal_states", "need_state", "linked"),
    [
        (("agreed", "in_progress", "achieved"), "met", True),
        (("dropped",), "open", False),
        (("agreed", "paused"), "goal_made", True),
    ],
)
def test_a_need_follows_its_goal(
    desk: Desk, world: World, case_id: str, goal_states: tuple[str, ...], need_state: str, linked: bool
) -> None:
    need_id = world.ids["amina.standard.need"]
    goal_id = desk.does("karin", goals.add_own, case_id, "work", "Ich finde Arbeit.", Agreed(need_id=need_id))
    desk.does("karin", add_step, goal_id, "Bewerbung schreiben", StepDetails("client"))
    for version, state in enumerate(goal_states, 1):
        desk.does("karin", goals.move, goal_id, state, "", version)
    kept = need(desk, need_id)
    assert (kept["state"], kept["goal_id"]) == (need_state, goal_id if linked else None)
    assert desk.rows("karin", "needs.history", need_id=need_id)[-1]["state"] == need_state


def test_a_need_that_somebody_changed_meanwhile_stays_theirs(desk: Desk, world: World) -> None:
    need_id = world.ids["amina.standard.need"]
    desk.does("dora", needs.edit, need_id, 1, Wish("work", "later", german="Anders"))
    for verb, more in ((needs.move, ("met",)), (needs.edit, (Wish("work", "now", german="Neu"),))):
        with pytest.raises(Stale):
            desk.does("karin", verb, need_id, 1, *more)


@pytest.mark.parametrize(
    "wish",
    [
        Wish("magic", "now", german="x"),
        Wish("work", "never", german="x"),
        Wish("work", "now"),
        Wish("work", "now", german="x" * 501),
        Wish("work", "now", german="x", sensitivity="secret"),
    ],
)
def test_what_cannot_be_wished_for_is_refused(desk: Desk, case_id: str, wish: Wish) -> None:
    with pytest.raises(BadInput):
        desk.does("karin", needs.add, case_id, wish)


def test_a_protected_need_does_not_exist_for_a_deputy_without_a_reason(desk: Desk, world: World, case_id: str) -> None:
    with pytest.raises(NotVisible):
        desk.does("dora", needs.move, world.ids["amina.high.need"], 1, "met")
    shown = desk.rows("dora", "needs.of_case", case_id=case_id, high="no")
    assert {row["sensitivity"] for row in shown} == {"standard"}


@pytest.mark.parametrize("name", ["mona", "magnus", "olle", "tilde", "ada", "badr"])
def test_nobody_else_reads_needs(desk: Desk, world: World, case_id: str, name: str) -> None:
    assert desk.rows(name, "needs.of_case", case_id=case_id, high="yes") == []
    assert desk.row(name, "needs.find", need_id=world.ids["amina.standard.need"], high="yes") is None
    assert desk.rows(name, "needs.history", need_id=world.ids["amina.standard.need"]) == []
