"""A page makes as many statements for many rows as for a few: nothing is looked up row by row."""

import re
import shutil
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from pwa_server.app import application, create_parts
from pwa_server.demo.make import make_demo
from pwa_server.routes import ROUTES
from pwa_server.settings import Settings
from pwa_server.storage.database import Tx
from tests.screenshots import SHARED_PHONE, Demo, View, is_page, view_of
from tests.support.effort import count
from tests.support.many import multiply

ORIGIN = "http://127.0.0.1:8000"
FEW = 10
MANY = count(100, 1000)
# A clock that stands still, so that no session is renewed and no day begins between two pages.
NOW = datetime.now(UTC)
# What differs between two runs of a statement.
VALUES = r"'[^']*'|\b\d+(\.\d+)?\b"
# Files that hold lists. PDFs are written from what a page reads too, by a process that takes a second for each; what a
# phone stores at once is sixty pages at most, each of which is counted here by itself.
LISTS = (".csv", ".json", ".ics")
ID_LENGTH = 36
PAGES = {route.path: route for route in ROUTES if is_page(route) or route.path.endswith(LISTS)}


class Counted:
    """A demo installation whose statements are counted."""

    def __init__(self, folder: Path) -> None:
        self.parts = create_parts(_settings(folder), lambda: NOW)
        self.demo = Demo(SimpleNamespace(origin=ORIGIN), self.parts)  # type: ignore[arg-type]
        self._served = application(self.parts)

    async def _app(self, scope: Scope, receive: Receive, send: Send) -> None:
        # What is noted beside an answer is counted with it, always to its end.
        await self._served(scope, receive, send)
        await self.parts.finish()

    def statements(self, view: View) -> Counter[str]:
        """What the database is asked for that page, without the values."""
        browser = TestClient(self._app, base_url=ORIGIN, follow_redirects=False)
        # What is read once for all pages is read before.
        browser.get("/emergency")
        browser.get("/healthz")
        if view.path in SHARED_PHONE:
            browser.cookies.set("d", self.demo.shared_phone("Samira", "Farid"))
        elif view.person:
            browser.cookies.set("s", self.demo.token(view.person, **view.session))
        told: list[str] = []
        connections = self.parts.database._reading, self.parts.database._writing
        for connection in connections:
            connection.set_trace_callback(told.append)
        # As a browser fetches what somebody may open next: that it was seen is noted beside, after the answer, once.
        answer = browser.get(view.path, headers={"Sec-Purpose": "prefetch"})
        for connection in connections:
            connection.set_trace_callback(None)
        assert answer.status_code < 400 or "nobody-holds-this" in view.path, f"{view}: {answer.status_code}"
        return Counter(re.sub(VALUES, "?", statement) for statement in told)


@dataclass(frozen=True)
class Pair:
    """The same installation with a few and with many rows of everything, and its pages by route."""

    few: Counted
    many: Counted
    views: dict[str, View]


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    folder = tmp_path_factory.mktemp("once")
    list(make_demo(_settings(folder)))
    once = Counted(folder)
    views = {path: view_of(route, once.demo) for path, route in PAGES.items()}
    client_id = once.demo.account("Samira")["id"]
    opened = {part for view in views.values() for part in re.split(r"[/=]", view.path) if len(part) == ID_LENGTH}
    once.parts.database.write_now("", once.parts.now(), _fill, once.demo)
    once.parts.database.close()
    few, many = (
        _multiplied(folder, tmp_path_factory.mktemp("many"), client_id, times, opened) for times in (FEW, MANY)
    )
    few.parts.database.write_now("", few.parts.now(), _leave_the_newest_period)
    yield Pair(few, many, views)
    few.parts.database.close()
    many.parts.database.close()


def _fill(tx: Tx, demo: Demo) -> None:
    """What pages list and nobody of the demo has."""
    now, staff, client = tx.now, demo.id_of("staff", "Renate"), demo.account("Samira")["id"]
    case_id, goal, agreement = (demo.id_of(kind, "Leyla") for kind in ("case", "goal", "agreement"))
    made = {"made_at": now, "made_by": staff}
    written = {"language": "ar", "written_at": now, "written_by": staff}
    block = {"sensitivity": "standard", "volatility": "low", "mentor_may_help": "no", "life_area": "language"}
    keys = {"endpoint_sealed": "x", "endpoint_digest": "x", "p256dh_sealed": "x", "auth_sealed": "x"}
    rows: dict[str, dict[str, Any]] = {
        "translations": written | {"case_id": case_id, "subject_id": goal, "field": "title", "text_sealed": "x"},
        "recordings": made
        | {"case_id": case_id, "subject": "goal", "subject_id": goal, "language": "ar", "speaker": "counsellor"}
        | {"media_type": "audio/webm", "bytes": 1, "body_sealed": b"x"},
        "agreement_answers": {"case_id": case_id, "agreement_id": agreement, "answer": "question", "language": "ar"}
        | {"received_at": now, "answer_by_on": now[:10]},
        "case_information": made | {"case_id": case_id, "text_version": "1", "language": "ar", "channel": "oral"},
        "offer_checks": made | {"case_id": case_id, "goal_id": goal, "found": "no_offer"},
        "absences": made | {"staff_id": staff, "from_on": now[:10], "until_on": "2099-01-01"},
        "alarms": {"kind": "queue", "raised_at": now, "last_at": now},
        "push_subscriptions": keys | {"account_id": client, "service": "Mozilla", "made_at": now, "seen_at": now},
        "catalogue_blocks": block | {"id": "swimming", "review_by": "2020-01-01", "changed_at": now},
        "catalogue_wordings": written | {"key": "block.swimming.title", "german": "Schwimmen", "text": "x"},
    }
    for table, row in rows.items():
        tx.insert(table, **row)


def _settings(folder: Path) -> Settings:
    return Settings(data_dir=folder / "data", key_dir=folder / "keys")


def _multiplied(once: Path, folder: Path, client_id: str, times: int, opened: Collection[str]) -> Counted:
    shutil.copytree(once, folder, dirs_exist_ok=True)
    made = Counted(folder)
    made.parts.database.write_now("", made.parts.now(), multiply, client_id, times, opened)
    return made


def _leave_the_newest_period(tx: Tx) -> None:
    """Numbers of periods are there in thousands: a few are those of one quarter, half-year and year."""
    for table in ("indicator_snapshots", "benchmark_figures"):
        periods = {str(row["period"]) for row in tx.own_rows(f"SELECT DISTINCT period FROM {table}")}
        newest = {max(period for period in periods if period[5] == kind) for kind in "QHY"}
        for period in periods - newest:
            tx.delete(table, "period", period)


@pytest.mark.parametrize("path", PAGES)
def test_as_many_statements_for_many_rows_as_for_a_few(path: str, pair: Pair) -> None:
    few, many = (one.statements(pair.views[path]) for one in (pair.few, pair.many))
    assert many.total() == few.total(), f"more: {many - few}, fewer: {few - many}"


# Of the installation, of what may be there once, of signing in, sending and counting: nothing that a page lists.
NOT_LISTED = frozenset(
    {
        "installation",
        "_sqlite_migrations",
        "accessibility_statement",
        "complaint_office",
        "network_rules",
        "worker_state",
        "tombstones",
    }
    | {"secrets", "sessions", "second_factors", "second_factor_renewals", "colleague_confirmations", "recovery_codes"}
    | {"sign_in_codes", "devices", "device_people", "rate_limits", "denials", "idempotency_keys", "events"}
    | {"passkey_challenges", "deliveries", "mails", "meeting_states", "meeting_interpreting", "indicator_tallies"}
    | {"carrier_handovers", "handed_steps", "holds"}
)


def test_there_are_more_rows_in_every_table_that_a_page_may_list(pair: Pair) -> None:
    def rows(tx: Tx) -> dict[str, int]:
        tables = [row["name"] for row in tx.own_rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {table: tx.own_rows(f"SELECT count(*) AS n FROM {table}")[0]["n"] for table in tables}

    few, many = (one.parts.database.write_now("", one.parts.now(), rows) for one in (pair.few, pair.many))
    same = {table for table in few if many[table] <= few[table]}
    assert same - NOT_LISTED == set(), "fill it in _fill, or say here that no page lists it"
    assert NOT_LISTED - same == set(), "this table grows by now"
    assert {table: many[table] for table in few if table not in same and many[table] < MANY} == {}
