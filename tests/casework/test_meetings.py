"""Meetings: booked, changed, moved, called off, interpreted, and what became of them."""

from typing import Any

import pytest

from pwa_server.casework import call_tasks, meetings
from pwa_server.casework.meeting_answers import answer_meeting
from pwa_server.casework.meetings import Details, Time
from pwa_server.domain.meetings import TRANSITIONS
from pwa_server.domain.problems import BadInput, NotAllowed, NotVisible, RuleBroken, Stale
from pwa_server.domain.times import later
from tests.casework.desk import Desk
from tests.world import NOW_TEXT, World

PLAIN = Details(kind="review", place_kind="office", place="Beispielstraße 100")
NEXT_WEEK = Time("2026-12-02", "10:00", 60)


@pytest.fixture
def desk(parts: Any, world: World) -> Desk:
    return Desk(parts, world)


def booked(desk: Desk, time: Time = NEXT_WEEK, name: str = "karin", **details: Any) -> str:
    wanted = Details(**(PLAIN.__dict__ | details))
    return str(desk.does(name, meetings.book, desk.world.ids["amina.case"], time, wanted))


def meeting(desk: Desk, meeting_id: str) -> Any:
    return desk.row("karin", "meetings.find", meeting_id=meeting_id, high="yes")


def due(desk: Desk, meeting_id: str) -> list[str]:
    rows = desk.rows("karin", "reminders.of_meeting", meeting_id=meeting_id)
    return [row["kind"] for row in rows if row["state"] == "due" and row["person_role"] == "client"]


@pytest.mark.fault("F12")
@pytest.mark.parametrize(
    ("day", "at", "starts", "shown"),
    [
        ("2026-10-24", "14:30", "2026-10-24T12:30:00Z", "14:30"),
        ("2026-10-25", "14:30", "2026-10-25T13:30:00Z", "14:30"),
        ("2026-10-25", "02:30", "2026-10-25T00:30:00Z", "02:30"),
        ("2027-03-27", "14:30", "2027-03-27T13:30:00Z", "14:30"),
        ("2027-03-28", "14:30", "2027-03-28T12:30:00Z", "14:30"),
        ("2027-03-28", "02:30", "2027-03-28T01:30:00Z", "03:30"),
    ],
)
def test_wall_clock_stays_on_the_days_the_clocks_change(desk: Desk, day: str, at: str, starts: str, shown: str) -> None:
    made = meeting(desk, booked(desk, Time(day, at, 90)))
    assert (made["starts_at"], made["local_time"], made["ends_at"]) == (starts, shown, later(starts, minutes=90))


@pytest.mark.parametrize(("minutes", "possible"), [(4, False), (5, True), (480, True), (481, False), (0, False)])
def test_meeting_lasts_five_minutes_to_eight_hours(desk: Desk, minutes: int, possible: bool) -> None:
    if possible:
        assert booked(desk, Time("2026-12-02", "10:00", minutes))
    else:
        with pytest.raises(RuleBroken):
            booked(desk, Time("2026-12-02", "10:00", minutes))


def test_booking_announces_the_meeting(desk: Desk) -> None:
    assert due(desk, booked(desk)) == ["booked", "reminder", "reminder", "reminder"]


def test_place_changed_twice_within_one_second_is_announced_once(desk: Desk) -> None:
    made = booked(desk)
    for version, place in enumerate(("Gartenstraße 1", "Gartenstraße 2", "Gartenstraße 1"), 1):
        desk.does("karin", meetings.edit, made, version, Details(kind="review", place_kind="office", place=place))
    assert meeting(desk, made)["place"] == "Gartenstraße 1"
    assert due(desk, made) == ["moved", "reminder", "reminder", "reminder"]


def test_mentor_changed_twice_within_one_second_is_asked_once(desk: Desk) -> None:
    made, mona = booked(desk), desk.world.ids["mona"]
    for version, mentor_id in enumerate((mona, None, mona), 1):
        details = Details(**PLAIN.__dict__ | {"mentor_wished": True, "mentor_id": mentor_id})
        desk.does("karin", meetings.edit, made, version, details)
    rows = desk.rows("karin", "reminders.of_meeting", meeting_id=made)
    assert [row["kind"] for row in rows if row["person_id"] == mona and row["state"] == "due"] == ["booked"]


def test_past_meeting_can_be_noted_and_announces_nothing(desk: Desk) -> None:
    assert due(desk, booked(desk, Time("2026-11-20", "10:00", 60))) == []


@pytest.mark.parametrize(
    "details",
    [
        {"kind": "party"},
        {"place_kind": "moon"},
        {"documents": ("no-such-paper",)},
        {"partner_id": "nobody"},
        {"sensitivity": "x"},
    ],
)
def test_unknown_codes_are_refused(desk: Desk, details: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        booked(desk, **details)


def test_goal_of_another_case_is_not_found(desk: Desk) -> None:
    with pytest.raises(BadInput):
        booked(desk, goal_id=desk.world.ids["badr.standard.goal"])


def test_meeting_about_a_protected_goal_is_protected(desk: Desk) -> None:
    with pytest.raises(RuleBroken):
        booked(desk, goal_id=desk.world.ids["amina.high.goal"])
    assert booked(desk, goal_id=desk.world.ids["amina.high.goal"], sensitivity="high")


def test_mentor_comes_along_when_the_client_wishes(desk: Desk) -> None:
    mona = desk.world.ids["mona"]
    assert meeting(desk, booked(desk, mentor_wished=True, mentor_id=mona))["mentor_id"] == mona


@pytest.mark.parametrize(
    ("mentor", "more"),
    [
        ("mona", {"mentor_wished": False}),
        ("magnus", {"mentor_wished": True}),
        ("mona", {"mentor_wished": True, "sensitivity": "high"}),
    ],
)
def test_mentor_is_not_invited_otherwise(desk: Desk, mentor: str, more: dict[str, Any]) -> None:
    with pytest.raises(RuleBroken):
        booked(desk, mentor_id=desk.world.ids[mentor], **more)


def test_moving_keeps_the_old_one_and_announces_the_new(desk: Desk) -> None:
    old = booked(desk, topic="Kurs", room="Zimmer 3", interpreter_language="ar")
    desk.does("karin", meetings.set_interpreter, old, 1, "confirmed", "Rana")
    new = desk.does("dora", meetings.move, old, meeting(desk, old)["version"], Time("2026-12-09", "11:00", 45))
    assert (meeting(desk, old)["state"], meeting(desk, old)["moved_to_id"]) == ("moved", new)
    fresh = meeting(desk, new)
    assert [fresh[name] for name in ("state", "topic", "room", "local_date", "local_time", "duration_minutes")] == [
        "planned", "Kurs", "Zimmer 3", "2026-12-09", "11:00", 45
    ]  # fmt: skip
    assert (fresh["interpreter_state"], fresh["interpreter_name"], fresh["client_answer"]) == ("needed", None, None)
    assert due(desk, old) == []
    assert "moved" in due(desk, new)


def test_cancelling_withdraws_reminders_and_says_so(desk: Desk) -> None:
    made = booked(desk)
    desk.does("karin", meetings.cancel, made, 1)
    assert (meeting(desk, made)["state"], due(desk, made)) == ("cancelled", ["cancelled"])


def test_another_place_is_announced_another_topic_is_not(desk: Desk) -> None:
    made = desk.world.ids["badr.standard.meeting"]
    now = meeting(desk, made)
    desk.does("karin", meetings.edit, made, now["version"], Details("review", "office", now["place"], topic="Anderes"))
    assert due(desk, made) == []
    desk.does("karin", meetings.edit, made, now["version"] + 1, Details("review", "office", "Neuer Ort"))
    assert "moved" in due(desk, made)


def test_interpreter_is_sure_before_the_meeting_is(desk: Desk) -> None:
    made = booked(desk, interpreter_language="ar")
    desk.does("amina", answer_meeting, made, "coming", NOW_TEXT)
    assert (meeting(desk, made)["state"], meeting(desk, made)["client_answer"]) == ("planned", "coming")
    desk.does("karin", meetings.set_interpreter, made, meeting(desk, made)["version"], "booked", "Rana Dolmetsch")
    assert meeting(desk, made)["state"] == "planned"
    desk.does("karin", meetings.set_interpreter, made, meeting(desk, made)["version"], "confirmed")
    settled = meeting(desk, made)
    assert (settled["state"], settled["interpreter_name"]) == ("confirmed", "Rana Dolmetsch")
    desk.does("karin", meetings.set_interpreter, made, settled["version"], "needed")
    assert (meeting(desk, made)["state"], meeting(desk, made)["interpreter_name"]) == ("planned", None)


def test_no_interpreter_where_none_is_needed(desk: Desk) -> None:
    with pytest.raises(RuleBroken):
        desk.does("karin", meetings.set_interpreter, booked(desk), 1, "confirmed")


def test_wish_for_another_day_is_answered_by_keeping_the_day(desk: Desk) -> None:
    made = booked(desk)
    desk.does("amina", answer_meeting, made, "cannot", NOW_TEXT, "later")
    assert meeting(desk, made)["state"] == "reschedule_requested"
    desk.does("karin", meetings.keep, made, meeting(desk, made)["version"])
    assert (meeting(desk, made)["state"], meeting(desk, made)["client_answer"]) == ("planned", None)
    with pytest.raises(RuleBroken):
        desk.does("karin", meetings.keep, made, meeting(desk, made)["version"])


def test_outcome_waits_for_the_start(desk: Desk) -> None:
    with pytest.raises(RuleBroken):
        desk.does("karin", meetings.record_outcome, booked(desk), 1, "held")
    begun = booked(desk, Time("2026-11-24", "09:30", 60))
    desk.does("karin", meetings.record_outcome, begun, 1, "not_held")
    assert meeting(desk, begun)["state"] == "not_held"
    with pytest.raises(BadInput):
        desk.does("karin", meetings.record_outcome, begun, 2, "client_absent")


@pytest.mark.parametrize("state", TRANSITIONS)
def test_what_the_table_does_not_list_changes_nothing(desk: Desk, state: str) -> None:
    made = booked(desk, Time("2026-11-24", "09:30", 60))
    for verb, to, args in (
        (meetings.cancel, "cancelled", ()),
        (meetings.move, "moved", (NEXT_WEEK,)),
        (meetings.record_outcome, "held", ("held",)),
    ):
        desk.does("karin", lambda tx: tx.update("meetings", made, state=state))
        version = meeting(desk, made)["version"]
        if to in TRANSITIONS[state]:
            desk.does("karin", verb, made, version, *args)
            assert meeting(desk, made)["state"] == to
        else:
            with pytest.raises(RuleBroken):
                desk.does("karin", verb, made, version, *args)
            assert (meeting(desk, made)["state"], meeting(desk, made)["version"]) == (state, version)


def test_stale_version_changes_nothing(desk: Desk) -> None:
    made = booked(desk)
    desk.now = later(NOW_TEXT, minutes=1)
    desk.does("dora", meetings.edit, made, 1, Details("counselling", "phone", "030 1"))
    for verb, args in ((meetings.cancel, ()), (meetings.move, (NEXT_WEEK,)), (meetings.edit, (PLAIN,))):
        with pytest.raises(Stale):
            desk.does("karin", verb, made, 1, *args)
    assert (meeting(desk, made)["state"], meeting(desk, made)["kind"]) == ("planned", "counselling")


@pytest.mark.parametrize(("name", "answer"), [("olle", NotVisible), ("tilde", NotVisible), ("badr", NotVisible),
                                              ("amina", NotAllowed), ("mona", NotAllowed)])  # fmt: skip
def test_nobody_else_changes_meetings(desk: Desk, name: str, answer: type[Exception]) -> None:
    made = desk.world.ids["amina.standard.meeting"]
    with pytest.raises(answer):
        booked(desk, name=name)
    for verb, args in (
        (meetings.cancel, (1,)),
        (meetings.move, (1, NEXT_WEEK)),
        (meetings.edit, (1, PLAIN)),
        (meetings.set_interpreter, (1, "booked")),
        (meetings.record_outcome, (1, "held")),
        (meetings.remind, ()),
    ):
        with pytest.raises(answer):
            desk.does(name, verb, made, *args)


def test_reminding_by_hand_waits_an_hour_and_ends_at_the_start(desk: Desk) -> None:
    made = booked(desk)
    desk.does("karin", meetings.remind, made)
    sent = desk.rows("karin", "reminders.of_meeting", meeting_id=made)[0]["id"]
    desk.does("karin", lambda tx: tx.update("reminders", sent, state="sent", sent_at=later(NOW_TEXT, minutes=-59)))
    with pytest.raises(RuleBroken):
        desk.does("karin", meetings.remind, made)
    desk.does("karin", lambda tx: tx.update("reminders", sent, state="sent", sent_at=later(NOW_TEXT, minutes=-61)))
    desk.does("karin", meetings.remind, made)
    with pytest.raises(RuleBroken):
        desk.does("karin", meetings.remind, booked(desk, Time("2026-11-24", "09:30", 60)))


def task_of(desk: Desk, meeting_id: str) -> Any:
    rows = desk.rows("karin", "announcements.call_tasks_of_case", case_id=desk.world.ids["amina.case"], high="yes")
    return next(row for row in rows if row["meeting_id"] == meeting_id)


def test_call_stays_on_the_list_until_somebody_spoke(desk: Desk) -> None:
    task = task_of(desk, booked(desk))["id"]
    for result in ("no_answer", "wrong_number"):
        desk.does("karin", call_tasks.record_attempt, task, result)
        assert desk.row("karin", "announcements.call_task", task_id=task)["closed_at"] is None
    desk.does("dora", call_tasks.record_attempt, task, "spoken")
    closed = desk.row("karin", "announcements.call_task", task_id=task)
    assert (closed["closed_at"], closed["closed_as"]) == (NOW_TEXT, "spoken")
    with pytest.raises(RuleBroken):
        desk.does("karin", call_tasks.record_attempt, task, "no_answer")
    tries = desk.rows("karin", "announcements.attempts", case_id=desk.world.ids["amina.case"])
    assert sorted(row["result"] for row in tries) == ["no_answer", "spoken", "wrong_number"]


@pytest.mark.parametrize("name", ["olle", "tilde", "badr", "amina", "mona"])
def test_nobody_else_finds_the_call(desk: Desk, name: str) -> None:
    task = task_of(desk, booked(desk))["id"]
    with pytest.raises(NotVisible):
        desk.does(name, call_tasks.record_attempt, task, "spoken")
