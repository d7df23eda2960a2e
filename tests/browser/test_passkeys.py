"""Passkeys in a real browser, with a device that unlocks itself as Chromium's developer tools imitate it.

Browsers make none for a bare address: here the installation is called localhost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page, expect

from pwa_server.casework import accounts, second_factors
from tests.pages.everyone.conftest import NAME, PASSWORD, PIN
from tests.support import page_rules
from tests.support.chromium import Device
from tests.support.fixtures import OpenDevice
from tests.support.world_server import WorldServer

PASSKEYS = "/settings/passkeys"
BY_PASSKEY = 'form[data-passkey^="/sign-in"] button'


@pytest.fixture
def named(tmp_path: Path) -> Iterator[WorldServer]:
    """The world at localhost; Amina, Mona and Karin have a PIN or password."""
    server = WorldServer(tmp_path, named=True)

    def store(tx: Any) -> None:
        for name in ("amina", "mona", "karin"):
            own, is_client = server.world.ids[name], name == "amina"
            kind, secret, email = ("pin", PIN, "") if is_client else ("password", PASSWORD, f"{name}@example.org")
            tx.run("secrets.keep", account_id=own, kind=kind, secret_hash=server.parts.passwords.hash_now(secret))
            facts = {"sign_in_name": NAME} if is_client else {"email_sealed": email}
            digest = {} if is_client else {"email_digest": accounts.mail_digest(tx, email)}
            tx.update("accounts", own, language="de", **facts, **digest)
        second_factors.prepare(tx, server.world.ids["karin"])

    server.write(store)
    yield server
    server.close()


class Unlock:
    """What unlocks the device of a page: a finger that is the right one until it is said otherwise."""

    def __init__(self, device: Device, page: Page) -> None:
        self._session: CDPSession = device.context.new_cdp_session(page)
        self._session.send("WebAuthn.enable")
        options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
        options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
        made = self._session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        self.id = made["authenticatorId"]

    def is_right(self, right: bool) -> None:
        self._session.send("WebAuthn.setUserVerified", {"authenticatorId": self.id, "isUserVerified": right})

    def passkeys(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._session.send("WebAuthn.getCredentials", {"authenticatorId": self.id})[
            "credentials"
        ]
        return found


OpenUnlocked = Callable[..., tuple[Page, Unlock, Device]]


@pytest.fixture
def opened(named: WorldServer) -> Callable[[OpenDevice, str], tuple[Page, Unlock, Device]]:
    def open_page(open_device: OpenDevice, path: str = "/sign-in") -> tuple[Page, Unlock, Device]:
        device = open_device(named.origin, "de")
        page = device.context.new_page()
        unlock = Unlock(device, page)
        page.goto(path)
        return page, unlock, device

    return open_page


def give_pin(page: Page) -> None:
    page.goto("/sign-in/name")
    page.get_by_label("Ihr Name auf der Karte").fill(NAME)
    page.get_by_label("Ihre PIN").fill(PIN)
    page.locator("main form[action^='/sign-in/name'] button").click()


def give_password(page: Page, name: str) -> None:
    page.goto("/sign-in/mail")
    page.get_by_label("E-Mail-Adresse").fill(f"{name}@example.org")
    page.get_by_label("Passwort").fill(PASSWORD)
    page.locator("main form[action='/sign-in/mail'] button").click()


def only_i_use_it(page: Page) -> None:
    page.locator("button[value=own]").click()
    page.wait_for_url("**/welcome/reminders")


def set_up(page: Page, secret: str) -> None:
    """From the settings to the list with the new passkey in it; every page on the way is usable by everybody."""
    page.goto(PASSKEYS)
    page_rules.check(page, "de")
    page.get_by_role("link", name="Auf diesem Gerät einrichten").click()
    page_rules.check(page, "de")
    page.locator("#secret").fill(secret)
    page.get_by_role("button", name="Weiter").click()
    page_rules.check(page, "de")
    page.get_by_role("button", name="Einrichten").click()
    page.wait_for_url(f"**{PASSKEYS}")
    expect(page.get_by_text("dieses Gerät", exact=True)).to_be_visible()


def sign_out(page: Page, settings: str) -> None:
    page.goto(settings)
    page.locator('form[action="/sign-out"] button').first.click()
    page.wait_for_url("**/signed-out*")


def test_client_sets_her_phone_up_and_comes_in_by_it(phone: OpenDevice, opened: OpenUnlocked) -> None:
    page, unlock, device = opened(phone)
    give_pin(page)
    only_i_use_it(page)
    set_up(page, PIN)
    (made,) = unlock.passkeys()
    assert (made["rpId"], made["isResidentCredential"]) == ("localhost", True)
    assert made["userName"] == NAME
    sign_out(page, "/settings")
    page.goto("/sign-in")
    page_rules.check(page, "de")
    page.locator(BY_PASSKEY).click()
    page.wait_for_url("**/today")
    assert device.watch.problems() == []


def test_pages_are_for_everybody_in_arabic_too(phone: OpenDevice, named: WorldServer) -> None:
    named.write(lambda tx: tx.update("accounts", named.world.ids["amina"], language="ar"))
    device = phone(named.origin, "ar")
    page = device.open("/sign-in")
    page_rules.check(page, "ar")
    named.sign_in(device, "amina")
    page.goto(PASSKEYS)
    page_rules.check(page, "ar")
    page.goto(f"{PASSKEYS}/new")
    page.locator("#secret").fill(PIN)
    page.locator(f"form[action='{PASSKEYS}/new'] button").click()
    page.locator("[data-options]").wait_for()
    page_rules.check(page, "ar")


def test_mentor_comes_in_by_passkey(phone: OpenDevice, opened: OpenUnlocked) -> None:
    page, _, device = opened(phone)
    give_password(page, "mona")
    only_i_use_it(page)
    set_up(page, PASSWORD)
    sign_out(page, "/mentor/settings")
    page.goto("/sign-in/mail")
    page.locator(BY_PASSKEY).click()
    page.wait_for_url("**/mentor")
    assert device.watch.problems() == []


def test_counsellor_takes_a_passkey_instead_of_the_app(
    desk: OpenDevice, opened: OpenUnlocked, named: WorldServer
) -> None:
    page, unlock, device = opened(desk)
    give_password(page, "karin")
    page.wait_for_url("**/second-factor")
    page_rules.check(page, "de")
    by_passkey = page.get_by_role("button", name="Mit Fingerabdruck oder Gesicht")
    by_passkey.click()
    expect(page.get_by_role("heading", name="Ihre Ersatz-Codes")).to_be_visible()
    page.get_by_role("link", name="Ich habe sie. Weiter").click()
    page.wait_for_url("**/desk")
    sign_out(page, "/settings")
    give_password(page, "karin")
    page.wait_for_url("**/second-factor")
    page_rules.check(page, "de")
    unlock.is_right(False)
    by_passkey.click()
    expect(page.locator("[data-failed]")).to_be_visible()
    unlock.is_right(True)
    by_passkey.click()
    page.wait_for_url("**/desk")
    sign_out(page, "/settings")
    page.goto("/sign-in")
    page.locator(BY_PASSKEY).click()
    page.wait_for_url("**/desk")
    assert device.watch.problems() == []


def test_wrong_finger_is_told_kindly_and_sends_nothing(
    phone: OpenDevice, opened: OpenUnlocked, named: WorldServer
) -> None:
    page, unlock, _ = opened(phone)
    unlock.is_right(False)
    page.locator(BY_PASSKEY).click()
    expect(page.get_by_text("Das hat nicht geklappt. Bitte melden Sie sich anders an.")).to_be_visible()
    expect(page.locator(BY_PASSKEY)).to_be_enabled()
    assert page.url.endswith("/sign-in")


@pytest.mark.parametrize(
    ("options", "script"),
    [({"java_script_enabled": False}, ""), ({}, "delete window.PublicKeyCredential")],
    ids=["without script", "old browser"],
)
def test_device_that_can_not_do_it_shows_no_button(
    phone: OpenDevice, named: WorldServer, options: dict[str, Any], script: str
) -> None:
    device = phone(named.origin, "de", **options)
    named.sign_in(device, "amina")
    page = device.context.new_page()
    page.add_init_script(script)
    page.goto(PASSKEYS)
    expect(page.get_by_text("Dieses Gerät kann das nicht.")).to_be_visible()
    expect(page.get_by_role("link", name="Auf diesem Gerät einrichten")).to_be_hidden()
    page.goto("/sign-in/mail")
    expect(page.locator(BY_PASSKEY)).to_be_hidden()
