"""What stands on many people's pages: whoever changes it lets every kept page be made anew."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from pwa_server.casework import account_life, deputies, offices, partners
from pwa_server.casework.partners import Contact, Details
from tests.casework.desk import Desk
from tests.world import World

DAY = date(2026, 12, 1)
PARTNER = Details(name="Volkshochschule", kind="jobcenter", contact=Contact("Frau Modell"))


@pytest.fixture
def desk(parts: Any, world: World) -> Desk:
    made = Desk(parts, world)
    made.world.ids["partner"] = made.does("ada", partners.add, PARTNER)
    made.world.ids["closing"] = made.does("ada", offices.add_closing_days, world.ids["carrier"], DAY, DAY, "")
    made.world.ids["absence"] = made.does("ada", deputies.note_absence, world.ids["karin"], DAY, DAY)
    return made


def version(desk: Desk) -> int:
    return int(desk.row("ada", "installation.current")["shared_version"])


@pytest.mark.parametrize(
    ("verb", "about", "args"),
    [
        (partners.add, None, (PARTNER,)),
        (partners.edit, "partner", (1, PARTNER)),
        (partners.verify, "partner", (1,)),
        (partners.end, "partner", (1,)),
        (offices.edit_carrier, "carrier", (1, "Gartenstraße 1", "030 23125-999")),
        (offices.set_hours, "carrier", ([(0, "09:00", "12:00")],)),
        (offices.add_closing_days, "carrier", (DAY, DAY, "")),
        (offices.remove_closing_days, "closing", ()),
        (deputies.note_absence, "olle", (DAY, DAY)),
        (deputies.remove_absence, "absence", ()),
        (account_life.deactivate, "olle", ()),
    ],
)
def test_shared_facts_count_the_installation_up(desk: Desk, verb: Callable, about: str | None, args: tuple) -> None:
    before = version(desk)
    desk.does("ada", verb, *((desk.world.ids[about],) if about else ()), *args)
    assert version(desk) > before


def test_account_that_comes_back_counts_the_installation_up(desk: Desk) -> None:
    desk.does("ada", account_life.deactivate, desk.world.ids["olle"])
    before = version(desk)
    desk.does("ada", account_life.reactivate, desk.world.ids["olle"])
    assert version(desk) > before


def test_office_whose_number_changed_is_called_on_it_at_once(desk: Desk, browser_of: Any) -> None:
    desk.database.write_now("", desk.now, lambda tx: tx.update("accounts", desk.world.ids["karin"], phone_sealed=None))
    desk.database.write_now("", desk.now, lambda tx: tx.update("accounts", desk.world.ids["dora"], phone_sealed=None))
    amina = browser_of("amina")
    assert "030 23125-999" not in amina.get("/today").text
    desk.does("ada", offices.edit_carrier, desk.world.ids["carrier"], 1, "", "030 23125-999")
    assert "03023125999" in amina.get("/today").text.replace("-", "").replace(" ", "")


def test_client_is_not_sent_to_a_counsellor_whose_account_ended(desk: Desk, browser_of: Any) -> None:
    amina, word = browser_of("amina"), desk.world.canaries["karin.name"]
    days = (date(2026, 11, 24), DAY, "away")
    desk.does("ada", deputies.start, desk.world.ids["karin"], desk.world.ids["dora"], *days)
    assert word in amina.get("/people").text
    number = "03023125204"
    assert number in amina.get("/today").text.replace("-", "").replace(" ", "")
    desk.does("ada", account_life.deactivate, desk.world.ids["karin"])
    assert number not in amina.get("/today").text.replace("-", "").replace(" ", "")
