"""The system's clock jumps under a real worker, or is behind when the program starts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pwa_server.casework import push_subscriptions, reminders
from pwa_server.domain.push_endpoints import checked
from pwa_server.domain.times import moment
from pwa_server.operation import startup
from pwa_server.settings import BadSettings
from pwa_server.storage import session_rows
from tests.operation.files import refused
from tests.support.push_service import Device, PushService
from tests.support.server import Installation
from tests.support.waiting import until

LIBRARY = next(iter(Path("/usr/lib").rglob("libfaketime.so.1")), None)
# Amina's meeting is on 3 December; its first reminder is due three days before, at half past one.
BEFORE, DUE = "2026-11-30T13:00:00Z", "2026-11-30T13:31:00Z"


class SystemClock:
    """The clock of the system as the processes see it that get `environment`: it can be set while they run."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "clock"
        self.set("+0")

    def set(self, change: str) -> None:
        """`+2h` sets it two hours ahead of the right time, `+0` right."""
        draft = self._file.with_suffix(".new")
        draft.write_text(change + "\n")
        draft.replace(self._file)

    @property
    def environment(self) -> dict[str, str]:
        assert LIBRARY, "make system installs faketime"
        return {
            "LD_PRELOAD": str(LIBRARY),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }


@pytest.fixture
def announced(parts: Any, world: Any, push_service: PushService, tmp_path: Path) -> Installation:
    """Amina has a phone that takes messages, and her meeting is booked."""
    phone = Device(push_service.origin)
    keys = phone.subscription["keys"]
    subscription = checked(phone.endpoint, keys["p256dh"], keys["auth"], push_service.origin)
    now = parts.now()
    parts.database.write_now(world.ids["amina"], now, push_subscriptions.switch_on, subscription, "s", "Android", "de")
    parts.database.write_now(world.ids["karin"], now, reminders.meeting_booked, world.ids["amina.standard.meeting"])
    return Installation(tmp_path, push_origin=push_service.origin)


@pytest.mark.fault("F11")
def test_clock_that_jumps_ahead_sends_nothing_early_and_loses_nothing(
    announced: Installation, push_service: PushService, parts: Any, tmp_path: Path
) -> None:
    def first_reminder() -> str:
        rows = parts.database.utils().query("SELECT state FROM reminders WHERE kind = 'reminder' AND offset_hours = 72")
        return "".join(sorted({row["state"] for row in rows}))

    system = SystemClock(tmp_path)
    with announced.work(WEGPLAN_NOW=BEFORE, **system.environment) as worker:
        push_service.wait_for(1, timeout=60)
        system.set("+2h")
        worker.wait_for_log("clock_jumped_ahead")
        system.set("+0")
        worker.wait_for_log("clock_is_back")
    assert len(push_service.messages()) == 1
    assert first_reminder() == "due"
    with announced.work(WEGPLAN_NOW=DUE, **system.environment) as worker:
        push_service.wait_for(2, timeout=60)
        system.set("-2h")
        worker.wait_for_log("clock_jumped_back")
        until(lambda: first_reminder() == "sent", "the mark of what was sent", 60)
    assert len(push_service.messages()) == 2


@pytest.mark.fault("F11")
@pytest.mark.parametrize("command", ["serve", "worker"])
def test_clock_that_is_behind_what_was_written_stops_the_start(
    announced: Installation, parts: Any, command: str
) -> None:
    parts.database.write_now("", "2027-06-01T09:00:00Z", lambda tx: tx.run("unscoped.worker_alive", id="w", alarm=""))
    said = refused(announced, command)
    assert "The clock says" in said
    assert "2027-06-01T09:00:00Z" in said
    assert "timedatectl" in said


@pytest.mark.fault("F11")
def test_clock_that_was_wrong_then_and_is_right_now_can_be_told(
    announced: Installation, parts: Any, world: Any
) -> None:
    ahead = "2027-06-01T09:00:00Z"
    parts.database.write_now("", ahead, lambda tx: tx.run("unscoped.worker_alive", id="w", alarm=""))
    parts.database.write_now("", "2027-06-02T09:00:00Z", session_rows.begin, world.ids["amina"], "client", "own")
    assert "the data was written up to" in refused(announced, "check")
    with announced.serve(CLOCK_IS_RIGHT="1") as server:
        assert server.is_running
    with announced.serve() as server:
        assert server.is_running, "once is enough"
    assert "nothing was written later than that" in refused(announced, "check")


@pytest.mark.fault("F11")
def test_clock_that_was_told_to_be_right_is_watched_as_before(announced: Installation, parts: Any) -> None:
    """What was written by the clock that was ahead says nothing, also in the history; what is written from now on does."""

    def written(at: str, event: str) -> None:
        parts.database.write_now("", at, lambda tx: tx.run("unscoped.worker_alive", id="worker", alarm=""))
        parts.database.write_now("", at, lambda tx: tx.insert("events", id=event, at=at, action="made"))

    def told() -> None:
        startup.require_clock(parts.database, lambda: moment("2026-12-01T09:00:00Z"))

    written("2027-06-01T09:00:00Z", "ff-1")
    startup.require_clock(parts.database, lambda: moment("2026-12-01T09:00:00Z"), is_right=True)
    told()
    written("2026-12-01T10:00:00Z", "ff-0")
    with pytest.raises(BadSettings, match="2026-12-01T10:00:00Z"):
        told()
