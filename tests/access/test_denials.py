"""Whoever has no part in a case is turned away, and that she tried is written down."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.world import World

# Colleagues before and after their time, coordination with account management, a mentor who was not let in.
STRANGERS = ("olle", "tilde", "ada", "magnus", "badr")


@pytest.mark.requirement("R18")
@pytest.mark.parametrize("name", STRANGERS)
@pytest.mark.parametrize("part", ["", "/agreements", "/situation", "/print"])
def test_who_has_no_part_in_a_case_is_turned_away_and_noted(
    browser_of: Callable[..., TestClient], parts: Any, world: World, name: str, part: str
) -> None:
    answer = browser_of(name).get(f"/desk/cases/{world.ids['amina.case']}{part}")
    assert answer.status_code in (403, 404)
    noted = list(parts.database.utils()["denials"].rows_where("actor_id = ?", [world.ids[name]]))
    assert [row["status"] for row in noted] == [answer.status_code]
    assert world.ids["amina.case"] not in str(noted), "what was tried names nobody"
    assert not parts.database.utils()["access_log"].count_where("actor_id = ?", [world.ids[name]])


@pytest.mark.requirement("R18")
@pytest.mark.parametrize("name", ["karin", "dora"])
def test_who_counsels_or_stands_in_opens_the_case(
    browser_of: Callable[..., TestClient], parts: Any, world: World, name: str
) -> None:
    assert browser_of(name).get(f"/desk/cases/{world.ids['amina.case']}").status_code == 200
    assert not parts.database.utils()["denials"].count
    assert parts.database.utils()["access_log"].count_where("actor_id = ?", [world.ids[name]]) == 1


def test_machine_that_tries_on_and_on_fills_no_disk(browser_of, parts, clock) -> None:
    badr = browser_of("badr")
    for _ in range(3):
        assert [badr.get(f"/goals/{number}").status_code for number in range(20)] == [404] * 20
        assert badr.get("/desk").status_code == 403
        clock.at += timedelta(minutes=1)
    noted = parts.database.utils()["denials"].rows
    assert (
        sorted((row["action"], row["status"]) for row in noted) == [("desk.read", 403)] * 3 + [("plan.read", 404)] * 3
    )
