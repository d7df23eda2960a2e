"""No secret stands in a log: not a PIN, a password, a code, a token, a seed or the address of a phone."""

import io
import re
from collections.abc import Callable
from typing import Any

import pyotp
from starlette.testclient import TestClient

from pwa_server.casework import accounts
from pwa_server.domain.secrets import read_code
from tests.pages.everyone.conftest import PASSWORD, PIN, post
from tests.support.push_service import Device
from tests.world import World

Browser = Callable[..., TestClient]
NEW_PIN, NEW_PASSWORD, WRONG_PIN, WRONG_PASSWORD = "918264", "neue Lampe im Flur", "482913", "falscher Versuch 9"


def clients_day(browser_of: Browser, card: str) -> set[str]:
    """Amina takes her card, chooses a PIN, mistypes it, changes it, and lets her phone be reminded."""
    browser = browser_of()
    post(browser, "/code", c="ZZZZ-9999")
    browser.get(f"/code?c={card}")
    post(browser, "/code", c=card)
    post(browser, "/welcome/language", language="ar")
    post(browser, "/welcome/secret", kind="pin", secret=PIN, again=PIN)
    post(browser, "/welcome/phone", phone="own")
    post(browser, "/settings/secret", old=WRONG_PIN, secret=NEW_PIN, again=NEW_PIN)
    assert post(browser, "/settings/secret", old=PIN, secret=NEW_PIN, again=NEW_PIN).status_code == 303
    device = Device("https://fcm.googleapis.com", "kanarienadresse")
    told = device.subscription
    answer = browser.post("/push/subscriptions", json=told, headers={"Accept": "application/json"})
    assert answer.json()["on"]
    browser.post("/push/subscriptions", json=told | {"keys": {"p256dh": "kanarienkey", "auth": "x"}})
    tokens = {browser.cookies["s"], browser.cookies["d"]}
    post(browser, "/sign-out")
    keys = told["keys"]
    return tokens | {
        card,
        read_code(card),
        PIN,
        NEW_PIN,
        WRONG_PIN,
        "ZZZZ-9999",
        device.path,
        keys["p256dh"],
        keys["auth"],
    }


def staffs_day(browser_of: Browser, parts: Any, world: World, clock: Any) -> set[str]:
    """Karin mistypes her password, signs in with both factors and uses a recovery code."""
    seed = parts.database.read("", "").row("second_factors.of_account", account_id=world.ids["karin"])["seed"]
    typed = pyotp.HOTP(seed).at(int(clock.at.timestamp()) // 30)
    browser = browser_of()
    post(browser, "/sign-in/mail", email="karin@example.org", secret=WRONG_PASSWORD)
    post(browser, "/sign-in/mail", email="karin@example.org", secret=PASSWORD)
    tokens = {browser.cookies["s"]}
    browser.get("/second-factor")
    post(browser, "/second-factor", code="000000")
    page = post(browser, "/second-factor", code=typed).text
    recovery = re.findall(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", page)
    assert len(recovery) == 10
    post(browser, "/second-factor", kind="recovery", code=recovery[0])
    post(browser, "/settings/secret", old=PASSWORD, secret=NEW_PASSWORD, again=NEW_PASSWORD)
    return tokens | {browser.cookies["s"], seed, typed, PASSWORD, WRONG_PASSWORD, NEW_PASSWORD, *recovery}


def invited_persons_day(browser_of: Browser, as_actor: Callable[..., Any], world: World) -> set[str]:
    """Nina opens her invitation, mistypes, and chooses a password."""
    _, token = as_actor("ada", accounts.invite_account, role="mentor", name="Nina Neu", email="nina@example.org")
    letter = as_actor("ada", accounts.make_reset_letter, world.ids["mona"])
    browser = browser_of()
    browser.get(f"/invitation?c={token}")
    post(browser, "/invitation", c=token, secret="kurz", again="kurz")
    post(browser, "/invitation", c=token, secret=NEW_PASSWORD, again=NEW_PASSWORD)
    post(browser_of(), "/reset", c=letter, secret=NEW_PASSWORD, again=NEW_PASSWORD)
    return {token, letter, "nina@example.org", "Nina Neu"}


def test_logs_hold_no_secret(
    browser_of: Browser, card: str, with_secrets: Any, as_actor: Callable[..., Any], parts: Any, world: World, clock: Any,
    journal: io.StringIO,
) -> None:  # fmt: skip
    secrets = clients_day(browser_of, card) | staffs_day(browser_of, parts, world, clock)
    secrets |= invited_persons_day(browser_of, as_actor, world)
    text = journal.getvalue()
    assert len(text.splitlines()) > 15, "a log that holds nothing shows nothing"
    assert len(secrets) > 25
    assert not {secret for secret in secrets if secret in text or secret.lower().replace("-", "") in text.lower()}
