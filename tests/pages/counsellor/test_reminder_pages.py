"""The desk's reminders over the own caseload: who is to be called now."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.pages.counsellor import plant
from tests.world import World


def due_on(parts: Any, world: World, day: str) -> str:
    task_id = plant.call_task(parts, world)
    plant.planted(parts, lambda tx: tx.update("call_tasks", task_id, due_on=day))
    return f'href="/desk/call-tasks/{task_id}"'


@pytest.mark.parametrize("page", ["/desk/reminders", "/desk"])
def test_call_stands_on_the_list_from_its_day_on(browser_of, parts, world: World, clock, page: str) -> None:
    link = due_on(parts, world, "2026-11-26")
    clock.at = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
    assert link not in browser_of("karin").get(page).text
    clock.at = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
    assert link in browser_of("karin").get(page).text


def test_call_that_was_not_made_in_time_stays_on_the_list(browser_of, parts, world: World) -> None:
    assert due_on(parts, world, "2026-11-23") in browser_of("karin").get("/desk/reminders").text
