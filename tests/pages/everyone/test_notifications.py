"""Switching reminders on and off, and looking whether they arrive."""

import json
from datetime import timedelta

import pytest

from pwa_server.casework.consents import is_given
from tests.support.push_service import Device

GOOGLE = "https://fcm.googleapis.com"
PHONE = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Mobile Safari/537.36"


def tap(browser, device, **more):
    """What the page sends after a tap."""
    headers = {"Accept": "application/json", "User-Agent": PHONE}
    return browser.post(
        "/push/subscriptions", json={**device.subscription, "expirationTime": None, **more}, headers=headers
    )


def devices(parts, world, name):
    return parts.database.read(world.ids[name], parts.now()).rows("push.own_devices")


def test_explanation_comes_before_the_switch(browser_of):
    page = browser_of("amina").get("/settings/notifications").text
    assert page.index("card--now") < page.index("data-push-start")


def test_page_is_there_for_everybody_signed_in(browser_of):
    for name in ("amina", "mona", "karin", "ada"):
        assert browser_of(name).get("/settings/notifications").status_code == 200
    assert browser_of().get("/settings/notifications").status_code == 303


def test_tap_switches_a_phone_on(browser_of, parts, world):
    browser = browser_of("amina")
    assert tap(browser, Device(GOOGLE)).json()["on"] is True
    [device] = devices(parts, world, "amina")
    assert (device["service"], device["label"]) == ("Google", "Android, Chrome")
    own = parts.database.read(world.ids["amina"], parts.now()).row("own.settings")
    assert json.loads(own["channels"])[0] == "push"
    assert "Android, Chrome" in browser.get("/settings/notifications").text


def test_endpoint_and_keys_are_sealed(browser_of, parts, world):
    tap(browser_of("amina"), Device(GOOGLE))
    raw = (
        parts.database.utils()
        .execute("SELECT endpoint_sealed, p256dh_sealed, auth_sealed FROM push_subscriptions")
        .fetchone()
    )
    assert not any("device-1" in value or "googleapis" in value for value in raw)


def test_same_phone_twice_is_one_device(browser_of, parts, world):
    browser, device = browser_of("amina"), Device(GOOGLE)
    tap(browser, device)
    tap(browser, device)
    assert len(devices(parts, world, "amina")) == 1


def test_new_address_of_a_browser_takes_the_place_of_the_old_one(browser_of, parts, world):
    browser = browser_of("amina")
    tap(browser, Device(GOOGLE, "old"))
    assert tap(browser, Device(GOOGLE, "new"), sync=True).json()["on"] is True
    assert len(devices(parts, world, "amina")) == 1


def test_page_load_alone_switches_nothing_on(browser_of, parts, world):
    assert tap(browser_of("amina"), Device(GOOGLE), sync=True).json() == {"on": False}
    assert not devices(parts, world, "amina")


def test_page_load_never_takes_another_persons_device(browser_of, parts, world):
    device = Device(GOOGLE)
    tap(browser_of("amina"), device)
    assert tap(browser_of("badr"), device, sync=True).json() == {"on": False}
    assert len(devices(parts, world, "amina")) == 1


def test_tap_of_another_person_on_the_same_phone_moves_it(browser_of, parts, world):
    device = Device(GOOGLE)
    tap(browser_of("amina"), device)
    tap(browser_of("badr"), device)
    assert not devices(parts, world, "amina")
    assert len(devices(parts, world, "badr")) == 1


def test_phone_given_up_elsewhere_stays_given_up(browser_of, parts, world):
    lost, other, device = browser_of("amina"), browser_of("amina"), Device(GOOGLE)
    tap(lost, device)
    [row] = devices(parts, world, "amina")
    assert other.post("/push/subscriptions/end", data={"id": row["id"]}).status_code == 303
    assert tap(lost, device, sync=True).json() == {"on": False}
    assert tap(lost, device).json()["on"] is True


def test_unchanged_subscription_is_not_written_again(browser_of, parts):
    browser, device = browser_of("amina"), Device(GOOGLE)
    tap(browser, device)
    changes = parts.database.utils().conn.total_changes
    assert tap(browser, device, sync=True).json()["on"] is True
    assert parts.database.utils().conn.total_changes == changes


def test_browser_gives_itself_up_by_its_address(browser_of, parts, world):
    browser, device = browser_of("amina"), Device(GOOGLE)
    tap(browser, device)
    answer = browser.post(
        "/push/subscriptions/end", json={"endpoint": device.endpoint}, headers={"Accept": "application/json"}
    )
    assert answer.json() == {"on": False}
    assert not devices(parts, world, "amina")


def test_foreign_device_can_not_be_given_up(browser_of, parts, world):
    device = Device(GOOGLE)
    tap(browser_of("amina"), device)
    [row] = devices(parts, world, "amina")
    assert browser_of("badr").post("/push/subscriptions/end", data={"id": row["id"]}).status_code == 404
    browser_of("badr").post("/push/subscriptions/end", json={"endpoint": device.endpoint})
    assert len(devices(parts, world, "amina")) == 1


def test_consent_is_given_with_the_tap_and_ends_with_the_last_phone(browser_of, parts, world):
    browser, device = browser_of("amina"), Device(GOOGLE)
    tap(browser, device)
    read = parts.database.read(world.ids["amina"], parts.now())
    assert is_given(read, world.ids["amina.case"], "push_reminders")
    browser.post("/push/subscriptions/end", json={"endpoint": device.endpoint})
    assert not is_given(read, world.ids["amina.case"], "push_reminders")


def test_sixth_phone_takes_the_place_of_the_one_not_seen_for_longest(browser_of, parts, world, clock):
    for number in range(6):
        clock.at += timedelta(minutes=1)
        tap(browser_of("amina"), Device(GOOGLE, f"device-{number}"))
    kept = devices(parts, world, "amina")
    assert len(kept) == 5
    assert min(row["made_at"] for row in kept) == "2026-11-24T09:02:00Z"


@pytest.mark.parametrize(
    "change",
    [
        {"endpoint": "https://127.0.0.1/x"},
        {"endpoint": "http://fcm.googleapis.com/x"},
        {"endpoint": None},
        {"endpoint": ["https://fcm.googleapis.com/x"]},
        {"keys": {}},
        {"keys": {"p256dh": "BAAA", "auth": "AAAA"}},
        {"keys": "text"},
        {"keys": {"p256dh": "B" * 87, "auth": "A" * 22}},
    ],
)
def test_bad_subscription_is_refused_and_changes_nothing(browser_of, parts, world, change):
    answer = tap(browser_of("amina"), Device(GOOGLE), **change)
    assert answer.status_code == 422
    assert answer.json()["error"]
    assert not devices(parts, world, "amina")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"text"', b"\xff\xfe", b"[" * 5000])
def test_body_that_is_no_subscription_is_refused(browser_of, body):
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    assert browser_of("amina").post("/push/subscriptions", content=body, headers=headers).status_code == 422


def test_sample_is_asked_for_once_a_minute(browser_of):
    browser = browser_of("mona")
    assert browser.post("/push/test").status_code == 409
    tap(browser, Device(GOOGLE))
    assert browser.post("/push/test").headers["location"] == "/settings/notifications"
    assert browser.post("/push/test").status_code == 409
    assert "Die Probe ist unterwegs." in browser.get("/settings/notifications").text


def test_key_is_the_one_that_the_worker_signs_with(browser_of, parts):
    assert browser_of("amina").get("/push/key").json() == {"key": parts.keys.sender_keys[0]}


def test_somebody_elses_message_can_not_be_marked_as_seen(browser_of, parts, world):
    browser = browser_of("amina")
    tap(browser, Device(GOOGLE))
    browser.post("/push/test")
    message = parts.database.utils().execute("SELECT id FROM reminders").fetchone()[0]
    assert browser_of("badr").post("/push/seen", json={"reminder": message}).status_code == 404
    assert browser.post("/push/seen", json={"reminder": message}).status_code == 200
    assert browser.post("/push/seen", json={"reminder": {"a": 1}}).status_code == 404
