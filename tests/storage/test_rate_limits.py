"""Counters of tries: shared by processes, kept over a restart, over at the end of their window."""

from pwa_server.domain.times import later
from pwa_server.storage import rate_limits
from pwa_server.storage.database import Database
from tests.world import NOW_TEXT

LIMITS = "2/minute; 3/hour"


def hit(database: Database, now: str, who: str = "somebody") -> int:
    return database.write_now("", now, rate_limits.hit, LIMITS, "account", who)


def test_windows_open_again_one_after_the_other(parts) -> None:
    assert [hit(parts.database, NOW_TEXT) for _ in range(3)] == [0, 0, 60]
    assert hit(parts.database, later(NOW_TEXT, seconds=30)) == 3570
    assert hit(parts.database, later(NOW_TEXT, hours=1)) == 0


def test_people_are_counted_apart(parts) -> None:
    assert [hit(parts.database, NOW_TEXT, "one") for _ in range(3)][-1] > 0
    assert hit(parts.database, NOW_TEXT, "other") == 0


def test_two_processes_count_together(parts) -> None:
    other = Database(parts.settings.database_path, parts.database.sealing)
    assert [hit(database, NOW_TEXT) for database in (parts.database, other, parts.database)] == [0, 0, 60]
    other.close()


def test_what_is_forgiven_and_what_is_over_leaves_no_row(parts) -> None:
    hit(parts.database, NOW_TEXT)
    parts.database.write_now("", NOW_TEXT, rate_limits.forget, LIMITS, "account", "somebody")
    hit(parts.database, NOW_TEXT, "other")
    parts.database.write_now("", later(NOW_TEXT, hours=2), lambda tx: tx.run("unscoped.forget_rate_limits"))
    assert list(parts.database.utils().query("SELECT * FROM rate_limits")) == []
