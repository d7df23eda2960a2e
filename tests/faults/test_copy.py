"""Litestream copies the database as it changes: what lies in the copy outlives the machine, and its silence is noticed."""

import os
import re
import shutil
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pwa_server.operation import replica
from pwa_server.storage.database import connect
from pwa_server.storage.files import PARTS
from tests.faults.conftest import Office
from tests.faults.test_killed_server import own_steps, stored_keys, tick
from tests.operation.files import refused
from tests.support.effort import count
from tests.support.waiting import until

LITESTREAM = Path(sys.executable).with_name("litestream")
CONFIG = """
snapshot: {{interval: 24h, retention: 168h}}
dbs:
  - path: {database}
    replica: {{type: file, path: {copy}}}
"""
# Litestream passes on once a second; the two cores of a test run have more to do than a server's.
LOST_SECONDS = count(small=5, full=3)


class Copy:
    """Litestream beside an office. Kill it, start it again, look at it, take the database back from it."""

    def __init__(self, office: Office) -> None:
        self.installation = office.installation
        self.folder = office.installation.folder
        self.config = self.folder / "litestream.yml"
        self.config.write_text(
            CONFIG.format(database=self.installation.database_path, copy=self.folder / "copy"), encoding="utf-8"
        )
        self.installation.environment["LITESTREAM_CONFIG"] = str(self.config)
        self.start()

    def start(self) -> None:
        with (self.folder / "litestream.log").open("ab") as log:
            self._process = subprocess.Popen(
                [LITESTREAM, "replicate", "-config", self.config], stdout=log, stderr=subprocess.STDOUT
            )

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def is_whole(self) -> bool:
        """Whether the copy has everything that was written."""
        try:
            return not replica.seconds_behind(self.config, self.installation.database_path)
        except replica.NoAnswer:
            return False

    def told(self) -> str:
        """What `check --only copy` says, whatever it ends with."""
        try:
            return self.installation.run("check", "--only", "copy").stdout
        except AssertionError as error:
            return str(error).partition("\n")[2]

    def told_among_everything(self) -> str:
        """The whole `check`, which has more to complain about here."""
        return refused(self.installation, "check")

    def files(self) -> list[Path]:
        """What Litestream has written to the other place."""
        return [path for path in (self.folder / "copy").rglob("*") if path.is_file()]

    def fetch(self) -> Path:
        """The database as Litestream gives it back."""
        fetched = self.folder / "fetched.db"
        for part in PARTS:
            fetched.with_name(fetched.name + part).unlink(missing_ok=True)
        command = [LITESTREAM, "restore", "-config", self.config, "-o", fetched, self.installation.database_path]
        subprocess.run(command, check=True, capture_output=True)
        return fetched

    def has(self, key: str) -> bool:
        """Whether a tick lies in the copy."""
        connection = connect(self.fetch())
        found = connection.execute("SELECT count(*) FROM idempotency_keys WHERE key LIKE ?", [f"{key}%"]).fetchone()
        connection.close()
        return bool(found[0])

    def restore(self) -> None:
        """As an operator does after the machine was lost: Litestream fetches the file, `restore` looks at it and takes it."""
        self.installation.run("restore", str(self.fetch()), "--replace")


@pytest.fixture
def copy(office: Office) -> Iterator[Copy]:
    copy = Copy(office)
    yield copy
    copy.kill()


def age(files: Iterable[Path], seconds: float) -> None:
    """Let these files have been written so long ago."""
    for path in files:
        os.utime(path, (time.time() - seconds,) * 2)


@pytest.mark.fault("F43")
def test_what_was_answered_before_the_last_seconds_outlives_the_machine(
    office: Office, copy: Copy, record_property: Any
) -> None:
    installation, (token, step) = office.installation, own_steps(office)[0]
    answered: list[tuple[float, str]] = []
    stop = threading.Event()

    def stream() -> None:
        while not stop.is_set():
            key = uuid.uuid4().hex
            if tick(installation.origin, token, step, key, "undone" if len(answered) % 2 else "done"):
                answered.append((time.monotonic(), key))

    server = installation.serve()
    sender = threading.Thread(target=stream, daemon=True)
    sender.start()
    enough = count(small=20, full=2000)
    until(lambda: answered[enough:] and answered[enough][0] < time.monotonic() - LOST_SECONDS, "writes", 300)
    copy.kill()
    server.kill()
    killed = time.monotonic()
    stop.set()
    sender.join()
    copy.restore()
    old = {key for at, key in answered if at < killed - LOST_SECONDS}
    kept = stored_keys(office)
    assert len(old) > enough
    assert old <= kept
    lost = [at for at, key in answered if key not in kept and at < killed]
    record_property("answered, lost, seconds", f"{len(answered)}, {len(lost)}, {killed - min([*lost, killed]):.2f}")
    with installation.serve():
        assert tick(installation.origin, token, step, uuid.uuid4().hex, "done")


@pytest.mark.fault("F43")
def test_copy_that_falls_behind_is_noticed(office: Office, copy: Copy) -> None:
    installation, (token, step) = office.installation, own_steps(office)[0]
    log = installation.data_dir / "wegplan.db-wal"
    with installation.serve():
        assert tick(installation.origin, token, step, uuid.uuid4().hex, "done")
        until(copy.is_whole, "the copy", 30)
        copy.kill()
        assert tick(installation.origin, token, step, uuid.uuid4().hex, "undone")
        age(copy.files(), 40)
        age([log], 20)
        assert copy.told().startswith("ok"), "forty seconds may pass"
        age(copy.files(), 90)
        assert re.match(r"PROBLEM Copy: It has got nothing for 9\d seconds", copy.told())
        assert "PROBLEM Copy" in copy.told_among_everything()
        copy.start()
        until(copy.is_whole, "the copy to catch up", 30)
        copy.kill()


@pytest.mark.fault("F43")
def test_copy_that_is_not_there_is_noticed(office: Office, copy: Copy) -> None:
    copy.kill()
    shutil.rmtree(copy.folder / "copy", ignore_errors=True)
    assert copy.told().startswith("PROBLEM Copy: The copy can't be looked at: there is nothing in it.")
    copy.config.unlink()
    assert "can't be looked at" in copy.told()


@pytest.mark.fault("F43")
def test_after_a_restore_the_copy_follows_the_restored_database(office: Office, copy: Copy) -> None:
    """Another file in the database's place is no reason to go on with what was copied before."""
    installation, (token, step) = office.installation, own_steps(office)[0]
    with installation.serve():
        assert tick(installation.origin, token, step, "0" * 32, "done")
        until(copy.is_whole, "the copy", 30)
        installation.run("backup", str(copy.folder / "backup.db"))
        assert tick(installation.origin, token, step, "1" * 32, "undone")
        until(copy.is_whole, "the copy", 30)
    copy.kill()
    installation.run("restore", str(copy.folder / "backup.db"), "--replace")
    copy.start()
    with installation.serve():
        assert tick(installation.origin, token, step, "2" * 32, "undone")
        until(lambda: copy.has("2" * 32), "the new tick in the copy", 30)
    copy.kill()
    copy.restore()
    assert {"0" * 32, "2" * 32} <= stored_keys(office)
    assert "1" * 32 not in stored_keys(office)
