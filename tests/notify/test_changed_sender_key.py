"""After the VAPID key was changed every phone still gets its messages, and takes the new key when it is next used."""

from __future__ import annotations

import pytest

from pwa_server.casework import push_subscriptions
from pwa_server.domain.push_endpoints import checked
from pwa_server.storage.key_rings import ring_of
from pwa_server.storage.key_uses import uses
from pwa_server.storage.keys import VAPID_FILE
from tests.support.push_service import Device, Refused, check_vapid, decode
from tests.support.rotating import rotate

JSON = {"Accept": "application/json"}


def tell(amina, phone: Device, key: str, **more):
    """What the page says of the subscription that its browser has, with the key as the browser gives it."""
    return amina.post("/push/subscriptions", json=phone.subscription | {"key": key, **more}, headers=JSON).json()


@pytest.fixture
def amina(browser_of, parts, push_service):
    """Amina's phone; the push service of the test counts as one."""
    object.__setattr__(parts.settings, "push_test_origin", push_service.origin)
    return browser_of("amina")


def hang_on_the_old_key(parts) -> int:
    old = ring_of(parts.settings.key_dir, VAPID_FILE).older[0]
    return sum(uses(parts.settings.database_path, VAPID_FILE, old.name, parts.now()).values())


def signed_by(push_service, phone: Device, key: str) -> bool:
    [message] = push_service.messages(phone.path)
    assert message.status == 201
    try:
        return bool(check_vapid(message.headers, push_service.origin, key))
    except Refused:
        return False


@pytest.mark.parametrize("said", [True, False])
@pytest.mark.fault("F15")
def test_phone_from_before_gets_its_message_by_the_old_key_and_a_new_one_by_the_new(
    post, parts, amina, push_service, said
) -> None:
    """`said` is False for a phone from before pages told the key."""
    old = parts.keys.sender_keys[0]
    phone = Device(push_service.origin, "phone-before")
    tell(amina, phone, old if said else "")
    rotate(parts, "vapid")
    assert hang_on_the_old_key(parts) == 1
    new = parts.keys.sender_keys[0]
    fresh = Device(push_service.origin, "phone-after")
    subscription = checked(
        fresh.endpoint, *(fresh.subscription["keys"][name] for name in ("p256dh", "auth")), push_service.origin
    )
    post.do("amina", push_subscriptions.switch_on, subscription, "another session", "Android", "de")
    post.book()
    assert post.work() > 0
    assert signed_by(push_service, phone, old)
    assert signed_by(push_service, fresh, new)
    assert not signed_by(push_service, fresh, old)


@pytest.mark.fault("F15")
def test_phone_from_before_is_handed_the_new_key_and_moves(parts, amina, push_service) -> None:
    old = parts.keys.sender_keys[0]
    phone = Device(push_service.origin, "phone-before")
    assert tell(amina, phone, old) == {"on": True}
    assert tell(amina, phone, old, sync=True) == {"on": True}
    rotate(parts, "vapid")
    new = parts.keys.sender_keys[0]
    assert tell(amina, phone, old, sync=True) == {"on": True, "key": new}
    assert hang_on_the_old_key(parts) == 1
    again = Device(push_service.origin, "phone-again")
    assert tell(amina, again, new, sync=True) == {"on": True}
    assert hang_on_the_old_key(parts) == 0
    assert parts.database.utils()["push_subscriptions"].count == 1


def test_key_is_read_as_browsers_write_it(parts, amina, push_service) -> None:
    import base64

    key = parts.keys.sender_keys[0]
    phone = Device(push_service.origin, "phone")
    assert tell(amina, phone, base64.b64encode(decode(key)).decode()) == {"on": True}
    assert [row["sender_key"] for row in parts.database.utils()["push_subscriptions"].rows] == [key]


@pytest.mark.parametrize("told", ["BAAA", 7, None, ["a"], {"a": 1}])
def test_key_that_is_none_of_ours_is_not_kept(parts, amina, push_service, told) -> None:
    phone = Device(push_service.origin, "phone")
    tell(amina, phone, told)
    assert [row["sender_key"] for row in parts.database.utils()["push_subscriptions"].rows] == [""]
    if told == "BAAA":
        assert tell(amina, phone, told, sync=True)["key"] == parts.keys.sender_keys[0]


def test_page_that_says_nothing_of_the_key_takes_nothing_away(parts, amina, push_service) -> None:
    key = parts.keys.sender_keys[0]
    phone = Device(push_service.origin, "phone")
    tell(amina, phone, key)
    assert amina.post("/push/subscriptions", json=phone.subscription, headers=JSON).json() == {"on": True}
    assert [row["sender_key"] for row in parts.database.utils()["push_subscriptions"].rows] == [key]
