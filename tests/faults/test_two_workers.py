"""Two workers at the same messages, neither killed: each message goes out once."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from pwa_server.casework import push_subscriptions
from pwa_server.domain.push_endpoints import checked
from pwa_server.domain.times import later
from pwa_server.storage.database import Tx
from tests.support.effort import FULL, count
from tests.support.push_service import Device, PushService
from tests.support.server import Installation
from tests.support.waiting import until
from tests.world import NOW_TEXT

MESSAGES = count(small=300, full=5000)


def add_messages(tx: Tx, person_id: str) -> None:
    facts = {"kind": "test", "person_id": person_id, "due_at": tx.now, "made_at": tx.now}
    for _ in range(MESSAGES):
        tx.insert("reminders", **facts, starts_at=later(tx.now, hours=9), stale_at=later(tx.now, hours=9))


@pytest.mark.fault("F24")
def test_two_workers_at_many_messages_send_each_one_once(
    parts: Any, world: Any, push_service: PushService, tmp_path: Path, record_property: Any
) -> None:
    phone, now = Device(push_service.origin), parts.now()
    keys = phone.subscription["keys"]
    subscription = checked(phone.endpoint, keys["p256dh"], keys["auth"], push_service.origin)
    parts.database.write_now(world.ids["amina"], now, push_subscriptions.switch_on, subscription, "s", "Android", "de")
    parts.database.write_now("", now, add_messages, world.ids["amina"])
    office = Installation(tmp_path, push_origin=push_service.origin, now=NOW_TEXT)

    def due() -> int:
        waiting = "SELECT count(*) AS n FROM reminders WHERE state = 'due' AND due_at <= ?"
        return int(next(parts.database.utils().query(waiting, [now]))["n"])

    with office.work(), office.work():
        until(lambda: due() == 0, "everything sent", 300)
    topics = Counter(message.headers["topic"] for message in push_service.messages())
    assert (len(topics), max(topics.values())) == (MESSAGES, 1)
    # Each process signs a token of its own.
    workers = len({message.headers["authorization"] for message in push_service.messages()})
    assert workers == 2 or not FULL, "a few messages may be one worker's alone"
    record_property("messages, workers, sent twice", f"{len(topics)}, {workers}, {sum(topics.values()) - len(topics)}")
