"""The worker's side of the table of reminders: claiming rows and marking what became of them."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from pwa_server.domain.times import later
from pwa_server.storage.database import Busy, StorageFull, Tx

LEASE_SECONDS = 120
CLAIMED_AT_ONCE = 100
MARKED_AT_ONCE = 50
MARK_AFTER_SECONDS = 0.1
FAILURES_TO_NOTE = {"refused": "refused", "key_refused": "key_refused", "later": "unreachable"}


@dataclass(frozen=True)
class Tried:
    """One try at one device. `outcome` is an outcome of `push.Answer`, or `error`."""

    device_id: str
    outcome: str
    status: int = 0


@dataclass(frozen=True)
class Done:
    """What became of a claimed row. It stays `due` when it is to be tried again at `next_try_at`."""

    id: str
    state: str
    reason: str = ""
    next_try_at: str | None = None
    tried: tuple[Tried, ...] = ()


def claim(tx: Tx, worker: str, room: int = CLAIMED_AT_ONCE) -> list[str]:
    """Take up to `room` due rows for this worker; nobody else touches them while the lease runs."""
    lease_until = later(tx.now, seconds=LEASE_SECONDS)
    return [row["id"] for row in tx.rows("unscoped.claim_reminders", claim=worker, lease_until=lease_until, room=room)]


def mark(tx: Tx, worker: str, batch: Sequence[Done]) -> None:
    """Write down what became of rows. What happened to a device is kept even when the row belongs to another by now."""
    for done in batch:
        for tried in done.tried:
            _note_try(tx, done, tried)
        accepted = any(tried.outcome == "accepted" for tried in done.tried)
        tx.run(
            "unscoped.finish_reminder",
            id=done.id,
            claim=worker,
            state=done.state,
            sent_at=tx.now if accepted else None,
            ended_at=None if done.state == "due" else tx.now,
            end_reason=done.reason or None,
            next_try_at=done.next_try_at,
        )


def _note_try(tx: Tx, done: Done, tried: Tried) -> None:
    tx.insert(
        "deliveries",
        reminder_id=done.id,
        subscription_id=tried.device_id,
        outcome=tried.outcome,
        status=tried.status,
        tried_at=tx.now,
        next_try_at=done.next_try_at,
    )
    if tried.outcome == "accepted":
        tx.run("unscoped.device_took", id=tried.device_id)
    elif tried.outcome == "gone":
        tx.run("unscoped.device_gone", id=tried.device_id)
    elif tried.outcome in FAILURES_TO_NOTE:
        tx.run("unscoped.device_failed", id=tried.device_id, failure=FAILURES_TO_NOTE[tried.outcome])


class Marks:
    """Collects what became of rows and writes it in batches: fifty, or what came within a tenth of a second."""

    def __init__(self, write: Callable[[Sequence[Done]], Awaitable[None]]) -> None:
        self._write = write
        self._waiting: list[Done] = []
        self._any = asyncio.Event()
        self._full = asyncio.Event()

    def add(self, done: Done) -> None:
        """Note one row; it is written soon."""
        self._waiting.append(done)
        self._any.set()
        if len(self._waiting) >= MARKED_AT_ONCE:
            self._full.set()

    async def keep_writing(self) -> None:
        """Write batch after batch until cancelled."""
        while True:
            await self._any.wait()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._full.wait(), MARK_AFTER_SECONDS)
            if not await self.flush():
                await asyncio.sleep(1)

    async def flush(self) -> bool:
        """Write what waits. False when the database was busy or full: it waits on, and the lease holds it for us."""
        batch, self._waiting = self._waiting, []
        self._any.clear()
        self._full.clear()
        if not batch:
            return True
        writing = asyncio.ensure_future(self._write(batch))
        try:
            await asyncio.shield(writing)
        except (Busy, StorageFull):
            self._waiting = batch + self._waiting
            self._any.set()
            return False
        except asyncio.CancelledError:
            await writing
            raise
        return True
