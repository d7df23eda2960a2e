"""What somebody tries who is inside already: ids of what is protected or another's, in paths, fields and questions."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.access.expected import filled
from tests.access.table import EXPECTED
from tests.access.test_every_route import forbidden, rows_of_its_own, shown_rows, told
from tests.web.forms_of_routes import form_of, prepared, sender
from tests.world import World

Browser = Callable[..., TestClient]
# One of Amina's things that are not protected, and the same one that is.
STANDARD = re.compile(r"\{amina\.standard\.((?:goal|step1|step2|meeting))\}")
WITH_PROTECTED = sorted(
    name
    for name, cell in EXPECTED.items()
    if STANDARD.search(cell.path + name + " ".join(map(str, cell.form.values())))
)
POSTS = sorted(name for name, cell in EXPECTED.items() if name.startswith("POST ") and sender(cell))
GETS = sorted(name for name in EXPECTED if name.startswith("GET "))
QUESTIONS = (
    "case={badr.case}&goal={amina.high.goal}&step={amina.high.step1}&need_id={amina.high.goal}&about={amina.high.goal}"
    "&meeting={amina.high.meeting}&meeting={badr.standard.meeting}&protected=yes&office=yes&size=large&side=ar"
    "&landed={amina.high.step1}&partner={amina}&staff={karin}&sent={amina.high.goal}&q=Kanari&page=1&high=yes"
)


def words_of(answer: Any) -> set[str]:
    return set(re.findall(r"Kanari[a-z]{3}", told(answer)))


@pytest.mark.parametrize("name", WITH_PROTECTED)
def test_protected_things_do_not_exist_for_deputy_and_mentor(
    name: str, browser_of: Browser, world: World, parts: Any
) -> None:
    cell = EXPECTED[name]
    if cell.prepare:
        cell.prepare(parts, world)
    method, path = name.split(" ")
    url = filled(STANDARD.sub(r"{amina.high.\1}", cell.path or path), world)
    form = {
        field: filled(STANDARD.sub(r"{amina.high.\1}", value), world) for field, value in form_or(name, world).items()
    }
    protected = {word for place, word in world.canaries.items() if place.startswith("amina.high")}
    for actor in ("dora", "mona"):
        before, browser = shown_rows(parts), browser_of(actor)
        answer = browser.get(url) if method == "GET" else browser.post(url, data=form)
        assert not words_of(answer) & protected, actor
        if method == "POST":
            changed = {table for table, rows in shown_rows(parts).items() if rows != before[table]}
            assert not changed, (actor, answer.status_code, changed)


def form_or(name: str, world: World) -> dict[str, str]:
    return form_of(name, world) if name.startswith("POST ") else {}


def strangers_in(parts: Any) -> Iterator[str]:
    """Rows of one case that point at rows of another."""
    with rows_of_its_own(parts) as database:
        tables = {table.name: table.columns_dict for table in database.tables}
        of_case = {name for name, columns in tables.items() if "case_id" in columns}
        homes: dict[str, str] = {}
        for name in of_case - {"handed_steps", "carrier_handovers"}:
            if "id" in tables[name]:
                homes |= {row["id"]: row["case_id"] for row in database.query(f"SELECT id, case_id FROM {name}")}
        for name in of_case - {"handed_steps", "carrier_handovers"}:
            for row in database.query(f"SELECT * FROM {name}"):
                for column, value in row.items():
                    if value in homes and homes[value] and row["case_id"] and homes[value] != row["case_id"]:
                        yield f"{name}.{column}"


@pytest.mark.parametrize("name", POSTS)
def test_no_form_ties_one_persons_plan_to_anothers(name: str, browser_of: Browser, world: World, parts: Any) -> None:
    """Karin counsels both, and a slip of hers or a changed form must not mix them."""
    actor, path = prepared(name, parts, world)
    assert not list(strangers_in(parts))
    own = {value: key for key, value in world.ids.items()}
    form = form_of(name, world)
    swapped = {
        field: world.ids[own[value].replace("amina", "badr")]
        for field, value in form.items()
        if own.get(value, "").replace("amina", "badr") in world.ids
    }
    more = {field: world.ids["badr.standard." + kind] for field, kind in EXTRA.items() if not form.get(field)}
    browser_of(actor).post(path, data=form | swapped | more)
    assert not list(strangers_in(parts)), swapped


EXTRA = {
    "goal_id": "goal",
    "step_id": "step1",
    "meeting_id": "meeting",
    "goals": "goal",
    "step": "step1",
    "meeting": "meeting",
}


@pytest.mark.parametrize("name", GETS)
def test_no_question_in_an_address_shows_more(name: str, browser_of: Browser, world: World, parts: Any) -> None:
    cell = EXPECTED[name]
    if cell.prepare:
        cell.prepare(parts, world)
    url = filled(f"{cell.path or name.split(' ')[1]}", world)
    question = filled(QUESTIONS, world)
    for actor in ("dora", "mona", "badr"):
        answer = browser_of(actor).get(f"{url}{'&' if '?' in url else '?'}{question}")
        leaked = words_of(answer) & forbidden(actor, cell, world)
        assert not leaked, f"{actor} sees {[place for place, word in world.canaries.items() if word in leaked]}"
        assert answer.status_code < 500
