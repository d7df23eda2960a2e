"""On which day the office calls, and by which day it reads a request for help."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa_server.domain import office_days
from pwa_server.domain.office_days import Office
from pwa_server.domain.times import BERLIN, instant

MORNINGS = {weekday: [("09:00", "12:00")] for weekday in range(4)} | {1: [("09:00", "12:00"), ("14:00", "18:00")]}


def at(wall: str) -> str:
    return instant(datetime.strptime(wall, "%Y-%m-%d %H:%M").replace(tzinfo=BERLIN))


def last(start: str, now: str = "2026-11-24 10:00", office: Office | None = None) -> str:
    return office_days.last_day_to_call(office or Office(), at(now), at(start)).isoformat()


@pytest.mark.parametrize(
    ("start", "day"),
    [
        ("2026-12-03 14:30", "2026-12-02"),
        ("2026-11-30 14:30", "2026-11-27"),
        ("2026-12-28 14:30", "2026-12-24"),
        ("2027-01-04 09:00", "2026-12-31"),
        ("2026-11-25 09:00", "2026-11-24"),
    ],
)
def test_last_working_day_before_the_meeting(start, day):
    assert last(start) == day


def test_holidays_of_the_land_count():
    assert last("2027-01-07 10:00", "2026-12-30 09:00", Office(land="BY")) == "2027-01-05"
    assert last("2027-01-07 10:00", "2026-12-30 09:00", Office(land="NW")) == "2027-01-06"


def test_closing_days_and_opening_hours_count():
    office = Office(MORNINGS, [(date(2026, 12, 1), date(2026, 12, 2))])
    assert last("2026-12-03 14:30", office=office) == "2026-11-30"
    assert last("2026-12-07 10:00", office=Office(MORNINGS)) == "2026-12-03"


def test_own_day_when_no_day_is_left_before():
    assert last("2026-11-24 14:30", "2026-11-24 10:00") == "2026-11-24"
    assert last("2026-11-30 14:30", "2026-11-28 10:00") == "2026-11-30"


def test_day_that_is_nearly_over_leaves_no_time():
    assert last("2026-11-25 14:30", "2026-11-24 15:00") == "2026-11-24"
    assert last("2026-11-25 14:30", "2026-11-24 15:01") == "2026-11-25"


def test_today_when_no_office_hour_is_left_at_all():
    assert last("2026-11-30 08:00", "2026-11-28 10:00") == "2026-11-28"


def test_change_is_called_about_on_the_first_day():
    assert office_days.first_day_to_call(Office(), at("2026-11-24 10:00"), at("2026-12-03 14:30")) == date(2026, 11, 24)
    assert office_days.first_day_to_call(Office(), at("2026-11-27 17:00"), at("2026-12-03 14:30")) == date(2026, 11, 30)


@given(
    minute=st.integers(0, 700 * 24 * 60),
    days=st.integers(0, 40),
    closed=st.lists(st.integers(0, 40), max_size=30),
    land=st.sampled_from(["NW", "BY", "BE", "SN"]),
)
def test_day_to_call_lies_between_now_and_the_meeting(minute, days, closed, land):
    now = datetime(2026, 1, 1, tzinfo=BERLIN) + timedelta(minutes=minute)
    start = now + timedelta(days=days, hours=3)
    shut = [(now.date() + timedelta(days=number),) * 2 for number in closed]
    office = Office(closed=shut, land=land)
    for rule in (office_days.first_day_to_call, office_days.last_day_to_call):
        day = rule(office, instant(now), instant(start))
        assert now.date() <= day <= start.date()
        assert office_days.is_working_day(office, day) or day == now.date()


@pytest.mark.parametrize(
    ("asked", "read", "why"),
    [
        (date(2026, 11, 24), date(2026, 11, 25), "Tuesday, so Wednesday"),
        (date(2026, 11, 27), date(2026, 11, 30), "Friday, so Monday"),
        (date(2026, 11, 28), date(2026, 11, 30), "Saturday, so Monday"),
        (date(2026, 12, 24), date(2026, 12, 28), "Christmas on Friday and the weekend"),
        (date(2027, 5, 5), date(2027, 5, 7), "Ascension Day on Thursday"),
    ],
)
def test_request_is_read_by_the_next_working_day(asked, read, why):
    assert office_days.next_working_day(Office(), asked) == read, why


@pytest.mark.parametrize(
    ("asked", "land", "read"),
    [
        (date(2026, 10, 30), "NW", date(2026, 11, 2)),
        (date(2025, 10, 31), "NW", date(2025, 11, 3)),
        (date(2028, 10, 31), "NW", date(2028, 11, 2)),
        (date(2028, 10, 31), "BE", date(2028, 11, 1)),
    ],
)
def test_request_waits_for_the_lands_own_holidays(asked, land, read):
    assert office_days.next_working_day(Office(land=land), asked) == read


def test_request_waits_for_office_hours_and_closing_days():
    assert office_days.next_working_day(
        Office({1: [("09:00", "12:00")], 3: [("09:00", "12:00")]}), date(2026, 11, 24)
    ) == (date(2026, 11, 26))
    closed = [(date(2026, 11, 25), date(2026, 11, 26))]
    assert office_days.next_working_day(Office(closed=closed), date(2026, 11, 24)) == date(2026, 11, 27)


def test_a_promise_is_made_even_for_an_office_that_never_opens():
    assert office_days.next_working_day(Office({}), date(2026, 11, 24)) > date(2026, 11, 24)


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 11, 24), ""),
        (date(2026, 11, 25), "closed"),
        (date(2026, 11, 27), "closed"),
        (date(2026, 11, 28), ""),
        (date(2026, 11, 29), "weekend"),
        (date(2026, 12, 25), "holiday"),
    ],
)
def test_why_nobody_is_in_an_office_that_opens_on_saturdays(day, why):
    hours = {weekday: [("09:00", "12:00")] for weekday in (0, 1, 2, 3, 5)}
    assert office_days.why_closed(Office(hours, [(date(2026, 11, 25), date(2026, 11, 25))]), day) == why
