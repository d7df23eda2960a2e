"""What holds against a power cut is a setting of every connection, and an SQLite that can lose its log is refused."""

import pytest

from pwa_server.storage.database import AffectedSqlite, check_sqlite_version, connect
from pwa_server.web.parts import Parts


@pytest.mark.fault("F02")
def test_every_connection_waits_for_the_disk(parts: Parts) -> None:
    another = connect(parts.database.path)
    for connection in (parts.database._reading, parts.database._writing, another):
        assert connection.execute("PRAGMA synchronous").fetchone()[0] == 2  # FULL
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    another.close()


@pytest.mark.fault("F06")
@pytest.mark.parametrize("version", [(3, 40, 1), (3, 44, 5), (3, 50, 6), (3, 51, 2)])
def test_sqlite_that_can_lose_its_log_is_refused(version: tuple[int, ...]) -> None:
    with pytest.raises(AffectedSqlite):
        check_sqlite_version(version)


@pytest.mark.fault("F06")
@pytest.mark.parametrize("version", [(3, 44, 6), (3, 50, 7), (3, 51, 3), (3, 52, 0)])
def test_repaired_sqlite_is_taken(version: tuple[int, ...]) -> None:
    check_sqlite_version(version)


@pytest.mark.fault("F06")
def test_linked_sqlite_is_a_repaired_one() -> None:
    check_sqlite_version()
