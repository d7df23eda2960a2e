"""A server that is killed loses no tick that it had answered."""

import threading
import uuid

import httpx2
import pytest

from pwa_server.storage.database import connect
from tests.faults.conftest import Office
from tests.support.effort import count
from tests.support.waiting import until


def own_steps(office: Office) -> list[tuple[str, str]]:
    """(bearer token, step) of steps that clients may tick, one a client."""
    from pwa_server.web.sessions import digest

    found = []
    connection = connect(office.installation.database_path)
    for token in office.tokens:
        row = connection.execute(
            "SELECT steps.id FROM steps JOIN cases ON cases.id = steps.case_id"
            " JOIN sessions ON sessions.account_id = cases.client_id"
            " WHERE sessions.token_digest = ? AND steps.responsible = 'client' AND steps.state = 'open'",
            [digest(token)],
        ).fetchone()
        if row:
            found.append((token, row[0]))
    connection.close()
    return found


def tick(origin: str, token: str, step: str, key: str, report: str) -> bool:
    """Send one tick as the outbox does; True when the server says that it has it."""
    headers = {
        "Cookie": f"s={token}",
        "Accept": "application/json",
        "Idempotency-Key": key,
        "Sec-Fetch-Site": "same-origin",
    }
    try:
        answer = httpx2.post(f"{origin}/steps/{step}/reports", data={"report": report}, headers=headers, timeout=5)
    except httpx2.HTTPError:
        return False
    return answer.status_code == 200 and answer.json()["done"] == key


def stream(office: Office, token: str, step: str, stop: threading.Event, sent: list[str], answered: list[str]) -> None:
    """Tick and untick until told to stop; what is not answered stays in `sent` alone, as in an outbox."""
    report = "done"
    while not stop.is_set():
        key = uuid.uuid4().hex
        sent.append(f"{step} {report} {key}")
        if tick(office.installation.origin, token, step, key, report):
            answered.append(key)
            report = "undone" if report == "done" else "done"


def stored_keys(office: Office) -> set[str]:
    connection = connect(office.installation.database_path)
    keys = {row[0].split(":")[0] for row in connection.execute("SELECT key FROM idempotency_keys")}
    connection.close()
    return keys


@pytest.mark.fault("F01")
def test_kill_loses_no_answered_tick_and_the_outbox_delivers_the_rest(office: Office) -> None:
    targets = own_steps(office)[:4]
    for _ in range(count(small=3, full=200)):
        server = office.installation.serve()
        stop = threading.Event()
        sent: list[str] = []
        answered: list[str] = []
        threads = [
            threading.Thread(target=stream, args=(office, token, step, stop, sent, answered)) for token, step in targets
        ]
        for thread in threads:
            thread.start()
        wait_for_answers(answered)
        server.kill()
        stop.set()
        for thread in threads:
            thread.join()
        assert set(answered) <= stored_keys(office)
        deliver_rest(office, targets, sent, set(answered))


def deliver_rest(office: Office, targets: list[tuple[str, str]], sent: list[str], answered: set[str]) -> None:
    """After a restart the outbox sends what was not answered, with the same keys; each arrives exactly once."""
    token_of = {step: token for token, step in targets}
    with office.installation.serve():
        for entry in sent:
            step, report, key = entry.split()
            if key not in answered:
                assert tick(office.installation.origin, token_of[step], step, key, report)
    assert {entry.split()[2] for entry in sent} <= stored_keys(office)
    connection = connect(office.installation.database_path)
    reports = connection.execute("SELECT count(*) FROM step_reports").fetchone()[0]
    keys = connection.execute("SELECT count(*) FROM idempotency_keys").fetchone()[0]
    assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    connection.close()
    assert reports == keys


def wait_for_answers(answered: list[str]) -> None:
    until(lambda: len(answered) >= 20, "enough answered ticks", timeout=30)
