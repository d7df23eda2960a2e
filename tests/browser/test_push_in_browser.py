"""Reminders on a phone: switched on by a tap, every outcome in words, shown and opened by the worker."""

from __future__ import annotations

import json

import pytest

from tests.browser.conftest import OpenPhone
from tests.support.fixtures import OpenDevice
from tests.support.push_service import Device as PushDevice
from tests.support.waiting import until
from tests.support.world_server import WorldServer

PAGE = "/settings/notifications"


def message(site: WorldServer, path: str, **more: object) -> str:
    said = {
        "title": "تذكير",
        "body": "لديك موعد",
        "lang": "ar",
        "dir": "rtl",
        "tag": "t1",
        "navigate": site.origin + path,
    }
    return json.dumps({"web_push": 8030, "notification": {**said, **more}})


def test_pushed_message_is_shown_as_it_was_written(site: WorldServer, phone_of: OpenPhone) -> None:
    phone = phone_of("amina")
    (shown,) = phone.device.service_worker(phone.page).deliver_push(message(site, "/meetings"))
    assert {name: shown[name] for name in ("title", "body", "lang", "dir", "tag")} == {
        "title": "تذكير",
        "body": "لديك موعد",
        "lang": "ar",
        "dir": "rtl",
        "tag": "t1",
    }


@pytest.mark.fault("F23")
def test_same_message_sent_twice_is_shown_once(site: WorldServer, phone_of: OpenPhone) -> None:
    phone = phone_of("amina")
    worker = phone.device.service_worker(phone.page)
    worker.deliver_push(message(site, "/meetings"))
    worker.stop()
    assert len(worker.deliver_push(message(site, "/meetings"))) == 1


def test_message_that_nobody_can_read_is_shown_all_the_same(phone_of: OpenPhone) -> None:
    phone = phone_of("amina")
    (shown,) = phone.device.service_worker(phone.page).deliver_push("}{")
    assert shown["title"] == "Wegplan"


def test_click_opens_the_meeting(site: WorldServer, phone_of: OpenPhone) -> None:
    phone = phone_of("amina")
    path = f"/meetings/{site.world.ids['amina.standard.meeting']}"
    worker = phone.device.service_worker(phone.page)
    worker.deliver_push(message(site, path))
    calls = worker.click("t1")
    assert ["navigate", site.origin + path] in [list(call) for call in calls]


def test_click_never_leads_to_another_host(site: WorldServer, phone_of: OpenPhone) -> None:
    phone = phone_of("amina")
    worker = phone.device.service_worker(phone.page)
    worker.deliver_push(message(site, "/", navigate="https://other.example/"))
    assert worker.click("t1") == []


def test_phone_that_says_no_is_told_what_to_do(site: WorldServer, phone_of: OpenPhone) -> None:
    phone = phone_of("amina", PAGE, stored=False)
    phone.device.set_permission(phone.page, "notifications", "denied")
    page = phone.go(PAGE)
    state = page.locator("[data-push-state=denied]")
    state.wait_for()
    assert state.inner_text().strip() == page.evaluate(
        "() => document.getElementById('words').content.querySelector('[data-word=push-denied]').textContent.trim()"
    )
    assert site.rows("SELECT id FROM push_subscriptions") == []


def test_phone_without_push_service_gets_words_and_no_waiting_for_ever(phone_of: OpenPhone) -> None:
    phone = phone_of("amina", PAGE, stored=False)
    phone.page.click("[data-push-start]")
    phone.page.wait_for_function(
        "() => ['impossible', 'denied', 'slow'].includes(document.querySelector('[data-push-state]').dataset.pushState)"
    )
    assert phone.page.locator("[data-push-state]").inner_text().strip()


def test_tap_subscribes_and_each_page_says_it_again(site: WorldServer, phone: OpenDevice) -> None:
    push = PushDevice("https://updates.push.services.mozilla.com", "amina-1")
    device = phone(site.origin, "de", permissions=["notifications"])
    device.context.add_init_script(push.stub_script())
    site.sign_in(device, "amina")
    page = device.open(PAGE)
    device.service_worker(page).wait_until_in_control()
    page.click("[data-push-start]")
    page.locator("[data-push-state=on]").wait_for()
    page.locator('form[action="/push/test"]').wait_for()  # the phone stands on its list, with a sample to try
    (row,) = site.rows("SELECT account_id, seen_at FROM push_subscriptions")
    assert row["account_id"] == site.world.ids["amina"]
    site.write(lambda tx: tx.run("sessions.forget_push_of_account", account_id=site.world.ids["amina"]))
    device.open("/today", page)
    until(lambda: len(site.rows("SELECT id FROM push_subscriptions")) == 1, "the page to say it again")
    device.open(PAGE, page)
    page.click("[data-push-stop]")
    page.locator("[data-push-state=off]").wait_for()
    assert site.rows("SELECT id FROM push_subscriptions") == []


@pytest.mark.fault("F15")
def test_phone_subscribes_anew_when_the_keys_of_the_office_are_new(site: WorldServer, phone: OpenDevice) -> None:
    push = PushDevice("https://updates.push.services.mozilla.com", "amina-1")
    device = phone(site.origin, "de", permissions=["notifications"])
    device.context.add_init_script(push.stub_script())
    site.sign_in(device, "amina")
    page = device.open(PAGE)
    device.service_worker(page).wait_until_in_control()
    page.click("[data-push-start]")
    page.locator("[data-push-state=on]").wait_for()
    current = page.evaluate("() => localStorage.getItem('push-stub')")
    page.evaluate("(key) => localStorage.setItem('push-stub', key)", "BB" + current[2:])
    device.open("/today", page)
    page.wait_for_function("(key) => localStorage.getItem('push-stub') === key", arg=current)
    assert len(site.rows("SELECT id FROM push_subscriptions")) == 1


def test_worker_does_nothing_at_a_message_of_another_shape(site: WorldServer, phone_of: OpenPhone) -> None:
    phone = phone_of("amina")
    phone.wait_until_stored()
    faults: list[str] = []
    phone.device.context.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page = phone.go("/today")
    answered = page.evaluate("""async () => {
      const {active} = await navigator.serviceWorker.ready;
      const asked = (data) => new Promise((resolve) => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => resolve(true);
        active.postMessage(data, [channel.port2]);
        setTimeout(() => resolve(false), 150);
      });
      const shapes = [null, 0, "wipe", [], {}, {type: null}, {type: "constructor"}, {type: "toString"},
        {type: "__proto__"}, {type: "hasOwnProperty"}, {type: "WIPE"}, {kind: "wipe"}];
      const answers = [];
      for (const shape of shapes) answers.push(await asked(shape));
      return [answers.some(Boolean), await asked({type: "wipe"})];
    }""")
    assert answered == [False, True]
    assert faults == []
