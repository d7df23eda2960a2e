from __future__ import annotations

import json

import pytest
import requests
from py_vapid import Vapid02
from pywebpush import webpush

from tests.support.firefox import Autopush, Firefox
from tests.support.push_service import encode, public_bytes

SUBSCRIBE = """navigator.serviceWorker.ready
  .then((registration) => registration.pushManager.subscribe({userVisibleOnly: true, applicationServerKey: "%s"}))
  .then((subscription) => JSON.stringify(subscription))"""


@pytest.mark.browser
def test_firefox_subscribes_receives_and_decrypts(origin: str) -> None:
    keys = Vapid02()
    keys.generate_keys()
    payload = {"notification": {"title": "پیام", "body": "b", "tag": "t", "lang": "fa", "navigate": "/plan"}}
    with Autopush() as push, Firefox(push) as firefox:
        firefox.grant_notifications(origin)
        firefox.open(origin)
        subscription = json.loads(firefox.evaluate(SUBSCRIBE % encode(public_bytes(keys.public_key))))
        assert subscription["endpoint"].startswith(push.origin)
        with requests.Session() as session:
            claims = {"sub": "mailto:test@example.org"}
            options = {"ttl": 60, "timeout": 5, "requests_session": session}
            answer = webpush(subscription, json.dumps(payload), keys, claims, **options)
        assert answer.status_code == 201
        push.wait_until_decrypted()
        [shown] = firefox.wait_for_notification()
    assert (shown["title"], shown["tag"], shown["data"]) == ("پیام", "t", "/plan")
