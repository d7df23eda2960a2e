"""What must never come back with a backup, in one place: triggers note it, whichever verb or statement ends it.

`casework/restored.py` does it again after a restore. Only what closes is done again: a permission that ended stays ended,
one that was given after the backup is not in it and has to be given anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pwa_server.domain.cases import CLOSURE_REASONS
from pwa_server.domain.times import moment
from pwa_server.storage.journal import Entry

if TYPE_CHECKING:
    from pwa_server.storage.sqlite import sqlite3

PREFIX = "never_undo_"
# Days that an entry is kept: the longest that a backup is (90), and the one until the next backup deletes it.
KEPT_DAYS = 91


@dataclass(frozen=True)
class Watch:
    """One change that is noted as `kind`, and the rule by which it is done again.

    `ends`: a moment is set. `code`: the column gets one of `closing`. `sooner`: a day comes earlier. `fewer`: a list of codes
    shrinks. `emptied`: what stood there is deleted. `gone`: the row is deleted. `replaced`, `made`: by a rule of its own.
    """

    rule: str
    table: str
    column: str = ""
    closing: tuple[str, ...] = ()
    key: str = "id"
    other: str = ""
    when: str = ""
    name: str = ""
    event: str = ""

    @property
    def kind(self) -> str:
        return f"{self.table}.{self.name or self.column or 'gone'}"

    def trigger(self) -> str:
        """The statement that makes the database note it."""
        changed = f"NEW.{self.column} IS NOT OLD.{self.column}"
        row = "OLD" if self.rule == "gone" else "NEW"
        rules = {
            "ends": (f"{changed} AND (NEW.{self.column} IS NULL OR OLD.{self.column} IS NULL)", f"NEW.{self.column}"),
            "emptied": (f"{changed} AND NEW.{self.column} IS NULL", "''"),
            "code": (changed, f"NEW.{self.column}"),
            "sooner": (changed, f"NEW.{self.column}"),
            "fewer": (changed, f"NEW.{self.column}"),
            "replaced": (changed, "''"),
        }
        when, other = rules.get(self.rule, ("1", "''"))
        event = self.event or ("DELETE" if self.rule == "gone" else f"UPDATE OF {self.column}")
        name = f"{PREFIX}{self.kind.replace('.', '_')}"
        values = f"'{self.kind}', {row}.{self.key}, COALESCE({self.other or other}, '')"
        note = f"INSERT INTO never_undone (kind, subject, other) VALUES ({values})"  # noqa: S608 (as written below)
        return f"CREATE TRIGGER {name} AFTER {event} ON {self.table} WHEN {self.when or when} BEGIN {note}; END"


def _ends(table: str, *columns: str) -> Iterator[Watch]:
    yield from (Watch("ends", table, column) for column in columns)


def _gone(table: str, key: str = "id", **more: Any) -> Watch:
    return Watch("gone", table, key=key, **more)


WATCHES = (
    # Signing in: what was signed out, locked, used up, replaced or taken away.
    *_ends("sessions", "ended_at", "locked_at"),
    Watch("replaced", "sessions", "token_digest"),
    Watch("code", "sessions", "phone", ("shared",)),
    *_ends("device_people", "removed_at"),
    *_ends("sign_in_codes", "used_at", "cancelled_at"),
    *_ends("recovery_codes", "used_at"),
    *_ends("second_factor_renewals", "confirmed_at"),
    *_ends("passkeys", "stopped_at"),
    *_ends("accounts", "deactivated_at"),
    Watch("fewer", "accounts", "staff_rights"),
    # The same secret under newer parameters keeps its day.
    Watch("replaced", "secrets", "secret_hash", key="account_id", event="UPDATE OF set_at"),
    _gone("secrets", "account_id"),
    _gone("second_factors"),
    _gone("recovery_codes"),
    _gone("passkeys"),
    # Messages: no phone, address or way that somebody has left.
    _gone("push_subscriptions"),
    Watch("replaced", "push_subscriptions", "account_id"),
    Watch("fewer", "clients", "channels"),
    Watch("code", "clients", "push_text", ("neutral", "off")),
    Watch("code", "clients", "phone_use", ("shared",)),
    # Who may see a plan.
    Watch(
        "code",
        "mentor_grants",
        "state",
        ("requested", "suspended", "declined", "cancelled", "revoked", "returned", "expired"),
    ),
    Watch("sooner", "mentor_grants", "valid_until"),
    Watch("sooner", "mentor_grants", "expires_on"),
    Watch("fewer", "mentor_grants", "rights"),
    *_ends("mentor_grants", "unconfirmed_since"),
    Watch("emptied", "mentor_grants", "mentor_id"),
    Watch("emptied", "meetings", "mentor_id"),
    Watch("emptied", "mentors", "confidentiality_on"),
    _gone("mentor_grant_goals", "grant_id", other="OLD.goal_id"),
    Watch("made", "mentor_grant_goals", name="shown", key="grant_id", other="NEW.goal_id", event="INSERT"),
    *_ends("consents", "ended_at"),
    Watch("code", "consents", "state", ("withdrawn", "expired")),
    *_ends("step_shares", "opened_at", "ended_at"),
    *_ends("deputyships", "ended_at"),
    *_ends("standing_deputies", "ended_at"),
    Watch("sooner", "case_assignments", "valid_until"),
    Watch(
        "made",
        "case_assignments",
        name="counsellor",
        key="case_id",
        other="NEW.staff_id",
        event="INSERT",
        when="NEW.relationship = 'counsellor' AND EXISTS ("
        "SELECT 1 FROM case_assignments a WHERE a.case_id = NEW.case_id AND a.id <> NEW.id)",
    ),
    *_ends("partners", "ended_at"),
    *_ends("cooperation_agreements", "ended_at"),
    *_ends("cooperation_members", "left_on"),
    # The plan itself: hidden, closed, protected, asked to be erased.
    Watch("code", "cases", "state", ("restricted", "closed")),
    Watch("code", "cases", "closure_reason", CLOSURE_REASONS),
    Watch("sooner", "cases", "erase_due_on"),
    Watch("code", "goals", "sensitivity", ("elevated", "high")),
    Watch("code", "needs", "sensitivity", ("elevated", "high")),
    Watch("code", "meetings", "sensitivity", ("elevated", "high")),
    Watch("code", "meetings", "state", ("cancelled", "moved")),
    Watch("code", "meetings", "interpreter_state", ("not_needed",)),
    Watch("code", "agreement_versions", "state", ("superseded", "fulfilled", "ended", "declined", "discarded")),
    Watch("code", "carrier_handovers", "state", ("declined", "withdrawn")),
    # The yes of a client by which her plan went to another service: to whom, and which parts.
    Watch("made", "carrier_handovers", name="asked", other="NEW.case_id || ' ' || NEW.to_id", event="INSERT"),
    Watch(
        "made",
        "carrier_handovers",
        name="accepted",
        other="NEW.parts",
        event="UPDATE OF state",
        when="NEW.state = 'accepted'",
    ),
    Watch("code", "data_requests", "state", ("granted", "declined", "taken_back", "handed_over")),
    *(
        Watch("made", "data_requests", name=kind, other="NEW.case_id", event="INSERT", when=f"NEW.kind = '{kind}'")
        for kind in ("correct", "restrict", "erase")
    ),
    # What somebody took back or had deleted.
    _gone("recordings"),
    _gone("needs"),
    *_ends("staff_notes", "removed_at"),
)
# Noted by name, because only the verb knows: tx.never_undo("cases.erased", …).
ERASED = "cases.erased"
SEALED_NULLABLE = """
SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
WHERE m.type = 'table' AND c.name LIKE '%\\_sealed' ESCAPE '\\' AND c."notnull" = 0 ORDER BY m.name, c.name
"""
VERSIONED = """
SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
WHERE m.type = 'table' AND c.name IN ('version', 'shared_version') ORDER BY m.name
"""


def watches(connection: sqlite3.Connection) -> tuple[Watch, ...]:
    """Everything that is watched: the list above, and each sealed value that may be deleted alone."""
    emptied = (Watch("emptied", table, column) for table, column in connection.execute(SEALED_NULLABLE).fetchall())
    return (*WATCHES, *emptied)


def watch(connection: sqlite3.Connection) -> None:
    """Add the triggers of this version, inside the open transaction."""
    for entry in watches(connection):
        connection.execute(entry.trigger())


def unwatch(connection: sqlite3.Connection) -> None:
    """Take all triggers away, inside the open transaction: a migration may change the tables that they stand on."""
    for name in _triggers(connection):
        connection.execute(f"DROP TRIGGER {name}")


def is_watched(connection: sqlite3.Connection) -> bool:
    """Whether the triggers are those of this version."""
    return sorted(_triggers(connection).values()) == sorted(entry.trigger() for entry in watches(connection))


def _triggers(connection: sqlite3.Connection) -> dict[str, str]:
    found = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'never_undo%'")
    return {row[0]: row[1] for row in found.fetchall()}


def date_new(connection: sqlite3.Connection, now: str) -> bool:
    """Give what this transaction ended its moment; whether there is anything."""
    return connection.execute("UPDATE never_undone SET at = ? WHERE at = ''", [now]).rowcount > 0


def entries(connection: sqlite3.Connection, after: int = 0) -> list[Entry]:
    """What the database has noted after a number, in order."""
    found = connection.execute(
        "SELECT seq, at, kind, subject, other FROM never_undone WHERE seq > ? ORDER BY seq", [after]
    )
    return [Entry(*row) for row in found.fetchall()]


def is_known(connection: sqlite3.Connection, entry: Entry) -> bool:
    """Whether the database has noted this entry too. What it was about may have been erased since, and old ones are dropped."""
    found = connection.execute("SELECT at, kind FROM never_undone WHERE seq = ?", [entry.seq]).fetchone()
    return tuple(found) == (entry.at, entry.kind) if found else newest(connection) > entry.seq


def newest(connection: sqlite3.Connection) -> int:
    """The highest number, 0 where nothing has ended yet."""
    return int(connection.execute("SELECT COALESCE(MAX(seq), 0) FROM never_undone").fetchone()[0])


def keep(connection: sqlite3.Connection, after: int, known: Sequence[Entry]) -> None:
    """Make these entries the table's end: those of the journal, and nothing that doing them again has noted anew."""
    connection.execute("DELETE FROM never_undone WHERE seq > ?", [after])
    rows = [(entry.seq, entry.at, entry.kind, entry.subject, entry.other) for entry in known]
    connection.executemany("INSERT INTO never_undone (seq, at, kind, subject, other) VALUES (?, ?, ?, ?, ?)", rows)


def raise_versions(connection: sqlite3.Connection, now: str) -> None:
    """Let every version be higher than it ever was: what a phone or an open form holds is of another time.

    Seconds since 2020 rise faster than anything is changed, also where a backup is restored a second time.
    """
    floor = int((moment(now) - datetime(2020, 1, 1, tzinfo=UTC)).total_seconds())
    for table, column in connection.execute(VERSIONED).fetchall():
        higher = f"CASE WHEN {column} < :floor THEN :floor ELSE {column} + 1 END"
        connection.execute(f"UPDATE {table} SET {column} = {higher}", {"floor": floor})  # noqa: S608 (own schema)
