"""One write in a process of its own, for tests that let the system fail beneath it: `migrate`, a client's tick, the end of
what a mentor may see, or one round of the worker with everything that it does once a day.

usage: python -m tests.faults.one_write DATA KEYS migrate
       python -m tests.faults.one_write DATA KEYS tick ACTOR STEP KEY
       python -m tests.faults.one_write DATA KEYS revoke ACTOR GRANT
       python -m tests.faults.one_write DATA KEYS work PUSH_ORIGIN NOW
       python -m tests.faults.one_write DATA KEYS restore COPY

Prints "answered" once the write is answered, and "refused" where the disk did not take it.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from pwa_server.app import create_parts
from pwa_server.casework.grants import end_grant
from pwa_server.casework.steps import report_step
from pwa_server.domain.times import moment
from pwa_server.notify.push import PushSender, VapidTokens
from pwa_server.notify.worker import Worker
from pwa_server.operation.backups import restore
from pwa_server.operation.working import DAILY
from pwa_server.settings import Settings
from pwa_server.storage.database import StorageFull, Tx
from pwa_server.web.parts import Parts


def tick(parts: Parts, actor: str, step: str, key: str) -> None:
    """The tick and the key of its request in one transaction, as a request writes them."""

    def verb(tx: Tx) -> None:
        tx.insert("idempotency_keys", actor_id=actor, key=key, fingerprint="", status=200, made_at=tx.now)
        report_step(tx, step, "done", tx.now)

    parts.database.write_now(actor, parts.now(), verb)


async def work(parts: Parts, push_origin: str, now: str) -> None:
    """One round of the worker at this moment, put together as `operation.working` does."""
    tokens = VapidTokens(parts.keys.vapid_file, "mailto:it@example.org")
    async with PushSender(tokens, test_origin=push_origin) as sender:
        worker = Worker(parts.database, sender, lambda: moment(now), "http://127.0.0.1:8000", daily=DAILY)
        await worker.beat()
        await worker.work_off()


def write(parts: Parts, what: str, *arguments: str) -> None:
    """What is asked for beside opening the installation."""
    if what == "tick":
        tick(parts, *arguments)
    if what == "revoke":
        parts.database.write_now(arguments[0], parts.now(), end_grant, arguments[1])
    if what == "work":
        asyncio.run(work(parts, *arguments))


def main() -> None:
    data, keys, what, *arguments = sys.argv[1:]
    try:
        settings = Settings(data_dir=Path(data), key_dir=Path(keys))
        if what == "restore":
            list(restore(settings, Path(arguments[0]), in_place=True))
        else:
            write(create_parts(settings), what, *arguments)
    except StorageFull:
        print("refused", flush=True)
    else:
        print("answered", flush=True)


if __name__ == "__main__":
    main()
