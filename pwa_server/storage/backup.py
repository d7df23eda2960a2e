"""Copies of the database that are whole, and looking at one before it takes the database's place.

SQLite itself makes a copy while others read and write (`VACUUM INTO`); a plain copy of the file would be broken.
No keys are in it.
"""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from sqlite_utils import Database as SqliteUtils
from sqlite_utils.utils import sqlite3

from pwa_server.storage import files, never_undone
from pwa_server.storage.database import Database, Tx
from pwa_server.storage.files import Damaged
from pwa_server.storage.journal import Entry
from pwa_server.storage.migrations import require_known
from pwa_server.storage.sealing import SUFFIX, BrokenSeal, Sealing

T = TypeVar("T")
# The newest moment that was written down somewhere.
LATEST = """
SELECT max(at) FROM (
    SELECT made_at AS at FROM installation UNION ALL SELECT max(used_at) FROM sessions
    UNION ALL SELECT max(at) FROM events UNION ALL SELECT max(received_at) FROM step_reports
    UNION ALL SELECT max(last_at) FROM access_log UNION ALL SELECT max(alive_at) FROM worker_state
)
"""


class CopyExists(Exception):
    """There is a file of that name already; it stays untouched."""


class KeysDoNotFit(Exception):
    """Sealed values of the copy don't open with the keys of this installation."""


@dataclass(frozen=True)
class Content:
    """What a database holds: how many accounts and cases, the last written moment, and since when it is a demo."""

    accounts: int
    cases: int
    latest: str
    demo_since: str | None


def back_up(database: Path, copy: Path) -> Content:
    """Write a whole copy, readable by its owner only. Raises CopyExists, Damaged, or OSError when there is no room."""
    draft = copy.with_name(f".{copy.name}.{os.getpid()}")
    draft.touch(mode=0o600, exist_ok=False)
    try:
        _vacuum_into(database, draft)
        content = look_at(draft)
        files.flush(draft)
        os.link(draft, copy)
    except FileExistsError as error:
        raise CopyExists from error
    finally:
        draft.unlink(missing_ok=True)
    files.flush(copy)
    return content


def _vacuum_into(database: Path, copy: Path) -> None:
    connection = sqlite3.connect(f"file:{database}?mode=rw", uri=True, isolation_level=None)
    try:
        connection.execute("PRAGMA busy_timeout = 5000")
        connection.execute("VACUUM INTO ?", [str(copy)])
    except sqlite3.DatabaseError as error:
        raise Damaged(str(error)) from error
    finally:
        connection.close()


def look_at(path: Path) -> Content:
    """What a database file holds, after a full check of it. Raises Damaged or NewerSchema."""
    connection = open_read_only(path)
    try:
        _require_whole(connection)
        require_known(SqliteUtils(connection))
        return _content(connection)
    except sqlite3.DatabaseError as error:
        raise Damaged(str(error)) from error
    finally:
        connection.close()


def open_read_only(path: Path) -> sqlite3.Connection:
    """A connection that changes nothing, whether or not somebody else has the database open."""
    # A copy has no -wal beside it, so it can be read as a file that nobody changes.
    alone = not path.with_name(path.name + "-wal").exists()
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro{'&immutable=1' if alone else ''}", uri=True)
    connection.row_factory = sqlite3.Row
    return connection


def _require_whole(connection: sqlite3.Connection) -> None:
    found = [row[0] for row in connection.execute("PRAGMA integrity_check(3)")]
    if found != ["ok"]:
        raise Damaged("; ".join(found))
    if connection.execute("PRAGMA foreign_key_check").fetchone():
        raise Damaged("a row points to another one that does not exist")


def _content(connection: sqlite3.Connection) -> Content:
    def one(statement: str) -> str | int | None:
        row = connection.execute(statement).fetchone()
        return row[0] if row else None

    return Content(
        accounts=int(one("SELECT count(*) FROM accounts") or 0),
        cases=int(one("SELECT count(*) FROM cases") or 0),
        latest=str(one(LATEST) or ""),
        demo_since=one("SELECT demo_since FROM installation"),  # type: ignore[arg-type]
    )


def require_fitting_keys(path: Path, sealing: Sealing) -> int:
    """Open a sample of every sealed column; give how many values were opened. Raises KeysDoNotFit."""
    connection = open_read_only(path)
    opened = 0
    try:
        for table, column in sealed_columns(connection):
            sample = f"SELECT id, {column} FROM {table} WHERE {column} IS NOT NULL LIMIT 5"  # noqa: S608 (own schema)
            for row in connection.execute(sample):
                sealing.open_record({column: row[column]}, row["id"])
                opened += 1
    except BrokenSeal as error:
        raise KeysDoNotFit(f"{table}.{column}") from error
    finally:
        connection.close()
    return opened


def sealed_columns(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Table and column of everything that is sealed."""
    tables = [row["name"] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in tables:
        columns = [row["name"] for row in connection.execute(f"PRAGMA table_info({table})")]
        yield from ((table, column) for column in columns if column.endswith(SUFFIX))


def noted(path: Path) -> list[Entry]:
    """What a database noted as ended; nothing for one that can't be read or is older than the journal."""
    try:
        connection = open_read_only(path)
        try:
            return never_undone.entries(connection)
        finally:
            connection.close()
    except sqlite3.DatabaseError:
        return []


def ended_again(database: Database, now: str, entries: Sequence[Entry], verb: Callable[[Tx, Sequence[Entry]], T]) -> T:
    """Run `verb(tx, fresh)` with the entries that a copy does not know, and note them; every version rises."""
    connection = database.utils().conn

    def work(tx: Tx) -> T:
        newest = never_undone.newest(connection)
        fresh = [entry for entry in entries if entry.seq > newest]
        done = verb(tx, fresh)
        never_undone.raise_versions(connection, now)
        never_undone.keep(connection, newest, fresh)
        return done

    return database.write_now("", now, work)


def copy_in(copy: Path, beside: Path) -> None:
    """Copy a backup next to the database, readable by its owner only and on the disk. Raises OSError."""
    files.remove(beside)
    beside.touch(mode=0o600)
    with copy.open("rb") as source, beside.open("wb") as target:
        shutil.copyfileobj(source, target, 1 << 20)
    files.flush(beside)
