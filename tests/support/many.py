"""A database with many times its rows: of everything that stands there, as many as are wished.

Rows are copied with ids of their own. An id inside a copied row becomes the copy's id where that row was copied too, so
that a copied goal has copied steps; and what hangs from a row that somebody opens is copied beside it, so that this one
goal has many steps. What may stand there only once, such as the agreement in force, stays alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from graphlib import TopologicalSorter
from math import ceil
from typing import Any

from pwa_server.storage.database import TABLES_WITHOUT_ID, Tx
from pwa_server.storage.sqlite import sqlite3

Row = dict[str, Any]
Rows = dict[str, list[Row]]

# What ties a colleague to a case is there once for each of them.
TIES = ("case_assignments", "mentor_grants", "mentor_grant_goals", "consents")
PEOPLE = ("accounts", "mentors", "clearances", "standing_deputies", "absences", "deputyships", *TIES)
# What belongs to everybody or to a session, and can't be there twice.
ALONE = frozenset(
    {"installation", "secrets", "sessions", "devices", "device_people", "rate_limits", "idempotency_keys", "events"}
    | {
        "worker_state",
        "accessibility_statement",
        "complaint_office",
        "never_undone",
        "_sqlite_migrations",
        "sqlite_sequence",
    }
)
# Columns that tell two rows apart; so do all digests.
DISTINCT_TEXT = frozenset({"opaque_id", "mentor_code", "sign_in_name", "name", "german"})
# Of these a parent has one, or one of each kind.
ONCE = frozenset({*TIES, "partner_contacts"})
# Whose rows a list shows.
LISTED_BY = ("case_id", "carrier_id", "role")


def multiply(tx: Tx, client_id: str, times: int, opened: Collection[str] = ()) -> None:
    """Let there be `times` of everything: clients like this one, colleagues, carriers, rows in each case.

    What hangs from the rows `opened` is there `times` for each of them.
    """
    tables = _Tables(tx)
    found = tables.rows
    cases = {row["id"] for row in found["cases"] if row["client_id"] == client_id}
    tables.copy(_inside(found), "-in", lambda size: ceil(times / size))
    # Thousands of numbers are there without copies.
    tables.copy(_carriers(found), "-of", lambda size: times if size < times else 1)
    tables.copy(_one_client(found, client_id, cases), "-like", lambda _: times)
    # A colleague is copied with what ties her to cases.
    tables.copy(_colleagues(found), "-with", lambda _: ceil(times / len(found["mentors"])))
    for table, column in tables.references:
        for parent in opened if table not in ONCE else ():
            beside = [row for row in found[table] if row[column] == parent]
            tables.copy({table: beside}, f"-{column}", lambda size: ceil(times / size))


def _inside(found: Rows) -> Rows:
    return {table: rows for table, rows in found.items() if table not in ("carriers", "clients", "cases", *PEOPLE)}


def _colleagues(found: Rows) -> Rows:
    return {table: found[table] for table in PEOPLE} | {
        "accounts": [row for row in found["accounts"] if row["role"] != "client"],
        "consents": [row for row in found["consents"] if row["recipient"]],
    }


def _one_client(found: Rows, client_id: str, cases: set[str]) -> Rows:
    return {table: [row for row in rows if row.get("case_id") in cases] for table, rows in found.items()} | {
        "accounts": [row for row in found["accounts"] if row["id"] == client_id],
        "clients": [row for row in found["clients"] if row["id"] == client_id],
        "cases": [row for row in found["cases"] if row["id"] in cases],
        "mentor_grant_goals": found["mentor_grant_goals"],
    }


def _carriers(found: Rows) -> Rows:
    return {
        table: [row for row in rows if table == "carriers" or row.get("carrier_id")]
        for table, rows in found.items()
        if table not in PEOPLE and not any("case_id" in row for row in rows)
    }


class _Tables:
    """All rows by table, what is referred to before what refers to it, and a hand that copies them."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        names = [row["name"] for row in tx.own_rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
        keys = {name: tx.own_rows(f"PRAGMA foreign_key_list({name})") for name in names}
        ordered = TopologicalSorter({name: {key["table"] for key in keys[name]} - {name} for name in names})
        listed = [name for name in ordered.static_order() if name not in ALONE]
        self.rows: Rows = {name: tx.own_rows(f"SELECT * FROM {name}") for name in listed}
        self.references = [(name, key["from"]) for name in listed for key in keys[name]]

    def copy(self, found: Rows, mark: str, passes: Callable[[int], int]) -> None:
        """Copies of these rows, as many as `passes` says of how many there are of that kind.

        Rows that may not stand there twice are passed over.
        """
        copies: dict[str, int] = {}
        for table, rows in found.items():
            sizes = Counter(_kind(row) for row in rows)
            for row in rows:
                wanted = passes(sizes[_kind(row)])
                if wanted < 2 or not self._inserted(table, _copied(table, row, copies, mark, 1)):
                    continue
                more = self._insert(table, [_copied(table, row, copies, mark, number) for number in range(2, wanted)])
                if table not in TABLES_WITHOUT_ID:
                    copies[row["id"]] = 2 + more

    def _inserted(self, table: str, record: Row) -> bool:
        try:
            self._tx.insert(table, **record)
        except sqlite3.IntegrityError:
            return False
        return True

    def _insert(self, table: str, records: list[Row]) -> int:
        """Those of these that may stand there: up to where what they belong to was not copied more often itself."""
        if not records:
            return 0
        columns = ", ".join(records[0])
        marks = ", ".join(f":{column}" for column in records[0])
        sql = f"INSERT OR IGNORE INTO {table} ({columns}) VALUES ({marks})"
        sealed = [self._tx.sealing.seal_record(record, record.get("id", "")) for record in records]
        return int(self._tx._connection.executemany(sql, sealed).rowcount)


def _kind(row: Row) -> tuple[Any, ...]:
    return tuple(row.get(column) for column in LISTED_BY)


def _copied(table: str, row: Row, copies: dict[str, int], mark: str, number: int) -> Row:
    record = {column: _changed(column, value, copies, mark, number) for column, value in row.items()}
    if table not in TABLES_WITHOUT_ID:
        record["id"] = f"{row['id']}{mark}-{number}"
    return record


def _changed(column: str, value: Any, copies: dict[str, int], mark: str, number: int) -> Any:
    if column == "number" and isinstance(value, int):
        return value + number * 1000
    if not isinstance(value, str):
        return value
    if column in DISTINCT_TEXT or column.endswith("_digest"):
        return f"{value}{mark}-{number}"
    return f"{value}{mark}-{number}" if number < copies.get(value, 0) else value
