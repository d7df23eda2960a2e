"""How many statements a page makes for 10 rows and for 20: it must be the same number."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from pwa_server.app import application, create_parts
from pwa_server.settings import Settings
from pwa_server.storage.database import Tx
from pwa_server.web import sessions
from tests.bench.big_world import CLIENTS_A_COUNSELLOR, build

STAFF_PAGES = {"desk": "/desk", "cases": "/desk/cases", "meetings": "/desk/meetings", "reminders": "/desk/reminders"}


def query_counts(root: Path) -> Iterator[tuple[str, int, int]]:
    """(page, statements for 10 cases, statements for 20) of the pages that list cases."""
    few, many = (_counts(root / f"queries-{cases}", cases) for cases in (10, 20))
    for name in STAFF_PAGES:
        yield name, few[name], many[name]


def _counts(folder: Path, cases: int) -> dict[str, int]:
    assert cases <= CLIENTS_A_COUNSELLOR
    settings = Settings(data_dir=folder / "data", key_dir=folder / "keys", public_origin="http://127.0.0.1")
    build(settings, cases)
    parts = create_parts(settings)
    token = parts.database.write_now("", parts.now(), _sign_in)
    browser = TestClient(application(parts), base_url="http://127.0.0.1", cookies={"s": token})
    counts = {name: _statements(parts, browser, path) for name, path in STAFF_PAGES.items()}
    parts.database.close()
    return counts


def _sign_in(tx: Tx) -> str:
    staff = next(row for row in tx.rows("accounts.demo_people") if row["role"] == "counsellor")
    return sessions.begin(tx, staff["id"], "counsellor", "desk", second_factor_at=tx.now, secret_at=tx.now)


def _statements(parts: Any, browser: TestClient, path: str) -> int:
    seen: list[str] = []
    reading = parts.database._reading
    reading.set_trace_callback(seen.append)
    try:
        assert browser.get(path).status_code == 200
    finally:
        reading.set_trace_callback(None)
    return len(seen)
