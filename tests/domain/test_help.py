"""By which working day a request for help is read."""

from datetime import date

import pytest

from pwa_server.domain.help import read_by


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
def test_request_is_read_by_the_next_working_day(asked: date, read: date, why: str) -> None:
    assert read_by(asked, (), "NW") == read, why


def test_the_lands_own_holidays_count() -> None:
    assert read_by(date(2026, 10, 30), (), "NW") == date(2026, 11, 2)
    assert read_by(date(2025, 10, 31), (), "NW") == date(2025, 11, 3)
    assert read_by(date(2028, 10, 31), (), "NW") == date(2028, 11, 2)
    assert read_by(date(2028, 10, 31), (), "BE") == date(2028, 11, 1)


def test_days_without_office_hours_are_left_out() -> None:
    assert read_by(date(2026, 11, 24), {1, 3}, "NW") == date(2026, 11, 26)


def test_closing_days_are_left_out() -> None:
    assert read_by(date(2026, 11, 24), (), "NW", [("2026-11-25", "2026-11-26")]) == date(2026, 11, 27)


def test_a_promise_is_made_even_for_an_office_that_never_opens() -> None:
    assert read_by(date(2026, 11, 24), {6}, "NW") > date(2026, 11, 24)
