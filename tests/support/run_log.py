"""The log of the whole run, read at its end: every line of every server and worker that a test started, and of the
application inside the tests.

Each value must come from a closed set: an event, the pattern of a route, a number. So nothing that somebody typed, holds or
was given can stand there, whoever logs it and under whichever name. What is no line of ours must look like no secret.
"""

from __future__ import annotations

import json
import logging
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pwa_server.web import logs

FOLDER = "WEGPLAN_RUN_LOG"
MOST_TOLD = 10
SECRETS = {
    "a canary": re.compile(r"\bKanari[a-j]{3}\b"),
    "a token or a key": re.compile(r"(?<![\w/.-])(?=[\w-]*\d)(?=[\w-]*[A-Z])[A-Za-z0-9_-]{40,}(?![\w/.-])"),
    "a code": re.compile(r"(?<![A-Z0-9-])[2-9A-HJKMNP-Z]{4}(-[2-9A-HJKMNP-Z]{4}){1,2}(?![A-Z0-9-])"),
    "a PIN": re.compile(r"(?<![\d.])\d{6}(?!\d)"),
    "an address": re.compile(r"[\w.+-]+@[\w-]+\.\w"),
    "a telephone number": re.compile(r"(?<![\w.:-])(\+|0)\d[\d /-]{7,}\d"),
    "an id": re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"),
    "a password": re.compile(r"blaue Tassen|neue Lampe|Tassen im Regal|falscher Versuch"),
}
WORD = re.compile(r"[a-z]+([_.][a-z]+)*")
NAME_OF_ERROR = re.compile(r"[A-Z][A-Za-z]+")
METHODS = {"other", "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"}
SERVICE = re.compile(r"https?://[a-z0-9.-]+(:\d+)?")


@cache
def _routes() -> frozenset[str]:
    from pwa_server.routes import ROUTES

    return frozenset(route.path for route in ROUTES)


def _matches(pattern: re.Pattern[str]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and len(value) <= 60 and pattern.fullmatch(value) is not None


def _is_number(value: Any) -> bool:
    return isinstance(value, int)


VALUES: dict[str, Callable[[Any], bool]] = {
    "timestamp": _matches(re.compile(r"[\d-]{10}T[\d:.]{8,15}(\+00:00|Z)")),
    "level": lambda value: value in ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"),
    "event": _matches(WORD),
    "route": lambda value: value in _routes(),
    "method": lambda value: value in METHODS,
    "status": _is_number,
    "milliseconds": _is_number,
    "count": _is_number,
    "role": lambda value: value in ("", "client", "mentor", "counsellor", "coordinator"),
    "action": _matches(WORD),
    "kind": _matches(WORD),
    "error": _matches(NAME_OF_ERROR),
    "service": _matches(SERVICE),
}


def fault_of(line: str) -> str:
    """What of a line may not stand in a log; '' for nothing."""
    try:
        said = json.loads(line)
    except ValueError:
        said = None
    if isinstance(said, dict) and "event" in said:
        wrong = [field for field, value in said.items() if field not in VALUES or not VALUES[field](value)]
        if wrong:
            return f"{', '.join(wrong)}: no value that we know"
        line = json.dumps({field: value for field, value in said.items() if field != "timestamp"})
    return next((what for what, pattern in SECRETS.items() if pattern.search(line)), "")


def faults(folder: Path) -> Iterator[str]:
    """Every line of a folder of logs in which something stands that may not."""
    for path in _files(folder):
        with path.open(encoding="utf-8", errors="replace") as log:
            for line in log:
                if fault := fault_of(line.rstrip("\n")):
                    yield f"{fault} in: {line.strip()[:300]}"


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_file())


def keep(log_path: Path) -> None:
    """Have the log of a process read at the end, whatever becomes of its folder."""
    folder = os.environ.get(FOLDER)
    if not folder:
        return
    kept = Path(folder) / f"process-{log_path.stat().st_ino}.log"
    if kept.exists():  # a server started again goes on writing into the same one
        return
    try:
        os.link(log_path, kept)
    except OSError:  # on another disk: it is read if it is still there
        kept.symlink_to(log_path)


class _Collector(logging.Filter):
    """Writes down what a logger is given, as it would stand in the journal; never in the way of its own handlers."""

    paused = False

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._file = path.open("a", buffering=1, encoding="utf-8")
        form = logs.AllowListFormatter(
            "%(message)s %(levelname)s", rename_fields={"message": "event", "levelname": "level"}, timestamp=True
        )
        self._form = form

    def filter(self, record: logging.LogRecord) -> bool:
        if not _Collector.paused:
            # A copy: the formatter writes into the record that it is given.
            self._file.write(self._form.format(logging.makeLogRecord(record.__dict__)) + "\n")
        return True


class _OfOthers(logging.StreamHandler[Any]):
    """What libraries say loudly enough to reach the journal, but for the browser and the servers of the tests."""

    def filter(self, record: logging.LogRecord) -> bool:
        return (
            not record.name.startswith(("httpx", "wegplan", "mail.log", "tests"))
            and super().filter(record) is not False
        )


@pytest.fixture
def logged_on_purpose() -> Iterator[None]:
    """For a test that hands the log what must never be handed to it, and looks at what becomes of it."""
    _Collector.paused = True
    yield
    _Collector.paused = False


@pytest.hookimpl(trylast=True)  # once it is known where the folders of the tests lie
def pytest_configure(config: pytest.Config) -> None:
    """Collect from now on; side by side all processes write into the folder of the first."""
    if not hasattr(config, "workerinput"):
        # Beside the folders of the tests, on the same disk: their logs are linked, not copied.
        os.environ[FOLDER] = tempfile.mkdtemp(prefix="wegplan-log-", dir=os.environ.get("PYTEST_DEBUG_TEMPROOT"))
    folder = Path(os.environ[FOLDER])
    logs.logger.addFilter(_Collector(folder / f"app-{os.getpid()}.log"))
    logs.logger.setLevel(logging.INFO)
    for name in logs.OF_OTHERS:
        logging.getLogger(name).addFilter(logs.WithoutWords())
    others = _OfOthers((folder / f"others-{os.getpid()}.log").open("a", buffering=1, encoding="utf-8"))
    others.setLevel(logging.WARNING)
    logging.getLogger().addHandler(others)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Read everything once; a secret in a log fails the run."""
    if hasattr(session.config, "workerinput"):
        return
    folder = Path(os.environ.pop(FOLDER))
    lines = sum(len(path.read_bytes().splitlines()) for path in _files(folder))
    session.config.stash[FOUND] = (lines, list(faults(folder)))
    if session.config.stash[FOUND][1]:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
    shutil.rmtree(folder)


FOUND = pytest.StashKey[tuple[int, list[str]]]()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say what stood where nothing may stand."""
    lines, found = config.stash.get(FOUND, (0, []))
    if found:
        terminalreporter.section("the log of the run holds what it may not", red=True, bold=True)
        for fault in found[:MOST_TOLD]:
            terminalreporter.write_line(fault)
    terminalreporter.write_line(f"the log of the run: {lines} lines read, {len(found)} with what may not stand there")
