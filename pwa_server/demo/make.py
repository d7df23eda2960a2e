"""The `demo` command: a demo database is made only where there is none, or where the one there is a demo itself."""

from collections.abc import Iterator

from pwa_server.app import clock_of, create_parts
from pwa_server.demo.people import DEMO_PASSWORD, DEMO_PIN
from pwa_server.demo.seed import seed
from pwa_server.domain.times import instant
from pwa_server.operation import startup
from pwa_server.settings import Settings
from pwa_server.storage import files
from pwa_server.storage.database import Database, Read
from pwa_server.storage.keys import load_or_make
from pwa_server.storage.migrations import migrate
from pwa_server.storage.passwords import Passwords
from pwa_server.storage.sealing import Sealing

NEW_FILE = "new-demo.db"


class NotADemo(Exception):
    """There is a database that is not a demo; it stays untouched."""


def make_demo(settings: Settings, *, keep: bool = False) -> Iterator[str]:
    """Make the demo database anew (with `keep` only where there is none) and tell who can be tried out.

    Raises NotADemo, or InUse while a server or worker has the old one open.
    """
    startup.require_demo_at_home(settings)
    present = settings.database_path.exists()
    if present:
        _require_demo(settings)
    if not (present and keep):
        _replace(settings)
    parts = create_parts(settings)
    try:
        yield from _people(parts.database.read("", parts.now()), settings)
    finally:
        parts.database.close()


def _require_demo(settings: Settings) -> None:
    parts = create_parts(settings)
    read = parts.database.read("", "")
    installation, anybody = read.row("installation.current"), read.row("installation.sealed_sample")
    parts.database.close()
    if anybody and not (installation and installation["demo_since"]):
        raise NotADemo(f"{settings.database_path} holds a real installation; the demo needs a DATA_DIR of its own.")


def _replace(settings: Settings) -> None:
    """Fill a new file beside the old one, then let it take its place: a demo that is cut short leaves the old one."""
    startup.require_keys(settings)
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    keys = load_or_make(settings.key_dir)
    new_file = settings.data_dir / NEW_FILE
    with files.held_alone(settings.database_path):
        files.remove(new_file)
    database = Database(new_file, Sealing(keys))
    try:
        migrate(database)
        now = instant(clock_of(settings)())
        passwords = Passwords(keys.pepper)
        database.write_now("", now, seed, passwords.hash_now(DEMO_PIN), passwords.hash_now(DEMO_PASSWORD))
    finally:
        database.close()
    with files.held_alone(settings.database_path):
        files.remove(settings.database_path)
        new_file.rename(settings.database_path)
        files.flush(settings.database_path)
        # It tells of the demo that was here before.
        settings.journal_path.unlink(missing_ok=True)


def _people(read: Read, settings: Settings) -> Iterator[str]:
    origin = settings.public_origin
    yield f"Demo people, one tap to be any of them: {origin}/demo"
    for person in read.rows("accounts.demo_people"):
        way = f"name {person['sign_in_name']}" if person["sign_in_name"] else "one tap"
        yield f"  {person['role']:<12} {person['name']:<18} {person['language']:<6} {way}"
    yield f"Clients may also sign in on {origin}/sign-in with their name above and the PIN {DEMO_PIN}."
    yield f"Where staff or mentors are asked for their password, it is {DEMO_PASSWORD}."
