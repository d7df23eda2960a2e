"""Who looked is written down; one's own look is not."""

import pytest

from pwa_server.casework.openings import record_opening
from pwa_server.domain.problems import NotVisible
from pwa_server.domain.times import later
from tests.world import NOW_TEXT, World


@pytest.fixture
def opened(parts, world: World):
    def open_as(name: str, reason: str = "case", minutes: int = 0) -> None:
        parts.database.write_now(
            world.ids[name], later(NOW_TEXT, minutes=minutes), record_opening, world.ids["amina.case"], reason
        )

    return open_as


def rows(parts) -> list[tuple]:
    found = parts.database.utils().conn.execute(
        "SELECT relationship, reason, times FROM access_log ORDER BY first_at, id"
    )
    return [tuple(row) for row in found.fetchall()]


def test_same_person_within_fifteen_minutes_raises_the_count(opened, parts) -> None:
    for minutes in (0, 5, 14):
        opened("karin", minutes=minutes)
    assert rows(parts) == [("counsellor", "case", 3)]


def test_later_opening_is_a_row_of_its_own(opened, parts) -> None:
    opened("karin")
    opened("karin", minutes=16)
    assert [row[2] for row in rows(parts)] == [1, 1]


def test_another_person_or_reason_is_a_row_of_its_own(opened, parts) -> None:
    opened("karin")
    opened("karin", "print")
    opened("dora")
    opened("mona", "granted")
    assert sorted(rows(parts)) == [
        ("counsellor", "case", 1), ("counsellor", "print", 1), ("deputy", "case", 1), ("mentor", "granted", 1)
    ]  # fmt: skip


def test_clients_own_look_is_no_opening(opened, parts) -> None:
    opened("amina")
    assert rows(parts) == []


@pytest.mark.parametrize("name", ["olle", "tilde", "magnus", "badr", "ada"])
def test_without_a_relationship_there_is_no_opening(opened, parts, name: str) -> None:
    with pytest.raises(NotVisible):
        opened(name)
    assert rows(parts) == []
