"""A client's finished pages: kept by version, never shown to anybody else, never longer than they are true."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from starlette.responses import Response
from starlette.testclient import TestClient

from pwa_server.web.kept import KeptPages

Browser = Callable[..., TestClient]


def test_a_kept_page_ends_with_the_version_of_the_case(browser_of: Browser, world: Any, parts: Any) -> None:
    amina = browser_of("amina")
    assert world.canaries["amina.standard.step1.text"] in amina.get("/today").text
    assert len(parts.kept._pages) == 1

    def finish(tx: Any) -> None:
        tx.update("steps", world.ids["amina.standard.step1"], state="done")
        tx.run("cases.touch", case_id=world.ids["amina.case"])

    parts.database.write_now(world.ids["amina"], parts.now(), finish)
    assert world.canaries["amina.standard.step1.text"] not in amina.get("/today").text


@pytest.mark.fault("F39")
def test_a_kept_page_is_never_another_clients(browser_of: Browser, world: Any) -> None:
    browser_of("amina").get("/today")
    assert world.canaries["amina.standard.step1.text"] not in browser_of("badr").get("/today").text


def test_a_kept_page_ends_with_the_session(browser_of: Browser, parts: Any) -> None:
    amina = browser_of("amina")
    amina.get("/today")
    parts.database.write_now(
        "",
        parts.now(),
        lambda tx: tx.run(
            "sessions.end_all",
            account_id=tx.row("sessions.current", token_digest=_digest(amina))["account_id"],
            reason="test",
        ),
    )
    assert amina.get("/today").status_code == 303


def test_a_kept_page_is_made_anew_after_a_quarter_of_an_hour(browser_of: Browser, clock: Any, parts: Any) -> None:
    amina = browser_of("amina")
    amina.get("/today")
    first = next(iter(parts.kept._pages.values()))
    clock.at += timedelta(minutes=16)
    amina.get("/today")
    assert next(iter(parts.kept._pages.values())) is not first


def test_kept_pages_stay_below_their_bytes() -> None:
    kept = KeptPages(most_bytes=1000)
    for number in range(10):
        kept.keep(number, "9999", Response(b"x" * 300), "2026")
    assert [kept.find(number, "2026") is not None for number in range(10)] == [False] * 7 + [True] * 3


def _digest(client: TestClient) -> str:
    from pwa_server.web.sessions import digest

    return digest(client.cookies["s"])
