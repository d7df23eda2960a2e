"""A database with many times its rows: what stood there once stands there `times` times, in every table.

Rows are copied with ids of their own. An id inside a copied row becomes the copy's id where that row was copied too, so
that a copied goal has copied steps. What may stand there only once, such as the agreement in force, stays alone.
"""

from __future__ import annotations

from graphlib import TopologicalSorter
from typing import Any

from pwa_server.storage.database import TABLES_WITHOUT_ID, Tx
from pwa_server.storage.sqlite import sqlite3

Row = dict[str, Any]
Rows = dict[str, list[Row]]

# What ties a colleague to a case is there once for each of them.
TIES = ("case_assignments", "deputyships", "mentor_grants", "mentor_grant_goals", "consents")
PEOPLE = ("accounts", "mentors", "clearances", "standing_deputies", "absences", *TIES)
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


def multiply(tx: Tx, client_id: str, times: int) -> None:
    """Let there be `times` of everything: clients like this one, colleagues, carriers, and rows in each case."""
    found = _everything(tx)
    cases = {row["id"] for row in found["cases"] if row["client_id"] == client_id}
    inside = {
        table: list(rows) for table, rows in found.items() if table not in ("carriers", "clients", "cases", *PEOPLE)
    }
    colleagues = {table: list(found[table]) for table in PEOPLE}
    colleagues["accounts"] = [row for row in found["accounts"] if row["role"] != "client"]
    colleagues["consents"] = [row for row in found["consents"] if row["recipient"]]
    one_client = {table: [row for row in rows if row.get("case_id") in cases] for table, rows in found.items()}
    one_client |= {
        "accounts": [row for row in found["accounts"] if row["id"] == client_id],
        "clients": [row for row in found["clients"] if row["id"] == client_id],
        "cases": [row for row in found["cases"] if row["id"] in cases],
        "mentor_grant_goals": list(found["mentor_grant_goals"]),
    }
    carriers = {
        table: [row for row in rows if table == "carriers" or row.get("carrier_id")]
        for table, rows in found.items()
        if table not in PEOPLE and not any("case_id" in row for row in rows)
    }
    for number in range(1, times):
        for part, rows in enumerate((inside, one_client, colleagues, carriers)):
            _copy(tx, rows, f"-{part}-{number}", number)


def _everything(tx: Tx) -> Rows:
    """All rows by table, what is referred to before what refers to it."""
    names = [row["name"] for row in tx.own_rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    parents = {
        name: {key["table"] for key in tx.own_rows(f"PRAGMA foreign_key_list({name})")} - {name} for name in names
    }
    ordered = TopologicalSorter(parents).static_order()
    return {name: tx.own_rows(f"SELECT * FROM {name}") for name in ordered if name not in ALONE}


def _copy(tx: Tx, found: Rows, mark: str, number: int) -> None:
    """One copy of these rows. Rows that may not stand there twice are passed over, and left out of `found`."""
    copies: dict[str, str] = {}
    for table, rows in found.items():
        for row in list(rows):
            record = {column: _changed(column, value, copies, mark, number) for column, value in row.items()}
            if table not in TABLES_WITHOUT_ID and row["id"] not in copies:
                record["id"] = row["id"] + mark
            try:
                tx.insert(table, **record)
            except sqlite3.IntegrityError:
                rows.remove(row)
                continue
            if table not in TABLES_WITHOUT_ID:
                copies[row["id"]] = record["id"]


def _changed(column: str, value: Any, copies: dict[str, str], mark: str, number: int) -> Any:
    if column == "number" and isinstance(value, int):
        return value + number * 1000
    if not isinstance(value, str):
        return value
    if column in DISTINCT_TEXT or column.endswith("_digest"):
        return value + mark
    return copies.get(value, value)
