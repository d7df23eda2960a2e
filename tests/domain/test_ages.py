"""16 and 18, from a year of birth and a month only where the year is not enough."""

from datetime import date

import pytest

from pwa_server.domain import ages
from pwa_server.domain.problems import BadInput, RuleBroken

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("year", "month", "group"),
    [
        (None, None, "not_said"),
        (2015, None, "under_16"),
        (2011, 1, "under_16"),
        (2010, None, "under_16"),
        (2010, 11, "under_16"),
        (2010, 12, "under_16"),
        (2010, 10, "minor"),
        (2009, None, "minor"),
        (2008, None, "minor"),
        (2008, 12, "minor"),
        (2008, 11, "minor"),
        (2008, 10, "adult"),
        (2007, None, "adult"),
        (1960, None, "adult"),
    ],
)
def test_who_might_still_be_younger_is_taken_for_younger(year: int | None, month: int | None, group: str) -> None:
    assert ages.age_group(year, month, TODAY) == group


@pytest.mark.parametrize(
    ("year", "month", "certain"),
    [
        (None, None, True), (2015, None, True), (2009, None, True), (1990, None, True), (2010, None, False),
        (2010, 11, False), (2010, 12, True), (2010, 10, True), (2008, None, False), (2008, 11, False), (2008, 10, True),
    ],
)  # fmt: skip
def test_what_is_only_assumed_is_not_said_as_a_fact(year: int | None, month: int | None, certain: bool) -> None:
    assert ages.is_certain(year, month, TODAY) is certain


@pytest.mark.parametrize(("year", "asked"), [(2010, True), (2008, True), (2009, False), (1990, False), (2015, False)])
def test_the_month_is_asked_only_where_it_decides(year: int, asked: bool) -> None:
    assert ages.needs_month(year, TODAY) is asked


def test_under_16_there_is_no_agreement_of_ones_own() -> None:
    with pytest.raises(RuleBroken):
        ages.require_own_agreement("under_16")
    for group in ("minor", "adult", "not_said"):
        ages.require_own_agreement(group)  # type: ignore[arg-type]


def test_a_guardian_signs_for_16_and_17_only() -> None:
    groups = ("not_said", "under_16", "minor", "adult")
    assert [group for group in groups if ages.needs_guardian(group)] == ["minor"]  # type: ignore[arg-type]


@pytest.mark.parametrize(("year", "month"), [(1890, None), (2027, None), (1990, 0), (1990, 13)])
def test_years_and_months_that_cannot_be_are_refused(year: int, month: int | None) -> None:
    with pytest.raises(BadInput):
        ages.require_birth(year, month, TODAY)
