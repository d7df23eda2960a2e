"""Offers: from draft to the end, and what cannot be."""

from datetime import date

import pytest

from pwa_server.domain import offers
from pwa_server.domain.offers import STATES, TRANSITIONS, Time
from pwa_server.domain.problems import BadInput, RuleBroken


@pytest.mark.parametrize("to", STATES)
@pytest.mark.parametrize("state", STATES)
def test_offer_moves_only_where_the_table_says(state: str, to: str) -> None:
    if to in TRANSITIONS[state]:
        offers.require_move(state, to)
    else:
        with pytest.raises(RuleBroken):
            offers.require_move(state, to)


def test_ended_offers_have_no_way_on() -> None:
    assert not TRANSITIONS["expired"]
    assert not TRANSITIONS["withdrawn"]


@pytest.mark.parametrize(("verified", "old"), [("2026-05-28", False), ("2026-05-27", True), (None, True)])
def test_offer_is_old_after_180_days(verified: str | None, old: bool) -> None:
    assert offers.is_old(verified, date(2026, 11, 24)) is old


@pytest.mark.parametrize("numbers", [(-1, 0, 0), (5, 6, 0), (None, 10_001, None), (1, 1, -1)])
def test_seats_that_can_not_be(numbers: tuple[int | None, int | None, int | None]) -> None:
    with pytest.raises(BadInput):
        offers.require_seats(*numbers)
    offers.require_seats(12, 0, 30)


@pytest.mark.parametrize("levels", [("B1", "A2"), ("D1", "B1"), ("A1", "")])
def test_levels_that_can_not_be(levels: tuple[str, str]) -> None:
    with pytest.raises(BadInput):
        offers.require_levels(*levels)


@pytest.mark.parametrize("time", [Time(7, "09:00", "10:00"), Time(0, "10:00", "10:00"), Time(0, "11:00", "10:00")])
def test_times_that_can_not_be(time: Time) -> None:
    with pytest.raises(BadInput):
        offers.require_times([time])
