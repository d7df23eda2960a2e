"""What every request meets before a page answers: origin, size, speed, encoding, headers."""

import asyncio
import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from starlette.exceptions import HTTPException
from starlette.testclient import TestClient

from pwa_server.routes import ROUTES
from pwa_server.web.middleware import SAFE_METHODS, BodyLimits, SameOrigin
from pwa_server.web.visit import own_path
from tests.fuzz.requests import Sent
from tests.fuzz.running import ask

Browser = Callable[..., TestClient]


@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "cross-site", "origin": "http://testserver"}, False),
        ({"origin": "http://testserver"}, True),
        ({"origin": "https://testserver"}, False),
        ({"origin": "http://testserver.evil.example"}, False),
        ({"origin": "http://testserver:81"}, False),
        ({"origin": "null"}, False),
        ({}, False),
    ],
)
def test_only_our_own_pages_may_change_something(headers: dict[str, str], ours: bool) -> None:
    from starlette.datastructures import Headers

    async def nothing(*_: Any) -> None:
        pass

    assert SameOrigin(nothing, "http://testserver").is_ours(Headers(headers)) is ours


def test_another_site_can_not_tick_a_step(browser_of: Browser, world: Any, parts: Any) -> None:
    amina = browser_of("amina")
    step = world.ids["amina.standard.step1"]
    before = list(parts.database.utils().query("SELECT * FROM step_reports WHERE step_id = ?", [step]))
    answer = amina.post(f"/steps/{step}/reports", data={"report": "done"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert list(parts.database.utils().query("SELECT * FROM step_reports WHERE step_id = ?", [step])) == before
    assert amina.post(f"/steps/{step}/reports", data={"report": "done"}).status_code == 303
    assert list(parts.database.utils().query("SELECT * FROM step_reports WHERE step_id = ?", [step])) != before


@pytest.mark.parametrize("path", ["/today", "/sign-in", "/no-such-page", "/healthz", "/static/nothing.css"])
def test_every_answer_carries_the_security_headers(browser_of: Browser, path: str) -> None:
    headers = browser_of().get(path).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == headers["cross-origin-resource-policy"] == "same-origin"
    assert "frame-ancestors 'none'" in policy
    assert headers["x-frame-options"] == "DENY"


@pytest.mark.fault("F39")
def test_personal_pages_are_kept_by_nobody_in_between(browser_of: Browser) -> None:
    assert browser_of("amina").get("/today").headers["cache-control"] == "private, no-store"


@pytest.mark.parametrize(
    ("sent_from", "ways"),
    [
        ("http://testserver/meetings?day=1", ["/meetings", "/"]),
        ("http://testserver/steps/nobody/reports", ["/"]),
        ("http://evil.example/meetings", ["/"]),
        ("http://testserver//evil.example/meetings", ["/"]),
        ("http://[", ["/"]),
        ("", ["/"]),
    ],
)
def test_whoever_is_refused_finds_the_way_back(browser_of: Browser, sent_from: str, ways: list[str]) -> None:
    page = browser_of("amina").post("/steps/nobody/reports", data={}, headers={"Referer": sent_from}).text
    assert 'href="?lang=' not in page, "no page stands at that address"
    assert re.findall(r'href="([^"]*)"', page.split('class="actions"')[1].split("</p>")[0]) == ways


def test_unknown_pages_answer_404_in_the_readers_language(browser_of: Browser) -> None:
    answer = browser_of().get("/no-such-page", headers={"Accept-Language": "tr"})
    assert answer.status_code == 404
    assert '<html lang="tr"' in answer.text


@pytest.mark.parametrize("body", [b"report=%ff%fe", b"report=done&note=%00", b"\xff\xfe\x00"])
def test_unreadable_text_gets_a_clear_answer_and_changes_nothing(browser_of: Browser, world: Any, body: bytes) -> None:
    amina = browser_of("amina")
    step = world.ids["amina.standard.step1"]
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    answer = amina.post(f"/steps/{step}/reports", content=body, headers=headers)
    assert 400 <= answer.status_code < 500
    assert answer.json()["error"]


@pytest.mark.fault("F37")
def test_too_large_a_body_is_refused(browser_of: Browser, world: Any) -> None:
    amina = browser_of("amina")
    step = world.ids["amina.standard.step1"]
    answer = amina.post(f"/steps/{step}/reports", data={"report": "done", "note": "x" * 20_000})
    assert answer.status_code == 413
    assert '<html lang="ar"' in answer.text


def arrival(bytes_at_once: int, pieces: int, **limits: float) -> float:
    """How long a body took that came in pieces of this size, fifty a second. Raises HTTPException where it is cut off."""
    left = pieces

    async def reader(scope: Any, receive: Any, send: Any) -> None:
        while (await receive()).get("more_body"):
            pass

    async def trickle() -> dict[str, Any]:
        nonlocal left
        await asyncio.sleep(0.02)
        left -= 1
        return {"type": "http.request", "body": b"x" * bytes_at_once, "more_body": left > 0}

    async def send(_: Any) -> None:
        pass

    begun = time.monotonic()
    asyncio.run(BodyLimits(reader, **limits)({"type": "http", "method": "POST"}, trickle, send))
    return time.monotonic() - begun


@pytest.mark.fault("F37")
@pytest.mark.parametrize("bytes_at_once", [1, 80])
def test_a_body_that_trickles_is_cut_off(bytes_at_once: int) -> None:
    """The first seconds in all, not between two pieces; 4 kB a second are too few to go on."""
    with pytest.raises(HTTPException) as refused:
        arrival(bytes_at_once, 1000, seconds=0.1)
    assert refused.value.status_code == 408


def test_a_recording_on_a_slow_network_may_take_longer_while_it_comes() -> None:
    assert arrival(1000, 20, seconds=0.1) > 0.3


@pytest.mark.fault("F37")
def test_no_body_goes_on_for_ever_however_well_it_comes() -> None:
    with pytest.raises(HTTPException) as refused:
        arrival(1000, 240, seconds=0.1, most_seconds=0.3)
    assert refused.value.status_code == 408


def test_the_largest_recording_has_time_on_a_slow_phone_and_a_form_has_ten_seconds() -> None:
    """400 kB at 30 kB a second take 14 seconds. What a route takes decides how long it can be kept waiting."""
    limits = BodyLimits(lambda *_: None)  # type: ignore[arg-type,return-value]
    assert all(second < limits.seconds_for(second * 30_000) for second in range(1, 15))
    by_route = {route.path: limits.seconds_for(route.max_bytes) for route in ROUTES if route.method not in SAFE_METHODS}
    assert by_route["/help"] == 10
    assert 50 < by_route["/help/recordings"] < 60
    assert max(by_route.values()) <= 60


@pytest.mark.fault("F38")
@pytest.mark.parametrize(
    "path",
    [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "",
        "evil",
        "/a\r\nSet-Cookie: x=1",
        "/ä",
    ],
)
def test_nobody_is_sent_to_another_host(path: str) -> None:
    assert own_path(path) == "/"


def test_the_outbox_gets_401_and_never_a_redirect(browser_of: Browser, world: Any) -> None:
    step = world.ids["amina.standard.step1"]
    answer = browser_of().post(
        f"/steps/{step}/reports", data={"report": "done"}, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 401
    assert answer.json()["error"]


@pytest.mark.fault("F38")
def test_a_slash_too_many_leads_to_no_host_that_the_request_names(browser_of: Browser) -> None:
    answer = browser_of().get("/sign-in/", headers={"Host": "evil.example"})
    assert answer.status_code == 404
    assert "location" not in answer.headers


@pytest.mark.parametrize("path", ["/help", "/help/recordings"])
def test_a_form_that_breaks_off_on_its_way_is_no_failure_of_ours(browser_of: Browser, path: str) -> None:
    """A train enters a tunnel: nothing is kept of half a form, and the log names no error."""
    amina = browser_of("amina")
    cookie = f"s={amina.cookies['s']}".encode()
    headers = [
        (b"cookie", cookie),
        (b"sec-fetch-site", b"same-origin"),
        (b"content-type", b"multipart/form-data; boundary=x"),
    ]
    answer = asyncio.run(ask(amina.app, Sent("POST", path, headers=headers, body=(b"--x\r\n",), complete=False)))
    assert (answer.status, answer.error) == (400, "")
