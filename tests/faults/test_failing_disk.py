"""Killed at a single write, and a disk that fails beneath one: old or new, never between."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pwa_server.settings import Settings
from pwa_server.storage.database import connect
from pwa_server.storage.migrations import FOLDER
from tests.support.effort import chance, count
from tests.support.server import ROOT
from tests.world import World

NOTHING = ([("open",)], [(0,)], [(0,)])
EVERYTHING = ([("done",)], [(1,)], [(1,)])


def traced(rules: list[str], data: Path, keys: Path, *what: str) -> tuple[str, int]:
    """What one write says, and the calls of its busiest thread, while strace keeps these rules.

    strace counts for each thread alone.
    """
    data.parent.mkdir(parents=True, exist_ok=True)
    log = data.parent / "calls.txt"
    options = [option for rule in rules for option in ("-e", rule)]
    command = ["strace", "-f", "-qq", "-o", str(log), *options]
    program = [sys.executable, "-m", "tests.faults.one_write", str(data), str(keys), *what]
    done = subprocess.run([*command, *program], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    calls = re.findall(r"^(\d+) +(?:pwrite64|fdatasync|fsync)\(", log.read_text(errors="replace"), re.MULTILINE)
    return done.stdout.strip(), max((calls.count(thread) for thread in set(calls)), default=0)


def moments(name: str, writes: int) -> list[int]:
    """At which writes to kill: the first, the last and some between; all of them in `make proof`."""
    between = chance(name).sample(range(2, writes), min(count(small=2, full=writes), writes - 2))
    return sorted({1, writes, *between})


def is_whole(database: Path) -> bool:
    connection = connect(database)
    try:
        return bool(connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok")
    finally:
        connection.close()


def values(database: Path, statement: str, *parameters: str) -> list[tuple[object, ...]]:
    connection = connect(database)
    try:
        return [tuple(row) for row in connection.execute(statement, parameters)]
    finally:
        connection.close()


@pytest.fixture
def plain(settings: Settings, world: World, parts) -> Settings:
    """The installation of the cast, opened by nobody."""
    parts.database.close()
    parts.database.close = lambda: None
    return settings


@pytest.mark.fault("F01", "F41")
def test_migration_killed_at_a_write_is_old_or_new_and_goes_on(tmp_path: Path) -> None:
    all_of_them = {path.stem for path in FOLDER.glob("*.sql")}
    _, writes = traced(["trace=pwrite64"], tmp_path / "whole/data", tmp_path / "whole/keys", "migrate")
    for write in moments("migration", writes):
        data, keys = tmp_path / f"{write}/data", tmp_path / f"{write}/keys"
        said, _ = traced([f"inject=pwrite64:signal=KILL:when={write}"], data, keys, "migrate")
        assert migrated(data / "wegplan.db") in ([all_of_them] if said else [set(), all_of_them]), write
        assert traced(["trace=pwrite64"], data, keys, "migrate")[0] == "answered"
        assert migrated(data / "wegplan.db") == all_of_them
        assert is_whole(data / "wegplan.db")


def migrated(database: Path) -> set[object]:
    if not database.exists() or not values(database, "SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'"):
        return set()
    return {name for (name,) in values(database, "SELECT name FROM _sqlite_migrations")}


@pytest.mark.fault("F01")
def test_tick_killed_at_a_write_is_there_or_not_and_never_half(plain: Settings, world: World, tmp_path: Path) -> None:
    step = world.ids["amina.standard.step1"]
    _, writes = tick(["trace=pwrite64"], plain, tmp_path / "whole", world)
    for write in moments("tick", writes):
        copy = tmp_path / str(write)
        said, _ = tick([f"inject=pwrite64:signal=KILL:when={write}"], plain, copy, world)
        database = copy / "data/wegplan.db"
        state = values(database, "SELECT state FROM steps WHERE id = ?", step)
        kept = values(database, "SELECT count(*) FROM step_reports WHERE step_id = ?", step)
        keys = values(database, "SELECT count(*) FROM idempotency_keys")
        assert (state, kept, keys) in (NOTHING, EVERYTHING), write
        assert said != "answered" or state == [("done",)]
        assert is_whole(database)


@pytest.mark.fault("F04")
@pytest.mark.parametrize("at", [1, 2])
def test_tick_that_the_disk_did_not_take_is_not_answered_as_if_it_had(
    plain: Settings, world: World, tmp_path: Path, at: int
) -> None:
    step, database = world.ids["amina.standard.step1"], tmp_path / "copy/data/wegplan.db"
    said, calls = tick(["trace=fsync,fdatasync"], plain, tmp_path / "whole", world)
    assert (said, calls >= at) == ("answered", True)
    said, _ = tick([f"inject=fsync,fdatasync:error=EIO:when={at}"], plain, tmp_path / "copy", world)
    assert said == "refused" or values(database, "SELECT state FROM steps WHERE id = ?", step) == [("done",)]
    assert is_whole(database)


def tick(rules: list[str], plain: Settings, copy: Path, world: World) -> tuple[str, int]:
    """One tick of Amina in a copy of the installation."""
    shutil.copytree(plain.data_dir, copy / "data")
    shutil.copytree(plain.key_dir, copy / "keys")
    for path in (copy / "data", copy / "keys"):
        path.chmod(0o700)
    arguments = (world.ids["amina"], world.ids["amina.standard.step1"], "tap-1")
    return traced(rules, copy / "data", copy / "keys", "tick", *arguments)
