"""A worker that is there and does nothing is noticed within five minutes, by everybody who looks."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from pwa_server.casework import reminders
from pwa_server.domain.times import instant, moment
from tests.operation.test_check import told
from tests.operation.test_metrics import samples, scraped
from tests.support.server import Installation
from tests.support.waiting import free_port, until
from tests.world import NOW_TEXT


def later(minutes: int) -> str:
    return instant(moment(NOW_TEXT) + timedelta(minutes=minutes))


def rounds(port: int) -> float:
    """When the worker had last looked through everything; 0 before the first time."""
    try:
        return samples(scraped(port))["wegplan_worker_round_timestamp_seconds",]
    except OSError:
        return 0


@pytest.mark.fault("F44")
def test_worker_that_is_stopped_in_the_middle_is_noticed(parts: Any, world: Any, tmp_path: Path) -> None:
    """SIGSTOP: its process and its connections are there, and nobody is reminded. Then it goes on as if nothing was."""
    waits = "SELECT 1 FROM reminders WHERE state = 'due' AND due_at <= ?"
    office, port, of_worker = Installation(tmp_path, now=NOW_TEXT), free_port(), free_port()
    with office.work(WORKER_METRICS_PORT=str(of_worker)) as worker:
        until(lambda: rounds(of_worker), "its first round, after which it rests", 60)
        with worker.frozen():
            booked = (world.ids["amina.standard.meeting"],)
            parts.database.write_now(world.ids["karin"], parts.now(), reminders.meeting_booked, *booked)
            lines = told(office, WEGPLAN_NOW=later(16))[1]
            assert lines["Worker"].startswith("PROBLEM")
            assert "Silent since" in lines["Worker"]
            assert lines["Messages"].startswith("PROBLEM")
            with office.serve(METRICS_PORT=str(port), WEGPLAN_NOW=later(5)):
                found = samples(scraped(port))
            assert found["wegplan_worker_heartbeat_age_seconds",] > 280
            assert found["wegplan_messages_waiting",] >= 1
            assert found["wegplan_messages_waiting_oldest_seconds",] > 280
            assert worker.is_running
        until(lambda: not list(parts.database.utils().query(waits, [NOW_TEXT])), "it to catch up", 60)
