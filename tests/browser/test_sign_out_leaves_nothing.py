"""After signing out nothing of the person is on the phone; before, what was tapped goes out or is said to be lost."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Opened, OpenPhone
from tests.support.chromium import ARGUMENTS, PHONE
from tests.support.waiting import until
from tests.support.world_server import WorldServer

SIGN_OUT = 'form[action="/sign-out"] button'
STEP = "amina.standard.step1"
# Everything that a page of this origin can find on the phone, as one text.
EVERYTHING = """async () => {
  const found = [JSON.stringify({...localStorage}), JSON.stringify({...sessionStorage}), document.cookie];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) found.push(name, request.url, await (await cache.match(request)).text());
  }
  for (const {name} of await indexedDB.databases()) {
    const database = await new Promise((done, fail) => {
      const asked = indexedDB.open(name);
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => fail(asked.error);
    });
    for (const store of database.objectStoreNames) {
      const all = database.transaction(store).objectStore(store).getAll();
      await new Promise((done) => { all.onsuccess = done; });
      found.push(store, JSON.stringify(all.result));
    }
    database.close();
  }
  return found.join("\\n");
}"""


def sign_out(phone: Opened) -> None:
    page = phone.go("/settings")
    with page.expect_navigation():
        page.click(SIGN_OUT)


def left_on(phone: Opened) -> str:
    found: str = phone.device.open("/healthz").evaluate(EVERYTHING)
    return found


def test_stored_plan_is_found_before_signing_out(site: WorldServer, phone_of: OpenPhone) -> None:
    """The search itself finds what there is."""
    assert site.world.canaries[f"{STEP}.text"] in left_on(phone_of("amina"))


@pytest.mark.fault("F30")
def test_nothing_personal_is_left(site: WorldServer, phone_of: OpenPhone) -> None:
    phone = phone_of("amina")
    sign_out(phone)
    left = left_on(phone)
    assert [place for place, word in site.world.canaries.items() if word in left] == []
    assert "opaque-amina" not in left
    assert [identity for identity in site.world.ids.values() if identity in left] == []
    assert phone.go("/today").get_attribute("html", "data-user") is None
    with phone.device.offline():
        assert phone.go("/today").get_attribute("html", "data-user") is None


def found_in(folder: Path, words: Iterable[str]) -> set[str]:
    """Which of these words stand in any file of a folder, as browsers write them."""
    raw = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    return {word for word in words if word.encode() in raw or word.encode("utf-16-le") in raw}


@pytest.mark.fault("F30")
def test_no_file_of_the_browser_holds_anything_after_signing_out(
    site: WorldServer, browser: Browser, tmp_path: Path
) -> None:
    """Whoever takes the phone apart finds no more than whoever picks it up."""
    profile, words = tmp_path / "profile", set(site.world.canaries.values())
    options: dict[str, Any] = {"executable_path": shutil.which("chromium"), "args": ARGUMENTS, **PHONE}
    with browser.browser_type.launch_persistent_context(profile, base_url=site.origin, **options) as context:
        context.add_cookies([{"name": "s", "value": site.session_of("amina"), "url": site.origin}])
        page = context.new_page()
        page.goto("/plan")
        until(lambda: len(found_in(profile, words)) > 5, "the copies", 30)
        page.goto("/settings")
        with page.expect_navigation():
            page.click(SIGN_OUT)
        page.go_back()
        assert not [word for word in words if word in page.content()]
    assert found_in(profile, words) == set()


def test_nothing_is_stored_again_while_the_plan_was_just_being_stored(site: WorldServer, phone_of: OpenPhone) -> None:
    phone = phone_of("amina", "/settings", stored=False)
    with phone.page.expect_navigation():
        phone.page.click(SIGN_OUT)
    phone.go("/emergency")
    assert [word for word in site.world.canaries.values() if word in left_on(phone)] == []


def test_what_was_asked_for_before_signing_out_is_not_stored_after_it(phone_of: OpenPhone) -> None:
    """The worker was still busy with the public pages; the session has not ended yet."""
    phone = phone_of("amina")
    kept = phone.device.service_worker(phone.page).run(
        """async () => {
          let goOn;
          const busy = new Promise((done) => { goOn = done; }), real = keepPublicPages;
          keepPublicPages = () => busy;
          askedAt = 0;
          const storing = TOLD.page({language: "ar", keep: true});
          await TOLD.wipe();
          goOn();
          await storing;
          keepPublicPages = real;
          return planCaches();
        }"""
    )
    assert kept == []


def test_unsent_tick_goes_out_first(site: WorldServer, phone_of: OpenPhone) -> None:
    phone = phone_of("amina")
    with phone.device.offline():
        phone.go("/today").locator('form[data-outbox="tick"] button').first.click()
        phone.page.wait_for_selector("[data-word=pending]")
        page = phone.go("/settings")
    page.click(SIGN_OUT)
    until(lambda: len(site.reports(STEP)) == 1, "the tick to arrive")
    page.wait_for_function("() => !document.documentElement.dataset.user")
    assert site.world.canaries[f"{STEP}.text"] not in left_on(phone)


def test_what_would_be_lost_is_said_and_one_may_stay(site: WorldServer, phone_of: OpenPhone) -> None:
    phone = phone_of("amina")
    site.end()
    phone.go("/today").locator('form[data-outbox="tick"] button').first.click()
    phone.page.wait_for_selector("[data-word=pending]")
    page = phone.go("/settings")
    page.click(SIGN_OUT)
    dialog = page.locator("dialog[open]")
    dialog.wait_for()
    dialog.locator("button[value=stay]").click()
    assert len(phone.outbox()) == 1
    assert phone.plan_caches() == ["plan-opaque-amina"]


@pytest.mark.fault("F30")
def test_plan_can_be_deleted_from_the_phone_without_network(site: WorldServer, phone_of: OpenPhone) -> None:
    phone = phone_of("amina")
    with phone.device.offline():
        phone.go("/today").locator('form[data-outbox="tick"] button').first.click()
        phone.page.wait_for_selector("[data-word=pending]")
        page = phone.go("/settings")
        page.evaluate("() => Object.defineProperty(navigator, 'onLine', {value: false})")
        page.click(SIGN_OUT)
        page.locator("dialog[open] button[value=leave]").click()
        page.wait_for_url("**/offline")
        left = page.evaluate(EVERYTHING)
    assert site.world.canaries[f"{STEP}.text"] not in left
    assert "opaque-amina" not in left
