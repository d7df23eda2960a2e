"""Who waits for a partner: a day written down, and the counsellor's day list after two weeks."""

from typing import Any

import pytest

from pwa_server.domain.times import moment
from tests.casework.desk import Desk
from tests.world import World


@pytest.fixture
def desk(parts: Any, world: World) -> Desk:
    return Desk(parts, world)


@pytest.fixture
def step(world: World) -> str:
    return world.ids["amina.standard.step2"]


def on_the_list(browser: Any) -> bool:
    return 'id="waiting"' in browser.get("/desk").text


@pytest.mark.requirement("R24")
@pytest.mark.parametrize(("since", "shown"), [("2026-11-09", True), ("2026-11-10", False)])
def test_step_stands_on_the_day_list_after_14_days(since: str, shown: bool, browser_of: Any, step: str) -> None:
    karin = browser_of("karin")
    assert karin.post(f"/desk/steps/{step}/waiting", data={"since": since}).status_code == 303
    assert on_the_list(karin) is shown


@pytest.mark.requirement("R24")
def test_partners_own_step_counts_from_the_day_it_began(browser_of: Any, desk: Desk, step: str, clock: Any) -> None:
    begun = {"responsible": "partner", "state": "in_progress", "state_at": "2026-11-24T09:00:00Z"}
    desk.does("karin", lambda tx: tx.update("steps", step, **begun))
    clock.at = moment("2026-12-08T08:59:00Z")
    assert not on_the_list(browser_of("karin"))
    clock.at = moment("2026-12-08T09:01:00Z")
    assert on_the_list(browser_of("karin"))


@pytest.mark.parametrize("state", ["done", "not_needed"])
def test_finished_steps_wait_for_nobody(state: str, browser_of: Any, desk: Desk, step: str) -> None:
    karin = browser_of("karin")
    karin.post(f"/desk/steps/{step}/waiting", data={"since": "2026-10-01"})
    desk.does("karin", lambda tx: tx.update("steps", step, state=state))
    assert not on_the_list(karin)


def test_waiting_is_over_with_an_empty_day(browser_of: Any, step: str) -> None:
    karin = browser_of("karin")
    karin.post(f"/desk/steps/{step}/waiting", data={"since": "2026-10-01"})
    assert karin.post(f"/desk/steps/{step}/waiting", data={"since": ""}).status_code == 303
    assert not on_the_list(karin)


def test_day_to_come_and_step_without_partner_are_refused(browser_of: Any, world: World, step: str) -> None:
    karin = browser_of("karin")
    assert karin.post(f"/desk/steps/{step}/waiting", data={"since": "2026-11-25"}).status_code == 422
    assert karin.post(f"/desk/steps/{step}/waiting", data={"since": "soon"}).status_code == 422
    alone = world.ids["amina.standard.step1"]
    assert karin.post(f"/desk/steps/{alone}/waiting", data={"since": "2026-11-02"}).status_code == 409


def test_ended_step_begins_no_wait(browser_of: Any, desk: Desk, step: str) -> None:
    desk.does("karin", lambda tx: tx.update("steps", step, state="done"))
    assert browser_of("karin").post(f"/desk/steps/{step}/waiting", data={"since": "2026-11-02"}).status_code == 409


@pytest.mark.requirement("R23")
def test_clients_step_names_whom_to_ask_with_number(browser_of: Any, step: str) -> None:
    page = browser_of("amina").get(f"/steps/{step}").text
    assert "Sina Silbe" in page
    assert 'href="tel:03023125505"' in page


@pytest.mark.requirement("R23")
def test_old_partner_is_flagged_at_the_step_after_180_days(
    browser_of: Any, desk: Desk, world: World, step: str
) -> None:
    karin = browser_of("karin")
    flag = "Seit 180 Tagen nicht geprüft"
    for day, flagged in (("2026-05-28", False), ("2026-05-27", True)):
        desk.does("ada", lambda tx, day=day: tx.update("partners", world.ids["school"], verified_on=day))
        assert (flag in karin.get(f"/desk/steps/{step}").text) is flagged
