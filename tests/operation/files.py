"""Looking into database files, and breaking them on purpose."""

from pathlib import Path

from sqlite_utils.utils import sqlite3

from tests.support.server import Installation


def rows(database: Path, table: str) -> list[tuple[object, ...]]:
    """All rows of a table in the order of their ids."""
    connection = sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)
    try:
        return list(connection.execute(f"SELECT * FROM {table} ORDER BY 1"))
    finally:
        connection.close()


def contents(database: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables, without their versions: a restore lets those rise, and nothing else."""
    connection = sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)
    try:
        found = {}
        for table in tables(database):
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            kept = ", ".join(column for column in columns if column not in ("version", "shared_version"))
            found[table] = list(connection.execute(f"SELECT {kept} FROM {table} ORDER BY 1, 2"))
        return found
    finally:
        connection.close()


def tables(database: Path) -> list[str]:
    connection = sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)
    try:
        return [
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")
        ]
    finally:
        connection.close()


def change(database: Path, statement: str, *values: object) -> None:
    connection = sqlite3.connect(database, isolation_level=None)
    try:
        connection.execute(statement, values)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


def break_index(database: Path, table: str = "steps") -> None:
    """Overwrite the cells of one page that belongs to a table, as a failing disk does."""
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", [table]).fetchone()
    (size,) = connection.execute("PRAGMA page_size").fetchone()
    connection.close()
    with database.open("r+b") as file:
        file.seek((page - 1) * size + 8)
        file.write(b"\xff" * (size - 8))


def refused(installation: Installation, *arguments: str) -> str:
    """What a command says that ends with an error."""
    try:
        done = installation.run(*arguments)
    except AssertionError as error:
        return str(error)
    raise AssertionError(f"{' '.join(arguments)} was not refused:\n{done.stdout}")
