"""Every route × everybody: the expected status, and no word that this person may not see, anywhere in the answer."""

import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from pypdf import PdfReader
from sqlite_utils import Database as SqliteUtils
from starlette.testclient import TestClient

from pwa_server.routes import ROUTES
from pwa_server.storage.database import connect
from tests.access.expected import ACTORS, NOBODY, ROLE_OF, Cell, filled
from tests.access.table import EXPECTED
from tests.world import World

# Rows that say who looked, tried or signed in; all other rows of a case are what its pages show.
NOT_SHOWN = {
    "access_log",
    "denials",
    "events",
    "idempotency_keys",
    "sessions",
    "reminders",
    "deliveries",
    "call_tasks",
    "help_requests",
}


@pytest.mark.fault("F32")
def test_every_route_has_an_entry_and_every_entry_a_route() -> None:
    routes = {f"{route.method} {route.path}" for route in ROUTES}
    assert set(EXPECTED) == routes


@pytest.mark.fault("F32")
@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_status_and_canaries(name: str, browser_of: Callable[..., TestClient], world: World, parts: Any) -> None:
    cell = EXPECTED[name]
    if cell.prepare:
        cell.prepare(parts, world)
    for actor in denied_first(cell):
        before = shown_rows(parts)
        versions = case_versions(parts)
        answer = ask(browser_of(None if actor == NOBODY else actor), name, cell, world)
        assert answer.status_code == cell.statuses[actor], f"{actor}: {answer.text[:500]}"
        leaked = forbidden(actor, cell, world) & set(re.findall(r"Kanari[a-z]{3}", told(answer)))
        assert not leaked, f"{actor} sees {[place for place, word in world.canaries.items() if word in leaked]}"
        changed_without_version(parts, before, versions, actor)


def denied_first(cell: Cell) -> list[str]:
    """Those who may not come first: what they try must find the world as it was."""
    return sorted(ACTORS, key=lambda actor: cell.statuses[actor] < 400)


def ask(browser: TestClient, name: str, cell: Cell, world: World) -> Any:
    method, path = name.split(" ")
    url = filled(cell.path or path, world)
    assert "{" not in url, f"{name}: what is {url}?"
    if method == "GET":
        return browser.get(url)
    return browser.post(url, data={field: filled(value, world) for field, value in cell.form.items()})


def told(answer: Any) -> str:
    """Everything that went over the wire: body, as whoever opens it reads it, and headers."""
    return written_in(answer) + str(answer.headers)


def written_in(answer: Any) -> str:
    """The words of a page or a file; those of a PDF are packed."""
    if answer.headers.get("content-type") != "application/pdf":
        return str(answer.text)
    reader = PdfReader(io.BytesIO(answer.content))
    return " ".join([str(reader.metadata), *(page.extract_text() for page in reader.pages)])


def forbidden(actor: str, cell: Cell, world: World) -> set[str]:
    """The canaries that this actor may not see on this page."""
    return {word for place, word in world.canaries.items() if not may_see(actor, place, cell)}


def may_see(actor: str, place: str, cell: Cell) -> bool:
    """Whose words a person may read. Names of those who work together are no secret among them."""
    owner, _, rest = place.partition(".")
    if actor == NOBODY:
        return False
    if rest == "name" and owner in ("karin", "dora", "mona"):
        knows_karin = owner == "karin" and actor == "badr"
        colleagues = owner != "mona" and ROLE_OF[actor] == "counsellor"
        return knows_karin or colleagues or actor in ("amina", "mona", "karin", "dora", "ada", owner)
    if cell.recipients and (actor, rest) == ("amina", "name") and owner in ("olle", "magnus"):
        return True
    if owner == "complaint":
        return actor == "ada" and cell.complaints
    if rest in ("grant.wish", "mentor_note"):
        return actor in (owner, "mona")
    if owner == actor:
        return not (rest.startswith("high") and cell.stored)
    if rest == "name" and ROLE_OF.get(owner) in ("counsellor", "mentor", "coordinator"):
        return actor == "ada" or (ROLE_OF[actor] == "counsellor" and ROLE_OF[owner] == "counsellor")
    if owner == "amina":
        return {
            "mona": rest == "name" or rest.startswith("standard"),
            "karin": True,
            "dora": not rest.startswith("high"),
        }.get(actor, False)
    return owner == "badr" and actor in ("badr", "karin") and not cell.one_case


def shown_rows(parts: Any) -> dict[str, list[tuple[Any, ...]]]:
    """All rows with a case_id that a plan's pages may show, by table."""
    with rows_of_its_own(parts) as database:
        return rows_with_case(database)


@contextmanager
def rows_of_its_own(parts: Any) -> Iterator[SqliteUtils]:
    """The file through a connection of the test's own: something may still be written after an answer."""
    connection = connect(parts.database.path)
    try:
        yield SqliteUtils(connection)
    finally:
        connection.close()


def rows_with_case(database: SqliteUtils) -> dict[str, list[tuple[Any, ...]]]:
    if not TABLES_WITH_CASE:
        tables = [table for table in database.table_names() if table not in NOT_SHOWN]
        TABLES_WITH_CASE.extend(table for table in tables if "case_id" in database[table].columns_dict)
    return {
        table: [tuple(row) for row in database.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()]
        for table in TABLES_WITH_CASE
    }


# Read once: looking at the schema costs more than looking at the rows.
TABLES_WITH_CASE: list[str] = []


def case_versions(parts: Any) -> dict[str, int]:
    with rows_of_its_own(parts) as database:
        return {row["id"]: row["version"] for row in database.query("SELECT id, version FROM cases")}


def changed_without_version(parts: Any, before: dict[str, Any], versions: dict[str, int], actor: str) -> None:
    """What a case shows changes with its version only: finished pages are kept by it."""
    changed = [table for table, rows in shown_rows(parts).items() if rows != before[table]]
    assert not changed or case_versions(parts) != versions, f"{actor} changed {changed}, and the case's version stayed"


@pytest.mark.fault("F32")
@pytest.mark.parametrize("path", ["/plan/pdf", "/agreement/{amina.agreement}/pdf"])
def test_words_in_a_pdf_are_read(path: str, browser_of: Callable[..., TestClient], world: World) -> None:
    assert world.canaries["amina.standard.goal.title"] in told(browser_of("amina").get(filled(path, world)))
