"""`check`: what an installation needs, looked at one by one and said in plain words. It changes nothing."""

import os
import shutil
import smtplib
import socket
import ssl
import stat
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPException, HTTPSConnection
from pathlib import Path
from urllib.parse import urlsplit

from pwa_server.app import clock_of
from pwa_server.domain.push_endpoints import HOSTS, SUFFIXES
from pwa_server.domain.times import instant, later, moment
from pwa_server.notify.mails import connected
from pwa_server.operation import startup
from pwa_server.operation.backups import last_backup
from pwa_server.settings import Settings
from pwa_server.storage import backup, files
from pwa_server.storage.database import FIXED_IN, AffectedSqlite, Database, check_sqlite_version, sqlite_version
from pwa_server.storage.keys import FILES, load_or_make, missing
from pwa_server.storage.sealing import Sealing

REACH_WITHIN_SECONDS = 5
WORKER_SILENT_SECONDS = 120
BACKUP_OLD_DAYS = 2
LEAST_FREE_BYTES = 1_000_000_000
CLOCK_OFF_SECONDS = 120
# A host of each service whose names are only known by their ending.
EXAMPLES = {".notify.windows.com": "wns2-par02p.notify.windows.com"}
OK, PROBLEM, NOTE = "ok", "PROBLEM", "note"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `mark` is ok, note (nothing to do, but to know) or PROBLEM."""

    what: str
    mark: str
    words: str

    @property
    def is_problem(self) -> bool:
        return self.mark == PROBLEM


def check_installation(settings: Settings) -> Iterator[Finding]:
    """Everything, the quick looks first."""
    now = instant(clock_of(settings)())
    yield _sqlite()
    yield from _keys(settings)
    yield from _database(settings, now)
    yield _disk(settings)
    yield _last_backup(settings, now)
    yield from _push_services(settings)
    yield _mail(settings)
    yield _sms(settings)


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
    try:
        yield _clock(settings, content.latest, now)
        yield from _worker(database, now)
    finally:
        database.close()


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
        yield Finding("Worker", PROBLEM, f"It has never run. No reminder is sent without it: {startup.COMMAND} worker")
        return
    if later(state["alive_at"], seconds=WORKER_SILENT_SECONDS) < now:
        yield Finding(
            "Worker", PROBLEM, f"Silent since {state['alive_at']}. No reminder is sent: {startup.COMMAND} worker"
        )
    else:
        yield Finding("Worker", OK, f"alive at {state['alive_at']}.")
    if state["alarm"]:
        yield Finding("Worker", PROBLEM, f"A push service refuses our key: {state['alarm']}. Was {FILES[-1]} replaced?")


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


def _push_services(settings: Settings) -> Iterator[Finding]:
    hosts: dict[str, str] = {}
    for host, service in (HOSTS | {EXAMPLES[suffix]: SUFFIXES[suffix] for suffix in EXAMPLES}).items():
        hosts.setdefault(service, host)
    with ThreadPoolExecutor(len(hosts)) as threads:
        yield from threads.map(lambda item: _push_service(settings, *item), sorted(hosts.items()))


def _push_service(settings: Settings, service: str, host: str) -> Finding:
    what, why = f"Push ({service})", _tried(lambda: _reach(host, settings.push_proxy))
    if not why:
        return Finding(what, OK, f"{host}:443 answers with a valid certificate.")
    way = f"through the proxy {urlsplit(settings.push_proxy).hostname}" if settings.push_proxy else "directly"
    advice = "Phones of this service get no reminders. Allow it in the firewall, or set PUSH_PROXY."
    return Finding(what, PROBLEM, f"{host}:443 can't be reached {way}: {why}. {advice}")


def _reach(host: str, proxy: str) -> None:
    """TCP and TLS with a checked certificate; nothing is asked of the service."""
    context = ssl.create_default_context()
    if proxy:
        parts = urlsplit(proxy)
        connection = HTTPSConnection(
            parts.hostname or "", parts.port or 3128, timeout=REACH_WITHIN_SECONDS, context=context
        )
        connection.set_tunnel(host, 443)
        connection.connect()
        connection.close()
        return
    with (
        socket.create_connection((host, 443), REACH_WITHIN_SECONDS) as plain,
        context.wrap_socket(plain, server_hostname=host),
    ):
        pass


def _mail(settings: Settings) -> Finding:
    if not settings.smtp_url:
        return Finding(
            "Mail", NOTE, "SMTP_URL is not set: staff who forgot their password get a printed letter instead of a mail."
        )
    parts = urlsplit(settings.smtp_url)
    secure = parts.scheme == "smtps"
    host, port = parts.hostname or "", parts.port or (465 if secure else 587)
    why = _tried(lambda: _greet(settings.smtp_url))
    if why:
        return Finding(
            "Mail", PROBLEM, f"{host}:{port} can't be used: {why}. Resetting a password by mail does not work."
        )
    if not settings.mail_from:
        return Finding("Mail", PROBLEM, "SMTP_URL is set, but MAIL_FROM is not: no mail can be sent.")
    return Finding("Mail", OK, f"{host}:{port} answers. No mail was sent.")


def _sms(settings: Settings) -> Finding:
    if not settings.sms_url:
        return Finding("SMS", NOTE, "SMS_URL is not set: nobody is reminded by SMS.")
    # Loads what speaks to gateways; the server never needs it.
    from pwa_server.notify.sms_channel import is_gateway

    if not is_gateway(settings.sms_url):
        return Finding("SMS", PROBLEM, "SMS_URL is no address that Apprise knows. No SMS can be sent.")
    return Finding("SMS", OK, "SMS_URL can be read. No SMS was sent: a client's sample shows whether they arrive.")


def _greet(url: str) -> None:
    with connected(url, REACH_WITHIN_SECONDS) as server:
        server.noop()


def _tried(reach: Callable[[], None]) -> str:
    """Why it did not work, in the system's words; "" when it did."""
    try:
        reach()
    except (OSError, HTTPException, smtplib.SMTPException) as error:
        words = str(getattr(error, "strerror", None) or error)
        return f"no answer within {REACH_WITHIN_SECONDS} seconds" if "timed out" in words.lower() else words
    return ""
