"""The worker's side of the table of reminders: claiming rows and marking what became of them."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from pwa_server.domain.channels import GOES_ON, following
from pwa_server.domain.times import later
from pwa_server.storage.database import Row, Tx

LEASE_SECONDS = 120
CLAIMED_AT_ONCE = 100
MARKED_AT_ONCE = 50
MARK_AFTER_SECONDS = 0.1
TRY_AGAIN_SECONDS = 1
FAILURES_TO_NOTE = {"refused": "refused", "key_refused": "key_refused", "later": "unreachable"}
logger = logging.getLogger("wegplan")


@dataclass(frozen=True)
class Tried:
    """One try at one device, or by a channel's name. `outcome` is an outcome of `push.Answer`, or `error`."""

    device_id: str
    outcome: str
    status: int = 0


@dataclass(frozen=True)
class Done:
    """What became of a claimed row. It stays `due` when it is to be tried again at `next_try_at`.

    `doubtful`: it was taken, but for phones only from which nothing was heard for long.
    """

    id: str
    state: str
    reason: str = ""
    next_try_at: str | None = None
    tried: tuple[Tried, ...] = ()
    doubtful: bool = False


def claim(tx: Tx, worker: str, room: int = CLAIMED_AT_ONCE) -> list[str]:
    """Take up to `room` due rows for this worker; nobody else touches them while the lease runs."""
    lease_until = later(tx.now, seconds=LEASE_SECONDS)
    return [row["id"] for row in tx.rows("unscoped.claim_reminders", claim=worker, lease_until=lease_until, room=room)]


def mark(tx: Tx, worker: str, batch: Sequence[Done]) -> None:
    """Write down what became of rows. What happened to a device is kept even when the row belongs to another by now."""
    for done in batch:
        for tried in done.tried:
            _note_try(tx, done, tried)
        row = tx.row("unscoped.claimed_reminder", id=done.id, claim=worker) if done.state != "due" else None
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
        if row and (done.doubtful or done.reason in GOES_ON):
            _hand_on(tx, row)


def _hand_on(tx: Tx, row: Row) -> None:
    """The next channel takes the message over, in the same transaction: after the last one the call task is left."""
    channel = following(json.loads(row["channels"]), row["channel"])
    if channel is None or row["stale_at"] <= tx.now or tx.row("unscoped.follower", id=row["id"]):
        return
    same = ("case_id", "meeting_id", "person_id", "kind", "starts_at", "offset_hours", "stale_at", "made_by")
    copied = {name: row[name] for name in same}
    tx.insert("reminders", **copied, channel=channel, follows_id=row["id"], due_at=tx.now, made_at=tx.now)


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
    """Collects what became of rows and writes it in batches: fifty, or what came within a tenth of a second.

    `failing` says that the last batch could not be written: until it is, nobody should send more, because what is sent
    and not marked goes out again.
    """

    def __init__(self, write: Callable[[Sequence[Done]], Awaitable[None]]) -> None:
        self.failing = False
        self._write = write
        self._waiting: list[Done] = []
        self._any = asyncio.Event()
        self._enough = asyncio.Event()
        self._ending = asyncio.Event()

    def add(self, done: Done) -> None:
        """Note one row; it is written soon."""
        self._waiting.append(done)
        self._any.set()
        if len(self._waiting) >= MARKED_AT_ONCE:
            self._enough.set()

    @asynccontextmanager
    async def written_meanwhile(self) -> AsyncIterator[None]:
        """Write batch after batch while the block runs, and what is left at its end."""
        self._ending.clear()
        writing = asyncio.ensure_future(self._keep_writing())
        try:
            yield
        finally:
            # Told and not cancelled: a batch that is being written is finished.
            for event in (self._ending, self._any, self._enough):
                event.set()
            await writing
            await self.flush()

    async def _keep_writing(self) -> None:
        while not self._ending.is_set():
            await self._any.wait()
            with suppress(TimeoutError):
                async with asyncio.timeout(MARK_AFTER_SECONDS):
                    await self._enough.wait()
            if not await self.flush():
                with suppress(TimeoutError):
                    async with asyncio.timeout(TRY_AGAIN_SECONDS):
                        await self._ending.wait()

    async def flush(self) -> bool:
        """Write what waits. False when that was not possible: it waits on, and the lease holds the rows for us."""
        batch, self._waiting = self._waiting, []
        self._any.clear()
        self._enough.clear()
        try:
            if batch:
                await self._write(batch)
        except Exception as error:
            logger.error("marks_wait", extra={"error": type(error).__name__, "count": len(batch)})
            self._waiting = batch + self._waiting
            self._any.set()
            self.failing = True
            return False
        self.failing = False
        return True
