"""Reports on steps: always kept, applied in the order of the taps."""

import itertools

import pytest

from pwa_server.casework.steps import report_step
from pwa_server.domain.problems import BadInput, NotAllowed, NotVisible
from tests.world import NOW_TEXT, World

NINE, TEN, ELEVEN = "2026-11-24T06:00:00Z", "2026-11-24T07:00:00Z", "2026-11-24T08:00:00Z"


@pytest.fixture
def run(parts, world: World):
    def as_person(name: str, verb, *args, **kwargs):
        return parts.database.write_now(world.ids[name], NOW_TEXT, verb, *args, **kwargs)

    return as_person


def step_of(parts, world: World, name: str = "amina.standard.step1") -> dict:
    return dict(parts.database.utils().conn.execute("SELECT * FROM steps WHERE id = ?", [world.ids[name]]).fetchone())


def reports(parts) -> list[dict]:
    rows = parts.database.utils().conn.execute("SELECT * FROM step_reports ORDER BY rowid").fetchall()
    return [dict(row) for row in rows]


def test_client_ticks_her_own_step(run, parts, world: World) -> None:
    assert run("amina", report_step, world.ids["amina.standard.step1"], "done", TEN) == "done"
    step = step_of(parts, world)
    assert (step["state"], step["state_at"]) == ("done", TEN)
    assert [(r["from_state"], r["to_state"], r["tapped_at"], r["received_at"]) for r in reports(parts)] == [
        ("open", "done", TEN, NOW_TEXT)
    ]


def test_untick_says_that_the_client_corrected_it(run, parts, world: World) -> None:
    run("amina", report_step, world.ids["amina.standard.step1"], "done", TEN)
    assert run("amina", report_step, world.ids["amina.standard.step1"], "undone", ELEVEN) == "open"
    assert reports(parts)[-1]["reason"] == "client_corrected"


def test_tick_on_a_finished_step_is_kept_and_moves_nothing(run, parts, world: World) -> None:
    run("amina", report_step, world.ids["amina.standard.step1"], "done", TEN)
    assert run("amina", report_step, world.ids["amina.standard.step1"], "done", ELEVEN) is None
    assert [r["to_state"] for r in reports(parts)] == ["done", None]
    assert step_of(parts, world)["state_at"] == TEN


def test_tick_on_a_step_that_the_office_dropped_is_kept(run, parts, world: World) -> None:
    step = world.ids["amina.standard.step1"]
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.update("steps", step, state="not_needed"))
    assert run("amina", report_step, step, "done", TEN) is None
    assert reports(parts)[-1]["from_state"] == "not_needed"


@pytest.mark.parametrize("arrival", list(itertools.permutations([("done", NINE), ("undone", TEN), ("done", ELEVEN)])))
def test_taps_in_any_order_of_arrival_end_with_the_newest(run, parts, world: World, arrival) -> None:
    for report, tapped in arrival:
        run("amina", report_step, world.ids["amina.standard.step1"], report, tapped)
    assert step_of(parts, world)["state"] == "done"
    assert len(reports(parts)) == 3


def test_older_untick_does_not_win_over_a_newer_tick(run, parts, world: World) -> None:
    run("amina", report_step, world.ids["amina.standard.step1"], "done", ELEVEN)
    assert run("amina", report_step, world.ids["amina.standard.step1"], "undone", TEN) is None
    assert step_of(parts, world)["state"] == "done"


def test_older_tap_of_the_client_does_not_win_over_the_counsellors_newer_one(run, parts, world: World) -> None:
    run("karin", report_step, world.ids["amina.standard.step1"], "done", ELEVEN)
    assert run("amina", report_step, world.ids["amina.standard.step1"], "undone", TEN) is None


def test_tick_on_a_removed_step_is_kept_and_moves_nothing(run, parts, world: World) -> None:
    step = world.ids["amina.standard.step1"]
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.update("steps", step, removed_at=TEN))
    assert run("amina", report_step, step, "done", NINE) is None
    assert len(reports(parts)) == 1
    assert step_of(parts, world)["state"] == "open"


@pytest.mark.parametrize("state", ["closed", "restricted"])
def test_tick_in_a_case_that_rests_is_kept_and_moves_nothing(run, parts, world: World, state: str) -> None:
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.update("cases", world.ids["amina.case"], state=state))
    assert run("amina", report_step, world.ids["amina.standard.step1"], "done", TEN) is None
    assert len(reports(parts)) == 1


def test_blocked_needs_an_obstacle_and_keeps_it(run, parts, world: World) -> None:
    step = world.ids["amina.standard.step1"]
    for obstacle in (None, "her_fault"):
        with pytest.raises(BadInput):
            run("amina", report_step, step, "blocked", TEN, obstacle)
    assert run("amina", report_step, step, "blocked", TEN, "no_childcare") == "blocked"
    assert step_of(parts, world)["obstacle"] == "no_childcare"
    assert run("amina", report_step, step, "begun", ELEVEN) == "in_progress"
    assert step_of(parts, world)["obstacle"] is None


def test_unknown_report_changes_nothing(run, parts, world: World) -> None:
    with pytest.raises(BadInput):
        run("amina", report_step, world.ids["amina.standard.step1"], "cancelled", TEN)
    assert reports(parts) == []


@pytest.mark.parametrize("now_by", ["counsellor", "mentor", "partner"])
def test_clients_tick_on_a_step_that_became_anothers_is_kept_and_moves_nothing(run, parts, world, now_by: str) -> None:
    step = world.ids["amina.standard.step1"]
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.update("steps", step, responsible=now_by))
    assert run("amina", report_step, step, "done", TEN) is None
    assert [(r["from_state"], r["to_state"], r["tapped_at"]) for r in reports(parts)] == [("open", None, TEN)]
    assert step_of(parts, world)["state"] == "open"
    beside = parts.database.read(world.ids["karin"], NOW_TEXT).rows("desk.reports_beside")
    assert [row["step_id"] for row in beside] == [step]


def test_clients_late_tick_on_the_mentors_step_does_not_hold_the_mentors_own_back(run, parts, world: World) -> None:
    step = world.ids["amina.standard.step1"]
    parts.database.write_now(
        "", NOW_TEXT, lambda tx: tx.update("steps", step, responsible="mentor", mentor_id=world.ids["mona"])
    )
    run("amina", report_step, step, "done", ELEVEN)
    assert run("mona", report_step, step, "done", TEN) == "done"


def test_own_newer_tap_that_moved_nothing_still_counts_as_newer(run, parts, world: World) -> None:
    step = world.ids["amina.standard.step1"]
    run("amina", report_step, step, "done", NINE)
    run("amina", report_step, step, "done", ELEVEN)
    assert run("amina", report_step, step, "undone", TEN) is None


def test_mentor_does_not_report_on_the_clients_step(run, world: World) -> None:
    with pytest.raises(NotAllowed):
        run("mona", report_step, world.ids["amina.standard.step1"], "done", TEN)


@pytest.mark.parametrize(
    ("name", "step"), [("badr", "standard"), ("magnus", "standard"), ("olle", "standard"), ("mona", "high")]
)
def test_strangers_find_no_step(run, world: World, name: str, step: str) -> None:
    with pytest.raises(NotVisible):
        run(name, report_step, world.ids[f"amina.{step}.step1"], "done", TEN)


def test_a_report_counts_the_case_up(run, parts, world: World) -> None:
    def version() -> int:
        return parts.database.read(world.ids["amina"], NOW_TEXT).row("cases.own")["version"]

    before = version()
    run("amina", report_step, world.ids["amina.standard.step1"], "done", TEN)
    assert version() > before
