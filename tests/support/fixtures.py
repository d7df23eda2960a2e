"""Fixtures that every test may ask for. Tests with a browser are marked and run last."""

from __future__ import annotations

import io
import logging
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

from pwa_server.web import logs
from tests.support.chromium import DESK, PHONE, Device, launch
from tests.support.effort import FULL, SEED
from tests.support.push_service import PushService

pytest_plugins = ["tests.support.run_log"]
_BROWSER_FIXTURES = {"browser", "phone", "desk"}

settings.register_profile("test", max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("proof", max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("proof" if FULL else "test")


MEMORY = Path("/dev/shm")  # where Linux keeps files in memory
ENOUGH = 4 << 30  # bytes free


def pytest_configure() -> None:
    """The files of the tests lie in memory where there is room: waiting for a disk is a third of the whole time.

    They stay real files. What `fsync` protects from, the loss of power, no test can bring about.
    The processes that tests start keep their compiled modules, as an installation does, whatever the machine prefers.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ENOUGH:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The figures that tests recorded (`record_property`), for the note that closes a piece of work."""
    passed = [report for report in terminalreporter.getreports("passed") if report.when == "call"]
    lines = [f"{report.nodeid}: {name}: {value}" for report in passed for name, value in report.user_properties]
    if lines:
        terminalreporter.section("figures")
        terminalreporter.write_line("\n".join(lines))


def pytest_report_header() -> str:
    return f"seed: {SEED}, {'full' if FULL else 'small'} counts"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Playwright keeps an event loop in this thread from its first use on, so whoever needs a loop goes before it.

    Side by side (`make test`), the tests of one file stay in one process, because they share what takes long to build;
    those with a browser are a group of their own, so that here too they come last. tests/release shares one installation.
    """
    for item in items:
        group = str(item.path.parent if item.path.parent.name == "release" else item.path)
        if _BROWSER_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)
            group += " in a browser"
        item.add_marker(pytest.mark.xdist_group(group))
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


@pytest.fixture
def log_lines() -> Iterator[io.StringIO]:
    """Everything that we log, as it would stand in the journal."""
    ours = logging.getLogger("wegplan")
    before = ours.handlers, ours.level, ours.propagate
    logs.set_up()
    stream = io.StringIO()
    assert isinstance(ours.handlers[0], logging.StreamHandler)
    ours.handlers[0].setStream(stream)
    yield stream
    ours.handlers, ours.level, ours.propagate = before


@pytest.fixture
def journal(log_lines: io.StringIO) -> Iterator[io.StringIO]:
    """The same and every line of every library, down to its details; what the test's own browser logs is not ours."""
    root, of_libraries = logging.getLogger(), logging.StreamHandler(log_lines)
    level = root.level
    of_libraries.addFilter(lambda record: not record.name.startswith("httpx"))
    root.addHandler(of_libraries)
    root.setLevel(logging.DEBUG)
    yield log_lines
    root.removeHandler(of_libraries)
    root.setLevel(level)
