"""Committing: what ended stands in the restore journal before anybody hears that it has.

The row of the table is committed first, the line of the journal follows. The other way round a crash could leave a line
about something that never happened, and a restore would do it: erase a plan, for example.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pwa_server.storage import never_undone
from pwa_server.storage.journal import Entry, Journal, OtherTimeline

if TYPE_CHECKING:
    from pwa_server.storage.sqlite import sqlite3


class JournalFails(Exception):
    """The journal can't be written: its disk is full or fails. Before a commit nothing has happened then."""


class Committing:
    """Ends the transactions of the writing connection, on its thread."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._journal: Journal | None = None

    def keep_journal(self, path: Path) -> None:
        """Write to this journal from the next commit on."""
        self._journal = Journal(path)

    def commit(self, now: str) -> None:
        """Commit the open transaction. Raises JournalFails, also where the journal goes on after another time than this one."""
        if not never_undone.date_new(self._connection, now) or self._journal is None:
            self._connection.execute("COMMIT")
            return
        try:
            with self._journal.held():
                if self._journal.last and self._journal.last.seq >= never_undone.newest(self._connection):
                    raise JournalFails
                self._commit_into(self._journal)
        except OSError as error:
            raise JournalFails from error

    def is_caught_up(self) -> bool:
        """Whether the journal lacks nothing: then nothing has to be written. Raises OtherTimeline, JournalFails."""
        if self._journal is None:
            return True
        try:
            with self._journal.held():
                self._require_own(self._journal.last)
                last = self._journal.last.seq if self._journal.last else 0
                return never_undone.newest(self._connection) == last
        except OSError as error:
            raise JournalFails from error

    def catch_up(self, now: str) -> None:
        """Commit, and write what the journal lacks because of a crash. Raises OtherTimeline, JournalFails."""
        if self._journal is None:
            raise ValueError("keep_journal comes first")
        never_undone.date_new(self._connection, now)
        try:
            with self._journal.held():
                self._require_own(self._journal.last)
                self._commit_into(self._journal)
        except OSError as error:
            raise JournalFails from error

    def shorten(self) -> None:
        """Drop from the journal what the table has dropped. Raises JournalFails, with the journal as it was."""
        if self._journal is None:
            return
        try:
            with self._journal.held():
                last = self._journal.last
                kept = [entry for entry in never_undone.entries(self._connection) if last and entry.seq <= last.seq]
                if kept:
                    self._journal.keep_only(kept)
        except OSError as error:
            raise JournalFails from error

    def close(self) -> None:
        """Give the journal back."""
        if self._journal:
            self._journal.close()

    def _commit_into(self, journal: Journal) -> None:
        # From the number after the journal's last: what a process left out that died after its commit comes along.
        entries = never_undone.entries(self._connection, journal.last.seq if journal.last else 0)
        if entries:
            journal.reserve(entries)
        self._connection.execute("COMMIT")
        if entries:
            journal.append(entries)

    def _require_own(self, last: Entry | None) -> None:
        if last and not never_undone.is_known(self._connection, last):
            raise OtherTimeline
