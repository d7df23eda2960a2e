"""Figures in the format of Prometheus, each process its own, on a port of this machine that no proxy leads to.

Imported only where METRICS_PORT or WORKER_METRICS_PORT is set. Labels are patterns of routes, channels, push services
and outcomes: fixed lists of ours, nothing that a person typed or is known by.
"""

import math
import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from socketserver import TCPServer, ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, disable_created_metrics
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import make_wsgi_app
from prometheus_client.registry import Collector

from pwa_server.domain.times import instant, moment
from pwa_server.notify.outbox import Done
from pwa_server.operation.backups import last_backup
from pwa_server.settings import BadSettings, Settings
from pwa_server.storage import files
from pwa_server.storage.database import Database, Read

ADDRESS = "127.0.0.1"
NEVER = math.inf
ANSWER_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 5, 10)
WAIT_SECONDS = (0.001, 0.005, 0.02, 0.1, 0.5, 1, 2.5, 5)
LATE_SECONDS = (2, 5, 15, 60, 300, 900, 3600, 14400)
disable_created_metrics()  # type: ignore[no-untyped-call]


class WriteFigures:
    """How long writing waits, in either process. A `storage.database.Watch`."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._waits = Histogram(
            "wegplan_write_wait_seconds",
            "From asking for a write transaction to its beginning: the queue of this process and the lock of the file.",
            buckets=WAIT_SECONDS,
            registry=registry,
        )
        self._not_written = Counter(
            "wegplan_not_written_total",
            "Write transactions that were not possible: busy (lock held too long), full (no room), damaged.",
            ["reason"],
            registry=registry,
        )

    def waited(self, seconds: float) -> None:
        """A transaction has begun."""
        self._waits.observe(seconds)

    def not_written(self, reason: str) -> None:
        """A transaction was not possible."""
        self._not_written.labels(reason).inc()


class ServerFigures:
    """What the server counts. A `web.measuring.Measures`."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._answers = Counter(
            "wegplan_answers_total",
            "Answers by pattern of the route, method and class of status (2xx … 5xx; none: hung up before the answer).",
            ["route", "method", "status"],
            registry=registry,
        )
        self._seconds = Histogram(
            "wegplan_answer_seconds",
            "From the first byte of a request to the last of its answer, by pattern of the route.",
            ["route"],
            buckets=ANSWER_SECONDS,
            registry=registry,
        )
        self._refusals = Counter(
            "wegplan_sign_in_refusals_total",
            "Tries at a way in (name, mail, code, unlocking, new password) that stayed closed: wrong, or slowed down.",
            ["route", "reason"],
            registry=registry,
        )

    def answered(self, route: str, method: str, status: int, seconds: float) -> None:
        """One answer."""
        self._answers.labels(route, method, f"{status // 100}xx" if status else "none").inc()
        self._seconds.labels(route).observe(seconds)

    def sign_in_refused(self, route: str, status: int) -> None:
        """A way in stayed closed."""
        self._refusals.labels(route, "slowed" if status == 429 else "wrong").inc()


class WorkerFigures:
    """What the worker counts. A `notify.measuring.Measures`."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._messages = Counter(
            "wegplan_messages_total",
            "Messages by channel and what became of them: sent, failed, not_sendable, cancelled, or due (tried again).",
            ["channel", "outcome"],
            registry=registry,
        )
        self._late = Histogram(
            "wegplan_message_late_seconds",
            "From the moment a message became due to the moment it was sent.",
            ["channel"],
            buckets=LATE_SECONDS,
            registry=registry,
        )
        self._pushes = Histogram(
            "wegplan_push_answer_seconds",
            "Answers of push services: accepted, gone, refused, key_refused, later (also: no answer).",
            ["service", "outcome"],
            buckets=ANSWER_SECONDS,
            registry=registry,
        )
        self._mails = Counter("wegplan_mails_total", "Mails to staff and mentors handed over.", registry=registry)
        self._errors = Counter(
            "wegplan_worker_errors_total", "Parts of the work that an error of ours ended.", ["part"], registry=registry
        )
        self._round = Gauge(
            "wegplan_worker_round_timestamp_seconds",
            "When the worker last looked through everything.",
            registry=registry,
        )

    def round_done(self) -> None:
        """Everything was looked through once."""
        self._round.set_to_current_time()

    def handled(self, channel: str, done: Done, late_seconds: float) -> None:
        """One message was sent, ended or put off."""
        self._messages.labels(channel, done.state).inc()
        if done.state == "sent":
            self._late.labels(channel).observe(max(0.0, late_seconds))

    def push_answered(self, service: str, outcome: str, seconds: float) -> None:
        """A push service answered, or did not."""
        self._pushes.labels(service, outcome).observe(seconds)

    def mails_sent(self, count: int) -> None:
        """Mails were handed over."""
        self._mails.inc(count)

    def failed(self, part: str) -> None:
        """A part of the work ended with an error."""
        self._errors.labels(part).inc()


class InstallationFigures(Collector):
    """What is looked up when somebody asks: the server tells it, because a worker that is gone can't."""

    def __init__(self, settings: Settings, database: Database, clock: Callable[[], datetime]) -> None:
        self._settings, self._database, self._clock = settings, database, clock

    def describe(self) -> list[Any]:
        """Nothing: names are known without looking into the database."""
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """All figures of this moment."""
        now = instant(self._clock())
        with self._database.read_apart(now) as read:
            for name, words, value in (*self._of_worker(read), *self._of_disk(), *self._of_backup(now)):
                yield GaugeMetricFamily(f"wegplan_{name}", words, value=value)

    def _of_worker(self, read: Read) -> Iterator[tuple[str, str, float]]:
        state = read.row("unscoped.worker_state", id="worker")
        waiting = read.row("unscoped.reminders_waiting") or {"count": 0, "since": None}
        age = _seconds(state["alive_at"], read.now) if state else NEVER
        yield "worker_heartbeat_age_seconds", "Since the worker last said that it lives; +Inf: it never ran.", age
        yield "push_key_refused", "1 while a push service refuses our key.", float(bool(state and state["alarm"]))
        yield "messages_waiting", "Messages that are due and that no worker has taken.", float(waiting["count"])
        since = waiting["since"]
        yield (
            "messages_waiting_oldest_seconds",
            "Since when the oldest of them waits; 0: none does.",
            _seconds(since, read.now) if since else 0.0,
        )

    def _of_disk(self) -> Iterator[tuple[str, str, float]]:
        disk = shutil.disk_usage(self._settings.data_dir)
        parts = (self._database.path.with_name(self._database.path.name + part) for part in files.PARTS)
        yield "disk_free_bytes", "Room left where the database lies.", float(disk.free)
        yield "disk_size_bytes", "Size of the disk where the database lies.", float(disk.total)
        yield (
            "database_bytes",
            "The database with what SQLite keeps beside it.",
            float(sum(path.stat().st_size for path in parts if path.exists())),
        )
        yield (
            "database_damaged",
            "1 when the file is damaged and nothing is written.",
            float(bool(self._database.damage)),
        )

    def _of_backup(self, now: str) -> Iterator[tuple[str, str, float]]:
        at = last_backup(self._settings)
        words = "Since the last backup was made; +Inf: none was made from here."
        yield "backup_age_seconds", words, _seconds(at, now) if at else NEVER


class _Listener(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    # While a new server takes over from an old one, both are there.
    allow_reuse_port = True

    def server_bind(self) -> None:
        """As the library does, but without asking the name service what this machine is called."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = ADDRESS, self.server_address[1]
        self.setup_environ()


class _Silent(WSGIRequestHandler):
    timeout = 5

    def log_message(self, *_: object) -> None:
        """Who asks for figures is of no interest."""


class Figures:
    """A registry of its own, served on `port` of this machine until `close`. Raises BadSettings when the port is taken."""

    def __init__(self, port: int, name: str) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._listener = _listening(port, name, self.registry)
        self._thread = threading.Thread(target=self._listener.serve_forever, name="figures", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Answer nobody any more."""
        self._listener.shutdown()
        self._listener.server_close()
        self._thread.join()


def of_server(settings: Settings, database: Database, clock: Callable[[], datetime]) -> tuple[Figures, ServerFigures]:
    """What the server tells, open to this machine. Raises BadSettings."""
    figures = Figures(settings.metrics_port, "METRICS_PORT")
    figures.registry.register(InstallationFigures(settings, database, clock))
    database.watch = WriteFigures(figures.registry)
    return figures, ServerFigures(figures.registry)


def of_worker(settings: Settings, database: Database) -> tuple[Figures, WorkerFigures]:
    """What the worker tells, open to this machine. Raises BadSettings."""
    figures = Figures(settings.worker_metrics_port, "WORKER_METRICS_PORT")
    database.watch = WriteFigures(figures.registry)
    return figures, WorkerFigures(figures.registry)


def _listening(port: int, name: str, registry: CollectorRegistry) -> WSGIServer:
    try:
        return make_server(ADDRESS, port, make_wsgi_app(registry), _Listener, _Silent)
    except OSError as error:
        raise BadSettings(f"{ADDRESS} port {port}: {error.strerror}. Choose another with {name}=…") from error


def _seconds(since: str, now: str) -> float:
    return (moment(now) - moment(since)).total_seconds()
