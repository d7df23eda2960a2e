"""Ticks that arrive in any order and as often as they like, and codes that are tried in any way."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pwa_server.casework import codes, sign_in
from pwa_server.casework.steps import report_step
from pwa_server.domain.problems import RuleBroken
from pwa_server.domain.times import later
from tests.casework.desk import Desk
from tests.support.watched import Watched
from tests.world import NOW_TEXT, World

# Two taps of one second have no order of their own; a minute each.
TICKS = st.lists(st.sampled_from(["done", "undone"]), min_size=1, max_size=6)
REPORTS = st.lists(st.sampled_from(["done", "undone", "begun", "blocked"]), min_size=1, max_size=6)
STATES = {"done": "done", "undone": "open", "begun": "in_progress", "blocked": "blocked"}
again = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@pytest.fixture
def desk(parts: Any, world: World) -> Desk:
    made = Desk(parts, world)
    made.watched = Watched(parts.database, parts.settings.journal_path)
    return made


def arrive(desk: Desk, reports: list[str], order: list[int]) -> list[str | None]:
    """The taps of `reports`, one a minute, come in this order. Answers the state that each led to."""
    step = desk.world.ids["amina.standard.step1"]
    return [
        desk.does("amina", report_step, step, reports[tap], later(NOW_TEXT, minutes=tap - 30), "worry") for tap in order
    ]


def state(desk: Desk) -> str:
    return str(desk.database.utils()["steps"].get(desk.world.ids["amina.standard.step1"])["state"])


@again
@given(reports=TICKS, data=st.data())
def test_ticks_in_any_order_and_number_end_with_the_newest(reports: list[str], data: st.DataObject, desk: Desk) -> None:
    desk.watched.begin_again()
    once = data.draw(st.permutations(range(len(reports))))
    more = data.draw(st.lists(st.sampled_from(range(len(reports))), max_size=6))
    order = data.draw(st.permutations([*once, *more]))
    arrive(desk, reports, order)
    assert state(desk) == STATES[reports[-1]]


@again
@given(reports=REPORTS, data=st.data())
def test_only_the_newest_of_all_that_came_moves_a_step(reports: list[str], data: st.DataObject, desk: Desk) -> None:
    desk.watched.begin_again()
    order = data.draw(st.permutations(range(len(reports))))
    led_to = arrive(desk, reports, order)
    for place, (tap, moved) in enumerate(zip(order, led_to, strict=True)):
        assert moved is None or (moved == STATES[reports[tap]] and tap == max(order[: place + 1]))
    assert state(desk) == next((moved for moved in reversed(led_to) if moved), "open")
    kept = [row["tapped_at"] for row in desk.database.utils()["step_reports"].rows]
    assert sorted(kept) == [later(NOW_TEXT, minutes=tap - 30) for tap in range(len(reports))]


def typed(code: str, how: int) -> str:
    """A code as somebody may type it."""
    plain = code.replace("-", "")
    ways = (
        code,
        code.lower(),
        plain,
        f" {plain[:3]} {plain[3:]} ",
        code.replace("-", "–"),
        "\u200f" + code,
        "x" + code[1:],
    )
    return ways[how % len(ways)]


@again
@given(tries=st.lists(st.integers(0, 6), min_size=1, max_size=8), minutes=st.integers(0, 40), kind=st.booleans())
def test_a_code_opens_once_however_often_it_is_tried(tries: list[int], minutes: int, kind: bool, desk: Desk) -> None:
    desk.watched.begin_again()
    desk.now = NOW_TEXT
    make = codes.make_card if kind else codes.make_screen_code
    code, _ = desk.does("karin", make, desk.world.ids["amina.case"])
    desk.now = later(NOW_TEXT, minutes=minutes)
    opened = []
    for how in tries:
        try:
            desk.does("karin", codes.use_code, typed(code, how), sign_in.Browser())
        except RuleBroken:
            continue
        opened.append(how)
    right = [how for how in tries if how % 7 != 6 or code[0] == "X"]
    assert opened == (right[:1] if kind or minutes < codes.SCREEN_MINUTES else [])
