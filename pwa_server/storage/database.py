"""Connections, reading as an actor, and writing in one short transaction on one thread.

Reads run inline on the caller's thread. Every verb runs on the writer thread in one `BEGIN IMMEDIATE`: a deferred
transaction that reads before it writes fails at once when another process has written in between.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Protocol, TypeVar

import aiosql
from aiosql.queries import Queries

from pwa_server.domain.problems import Stale
from pwa_server.storage import catalogue, never_undone
from pwa_server.storage.committing import Committing, JournalFails
from pwa_server.storage.files import Damaged, hold_shared
from pwa_server.storage.ids import new_id
from pwa_server.storage.sealing import Sealing
from pwa_server.storage.sqlite import sqlite3

if TYPE_CHECKING:
    from sqlite_utils import Database as SqliteUtils

P = ParamSpec("P")
T = TypeVar("T")
Row = dict[str, Any]

QUERIES = Path(__file__).parent / "queries"
FIXED_IN = (3, 51, 3)
ALSO_FIXED = ((3, 44, 6), (3, 50, 7))
PRAGMAS = (
    "PRAGMA busy_timeout = 5000",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA secure_delete = ON",
    "PRAGMA mmap_size = 1073741824",
    "PRAGMA cache_size = -8000",
)


class Busy(Exception):
    """Another process held the write lock for too long. Nothing was written; try again."""


class StorageFull(Exception):
    """There is no room to write, or the file is damaged. Nothing was written."""


class Watch(Protocol):
    """Whoever wants to know how writing goes: called on the writer thread."""

    def waited(self, seconds: float) -> None:
        """A transaction began so long after it was asked for."""

    def not_written(self, reason: str) -> None:
        """A transaction was not possible: `busy`, `full` or `damaged`."""


class AffectedSqlite(Exception):
    """This SQLite can corrupt a WAL file (sqlite.org/wal.html#walresetbug)."""


def sqlite_version() -> str:
    """The version of the linked SQLite."""
    return str(sqlite3.sqlite_version)


def check_sqlite_version(version: tuple[int, ...] | None = None) -> None:
    """Raise AffectedSqlite unless the linked SQLite carries the fix."""
    version = version or sqlite3.sqlite_version_info
    backported = any(version[:2] == fixed[:2] and version >= fixed for fixed in ALSO_FIXED)
    if version < FIXED_IN and not backported:
        raise AffectedSqlite(".".join(map(str, version)))


def connect(path: Path) -> sqlite3.Connection:
    """A connection with the settings that hold our promises: WAL, full sync, foreign keys, autocommit by hand.

    Raises Damaged when the file is no database, Busy when another starter makes it a WAL file for more than 5 seconds.
    """
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=256)
    connection.row_factory = sqlite3.Row
    try:
        for pragma in PRAGMAS:
            connection.execute(pragma)
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        raise translated(error) from error
    except sqlite3.DatabaseError as error:
        connection.close()
        raise Damaged(str(error)) from error
    return connection


@cache
def statement(name: str) -> Any:
    """The statement `file.name` of `queries/file.sql`, as aiosql loaded it."""
    noun, _, query = name.partition(".")
    return getattr(_noun(noun), query)


@cache
def _noun(noun: str) -> Queries:
    return aiosql.from_path(QUERIES / f"{noun}.sql", "sqlite3", mandatory_parameters=False)


class Read:
    """The database as one actor may see it at one moment: `:actor` and `:now` go into every statement."""

    # Whether what is seen may still be taken back.
    changes = False

    def __init__(self, connection: sqlite3.Connection, sealing: Sealing, actor_id: str, now: str) -> None:
        self.actor_id = actor_id
        self.now = now
        self.catalogue: catalogue.Layer | None = None
        self._connection = connection
        self._sealing = sealing

    def rows(self, name: str, **params: Any) -> list[Row]:
        """All rows of a statement, sealed columns opened."""
        # Executed here and not by aiosql: its adapter costs as much as a short statement.
        cursor = self._connection.execute(statement(name).sql, {"actor": self.actor_id, "now": self.now, **params})
        return self._sealing.open_rows(cursor.fetchall())

    def row(self, name: str, **params: Any) -> Row | None:
        """The first row of a statement, or None."""
        return next(iter(self.rows(name, **params)), None)

    def own_rows(self, sql: str) -> list[Row]:
        """Whole rows about the actor, sealed columns in clear under their own names. `sql` is written in storage/."""
        found = self._connection.execute(sql, {"actor": self.actor_id, "now": self.now})
        return [self._sealing.open_record(dict(row), str(dict(row).get("id", ""))) for row in found.fetchall()]

    @property
    def sealing(self) -> Sealing:
        """The keys of the database that is read."""
        return self._sealing

    def digest(self, purpose: str, clear: str) -> str:
        """The keyed digest under which a code, an e-mail address or a device is stored from now on."""
        return self._sealing.digest(purpose, clear)

    def digests(self, purpose: str, clear: str) -> list[str]:
        """Under what a value may be stored: today's digest first, then those of peppers that are going."""
        return list(self._sealing.digests(purpose, clear))

    def row_by_digest(self, name: str, parameter: str, purpose: str, clear: str, **params: Any) -> Row | None:
        """The row of a statement that looks for the digest of `clear`, by whichever pepper it was stored."""
        rows = (self.row(name, **{parameter: by}, **params) for by in self._sealing.digests(purpose, clear))
        return next((row for row in rows if row), None)


class Tx(Read):
    """A transaction of one verb. What it changes it has found before, through the actor's relationship."""

    changes = True

    def insert(self, table: str, **record: Any) -> str:
        """Insert one row and return its id; `id` is made when it is not given."""
        row_id = str(record.get("id") or new_id())
        if table not in TABLES_WITHOUT_ID:
            record["id"] = row_id
        columns = ", ".join(record)
        marks = ", ".join(f":{column}" for column in record)
        # Table and column names are written in the code; values are always bound.
        sql = f"INSERT INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608
        self._connection.execute(sql, self._sealing.seal_record(record, row_id))
        return row_id

    def update(self, table: str, row_id: str, *, version: int | None = None, **changes: Any) -> None:
        """Change one row. With `version`, raises Stale when the row has moved on, and counts the version up."""
        assignments = [f"{column} = :{column}" for column in changes]
        where = "id = :row_id"
        params = self._sealing.seal_record(changes, row_id) | {"row_id": row_id}
        if version is not None:
            assignments.append("version = version + 1")
            where += " AND version = :version_was"
            params["version_was"] = version
        sql = f"UPDATE {table} SET {', '.join(assignments)} WHERE {where}"  # noqa: S608 (as in insert)
        if self._connection.execute(sql, params).rowcount != 1:
            raise Stale

    def as_actor(self, actor_id: str) -> Tx:
        """The same transaction as somebody else: what a counsellor wrote down for the client is done as the client's."""
        return Tx(self._connection, self._sealing, actor_id, self.now)

    def whole_rows(self, table: str, column: str, value: str) -> list[Row]:
        """Rows as `insert` takes them: every column, sealed ones in clear under their own names. Only copies need this."""
        found = self._connection.execute(f"SELECT * FROM {table} WHERE {column} = :value", {"value": value})  # noqa: S608
        return [self._sealing.open_record(dict(row), row["id"]) for row in found.fetchall()]

    def delete(self, table: str, column: str, value: str, through: str = "", key: str = "") -> int:
        """Delete the rows of a table that belong to a case or a person, and return how many. Only erasure does this.

        With `through`, the rows whose `column` names a row of that table whose `key` is `value`. What was noted about their
        end names them no longer.
        """
        where = f"IN (SELECT id FROM {through} WHERE {key} = :value)" if through else "= :value"  # noqa: S608 (as in insert)
        if table not in TABLES_WITHOUT_ID:
            gone = f"SELECT id FROM {table} WHERE {column} {where}"  # noqa: S608 (as in insert)
            sql = f"UPDATE never_undone SET subject = '', other = '' WHERE subject IN ({gone})"  # noqa: S608
            self._connection.execute(sql, {"value": value})
        return int(self._connection.execute(f"DELETE FROM {table} WHERE {column} {where}", {"value": value}).rowcount)  # noqa: S608

    def never_undo(self, kind: str, subject: str, other: str = "") -> None:
        """Note by name what no backup may bring back. Most of it triggers note: storage/never_undone.py."""
        record = {"kind": kind, "subject": subject, "other": other}
        self._connection.execute(
            "INSERT INTO never_undone (kind, subject, other) VALUES (:kind, :subject, :other)", record
        )

    def run(self, name: str, **params: Any) -> int:
        """Run a changing statement and return how many rows it changed."""
        return int(statement(name)(self._connection, actor=self.actor_id, now=self.now, **params))


# Tables whose key is not a single `id`.
TABLES_WITHOUT_ID = frozenset({"secrets", "rate_limits", "mentor_grant_goals", "idempotency_keys"})


class Database:
    """One database file: a reading connection for the event loop and a writer thread with its own."""

    def __init__(self, path: Path, sealing: Sealing) -> None:
        check_sqlite_version()
        self.path = path
        self.sealing = sealing
        self.damage = ""
        self.watch: Watch | None = None
        self._in_use = hold_shared(path)
        self._reading = connect(path)
        self._writing = connect(path)
        self._committing = Committing(self._writing)
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="writer")

    def read(self, actor_id: str, now: str) -> Read:
        """A reader's view of the database."""
        return Read(self._reading, self.sealing, actor_id, now)

    @contextmanager
    def read_apart(self, now: str) -> Iterator[Read]:
        """A view for another thread than the event loop's, on a connection of its own. No actor: nobody's cases."""
        connection = connect(self.path)
        try:
            yield Read(connection, self.sealing, "", now)
        finally:
            connection.close()

    async def write(
        self, actor_id: str, now: str, verb: Callable[Concatenate[Tx, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `verb(tx, …)` on the writer thread in one transaction. Raises Busy, StorageFull or what the verb raises."""
        loop, asked = asyncio.get_running_loop(), time.perf_counter()
        return await loop.run_in_executor(
            self._writer, lambda: self._watched(asked, actor_id, now, lambda tx: verb(tx, *args, **kwargs))
        )

    def write_now(
        self, actor_id: str, now: str, verb: Callable[Concatenate[Tx, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """The same for callers without an event loop: the command line, the worker, tests."""
        asked = time.perf_counter()
        return self._writer.submit(
            lambda: self._watched(asked, actor_id, now, lambda tx: verb(tx, *args, **kwargs))
        ).result()

    def empty_log(self) -> bool:
        """Take what was deleted out of the write-ahead file too; False while somebody is still reading from it.

        The pages of the file itself are overwritten as rows are deleted (`secure_delete`).
        """
        return self._writer.submit(self._empty_log).result()

    def _empty_log(self) -> bool:
        return self._writing.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0

    def check_beside(self) -> Future[str]:
        """Read the whole file on the writer thread: writes wait for it, reads go on. Answers what is damaged, or "".

        Nothing is written any more once damage is found: it would spread, and a backup lies ready.
        """
        return self._writer.submit(self._check)

    def _check(self) -> str:
        try:
            found = [row[0] for row in self._writing.execute("PRAGMA quick_check(3)")]
        except sqlite3.DatabaseError as error:
            found = [str(error)]
        self.damage = "" if found == ["ok"] else "; ".join(found)
        return self.damage

    def _watched(self, asked: float, actor_id: str, now: str, work: Callable[[Tx], T]) -> T:
        try:
            return self._in_transaction(asked, actor_id, now, work)
        except (Busy, StorageFull) as error:
            if self.watch:
                self.watch.not_written("busy" if isinstance(error, Busy) else "damaged" if self.damage else "full")
            raise

    def _in_transaction(self, asked: float, actor_id: str, now: str, work: Callable[[Tx], T]) -> T:
        if self.damage:
            raise StorageFull
        try:
            self._writing.execute("BEGIN IMMEDIATE")
            if self.watch:
                self.watch.waited(time.perf_counter() - asked)
            try:
                tx = Tx(self._writing, self.sealing, actor_id, now)
                with catalogue.read_through(tx):
                    result = work(tx)
                if self._writing.in_transaction:
                    self._committing.commit(now)
            except BaseException:
                if self._writing.in_transaction:
                    self._writing.execute("ROLLBACK")
                raise
        except sqlite3.OperationalError as error:
            raise translated(error) from error
        except JournalFails as error:
            raise StorageFull from error
        return result

    def keep_journal(self, path: Path, now: str) -> None:
        """Write what ends to the restore journal from now on, and first what it lacks because of a crash.

        Raises OtherTimeline when it knows of things that this database does not, StorageFull, Busy.
        """
        self._committing.keep_journal(path)
        try:
            is_whole = self._writer.submit(self._committing.is_caught_up).result()
        except JournalFails as error:
            raise StorageFull from error
        except sqlite3.DatabaseError as error:
            # As with any damage: what can be read is shown, nothing is written.
            self.damage = str(error)
            return
        if not is_whole:
            self.write_now("", now, lambda tx: self._committing.catch_up(tx.now))

    def shorten_journal(self) -> None:
        """Drop from the journal what the database has dropped, because no backup is that old any more. Raises StorageFull."""
        try:
            self._writer.submit(self._committing.shorten).result()
        except JournalFails as error:
            raise StorageFull from error

    def is_watched(self) -> bool:
        """Whether the database notes by itself what ends, as this version wants it."""
        return never_undone.is_watched(self._reading)

    def migrations_had(self) -> frozenset[str]:
        """The names of the migrations that this file has had."""
        kept = "SELECT count(*) FROM sqlite_master WHERE name = '_sqlite_migrations'"
        if not self._reading.execute(kept).fetchone()[0]:
            return frozenset()
        return frozenset(row[0] for row in self._reading.execute("SELECT name FROM _sqlite_migrations"))

    def utils(self) -> SqliteUtils:
        """The writing connection as a sqlite-utils database, for migrations and the command line."""
        from sqlite_utils import Database as SqliteUtils

        return SqliteUtils(self._writing)

    def close(self) -> None:
        """Finish what is being written and close both connections."""
        self._writer.shutdown(wait=True)
        self._writing.close()
        self._reading.close()
        self._committing.close()
        os.close(self._in_use)


def translated(error: sqlite3.OperationalError) -> Exception:
    """What an error of SQLite means for us: Busy, StorageFull, or itself."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return Busy()
    if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
        return StorageFull()
    return error
