"""Keys that were replaced: how long they stay, and why. A backup needs the keys that were needed when it was made."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pwa_server.app import clock_of
from pwa_server.domain.times import berlin_day, instant, later
from pwa_server.settings import Settings
from pwa_server.storage.files import InUse, hold_shared
from pwa_server.storage.key_rings import Key, Ring, ring_of, rings
from pwa_server.storage.key_uses import made_with_others, uses
from pwa_server.storage.keys import PEPPER_FILE, SEALING_FILE, VAPID_FILE

LONGEST_KEPT_DAYS = 90
KINDS = {"sealing": SEALING_FILE, "pepper": PEPPER_FILE, "vapid": VAPID_FILE}


@dataclass(frozen=True)
class OldKey:
    """One of them. `stays` says why it has to, in words; '' when it may go."""

    ring: Ring
    key: Key
    needed: bool
    stays: str

    @property
    def kind(self) -> str:
        """What `rotate` calls it."""
        return next(kind for kind, file in KINDS.items() if file == self.ring.path.name)

    @property
    def told(self) -> str:
        """How the operator hears of it."""
        return f"{self.ring.path.name}, older key {self.key.name[:12]}"


def old_keys(settings: Settings) -> Iterator[OldKey]:
    """All of them, with what the database needs them for now."""
    today = berlin_day(_now(settings)).isoformat()
    for ring in rings(settings.key_dir):
        for key in ring.older:
            needed = uses(settings.database_path, ring.path.name, key.name, _now(settings))
            words = ", ".join(f"{number} {what}" for what, number in needed.items())
            stays = f"still needed by {words}" if needed else ""
            if not needed and (not key.until or today <= key.until):
                stays = f"kept until {key.until or 'the change is over'}, for backups made before"
            yield OldKey(ring, key, bool(needed), stays)


def wrong_keys(settings: Settings, database: Path) -> Iterator[str]:
    """Of key files that open nothing sealed nobody would notice at the start that they are the wrong ones: in words."""
    effects = {
        PEPPER_FILE: "PINs and passwords were made with another one: these people can't sign in",
        VAPID_FILE: "phones know another one: they get no reminders until they are switched on again",
    }
    for file, effect in effects.items():
        ring = ring_of(settings.key_dir, file)
        number = made_with_others(database, file, [key.name for key in ring.keys])
        if number:
            yield f"{ring.path} is not the file that belongs to this database. {number} {effect}. Put the right one there."


def last_day(settings: Settings) -> str:
    """Until when a key stays that is needed today: as long as a backup made today is kept."""
    return berlin_day(later(_now(settings), days=LONGEST_KEPT_DAYS)).isoformat()


def keep_needed(settings: Settings, *, everything: bool = False) -> None:
    """A backup was made: the older keys that it needs stay as long as backups do.

    One was put back: `everything` stays, because other backups may lie there that need the other keys.
    """
    try:
        held = hold_shared(settings.database_path)
    except InUse:  # keys are being changed at this moment, and get their days at the end of it
        return
    try:
        names = {old.key.name for old in old_keys(settings) if old.key.until and (everything or old.needed)}
        for ring in rings(settings.key_dir):
            ring.kept_until(last_day(settings), names)
    finally:
        os.close(held)


def _now(settings: Settings) -> str:
    return instant(clock_of(settings)())
