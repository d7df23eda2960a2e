"""What of a database still needs an older key: it may go when nothing does."""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from pwa_server.storage.backup import open_read_only, sealed_columns
from pwa_server.storage.keys import PEPPER_FILE, SEALING_FILE, VAPID_FILE
from pwa_server.storage.sqlite import sqlite3

SHOWS_SOMEBODY = "EXISTS (SELECT 1 FROM device_people p WHERE p.device_id = devices.id AND p.removed_at IS NULL)"
STILL_GOOD = "used_at IS NULL AND cancelled_at IS NULL AND expires_at > :now"
# What hangs on the pepper that it was made with: table, column, which rows still count, how the operator hears of it.
# Counters of tries and marks of sent forms are not here: they end by themselves, long before any pepper does.
PEPPERED = (
    ("secrets", "secret_hash", "TRUE", "PINs and passwords"),
    ("accounts", "email_digest", "TRUE", "e-mail addresses"),
    ("push_subscriptions", "endpoint_digest", "TRUE", "phones with reminders"),
    ("sign_in_codes", "code_digest", STILL_GOOD, "unused cards and codes"),
    ("recovery_codes", "code_digest", "used_at IS NULL", "unused recovery codes"),
    ("devices", "token_digest", SHOWS_SOMEBODY, "browsers that show somebody's picture"),
    ("passkeys", "credential_digest", "TRUE", "passkeys"),
    ("feedback", "receipt_digest", "account_id IS NULL", "codes for answers to feedback"),
    ("step_shares", "token_digest", "expires_at > :now", "links to a shown step"),
)


def uses(database: Path, file: str, name: str, now: str) -> dict[str, int]:
    """What still needs one key of a key file, and how often: `{"PINs and passwords": 12}`."""
    connection = open_read_only(database)
    try:
        return {what: number for what, number in _counts(connection, file, name, now) if number}
    finally:
        connection.close()


def _counts(connection: sqlite3.Connection, file: str, name: str, now: str) -> Iterator[tuple[str, int]]:
    def count(table: str, condition: str, **params: Any) -> int:
        sql = f"SELECT count(*) FROM {table} WHERE {condition}"  # noqa: S608 (names of our own schema)
        return int(connection.execute(sql, params).fetchone()[0])

    def has(table: str, column: str) -> bool:
        # A backup of an older version may lack what came later.
        return column in {row["name"] for row in connection.execute(f"PRAGMA table_info({table})")}

    if file == SEALING_FILE:
        under = {"prefix": f"{name}.", "length": len(name) + 1}
        yield (
            "sealed values",
            sum(
                count(table, f"CAST(substr({column}, 1, :length) AS TEXT) = :prefix", **under)
                for table, column in sealed_columns(connection)
            ),
        )
    elif file == PEPPER_FILE:
        for table, column, condition, what in PEPPERED:
            if has(table, column):
                yield what, count(table, f"{column} LIKE :name || '%' AND {condition}", name=name, now=now)
    elif file == VAPID_FILE and has("push_subscriptions", "sender_key"):
        yield "phones with reminders", count("push_subscriptions", "sender_key = :name", name=name)


def made_with_others(database: Path, file: str, names: Collection[str]) -> int:
    """How many PINs, passwords or phones hang on a key that is none of `names`: the wrong file lies there."""
    table, column, own = {
        PEPPER_FILE: ("secrets", "secret_hash", "substr(secret_hash, 1, 6)"),
        VAPID_FILE: ("push_subscriptions", "sender_key", "sender_key"),
    }[file]
    connection = open_read_only(database)
    try:
        marks = ", ".join("?" * len(names))
        sql = f"SELECT count(*) FROM {table} WHERE {column} <> '' AND {own} NOT IN ({marks})"  # noqa: S608 (as above)
        return int(connection.execute(sql, tuple(names)).fetchone()[0])
    finally:
        connection.close()
