"""The database file on its disk: who has it open, whether it is whole, and how another file takes its place.

Every process that opens the database holds a shared lock on a small file beside it; the system gives it back when the
process ends, however it ends. Whoever puts another file in the database's place holds the lock alone, so nobody writes
into a file that is no longer there.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCK_FILE = "in-use"
PARTS = ("", "-wal", "-shm")


class InUse(Exception):
    """A server, a worker or another command has the database open."""


class Damaged(Exception):
    """The file is no whole database. The message says what SQLite found."""


def hold_shared(database: Path) -> int:
    """Say that this process has the database open, until the number given back is closed. Raises InUse."""
    return _hold(database, fcntl.LOCK_SH)


@contextmanager
def held_alone(database: Path) -> Iterator[None]:
    """Nobody else has the database open until the end of the block. Raises InUse."""
    held = _hold(database, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(held)


def _hold(database: Path, kind: int) -> int:
    held = os.open(database.with_name(LOCK_FILE), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(held, kind | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(held)
        raise InUse from error
    return held


def is_there(database: Path) -> bool:
    """Whether there is a database, or something that SQLite kept beside one."""
    return any(database.with_name(database.name + part).exists() for part in PARTS)


def remove(database: Path) -> None:
    """Delete a database with everything that SQLite keeps beside it."""
    for part in PARTS:
        database.with_name(database.name + part).unlink(missing_ok=True)


def put_aside(database: Path, name: str) -> Path:
    """Rename a database with everything that SQLite keeps beside it; give its new path."""
    aside = database.with_name(name)
    for part in PARTS:
        file = database.with_name(database.name + part)
        if file.exists():
            file.rename(aside.with_name(aside.name + part))
    return aside


def flush(path: Path) -> None:
    """Have a file and its entry in the folder on the disk before going on."""
    for target in (path, path.parent):
        opened = os.open(target, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
