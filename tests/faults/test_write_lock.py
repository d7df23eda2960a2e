"""Another process holds the write lock: reading goes on, writing waits or says so."""

import httpx2
import pytest

from pwa_server.storage.database import connect
from tests.faults.conftest import Office
from tests.faults.test_killed_server import own_steps, tick


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
        assert holder.execute("SELECT count(*) FROM step_reports").fetchone()[0] == 0
        holder.close()
