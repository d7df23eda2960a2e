"""Numbered `.sql` migrations, run statement by statement by sqlite-utils, each with its record in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pwa_server.storage import never_undone
from pwa_server.storage.database import Database
from pwa_server.storage.sqlite import sqlite3

if TYPE_CHECKING:
    from sqlite_utils import Database as SqliteUtils
    from sqlite_utils import Migrations

FOLDER = Path(__file__).parent / "migrations"
# The tokens that differ between SQLite and PostgreSQL.
TOKENS = {"{strict}": "STRICT", "{blob}": "BLOB"}


class NewerSchema(Exception):
    """The database was written by a newer version of the program, which may mean things we don't know."""


def migrate(database: Database) -> None:
    """Bring the schema up to date in one transaction: a cut migration leaves it as it was, a second starter waits.

    With it, what ends is noted by triggers that fit this version. Raises NewerSchema, and changes nothing then.
    """
    is_new = database.migrations_had() != {path.stem for path in FOLDER.glob("*.sql")}
    if not is_new and database.is_watched():
        return
    db = database.utils()
    if is_new:
        require_known(db)
    db.execute("BEGIN IMMEDIATE")
    try:
        never_undone.unwatch(db.conn)
        if is_new:
            migrations().apply(db)
        never_undone.watch(db.conn)
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def require_known(db: SqliteUtils) -> None:
    """Raise NewerSchema when the database has had a migration that this version does not know."""
    applied = {migration.name for migration in migrations().applied(db)}
    unknown = applied - {path.stem for path in FOLDER.glob("*.sql")}
    if unknown:
        raise NewerSchema(max(unknown))


def migrations() -> Migrations:
    """All migrations in the order of their numbers."""
    from sqlite_utils import Migrations

    found = Migrations("wegplan")
    for path in sorted(FOLDER.glob("*.sql")):
        found(name=path.stem)(_runner(path))
    return found


def _runner(path: Path) -> Callable[[SqliteUtils], None]:
    def run(db: SqliteUtils) -> None:
        for statement in statements(path.read_text(encoding="utf-8")):
            db.execute(statement)

    return run


def statements(script: str) -> Iterator[str]:
    """The single statements of a script: `executescript` would commit the open transaction."""
    for token, value in TOKENS.items():
        script = script.replace(token, value)
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending.strip()
            pending = ""
    if pending.strip():
        raise ValueError("a migration ends in the middle of a statement")
