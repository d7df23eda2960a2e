"""How many clients one machine carries: the mix of a real day, raised until one answer in a hundred takes 200 ms.

Requests begin when they are due, whether or not the server keeps up, and their time counts from then on. The load comes
from a process on the same machine and takes its share of the cores.
"""

from __future__ import annotations

import asyncio
import os
import random
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import aiohttp

from pwa_server.app import create_parts
from pwa_server.domain.times import instant
from pwa_server.settings import Settings
from pwa_server.storage.database import Database
from tests.bench import day
from tests.bench.load import Server
from tests.bench.reminders import next_morning, sink
from tests.support.waiting import free_port, until

FIRST = 50_000
STEP = 1.4
LIMIT_SECONDS = 0.2
WARM_SECONDS, MEASURED_SECONDS = 8.0, 20.0
# The time that a person looks at a page before the next tap; short, so that a level soon runs evenly.
LOOK_SECONDS = 1.0
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Level:
    """What was measured with the load of so many clients."""

    clients: int
    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wrong: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    cpu: dict[str, float] = field(default_factory=dict)
    reminders_wait: int = 0

    def quantile(self, share: float, kind: str = "") -> float:
        """Seconds within which so many of the answers came, of one kind or of all."""
        times = sorted(self.times[kind] if kind else [one for of_kind in self.times.values() for one in of_kind])
        return times[min(len(times) - 1, int(share * len(times)))] if times else 0.0

    @property
    def holds(self) -> bool:
        return self.quantile(0.99) < LIMIT_SECONDS and not self.wrong

    def told(self) -> str:
        """One line: p50 and p99 in ms by kind, and how busy each process was, 1 being one whole core."""
        kinds = {
            kind: [round(self.quantile(share, kind) * 1000) for share in (0.5, 0.99)] for kind in sorted(self.times)
        }
        rate = sum(map(len, self.times.values())) / MEASURED_SECONDS
        every = [round(self.quantile(share) * 1000) for share in (0.5, 0.99)]
        facts = {"clients": self.clients, "requests/s": round(rate, 1), "ms": every, **kinds, "cores": self.cpu}
        return day.told(facts | {"reminders waiting": self.reminders_wait, "wrong": dict(self.wrong)})


def measure(settings: Settings) -> list[Level]:
    """Raise the load over a database that `big_world` has built, until it is too much. The last level is that one."""
    now = next_morning()
    chance = random.Random(1)
    with sink(0.0) as push_origin:
        parts = create_parts(settings)
        people = day.prepare(parts, now, push_origin, chance)
        with _program(settings, now, push_origin) as (server, worker):
            levels = asyncio.run(_raise(Load(server, worker, people, parts.database, now, chance)))
        parts.database.close()
    return levels


@contextmanager
def _program(settings: Settings, now: str, push_origin: str) -> Iterator[tuple[Server, subprocess.Popen[bytes]]]:
    """The server and the worker as `serve` and `worker` start them."""
    port = free_port()
    environment = os.environ | {
        "DATA_DIR": str(settings.data_dir), "KEY_DIR": str(settings.key_dir), "PORT": str(port), "HOST": "127.0.0.1",
        "WEGPLAN_NOW": now, "PUSH_TEST_ORIGIN": push_origin,
    }  # fmt: skip
    command = [sys.executable, "-m", "pwa_server"]
    quiet = {"env": environment, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    serving = subprocess.Popen([*command, "serve"], **quiet)
    worker = subprocess.Popen([*command, "worker"], **quiet)
    server = Server(serving, f"http://127.0.0.1:{port}")
    try:
        until(lambda: _answers(server), "the server", timeout=60)
        yield server, worker
    finally:
        for process in (serving, worker):
            process.terminate()
            process.wait(30)


def _answers(server: Server) -> bool:
    try:
        server.fetch("/healthz")
    except OSError:
        return False
    return True


class Load:
    """Visits that begin at random moments, so many a second as the clients of the level make."""

    def __init__(
        self, server: Server, worker: subprocess.Popen[bytes], people: day.People, database: Database, now: str,
        chance: random.Random,
    ) -> None:  # fmt: skip
        self.server, self.worker, self.people, self.database, self.chance = server, worker, people, database, chance
        self._clock_began, self._began = datetime.fromisoformat(now), time.monotonic()
        self._level: Level | None = None
        self._session: aiohttp.ClientSession | None = None
        self._visits: set[asyncio.Task[None]] = set()
        self._reminded = 0
        self._sent = 0

    async def level(self, clients: int) -> Level:
        """Some seconds until it runs evenly, then what is measured."""
        connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=14)
        async with aiohttp.ClientSession(connector=connector, auto_decompress=False) as self._session:
            reminders = round(
                clients * day.REMINDERS_A_WEEK / 7 / day.REMINDERS_WITHIN_SECONDS * (WARM_SECONDS + MEASURED_SECONDS)
            )
            self._remind(reminders)
            await self._go_on(clients, WARM_SECONDS)
            self._level = measured = Level(clients)
            before = self._busy()
            begun = time.monotonic()
            await self._go_on(clients, MEASURED_SECONDS)
            took = time.monotonic() - begun
            measured.cpu = {name: round((used - before[name]) / took, 2) for name, used in self._busy().items()}
            row = self.database.read("", self._now()).row("unscoped.reminders_waiting") or {"count": 0}
            measured.reminders_wait = row["count"]
            await asyncio.gather(*self._visits)
            self._level = None
        return measured

    async def _go_on(self, clients: int, seconds: float) -> None:
        rate = clients * day.VISITS_A_DAY * day.OF_THE_DAY_A_SECOND
        end = due = time.monotonic()
        end += seconds
        while (due := due + self.chance.expovariate(rate)) < end:
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            task = asyncio.ensure_future(self._visit(due))
            self._visits.add(task)
            task.add_done_callback(self._visits.discard)
        await asyncio.sleep(max(0.0, end - time.monotonic()))

    async def _visit(self, due: float) -> None:
        person, requests = day.visit(self.people, self.chance)
        for request in requests:
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            await self._ask(person, request, due)
            due = time.monotonic() + self.chance.expovariate(1 / LOOK_SECONDS)

    async def _ask(self, person: day.Person, request: day.Request, due: float) -> None:
        assert self._session is not None
        level = self._level
        try:
            async with self._session.request(
                request.method, self.server.origin + request.path, data=request.form or None, allow_redirects=False,
                headers=self._headers(person, request), timeout=aiohttp.ClientTimeout(total=20),
            ) as answer:  # fmt: skip
                await answer.read()
                status = str(answer.status)
                if "d" in answer.cookies:
                    person.cookies["d"] = answer.cookies["d"].value
        except (aiohttp.ClientError, TimeoutError) as error:
            status = type(error).__name__
        if level is None:
            return
        level.times[request.kind].append(time.monotonic() - due)
        if not status.startswith(("2", "3")):
            level.wrong[f"{request.kind} {status}"] += 1

    def _headers(self, person: day.Person, request: day.Request) -> dict[str, str]:
        cookies = {"s": person.token, "style": self.server.style, **person.cookies}
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items() if value),
            "Accept-Encoding": "br",
            "Sec-Fetch-Site": "same-origin",
        }
        if request.kind == "tick":
            self._sent += 1
            headers |= {"Accept": "application/json", "Idempotency-Key": f"tap-{self._sent}"}
        return headers

    def _remind(self, count: int) -> None:
        seconds = WARM_SECONDS + MEASURED_SECONDS
        self.database.write_now("", self._now(), day.remind, self.people, self._reminded, count, seconds)
        self._reminded += count

    def _now(self) -> str:
        return instant(self._clock_began + timedelta(seconds=time.monotonic() - self._began))

    def _busy(self) -> dict[str, float]:
        """CPU seconds until now: of the server, its one thread that makes pages, the worker, and this load."""
        used = {"server": self.server.cpu_seconds(), "worker": _seconds(Path(f"/proc/{self.worker.pid}/stat"))}
        pid = self.server.process.pid
        used["pages"] = _seconds(Path(f"/proc/{pid}/task/{pid}/stat"))
        return used | {"load": time.process_time()}


def _seconds(stat: Path) -> float:
    fields = stat.read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


async def _raise(load: Load) -> list[Level]:
    levels: list[Level] = []
    clients = float(FIRST)
    # Templates, connections and the first pages of all are not what is asked about.
    await load.level(FIRST)
    while not levels or levels[-1].holds:
        level = await load.level(round(clients))
        sys.stderr.write(level.told() + "\n")
        if not level.holds:
            # Something else may have been at work on the machine: too much is what is too much twice.
            level = await load.level(round(clients))
            sys.stderr.write(level.told() + "\n")
        levels.append(level)
        clients *= STEP
    return levels
