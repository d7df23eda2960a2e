"""A day that is past: the office says of its own steps that it is late, and nobody else is blamed."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.world import NOW_TEXT, World

OURS = "Wir sind zu spät. Unser Schritt ist noch offen. Das tut uns leid."
HERS = "Der Tag ist vorbei. Das ist in Ordnung. Sie können es noch machen."
OTHERS = "Das dauert länger. Das tut uns leid."
BLAME = re.compile(r"überfällig|versäumt|verpasst|zu spät|badge--stop|badge--warn", re.IGNORECASE)


@pytest.fixture
def late(parts: Any, world: World) -> Callable[[str, str], str]:
    """`late("step2", "counsellor")`: that step was to be done three weeks ago. Answers its id."""

    def make(step: str, responsible: str) -> str:
        step_id = world.ids[f"amina.standard.{step}"]
        changes = {"responsible": responsible, "due_on": "2026-11-01"}

        def write(tx: Any) -> None:
            tx.update("accounts", world.ids["amina"], language="de")
            tx.update("steps", step_id, **changes)

        parts.database.write_now("", NOW_TEXT, write)
        return step_id

    return make


def main_of(browser: TestClient, path: str) -> str:
    return browser.get(path).text.split("<main", 1)[1].split("</main>")[0]


@pytest.mark.requirement("R50")
def test_office_says_on_every_page_of_its_step_that_it_is_late(
    late: Callable[[str, str], str], browser_of: Callable[..., TestClient], world: World
) -> None:
    step_id = late("step2", "counsellor")
    amina = browser_of("amina")
    for path in ("/today", f"/goals/{world.ids['amina.standard.goal']}", f"/steps/{step_id}", "/review"):
        page = main_of(amina, path)
        assert world.canaries["amina.standard.step2.text"] in page, path
        assert "Wir sind zu spät." in page, path
        assert HERS not in page, path


@pytest.mark.parametrize("responsible", ["partner", "mentor"])
@pytest.mark.requirement("R50")
def test_of_others_it_is_only_said_that_it_takes_longer(
    responsible: str, late: Callable[[str, str], str], browser_of: Callable[..., TestClient]
) -> None:
    page = main_of(browser_of("amina"), f"/steps/{late('step2', responsible)}")
    assert OTHERS in page
    assert not BLAME.search(page)


@pytest.mark.requirement("R50")
def test_client_is_never_told_that_she_is_late(
    late: Callable[[str, str], str], browser_of: Callable[..., TestClient], world: World
) -> None:
    step_id = late("step1", "client")
    amina = browser_of("amina")
    assert HERS in main_of(amina, f"/steps/{step_id}")
    for path in ("/today", "/plan", f"/goals/{world.ids['amina.standard.goal']}", f"/steps/{step_id}", "/review"):
        assert not BLAME.search(main_of(amina, path)), path


@pytest.mark.requirement("R50")
def test_finished_step_is_late_no_more(
    late: Callable[[str, str], str], browser_of: Callable[..., TestClient], parts: Any
) -> None:
    step_id = late("step2", "counsellor")
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.update("steps", step_id, state="done"))
    assert OURS not in main_of(browser_of("amina"), f"/steps/{step_id}")


@pytest.mark.parametrize("state", ["achieved", "paused", "dropped", "not_needed_anymore"])
@pytest.mark.requirement("R50")
def test_nobody_is_late_with_a_goal_that_does_not_go_on(
    state: str, late: Callable[[str, str], str], browser_of: Callable[..., TestClient], parts: Any, world: World
) -> None:
    step_id, goal = late("step2", "counsellor"), world.ids["amina.standard.goal"]
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.update("goals", goal, state=state))
    for path in ("/today", f"/goals/{goal}", f"/steps/{step_id}", "/review"):
        assert "Wir sind zu spät." not in main_of(browser_of("amina"), path), path


@pytest.mark.requirement("R50")
def test_nobody_is_late_in_a_counselling_that_is_over(
    late: Callable[[str, str], str], browser_of: Callable[..., TestClient], parts: Any, world: World
) -> None:
    theirs, hers = late("step2", "counsellor"), late("step1", "client")
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.update("cases", world.ids["amina.case"], state="closed"))
    amina = browser_of("amina")
    for path in (
        "/today",
        f"/goals/{world.ids['amina.standard.goal']}",
        f"/steps/{theirs}",
        f"/steps/{hers}",
        "/review",
    ):
        page = main_of(amina, path)
        assert "Wir sind zu spät." not in page, path
        assert HERS not in page, path


@pytest.mark.requirement("R50")
def test_desk_reads_its_own_lateness_and_no_blame_of_hers(
    late: Callable[[str, str], str], browser_of: Callable[..., TestClient], world: World
) -> None:
    late("step1", "client")
    late("step2", "counsellor")
    for path in (f"/desk/goals/{world.ids['amina.standard.goal']}", f"/desk/cases/{world.ids['amina.case']}"):
        assert not re.search(r"überfällig|versäumt|verpasst", main_of(browser_of("karin"), path)), path
    assert "Das ist bei uns noch offen" in main_of(browser_of("karin"), f"/desk/cases/{world.ids['amina.case']}/review")
