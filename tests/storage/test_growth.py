"""What is done for one case costs no more because there are many others."""

from __future__ import annotations

import re
from typing import Any

from pwa_server.storage.database import QUERIES, statement

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


# Tables that grow with the number of people or with the years.
GROWING = frozenset(
    {
        "accounts",
        "clients",
        "cases",
        "case_states",
        "goals",
        "goal_states",
        "steps",
        "step_reports",
        "meetings",
        "needs",
    }
    | {
        "meeting_states",
        "meeting_answers",
        "consents",
        "case_assignments",
        "mentor_grants",
        "mentor_grant_goals",
        "events",
    }
    | {
        "access_log",
        "denials",
        "idempotency_keys",
        "sessions",
        "devices",
        "reminders",
        "deliveries",
        "call_tasks",
        "mails",
    }
    | {"push_subscriptions", "agreement_versions", "reviews", "help_requests", "contacts", "translations", "recordings"}
)
# These read whole tables, and why they may.
READS_ALL = {
    "accounts.demo_people": "only in the demo",
    "installation.sealed_sample": "one row, at the start",
    "unscoped.all_cases": "only after a restore",
    "unscoped.expire_consents": "once a night",
    "unscoped.forget_mails": "once a night, those of thirty days",
    "unscoped.note_clock_was_ahead": "once, at a start after a clock that was ahead",
}


def named_statements() -> list[str]:
    """Every statement but those about the figures of a quarter, which are made from all that there is."""
    return [
        f"{file.stem}.{name.rstrip('!')}"
        for file in sorted(QUERIES.glob("*.sql"))
        if file.stem not in ("indicators", "snapshots", "demand", "gaps")
        for name in re.findall(r"^-- name: (\S+)", file.read_text(), re.MULTILINE)
    ]


def tables_read_whole(connection: Any, name: str) -> set[str]:
    """The growing tables of which a statement reads every row, by the plan that is made without statistics."""
    sql = statement(name).sql
    called = dict(re.findall(r"(?:FROM|JOIN|UPDATE)\s+(?P<table>\w+)(?:\s+(?:AS\s+)?(?P<alias>\w+))?", sql))
    names = {alias: table for table, alias in called.items()} | {table: table for table in called}
    plan = connection.execute(f"EXPLAIN QUERY PLAN {sql}", dict.fromkeys(re.findall(r":(\w+)", sql), "x")).fetchall()
    partial = connection.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE% INDEX % WHERE %'").fetchall()
    scans = (re.match(r"SCAN (\w+)(?:.* USING.* INDEX (\w+))?", row["detail"]) for row in plan)
    # An index over some of the rows holds those alone: what is open, due, or has a right.
    scanned = [found[1] for found in scans if found and found[2] not in {row["name"] for row in partial}]
    return {names.get(alias, alias) for alias in scanned} & GROWING


def test_no_page_and_no_minute_of_the_worker_reads_a_whole_table_that_grows(parts: Any) -> None:
    connection = parts.database.utils().conn
    found = {name: tables for name in named_statements() if (tables := tables_read_whole(connection, name))}
    assert set(found) == set(READS_ALL) & set(found), {name: found[name] for name in set(found) - set(READS_ALL)}
    assert set(READS_ALL) <= set(found), "this reads no whole table any more"
