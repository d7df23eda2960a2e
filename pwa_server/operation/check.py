"""`check`: what an installation needs, looked at one by one and said in plain words. It changes nothing."""

import os
import shutil
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from pwa_server.app import clock_of
from pwa_server.domain.times import instant, later, moment
from pwa_server.operation import replica, startup
from pwa_server.operation.backups import last_backup
from pwa_server.operation.findings import NOTE, OK, PROBLEM, Finding
from pwa_server.operation.old_keys import OldKey, old_keys, wrong_keys
from pwa_server.operation.outside import look_outside
from pwa_server.settings import Settings
from pwa_server.storage import backup, files, journal
from pwa_server.storage.database import FIXED_IN, AffectedSqlite, Database, check_sqlite_version, sqlite_version
from pwa_server.storage.keys import FILES, load_or_make, missing
from pwa_server.storage.sealing import Sealing

WORKER_SILENT_SECONDS = 120
MESSAGES_WAIT_SECONDS = 900
BACKUP_OLD_DAYS = 2
LEAST_FREE_BYTES = 1_000_000_000
CLOCK_OFF_SECONDS = 120


def check_installation(settings: Settings) -> Iterator[Finding]:
    """Everything, the quick looks first."""
    now = instant(clock_of(settings)())
    yield _sqlite()
    yield from _keys(settings)
    yield from _database(settings, now)
    yield _disk(settings)
    yield _last_backup(settings, now)
    yield check_journal(settings)
    yield check_copy(settings)
    yield from look_outside(settings)


def _sqlite() -> Finding:
    try:
        check_sqlite_version()
    except AffectedSqlite as error:
        return Finding(
            "SQLite", PROBLEM, f"{error} can corrupt the database; {'.'.join(map(str, FIXED_IN))} or newer is needed."
        )
    return Finding("SQLite", OK, f"version {sqlite_version()}.")


def _keys(settings: Settings) -> Iterator[Finding]:
    absent = missing(settings.key_dir)
    if absent:
        yield Finding(
            "Keys",
            PROBLEM,
            f"{settings.key_dir} lacks {', '.join(absent)}. They are made at the first start of an empty database.",
        )
        return
    for path in (settings.key_dir, *(settings.key_dir / name for name in FILES)):
        wanted = 0o700 if path.is_dir() else 0o600
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & ~wanted:
            yield Finding("Keys", PROBLEM, f"{path} can be read by others ({mode:04o}). Run: chmod {wanted:04o} {path}")
        elif not os.access(path, os.R_OK):
            yield Finding("Keys", PROBLEM, f"{path} can't be read by this user.")
    yield Finding("Keys", OK, f"{len(FILES)} files in {settings.key_dir}. Keep a copy of them apart from the backups.")


def _database(settings: Settings, now: str) -> Iterator[Finding]:
    path = settings.database_path
    if not path.exists():
        yield Finding("Database", PROBLEM, f"{path} does not exist. It is made at the first start.")
        return
    if missing(settings.key_dir):
        return
    try:
        content = backup.look_at(path)
        backup.require_fitting_keys(path, Sealing(load_or_make(settings.key_dir)))
        database = Database(path, Sealing(load_or_make(settings.key_dir)))
    except backup.KeysDoNotFit as error:
        yield Finding("Database", PROBLEM, f"The keys in {settings.key_dir} don't open {error} of {path}.")
        return
    except startup.STOPPING as error:
        yield Finding("Database", PROBLEM, startup.explain(error, settings))
        return
    yield Finding("Database", OK, f"{path} is whole: {content.accounts} people, {content.cases} plans.")
    yield from (Finding("Keys", PROBLEM, words) for words in wrong_keys(settings, path))
    yield from (_old_key(old) for old in old_keys(settings))
    try:
        yield _clock(settings, _believed(database, content.latest, now), now)
        yield from _worker(database, now)
    finally:
        database.close()


def _old_key(old: OldKey) -> Finding:
    again = f"{startup.COMMAND} rotate {old.kind}"
    if not old.key.until:
        return Finding("Keys", PROBLEM, f"{old.told}: its change was cut off. Stop server and worker, then: {again}")
    if old.needed and old.kind == "sealing":
        return Finding(
            "Keys", NOTE, f"{old.told}: {old.stays}, from a backup that was restored. To seal them anew: {again}"
        )
    if old.stays:
        return Finding("Keys", NOTE, f"{old.told}: {old.stays}.")
    return Finding("Keys", NOTE, f"{old.told}: nothing needs it any more. To drop it: {startup.COMMAND} rotate forget")


def _believed(database: Database, latest: str, now: str) -> str:
    """The last written moment, '' where a clock wrote it that is known to have been ahead."""
    row = database.read("", now).row("unscoped.worker_state", id="clock_was_ahead")
    return "" if row and latest <= row["alive_at"] else latest


def _clock(settings: Settings, latest: str, now: str) -> Finding:
    """A clock can't be judged alone: it is compared with what was written before, which can't lie in the future."""
    newest_file = max(path.stat().st_mtime for path in _files_of(settings.database_path))
    ahead = max(newest_file - time.time(), (moment(latest) - moment(now)).total_seconds() if latest else 0)
    if ahead > CLOCK_OFF_SECONDS:
        return Finding(
            "Clock",
            PROBLEM,
            f"It says {now}, but the data was written up to {ahead / 60:.0f} minutes later. Look at `timedatectl`.",
        )
    return Finding("Clock", OK, f"It says {now}; nothing was written later than that.")


def _files_of(database: Path) -> Iterator[Path]:
    return (path for part in files.PARTS if (path := database.with_name(database.name + part)).exists())


def _worker(database: Database, now: str) -> Iterator[Finding]:
    read = database.read("", now)
    state = read.row("unscoped.worker_state", id="worker")
    if state is None:
        yield Finding("Worker", PROBLEM, f"It has never run. No reminder is sent without it: {startup.START_WORKER}")
        return
    if later(state["alive_at"], seconds=WORKER_SILENT_SECONDS) < now:
        yield Finding(
            "Worker", PROBLEM, f"Silent since {state['alive_at']}. No reminder is sent: {startup.START_WORKER}"
        )
    else:
        yield Finding("Worker", OK, f"alive at {state['alive_at']}.")
    if state["alarm"]:
        yield Finding("Worker", PROBLEM, f"A push service refuses our key: {state['alarm']}. Was {FILES[-1]} replaced?")
    waiting = read.row("unscoped.reminders_waiting") or {"count": 0}
    if waiting["count"] and later(waiting["since"], seconds=MESSAGES_WAIT_SECONDS) < now:
        words = f"{waiting['count']} are due and nobody takes them, the oldest since {waiting['since']}"
        yield Finding("Messages", PROBLEM, f"{words}. Look at the worker's log.")
    else:
        yield Finding("Messages", OK, "None waits for longer than it should.")


def _disk(settings: Settings) -> Finding:
    folder = next(path for path in (settings.data_dir, *settings.data_dir.parents) if path.exists())
    free = shutil.disk_usage(folder).free
    size = sum(path.stat().st_size for path in _files_of(settings.database_path))
    needed = max(LEAST_FREE_BYTES, 3 * size)
    words = f"{free / 1e9:.1f} GB free in {folder}; the database has {size / 1e6:.1f} MB."
    if free < needed:
        return Finding(
            "Disk", PROBLEM, f"{words} At least {needed / 1e9:.1f} GB should be free, for backups and for growing."
        )
    return Finding("Disk", OK, words)


def _last_backup(settings: Settings, now: str) -> Finding:
    at = last_backup(settings)
    if at is None:
        return Finding("Backup", PROBLEM, f"None was made from here. Run every night: {startup.COMMAND} backup FOLDER")
    days = (moment(now) - moment(at)).days
    if days >= BACKUP_OLD_DAYS:
        return Finding("Backup", PROBLEM, f"The last one is {days} days old ({at}). Does the nightly job still run?")
    return Finding(
        "Backup", OK, f"The last one was made at {at}. Try restoring one on another machine from time to time."
    )


def check_journal(settings: Settings) -> Finding:
    """Whether the restore journal is whole. Read after the database: a line that is just being written is not missing then."""
    path = settings.journal_path
    newest = _newest_noted(settings)
    try:
        entries, cut = journal.read(path)
    except FileNotFoundError:
        return Finding("Journal", PROBLEM, f"{path} does not exist. It is made anew when the server starts.")
    except PermissionError:
        return Finding("Journal", PROBLEM, f"{path} can't be read by this user.")
    last = entries[-1].seq if entries else 0
    if newest and last > _newest_noted(settings):
        return Finding("Journal", PROBLEM, startup.other_timeline(settings))
    if cut or newest > last:
        return Finding(
            "Journal", PROBLEM, f"{path} lacks what ended last. Look at the disk, then start the server again."
        )
    until = f"reaches until {entries[-1].at}" if entries else "is empty: nothing has ended yet"
    return Finding("Journal", OK, f"{path} {until}. Copy it to another machine often: `restore` needs it.")


def _newest_noted(settings: Settings) -> int:
    return max((entry.seq for entry in backup.noted(settings.database_path)), default=0)


def check_copy(settings: Settings) -> Finding:
    """The copy that Litestream keeps as the database changes; looked at alone every minute."""
    if not settings.litestream_config:
        return Finding(
            "Copy", NOTE, "LITESTREAM_CONFIG is not set: what came after the last backup is on this disk only."
        )
    try:
        behind = replica.seconds_behind(Path(settings.litestream_config), settings.database_path)
    except (replica.NoAnswer, FileNotFoundError) as error:
        return Finding("Copy", PROBLEM, f"The copy can't be looked at: {error}. Does Litestream run?")
    if behind > replica.BEHIND_SECONDS:
        return Finding(
            "Copy", PROBLEM, f"It has got nothing for {behind:.0f} seconds. Does Litestream run, and get out?"
        )
    return Finding("Copy", OK, f"It is at most {replica.BEHIND_SECONDS} seconds behind.")
