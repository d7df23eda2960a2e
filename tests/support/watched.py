"""A database that notes which tables are changed, and that stands again as it was in a moment."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

from pwa_server.storage.database import Database
from pwa_server.storage.sqlite import sqlite3

# Rows that say that somebody looked or tried; guesses that were stopped are told to whose account it is.
TRACES = frozenset(
    {"access_log", "denials", "events", "idempotency_keys", "rate_limits", "sessions", "alarms", "devices"}
    | {"account_news"}
)


class Watched:
    """Notes on the writer's connection which tables it changes; what is rolled back takes its note along."""

    def __init__(self, database: Database, journal: Path, but: Collection[str] = TRACES) -> None:
        self._writing: Any = database.utils().conn
        self._journal = journal
        tables = [row[0] for row in self._writing.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")]
        self._writing.execute("CREATE TEMP TABLE changed (name TEXT)")
        for table in set(tables) - set(but):
            if table.startswith("sqlite_"):
                continue
            for deed in ("INSERT", "UPDATE", "DELETE"):
                self._writing.execute(
                    f"CREATE TEMP TRIGGER {deed}_{table} AFTER {deed} ON main.{table} "
                    f"BEGIN INSERT INTO changed VALUES ('{deed} {table}'); END"
                )
        self.first = self._now = self._copy()

    def changed(self) -> set[str]:
        """What was changed since this was asked last: `UPDATE steps`."""
        found = {row[0] for row in self._writing.execute("SELECT name FROM temp.changed")}
        if found:
            self._writing.execute("DELETE FROM temp.changed")
        return found

    def keep(self) -> None:
        """This is how it stands from now on."""
        self.changed()
        self._now = self._copy()

    def stand_again(self) -> None:
        """As it was kept last; the restore journal, which goes on by itself, is written anew from the rows."""
        self._now.backup(self._writing)
        self._journal.unlink(missing_ok=True)
        self.changed()

    def begin_again(self) -> None:
        """As it was at first."""
        self._now = self.first
        self.stand_again()

    def _copy(self) -> Any:
        copied = sqlite3.connect(":memory:", check_same_thread=False)
        self._writing.backup(copied)
        return copied
