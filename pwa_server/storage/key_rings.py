"""Changing the key files: a new key in front, older ones kept until a day, then dropped.

A file is always replaced as a whole and on the disk before anybody goes on, so that no value is ever made with a key that
a power cut could take away.
"""

import base64
import json
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from pwa_server.storage import files
from pwa_server.storage.database import StorageFull
from pwa_server.storage.keys import (
    FILES,
    PEPPER_FILE,
    SEALING_FILE,
    VAPID_FILE,
    new_key_id,
    new_secret,
    new_vapid_key,
    pepper_id,
    public_part,
    vapid_keys,
)


@dataclass(frozen=True)
class Key:
    """One key of a file. `until` is the day before which an older one stays; '' while a newer one is still taking its place."""

    name: str
    content: str
    until: str = ""


@dataclass(frozen=True)
class Ring:
    """The keys of one file, that of new things first."""

    path: Path
    keys: tuple[Key, ...]

    @property
    def current(self) -> Key:
        return self.keys[0]

    @property
    def older(self) -> tuple[Key, ...]:
        return self.keys[1:]

    @property
    def is_changing(self) -> bool:
        """Whether a change has begun and not come to its end."""
        return any(not key.until for key in self.older)

    def with_new(self, needed: set[str]) -> "Ring":
        """A new key in front, written. The older ones that are `needed` are replaced with it. Raises StorageFull."""
        older = (replace(key, until="") if key.name in needed else key for key in self.keys)
        return self._written((_NEW[self.path.name](), *older))

    def changed(self, until: str) -> "Ring":
        """The change is over: every key that was replaced stays until this day. Written."""
        return self.kept_until(until, {key.name for key in self.older if not key.until})

    def kept_until(self, until: str, names: set[str]) -> "Ring":
        """These older keys stay until this day at least. Written when that changes anything."""
        keys = tuple(
            replace(key, until=max(key.until, until)) if key in self.older and key.name in names else key
            for key in self.keys
        )
        return self if keys == self.keys else self._written(keys)

    def without(self, names: set[str]) -> "Ring":
        """These older keys are gone for good. Written."""
        return self._written((self.current, *(key for key in self.older if key.name not in names))) if names else self

    def _written(self, keys: tuple[Key, ...]) -> "Ring":
        draft = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        try:
            draft.unlink(missing_ok=True)
            draft.touch(mode=0o600)
            draft.write_text(_WRITTEN[self.path.name](keys))
            files.flush(draft)
            draft.rename(self.path)
            files.flush(self.path)
        except OSError as error:
            draft.unlink(missing_ok=True)
            raise StorageFull from error
        return replace(self, keys=keys)


def ring_of(folder: Path, name: str) -> Ring:
    """The keys of one of FILES. Raises OSError."""
    path = folder / name
    return Ring(path, _READ[name](path))


def rings(folder: Path) -> list[Ring]:
    """All of them. Raises OSError."""
    return [ring_of(folder, name) for name in FILES]


def _read_sealing(path: Path) -> tuple[Key, ...]:
    stored = json.loads(path.read_text())
    until = stored.get("until", {})
    names = sorted(stored["keys"], key=lambda name: bool(name != stored["current"]))
    return tuple(Key(name, stored["keys"][name], until.get(name, "")) for name in names)


def _written_sealing(keys: tuple[Key, ...]) -> str:
    until = {key.name: key.until for key in keys if key.until}
    return json.dumps({"current": keys[0].name, "keys": {key.name: key.content for key in keys}, "until": until})


def _read_peppers(path: Path) -> tuple[Key, ...]:
    lines = (line.split() for line in path.read_text().splitlines())
    return tuple(_pepper(line[0], *line[1:]) for line in lines if line)


def _pepper(content: str, until: str = "") -> Key:
    return Key(pepper_id(base64.b64decode(content)), content, until)


def _written_peppers(keys: tuple[Key, ...]) -> str:
    return "".join(f"{key.content} {key.until}".rstrip() + "\n" for key in keys)


def _read_vapid(path: Path) -> tuple[Key, ...]:
    return tuple(Key(*found) for found in vapid_keys(path))


def _written_vapid(keys: tuple[Key, ...]) -> str:
    return "".join((f"# kept until {key.until}\n" if key.until else "") + key.content for key in keys)


def _new_pair() -> Key:
    pem = new_vapid_key()
    return Key(public_part(pem), pem)


_READ: dict[str, Callable[[Path], tuple[Key, ...]]] = {
    SEALING_FILE: _read_sealing,
    PEPPER_FILE: _read_peppers,
    VAPID_FILE: _read_vapid,
}
_WRITTEN: dict[str, Callable[[tuple[Key, ...]], str]] = {
    SEALING_FILE: _written_sealing,
    PEPPER_FILE: _written_peppers,
    VAPID_FILE: _written_vapid,
}
_NEW: dict[str, Callable[[], Key]] = {
    SEALING_FILE: lambda: Key(new_key_id(), new_secret()),
    PEPPER_FILE: lambda: _pepper(new_secret()),
    VAPID_FILE: _new_pair,
}
