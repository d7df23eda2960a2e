"""Passkeys as a browser without a screen sets them up and uses them: the pages, the questions, the answers."""

from __future__ import annotations

import html
import json
import re
from typing import Any

from starlette.testclient import TestClient

from tests.support.authenticator import Authenticator

PASSKEYS = "/settings/passkeys"


def asked_to_make(browser: TestClient, secret: str) -> dict[str, Any]:
    """What the device is asked after PIN or password."""
    page = browser.post(f"{PASSKEYS}/new", data={"secret": secret})
    assert page.status_code == 200
    options: dict[str, Any] = json.loads(html.unescape(re.findall(r'data-options="([^"]+)"', page.text)[0]))
    return options


def set_up(browser: TestClient, secret: str, **facts: Any) -> Authenticator:
    """A passkey of whoever is signed in on this browser."""
    device = Authenticator(**facts)
    answer = browser.post(PASSKEYS, data={"credential": device.create(asked_to_make(browser, secret))})
    assert answer.headers.get("location") == PASSKEYS
    return device


def asked_to_sign(browser: TestClient, door: str = "/sign-in/passkey") -> dict[str, Any]:
    """What the device is asked at a door."""
    answer = browser.post(f"{door}/challenge")
    assert answer.status_code == 200
    options: dict[str, Any] = answer.json()
    return options


def open_with(browser: TestClient, device: Authenticator, door: str = "/sign-in/passkey", **wrong: Any) -> Any:
    """The answer of a door to what this device signs."""
    fields = {"credential": device.sign(asked_to_sign(browser, door), **wrong)}
    return browser.post(door, data=fields)
