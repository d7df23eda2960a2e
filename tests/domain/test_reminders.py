"""When a meeting is announced. All expected times are Berlin wall clock, as an office would write them down."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa_server.domain import reminders
from pwa_server.domain.times import BERLIN, berlin, instant, later, moment

SUMMER_BEGINS = "2027-03-28"
WINTER_BEGINS = "2026-10-25"


def at(wall: str) -> str:
    """The instant of a Berlin wall clock `YYYY-MM-DD HH:MM`."""
    return instant(datetime.strptime(wall, "%Y-%m-%d %H:%M").replace(tzinfo=BERLIN))


def wall(instant_text: str) -> str:
    return berlin(instant_text).strftime("%Y-%m-%d %H:%M")


def told(plan) -> list[tuple[str, int, str]]:
    return [(message.kind, message.offset_hours, wall(message.due_at)) for message in plan.messages]


@pytest.mark.requirement("R55")
def test_meeting_booked_long_before():
    plan = reminders.plan_meeting("booked", at("2026-12-03 14:30"), at("2026-11-24 10:00"))
    assert told(plan) == [
        ("booked", 0, "2026-11-24 10:00"),
        ("reminder", 72, "2026-11-30 14:30"),
        ("reminder", 24, "2026-12-02 14:30"),
        ("reminder", 2, "2026-12-03 12:30"),
    ]
    assert not plan.call_now


@pytest.mark.requirement("R55")
@pytest.mark.fault("F12")
@pytest.mark.parametrize(
    ("start", "offset", "due"),
    [
        ("2026-12-03 14:30", 2, "2026-12-03 12:30"),
        ("2026-12-03 10:00", 2, "2026-12-03 08:00"),
        ("2026-12-03 09:59", 2, "2026-12-02 19:59"),
        ("2026-12-03 09:00", 2, "2026-12-02 19:59"),
        ("2026-12-03 21:59", 2, "2026-12-03 19:59"),
        ("2026-12-03 22:00", 2, "2026-12-03 19:59"),
        ("2026-12-03 20:00", 24, "2026-12-02 19:59"),
        ("2026-12-03 19:59", 24, "2026-12-02 19:59"),
        ("2026-12-03 07:00", 24, "2026-12-01 19:59"),
        ("2026-12-03 00:30", 72, "2026-11-29 19:59"),
        # The clocks go back on 25 October: 24 hours before 12:00 it was 13:00.
        (f"{WINTER_BEGINS} 12:00", 24, "2026-10-24 13:00"),
        (f"{WINTER_BEGINS} 09:00", 2, "2026-10-24 19:59"),
        (f"{WINTER_BEGINS} 10:00", 2, f"{WINTER_BEGINS} 08:00"),
        ("2026-10-26 12:00", 72, "2026-10-23 13:00"),
        # They go forward on 28 March: 24 hours before 12:00 it was 11:00.
        (f"{SUMMER_BEGINS} 12:00", 24, "2027-03-27 11:00"),
        (f"{SUMMER_BEGINS} 08:30", 24, "2027-03-26 19:59"),
        ("2027-03-29 08:30", 24, "2027-03-28 08:30"),
        ("2027-03-29 12:00", 72, "2027-03-26 11:00"),
    ],
)
def test_reminder_comes_at_its_time_or_at_the_last_allowed_moment_before(start, offset, due):
    assert wall(reminders.reminder_due(at(start), offset)) == due


@pytest.mark.parametrize(
    ("now", "start", "expected", "call"),
    [
        # Two days before: the reminder of three days before has become the notice.
        (
            "2026-12-01 14:30",
            "2026-12-03 14:30",
            [
                ("booked", 0, "2026-12-01 14:30"),
                ("reminder", 24, "2026-12-02 14:30"),
                ("reminder", 2, "2026-12-03 12:30"),
            ],
            False,
        ),
        # The same day: one message now, one two hours before.
        (
            "2026-12-03 09:00",
            "2026-12-03 14:30",
            [("booked", 0, "2026-12-03 09:00"), ("reminder", 2, "2026-12-03 12:30")],
            False,
        ),
        ("2026-12-03 13:00", "2026-12-03 14:30", [("booked", 0, "2026-12-03 13:00")], False),
        ("2026-12-03 14:00", "2026-12-03 14:30", [("booked", 0, "2026-12-03 14:00")], False),
        # Less than half an hour before: the notice goes out, but somebody calls as well.
        ("2026-12-03 14:01", "2026-12-03 14:30", [("booked", 0, "2026-12-03 14:01")], True),
        # In the night before: at once, because it is near, and once more when phones may ring again.
        (
            "2026-12-02 22:00",
            "2026-12-03 09:00",
            [("booked", 0, "2026-12-02 22:00"), ("reminder", 2, "2026-12-03 08:00")],
            False,
        ),
        (
            "2026-12-02 22:00",
            "2026-12-03 10:00",
            [("booked", 0, "2026-12-02 22:00"), ("reminder", 2, "2026-12-03 08:00")],
            False,
        ),
        (
            "2026-12-02 22:00",
            "2026-12-03 08:30",
            [("booked", 0, "2026-12-02 22:00"), ("reminder", 2, "2026-12-03 08:00")],
            False,
        ),
        ("2026-12-02 22:00", "2026-12-03 08:29", [("booked", 0, "2026-12-02 22:00")], True),
        # In the night, far ahead: in the morning.
        (
            "2026-12-02 22:00",
            "2026-12-04 09:00",
            [
                ("booked", 0, "2026-12-03 08:00"),
                ("reminder", 24, "2026-12-03 09:00"),
                ("reminder", 2, "2026-12-03 19:59"),
            ],
            False,
        ),
        (
            "2026-12-02 22:00",
            "2026-12-03 22:00",
            [
                ("booked", 0, "2026-12-02 22:00"),
                ("reminder", 24, "2026-12-03 08:00"),
                ("reminder", 2, "2026-12-03 19:59"),
            ],
            False,
        ),
        (
            "2026-12-02 22:00",
            "2026-12-03 22:01",
            [("booked", 0, "2026-12-03 08:00"), ("reminder", 2, "2026-12-03 19:59")],
            False,
        ),
        # Written down afterwards: nothing.
        ("2026-12-03 14:30", "2026-12-03 14:30", [], False),
        ("2026-12-05 10:00", "2026-12-03 14:30", [], False),
    ],
)
def test_booked_late(now, start, expected, call):
    plan = reminders.plan_meeting("booked", at(start), at(now))
    assert (told(plan), plan.call_now) == (expected, call)


def test_reminder_is_worthless_once_the_next_is_due():
    plan = reminders.plan_meeting("moved", at("2026-12-03 14:30"), at("2026-11-24 10:00"))
    notice, *ahead = plan.messages
    start = at("2026-12-03 14:30")
    assert notice.stale_at == start
    assert [message.stale_at for message in ahead] == [*(message.due_at for message in ahead[1:]), start]


def test_notice_of_a_booking_is_worthless_once_the_first_reminder_is_due():
    notice, first, *_ = reminders.plan_meeting("booked", at("2026-12-03 14:30"), at("2026-11-24 10:00")).messages
    assert notice.stale_at == first.due_at


def test_going_along_is_reminded_of_what_lies_ahead_only():
    ahead = reminders.plan_reminders(at("2026-12-03 14:30"), at("2026-12-01 10:00"))
    assert [message.offset_hours for message in ahead] == [24, 2]


@pytest.mark.parametrize(
    ("now", "quiet"),
    [("2026-12-03 07:59", True), ("2026-12-03 08:00", False), ("2026-12-03 19:59", False), ("2026-12-03 20:00", True),
     ("2026-12-03 00:00", True), (f"{SUMMER_BEGINS} 08:00", False), (f"{WINTER_BEGINS} 07:59", True)],
)  # fmt: skip
def test_quiet_hours_are_berlin_time(now, quiet):
    assert reminders.is_quiet(at(now)) is quiet


@pytest.mark.parametrize(
    ("kind", "now", "from_"),
    [
        ("moved", "2026-12-03 03:00", "2026-12-03 03:00"),
        ("cancelled", "2026-12-02 14:30", "2026-12-02 14:30"),
        ("cancelled", "2026-12-02 07:00", "2026-12-02 08:00"),
        ("by_hand", "2026-12-02 23:00", "2026-12-02 23:00"),
        ("reminder", "2026-12-03 03:00", "2026-12-03 08:00"),
        ("reminder", "2026-12-02 20:00", "2026-12-03 08:00"),
        ("test", "2026-12-01 03:00", "2026-12-01 03:00"),
    ],
)
def test_only_news_of_a_near_meeting_rings_in_the_quiet_hours(kind, now, from_):
    assert wall(reminders.may_be_sent_from(kind, at("2026-12-03 14:30"), at(now))) == from_


def test_phone_is_woken_on_the_day_only():
    start = at("2026-12-03 00:30")
    assert reminders.urgency(start, at("2026-12-02 23:59")) == "normal"
    assert reminders.urgency(start, at("2026-12-03 00:00")) == "high"


moments = st.integers(0, 640 * 24 * 60).map(lambda number: moment("2026-03-01T00:00:00Z") + timedelta(minutes=number))
minutes = st.integers(-600, 60 * 24 * 14)


@given(now=moments, ahead=minutes, kind=st.sampled_from(["booked", "moved"]))
def test_whatever_is_booked_rings_in_time_and_never_in_the_night(now, ahead, kind):
    booked_at = instant(now)
    start = later(booked_at, minutes=ahead)
    plan = reminders.plan_meeting(kind, start, booked_at)
    due = [message.due_at for message in plan.messages]
    assert due == sorted(set(due))
    for message in plan.messages:
        assert booked_at <= message.due_at < message.stale_at <= start
        near_notice = message.kind == kind and reminders.is_near(start, message.due_at)
        assert near_notice or not reminders.is_quiet(message.due_at)
    if ahead > 0:
        assert [message.kind for message in plan.messages].count(kind) == 1
        assert plan.call_now <= (moment(start) - moment(booked_at) < timedelta(hours=13))


@given(now=moments, ahead=minutes)
def test_two_reminders_are_never_worth_anything_at_once(now, ahead):
    plan = reminders.plan_meeting("booked", later(instant(now), minutes=ahead), instant(now))
    assert all(one.stale_at <= following.due_at for one, following in pairwise(plan.messages))


@given(now=moments)
def test_moments_are_moved_no_further_than_the_night_is_long(now):
    at_moment = instant(now)
    before, after = reminders.last_allowed(at_moment), reminders.next_allowed(at_moment)
    assert not reminders.is_quiet(before)
    assert not reminders.is_quiet(after)
    assert timedelta(0) <= moment(at_moment) - moment(before) <= timedelta(hours=13, minutes=1)
    assert timedelta(0) <= moment(after) - moment(at_moment) <= timedelta(hours=13)
