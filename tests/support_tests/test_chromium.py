from __future__ import annotations

import json

import pytest

from tests.support import page_rules
from tests.support.fixtures import OpenDevice
from tests.support.push_service import Device as PushDevice
from tests.support.push_service import PushService
from tests.support.server import Installation

GERMAN = page_rules.german_of(
    {
        "Die Hilfe ist freiwillig.": "المساعدة طوعية.",
        "Noch %(n)s Tage": "%(n)s",
        "Heute": "اليوم",
        "Nein": "Nein",
    }
)
PUSH = json.dumps(
    {"notification": {"title": "موعد", "body": "b", "tag": "t1", "lang": "ar", "dir": "rtl", "navigate": "/plan"}}
)


def test_good_page_has_no_problems(phone: OpenDevice, origin: str) -> None:
    device = phone(origin, "ar")
    page = device.open("/")
    assert page_rules.problems(page, "ar", GERMAN) == []
    assert device.watch.problems() == []
    assert page.evaluate("navigator.language") == "ar"


def test_planted_faults_are_found(phone: OpenDevice, origin: str) -> None:
    device = phone(origin, "ar", service_workers="block")
    page = device.open("/faulty")
    found = "\n".join(page_rules.problems(page, "ar", GERMAN) + device.watch.problems())
    for fault in (
        "2 h1 instead of one",
        "the title is empty",
        "id twice: a",
        'no label: <input name="x">',
        "form without action",
        "wider than the screen",
        "html lang is 'de' instead of 'ar'",
        "html dir is '' instead of 'rtl'",
        "axe document-title",
        "axe image-alt",
        "axe label",
        "policy violation: style-src-attr inline",
        "policy violation: img-src http://other.example/pixel.png",
    ):
        assert fault in found
    assert any("small" in text for text in page_rules.small_targets(page))


def test_german_on_a_page_in_another_language_is_found(phone: OpenDevice, origin: str) -> None:
    page = phone(origin, "ar", service_workers="block").open("/faulty")
    assert page_rules.untranslated(page, GERMAN) == []  # the page says that it is German
    page.evaluate("document.documentElement.lang = 'ar'")
    assert page_rules.untranslated(page, GERMAN) == [
        "not translated: 'Die Hilfe ist freiwillig.'",
        "not translated: 'Noch 3 Tage'",
        "not translated: 'Heute'",
    ]


def test_requests_to_other_hosts_are_noted(desk: OpenDevice, origin: str) -> None:
    device = desk(origin, service_workers="block", bypass_csp=True)
    device.open("/faulty")
    assert device.watch.foreign_requests == ["http://other.example/pixel.png"]


def test_page_opens_offline_from_the_worker(phone: OpenDevice, origin: str) -> None:
    device = phone(origin)
    page = device.open("/")
    worker = device.service_worker(page)
    worker.wait_until_in_control()
    device.open("/plan", page)
    with device.offline():
        page.reload()
        assert page.inner_text("h1") == "اليوم"
        assert worker.cached_paths() == {"pages": ["/plan"]}
    assert device.watch.problems() == []


def test_page_opens_from_the_worker_while_the_server_is_gone(phone: OpenDevice, installation: Installation) -> None:
    with installation.serve() as server:
        device = phone(installation.origin)
        page = device.open("/")
        device.service_worker(page).wait_until_in_control()
        device.open("/plan", page)
        server.kill()
        device.open("/plan", page)
        assert page.inner_text("h1") == "اليوم"


@pytest.mark.parametrize("cold", [False, True])
def test_push_is_shown_and_tapped(phone: OpenDevice, origin: str, cold: bool) -> None:
    device = phone(origin, permissions=["notifications"])
    page = device.open("/")
    worker = device.service_worker(page)
    worker.wait_until_in_control()
    if cold:
        worker.stop()
    [shown] = worker.deliver_push(PUSH)
    assert shown == {"title": "موعد", "body": "b", "tag": "t1", "lang": "ar", "dir": "rtl", "data": "/plan"}
    assert worker.click("t1") == [("focus", f"{origin}/"), ("navigate", f"{origin}/plan")]
    page.wait_for_url("**/plan")


def test_same_tag_replaces_the_notification(phone: OpenDevice, origin: str) -> None:
    device = phone(origin, permissions=["notifications"])
    worker = device.service_worker(device.open("/"))
    for title in ("one", "two"):
        shown = worker.deliver_push(json.dumps({"notification": {"title": title, "tag": "t"}}))
    assert [notification["title"] for notification in shown] == ["two"]


def test_permission_has_three_states(phone: OpenDevice, origin: str) -> None:
    device = phone(origin)
    page = device.open("/")
    answers = {"prompt": "default", "denied": "denied", "granted": "granted"}
    for state, answer in answers.items():
        device.set_permission(page, "notifications", state)
        assert page.evaluate("Notification.permission") == answer


def test_stub_subscribes_as_the_device_of_the_push_service(
    phone: OpenDevice, origin: str, push_service: PushService
) -> None:
    push_device = PushDevice(push_service.origin)
    device = phone(origin, permissions=["notifications"])
    device.context.add_init_script(push_device.stub_script())
    page = device.open("/")
    key = "BA" + "A" * 85
    subscribe = """(key) => navigator.serviceWorker.ready
      .then((registration) => registration.pushManager.subscribe({userVisibleOnly: true, applicationServerKey: key}))
      .then((subscription) => [subscription instanceof PushSubscription, subscription.toJSON()])"""
    is_real, subscription = page.evaluate(subscribe, key)
    assert is_real
    assert subscription == {**push_device.subscription, "expirationTime": None}
    page.reload()
    known = "navigator.serviceWorker.ready.then((r) => r.pushManager.getSubscription()).then((s) => s?.endpoint)"
    assert page.evaluate(known) == push_device.endpoint
