"""An office in one process that is backed up, goes on, and is put back: for tests of what a backup may not bring back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from pwa_server.app import create_parts
from pwa_server.domain.times import instant
from pwa_server.operation.backups import back_up, restore
from pwa_server.settings import Settings
from pwa_server.storage import journal
from pwa_server.storage.journal import Entry
from pwa_server.web.parts import Parts
from tests.conftest import Clock
from tests.world import World


class Office:
    """The cast's installation. Its open database is replaced by `restore`; browsers of before go on with the new one."""

    def __init__(self, parts: Parts, world: World, clock: Clock, folder: Path) -> None:
        self.parts = parts
        self.world = world
        self.clock = clock
        self.copy = folder / "copy.db"

    @property
    def settings(self) -> Settings:
        """The settings with the clock of the test, as a command reads them."""
        return replace(self.parts.settings, clock_starts_at=instant(self.clock.at))

    def do(self, name: str, verb: Callable[..., Any], *arguments: Any) -> Any:
        """What a person of the cast does ('' for the worker)."""
        actor = self.world.ids[name] if name else ""
        return self.parts.database.write_now(actor, self.parts.now(), verb, *arguments)

    def wait(self, **time: float) -> None:
        """Let time pass."""
        self.clock.at += timedelta(**time)

    def number(self, statement: str, **values: str) -> int:
        """The number that a statement answers; every id of the cast may stand in it as :amina_case."""
        ids = {name.replace(".", "_"): value for name, value in self.world.ids.items()}
        return int(self.parts.database.utils().conn.execute(statement, ids | values).fetchone()[0] or 0)

    def back_up(self) -> None:
        list(back_up(self.settings, self.copy, 90))

    def restore(self, **options: bool) -> str:
        """Put the backup in the place of what is there, as the command does, and open it again. Returns what is told."""
        self.close()
        told = "\n".join(restore(self.settings, self.copy, in_place=True, **options))
        self.open()
        return told

    def close(self) -> None:
        self.parts.database.close()

    def open(self) -> None:
        fresh = create_parts(self.parts.settings, self.clock)
        self.parts.database = fresh.database
        self.parts.kept = fresh.kept

    def entries(self) -> list[Entry]:
        """What stands in the journal's file."""
        return journal.read(self.settings.journal_path)[0]
