"""The second calendar of readers from Afghanistan. The days are those of ICU 78."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa_server.i18n.formats import solar_hijri, when

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("day", "year", "month", "number"),
    [
        ("2024-03-20", 1403, 1, 1),
        ("2025-03-20", 1403, 12, 30),
        ("2026-03-20", 1404, 12, 29),
        ("2026-03-21", 1405, 1, 1),
        ("2026-11-22", 1405, 9, 1),
        ("2028-03-20", 1407, 1, 1),
    ],
)
def test_days_of_both_calendars(day: str, year: int, month: int, number: int) -> None:
    assert solar_hijri(date.fromisoformat(day)) == (year, month, number)


@given(st.dates(date(1930, 1, 1), date(2099, 12, 30)))
def test_the_next_day_is_one_later_and_no_day_is_left_out(day: date) -> None:
    year, month, number = solar_hijri(day)
    tomorrow = solar_hijri(day + timedelta(days=1))
    following_month = (year, month + 1, 1) if month < 12 else (year + 1, 1, 1)
    assert tomorrow in ((year, month, number + 1), following_month)
    assert 1 <= number <= (31 if month <= 6 else 30)
    assert tomorrow != following_month or number >= 29


def test_dari_reader_gets_the_second_date_with_latin_digits() -> None:
    assert when("fa-AF", TODAY, TODAY).also == "1 قوس 1405"


@pytest.mark.parametrize("tag", ["de", "en", "ar", "uk", "tr"])
def test_others_get_none(tag: str) -> None:
    assert when(tag, TODAY, TODAY).also == ""
