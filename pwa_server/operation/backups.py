"""`backup` and `restore`, in the operator's words."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from pwa_server.app import clock_of
from pwa_server.domain.times import instant, later, moment
from pwa_server.operation import restoring, startup
from pwa_server.operation.old_keys import keep_needed, wrong_keys
from pwa_server.operation.restoring import Known
from pwa_server.settings import Settings
from pwa_server.storage import backup, files, journal
from pwa_server.storage.backup import Content, CopyExists, KeysDoNotFit
from pwa_server.storage.files import Damaged
from pwa_server.storage.keys import FILES, load_or_make, missing
from pwa_server.storage.migrations import NewerSchema
from pwa_server.storage.sealing import Sealing

RECORD = "last-backup.json"
_OURS = re.compile(r"wegplan-(\d{8}T\d{6}Z)\.db")
_ASIDE = re.compile(r"before-restore-(\d{8}T\d{6}Z)\.db")


class Refused(Exception):
    """The command does not do it. The message says why, and how to get on."""


def back_up(settings: Settings, target: Path, keep_days: int) -> Iterator[str]:
    """Write a backup to a new file, or into a folder whose old backups end after `keep_days`. Raises Refused."""
    now = instant(clock_of(settings)())
    if not settings.database_path.exists():
        raise Refused(f"There is no database: {settings.database_path}. Is DATA_DIR right?")
    is_folder = target.is_dir()
    copy = _free_name(target, now) if is_folder else target
    content = _written(settings, copy)
    record = settings.data_dir / RECORD
    record.write_text(json.dumps({"at": now, "file": str(copy.resolve())}))
    yield f"Written and checked: {copy} ({copy.stat().st_size / 1e6:.1f} MB, {_told(content)})."
    keep_needed(settings)
    yield "The keys are not in it, and nobody can read it without them. Keep these files apart; only `rotate` changes them:"
    yield from (f"  {settings.key_dir / name}" for name in FILES)
    yield "What ends from now on is noted apart, so that this backup does not bring it back. Copy it elsewhere often:"
    yield f"  {settings.journal_path}"
    oldest = later(now, days=-keep_days)
    # What a restore has put aside holds what people have had erased since.
    for old in (*(_ended(target, _OURS, oldest) if is_folder else ()), *_ended(settings.data_dir, _ASIDE, oldest)):
        files.remove(old)
        yield f"Deleted, because it is older than {keep_days} days: {old}"


def _free_name(folder: Path, at: str) -> Path:
    """The name of a backup of this moment, or of the next one where another backup was made in the same second."""
    copy = folder / f"wegplan-{re.sub('[-:]', '', at)}.db"
    return _free_name(folder, later(at, seconds=1)) if copy.exists() else copy


def _written(settings: Settings, copy: Path) -> Content:
    try:
        return backup.back_up(settings.database_path, copy)
    except CopyExists as error:
        raise Refused(f"{copy} exists already and was not touched. Choose another name, or name a folder.") from error
    except Damaged as error:
        raise Refused(f"No backup was written. {startup.damage(str(error), settings.database_path)}") from error
    except OSError as error:
        raise Refused(f"No backup was written: {error.strerror} ({copy}).") from error


def _ended(folder: Path, ours: re.Pattern[str], oldest: str) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        named = ours.fullmatch(path.name)
        if named and named[1] < re.sub("[-:]", "", oldest):
            yield path


def last_backup(settings: Settings) -> str | None:
    """The instant of the last backup, or None when none was made here."""
    try:
        at = str(json.loads((settings.data_dir / RECORD).read_text())["at"])
        moment(at)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return at


def restore(settings: Settings, copy: Path, *, in_place: bool, without_journal: bool = False) -> Iterator[str]:
    """Put a backup in the database's place after looking at it, with everything ended that ended since.

    Raises Refused, or InUse while anybody has the database open.
    """
    content = _looked_at(settings, copy)
    yield f"{copy} is whole: {_told(content)}."
    database = settings.database_path
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    with files.held_alone(database):
        if database.exists():
            _require_replaceable(settings, content, in_place)
        known = _since(settings, copy, without_journal)
        beside = _copied_in(copy, database)
        if known.cut:
            yield "The end of the journal can't be read: what ended last may come back."
        yield from restoring.end_again(settings, beside, known.entries or [])
        # A log without its database too: SQLite would take it for that of the backup, and write it into it.
        if files.is_there(database):
            aside = f"before-restore-{restoring.stamp(settings)}.db"
            yield f"The database that was here is kept: {files.put_aside(database, aside)}"
        beside.rename(database)
        files.flush(database)
        shutil.rmtree(beside.parent)
    keep_needed(settings, everything=True)
    yield from wrong_keys(settings, database)
    yield f"Restored: {database}. Start the server and the worker again."
    yield "What was entered after the backup is not in it. Tell the counsellors the day and time of the backup."


def _copied_in(copy: Path, database: Path) -> Path:
    # In a folder of its own: whoever opens it looks for a lock beside it.
    beside = database.parent / "restoring" / database.name
    try:
        beside.parent.mkdir(mode=0o700, exist_ok=True)
        backup.copy_in(copy, beside)
    except OSError as error:
        shutil.rmtree(beside.parent, ignore_errors=True)
        raise Refused(f"{copy} can't be copied to {database.parent}: {error.strerror}. Nothing was changed.") from error
    return beside


def _since(settings: Settings, copy: Path, without_journal: bool) -> Known:
    """What ended since the backup, whole on the disk. A journal that does not fit is put aside."""
    known = restoring.known(settings)
    path = settings.journal_path
    try:
        restoring.require_reach(copy, known)
    except restoring.NotKnown as error:
        if not without_journal:
            raise Refused(
                f"{error}: {path}. Nothing was changed.\n{restoring.COMES_BACK}"
                f"Put the journal there,\nor go on without it: add {restoring.FLAG}"
            ) from error
        if path.exists():
            path.rename(path.with_name(f"{path.name}.before-restore-{restoring.stamp(settings)}"))
        return Known(None)
    if known.more and known.entries:
        journal.write(path, known.entries)
    return known


def _looked_at(settings: Settings, copy: Path) -> Content:
    if not copy.is_file():
        raise Refused(f"There is no file {copy}.")
    absent = missing(settings.key_dir)
    if absent:
        raise Refused(
            f"KEY_DIR ({settings.key_dir}) lacks {', '.join(absent)}. The backup can't be read without them.\n"
            "Put the key files there that were kept apart from the backup, then try again."
        )
    try:
        content = backup.look_at(copy)
        backup.require_fitting_keys(copy, Sealing(load_or_make(settings.key_dir)))
    except Damaged as error:
        raise Refused(f"{copy} is damaged or no database of Wegplan: {error}\nTake an older backup.") from error
    except NewerSchema as error:
        raise Refused(f"{copy} was written by a newer version (change {error}). Install that version first.") from error
    except KeysDoNotFit as error:
        raise Refused(
            f"The keys in {settings.key_dir} don't open this backup ({error}). Nothing was changed.\n"
            "Put the key files there that were in use when the backup was made, then try again."
        ) from error
    return content


def _require_replaceable(settings: Settings, content: Content, in_place: bool) -> None:
    database = settings.database_path
    try:
        present: Content | None = backup.look_at(database)
    except (Damaged, NewerSchema):
        present = None
    if present and bool(present.demo_since) != bool(content.demo_since):
        kinds = ("a demo", "a real installation") if content.demo_since else ("a real installation", "a demo")
        raise Refused(
            f"The backup is {kinds[0]}, the database here is {kinds[1]}: one never becomes the other.\n"
            "Use a DATA_DIR of its own."
        )
    if in_place:
        return
    state = _compared(present, content) if present else "It is damaged or of a newer version."
    raise Refused(
        f"There is a database already: {database}. {state}\n"
        "To put the backup in its place, add --replace; the old file is kept."
    )


def _compared(present: Content, content: Content) -> str:
    if present.latest > content.latest:
        return f"It is newer than the backup: last used {present.latest}, the backup {content.latest}."
    return f"It holds {_told(present)}."


def _told(content: Content) -> str:
    kind = "demo data, " if content.demo_since else ""
    return f"{kind}{content.accounts} people, {content.cases} plans, last used {content.latest or 'never'}"
