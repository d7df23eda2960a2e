"""The path of a goal: adding, wording, ordering, taking away, moving on."""

import json
from typing import Any

import pytest

from pwa_server.casework import step_editing, translations
from pwa_server.casework.step_editing import Card, StepDetails
from pwa_server.casework.translations import Typed
from pwa_server.domain.problems import BadInput, NotAllowed, NotVisible, RuleBroken, Stale
from pwa_server.domain.steps import STATES, TRANSITIONS
from pwa_server.storage import catalogue
from tests.casework.desk import Desk
from tests.world import World


@pytest.fixture
def desk(parts: Any, world: World) -> Desk:
    return Desk(parts, world)


def path(desk: Desk) -> list[str]:
    rows = desk.rows("karin", "steps.of_goal", goal_id=desk.world.ids["amina.standard.goal"], high="no")
    return [row["id"] for row in rows]


def step(desk: Desk, step_id: str) -> Any:
    return desk.row("karin", "steps.find", step_id=step_id, high="yes")


def test_card_holds_its_parts_and_nothing_to_translate(desk: Desk) -> None:
    details = StepDetails("client", place="Jobcenter", due_on="2026-12-01", documents=("photo",))
    step_id = desk.does(
        "karin", step_editing.add_card, desk.world.ids["amina.standard.goal"], Card("bring", "photo"), details
    )
    made = step(desk, step_id)
    assert json.loads(made["parts"]) == {"action": "bring", "document": "photo"}
    assert (made["text"], made["place"], made["due_on"], made["position"]) == (None, "Jobcenter", "2026-12-01", 3)


def test_catalogue_step_is_copied_with_its_key(desk: Desk) -> None:
    key = "block.job-search.s1"
    goal_id = desk.world.ids["amina.standard.goal"]
    made = step(desk, desk.does("dora", step_editing.add_from_catalogue, goal_id, key, {}, StepDetails()))
    assert (made["text_key"], made["text"]) == (key, catalogue.german()[key])


@pytest.mark.parametrize(
    "details",
    [
        StepDetails("everybody"),
        StepDetails(documents=("passport-of-somebody",)),
        StepDetails(partner_id="no-such-partner"),
    ],
)
def test_unknown_codes_are_refused(desk: Desk, details: StepDetails) -> None:
    with pytest.raises(BadInput):
        desk.does("karin", step_editing.add_own, desk.world.ids["amina.standard.goal"], "Etwas", details)
    assert len(path(desk)) == 2


def test_up_and_down_change_places_and_stop_at_the_ends(desk: Desk) -> None:
    first, second = path(desk)
    desk.does("karin", step_editing.shift, second, "up")
    assert path(desk) == [second, first]
    desk.does("karin", step_editing.shift, second, "up")
    assert path(desk) == [second, first]
    desk.does("karin", step_editing.shift, second, "down")
    assert path(desk) == [first, second]
    with pytest.raises(BadInput):
        desk.does("karin", step_editing.shift, second, "sideways")


def test_removed_step_leaves_the_path_and_keeps_its_reports(desk: Desk, parts: Any) -> None:
    first, second = path(desk)
    desk.does("karin", step_editing.move, first, "done", None, step(desk, first)["version"])
    desk.does("karin", step_editing.remove, first, step(desk, first)["version"])
    assert path(desk) == [second]
    assert len(list(parts.database.utils().query("SELECT id FROM step_reports WHERE step_id = ?", [first]))) == 1


def test_reworded_catalogue_step_becomes_a_free_sentence(desk: Desk) -> None:
    goal_id = desk.world.ids["amina.standard.goal"]
    step_id = desk.does("karin", step_editing.add_from_catalogue, goal_id, "block.job-search.s1", {}, StepDetails())
    desk.does("karin", step_editing.edit, step_id, 1, StepDetails("counsellor"), text="Wir schreiben zusammen.")
    changed = step(desk, step_id)
    assert (changed["text"], changed["text_key"], changed["responsible"]) == (
        "Wir schreiben zusammen.",
        None,
        "counsellor",
    )


@pytest.mark.fault("F08")
def test_second_writer_of_a_step_is_told(desk: Desk) -> None:
    first = path(desk)[0]
    desk.does("karin", step_editing.edit, first, 1, StepDetails(), text="Erster")
    with pytest.raises(Stale):
        desk.does("dora", step_editing.edit, first, 1, StepDetails(), text="Zweiter")
    assert step(desk, first)["text"] == "Erster"


@pytest.mark.parametrize("to", STATES)
@pytest.mark.parametrize("state", STATES)
def test_step_moves_only_where_the_table_says(desk: Desk, state: str, to: str) -> None:
    first = path(desk)[0]
    desk.does("karin", lambda tx: tx.update("steps", first, state=state))
    if to in TRANSITIONS[state]:
        desk.does("karin", step_editing.move, first, to, "waiting_time", 1)
        moved = step(desk, first)
        assert (moved["state"], moved["obstacle"]) == (to, "waiting_time" if to == "blocked" else None)
        report = desk.rows("karin", "steps.reports", step_id=first, high="no")[0]
        assert report["to_state"] == to
        kept = desk.database.utils()["step_reports"].get(report["id"])
        assert kept["reason"] == ("staff_corrected" if state == "done" else ""), "a step opens again for a reason"
    else:
        with pytest.raises(RuleBroken):
            desk.does("karin", step_editing.move, first, to, "waiting_time", 1)
        assert (step(desk, first)["state"], step(desk, first)["version"]) == (state, 1)
        assert desk.rows("karin", "steps.reports", step_id=first, high="no") == []


def test_blocked_step_names_its_obstacle(desk: Desk) -> None:
    with pytest.raises(BadInput):
        desk.does("karin", step_editing.move, path(desk)[0], "blocked", None, 1)


@pytest.mark.parametrize(("name", "answer"), [("olle", NotVisible), ("tilde", NotVisible), ("badr", NotVisible),
                                              ("amina", NotAllowed), ("mona", NotAllowed)])  # fmt: skip
def test_nobody_else_edits_steps(desk: Desk, name: str, answer: type[Exception]) -> None:
    first = path(desk)[0]
    for verb, args in (
        (step_editing.edit, (1, StepDetails())),
        (step_editing.shift, ("down",)),
        (step_editing.remove, (1,)),
        (step_editing.move, ("done", None, 1)),
        (translations.translate_step, (Typed("ar", "جملة"),)),
    ):
        with pytest.raises(answer):
            desk.does(name, verb, first, *args)
    assert path(desk)[0] == first


def test_finished_goal_takes_no_new_step(desk: Desk) -> None:
    goal_id = desk.world.ids["amina.standard.goal"]
    desk.does("karin", lambda tx: tx.update("goals", goal_id, state="dropped"))
    with pytest.raises(RuleBroken):
        desk.does("karin", step_editing.add_own, goal_id, "Etwas", StepDetails())
