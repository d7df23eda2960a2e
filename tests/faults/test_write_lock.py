"""Other processes hold the write lock or want it too: reading goes on, writing waits or says so, and the log stays whole."""

import subprocess
import sys
from typing import Any

import httpx2
import pytest

from pwa_server.settings import Settings
from pwa_server.storage.database import connect
from tests.faults.conftest import Office
from tests.faults.test_failing_disk import is_whole, plain, values
from tests.faults.test_killed_server import own_steps, tick
from tests.support.effort import count
from tests.support.server import ROOT

__all__ = ["plain"]


@pytest.mark.fault("F05")
def test_plan_pages_of_others_open_while_the_write_lock_is_held(office: Office) -> None:
    with office.installation.serve():
        holder = connect(office.installation.database_path)
        holder.execute("BEGIN IMMEDIATE")
        try:
            for token in office.tokens:
                for page in ("/today", "/plan", "/meetings"):
                    answer = httpx2.get(office.installation.origin + page, headers={"Cookie": f"s={token}"}, timeout=3)
                    assert answer.status_code == 200
            assert holder.in_transaction, "the pages were answered while the lock was held"
        finally:
            holder.execute("ROLLBACK")
            holder.close()


@pytest.mark.fault("F05")
def test_a_tick_during_a_lock_of_three_seconds_is_kept(office: Office) -> None:
    import threading

    token, step = own_steps(office)[0]
    with office.installation.serve():
        holder = connect(office.installation.database_path)
        holder.execute("BEGIN IMMEDIATE")
        release = threading.Timer(3, lambda: holder.execute("ROLLBACK"))
        release.start()
        assert tick(office.installation.origin, token, step, "during-the-lock", "done")
        release.join()
        holder.close()


@pytest.mark.fault("F05")
def test_a_lock_that_stays_is_told_as_busy_and_changes_nothing(office: Office) -> None:
    token, step = own_steps(office)[0]
    headers = {
        "Cookie": f"s={token}",
        "Accept": "application/json",
        "Idempotency-Key": "k",
        "Sec-Fetch-Site": "same-origin",
    }
    with office.installation.serve():
        holder = connect(office.installation.database_path)
        holder.execute("BEGIN IMMEDIATE")
        answer = httpx2.post(
            f"{office.installation.origin}/steps/{step}/reports", data={"report": "done"}, headers=headers, timeout=20
        )
        holder.execute("ROLLBACK")
        assert answer.status_code == 503
        assert answer.headers["retry-after"]
        assert 4.5 < answer.elapsed.total_seconds() < 6, "it waits for five seconds, and not for ever"
        assert holder.execute("SELECT count(*) FROM step_reports").fetchone()[0] == 0
        holder.close()


def beside_each_other(plain: Settings, seconds: int, *what: str) -> list[tuple[int, int]]:
    """So many processes at the same database for some seconds: what each writer answered, and how often it was busy."""
    place = (str(plain.data_dir), str(plain.key_dir))
    command = [sys.executable, "-m", "tests.faults.one_writer", *place]
    started = [
        subprocess.Popen([*command, each, str(seconds), f"w{number}"], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for number, each in enumerate(what)
    ]
    told = [process.communicate(timeout=seconds + 60)[0].split() for process in started]
    assert {process.returncode for process in started} == {0}
    return [(int(line[0]), int(line[1])) for line in told if line]


@pytest.mark.fault("F05")
def test_four_processes_that_read_and_write_are_never_told_locked(plain: Settings, record_property: Any) -> None:
    written = beside_each_other(plain, count(small=1, full=5), *4 * ["write"])
    answered = sum(rows for rows, _ in written)
    assert [busy for _, busy in written] == [0, 0, 0, 0]
    assert values(plain.database_path, "SELECT count(*) FROM idempotency_keys") == [(answered,)]
    record_property("writes, told locked", f"{answered}, 0")


@pytest.mark.fault("F06")
def test_log_stays_whole_while_several_write_and_others_move_it(plain: Settings, record_property: Any) -> None:
    """Server, worker and Litestream: on an SQLite without the repair the file is broken after some seconds."""
    written = beside_each_other(plain, count(small=1, full=40), "write", "write", "checkpoint", "checkpoint")
    answered = sum(rows for rows, _ in written)
    assert answered
    assert values(plain.database_path, "SELECT count(*) FROM idempotency_keys NOT INDEXED") == [(answered,)]
    assert is_whole(plain.database_path)
    record_property("writes, lost", f"{answered}, 0")
