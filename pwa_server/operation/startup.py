"""What stops the program at its start, and what to do about it, in plain words for the operator."""

import socket
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from pwa_server.domain.times import instant, later
from pwa_server.settings import IS_INSTALLED, LOOPBACK, BadSettings, Settings
from pwa_server.storage.database import AffectedSqlite, Busy, Database, StorageFull, Tx
from pwa_server.storage.files import Damaged, InUse
from pwa_server.storage.journal import OtherTimeline
from pwa_server.storage.keys import missing
from pwa_server.storage.migrations import NewerSchema
from pwa_server.storage.sealing import BrokenSeal

# As the operator types it.
COMMAND = "wegplan" if IS_INSTALLED else "python -m pwa_server"
START_WORKER = "systemctl start wegplan-worker" if IS_INSTALLED else f"{COMMAND} worker"
CLOCK_BEHIND_MINUTES = 5
STOPPING = (
    BadSettings,
    AffectedSqlite,
    NewerSchema,
    Damaged,
    InUse,
    BrokenSeal,
    Busy,
    StorageFull,
    OtherTimeline,
    PermissionError,
    FileNotFoundError,
)


def explain(error: Exception, settings: Settings) -> str:
    """Why the program does not go on, and the next thing to do."""
    database = settings.database_path
    if isinstance(error, AffectedSqlite):
        return f"SQLite {error} can corrupt the database. Install the packages of requirements.lock: make env"
    if isinstance(error, NewerSchema):
        return (
            f"{database} was written by a newer version of Wegplan (change {error}). Nothing was touched.\n"
            f"Start the newer version again, or restore the backup made before the update:\n"
            f"  {COMMAND} restore FILE --replace"
        )
    if isinstance(error, Damaged):
        return damage(str(error), database)
    if isinstance(error, InUse):
        return f"{database} is open in another process. Stop the server and the worker first, then try again."
    if isinstance(error, BrokenSeal):
        return (
            f"The keys in {settings.key_dir} are not those that {database} was sealed with. Nothing was touched.\n"
            "Put the key files back that belong to this database, or set KEY_DIR to their folder."
        )
    if isinstance(error, Busy):
        return (
            f"Another process has been writing to {database} for more than 5 seconds. Try again; stop it if it hangs."
        )
    if isinstance(error, StorageFull):
        return (
            f"There is no room to write in {settings.data_dir} or {settings.key_dir}, or the disk fails.\n"
            "Look at `df -h` and the system's log, then try again."
        )
    if isinstance(error, OtherTimeline):
        return other_timeline(settings)
    if isinstance(error, PermissionError | FileNotFoundError):
        return f"{error.filename}: {error.strerror}. Give this user the folders DATA_DIR, KEY_DIR and JOURNAL_DIR."
    return str(error)


def other_timeline(settings: Settings) -> str:
    """The journal knows of more than the database: a copy was put there by hand."""
    return (
        f"{settings.journal_path} tells of things that {settings.database_path} does not know of. Nothing was touched.\n"
        "Was a copy put there by hand? Then what has ended since would come back. Let the program put it there:\n"
        f"  move the copy elsewhere, then {COMMAND} restore COPY\n"
        "Is this another installation? Then move the journal of the old one away."
    )


def damage(found: str, database: Path) -> str:
    """The database is not whole: what SQLite found, and the way back."""
    return (
        f"{database} is damaged: {found}\n"
        "Nothing is written to it any more. To get on: stop the server and the worker, then\n"
        f"  {COMMAND} restore LATEST_BACKUP --replace\n"
        "The damaged file is kept beside it. What was entered after the backup has to be entered again."
    )


def require_keys(settings: Settings) -> None:
    """Raise BadSettings when there is a database but not its keys: new ones would open nothing of it."""
    absent = missing(settings.key_dir)
    if settings.database_path.exists() and absent:
        raise BadSettings(
            f"{settings.database_path} exists, but KEY_DIR ({settings.key_dir}) lacks {', '.join(absent)}.\n"
            "New keys would open nothing of it. Put the files back that belong to it, or set KEY_DIR to their folder."
        )


def require_clock(database: Database, clock: Callable[[], datetime], *, is_right: bool = False) -> None:
    """Raise BadSettings when something was written here long after what the clock says now.

    Where the operator says that it `is_right`, that is noted, and what was written later than now is believed no more.
    """
    now = instant(clock())
    row = database.read("", now).row("unscoped.newest_moment")
    newest = str((row or {}).get("at") or "")
    if newest <= later(now, minutes=CLOCK_BEHIND_MINUTES):
        return
    if not is_right:
        raise BadSettings(
            f"The clock says {now}, but something was written here at {newest}. By a clock that is behind, people would be\n"
            "reminded late and sessions would never end. Look at `timedatectl`, set the clock right, then start again.\n"
            "If it is right now and was wrong then, start once with CLOCK_IS_RIGHT=1."
        )
    database.write_now("", now, _note_clock_was_ahead, until=later(newest, minutes=CLOCK_BEHIND_MINUTES))


def _note_clock_was_ahead(tx: Tx, until: str) -> None:
    tx.run("unscoped.note_clock_was_ahead", until=until)
    tx.run("unscoped.forget_signs_of_life_ahead")


def require_demo_at_home(settings: Settings) -> None:
    """Raise BadSettings when a demo, which signs in anybody by one tap, could be reached from other machines."""
    public = urlsplit(settings.public_origin).hostname or ""
    for name, host in (("HOST", settings.host), ("PUBLIC_ORIGIN", public)):
        if not settings.demo_on_network and host not in LOOPBACK:
            raise BadSettings(
                "This is a demo database: anybody may sign in as anybody. It is served on this machine only,\n"
                f"but {name} is {host}. Set HOST=127.0.0.1 and leave PUBLIC_ORIGIN out,\n"
                "or allow it on purpose with DEMO_ON_NETWORK=1."
            )


def listening_socket(settings: Settings, fd: int | None) -> socket.socket:
    """The socket to answer on: the one that systemd hands over, else a new one. Raises BadSettings."""
    if fd is not None:
        try:
            return socket.socket(fileno=fd)
        except OSError as error:
            raise BadSettings(f"--fd {fd} is no listening socket: {error.strerror}") from error
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family, backlog=2048)
    except OSError as error:
        raise BadSettings(
            f"{settings.host} port {settings.port}: {error.strerror}. Choose another with PORT=…"
        ) from error


def require_demo_socket_at_home(settings: Settings, listening: socket.socket) -> None:
    """The same for a socket that came from outside. Raises BadSettings."""
    address = listening.getsockname()
    at_home = isinstance(address, str | bytes) or address[0] in LOOPBACK
    if not at_home and not settings.demo_on_network:
        raise BadSettings(
            "This is a demo database and the given socket is open to other machines. Allow it with DEMO_ON_NETWORK=1."
        )


def tell_ready(notify_socket: str) -> None:
    """Say to systemd, where it asked for it, that requests are answered from now on."""
    if notify_socket:
        address = "\0" + notify_socket[1:] if notify_socket.startswith("@") else notify_socket
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
            told.sendto(b"READY=1", address)
