"""Killed at a single write of the disk, worker and server alike: `make proof` takes every one of them.

What the worker does once a day writes thousands of times, by the numbers alone; of those a hundred are taken.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pwa_server.casework import push_subscriptions, reminders
from pwa_server.domain.push_endpoints import checked
from pwa_server.notify.payloads import topic
from tests.faults.conftest import Office
from tests.faults.test_failing_disk import is_whole, plain, traced, values
from tests.faults.test_killed_server import own_steps, tick
from tests.operation.files import change
from tests.support.effort import chance, count
from tests.support.push_service import Device, PushService
from tests.support.server import PROGRAM, ROOT, Process
from tests.support.waiting import until
from tests.world import World

__all__ = ["plain"]
KILL = "inject=pwrite64:signal=KILL:when="
FIRST, AFTER_THE_LEASE = "2026-11-24T09:00:00Z", "2026-11-24T09:02:10Z"


def moments(name: str, writes: int, small: int = 1, full: int = 1000) -> list[int]:
    """At which writes to kill."""
    every = range(1, writes + 1)
    return sorted(chance(name).sample(every, min(count(small=small, full=full), writes)))


@pytest.fixture
def phone(parts: Any, world: World, push_service: PushService) -> Device:
    """Amina's phone takes messages, and her meeting is booked."""
    phone = Device(push_service.origin)
    keys = phone.subscription["keys"]
    subscription = checked(phone.endpoint, keys["p256dh"], keys["auth"], push_service.origin)
    now = parts.now()
    parts.database.write_now(world.ids["amina"], now, push_subscriptions.switch_on, subscription, "s", "Android", "de")
    parts.database.write_now(world.ids["karin"], now, reminders.meeting_booked, world.ids["amina.standard.meeting"])
    return phone


@pytest.mark.fault("F01", "F23")
@pytest.mark.parametrize("daily", [False, True], ids=["a round", "a round with the work of the day"])
def test_worker_killed_at_a_write_sends_everything_and_leaves_nothing_half(
    phone: Device, push_service: PushService, plain: Any, tmp_path: Path, record_property: Any, daily: bool
) -> None:
    if not daily:
        change(plain.database_path, "INSERT INTO worker_state (id, alive_at) VALUES ('daily', ?)", FIRST)
    said, writes = traced(["trace=pwrite64"], *copied(plain, tmp_path / "whole"), "work", push_service.origin, FIRST)
    assert said == "answered"
    repeats = 0
    chosen = moments(f"worker {daily}", writes, full=100 if daily else 1000)
    for write in chosen:
        data, keys = copied(plain, tmp_path / str(write))
        before = len(push_service.messages())
        traced([f"{KILL}{write}"], data, keys, "work", push_service.origin, FIRST)
        assert_sent_and_noted_together(data / "wegplan.db")
        assert work(data, keys, push_service.origin) == "answered"
        database, messages = data / "wegplan.db", push_service.messages()[before:]
        [(due,)] = values(database, "SELECT count(*) FROM reminders WHERE state = 'due' AND due_at <= ?", FIRST)
        sent = {topic(str(row[0])) for row in values(database, "SELECT id FROM reminders WHERE state = 'sent'")}
        assert (due, sent) == (0, {message.headers["topic"] for message in messages}), write
        assert all(tag_of(phone, message) == message.headers["topic"] for message in messages)
        assert values(database, "SELECT id FROM worker_state ORDER BY id") == [("daily",), ("worker",)]
        assert is_whole(database)
        repeats += len(messages) - len(sent)
    record_property("writes, killed at, sent again", f"{writes}, {len(chosen)}, {repeats}")


def assert_sent_and_noted_together(database: Path) -> None:
    """A message is marked as sent in the transaction that notes which device took it."""
    half = (
        "SELECT n.id FROM reminders n WHERE (n.state = 'sent') <>"
        " EXISTS (SELECT 1 FROM deliveries d WHERE d.reminder_id = n.id AND d.outcome = 'accepted')"
    )
    assert values(database, half) == []


def tag_of(phone: Device, message: Any) -> str:
    return str(json.loads(phone.decrypt(message))["notification"]["tag"])


def copied(plain: Any, folder: Path) -> tuple[Path, Path]:
    """An installation of its own, with the same keys and data."""
    for source, name in ((plain.data_dir, "data"), (plain.key_dir, "keys")):
        shutil.copytree(source, folder / name)
        (folder / name).chmod(0o700)
    return folder / "data", folder / "keys"


def work(data: Path, keys: Path, push_origin: str) -> str:
    """Another worker, when the lease of the one before has run out."""
    arguments = (str(data), str(keys), "work", push_origin, AFTER_THE_LEASE)
    command = [sys.executable, "-m", "tests.faults.one_write", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=True).stdout.strip()


@pytest.mark.fault("F01")
def test_server_killed_at_a_write_keeps_what_it_answered_and_takes_the_rest_again(
    office: Office, record_property: Any
) -> None:
    """From its start to the answer of a tick: the outbox sends again what was not answered, and it arrives once."""
    [(token, step), *_] = own_steps(office)
    database = office.installation.database_path
    answered, writes = ticked(office, "trace=pwrite64", token, step, "tap-0", "done")
    assert answered
    chosen = moments("server", writes, small=2)
    for number, write in enumerate(chosen, 1):
        key, report = f"tap-{number}", "undone" if number % 2 else "done"
        answered, _ = ticked(office, f"{KILL}{write}", token, step, key, report)
        known = {str(kept).split(":")[0] for (kept,) in values(database, "SELECT key FROM idempotency_keys")}
        assert not answered or key in known, write
        with office.installation.serve():
            assert tick(office.installation.origin, token, step, key, report)
        assert values(database, "SELECT count(*) FROM step_reports") == [(number + 1,)], write
        assert is_whole(database)
    record_property("writes, killed at", f"{writes}, {len(chosen)}")


@pytest.mark.fault("F04")
def test_tick_that_the_disk_did_not_take_is_sent_again_under_its_key_and_is_one_report(
    office: Office, record_property: Any
) -> None:
    """What failed to reach the disk may be there all the same: nobody is told that it is, and the outbox asks again."""
    [(token, step), *_] = own_steps(office)
    database = office.installation.database_path
    answered, calls = ticked(office, "trace=fsync,fdatasync", token, step, "tap-0", "done")
    assert answered
    chosen, refused = moments("fsync", calls), 0
    for number, call in enumerate(chosen, 1):
        key, report = f"tap-{number}", "undone" if number % 2 else "done"
        rule = f"inject=fsync,fdatasync:error=EIO:when={call}"
        answered, _ = ticked(office, rule, token, step, key, report)
        known = {str(kept).split(":")[0] for (kept,) in values(database, "SELECT key FROM idempotency_keys")}
        assert not answered or key in known, call
        with office.installation.serve():
            assert tick(office.installation.origin, token, step, key, report)
        assert values(database, "SELECT count(*) FROM step_reports") == [(number + 1,)], call
        assert is_whole(database)
        refused += not answered
    record_property("calls, failed at, not answered", f"{calls}, {len(chosen)}, {refused}")


def ticked(office: Office, rule: str, token: str, step: str, key: str, report: str) -> tuple[bool, int]:
    """Whether a server under this rule answered a tick, and how often its busiest thread called what is traced."""
    calls = office.installation.folder / "calls.txt"
    calls.unlink(missing_ok=True)
    # Detached (-D): what is started and ended here is the server, and not the one who looks on.
    command = ("strace", "-D", "-f", "-qq", "-o", str(calls), "-e", rule, *PROGRAM, "serve")
    with Process(command, office.installation.environment, office.installation.folder / "traced.log") as process:
        until(lambda: not process.is_running or office.installation.is_healthy(), "an answer or the end", 60)
        answered = tick(office.installation.origin, token, step, key, report)
    threads = re.findall(r"^(\d+) +(?:pwrite64|fdatasync|fsync)\(", calls.read_text(errors="replace"), re.MULTILINE)
    return answered, max((threads.count(thread) for thread in set(threads)), default=0)
