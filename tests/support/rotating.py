"""Changing keys under a test's installation, as an operator does between stopping and starting."""

from __future__ import annotations

from dataclasses import replace

from pwa_server.app import create_parts
from pwa_server.domain.times import instant
from pwa_server.operation import rotation
from pwa_server.settings import Settings
from pwa_server.web.parts import Parts


def stop(parts: Parts) -> Settings:
    """End what has the database open, and give the settings at the test's hour."""
    parts.database.close()
    parts.database.close = lambda: None  # type: ignore[method-assign]
    return replace(parts.settings, clock_starts_at=instant(parts.clock()))


def start(parts: Parts) -> None:
    """The same installation with the keys that are there now: browsers of the test keep their cookies."""
    fresh = create_parts(parts.settings, parts.clock)
    parts.keys, parts.database, parts.passwords = fresh.keys, fresh.database, fresh.passwords


def rotate(parts: Parts, kind: str) -> list[str]:
    """What the command says: `sealing`, `pepper`, `vapid` or `forget`, between stopping and starting."""
    settings = stop(parts)
    told = list(rotation.forget(settings) if kind == "forget" else rotation.rotate(settings, kind))
    start(parts)
    return told
