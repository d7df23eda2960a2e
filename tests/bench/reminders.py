"""How quickly 10,000 reminders that fall due at once go out, against one by one with the library's one-call helper."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pywebpush import webpush

from pwa_server.app import create_parts
from pwa_server.domain.times import BERLIN, instant, later
from pwa_server.settings import Settings
from pwa_server.storage.database import Tx, connect
from tests.support.push_service import Device
from tests.support.waiting import free_port, until

ONE_BY_ONE = 400


@contextmanager
def sink(delay: float) -> Iterator[str]:
    """The receiving process; its origin."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.sink", str(port)], env=os.environ | {"BENCH_DELAY": str(delay)}
    )
    origin = f"http://127.0.0.1:{port}"
    try:
        until(lambda: _answers(origin), "the sink")
        yield origin
    finally:
        process.terminate()
        process.wait(10)


def _answers(origin: str) -> bool:
    try:
        urllib.request.urlopen(origin).read()
    except OSError:
        return False
    return True


def next_morning() -> str:
    """Ten o'clock on the next working day: reminders go out, and a day's work is at its fullest."""
    at = datetime.now(UTC).astimezone(BERLIN).replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=1)
    while at.weekday() > 4:
        at += timedelta(days=1)
    return instant(at)


def due(tx: Tx, origin: str, count: int, device: Device) -> None:
    """`count` clients with a phone, a meeting tomorrow and a reminder that is due."""
    tx.insert("installation", id="this", municipality="Bench", made_at=tx.now)
    carrier = tx.insert("carriers", name="Bench", kind="free", counselling_type="mbe", made_at=tx.now)
    staff = tx.insert(
        "accounts", role="counsellor", carrier_id=carrier, name_sealed="Beratung", opaque_id="s", made_at=tx.now
    )
    for number in range(count):
        _one(tx, origin, number, carrier, staff, device)


def _one(tx: Tx, origin: str, number: int, carrier: str, staff: str, device: Device) -> None:
    client = tx.insert(
        "accounts", role="client", carrier_id=carrier, name_sealed=f"P {number}", language="ar",
        opaque_id=f"c-{number}", made_at=tx.now,
    )  # fmt: skip
    tx.insert("clients", id=client, channels='["push","phone"]', made_at=tx.now)
    case = tx.insert(
        "cases", client_id=client, carrier_id=carrier, state="active", path="plan", opened_at=later(tx.now, days=-9)
    )
    tx.insert(
        "case_assignments", case_id=case, staff_id=staff, relationship="counsellor", valid_from=later(tx.now, days=-9)
    )
    start = later(tx.now, hours=25)
    meeting = tx.insert(
        "meetings", case_id=case, kind="review", local_date=start[:10], local_time="10:00", starts_at=start,
        ends_at=later(start, minutes=60), duration_minutes=60, place_kind="office", place_sealed="Raum",
        staff_id=staff, state="planned", made_at=tx.now,
    )  # fmt: skip
    keys = device.subscription["keys"]
    tx.insert(
        "push_subscriptions", account_id=client, service="127.0.0.1", endpoint_sealed=f"{origin}/p/{number}",
        endpoint_digest=f"d{number}", p256dh_sealed=keys["p256dh"], auth_sealed=keys["auth"],
        made_at=later(tx.now, days=-2), seen_at=tx.now,
    )  # fmt: skip
    tx.insert(
        "reminders", case_id=case, meeting_id=meeting, person_id=client, kind="reminder", starts_at=start,
        offset_hours=24, due_at=later(tx.now, minutes=-1), stale_at=start, made_at=tx.now,
    )  # fmt: skip


def worker_rate(folder: Path, count: int, delay: float) -> float:
    """Messages a second by the worker, from its first claim until the last is marked as sent."""
    settings = Settings(data_dir=folder / "data", key_dir=folder / "keys")
    parts = create_parts(settings)
    with sink(delay) as origin:
        # By day, whenever it is measured: at night the worker waits for the morning.
        now = next_morning()
        parts.database.write_now("", now, due, origin, count, Device(origin))
        parts.database.close()
        watch = connect(settings.database_path)
        environment = os.environ | {
            "DATA_DIR": str(settings.data_dir), "KEY_DIR": str(settings.key_dir), "PUSH_TEST_ORIGIN": origin,
            "PORT": str(free_port()), "WEGPLAN_NOW": now,
        }  # fmt: skip
        process = subprocess.Popen(
            [sys.executable, "-m", "pwa_server", "worker"], env=environment, stdout=subprocess.DEVNULL
        )
        try:
            until(lambda: _count(watch, "claimed_by IS NOT NULL"), "the first claim", timeout=60, every=0.005)
            started = time.perf_counter()
            until(lambda: _count(watch, "state = 'sent'") >= count, "the last mark", timeout=300, every=0.02)
            return count / (time.perf_counter() - started)
        finally:
            process.terminate()
            process.wait(20)
            watch.close()


def _count(connection: Any, condition: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM reminders WHERE {condition}").fetchone()[0])


def one_by_one_rate(key_file: Path, delay: float) -> float:
    """Messages a second by `pywebpush.webpush` in a loop, to the same receiving process."""
    with sink(delay) as origin:
        device = Device(origin)
        text = json.dumps({"web_push": 8030, "notification": {"title": "Wegplan", "body": "x" * 90}})
        count = ONE_BY_ONE if not delay else ONE_BY_ONE // 4
        started = time.perf_counter()
        for _ in range(count):
            webpush(
                device.subscription, text, vapid_private_key=str(key_file), vapid_claims={"sub": "mailto:a@example.org"},
                ttl=60, timeout=10,
            )  # fmt: skip
        return count / (time.perf_counter() - started)
