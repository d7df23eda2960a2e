"""The real server over the world of `tests/world.py`, and devices on which people of the cast are signed in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pwa_server.app import create_parts
from pwa_server.domain.times import moment
from pwa_server.settings import Settings
from pwa_server.storage.database import Row, Tx
from pwa_server.web import sessions
from tests import world as cast
from tests.support.chromium import Device
from tests.support.server import Installation, Process


class WorldServer:
    """One installation with the cast in it. `server` is the running process; `restart` puts another in its place."""

    def __init__(self, folder: Path, *, push_origin: str = "", named: bool = False) -> None:
        self.installation = Installation(folder, now=cast.NOW_TEXT, push_origin=push_origin, named=named)
        settings = Settings(
            data_dir=self.installation.data_dir,
            key_dir=self.installation.key_dir,
            public_origin=self.installation.origin,
        )
        self._now_text, self._begun = cast.NOW_TEXT, datetime.now(UTC)
        self.parts = create_parts(settings, self._now)
        self.world = cast.build(self.parts.database)
        self.server: Process = self.installation.serve()

    @property
    def origin(self) -> str:
        return self.installation.origin

    def restart(self, *, kill: bool = False, **environment: str) -> None:
        """Another process in the place of this one, perhaps with another release or without the worker."""
        self.end(kill=kill)
        self.server = self.installation.serve(**environment)

    def travel(self, now: str) -> None:
        """The clock of the installation shows another moment: the server starts anew, sessions run out as they would."""
        self.installation.environment["WEGPLAN_NOW"] = now
        self._now_text, self._begun = now, datetime.now(UTC)
        self.restart()

    def end(self, *, kill: bool = False) -> None:
        if self.server.is_running:
            self.server.kill() if kill else self.server.stop()

    def close(self) -> None:
        self.end()
        self.parts.database.close()

    def sign_in(self, device: Device, name: str, phone: str = "") -> None:
        """Give a device the cookie of a session of this person, as if she had just signed in there."""
        device.context.add_cookies([{"name": "s", "value": self.session_of(name, phone), "url": self.origin}])

    def session_of(self, name: str, phone: str = "") -> str:
        """The cookie of a new session of this person."""
        token: str = self.write(_begin, self.world.ids[name], phone)
        return token

    def end_sessions(self, name: str) -> None:
        """All sessions of a person end, as when the counsellor helps after a lost phone."""
        self.write(lambda tx: tx.run("sessions.end_all", account_id=self.world.ids[name], reason="test"))

    def write_as(self, name: str, verb: Any, *args: Any) -> Any:
        """One verb as this person."""
        return self.parts.database.write_now(self.world.ids[name], self.parts.now(), verb, *args)

    def write(self, verb: Any, *args: Any) -> Any:
        return self.parts.database.write_now("", self.parts.now(), verb, *args)

    def rows(self, sql: str, *values: Any) -> list[Row]:
        """What stands in the database, asked by a connection of the test's own."""
        return [dict(row) for row in self.parts.database.utils().query(sql, values)]

    def reports(self, step: str) -> list[Row]:
        """The history of a step, oldest first."""
        return self.rows(
            "SELECT report, tapped_at, received_at FROM step_reports WHERE step_id = ? ORDER BY received_at, id",
            self.world.ids[step],
        )

    def _now(self) -> datetime:
        return moment(self._now_text) + (datetime.now(UTC) - self._begun)


def _begin(tx: Tx, account_id: str, phone: str) -> str:
    account = tx.row("accounts.find", id=account_id)
    if account is None:
        raise LookupError(account_id)
    role = account["role"]
    phone = phone or ("own" if role in ("client", "mentor") else "desk")
    return sessions.begin(tx, account_id, role, phone, second_factor_at=tx.now, secret_at=tx.now)


@contextmanager
def world_server(folder: Path, *, push_origin: str = "") -> Iterator[WorldServer]:
    """The running server of a new world in a folder."""
    server = WorldServer(folder, push_origin=push_origin)
    try:
        yield server
    finally:
        server.close()
