"""`check` says in plain words what works and what does not, and ends with 1 when something has to be done."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pwa_server.operation import check, outside
from pwa_server.settings import Settings
from tests.operation.files import break_index, change
from tests.support.mailbox import Mailbox
from tests.support.server import ROOT, Installation
from tests.support.waiting import free_port, until


def told(installation: Installation, **environment: str) -> tuple[int, dict[str, str]]:
    """Exit code, and the lines by what was looked at."""
    done = subprocess.run(
        [sys.executable, "-m", "pwa_server", "check"],
        cwd=ROOT,
        env={**os.environ, **installation.environment, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "Traceback" not in done.stderr
    lines = [line for line in done.stdout.splitlines() if line[:8].strip() in ("ok", "note", "PROBLEM")]
    return done.returncode, {line[8:].split(":")[0]: line for line in lines}


def test_check_names_everything_that_was_looked_at(demo: Installation, tmp_path: Path) -> None:
    demo.run("backup", str(tmp_path / "copy.db"))
    with demo.work() as worker:
        assert worker.is_running
        until(lambda: "ok" in told(demo)[1]["Worker"], "the worker")
        _, lines = told(demo)
    assert {
        "SQLite",
        "Keys",
        "Database",
        "Clock",
        "Worker",
        "Disk",
        "Backup",
        "Journal",
        "Push (Google)",
        "Mail",
    } <= set(lines)
    for what in ("SQLite", "Keys", "Database", "Clock", "Worker", "Disk", "Backup", "Journal"):
        assert lines[what].startswith("ok"), lines[what]


def test_push_services_out_of_reach_are_a_problem(demo: Installation) -> None:
    """Through a proxy where nobody listens: nothing can be reached, whatever this machine's network allows."""
    code, lines = told(demo, PUSH_PROXY=f"http://127.0.0.1:{free_port()}")
    assert code == 1
    for service in ("Apple", "Google", "Microsoft", "Mozilla"):
        assert lines[f"Push ({service})"].startswith("PROBLEM")
        assert "through the proxy 127.0.0.1" in lines[f"Push ({service})"]
        assert "Connection refused" in lines[f"Push ({service})"]


@pytest.mark.fault("F42")
def test_journal_that_is_lost_or_behind_is_a_problem(demo: Installation) -> None:
    settings = Settings(data_dir=demo.data_dir, key_dir=demo.key_dir)
    path = settings.journal_path
    lines = path.read_bytes().rstrip(b"\0").splitlines(keepends=True)
    assert check.check_journal(settings).mark == check.OK
    path.write_bytes(b"".join(lines[:-1]))
    assert "lacks what ended last" in check.check_journal(settings).words
    path.unlink()
    assert check.check_journal(settings).is_problem
    demo.run("migrate")
    assert path.read_bytes().rstrip(b"\0") == b"".join(lines)


@contextmanager
def silent() -> Iterator[int]:
    """A port that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def test_silent_server_is_told_after_five_seconds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outside, "REACH_WITHIN_SECONDS", 0.2)
    with silent() as port:
        settings = Settings(data_dir=tmp_path / "data", key_dir=tmp_path / "keys", smtp_url=f"smtp://127.0.0.1:{port}")
        finding = outside.mail(settings)
    assert finding.is_problem
    assert "no answer within" in finding.words


@pytest.mark.parametrize(
    ("url", "mark"),
    [("", "note"), ("json://127.0.0.1:1/sms?:to={to}", "PROBLEM"), ("fax://127.0.0.1/{to}", "PROBLEM")],
)
def test_gateway_for_sms_is_read_and_sends_nothing(tmp_path: Path, url: str, mark: str) -> None:
    settings = Settings(data_dir=tmp_path / "data", key_dir=tmp_path / "keys", sms_url=url)
    assert outside.sms(settings).mark == mark


def test_gateway_that_answers_is_ok_and_gets_no_sms(tmp_path: Path) -> None:
    with silent() as port:
        settings = Settings(tmp_path / "data", tmp_path / "keys", sms_url=f"json://127.0.0.1:{port}/sms?:to={{to}}")
        finding = outside.sms(settings)
    assert finding.mark == "ok"
    assert "No SMS was sent" in finding.words


def test_mail_server_that_answers_is_ok_and_gets_no_mail(demo: Installation) -> None:
    with Mailbox() as mailbox:
        _, lines = told(demo, SMTP_URL=mailbox.url, MAIL_FROM="plan@example.org")
        assert lines["Mail"].startswith("ok"), lines["Mail"]
        assert not mailbox.mails
        _, lines = told(demo, SMTP_URL=mailbox.url)
    assert "MAIL_FROM is not" in lines["Mail"]


def test_mail_server_without_tls_on_another_machine_is_a_problem(tmp_path: Path) -> None:
    with Mailbox() as mailbox:
        elsewhere = mailbox.url.replace("127.0.0.1", "0.0.0.0")
        settings = Settings(
            data_dir=tmp_path / "data", key_dir=tmp_path / "keys", smtp_url=elsewhere, mail_from="a@b.de"
        )
        finding = outside.mail(settings)
    assert finding.is_problem
    assert "no TLS" in finding.words


@pytest.mark.fault("F44")
def test_worker_that_never_ran_or_fell_silent_is_a_problem(demo: Installation) -> None:
    code, lines = told(demo)
    assert code == 1
    assert "It has never run" in lines["Worker"]
    change(demo.database_path, "INSERT INTO worker_state (id, alive_at) VALUES ('worker', '2020-01-01T00:00:00Z')")
    assert "Silent since 2020-01-01" in told(demo)[1]["Worker"]


def test_refused_push_key_is_told(demo: Installation) -> None:
    change(
        demo.database_path,
        "INSERT INTO worker_state (id, alive_at, alarm) VALUES ('worker', '2020-01-01T00:00:00Z', '403 https://push')",
    )
    code, lines = told(demo)
    assert code == 1
    assert "refuses our key" in lines["Worker"]


@pytest.mark.fault("F11")
def test_clock_behind_the_data_is_a_problem(demo: Installation) -> None:
    change(demo.database_path, "INSERT INTO events (id, at, action) VALUES ('later', '2999-01-01T00:00:00Z', 'made')")
    assert lines_of_clock(demo).startswith("PROBLEM")


def lines_of_clock(installation: Installation) -> str:
    return told(installation)[1]["Clock"]


def test_backup_of_last_week_is_a_problem(demo: Installation, tmp_path: Path) -> None:
    assert "None was made" in told(demo)[1]["Backup"]
    demo.run("backup", str(tmp_path / "copy.db"))
    (demo.data_dir / "last-backup.json").write_text('{"at": "2020-01-01T03:00:00Z", "file": "x"}')
    assert "days old" in told(demo)[1]["Backup"]
    (demo.data_dir / "last-backup.json").write_text("not json")
    assert "None was made" in told(demo)[1]["Backup"]


def test_keys_that_others_can_read_are_a_problem(demo: Installation) -> None:
    (demo.key_dir / "pepper").chmod(0o644)
    code, lines = told(demo)
    assert code == 1
    assert lines["Keys"].startswith("ok") or "chmod 0600" in lines["Keys"]
    findings = list(check._keys(Settings(data_dir=demo.data_dir, key_dir=demo.key_dir)))
    assert any("chmod 0600" in finding.words for finding in findings)


def test_missing_keys_are_a_problem_and_none_are_made(demo: Installation) -> None:
    (demo.key_dir / "pepper").unlink()
    assert "lacks pepper" in told(demo)[1]["Keys"]
    assert not (demo.key_dir / "pepper").exists()


@pytest.mark.fault("F07")
def test_damaged_database_is_a_problem(demo: Installation) -> None:
    break_index(demo.database_path)
    code, lines = told(demo)
    assert code == 1
    assert "is damaged" in lines["Database"]


@pytest.mark.fault("F03")
def test_little_room_is_a_problem(demo: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "LEAST_FREE_BYTES", 10**18)
    finding = check._disk(Settings(data_dir=demo.data_dir, key_dir=demo.key_dir))
    assert finding.is_problem
    assert "should be free" in finding.words


def test_check_changes_nothing(demo: Installation) -> None:
    before = demo.database_path.read_bytes()
    told(demo)
    assert demo.database_path.read_bytes() == before


def test_check_without_an_installation_makes_none(installation: Installation) -> None:
    code, lines = told(installation)
    assert code == 1
    assert "does not exist" in lines["Database"]
    assert not installation.data_dir.exists()
    assert not installation.key_dir.exists()
