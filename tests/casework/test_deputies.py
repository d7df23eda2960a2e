"""Somebody stands in: every client is told at once, open work lies on the deputy's desk, and it ends by itself."""

from datetime import timedelta
from typing import Any

import pytest

from pwa_server.casework import case_life, deputies, handovers
from tests.casework.test_handovers import Desk
from tests.pages.counsellor import plant
from tests.world import World


@pytest.fixture
def desk(parts: Any, world: World) -> Desk:
    return Desk(parts, world)


def tilde_stands_in(desk: Desk, clock: Any, first: int = 0, last: int = 7) -> str:
    """Account management lets Tilde stand in for Karin, days from today."""
    ids, today = desk.world.ids, clock.at.date()
    days = (today + timedelta(days=first), today + timedelta(days=last))
    return desk.do("ada", deputies.start, ids["karin"], ids["tilde"], *days, "vacation")


@pytest.mark.requirement("R18")
def test_every_client_is_told_who_stands_in_and_until_when(desk: Desk, clock: Any, browser_of: Any) -> None:
    tilde_stands_in(desk, clock)
    for name in ("amina", "badr"):
        page = browser_of(name).get("/today").text
        assert desk.world.canaries["tilde.name"] in page
        assert "01.12.2026" in page
        assert desk.world.canaries["tilde.name"] in browser_of(name).get("/people").text


def test_nobody_reads_of_a_deputy_in_a_counselling_that_is_over(desk: Desk, clock: Any, browser_of: Any) -> None:
    """Closed while somebody stands in: the plan is only read now, so nobody helps until a later day."""
    tilde_stands_in(desk, clock)
    badrs, tilde = desk.world.ids["badr.case"], desk.world.canaries["tilde.name"]
    for meeting in desk.rows("meetings", case_id=badrs):
        desk.do("karin", lambda tx, row: tx.update("meetings", row["id"], state="cancelled"), meeting)
    assert tilde in browser_of("badr").get("/today").text
    desk.do("karin", case_life.move_case, badrs, "closed", "goals_met")
    assert tilde not in browser_of("badr").get("/today").text
    (deputyship,) = desk.rows("deputyships", staff_id=desk.world.ids["karin"])
    desk.do("ada", deputies.end, deputyship["id"])
    assert not [row for row in desk.rows("tellings", case_id=badrs) if row["kind"] == "deputy_ended"]
    assert [row for row in desk.rows("tellings", case_id=desk.world.ids["amina.case"]) if row["kind"] == "deputy_ended"]


def test_who_stood_in_is_no_news_any_more_after_the_last_day(desk: Desk, clock: Any, browser_of: Any) -> None:
    tilde_stands_in(desk, clock, 0, 1)
    badr = browser_of("badr")
    for days, told in ((0, True), (1, True), (1, False)):
        clock.at += timedelta(days=days)
        assert (desk.world.canaries["tilde.name"] in badr.get("/today").text) is told


def test_client_is_told_at_once_of_days_that_are_still_ahead(desk: Desk, clock: Any, browser_of: Any) -> None:
    tilde_stands_in(desk, clock, 5, 9)
    assert desk.world.canaries["tilde.name"] in browser_of("badr").get("/today").text
    assert browser_of("tilde").get(f"/desk/cases/{desk.world.ids['badr.case']}").status_code == 404


def test_open_work_lies_on_the_deputys_desk(desk: Desk, parts: Any, clock: Any, browser_of: Any) -> None:
    world = desk.world
    plant.help_request(parts, world, client="badr")
    plant.call_task(parts, world, client="badr")
    parts.database.utils().execute("DELETE FROM case_assignments WHERE staff_id = ?", [world.ids["tilde"]])

    def without_review(tx: Any) -> None:
        tx.update("meetings", world.ids["badr.standard.meeting"], kind="counselling")

    desk.do("karin", without_review)
    assert world.canaries["badr.name"] not in browser_of("tilde").get("/desk").text
    tilde_stands_in(desk, clock)
    page = browser_of("tilde").get("/desk").text
    for group in ("requests", "calls", "reviews"):
        assert f'data-rows="{group}"' in page
    assert page.count(world.canaries["badr.name"]) >= 3


def test_standing_in_ends_by_itself_and_at_once_when_it_is_ended(desk: Desk, clock: Any, browser_of: Any) -> None:
    case = f"/desk/cases/{desk.world.ids['badr.case']}"
    deputyship = tilde_stands_in(desk, clock)
    tilde = browser_of("tilde")
    assert tilde.get(case).status_code == 200
    desk.do("ada", deputies.end, deputyship)
    assert tilde.get(case).status_code == 404
    assert desk.world.canaries["karin.name"] in browser_of("badr").get("/today").text
    assert [row["kind"] for row in desk.rows("tellings", case_id=desk.world.ids["badr.case"])] == ["deputy_ended"]


def test_who_was_handed_over_meanwhile_is_not_told_of_the_end(desk: Desk, clock: Any) -> None:
    ids = desk.world.ids
    deputyship = tilde_stands_in(desk, clock)
    desk.do("karin", handovers.hand_over_own, ids["olle"], "other", {ids["badr.case"]})
    desk.do("ada", deputies.end, deputyship)
    assert [row["kind"] for row in desk.rows("tellings", case_id=ids["badr.case"])] == ["counsellor"]
