"""Killed or out of room around the restore journal: what was answered stands in it, what was not is caught up or undone."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from pwa_server.app import create_parts
from pwa_server.operation.backups import back_up, restore
from pwa_server.settings import Settings
from pwa_server.storage import journal
from tests.faults.test_failing_disk import is_whole, plain, traced, values
from tests.support.effort import chance, count
from tests.world import World

__all__ = ["plain"]


class Place:
    """A copy of the cast's installation, with a backup of it from before."""

    def __init__(self, settings: Settings, world: World, folder: Path) -> None:
        self.settings = replace(settings, data_dir=folder / "data", key_dir=folder / "keys")
        self.grant = world.ids["mona.grant"]
        self.amina = world.ids["amina"]
        self.copy = folder / "backup.db"
        for source, target in ((settings.data_dir, "data"), (settings.key_dir, "keys")):
            shutil.copytree(source, folder / target)
            (folder / target).chmod(0o700)
        list(back_up(self.settings, self.copy, 90))
        # As after months: there is no room left in the file, so that the next line needs some.
        journal.write(self.settings.journal_path, self.entries())

    def entries(self) -> list[journal.Entry]:
        return journal.read(self.settings.journal_path)[0]

    def run(self, rules: list[str], *what: str) -> tuple[str, int]:
        return traced(rules, self.settings.data_dir, self.settings.key_dir, *what)

    def revoke(self, rules: list[str]) -> tuple[str, int]:
        """Amina ends what Mona may see."""
        return self.run(rules, "revoke", self.amina, self.grant)

    @property
    def is_revoked(self) -> bool:
        return values(self.settings.database_path, "SELECT state FROM mentor_grants WHERE id = ?", self.grant) == [
            ("revoked",)
        ]

    @property
    def is_noted(self) -> bool:
        return ("mentor_grants.state", self.grant, "revoked") in [(e.kind, e.subject, e.other) for e in self.entries()]


def few(name: str, writes: int) -> list[int]:
    """At which writes to kill: two of them, all in `make proof`."""
    return sorted(chance(name).sample(range(1, writes + 1), min(count(small=2, full=writes), writes)))


@pytest.mark.fault("F01", "F42")
def test_killed_at_a_write_what_ended_is_noted_when_it_was_answered_and_never_comes_back(
    plain: Settings, world: World, tmp_path: Path
) -> None:
    _, writes = Place(plain, world, tmp_path / "whole").revoke(["trace=pwrite64"])
    for write in few("journal", writes):
        place = Place(plain, world, tmp_path / str(write))
        said, _ = place.revoke([f"inject=pwrite64:signal=KILL:when={write}"])
        assert is_whole(place.settings.database_path)
        if said == "answered":
            assert place.is_revoked
        list(restore(place.settings, place.copy, in_place=True))
        was_revoked = place.is_noted
        assert place.is_revoked == was_revoked
        assert was_revoked or said != "answered"


@pytest.mark.fault("F01", "F42")
def test_killed_between_commit_and_journal_the_next_start_catches_up(
    plain: Settings, world: World, tmp_path: Path
) -> None:
    """The last write of all is the journal's line: the row is committed, the line is not there yet."""
    _, writes = Place(plain, world, tmp_path / "whole").revoke(["trace=pwrite64"])
    place = Place(plain, world, tmp_path / "killed")
    said, _ = place.revoke([f"inject=pwrite64:signal=KILL:when={writes}"])
    assert (said, place.is_revoked, place.is_noted) == ("", True, False)
    create_parts(place.settings).database.close()
    assert place.is_noted


@pytest.mark.fault("F03")
def test_without_room_for_the_journal_nothing_ends_and_nobody_is_told_so(
    plain: Settings, world: World, tmp_path: Path
) -> None:
    place = Place(plain, world, tmp_path / "full")
    said, _ = place.revoke(["inject=fallocate:error=ENOSPC"])
    assert (said, place.is_revoked, place.is_noted) == ("refused", False, False)
    assert place.revoke(["trace=fallocate"])[0] == "answered"
    assert (place.is_revoked, place.is_noted) == (True, True)


@pytest.mark.fault("F04")
def test_journal_that_the_disk_did_not_take_is_not_answered_and_is_caught_up(
    plain: Settings, world: World, tmp_path: Path
) -> None:
    """The last flush of all is the journal's."""
    _, flushes = Place(plain, world, tmp_path / "whole").revoke(["trace=fsync,fdatasync"])
    place = Place(plain, world, tmp_path / "fails")
    said, _ = place.revoke([f"inject=fsync,fdatasync:error=EIO:when={flushes}"])
    assert said == "refused"
    assert place.revoke(["trace=fsync"])[0] == "answered"
    assert (place.is_revoked, place.is_noted) == (True, True)


@pytest.mark.fault("F42")
def test_restore_killed_at_a_write_is_done_by_the_next_one(plain: Settings, world: World, tmp_path: Path) -> None:
    whole = Place(plain, world, tmp_path / "whole")
    assert whole.revoke(["trace=fsync"])[0] == "answered"
    _, writes = whole.run(["trace=pwrite64"], "restore", str(whole.copy))
    for write in few("restore", writes):
        place = Place(plain, world, tmp_path / str(write))
        assert place.revoke(["trace=fsync"])[0] == "answered"
        place.run([f"inject=pwrite64:signal=KILL:when={write}"], "restore", str(place.copy))
        assert place.is_revoked, "what was there before is there until the new one is complete"
        list(restore(place.settings, place.copy, in_place=True))
        assert place.is_revoked
        assert is_whole(place.settings.database_path)
