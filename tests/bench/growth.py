"""What a page costs a counsellor with many people, and the worker among many reminders, against few: in one file, one run.

The file has no statistics (`ANALYZE`), as in an installation: the plans are those that SQLite makes without.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pwa_server.app import application, create_parts
from pwa_server.domain.times import later
from pwa_server.notify import outbox
from pwa_server.storage.database import Tx
from pwa_server.web import sessions
from pwa_server.web.parts import Parts
from tests.bench.big_world import client, folders, office
from tests.bench.reminders import due
from tests.fuzz.requests import Sent
from tests.fuzz.running import ask
from tests.support.push_service import Device

CASELOADS = (10, 500)
REMINDERS = (10, 100_000)
ROUNDS = 9
AT_ONCE = 10
# Everything but `case` lists the whole caseload, so it may cost more in all, but no more for each person.
PAGES = {
    "day": ("/desk", b""),
    "cases": ("/desk/cases", b""),
    "search": ("/desk/cases", b"q=Person+7"),
    "reminders": ("/desk/reminders", b""),
    "case": ("/desk/cases/{case}", b""),
}
Told = tuple[str, float, float, float]


def caseloads(root: Path) -> list[Told]:
    """(page, seconds with 500, seconds with 10, ratio) of each page, in CPU time of the whole process."""
    parts = create_parts(folders(root, sum(CASELOADS)))
    few, many = parts.database.write_now("", parts.now(), _counsellors)
    app, told = application(parts), []
    for name, (path, query) in PAGES.items():
        costs = asyncio.run(_costs(app, parts, path, query, (few, many)))
        per_person = 1 if name == "case" else CASELOADS[1] / CASELOADS[0]
        told.append((name, costs[1], costs[0], costs[0] * per_person / costs[1]))
    parts.database.close()
    return told


def _counsellors(tx: Tx) -> list[tuple[str, str]]:
    """Two counsellors of one service: (bearer token, one of the cases)."""
    carrier, staff = office(tx, len(CASELOADS))
    found, number = [], 0
    for staff_id, caseload in zip(staff, CASELOADS, strict=True):
        for _ in range(caseload):
            client_id, case = client(tx, number, carrier, staff_id)
            _busy(tx, number, client_id, case)
            number += 1
        token = sessions.begin(tx, staff_id, "counsellor", "desk", second_factor_at=tx.now, secret_at=tx.now)
        found.append((token, case))
    return found


def _busy(tx: Tx, number: int, client_id: str, case: str) -> None:
    """What a day leaves behind: one in five asks for help, one in ten has to be called, everybody is reminded."""
    if number % 5 == 0:
        tx.insert(
            "help_requests", case_id=case, obstacle="worry", words_sealed="Worte", language="ar", tapped_at=tx.now,
            received_at=tx.now, answer_by_on=tx.now[:10],
        )  # fmt: skip
    for meeting in tx.own_rows(f"SELECT id, starts_at FROM meetings WHERE case_id = '{case}' AND state = 'planned'"):
        whose = {"case_id": case, "meeting_id": meeting["id"], "person_id": client_id}
        for hours in (72, 24, 2):
            at = later(meeting["starts_at"], hours=-hours)
            tx.insert(
                "reminders", **whose, kind="reminder", starts_at=meeting["starts_at"], offset_hours=hours, due_at=at,
                stale_at=meeting["starts_at"], made_at=tx.now,
            )  # fmt: skip
        if number % 10 == 0:
            tx.insert("call_tasks", **whose, reason="no_device", due_on=tx.now[:10], made_at=tx.now)


async def _costs(app: Any, parts: Parts, path: str, query: bytes, whom: tuple[Any, Any]) -> list[float]:
    """CPU seconds a request of both, taken in turn."""
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS + 1):
        for (token, case), costs in zip(whom, taken, strict=True):
            headers = [(b"cookie", f"s={token}".encode()), (b"accept-encoding", b"br")]
            begun = time.process_time()
            answer = await ask(app, Sent("GET", path.replace("{case}", case), query, headers))
            costs.append(time.process_time() - begun)
            await parts.finish()
            if answer.status != 200:
                raise RuntimeError(f"{path}: {answer.status} {answer.error}")
    # The first of each makes the template.
    return [statistics.median(costs[1:]) for costs in taken]


def reminders(root: Path) -> list[Told]:
    """(what, seconds among 100,000, seconds among 10, ratio) to take ten in hand, read and mark them; and to find none."""
    settings = folders(root, 0)
    parts = create_parts(settings)
    parts.database.write_now("", parts.now(), due, "http://127.0.0.1:1", 1, Device("http://127.0.0.1:1"))
    few = {name: _times(parts, REMINDERS[0], name) for name in KINDS}
    many = {name: _times(parts, REMINDERS[1], name) for name in KINDS}
    parts.database.close()
    return [(name, many[name], few[name], few[name] / many[name]) for name in KINDS]


def _rows(tx: Tx, count: int, minutes: int, lease_until: str | None) -> None:
    """`count` rows of one meeting, each for a start of its own, due around so many minutes from now."""
    known = tx.own_rows("SELECT * FROM reminders LIMIT 1")[0]
    columns = ("case_id", "meeting_id", "person_id", "kind", "offset_hours", "stale_at", "made_at")
    for number in range(count):
        at = later(tx.now, minutes=minutes, seconds=number)
        row = {name: known[name] for name in columns} | {"starts_at": later(tx.now, days=abs(minutes), seconds=number)}
        tx.insert("reminders", **row, due_at=at, lease_until=lease_until)


def _clear(tx: Tx) -> None:
    known = tx.own_rows("SELECT id FROM reminders LIMIT 1")[0]["id"]
    for row in tx.own_rows("SELECT id FROM reminders"):
        if row["id"] != known:
            tx.delete("reminders", "id", row["id"])
    tx.update("reminders", known, state="cancelled")


# What the many are while ten are due: still to come, waiting for another try, due themselves; or nothing is due at all.
KINDS: dict[str, tuple[int, int | None, bool]] = {
    "future": (60, None, True),
    "waiting": (-2000, 60, True),
    "due": (-2000, None, False),
    "idle": (60, None, False),
}


def _times(parts: Parts, count: int, kind: str) -> float:
    minutes, lease_minutes, ten_more = KINDS[kind]
    now = parts.now()
    lease = later(now, minutes=lease_minutes) if lease_minutes else None
    parts.database.write_now("", now, _clear)
    parts.database.write_now("", now, _rows, count, minutes, lease)
    if ten_more:
        parts.database.write_now("", now, _rows, AT_ONCE, -10, None)
    work = _find_none if kind == "idle" else _work_off
    return statistics.median(_timed(lambda: work(parts, later(now, minutes=1))) for _ in range(ROUNDS))


def _timed(work: Callable[[], None]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def _find_none(parts: Parts, now: str) -> None:
    for _ in range(AT_ONCE):
        if parts.database.read("", now).row("unscoped.reminders_due") is not None:
            raise RuntimeError("something is due")


class _Undone(Exception):
    """So that the next round finds the same rows."""


def _work_off(parts: Parts, now: str) -> None:
    try:
        parts.database.write_now("", now, _ten)
    except _Undone:
        return


def _ten(tx: Tx) -> None:
    tx.row("unscoped.reminders_due")
    ids = outbox.claim(tx, "bench", AT_ONCE)
    for row_id in ids:
        message = tx.row("unscoped.reminder_to_send", id=row_id, claim="bench") or {}
        whose = {"person_id": message["person_id"], "case_id": message["case_id"]}
        tx.rows("unscoped.relationships_of", **whose)
        tx.rows("unscoped.devices_to_send_to", person_id=message["person_id"], reminder_id=row_id)
    outbox.mark(tx, "bench", [outbox.Done(row_id, "sent") for row_id in ids])
    if len(ids) != AT_ONCE:
        raise RuntimeError(f"{len(ids)} were due")
    raise _Undone
