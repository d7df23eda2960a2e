"""The doors of the application: what a browser is given at them, and what a secret may be."""

import re
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from pwa_server.app import application
from tests.pages.everyone.conftest import NAME, PASSWORD, PIN, post

LONG = "Eine lange Reihe von Wörtern, die nur mir gehört, " * 3
WRONG = "482913"


@pytest.fixture
def over_tls(parts, with_secrets) -> TestClient:
    parts.settings = replace(parts.settings, public_origin="https://testserver")
    return TestClient(
        application(parts),
        base_url="https://testserver",
        headers={"Sec-Fetch-Site": "same-origin"},
        follow_redirects=False,
    )


def test_cookies_are_for_this_host_over_tls_and_for_no_script(over_tls) -> None:
    given = over_tls.post("/sign-in/name", data={"name": NAME, "secret": PIN}).headers.get_list("set-cookie")
    named = {cookie.split("=")[0]: cookie.lower() for cookie in given}
    assert {"__Host-s", "__Host-d"} >= {name for name in named if name != "language"}
    assert "__Host-s" in named
    for cookie in named.values():
        assert {"secure", "httponly", "samesite=lax", "path=/"} <= {part.strip() for part in cookie.split(";")}
        assert "domain=" not in cookie
        assert len(cookie) < 4096


def test_receipt_of_a_message_is_for_its_own_pages_and_goes_when_one_signs_out(over_tls) -> None:
    sent = {"kind": "praise", "about": "app", "text": "Gut", "receipt": "ABCD-EFGH-2345", "carrier_id": ""}
    given = over_tls.post("/feedback", data=sent).headers["set-cookie"]
    assert given.startswith("__Secure-receipt=")
    assert {"secure", "httponly", "samesite=strict", "path=/feedback"} <= set(given.lower().split("; "))
    assert "2345" in over_tls.get("/feedback/sent").text
    over_tls.post("/sign-out")
    assert "2345" not in over_tls.get("/feedback/sent").text


def test_token_stands_in_the_cookie_and_nowhere_else(over_tls) -> None:
    answer = over_tls.post("/sign-in/name", data={"name": NAME, "secret": PIN})
    token = over_tls.cookies["__Host-s"]
    assert len(token) >= 43
    pages = [answer, over_tls.post("/welcome/phone", data={"phone": "own"})]
    pages += [over_tls.get(path) for path in ("/today", "/settings", "/settings/sessions")]
    assert not [page.url.path for page in pages if token in page.text + page.headers.get("location", "")]


def test_token_in_the_address_or_in_a_header_opens_nothing(browser_of, with_secrets) -> None:
    signed_in = browser_of("amina")
    token = signed_in.cookies["s"]
    stranger = browser_of()
    assert stranger.get(f"/today?s={token}").status_code == 303
    assert stranger.get("/today", headers={"Authorization": f"Bearer {token}", "X-Session": token}).status_code == 303


def test_forged_addresses_do_not_make_guessing_quicker(browser_of, with_secrets, pauses) -> None:
    for number in range(14):
        forged = {"X-Forwarded-For": f"203.0.113.{number}", "Forwarded": f"for=203.0.113.{number}"}
        browser_of().post("/sign-in/name", data={"name": f"berg-wald-{number + 10}", "secret": WRONG}, headers=forged)
    assert pauses[-1] > 0


@pytest.mark.parametrize("path", ["/sign-in/name", "/sign-in/mail", "/settings/secret"])
def test_secrets_are_typed_hidden_and_filled_in_by_the_browsers_own_store(browser_of, with_secrets, path) -> None:
    page = browser_of("amina" if path.startswith("/settings") else None).get(path).text
    fields = re.findall(r"<input[^>]*\btype=\"password\"[^>]*>", page)
    assert fields
    assert all(re.search(r'autocomplete="(?:current|new)-password"', field) for field in fields)
    assert not any("onpaste" in field or "readonly" in field for field in fields)


def test_long_password_is_taken_whole_and_to_the_letter(browser_of, with_secrets) -> None:
    mona = browser_of("mona")
    assert len(LONG) > 128
    assert post(mona, "/settings/secret", old=PASSWORD, secret=LONG, again=LONG).status_code == 303
    for other in (LONG.strip(), LONG.upper(), LONG[:72]):
        assert post(browser_of(), "/sign-in/mail", email="mona@example.org", secret=other).status_code == 422
    assert post(browser_of(), "/sign-in/mail", email="mona@example.org", secret=LONG).status_code == 303
