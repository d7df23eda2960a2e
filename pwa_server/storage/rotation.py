"""Putting what is stored under new keys, batch by batch; each batch is a transaction, so it can be cut off anywhere.

Nobody else may have the database open: a running process seals with the keys that it read at its start.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

from pwa_server.domain.secrets import read_mail
from pwa_server.storage import files
from pwa_server.storage.backup import sealed_columns
from pwa_server.storage.database import connect, translated
from pwa_server.storage.sealing import BrokenSeal, Sealing
from pwa_server.storage.sqlite import sqlite3

BATCH_ROWS = 1000
BATCH_BYTES = 16_000_000
Change = Callable[[sqlite3.Row], dict[str, Any]]


class DoesNotOpen(Exception):
    """A sealed value opens with none of the keys. The message names its table."""


@dataclass(frozen=True)
class Digested:
    """A column with the digest of something that is sealed beside it; `read` is how it was read before."""

    table: str
    column: str
    source: str
    purpose: str
    read: Callable[[str], str]


DIGESTED = (
    Digested("accounts", "email_digest", "email_sealed", "mail", read_mail),
    Digested("push_subscriptions", "endpoint_digest", "endpoint_sealed", "push", str),
    Digested("passkeys", "credential_digest", "credential_sealed", "passkey", str),
)


@contextmanager
def alone(database: Path) -> Iterator[sqlite3.Connection]:
    """A connection while nobody else has the database open. Raises InUse, Busy or StorageFull."""
    with files.held_alone(database):
        connection = connect(database)
        try:
            yield connection
        except sqlite3.OperationalError as error:
            raise translated(error) from error
        finally:
            connection.close()


def seal_anew(connection: sqlite3.Connection, sealing: Sealing, key_id: str) -> Iterator[int]:
    """Every sealed value that is not under this key yet; gives how many rows each batch had. Raises DoesNotOpen."""
    for table, found in groupby(sealed_columns(connection), key=lambda pair: pair[0]):
        columns = [column for _, column in found]
        stale = " OR ".join(f"CAST(substr({column}, 1, :length) AS TEXT) <> :prefix" for column in columns)
        rows = f"SELECT id, {', '.join(columns)} FROM {table} WHERE id > :after AND ({stale}) ORDER BY id"  # noqa: S608 (own schema)
        params = {"prefix": f"{key_id}.", "length": len(key_id) + 1}
        yield from _changed(connection, table, columns, rows, params, partial(_sealed_anew, sealing, table))


def _sealed_anew(sealing: Sealing, table: str, row: sqlite3.Row) -> dict[str, Any]:
    try:
        return sealing.seal_record(sealing.open_record(dict(row), row["id"]), row["id"])
    except BrokenSeal as error:
        raise DoesNotOpen(table) from error


def find_anew(connection: sqlite3.Connection, sealing: Sealing) -> Iterator[int]:
    """Every digest of something that is stored too is made with today's pepper; gives how many rows each batch had.

    What is stored nowhere, as a PIN or the code on a card, moves when it is typed, or ends.
    """
    for digested in DIGESTED:
        table, column, source = digested.table, digested.column, digested.source
        rows = f"SELECT id, {column}, {source} FROM {table} WHERE id > :after AND {column} IS NOT NULL AND {source} IS NOT NULL ORDER BY id"  # noqa: S608, E501
        yield from _changed(connection, table, [column], rows, {}, partial(_found_anew, sealing, digested))
    # A gap is known by the goal or need that it was counted for; those of erased cases never come again.
    abouts = connection.execute("SELECT id FROM goals UNION ALL SELECT id FROM needs")
    new_of = {old: new for (about,) in abouts for new, old in _today_and_before(sealing, "service gap", about)}
    rows = "SELECT id, about_digest FROM service_gaps WHERE id > :after ORDER BY id"
    yield from _changed(connection, "service_gaps", ["about_digest"], rows, {}, partial(_counted_anew, new_of))


def _today_and_before(sealing: Sealing, purpose: str, clear: str) -> Iterator[tuple[str, str]]:
    new, *older = sealing.digests(purpose, clear)
    return ((new, old) for old in older)


def _found_anew(sealing: Sealing, digested: Digested, row: sqlite3.Row) -> dict[str, Any]:
    clear = digested.read(sealing.open(row[digested.source], row["id"]))
    known = row[digested.column]
    changes = {old: new for new, old in _today_and_before(sealing, digested.purpose, clear)}
    return {"id": row["id"], digested.column: changes.get(known, known)}


def _counted_anew(new_of: dict[str, str], row: sqlite3.Row) -> dict[str, Any]:
    return {"id": row["id"], "about_digest": new_of.get(row["about_digest"], row["about_digest"])}


def name_senders(connection: sqlite3.Connection, public_key: str) -> None:
    """Phones whose key was not written down yet subscribed with this one."""
    with _transaction(connection):
        connection.execute("UPDATE push_subscriptions SET sender_key = ? WHERE sender_key = ''", [public_key])


def empty_log(connection: sqlite3.Connection) -> None:
    """Take what was there before out of the write-ahead file too; the pages of the file were overwritten."""
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _changed(
    connection: sqlite3.Connection, table: str, columns: list[str], rows: str, params: dict[str, Any], change: Change
) -> Iterator[int]:
    update = f"UPDATE {table} SET {', '.join(f'{column} = :{column}' for column in columns)} WHERE id = :id"  # noqa: S608
    after = ""
    while batch := _batch(connection.execute(rows, {**params, "after": after})):
        changed = [change(row) for row in batch]
        with _transaction(connection):
            connection.executemany(update, changed)
        after = batch[-1]["id"]
        yield len(batch)


def _batch(cursor: Iterable[sqlite3.Row]) -> list[sqlite3.Row]:
    """The next rows: a thousand, fewer where recordings make them large."""
    rows, size = [], 0
    for row in cursor:
        rows.append(row)
        size += sum(len(value) for value in row if value is not None)
        if len(rows) == BATCH_ROWS or size > BATCH_BYTES:
            break
    return rows


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
