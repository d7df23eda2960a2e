"""The counsellor reads who opened a case of hers, as its client does; nobody else at the desk does."""

from collections.abc import Callable
from typing import Any

from starlette.testclient import TestClient

from pwa_server.storage.database import Tx
from tests.world import NOW_TEXT, World

Browser = Callable[..., TestClient]
HEADING = "Wer hat geschaut?"


def path(world: World) -> str:
    return f"/desk/cases/{world.ids['amina.case']}/consents"


def test_counsellor_reads_who_looked_and_why(browser_of: Browser, world: World) -> None:
    browser_of("mona").get(f"/mentor/clients/{world.ids['mona.grant']}")
    browser_of("dora").post(f"/desk/cases/{world.ids['amina.case']}/protected", data={"reason": "Anruf der Praxis"})
    told = browser_of("karin").get(path(world)).text.split(HEADING)[1]
    for words in ("Hat angesehen, was Sie zeigen.", "Hat geschützte Ziele angesehen.", "Anruf der Praxis"):
        assert words in told
    assert world.canaries["mona.name"] in told
    assert world.canaries["dora.name"] in told


def test_deputy_does_not(browser_of: Browser, world: World) -> None:
    browser_of("karin").get(path(world))
    page = browser_of("dora").get(path(world))
    assert page.status_code == 200
    assert HEADING not in page.text


def test_nobody_reads_of_another_case(parts: Any, world: World, browser_of: Browser) -> None:
    browser_of("karin").get(path(world))
    for name in ("dora", "olle", "tilde", "mona", "ada", "badr"):
        read = parts.database.read(world.ids[name], NOW_TEXT)
        assert read.rows("openings.of_case", case_id=world.ids["amina.case"], since="") == [], name


def test_hidden_plan_says_nothing_of_it(browser_of: Browser, parts: Any, world: World) -> None:
    parts.database.write_now("", NOW_TEXT, Tx.update, "cases", world.ids["amina.case"], state="restricted")
    assert HEADING not in browser_of("karin").get(path(world)).text
