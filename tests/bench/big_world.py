"""A database with many clients, each with a case like those of an office: four goals, twelve steps, two meetings."""

import json
import sys
from pathlib import Path

from pwa_server.app import create_parts
from pwa_server.domain.times import OPEN_END, later
from pwa_server.settings import Settings
from pwa_server.storage import catalogue
from pwa_server.storage.database import Tx
from pwa_server.web import sessions

CLIENTS_A_COUNSELLOR = 80
BLOCKS = ("integration-course-start", "daycare-place", "flat-search", "job-search")
SESSIONS = 300


def build(settings: Settings, clients: int) -> list[str]:
    """Fill an empty database and return bearer tokens of clients spread over all of them.

    It has no statistics (`ANALYZE`), as no installation has: the plans are those that SQLite makes without.
    """
    parts = create_parts(settings)
    now = parts.now()
    carrier, staff = parts.database.write_now("", now, office, max(1, clients // CLIENTS_A_COUNSELLOR))
    tokens: list[str] = []
    wanted = max(1, clients // SESSIONS)
    for first in range(0, clients, 500):
        numbers = range(first, min(first + 500, clients))
        tokens += parts.database.write_now("", now, _clients, numbers, carrier, staff, wanted)
    parts.database.close()
    return tokens


def office(tx: Tx, counsellors: int) -> tuple[str, list[str]]:
    tx.insert("installation", id="this", municipality="Bench", made_at=tx.now)
    carrier = tx.insert(
        "carriers", name="Bench", kind="free", counselling_type="mbe", phone="030 23125-100", made_at=tx.now
    )
    staff = [
        tx.insert(
            "accounts", role="counsellor", carrier_id=carrier, name_sealed=f"Beratung {number}",
            phone_sealed="030 23125-101", opaque_id=f"staff-{number}", made_at=tx.now,
        )
        for number in range(counsellors)
    ]  # fmt: skip
    return carrier, staff


def _clients(tx: Tx, numbers: range, carrier: str, staff: list[str], wanted: int) -> list[str]:
    found = []
    for number in numbers:
        counsellor = staff[number // CLIENTS_A_COUNSELLOR % len(staff)]
        client_id, _ = client(tx, number, carrier, counsellor)
        if number % wanted == 0:
            found.append(sessions.begin(tx, client_id, "client", "own", secret_at=tx.now))
    return found


def client(tx: Tx, number: int, carrier: str, counsellor: str) -> tuple[str, str]:
    """One person with a case: (client's id, case's id)."""
    long_ago = later(tx.now, days=-200)
    client_id = tx.insert(
        "accounts", role="client", carrier_id=carrier, name_sealed=f"Person {number}", language="ar",
        opaque_id=f"client-{number}", made_at=long_ago,
    )  # fmt: skip
    tx.insert("clients", id=client_id, phone_use="own", made_at=long_ago)
    case = tx.insert("cases", client_id=client_id, carrier_id=carrier, state="active", path="plan", opened_at=long_ago)
    tx.insert(
        "case_assignments", case_id=case, staff_id=counsellor, relationship="counsellor", valid_from=long_ago,
        valid_until=OPEN_END,
    )  # fmt: skip
    for priority, block_id in enumerate(BLOCKS, 1):
        _goal(tx, case, block_id, priority)
    for days in (-30, 9):
        _meeting(tx, case, counsellor, days)
    return client_id, case


def _goal(tx: Tx, case: str, block_id: str, priority: int) -> None:
    block, german = catalogue.blocks()[block_id], catalogue.german()
    goal = tx.insert(
        "goals", case_id=case, block_id=block_id, life_area=block.life_area, title_sealed=german[block.key("goal")],
        text_sealed=german[block.key("text")], state="in_progress", priority=priority, made_at=tx.now,
    )  # fmt: skip
    for position, step in enumerate(block.steps[:3], 1):
        tx.insert(
            "steps", goal_id=goal, case_id=case, position=position, text_key=step.key, text_sealed=german[step.key],
            responsible=step.responsible, state="done" if position == 1 else "open", state_at=tx.now, made_at=tx.now,
            documents=json.dumps(list(block.documents[:2])), due_on=later(tx.now, days=10)[:10],
        )  # fmt: skip


def _meeting(tx: Tx, case: str, counsellor: str, days: int) -> None:
    start = later(tx.now, days=days)
    tx.insert(
        "meetings", case_id=case, kind="review", local_date=start[:10], local_time="10:30", starts_at=start,
        ends_at=later(start, minutes=60), duration_minutes=60, place_kind="office", place_sealed="Beispielstraße 100",
        staff_id=counsellor, state="held" if days < 0 else "planned", made_at=tx.now,
    )  # fmt: skip


def folders(root: Path, clients: int) -> Settings:
    """Settings of a bench database."""
    return Settings(data_dir=root / f"data-{clients}", key_dir=root / f"keys-{clients}")


if __name__ == "__main__":
    root, count = Path(sys.argv[1]), int(sys.argv[2])
    (root / f"tokens-{count}").write_text("\n".join(build(folders(root, count), count)))
