"""A review: prepared by the client, kept by the counsellor, finished in one transaction or not at all."""

from typing import Any

import pytest

from pwa_server.casework import agreements, meetings, review_finish, reviews
from pwa_server.casework.meetings import Details, Time
from pwa_server.casework.review_finish import Ending
from pwa_server.casework.reviews import Balance, Decided, Prepared
from pwa_server.domain.problems import BadInput, NotAllowed, NotVisible, RuleBroken, Stale
from pwa_server.storage.database import Tx
from tests.casework.desk import Desk
from tests.world import World

TALK = "2026-12-03T14:30:00Z"  # an hour into the talk that the cast has booked
DETAILS = Details(kind="review", place_kind="office", place="Beispielstraße 100")
NEXT = Ending("next", time=Time("2027-03-04", "10:00", 60), details=DETAILS)
GOALS_MET = Ending("fulfilled", reason="goals_met", confirmed="client")


@pytest.fixture
def desk(parts: Any, world: World) -> Desk:
    """The day of the talk."""
    desk = Desk(parts, world)
    desk.now = TALK
    return desk


def finish(desk: Desk, ending: Ending = NEXT, name: str = "karin", version: int = 1, **balance: Any) -> str:
    case_id = desk.world.ids["amina.case"]
    return str(desk.does(name, review_finish.finish, case_id, version, Balance(**balance), ending))


def decided(desk: Desk, decision: str, words: str = "", *, goal: str = "", step: str = "") -> dict[str, Any]:
    """A balance with one decision about one of Amina's goals or steps."""
    kind, name = ("goals", goal) if goal else ("steps", step)
    return {kind: {desk.world.ids[f"amina.{name}"]: Decided(decision, words)}}


def step(desk: Desk, name: str) -> Any:
    return desk.row("karin", "steps.find_any", step_id=desk.world.ids[f"amina.{name}"])


def review(desk: Desk, review_id: str) -> Any:
    rows = desk.rows("karin", "reviews.of_case", case_id=desk.world.ids["amina.case"])
    return next(row for row in rows if row["id"] == review_id)


def open_review(desk: Desk) -> Any:
    rows = desk.rows("karin", "reviews.of_case", case_id=desk.world.ids["amina.case"])
    return next((row for row in rows if row["state"] == "open"), None)


def everything(desk: Desk) -> dict[str, list[Any]]:
    """All that a review may change."""
    utils = desk.database.utils()
    tables = (
        "reviews",
        "review_decisions",
        "review_hurdles",
        "goals",
        "goal_states",
        "steps",
        "step_reports",
        "meetings",
    )
    return {
        table: [tuple(row.values()) for row in utils.query(f"SELECT * FROM {table} ORDER BY 1")] for table in tables
    }


@pytest.mark.requirement("R12")
def test_client_prepares_in_her_own_words_until_the_review_is_finished(desk: Desk) -> None:
    first = desk.does("amina", reviews.prepare, Prepared("كل شيء", "", ("language", "worry"), 4, "ar"))
    again = desk.does("amina", reviews.prepare, Prepared("كل شيء جيد", "الطريق", ("worry",), 5, "ar"))
    assert first == again
    kept = open_review(desk)
    assert (kept["client_good"], kept["client_hard"], kept["client_rating"]) == ("كل شيء جيد", "الطريق", 5)
    codes = desk.rows("amina", "reviews.hurdles_of_case", case_id=desk.world.ids["amina.case"])
    assert [row["code"] for row in codes if row["review_id"] == first] == ["worry"]
    finish(desk)
    another = desk.does("amina", reviews.prepare, Prepared("Neu"))
    assert another != first
    assert review(desk, first)["client_good"] == "كل شيء جيد"


def test_everything_that_the_client_prepares_is_optional(desk: Desk) -> None:
    desk.does("amina", reviews.prepare, Prepared())
    assert open_review(desk)["client_prepared_at"] == TALK


def test_nothing_can_be_prepared_where_no_talk_is_coming(desk: Desk) -> None:
    finish(desk, Ending("ended", confirmed="client"))
    with pytest.raises(RuleBroken, match="kein Gespräch"):
        desk.does("amina", reviews.prepare, Prepared("Gut"))


@pytest.mark.parametrize(
    "prepared",
    [Prepared(hurdles=("laziness",)), Prepared(rating=6), Prepared(rating=0), Prepared(good="x" * 2001)],
    ids=["unknown-hurdle", "rating-too-high", "rating-too-low", "too-long"],
)
def test_what_can_not_be_read_is_not_kept(desk: Desk, prepared: Prepared) -> None:
    before = everything(desk)
    with pytest.raises(BadInput):
        desk.does("amina", reviews.prepare, prepared)
    assert everything(desk) == before


def test_client_may_go_on_preparing_while_the_counsellors_page_is_open(desk: Desk) -> None:
    version = open_review(desk)["version"]
    desk.does("amina", reviews.prepare, Prepared("Noch etwas"))
    desk.does("karin", reviews.keep_balance, desk.world.ids["amina.case"], version, Balance(good="Viel"))
    assert (open_review(desk)["client_good"], open_review(desk)["staff_good"]) == ("Noch etwas", "Viel")


def test_two_at_the_desk_do_not_overwrite_each_other(desk: Desk) -> None:
    case_id = desk.world.ids["amina.case"]
    desk.does("karin", reviews.keep_balance, case_id, 1, Balance(good="Zuerst"))
    with pytest.raises(Stale):
        desk.does("karin", reviews.keep_balance, case_id, 1, Balance(good="Danach"))
    assert open_review(desk)["staff_good"] == "Zuerst"


def test_draft_changes_nothing_of_the_plan(desk: Desk) -> None:
    before = everything(desk)
    balance = Balance(**decided(desk, "achieved", goal="standard.goal"))
    desk.does("karin", reviews.keep_balance, desk.world.ids["amina.case"], 1, balance)
    after = everything(desk)
    assert [after[table] for table in ("goals", "steps")] == [before[table] for table in ("goals", "steps")]


@pytest.mark.requirement("R11")
@pytest.mark.parametrize(
    ("decision", "state"),
    [
        ("continue", "in_progress"),
        ("achieved", "achieved"),
        ("not_needed", "not_needed_anymore"),
        ("dropped", "dropped"),
        ("changed", "changed"),
    ],
)
def test_decision_about_a_goal_is_applied_with_a_dated_row(desk: Desk, decision: str, state: str) -> None:
    finish(desk, **decided(desk, decision, "Jetzt anders", goal="standard.goal"))
    goal = desk.goal(desk.world.ids["amina.standard.goal"])
    assert goal["state"] == state
    history = desk.rows("karin", "goals.history", goal_id=goal["id"], high="yes")
    assert [row["state"] for row in history if row["at"] == TALK] == ([] if decision == "continue" else [state])


@pytest.mark.requirement("R11")
@pytest.mark.parametrize(
    ("decision", "state"),
    [("continue", "open"), ("achieved", "done"), ("not_needed", "not_needed"), ("changed", "not_needed")],
)
def test_decision_about_a_step_is_applied_with_a_report(desk: Desk, decision: str, state: str) -> None:
    finish(desk, **decided(desk, decision, "Jetzt anders", step="standard.step1"))
    assert step(desk, "standard.step1")["state"] == state


def test_dropped_step_leaves_the_path_and_stays_in_memory(desk: Desk) -> None:
    review_id = finish(desk, **decided(desk, "dropped", step="standard.step1"))
    path = desk.rows("karin", "steps.of_goal", goal_id=desk.world.ids["amina.standard.goal"], high="yes")
    assert desk.world.ids["amina.standard.step1"] not in [row["id"] for row in path]
    rows = desk.rows("amina", "reviews.decisions_of_case", case_id=desk.world.ids["amina.case"], high="no")
    assert [row["decision"] for row in rows if row["review_id"] == review_id] == ["dropped"]


def test_blocked_step_that_is_done_had_begun_before(desk: Desk) -> None:
    step_id = desk.world.ids["amina.standard.step1"]
    desk.does("karin", Tx.update, "steps", step_id, state="blocked", obstacle="cost")
    finish(desk, **decided(desk, "achieved", step="standard.step1"))
    moved = [row["to_state"] for row in desk.rows("karin", "steps.reports", step_id=step_id, high="yes")]
    assert sorted(moved) == ["done", "in_progress"]
    assert desk.row("karin", "steps.find", step_id=step_id, high="yes")["obstacle"] is None


def test_changed_step_keeps_place_day_and_party(desk: Desk) -> None:
    finish(desk, **decided(desk, "changed", "Das Formular zusammen ausfüllen", step="standard.step1"))
    path = desk.rows("karin", "steps.of_goal", goal_id=desk.world.ids["amina.standard.goal"], high="yes")
    new = next(row for row in path if row["text"] == "Das Formular zusammen ausfüllen")
    old = next(row for row in path if row["id"] == desk.world.ids["amina.standard.step1"])
    kept = ("position", "responsible", "due_on", "documents", "place")
    assert [new[column] for column in kept] == [old[column] for column in kept]
    assert (new["state"], old["state"]) == ("open", "not_needed")


@pytest.mark.requirement("R11")
def test_changed_goal_becomes_a_new_one_that_takes_along_what_goes_on(desk: Desk) -> None:
    ids = desk.world.ids
    desk.does("karin", Tx.update, "steps", ids["amina.standard.step1"], state="done")
    review_id = finish(desk, **decided(desk, "changed", "Ich lerne in einem Frauenkurs.", goal="standard.goal"))
    goals = desk.rows("karin", "goals.of_case", case_id=ids["amina.case"], high="yes")
    new = next(row for row in goals if row["title"] == "Ich lerne in einem Frauenkurs.")
    assert (new["state"], new["life_area"], new["priority"]) == ("agreed", "language", 1)
    taken = desk.rows("karin", "steps.of_goal", goal_id=new["id"], high="yes")
    left = desk.rows("karin", "steps.of_goal", goal_id=ids["amina.standard.goal"], high="yes")
    assert [row["id"] for row in taken] == [ids["amina.standard.step2"]]
    assert [row["id"] for row in left] == [ids["amina.standard.step1"]]
    rows = desk.rows("karin", "reviews.decisions_of_case", case_id=ids["amina.case"], high="yes")
    assert [row["became_id"] for row in rows if row["review_id"] == review_id] == [new["id"]]


def test_mentor_does_not_see_what_a_granted_goal_has_become(desk: Desk) -> None:
    finish(desk, **decided(desk, "changed", "Etwas Neues", goal="standard.goal"))
    goals = desk.rows("mona", "goals.of_case", case_id=desk.world.ids["amina.case"], high="yes")
    assert [goal["id"] for goal in goals] == [desk.world.ids["amina.standard.goal"]]


def test_changed_goal_needs_its_new_words(desk: Desk) -> None:
    before = everything(desk)
    with pytest.raises(BadInput):
        finish(desk, **decided(desk, "changed", goal="standard.goal"))
    assert everything(desk) == before


@pytest.mark.requirement("R11")
def test_next_talk_is_booked_in_the_same_transaction_and_announced(desk: Desk) -> None:
    review_id = finish(desk)
    meeting_id = review(desk, review_id)["next_meeting_id"]
    meeting = desk.row("amina", "meetings.find", meeting_id=meeting_id, high="no")
    assert (meeting["kind"], meeting["local_date"]) == ("review", "2027-03-04")
    kinds = {row["kind"] for row in desk.rows("karin", "reminders.of_meeting", meeting_id=meeting_id)}
    assert {"booked", "reminder"} <= kinds


@pytest.mark.parametrize(
    "ending",
    [
        Ending(),
        Ending("next"),
        Ending("next", time=Time("2026-12-01", "10:00", 60), details=DETAILS),
        Ending("fulfilled", reason="goals_met"),
        Ending("fulfilled", reason="no_support_needed", confirmed="told"),
        GOALS_MET,
    ],
    ids=["nothing-said", "no-talk-booked", "talk-in-the-past", "nobody-asked", "not-said-how", "goals-still-open"],
)
@pytest.mark.requirement("R11")
def test_what_is_missing_at_the_end_changes_nothing(desk: Desk, ending: Ending) -> None:
    before = everything(desk)
    with pytest.raises(RuleBroken):
        finish(desk, ending, **decided(desk, "achieved", goal="standard.goal"))
    assert everything(desk) == before


@pytest.mark.requirement("R13")
def test_plan_is_fulfilled_when_all_goals_are_achieved(desk: Desk) -> None:
    ids = desk.world.ids
    both = {ids["amina.standard.goal"]: Decided("achieved"), ids["amina.high.goal"]: Decided("not_needed")}
    review_id = finish(desk, GOALS_MET, goals=both)
    kept = review(desk, review_id)
    assert (kept["outcome"], kept["outcome_reason"], kept["confirmed"]) == ("fulfilled", "goals_met", "client")


@pytest.mark.requirement("R13")
def test_plan_is_fulfilled_when_the_person_needs_nobody_any_more(desk: Desk) -> None:
    ending = Ending("fulfilled", reason="no_support_needed", confirmed="told", told="Am Telefon, am Montag")
    kept = review(desk, finish(desk, ending))
    assert (kept["outcome_reason"], kept["told"]) == ("no_support_needed", "Am Telefon, am Montag")
    assert desk.goal(desk.world.ids["amina.standard.goal"])["state"] == "in_progress"


def test_talk_that_was_booked_has_taken_place(desk: Desk) -> None:
    ids = desk.world.ids
    kept = review(desk, finish(desk))
    meeting = desk.row("karin", "meetings.find", meeting_id=ids["amina.standard.meeting"], high="yes")
    assert (kept["meeting_id"], meeting["state"]) == (meeting["id"], "held")
    assert (kept["planned_on"], kept["held_on"]) == ("2026-12-03", "2026-12-03")


def test_planned_day_is_the_first_one_however_often_the_talk_moved(desk: Desk) -> None:
    ids = desk.world.ids
    desk.now = "2026-11-25T09:00:00Z"
    moved = desk.does("karin", meetings.move, ids["amina.standard.meeting"], 1, Time("2026-12-08", "10:00", 60))
    desk.does("karin", meetings.move, moved, 1, Time("2026-12-10", "10:00", 60))
    desk.now = "2026-12-10T10:30:00Z"
    kept = review(desk, finish(desk))
    assert (kept["planned_on"], kept["held_on"]) == ("2026-12-03", "2026-12-10")


def test_talk_without_an_appointment_counts_and_the_booked_one_stays_the_next(desk: Desk) -> None:
    desk.now = "2026-11-25T09:00:00Z"
    kept = review(desk, finish(desk, Ending("next")))
    assert (kept["meeting_id"], kept["planned_on"]) == (None, None)
    assert kept["next_meeting_id"] == desk.world.ids["amina.standard.meeting"]


def test_hurdles_are_codes_of_both_sides(desk: Desk) -> None:
    desk.does("amina", reviews.prepare, Prepared(hurdles=("language",)))
    review_id = finish(desk, hurdles=("no_childcare", "no_childcare", "cost"))
    rows = desk.rows("karin", "reviews.hurdles_of_case", case_id=desk.world.ids["amina.case"])
    found = {(row["side"], row["code"]) for row in rows if row["review_id"] == review_id}
    assert found == {("client", "language"), ("counsellor", "cost"), ("counsellor", "no_childcare")}
    with pytest.raises(BadInput):
        finish(desk, hurdles=("missed",))


@pytest.mark.parametrize(
    ("name", "problem"),
    [("dora", NotAllowed), ("olle", NotVisible), ("mona", NotAllowed), ("badr", NotVisible), ("amina", NotAllowed)],
)
def test_only_the_counsellor_of_the_case_finishes_a_review(desk: Desk, name: str, problem: type[Exception]) -> None:
    desk.now = "2026-11-25T09:00:00Z"
    before = everything(desk)
    with pytest.raises(problem):
        finish(desk, Ending("next"), name)
    assert everything(desk) == before


def test_mentor_reads_nothing_of_a_review(desk: Desk) -> None:
    case_id = desk.world.ids["amina.case"]
    assert not desk.rows("mona", "reviews.of_case", case_id=case_id)
    assert not desk.rows("mona", "reviews.decisions_of_case", case_id=case_id, high="yes")
    assert not desk.rows("mona", "reviews.hurdles_of_case", case_id=case_id)


def test_closed_plan_has_no_review(desk: Desk) -> None:
    desk.does("karin", Tx.update, "cases", desk.world.ids["amina.case"], state="closed")
    with pytest.raises(RuleBroken):
        finish(desk)
    with pytest.raises(RuleBroken):
        desk.does("amina", reviews.prepare, Prepared("Gut"))


def test_goals_of_somebody_else_are_not_decided_about(desk: Desk) -> None:
    with pytest.raises(BadInput):
        finish(desk, goals={desk.world.ids["badr.standard.goal"]: Decided("dropped")})
    finish(desk, steps={desk.world.ids["badr.standard.step1"]: Decided("dropped")})
    badrs = desk.row("karin", "steps.find_any", step_id=desk.world.ids["badr.standard.step1"])
    assert badrs["removed_at"] is None


def bring_into_force(desk: Desk) -> str:
    """The version that was offered to Amina counts."""
    offered = desk.row("karin", "agreements.open", case_id=desk.world.ids["amina.case"])
    desk.does("karin", Tx.update, "agreement_versions", offered["id"], state="in_force")
    return str(offered["id"])


def in_force(desk: Desk) -> Any:
    return desk.does("karin", agreements.in_force, desk.world.ids["amina.case"])


def test_changed_plan_begins_a_new_version_of_the_agreement(desk: Desk) -> None:
    version_id = bring_into_force(desk)
    finish(desk, **decided(desk, "changed", "Etwas Neues", goal="standard.goal"))
    draft = desk.row("karin", "agreements.open", case_id=desk.world.ids["amina.case"])
    assert (draft["state"], in_force(desk)["id"]) == ("draft", version_id)


def test_agreement_ends_with_the_plan(desk: Desk) -> None:
    bring_into_force(desk)
    finish(desk, Ending("fulfilled", reason="no_support_needed", confirmed="client"))
    assert in_force(desk) is None
