"""`rotate`: new keys for a running installation, in the operator's words. Server and worker are stopped meanwhile."""

from collections.abc import Iterator

from pwa_server.app import create_parts
from pwa_server.operation.backups import Refused
from pwa_server.operation.old_keys import KINDS, last_day, old_keys
from pwa_server.settings import Settings
from pwa_server.storage import rotation
from pwa_server.storage.key_rings import Key, ring_of
from pwa_server.storage.keys import PEPPER_FILE, SEALING_FILE, VAPID_FILE, load_or_make
from pwa_server.storage.sealing import Sealing
from pwa_server.storage.sqlite import sqlite3

STAYS = {
    SEALING_FILE: "Backups made before need the old key.",
    PEPPER_FILE: "PINs, passwords and codes made with the old pepper still open; a PIN or password moves when it is typed.",
    VAPID_FILE: "Phones get their messages with the old key until their owner next opens the app; then they take the new one.",
}


def rotate(settings: Settings, kind: str) -> Iterator[str]:
    """Put a new key in the place of the old one, or go on where that was cut off. Raises Refused, or InUse."""
    _require_whole(settings)
    file = KINDS[kind]
    with rotation.alone(settings.database_path) as connection:
        ring = ring_of(settings.key_dir, file)
        if ring.is_changing:
            yield f"Going on with the change of {ring.path} that was cut off."
        else:
            if file == VAPID_FILE:
                rotation.name_senders(connection, ring.current.name)
            needed = {old.key.name for old in old_keys(settings) if old.needed}
            ring = ring.with_new(needed)
            yield f"New key {ring.current.name[:12]} in {ring.path}. Everything new is made with it."
        yield from _moved(settings, connection, file, ring.current)
        ring = ring.changed(last_day(settings))
        rotation.empty_log(connection)
    yield f"Done. The old key stays in the file until {ring.older[0].until}, and longer where something needs it."
    yield STAYS[file]
    yield f"Now copy {ring.path} to the place where the keys are kept apart; the copy there lacks the new key."
    yield "Then start the server and the worker again."


def _require_whole(settings: Settings) -> None:
    if not settings.database_path.exists():
        raise Refused(f"There is no database: {settings.database_path}. Is DATA_DIR right?")
    # Brings the schema up to date, and raises what stops a start: missing keys, wrong keys, a newer schema.
    create_parts(settings).database.close()


def _moved(settings: Settings, connection: sqlite3.Connection, file: str, new: Key) -> Iterator[str]:
    sealing = Sealing(load_or_make(settings.key_dir))
    try:
        if file == SEALING_FILE:
            yield f"Sealed anew: {sum(rotation.seal_anew(connection, sealing, new.name))} rows."
        if file == PEPPER_FILE:
            sum(rotation.find_anew(connection, sealing))
            yield "E-mail addresses and phones are found by the new pepper."
    except rotation.DoesNotOpen as error:
        raise Refused(
            f"A value in {error} opens with none of the keys in {settings.key_dir}. What was done stays, the old key too.\n"
            "Put the key file there that still has its key, or restore a backup; then start this command again."
        ) from error


def forget(settings: Settings) -> Iterator[str]:
    """Drop older keys whose day is over and that nothing in the database needs. Raises Refused, or InUse."""
    _require_whole(settings)
    with rotation.alone(settings.database_path):
        found = list(old_keys(settings))
        for file in KINDS.values():
            of_file = {old.key.name for old in found if old.ring.path.name == file and not old.stays}
            ring_of(settings.key_dir, file).without(of_file)
    for old in found:
        yield f"{old.told}: {old.stays or 'dropped. Copy the file to the place where the keys are kept apart'}."
    yield "There are no older keys." if not found else "Start the server and the worker again."
