"""Everybody of the demo can be tried out. What the personas expect stands in tests/personas."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from pwa_server.app import application
from pwa_server.demo.people import DEMO_PIN
from pwa_server.demo.seed import PERSONAS, seed
from pwa_server.web import sessions
from pwa_server.web.parts import Parts

FILE: dict[str, Any] = json.loads(PERSONAS.read_text(encoding="utf-8"))
NAMES = {
    person["id"]: person.get("name") or person["name_native"]
    for kind in ("clients", "mentors", "staff")
    for person in FILE[kind]
}
HOME = {"client": "/today", "mentor": "/mentor", "counsellor": "/desk", "coordinator": "/office"}

Be = Callable[[str], TestClient]


@pytest.fixture
def people(parts: Parts) -> dict[str, dict[str, Any]]:
    """The demo's accounts by persona, on a Tuesday morning."""
    pin, password = parts.passwords.hash_now(DEMO_PIN), parts.passwords.hash_now("nobody knows")
    parts.database.write_now("", parts.now(), seed, pin, password)
    rows = parts.database.read("", parts.now()).rows("accounts.demo_people")
    return {persona: next(row for row in rows if row["name"] == name) for persona, name in NAMES.items()}


@pytest.fixture
def be(parts: Parts, people: dict[str, dict[str, Any]]) -> Be:
    """`be("cl-samira")` is a browser in which that person has signed in."""
    app = application(parts)

    def sign_in(persona: str) -> TestClient:
        account, now = people[persona], parts.now()
        phone = "own" if account["role"] in ("client", "mentor") else "desk"
        facts = {"second_factor_at": now, "secret_at": now}
        token = parts.database.write_now("", now, sessions.begin, account["id"], account["role"], phone, **facts)
        browser = TestClient(app, base_url="http://testserver", follow_redirects=False)
        browser.cookies.set("s", token)
        return browser

    return sign_in


@pytest.mark.parametrize("persona", NAMES)
def test_everybody_has_a_first_page(be: Be, people: dict[str, dict[str, Any]], persona: str) -> None:
    page = be(persona).get(HOME[people[persona]["role"]])
    assert page.status_code == 200
    assert "{" not in page.text.split("<body", 1)[1], "a gap of a catalogue text was not filled"


@pytest.mark.parametrize("persona", [person["id"] for person in FILE["clients"]])
def test_every_plan_is_without_gaps(be: Be, persona: str) -> None:
    page = be(persona).get("/plan")
    assert page.status_code == 200
    assert "{" not in page.text.split("<body", 1)[1]


def test_people_stand_in_the_order_of_the_file(parts: Parts, people: dict[str, dict[str, Any]]) -> None:
    rows = parts.database.read("", parts.now()).rows("accounts.demo_people")
    wanted = [NAMES[person["id"]] for kind in ("clients", "mentors", "staff") for person in FILE[kind]]
    assert [row["name"] for row in rows] == wanted


def test_nina_stands_in_for_leyla_and_nobody_else(be: Be) -> None:
    """st-modell is st-musterfrau's deputy for two weeks."""
    text = be("st-modell").get("/desk/cases").text
    for name in ("Samira", "Farid", "Hodan"):
        assert name in text
    assert "Vertretung" in text
    for name in ("Olena", "Yonas", "Elif", "Berîvan"):
        assert name not in text
    assert "Nina Modell" in be("cl-samira").get("/people").text
    team = re.sub(r"<[^>]+>", "", be("st-platzhalter").get("/office/team").text)
    assert "Nina Modell vertritt Leyla Musterfrau" in team


def test_nothing_of_a_finished_counselling_happens_after_its_end(be: Be, people: dict[str, Any], parts: Parts) -> None:
    sql = "SELECT id, closed_at FROM cases WHERE client_id = ?"
    case = next(parts.database.utils().query(sql, [people["cl-elif"]["id"]]))
    for table, column in (("goal_states", "at"), ("steps", "state_at"), ("step_reports", "tapped_at")):
        rows = parts.database.utils().query(f"SELECT {column} AS at FROM {table} WHERE case_id = ?", [case["id"]])
        assert max(row["at"] for row in rows) <= case["closed_at"], table
    elif_ = be("cl-elif")
    goals = set(re.findall(r"/goals/[0-9a-f-]{36}", elif_.get("/plan").text))
    assert goals
    for goal in goals:
        days = re.findall(r"(\d\d)\.(\d\d)\.(\d{4})", elif_.get(goal).text.split("<main")[1].split("</main>")[0])
        assert max(("-".join(day[::-1]) for day in days), default="") <= case["closed_at"][:10]


def test_nobody_is_shown_an_agreement_whose_goals_are_only_proposed(parts: Parts, people: dict[str, Any]) -> None:
    sql = """
        SELECT DISTINCT g.state FROM agreement_versions v JOIN goals g ON g.case_id = v.case_id
        WHERE v.state IN ('offered', 'partly_signed', 'in_force')
    """
    assert "proposed" not in {row["state"] for row in parts.database.utils().query(sql)}
