"""Backups are whole while others write, carry no keys, and come back only where they fit."""

import base64
import json
import shutil
import stat
import threading
from pathlib import Path

import pytest
from sqlite_utils.utils import sqlite3

from pwa_server.operation.backups import back_up
from pwa_server.settings import Settings
from tests.operation.files import break_index, change, contents, refused, rows, tables
from tests.operation.test_demo import make_real
from tests.support.server import Installation
from tests.support.waiting import until


@pytest.mark.fault("F42")
def test_backup_during_writes_holds_what_was_committed(demo: Installation, tmp_path: Path) -> None:
    """A row is written before and after each answer of the writer: the copy is a moment in between, row by row."""
    written: list[int] = []
    stop = threading.Event()

    def write() -> None:
        connection = sqlite3.connect(demo.database_path, isolation_level=None)
        connection.execute("PRAGMA wal_autocheckpoint = 0")  # a plain copy of the file would have none of the rows
        while not stop.is_set():
            number = len(written)
            statement = "INSERT INTO events (id, at, action) VALUES (?, '2026-11-22T10:00:00Z', 'made')"
            connection.execute(statement, [f"row-{number:06d}"])
            written.append(number)
        connection.close()

    still = {name: rows(demo.database_path, name) for name in tables(demo.database_path) if name != "events"}
    writer = threading.Thread(target=write)
    writer.start()
    try:
        until(lambda: len(written) > 5, "the first rows")
        before = len(written)
        demo.run("backup", str(tmp_path / "copy.db"))
        after = len(written)
    finally:
        stop.set()
        writer.join()
    numbered = [row[0] for row in rows(tmp_path / "copy.db", "events") if str(row[0]).startswith("row-")]
    assert numbered == [f"row-{number:06d}" for number in range(len(numbered))]
    assert before <= len(numbered) <= after + 1
    assert after > before, "nothing was written meanwhile: the test proves nothing"
    for name, content in still.items():
        assert rows(tmp_path / "copy.db", name) == content, name


def test_backup_is_for_its_owner_only_and_has_no_keys(demo: Installation, tmp_path: Path) -> None:
    told = demo.run("backup", str(tmp_path / "copy.db")).stdout
    copy = tmp_path / "copy.db"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    content = copy.read_bytes()
    for name in ("sealing.json", "pepper", "vapid.pem"):
        assert str(demo.key_dir / name) in told
    sealing = json.loads((demo.key_dir / "sealing.json").read_text())
    assert not any(key.encode() in content for key in sealing["keys"].values())
    assert (demo.key_dir / "pepper").read_bytes() not in content


def test_backups_of_the_same_second_are_two_files(demo: Installation, tmp_path: Path) -> None:
    settings = Settings(data_dir=demo.database_path.parent, key_dir=demo.key_dir)
    for _ in range(2):
        assert list(back_up(settings, tmp_path, 90))
    assert len(list(tmp_path.glob("wegplan-*.db"))) == 2


def test_backup_overwrites_nothing(demo: Installation, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_text("something else")
    assert "exists already" in refused(demo, "backup", str(copy))
    assert copy.read_text() == "something else"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_backup_of_a_damaged_database_is_refused(demo: Installation, tmp_path: Path) -> None:
    break_index(demo.database_path)
    assert "is damaged" in refused(demo, "backup", str(tmp_path / "copy.db"))
    assert not (tmp_path / "copy.db").exists()


@pytest.mark.fault("F45")
def test_backups_in_a_folder_end_after_ninety_days(demo: Installation, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    old, other = folder / "wegplan-20200101T030000Z.db", folder / "notes.db"
    aside = demo.database_path.with_name("before-restore-20200101T030000Z.db")
    its_log = aside.with_name(f"{aside.name}-wal")
    for path in (old, other, aside, its_log):
        path.touch()
    demo.run("backup", str(folder))
    assert not any(path.exists() for path in (old, aside, its_log))
    assert other.exists()
    assert len(list(folder.glob("wegplan-*.db"))) == 1
    assert "Invalid value" in refused(demo, "backup", "--keep-days", "91", str(folder))


@pytest.mark.fault("F42")
def test_restored_database_is_the_one_that_was_saved(demo: Installation, tmp_path: Path) -> None:
    demo.run("backup", str(tmp_path / "copy.db"))
    saved = contents(demo.database_path)
    change(demo.database_path, "DELETE FROM access_log")
    told = demo.run("restore", "--replace", str(tmp_path / "copy.db")).stdout
    assert contents(demo.database_path) == saved
    kept = next(demo.data_dir.glob("before-restore-*.db"))
    assert str(kept) in told
    assert rows(kept, "access_log") == []
    assert stat.S_IMODE(demo.database_path.stat().st_mode) == 0o600
    with demo.serve():
        assert demo.is_healthy()


def test_restore_on_a_new_machine_with_the_kept_keys(demo: Installation, tmp_path: Path) -> None:
    demo.run("backup", str(tmp_path / "copy.db"))
    elsewhere = Installation(tmp_path / "elsewhere")
    shutil.copytree(demo.key_dir, elsewhere.key_dir)
    elsewhere.run("restore", str(tmp_path / "copy.db"))
    assert contents(elsewhere.database_path)["accounts"] == contents(demo.database_path)["accounts"]


@pytest.mark.fault("F42")
def test_restore_without_the_keys_is_refused_and_makes_none(demo: Installation, tmp_path: Path) -> None:
    demo.run("backup", str(tmp_path / "copy.db"))
    elsewhere = Installation(tmp_path / "elsewhere")
    told = refused(elsewhere, "restore", str(tmp_path / "copy.db"))
    assert "lacks sealing.json, pepper, vapid.pem" in told
    assert not elsewhere.database_path.exists()
    assert not elsewhere.key_dir.exists()


def test_restore_with_other_keys_is_refused(demo: Installation, tmp_path: Path) -> None:
    demo.run("backup", str(tmp_path / "copy.db"))
    elsewhere = Installation(tmp_path / "elsewhere")
    elsewhere.run("migrate")
    elsewhere.database_path.unlink()
    assert "don't open this backup" in refused(elsewhere, "restore", str(tmp_path / "copy.db"))
    assert not elsewhere.database_path.exists()


def test_wrong_pepper_is_told_by_restore_and_check(demo: Installation, tmp_path: Path) -> None:
    """It opens nothing, so nothing else would notice before people stand at a closed door."""
    demo.run("backup", str(tmp_path / "copy.db"))
    pepper = demo.key_dir / "pepper"
    right = pepper.read_bytes()
    pepper.write_text(base64.b64encode(b"another" * 5).decode())
    words = "pepper is not the file that belongs to this database"
    assert words in demo.run("restore", "--replace", str(tmp_path / "copy.db")).stdout
    assert words in refused(demo, "check")
    pepper.write_bytes(right)
    assert words not in demo.run("restore", "--replace", str(tmp_path / "copy.db")).stdout
    assert words not in refused(demo, "check")


def test_restore_takes_no_ones_place_unasked(demo: Installation, tmp_path: Path) -> None:
    demo.run("backup", str(tmp_path / "copy.db"))
    change(demo.database_path, "INSERT INTO events (id, at, action) VALUES ('later', '2999-01-01T00:00:00Z', 'made')")
    told = refused(demo, "restore", str(tmp_path / "copy.db"))
    assert "newer than the backup" in told
    assert "--replace" in told


@pytest.mark.parametrize("process", ["serve", "work"])
def test_restore_waits_for_nobody_who_has_the_database_open(demo: Installation, tmp_path: Path, process: str) -> None:
    demo.run("backup", str(tmp_path / "copy.db"))
    with getattr(demo, process)() as running:
        if process == "work":
            until(lambda: rows(demo.database_path, "worker_state"), "the worker")
        before = rows(demo.database_path, "accounts")
        assert "Stop the server and the worker first" in refused(
            demo, "restore", "--replace", str(tmp_path / "copy.db")
        )
        assert running.is_running
        assert rows(demo.database_path, "accounts") == before
    demo.run("restore", "--replace", str(tmp_path / "copy.db"))


@pytest.mark.fault("F42")
def test_restore_after_a_power_cut_of_the_server(demo: Installation, tmp_path: Path) -> None:
    demo.run("backup", str(tmp_path / "copy.db"))
    demo.serve().kill()
    demo.run("restore", "--replace", str(tmp_path / "copy.db"))
    assert not demo.database_path.with_name("wegplan.db-wal").exists()


@pytest.mark.fault("F42")
def test_log_of_a_database_that_is_gone_is_not_taken_for_that_of_the_backup(demo: Installation, tmp_path: Path) -> None:
    """As where somebody has deleted the damaged file by hand: SQLite would write the old log into the new file."""
    demo.run("backup", str(tmp_path / "copy.db"))
    server = demo.serve()
    connection = sqlite3.connect(demo.database_path, isolation_level=None)
    connection.execute("UPDATE accounts SET language = 'tr'")
    connection.close()
    server.kill()
    assert demo.database_path.with_name("wegplan.db-wal").stat().st_size
    demo.database_path.unlink()
    demo.run("restore", str(tmp_path / "copy.db"))
    assert contents(demo.database_path)["accounts"] == contents(tmp_path / "copy.db")["accounts"]


@pytest.mark.parametrize("content", [b"", b"no database at all, but long enough to be read as one" * 100])
def test_restore_of_something_else_is_refused(demo: Installation, tmp_path: Path, content: bytes) -> None:
    copy = tmp_path / "copy.db"
    copy.write_bytes(content)
    assert "damaged or no database of Wegplan" in refused(demo, "restore", "--replace", str(copy))


def test_restore_of_a_damaged_copy_is_refused(demo: Installation, tmp_path: Path) -> None:
    demo.run("backup", str(tmp_path / "copy.db"))
    break_index(tmp_path / "copy.db")
    before = demo.database_path.read_bytes()
    assert "Take an older backup" in refused(demo, "restore", "--replace", str(tmp_path / "copy.db"))
    assert demo.database_path.read_bytes() == before


def test_restore_of_a_newer_schema_is_refused(demo: Installation, tmp_path: Path) -> None:
    demo.run("backup", str(tmp_path / "copy.db"))
    change(
        tmp_path / "copy.db",
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('wegplan', '9999_future', 'x')",
    )
    assert "newer version (change 9999_future)" in refused(demo, "restore", "--replace", str(tmp_path / "copy.db"))


def test_demo_never_takes_the_place_of_a_real_installation(demo: Installation, tmp_path: Path) -> None:
    demo.run("backup", str(tmp_path / "copy.db"))
    make_real(demo)
    told = refused(demo, "restore", "--replace", str(tmp_path / "copy.db"))
    assert "one never becomes the other" in told


@pytest.mark.fault("F07")
def test_damaged_database_is_replaced(demo: Installation, tmp_path: Path) -> None:
    demo.run("backup", str(tmp_path / "copy.db"))
    break_index(demo.database_path)
    demo.run("restore", "--replace", str(tmp_path / "copy.db"))
    assert rows(demo.database_path, "steps")


@pytest.mark.fault("F03")
def test_backup_into_a_full_or_missing_folder_tells_why(demo: Installation, tmp_path: Path) -> None:
    assert "No such file or directory" in refused(demo, "backup", str(tmp_path / "nowhere" / "copy.db"))
    assert not (tmp_path / "nowhere").exists()
