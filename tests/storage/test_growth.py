"""What is done for one case costs no more because there are many others."""

from __future__ import annotations

from typing import Any

from pwa_server.storage.database import statement

# Rows of these are deleted with a case, a person or a phone. Whether somebody points at a row is asked each time.
DELETED = frozenset(
    {"accounts", "clients", "cases", "goals", "steps", "meetings", "consents", "needs", "reviews", "clearings"}
    | {"agreement_versions", "step_shares", "reminders", "help_requests", "data_requests", "devices", "call_tasks"}
    | {"mentor_grants", "offer_checks", "recordings", "handovers", "case_assignments"}
)
# Lists of the office: a few rows each, however many people are counselled.
SHORT = frozenset(
    {
        "second_factor_renewals",
        "deputyships",
        "standing_deputies",
        "catalogue_blocks",
        "catalogue_wordings",
        "handovers",
    }
    | {"colleague_confirmations", "carrier_handovers", "accessibility_statement", "network_adoptions"}
)


def columns_with_an_index(connection: Any, table: str) -> set[str]:
    """Columns by which rows are found at once: the first of an index that holds every row, or every row that has one."""
    found = set()
    for index in connection.execute(f"PRAGMA index_list({table})").fetchall():
        first = connection.execute(f"PRAGMA index_info({index['name']})").fetchone()["name"]
        source = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", [index["name"]]).fetchone()["sql"]
        if not index["partial"] or source.endswith(f"WHERE {first} IS NOT NULL"):
            found.add(first)
    return found | {row["name"] for row in connection.execute(f"PRAGMA table_info({table})") if row["pk"] == 1}


def test_who_points_at_a_deleted_row_is_found_by_an_index(parts: Any) -> None:
    connection = parts.database.utils().conn
    tables = [
        row["name"] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    ]
    missing = [
        f"{table}.{key['from']} points at {key['table']}"
        for table in tables
        if table not in SHORT
        for key in connection.execute(f"PRAGMA foreign_key_list({table})").fetchall()
        if key["table"] in DELETED and key["from"] not in columns_with_an_index(connection, table)
    ]
    assert not missing


def test_worker_finds_what_is_due_by_an_index_whatever_else_waits(parts: Any) -> None:
    connection = parts.database.utils().conn
    for name in ("reminders_due", "reminders_waiting", "claim_reminders"):
        sql = statement(f"unscoped.{name}").sql
        params = dict.fromkeys(("now", "claim", "lease_until", "room"), "")
        plan = " / ".join(row["detail"] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", params).fetchall())
        assert "reminders_due (<expr><" in plan, plan
        assert "TEMP B-TREE" not in plan
