"""The `demo` command: a demo database is made only where there is none, or where the one there is a demo itself."""

from collections.abc import Iterator

from pwa_server.app import create_parts, utc_now
from pwa_server.demo.seed import seed
from pwa_server.domain.times import instant
from pwa_server.settings import Settings
from pwa_server.storage.database import Read


class NotADemo(Exception):
    """There is a database that is not a demo; it stays untouched."""


def make_demo(settings: Settings) -> Iterator[str]:
    """Make the demo database anew and tell who can be tried out. Raises NotADemo."""
    _remove_old_demo(settings)
    parts = create_parts(settings)
    try:
        now = instant(utc_now())
        parts.database.write_now("", now, seed)
        yield from _people(parts.database.read("", now), settings)
    finally:
        parts.database.close()


def _remove_old_demo(settings: Settings) -> None:
    path = settings.database_path
    if not path.exists():
        return
    parts = create_parts(settings)
    installation = parts.database.read("", "").row("installation.current")
    parts.database.close()
    if installation and not installation["demo_since"]:
        raise NotADemo(f"{path} holds a real installation; the demo needs a DATA_DIR of its own.")
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _people(read: Read, settings: Settings) -> Iterator[str]:
    yield f"Demo people, one tap to be any of them: {settings.public_origin}/demo"
    for person in read.rows("accounts.demo_people"):
        yield f"  {person['role']:<12} {person['name']}  ({person['language']})"
