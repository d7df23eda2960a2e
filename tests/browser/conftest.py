"""A server of a world of its own for each test, and phones that are signed in and have stored the plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Error, Page

from tests.support.chromium import Device
from tests.support.fixtures import OpenDevice
from tests.support.world_server import WorldServer, world_server

ALLOWED = ["notifications", "background-sync"]
# What a load says when another load of the same page overtook it.
OVERTAKEN = ("interrupted by another navigation", "net::ERR_ABORTED")
# What the worker noted when the whole plan was stored; waits for it.
_NOTED = """async (user) => {
  for (let tries = 0; tries < 500; tries += 1) {
    const name = (await caches.keys()).find((one) => one.startsWith(`plan-${user}`));
    const kept = name && (await (await caches.open(name)).match("/__kept"));
    if (kept) return kept.json();
    await new Promise((done) => setTimeout(done, 20));
  }
  throw new Error("the plan was not stored");
}"""
_NO_COPIES = """async () => {
  for (let tries = 0; tries < 500; tries += 1) {
    if (!(await caches.keys()).some((name) => name.startsWith("plan-"))) return;
    await new Promise((done) => setTimeout(done, 20));
  }
  throw new Error("the copies are still there");
}"""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[WorldServer]:
    with world_server(tmp_path) as server:
        yield server


class Opened:
    """A phone with a page on it. A second tab without scripts of ours looks into its storage."""

    def __init__(self, device: Device, page: Page) -> None:
        self.device = device
        self.page = page
        self._looking = device.open("/healthz")

    def rest(self) -> None:
        """Leave the page. Chromium never closes one that is just loading itself anew, as pages do after sending."""
        self._goto("about:blank")

    def go(self, path: str) -> Page:
        """Open a path as a person would who types it: a page that is just loading itself anew gives way."""
        self._goto(path)
        return self.page

    def _goto(self, address: str) -> None:
        # A page loads itself anew after sending. Which of the two loads the browser takes is not what is tested.
        while True:
            try:
                self.page.goto(address)
            except Error as error:
                if not any(words in str(error) for words in OVERTAKEN):
                    raise
                self.page.wait_for_load_state()
            else:
                return

    def wait_until_stored(self, user: str = "") -> dict[str, Any]:
        """Wait until the worker has stored the whole plan (of that person); answers what it noted about it."""
        noted: dict[str, Any] = self._looking.evaluate(_NOTED, user)
        return noted

    def wait_until_empty(self) -> None:
        """Wait until no copy is left."""
        self._looking.evaluate(_NO_COPIES)

    def stored(self) -> dict[str, list[str]]:
        return self.device.service_worker(self._looking).cached_paths()

    def plan_caches(self) -> list[str]:
        return [name for name in self.stored() if name.startswith("plan-")]

    def outbox(self) -> list[dict[str, object]]:
        """The entries of the outbox, read without the page's own code."""
        entries: list[dict[str, object]] = self._looking.evaluate(
            """() => new Promise((done, fail) => {
              const asked = indexedDB.open("wegplan");
              asked.onupgradeneeded = () => asked.transaction.abort();
              asked.onerror = () => done([]);
              asked.onsuccess = () => {
                const all = asked.result.transaction("outbox").objectStore("outbox").getAll();
                all.onsuccess = () => { asked.result.close(); done(all.result); };
                all.onerror = () => fail(all.error);
              };
            })"""
        )
        return entries


OpenPhone = Callable[..., Opened]


@pytest.fixture
def phone_of(site: WorldServer, phone: OpenDevice) -> Iterator[OpenPhone]:
    """`phone_of("amina")` is her phone, with Today open and the plan stored; `stored=False` does not wait for that."""

    phones: list[Opened] = []

    def open_phone(
        name: str, path: str = "/today", *, phone_use: str = "", stored: bool = True, **options: object
    ) -> Opened:
        device = phone(site.origin, "de", **{"permissions": ALLOWED, **options})
        site.sign_in(device, name, phone_use)
        opened = Opened(device, device.open(path))
        phones.append(opened)
        device.service_worker(opened.page).wait_until_in_control()
        if stored:
            opened.wait_until_stored()
        return opened

    yield open_phone
    for opened in phones:
        opened.rest()
