"""The same request twice is one request."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

Browser = Callable[..., TestClient]


def reports(parts: Any) -> int:
    return len(list(parts.database.utils().query("SELECT id FROM step_reports")))


@pytest.mark.fault("F09")
def test_a_replayed_tick_is_one_report(browser_of: Browser, world: Any, parts: Any) -> None:
    amina = browser_of("amina")
    path = f"/steps/{world.ids['amina.standard.step1']}/reports"
    headers = {"Accept": "application/json", "Idempotency-Key": "tick-1"}
    answers = [amina.post(path, data={"report": "done"}, headers=headers) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert {answer.json()["done"] for answer in answers} == {"tick-1"}
    assert reports(parts) == 1


@pytest.mark.fault("F09")
def test_the_same_key_for_something_else_is_refused(browser_of: Browser, world: Any, parts: Any) -> None:
    amina = browser_of("amina")
    path = f"/steps/{world.ids['amina.standard.step1']}/reports"
    headers = {"Accept": "application/json", "Idempotency-Key": "tick-1"}
    amina.post(path, data={"report": "done"}, headers=headers)
    assert amina.post(path, data={"report": "undone"}, headers=headers).status_code == 422
    assert reports(parts) == 1


def test_two_people_may_use_the_same_key(browser_of: Browser, world: Any, parts: Any) -> None:
    headers = {"Accept": "application/json", "Idempotency-Key": "tick-1"}
    for name in ("amina", "badr"):
        path = f"/steps/{world.ids[f'{name}.standard.step1']}/reports"
        assert browser_of(name).post(path, data={"report": "done"}, headers=headers).status_code == 200
    assert reports(parts) == 2


def test_nobody_can_try_out_what_was_typed_from_what_knows_a_replay(
    browser_of: Browser, world: Any, parts: Any
) -> None:
    path = f"/steps/{world.ids['amina.standard.step1']}/reports"
    browser_of("amina").post(path, data={"report": "done", "request_key": "form-1"})
    guess = hashlib.sha256(json.dumps([path, [["report", "done"]]]).encode()).hexdigest()
    known = [row["fingerprint"] for row in parts.database.utils().query("SELECT fingerprint FROM idempotency_keys")]
    assert len(known) == 1
    assert known != [guess]


def test_a_form_sent_twice_leads_to_the_same_page(browser_of: Browser, world: Any, parts: Any) -> None:
    amina = browser_of("amina")
    path = f"/steps/{world.ids['amina.standard.step1']}/reports"
    first, second = (amina.post(path, data={"report": "done", "request_key": "form-1"}) for _ in range(2))
    assert first.status_code == second.status_code == 303
    assert first.headers["location"] == second.headers["location"]
    assert reports(parts) == 1
