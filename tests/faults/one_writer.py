"""One of several processes that write to the same database for some seconds, or move its log into the file all the time.

usage: python -m tests.faults.one_writer DATA KEYS write SECONDS NAME
       python -m tests.faults.one_writer DATA KEYS checkpoint SECONDS NAME

A writer reads before it writes, as verbs do, and prints how many rows were answered and how often it was told "busy".
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from pwa_server.storage.database import Busy, Database, Tx, connect
from pwa_server.storage.keys import load_or_make
from pwa_server.storage.sealing import Sealing


def note(tx: Tx, name: str, number: int) -> None:
    """A row more than the rows that there are."""
    before = tx.own_rows("SELECT count(*) AS n FROM idempotency_keys")[0]["n"]
    facts = {"actor_id": name, "key": f"{number}", "fingerprint": f"{before}", "status": 200, "made_at": tx.now}
    tx.insert("idempotency_keys", **facts)


def write(data: Path, keys: Path, until: float, name: str) -> tuple[int, int]:
    database = Database(data / "wegplan.db", Sealing(load_or_make(keys)))
    answered = busy = 0
    while time.monotonic() < until:
        try:
            database.write_now("", "2026-11-24T09:00:00Z", note, name, answered)
            answered += 1
        except Busy:
            busy += 1
    database.close()
    return answered, busy


def checkpoint(data: Path, until: float) -> None:
    connection = connect(data / "wegplan.db")
    while time.monotonic() < until:
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    connection.close()


def main() -> None:
    data, keys, what, seconds, name = sys.argv[1:]
    until = time.monotonic() + float(seconds)
    if what == "checkpoint":
        checkpoint(Path(data), until)
    else:
        print(*write(Path(data), Path(keys), until, name), flush=True)


if __name__ == "__main__":
    main()
