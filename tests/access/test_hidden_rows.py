"""What a person may not see leaves no trace: no count, no gap in a numbering, no word in a log or a push message."""

import io
import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from starlette.testclient import TestClient

from pwa_server.notify.payloads import payload
from pwa_server.routes import ROUTES
from tests import world as cast
from tests.access.expected import ACTORS, NOBODY, filled
from tests.access.table import EXPECTED
from tests.world import LONG_AGO, World

Browser = Callable[..., TestClient]
# Made anew for each page; everything else must be the same to the letter.
FRESH = "|".join(
    (
        r'name="request_key" value="[^"]*"',
        r'name="receipt" [^>]*value="[^"]*"',
        r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}",
        r'data-issued[a-z-]*="[^"]*"',
    )
)
MENTOR_PAGES = (
    "/mentor",
    "/mentor/more",
    "/mentor/clients",
    "/mentor/clients/{mona.grant}",
    "/mentor/meetings/{amina.standard.meeting}",
)
STORED_PAGES = ("/today", "/plan", "/meetings", "/people", "/help", "/plan/print", "/offline/pages")


def pages(browser: TestClient, world: World, paths: tuple[str, ...]) -> dict[str, str]:
    """The text of pages, without what is made anew each time."""
    told = {}
    for path in paths:
        answer = browser.get(filled(path, world))
        assert answer.status_code == 200
        told[path] = re.sub(FRESH, "", answer.text.replace('\\"', '"'))  # pages inside JSON too
    return told


def add_high_goal(tx: Any, world: World) -> None:
    tx.update("goals", world.ids["amina.high.goal"], priority=7)
    copy = World(dict(world.ids), world.canaries)
    cast.goal(tx, copy, "amina", "high", 0)
    cast.meeting(tx, copy, "amina", "high")


def add_goal_that_was_not_granted(tx: Any, world: World) -> None:
    copy = World(dict(world.ids), world.canaries)
    cast.goal(tx, copy, "amina", "standard", 0)
    cast.meeting(tx, copy, "amina", "standard")


def add_second_mentor(tx: Any, world: World) -> None:
    rights = '["see_goals", "see_steps", "mark_own_steps_done", "write_note_to_client"]'
    grant = world.ids["magnus.second_grant"] = tx.insert(
        "mentor_grants", case_id=world.ids["amina.case"], mentor_id=world.ids["magnus"], state="active", rights=rights,
        expires_on="2027-05-01", valid_from=LONG_AGO, made_at=LONG_AGO, state_at=LONG_AGO,
    )  # fmt: skip
    tx.insert("mentor_grant_goals", grant_id=grant, goal_id=world.ids["amina.standard.goal"])


def add_steps_of_second_mentor(tx: Any, world: World) -> None:
    """At the start, between and at the end of the path; one is ticked, one has its words in another language."""
    add_second_mentor(tx, world)
    of_case = {"case_id": world.ids["amina.case"]}
    for position, state in ((0, "open"), (1, "done"), (9, "blocked")):
        step = tx.insert(
            "steps", **of_case, goal_id=world.ids["amina.standard.goal"], position=position, responsible="mentor",
            mentor_id=world.ids["magnus"], text_sealed=f"Fremdkanari {position}", due_on="2026-11-25",
            state=state, state_at=LONG_AGO, made_at=LONG_AGO,
        )  # fmt: skip
        tx.insert(
            "step_reports", **of_case, step_id=step, by_id=world.ids["magnus"], by_relationship="mentor",
            report="done", tapped_at=LONG_AGO, received_at=LONG_AGO, from_state="open", to_state="done",
        )  # fmt: skip
        tx.insert(
            "translations", **of_case, subject_id=step, field="text", language="ar", text_sealed="Fremdkanari",
            written_by=world.ids["karin"], written_at=LONG_AGO,
        )  # fmt: skip


HIDDEN_FROM_MENTORS = [add_high_goal, add_goal_that_was_not_granted, add_second_mentor, add_steps_of_second_mentor]


@pytest.mark.parametrize("hide", HIDDEN_FROM_MENTORS)
def test_a_mentors_pages_stay_the_same_when_something_hidden_is_added(
    browser_of: Browser, world: World, parts: Any, hide: Callable[[Any, World], None]
) -> None:
    mona = browser_of("mona")
    before = pages(mona, world, MENTOR_PAGES)
    parts.database.write_now("", parts.now(), hide, world)
    assert pages(mona, world, MENTOR_PAGES) == before


def test_a_clients_stored_pages_stay_the_same_when_a_protected_goal_is_added(
    browser_of: Browser, world: World, parts: Any
) -> None:
    amina = browser_of("amina")
    before = pages(amina, world, STORED_PAGES)
    parts.database.write_now("", parts.now(), add_high_goal, world)
    parts.database.write_now(
        world.ids["amina"], parts.now(), lambda tx: tx.run("cases.touch", case_id=world.ids["amina.case"])
    )
    assert pages(amina, world, STORED_PAGES) == before


def test_logs_hold_no_word_of_anybody(browser_of: Browser, world: World, log_lines: io.StringIO) -> None:
    for name, cell in EXPECTED.items():
        method, path = name.split(" ")
        for actor in ACTORS:
            browser = browser_of(None if actor == NOBODY else actor)
            if cell.prepare or method == "GET":
                continue
            form = {field: filled(value, world) for field, value in cell.form.items()}
            browser.post(filled(cell.path or path, world), data=form | {"words": world.canaries["amina.name"]})
    text = log_lines.getvalue()
    lines = [json.loads(line) for line in text.splitlines()]
    assert len(lines) > 100
    assert not re.search(r"Kanari|030 23125|127\.0\.0\.1|testclient", text)
    assert all(identity not in text for identity in world.ids.values())
    assert {line["route"] for line in lines if "route" in line} <= {route.path for route in ROUTES}


@pytest.mark.parametrize("kind", ["booked", "moved", "cancelled", "reminder", "by_hand"])
@pytest.mark.parametrize("language", ["de", "en", "ar", "uk", "fa-AF", "tr"])
def test_push_messages_hold_no_word_of_the_case(world: World, kind: str, language: str) -> None:
    message = {
        "id": "r", "kind": kind, "language": language, "push_text": "with_time", "meeting_id": "m", "role": "client",
        "local_date": "2026-12-03", "local_time": "14:30", "sensitivity": "standard", "starts_at": "2026-12-03T13:30:00Z",
    }  # fmt: skip
    text = payload(message, "https://plan.example.org", date(2026, 12, 2)).decode()
    assert not re.search(r"Kanari|Amina|Raum|Thema", text)
