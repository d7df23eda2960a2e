"""Fixtures that every test may ask for. Tests with a browser are marked and run last."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

from tests.support.chromium import DESK, PHONE, Device, launch
from tests.support.effort import FULL, SEED
from tests.support.push_service import PushService

_BROWSER_FIXTURES = {"browser", "phone", "desk"}

settings.register_profile("test", max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("proof", max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("proof" if FULL else "test")


def pytest_report_header() -> str:
    return f"seed: {SEED}, {'full' if FULL else 'small'} counts"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Playwright keeps an event loop in this thread from its first use on, so whoever needs a loop goes before it."""
    for item in items:
        if _BROWSER_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once."""
    with sync_playwright() as driver:
        browser = launch(driver.chromium)
        yield browser
        browser.close()


OpenDevice = Callable[..., Device]


def _devices(browser: Browser, kind: dict[str, Any]) -> Iterator[OpenDevice]:
    opened: list[Device] = []

    def open_device(origin: str, language: str = "de", **options: object) -> Device:
        device = Device(browser, origin, kind, language, **options)
        opened.append(device)
        return device

    yield open_device
    for device in opened:
        device.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[OpenDevice]:
    """`phone(origin, "ar", permissions=[…])` gives a phone of 360 × 740 with a profile of its own."""
    yield from _devices(browser, PHONE)


@pytest.fixture
def desk(browser: Browser) -> Iterator[OpenDevice]:
    """`desk(origin)` gives a screen of 1280 × 800 with a profile of its own."""
    yield from _devices(browser, DESK)


@pytest.fixture
def push_service() -> Iterator[PushService]:
    with PushService() as service:
        yield service
