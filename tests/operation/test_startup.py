"""The start: what stops it is told with the way on, and what is damaged is not written to."""

import http.client
import json
import os
import signal
import socket
import stat
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.operation.files import break_index, change, refused, rows
from tests.support.server import ROOT, Installation
from tests.support.waiting import until

NOTHING_IS_SAVED = "Wir können gerade nichts speichern. Bitte rufen Sie uns an."
FUTURE = "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('wegplan', '9999_future', 'x')"


def post(installation: Installation, path: str, **fields: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", installation.port, timeout=15)
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
    try:
        connection.request("POST", path, urlencode(fields), headers)
        return connection.getresponse().status
    finally:
        connection.close()


def page(installation: Installation, path: str) -> str:
    """What people read there, in German."""
    connection = http.client.HTTPConnection("127.0.0.1", installation.port, timeout=15)
    try:
        connection.request("GET", path, headers={"Accept-Language": "de"})
        return connection.getresponse().read().decode()
    finally:
        connection.close()


@pytest.mark.fault("F07")
def test_damaged_page_is_told_and_nothing_is_written(demo: Installation) -> None:
    person = str(rows(demo.database_path, "accounts")[0][0])
    break_index(demo.database_path)
    server = demo.start("serve")
    with server:
        server.wait_for_log("is damaged")
        assert "restore LATEST_BACKUP --replace" in server.log
        assert post(demo, "/demo/sessions", account_id=person) == 507
        assert not demo.is_healthy()
        assert NOTHING_IS_SAVED in page(demo, "/sign-in")
    assert rows(demo.database_path, "sessions") == []


@pytest.mark.fault("F07")
def test_whole_database_is_written_to_after_the_check(demo: Installation) -> None:
    person = str(rows(demo.database_path, "accounts")[0][0])
    with demo.serve():
        assert post(demo, "/demo/sessions", account_id=person) == 303
        assert NOTHING_IS_SAVED not in page(demo, "/sign-in")
    assert len(rows(demo.database_path, "sessions")) == 1


@pytest.mark.fault("F07")
def test_worker_does_not_start_on_a_damaged_database(demo: Installation) -> None:
    break_index(demo.database_path)
    assert "is damaged" in refused(demo, "worker")


@pytest.mark.fault("F07")
@pytest.mark.parametrize("command", ["serve", "worker", "migrate"])
def test_file_that_is_no_database_stops_the_start(demo: Installation, command: str) -> None:
    demo.database_path.write_bytes(b"\x00\xff" * 5000)
    told = refused(demo, command)
    assert "is damaged" in told
    assert "Traceback" not in told


@pytest.mark.parametrize("command", ["serve", "worker", "migrate", "demo"])
def test_database_of_a_newer_version_stops_the_start(demo: Installation, command: str) -> None:
    change(demo.database_path, FUTURE)
    before = rows(demo.database_path, "accounts")
    told = refused(demo, command)
    assert "newer version of Wegplan (change 9999_future)" in told
    assert "Traceback" not in told
    assert rows(demo.database_path, "accounts") == before


@pytest.mark.parametrize("name", ["sealing.json", "pepper", "vapid.pem"])
def test_missing_key_stops_the_start_and_makes_no_new_one(demo: Installation, name: str) -> None:
    (demo.key_dir / name).unlink()
    assert f"lacks {name}" in refused(demo, "serve")
    assert not (demo.key_dir / name).exists()


def test_keys_of_another_installation_stop_the_start(demo: Installation, tmp_path: Path) -> None:
    other = Installation(tmp_path / "other")
    other.run("migrate")
    demo.environment["KEY_DIR"] = str(other.key_dir)
    assert "are not those" in refused(demo, "serve")


@pytest.mark.fault("F41")
def test_two_starters_at_once_make_one_installation(installation: Installation) -> None:
    environment = {**os.environ, **installation.environment}
    command = [sys.executable, "-m", "pwa_server", "migrate"]
    starters = [
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        for _ in range(4)
    ]
    ended = [(starter.communicate(timeout=60)[0].decode(), starter.returncode) for starter in starters]
    assert [code for _, code in ended] == [0, 0, 0, 0], ended
    applied = [row[2] for row in rows(installation.database_path, "_sqlite_migrations")]
    assert len(applied) == len(set(applied)) == len(list((ROOT / "pwa_server/storage/migrations").glob("*.sql")))
    sealing = json.loads((installation.key_dir / "sealing.json").read_text())
    assert len(sealing["keys"]) == 1


def test_what_is_written_is_for_its_owner_only(installation: Installation) -> None:
    installation.run("migrate")
    for folder in (installation.data_dir, installation.key_dir):
        for path in (folder, *folder.rglob("*")):
            assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


@pytest.mark.fault("F25")
def test_server_answers_on_a_socket_handed_over(demo: Installation) -> None:
    """As systemd does: the socket is open before the program starts, and stays open while it is replaced."""
    with socket.create_server(("127.0.0.1", demo.port)) as listening:
        command = [sys.executable, "-m", "pwa_server", "serve", "--fd", str(listening.fileno())]
        environment = {**os.environ, **demo.environment, "PORT": "1"}
        first = subprocess.Popen(command, cwd=ROOT, env=environment, pass_fds=[listening.fileno()])
        try:
            until(demo.is_healthy, "the first server", 30)
            second = subprocess.Popen(command, cwd=ROOT, env=environment, pass_fds=[listening.fileno()])
            try:
                first.send_signal(signal.SIGTERM)
                assert first.wait(15) == 0
                until(demo.is_healthy, "the second server", 30)
            finally:
                second.terminate()
                second.wait(15)
        finally:
            first.kill()
            first.wait()


def test_number_that_is_no_socket_is_refused(demo: Installation) -> None:
    assert "no listening socket" in refused(demo, "serve", "--fd", "77")


def test_server_finishes_and_ends_with_zero(demo: Installation) -> None:
    server = demo.serve()
    assert server.stop() == 0
    assert "Traceback" not in server.log


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("PORT", "no number", "PORT must be a number"),
        ("PORT", "99999", "PORT must be a number"),
        ("PUBLIC_ORIGIN", "http://plan.example.org", "PUBLIC_ORIGIN must be an https origin"),
        ("PUBLIC_ORIGIN", "https://plan.example.org/path", "PUBLIC_ORIGIN must be an https origin"),
        ("KEY_DIR", "{data}/keys", "KEY_DIR must lie outside DATA_DIR"),
        ("PUSH_TEST_ORIGIN", "https://push.example.org", "PUSH_TEST_ORIGIN must be a loopback origin"),
        ("WEGPLAN_NOW", "tomorrow", "WEGPLAN_NOW must look like"),
    ],
)
def test_unsafe_settings_stop_the_start(installation: Installation, name: str, value: str, told: str) -> None:
    installation.environment[name] = value.format(data=installation.data_dir)
    assert told in refused(installation, "serve")
    assert not installation.data_dir.exists()


def test_clock_of_a_test_is_for_loopback_only(installation: Installation) -> None:
    installation.environment |= {"WEGPLAN_NOW": "2026-11-24T09:00:00Z", "PUBLIC_ORIGIN": "https://plan.example.org"}
    assert "WEGPLAN_NOW is for tests" in refused(installation, "serve")
