"""A plan that is hidden: no page and no form shows a word of it, whoever asks and whatever is sent."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.access.expected import Cell, filled
from tests.access.table import EXPECTED
from tests.access.test_every_route import told
from tests.web.forms_of_routes import WHOLE, form_of
from tests.world import NOW_TEXT, World

# Her own copy stays a client's to save; what she asks about it is read by whoever answers.
OWN = {"GET /my-data", "GET /my-data/file.json"}
ASKED = {"GET /desk/cases/{case_id}/requests": {"amina.request.words"}, "GET /requests": {"amina.request.words"}}
ASKING = ("amina", "karin", "dora")


def asked_by(cell: Cell) -> list[str]:
    """Who of Amina, her counsellor and the deputy may ask for this at all."""
    return [actor for actor in ASKING if cell.statuses[actor] not in (403, 404)]


def shown(answer: Any, world: World) -> set[str]:
    """Places of Amina's plan whose words went over the wire; her name is no part of the plan."""
    words = set(re.findall(r"Kanari[a-z]{3}", told(answer)))
    of_plan = {place: word for place, word in world.canaries.items() if place.startswith("amina.")}
    return {place for place, word in of_plan.items() if word in words} - {"amina.name"}


def forms(name: str, cell: Cell, world: World) -> list[dict[str, str]]:
    """What is sent: the form as it is meant, nothing at all, and words that never end."""
    if name.startswith("GET "):
        return [{}]
    meant = {field: filled(value, world) for field, value in cell.form.items()}
    whole = form_of(name, world) if name in WHOLE else meant
    return [meant, whole, {}, dict.fromkeys(whole, "x" * 6000)]


@pytest.mark.parametrize("name", sorted(name for name, cell in EXPECTED.items() if asked_by(cell)))
def test_hidden_plan_shows_nothing(name: str, browser_of: Callable[..., TestClient], world: World, parts: Any) -> None:
    cell = EXPECTED[name]
    if cell.prepare:
        cell.prepare(parts, world)
    method, path = name.split(" ")
    url = filled(cell.path or path, world)
    for actor in asked_by(cell):
        if name in OWN and actor == "amina":
            continue
        for form in forms(name, cell, world):
            parts.database.write_now(
                "", NOW_TEXT, lambda tx: tx.update("cases", world.ids["amina.case"], state="restricted")
            )
            browser = browser_of(actor)
            answer = browser.get(url) if method == "GET" else browser.post(url, data=form)
            seen = shown(answer, world) - ASKED.get(name, set())
            assert not seen, f"{actor} sees {seen} ({answer.status_code})"
