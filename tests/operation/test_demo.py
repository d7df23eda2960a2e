"""The demo: made only where nothing is, kept, at home, and never a real installation."""

import http.client
import re
import sys
from pathlib import Path

import pytest
from sqlite_utils.utils import sqlite3

from pwa_server.demo.people import DEMO_PASSWORD, DEMO_PIN
from pwa_server.domain.secrets import read_sign_in_name, require_password, require_pin
from pwa_server.storage.files import held_alone
from tests.operation.files import change, refused, rows
from tests.support.server import Installation, Process
from tests.support.waiting import free_port, until


def status_of(installation: Installation, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", installation.port, timeout=10)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


def test_demo_prints_everybody_and_how_to_sign_in(demo: Installation) -> None:
    told = demo.run("demo", "--keep").stdout
    names = re.findall(r"name (\S+-\d\d)", told)
    assert len(names) == len(rows(demo.database_path, "clients"))
    assert all(read_sign_in_name(name) == name for name in names)
    assert f"{demo.origin}/demo" in told
    assert DEMO_PIN in told
    assert DEMO_PASSWORD in told
    require_pin(DEMO_PIN)
    require_password(DEMO_PASSWORD)


def test_keep_leaves_the_demo_as_it_is(demo: Installation) -> None:
    before = rows(demo.database_path, "accounts")
    first, second = demo.run("demo", "--keep").stdout, demo.run("demo", "--keep").stdout
    assert rows(demo.database_path, "accounts") == before
    assert first == second


def test_demo_makes_it_anew_with_the_same_people_in_the_same_order(demo: Installation) -> None:
    told = demo.run("demo", "--keep").stdout
    before = rows(demo.database_path, "accounts")
    assert demo.run("demo").stdout == told
    assert rows(demo.database_path, "accounts") != before


def test_demo_is_not_made_anew_under_a_running_server(demo: Installation) -> None:
    with demo.serve():
        before = rows(demo.database_path, "accounts")
        assert "Stop the server and the worker first" in refused(demo, "demo")
        assert rows(demo.database_path, "accounts") == before


def test_demo_leaves_a_real_installation_alone(installation: Installation) -> None:
    make_real(installation)
    before = installation.database_path.read_bytes()
    for command in (["demo"], ["demo", "--keep"]):
        assert "holds a real installation" in refused(installation, *command)
    assert installation.database_path.read_bytes() == before


def test_real_installation_offers_no_demo_sign_in(installation: Installation) -> None:
    make_real(installation)
    with installation.serve():
        assert status_of(installation, "/demo") == 404


def test_demo_installation_offers_one_tap_sign_in(demo: Installation) -> None:
    with demo.serve():
        assert status_of(demo, "/demo") == 200


def test_no_statement_of_ours_changes_what_a_demo_is() -> None:
    """`demo_since` is written once, by the seed of an empty database."""
    code = Path(__file__).resolve().parents[2] / "pwa_server"
    writers = [
        path.name for path in code.rglob("*.py") if "demo_since=" in path.read_text(encoding="utf-8").replace(" ", "")
    ]
    assert sorted(set(writers) - {"backup.py"}) == ["seed.py"]
    for path in (code / "storage" / "queries").glob("*.sql"):
        changing = re.findall(r"(?:UPDATE|INTO|DELETE FROM)\s+installation\b[^;]*;", path.read_text(encoding="utf-8"))
        assert not [statement for statement in changing if "demo_since" in statement or "DELETE" in statement], path


@pytest.mark.parametrize(
    ("name", "value"),
    [("HOST", "0.0.0.0"), ("PUBLIC_ORIGIN", "https://plan.example.org")],
)
def test_demo_is_served_on_this_machine_only(demo: Installation, name: str, value: str) -> None:
    demo.environment |= {"PUBLIC_ORIGIN": "https://plan.example.org", "PUSH_TEST_ORIGIN": ""} | {name: value}
    told = refused(demo, "serve")
    assert "demo database" in told
    assert "DEMO_ON_NETWORK=1" in told


def test_demo_is_served_on_the_network_on_purpose(demo: Installation) -> None:
    with demo.serve(HOST="0.0.0.0", PUBLIC_ORIGIN="https://plan.example.org", DEMO_ON_NETWORK="1"):
        assert demo.is_healthy()


def test_network_without_public_origin_is_refused(installation: Installation) -> None:
    installation.environment |= {"HOST": "0.0.0.0", "PUBLIC_ORIGIN": ""}
    assert "PUBLIC_ORIGIN is required" in refused(installation, "serve")


def test_demo_shows_a_day_in_the_office(demo: Installation) -> None:
    """Sent, failed and still due reminders, calls to make, a mentor who waited alone, a report that came too late."""
    connection = sqlite3.connect(demo.database_path)
    states = dict(connection.execute("SELECT state, count(*) FROM reminders GROUP BY state"))
    assert {"sent", "failed", "due"} <= set(states)
    one = {
        "failed with a reason": "SELECT 1 FROM reminders WHERE state = 'failed' AND end_reason <> ''",
        "reached": "SELECT 1 FROM reminders WHERE reached_at IS NOT NULL",
        "calls to make": "SELECT 1 FROM call_tasks WHERE closed_at IS NULL",
        "a call nobody answered": "SELECT 1 FROM call_attempts WHERE result = 'no_answer'",
        "a report beside": "SELECT 1 FROM step_reports WHERE to_state IS NULL AND seen_at IS NULL",
        "a mentor alone": "SELECT 1 FROM meeting_answers WHERE answer = 'did_not_come'",
        "an SMS after a push that nobody took": "SELECT 1 FROM reminders WHERE channel = 'sms' AND follows_id IS NOT NULL",
        "a yes to messages": "SELECT 1 FROM consents WHERE purpose = 'message_reminders' AND state = 'given'",
        "help asked for": "SELECT 1 FROM help_requests WHERE read_at IS NULL",
    }
    missing = [what for what, statement in one.items() if connection.execute(statement).fetchone() is None]
    connection.close()
    assert not missing


def test_nothing_is_announced_of_a_withdrawn_consent(demo: Installation) -> None:
    """Berîvan: no reminder or push is sent after the withdrawal."""
    connection = sqlite3.connect(demo.database_path)
    restricted = "SELECT count(*) FROM reminders r JOIN cases c ON c.id = r.case_id WHERE c.state = 'restricted'"
    assert connection.execute(restricted).fetchone() == (0,)
    connection.close()


def make_real(installation: Installation) -> None:
    """An installation with a person in it that was not made as a demo."""
    installation.run("demo")
    change(installation.database_path, "UPDATE installation SET demo_since = NULL")


def test_port_in_use_is_told(demo: Installation) -> None:
    with demo.serve():
        told = refused(demo, "serve")
    assert f"port {demo.port}" in told
    assert "PORT=" in told
    assert free_port() != demo.port


def test_make_run_shows_the_people_serves_and_ends_together(installation: Installation) -> None:
    """What `make run` starts: demo data, server and worker; they stop together, and the data stays."""
    installation.folder.mkdir(exist_ok=True)
    command = (sys.executable, "scripts/run_demo.py")
    running = Process(command, installation.environment, installation.folder / "run.log")
    with running:
        until(installation.is_healthy, "the server", 30)
        until(lambda: rows(installation.database_path, "worker_state"), "the worker", 30)
        assert f"{installation.origin}/demo" in running.log
        assert DEMO_PIN in running.log
        assert running.stop() == 0
    assert not installation.is_healthy()
    with held_alone(installation.database_path):
        people = rows(installation.database_path, "accounts")
    with Process(command, installation.environment, installation.folder / "again.log") as again:
        until(installation.is_healthy, "the server", 30)
        assert again.stop() == 0
    assert rows(installation.database_path, "accounts") == people
