from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from py_vapid import Vapid02
from pywebpush import WebPushException, webpush

from tests.support.push_service import ANY_PATH, Device, PushService, Refused, check_vapid, encode, public_bytes

PAYLOAD = json.dumps({"title": "موعد", "body": "14:30"}, ensure_ascii=False)


@pytest.fixture
def vapid() -> Vapid02:
    keys = Vapid02()
    keys.generate_keys()
    return keys


@pytest.fixture
def device(push_service: PushService) -> Device:
    return Device(push_service.origin)


@pytest.fixture
def send(vapid: Vapid02, device: Device) -> Iterator[Any]:
    with requests.Session() as session:

        def send_one(**options: Any) -> Any:
            defaults = {"ttl": 60, "timeout": 5, "vapid_claims": {"sub": "mailto:test@example.org"}}
            keys = {"vapid_private_key": vapid, "requests_session": session}
            return webpush(device.subscription, PAYLOAD, **{**defaults, **keys, **options})

        yield send_one


def test_message_of_pywebpush_is_taken_and_decrypted(push_service: PushService, device: Device, send: Any) -> None:
    assert send().status_code == 201
    [message] = push_service.wait_for(1, device.path)
    assert device.decrypt(message) == PAYLOAD


def test_token_is_checked_against_the_sender(push_service: PushService, send: Any, vapid: Vapid02) -> None:
    send()
    [message] = push_service.wait_for(1)
    claims = check_vapid(message.headers, push_service.origin, encode(public_bytes(vapid.public_key)))
    assert claims["sub"] == "mailto:test@example.org"
    with pytest.raises(Refused, match="another key"):
        check_vapid(message.headers, push_service.origin, encode(b"\x04" * 65))
    with pytest.raises(Refused, match="aud"):
        check_vapid(message.headers, "http://127.0.0.1:1")


@pytest.mark.parametrize("status", [404, 410, 413, 429, 500, 503])
def test_fixed_answers(push_service: PushService, device: Device, send: Any, status: int) -> None:
    push_service.answer(device.path, status, headers={"Retry-After": "7"})
    with pytest.raises(WebPushException) as refused:
        send()
    assert refused.value.response.status_code == status
    assert refused.value.response.headers["Retry-After"] == "7"


def test_outage_of_the_whole_service_ends(push_service: PushService, send: Any) -> None:
    push_service.answer(ANY_PATH, 503)
    with pytest.raises(WebPushException):
        send()
    push_service.forget_answers()
    assert send().status_code == 201


def test_redirect_shows_who_follows_it(push_service: PushService, device: Device, send: Any) -> None:
    push_service.redirect(device.path, push_service.origin + "/elsewhere")
    send()
    assert [message.path for message in push_service.messages()] == [device.path, "/elsewhere"]


def test_service_that_never_answers(push_service: PushService, device: Device, send: Any) -> None:
    push_service.answer(device.path, 201, never=True)
    with pytest.raises(requests.exceptions.Timeout):
        send(timeout=0.2)


def test_slow_service_answers_in_the_end(push_service: PushService, device: Device, send: Any) -> None:
    push_service.answer(device.path, 201, delay_seconds=0.2)
    assert send().elapsed.total_seconds() > 0.2


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"TTL": "soon"}, 400),
        ({"Content-Encoding": "aesgcm"}, 415),
        ({"Topic": "a name with blanks"}, 400),
        ({"Urgency": "extreme"}, 400),
        ({"Authorization": ""}, 401),
        ({"Authorization": "vapid t=e30.e30.e30, k=BA"}, 401),
    ],
)
def test_wrong_requests_are_refused(
    push_service: PushService, device: Device, send: Any, change: dict[str, str], status: int
) -> None:
    send()
    [good] = push_service.wait_for(1)
    kept = ("ttl", "content-encoding", "authorization")
    headers = {name: value for name, value in good.headers.items() if name in kept}
    changed = {**headers, **{name.lower(): value for name, value in change.items()}}
    assert requests.post(device.endpoint, data=good.body, headers=headers, timeout=5).status_code == 201
    assert requests.post(device.endpoint, data=good.body, headers=changed, timeout=5).status_code == status


def test_too_large_message_is_refused(push_service: PushService, device: Device) -> None:
    headers = {"TTL": "60", "Content-Encoding": "aes128gcm"}
    assert requests.post(device.endpoint, data=b"x" * 4097, headers=headers, timeout=5).status_code == 413
