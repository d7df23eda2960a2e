"""Goals: copied from the catalogue or in own words, and what becomes of them."""

import json
from typing import Any

import pytest

from pwa_server.casework import goals, translations
from pwa_server.casework.goals import Agreed, ChosenStep
from pwa_server.casework.step_editing import StepDetails
from pwa_server.casework.translations import Typed
from pwa_server.domain.goals import STATES, TRANSITIONS
from pwa_server.domain.problems import BadInput, NotAllowed, NotVisible, RuleBroken, Stale
from pwa_server.storage import catalogue
from pwa_server.storage.database import Tx
from tests.casework.desk import Desk
from tests.world import World

COURSE = "integration-course-start"
FIRST, SECOND = f"block.{COURSE}.s1", f"block.{COURSE}.s2"
VALUES = {"level": "B1"}


@pytest.fixture
def desk(parts: Any, world: World) -> Desk:
    return Desk(parts, world)


def from_course(desk: Desk, name: str = "karin", **about: Any) -> str:
    steps = [ChosenStep(FIRST, StepDetails("counsellor", due_on="2026-12-01")), ChosenStep(SECOND)]
    return str(
        desk.does(name, goals.add_from_block, desk.world.ids["amina.case"], COURSE, steps, VALUES, Agreed(**about))
    )


def test_block_is_copied_with_its_german_wording_and_keys(desk: Desk) -> None:
    goal_id = from_course(desk, agreed=True)
    goal = desk.goal(goal_id)
    german = catalogue.german()
    assert (goal["title"], goal["state"], goal["block_id"]) == (german[f"block.{COURSE}.goal"], "agreed", COURSE)
    assert json.loads(goal["values"]) == VALUES
    steps = desk.rows("karin", "steps.of_goal", goal_id=goal_id, high="no")
    assert [(step["text_key"], step["text"]) for step in steps] == [(FIRST, german[FIRST]), (SECOND, german[SECOND])]
    assert [(step["responsible"], step["due_on"]) for step in steps] == [("counsellor", "2026-12-01"), ("client", None)]


def order(desk: Desk) -> list[str]:
    rows = desk.rows("karin", "goals.of_case", case_id=desk.world.ids["amina.case"], high="yes")
    return [row["id"] for row in rows]


def test_goals_change_places_and_stop_at_the_ends(desk: Desk) -> None:
    first, second = desk.world.ids["amina.standard.goal"], desk.world.ids["amina.high.goal"]
    third = from_course(desk)
    assert order(desk) == [first, second, third]
    for direction, after in (
        ("up", [first, third, second]),
        ("up", [third, first, second]),
        ("up", [third, first, second]),
        ("down", [first, third, second]),
    ):
        desk.does("karin", goals.shift, third, direction)
        assert order(desk) == after


def test_deputy_moves_goals_past_what_she_does_not_see(desk: Desk) -> None:
    first, hidden = desk.world.ids["amina.standard.goal"], desk.world.ids["amina.high.goal"]
    third = from_course(desk)
    desk.does("dora", goals.shift, third, "up")
    assert order(desk) == [third, hidden, first]


def test_goal_at_rest_is_passed_over_and_keeps_its_place(desk: Desk) -> None:
    first, resting = desk.world.ids["amina.standard.goal"], desk.world.ids["amina.high.goal"]
    third = from_course(desk)
    desk.does("karin", lambda tx: tx.update("goals", resting, state="paused"))
    desk.does("karin", goals.shift, first, "down")
    assert order(desk) == [third, resting, first]
    desk.does("karin", goals.shift, resting, "up")
    assert order(desk) == [third, resting, first]


@pytest.mark.parametrize(
    ("name", "direction", "problem"),
    [("karin", "left", BadInput), ("amina", "up", NotAllowed), ("badr", "up", NotVisible), ("olle", "up", NotVisible)],
)
def test_only_the_desk_orders_goals(desk: Desk, name: str, direction: str, problem: type) -> None:
    with pytest.raises(problem):
        desk.does(name, goals.shift, desk.world.ids["amina.standard.goal"], direction)


@pytest.mark.parametrize(("agreed", "state"), [(True, "agreed"), (False, "proposed")])
def test_history_tells_how_a_goal_began(desk: Desk, agreed: bool, state: str) -> None:
    goal_id = from_course(desk, agreed=agreed)
    history = desk.rows("karin", "goals.history", goal_id=goal_id, high="no")
    assert [(row["state"], row["by_id"]) for row in history] == [(state, desk.world.ids["karin"])]


def test_gap_without_a_word_is_refused(desk: Desk) -> None:
    with pytest.raises(BadInput):
        desk.does("karin", goals.add_from_block, desk.world.ids["amina.case"], COURSE, [], {}, Agreed())


def test_step_of_another_block_is_refused(desk: Desk) -> None:
    foreign = [ChosenStep("block.job-search.s1")]
    with pytest.raises(BadInput):
        desk.does("karin", goals.add_from_block, desk.world.ids["amina.case"], COURSE, foreign, VALUES, Agreed())


@pytest.mark.parametrize("name", ["karin", "dora"])
def test_counsellor_and_deputy_may_write_goals(desk: Desk, name: str) -> None:
    assert desk.goal(from_course(desk, name))


@pytest.mark.parametrize(("name", "answer"), [("olle", NotVisible), ("tilde", NotVisible), ("mona", NotAllowed),
                                              ("amina", NotAllowed), ("badr", NotVisible)])  # fmt: skip
def test_nobody_else_writes_goals(desk: Desk, name: str, answer: type[Exception]) -> None:
    with pytest.raises(answer):
        from_course(desk, name)


def test_own_goal_keeps_the_clients_words_and_a_draft_translation(desk: Desk) -> None:
    about = Agreed(own_words="أريد أن أعمل", own_words_language="ar")
    case_id = desk.world.ids["amina.case"]
    goal_id = desk.does(
        "karin", goals.add_own, case_id, "work", "Ich möchte arbeiten.", about, Typed("ar", "أريد العمل")
    )
    goal = desk.goal(goal_id)
    assert (goal["title"], goal["own_words"], goal["own_words_language"]) == (
        "Ich möchte arbeiten.",
        "أريد أن أعمل",
        "ar",
    )
    kept = desk.rows("karin", "translations.of_case", case_id=case_id)
    assert [(row["subject_id"], row["text"], row["checked_at"]) for row in kept] == [(goal_id, "أريد العمل", None)]


@pytest.mark.parametrize("to", STATES)
@pytest.mark.parametrize("state", STATES)
def test_goal_moves_only_where_the_table_says(desk: Desk, state: str, to: str) -> None:
    goal_id = desk.world.ids["amina.standard.goal"]
    desk.does("karin", lambda tx: tx.update("goals", goal_id, state=state))
    version = desk.goal(goal_id)["version"]
    if to in TRANSITIONS[state]:
        desk.does("karin", goals.move, goal_id, to, "plans_changed", version)
        assert desk.goal(goal_id)["state"] == to
    else:
        with pytest.raises(RuleBroken):
            desk.does("karin", goals.move, goal_id, to, "", version)
        assert (desk.goal(goal_id)["state"], desk.goal(goal_id)["version"]) == (state, version)


def test_goal_that_was_achieved_goes_on_with_a_reason_only(desk: Desk) -> None:
    goal_id = desk.world.ids["amina.standard.goal"]
    desk.does("karin", lambda tx: tx.update("goals", goal_id, state="achieved"))
    version = desk.goal(goal_id)["version"]
    with pytest.raises(RuleBroken) as refused:
        desk.does("karin", goals.move, goal_id, "in_progress", "", version)
    assert refused.value.status == 409
    assert desk.goal(goal_id)["state"] == "achieved"
    desk.does("karin", goals.move, goal_id, "in_progress", "plans_changed", version)
    assert desk.rows("karin", "goals.history", goal_id=goal_id, high="no")[-1]["reason"] == "plans_changed"


def test_free_words_are_no_reason(desk: Desk) -> None:
    with pytest.raises(BadInput):
        desk.does("karin", goals.move, desk.world.ids["amina.standard.goal"], "paused", "Sie war krank", 1)


def test_second_writer_is_told_and_the_first_text_stays(desk: Desk) -> None:
    goal_id = desk.world.ids["amina.standard.goal"]
    version = desk.goal(goal_id)["version"]
    desk.does("karin", goals.edit, goal_id, version, "Erster Satz", Agreed())
    with pytest.raises(Stale):
        desk.does("dora", goals.edit, goal_id, version, "Zweiter Satz", Agreed())
    assert desk.goal(goal_id)["title"] == "Erster Satz"


def test_new_german_makes_the_old_translation_a_draft(desk: Desk) -> None:
    goal_id, case_id = desk.world.ids["amina.standard.goal"], desk.world.ids["amina.case"]
    desk.does("karin", translations.translate_goal, goal_id, Typed("ar", "جملة", checked=True))
    assert desk.rows("karin", "translations.of_case", case_id=case_id)[0]["checked_by"] == desk.world.ids["karin"]
    desk.does("karin", goals.edit, goal_id, desk.goal(goal_id)["version"], "Ein anderer Satz", Agreed())
    assert desk.rows("karin", "translations.of_case", case_id=case_id)[0]["checked_at"] is None


def test_empty_translation_takes_it_away(desk: Desk) -> None:
    goal_id, case_id = desk.world.ids["amina.standard.goal"], desk.world.ids["amina.case"]
    desk.does("karin", translations.translate_goal, goal_id, Typed("ar", "جملة"))
    desk.does("karin", translations.translate_goal, goal_id, Typed("ar", ""))
    assert desk.rows("karin", "translations.of_case", case_id=case_id) == []


def test_deputy_changes_a_protected_goal_only_after_a_written_reason(desk: Desk) -> None:
    from pwa_server.casework.openings import open_protected

    goal_id = desk.world.ids["amina.high.goal"]
    version = desk.goal(goal_id)["version"]
    with pytest.raises(NotVisible):
        desk.does("dora", goals.move, goal_id, "paused", "", version)
    desk.does("dora", open_protected, desk.world.ids["amina.case"], "Karin ist krank, es eilt.")
    desk.does("dora", goals.move, goal_id, "paused", "", version)
    assert desk.goal(goal_id)["state"] == "paused"


def test_closed_plan_stays_as_it_is(desk: Desk) -> None:
    desk.does("karin", lambda tx: tx.update("cases", desk.world.ids["amina.case"], state="closed"))
    with pytest.raises(RuleBroken):
        from_course(desk)
    with pytest.raises(RuleBroken):
        desk.does("karin", goals.move, desk.world.ids["amina.standard.goal"], "paused", "", 1)


def test_every_change_counts_the_case_up(desk: Desk) -> None:
    def version(tx: Tx) -> int:
        return int(tx.row("cases.find", case_id=desk.world.ids["amina.case"])["version"])

    before = desk.does("karin", version)
    from_course(desk)
    assert desk.does("karin", version) > before


@pytest.mark.requirement("R04")
def test_what_the_client_said_is_never_overwritten(desk: Desk) -> None:
    said = Agreed(own_words="أريد أن أسبح", own_words_language="ar")
    goal_id = desk.does("karin", goals.add_own, desk.world.ids["amina.case"], "social", "Ich lerne schwimmen.", said)
    other = Agreed(own_words="Andere Worte", own_words_language="de")
    for about in (other, Agreed()):
        desk.does("karin", goals.edit, goal_id, desk.goal(goal_id)["version"], "Ein anderer Satz", about)
    kept = desk.goal(goal_id)
    assert (kept["own_words"], kept["own_words_language"]) == ("أريد أن أسبح", "ar")


@pytest.mark.requirement("R04")
def test_own_words_of_a_goal_can_be_added_where_there_were_none(desk: Desk) -> None:
    goal_id = desk.does(
        "karin", goals.add_own, desk.world.ids["amina.case"], "social", "Ich lerne schwimmen.", Agreed()
    )
    said = Agreed(own_words="أريد أن أسبح", own_words_language="ar")
    desk.does("karin", goals.edit, goal_id, desk.goal(goal_id)["version"], "Ich lerne schwimmen.", said)
    assert desk.goal(goal_id)["own_words"] == "أريد أن أسبح"
