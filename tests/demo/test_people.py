"""Everybody of the demo can be tried out, and what the personas expect of these parts can be seen."""

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


def test_farid_waits_until_the_mentor_has_shown_the_certificate(be: Be) -> None:
    """Grant gr1 cannot become offered while the mentor's clearance is not shown."""
    assert "Nadia Probe" in be("st-platzhalter").get("/office/mentor-requests").text


def test_farids_health_goal_is_on_no_stored_page(be: Be) -> None:
    """g3 (health, high) is never offered in the mentor scope picker, and not on the plan that stays on a phone."""
    german = json.loads((PERSONAS.parents[2] / "locales/catalogue/fa-AF.json").read_text(encoding="utf-8"))
    goal = next(goal for goal in FILE["clients"][1]["goals"] if goal["sensitivity"] == "high")
    title = german[f"block.{goal['block']}.goal"]
    browser = be("cl-farid")
    for path in ("/today", "/plan", "/grants/new"):
        assert title not in browser.get(path).text


def test_olenas_mentors_learn_nothing_of_each_other(be: Be) -> None:
    """Neither mentor learns that a second mentor or g5 exists."""
    for mentor, other in (("me-beispiel", "Karl Muster"), ("me-muster", "Hanna Beispiel")):
        browser = be(mentor)
        clients = browser.get("/mentor/clients").text
        assert "Олена" in clients or "Olena" in clients
        assert other not in clients + browser.get("/mentor").text


def test_berivans_mentor_sees_nobody_any_more(be: Be) -> None:
    """me-exempel gets nothing, without a reason."""
    assert "Berîvan" not in be("me-exempel").get("/mentor/clients").text


def test_berivans_case_is_on_nobodys_list_but_her_counsellors(be: Be) -> None:
    """Nobody but st-vorlage can open the case."""
    for staff in ("st-attrappe", "st-musterfrau"):
        assert "Berîvan" not in be(staff).get("/desk/cases").text


def test_dimitar_stands_on_the_call_list(be: Be) -> None:
    """No push consent: the reminder list tells staff to telephone."""
    text = be("st-vorlage").get("/desk/reminders").text
    assert "Primer" in text or "Пример" in text


def test_leyla_lost_elifs_case_at_the_handover(be: Be) -> None:
    """st-musterfrau lost access at handover."""
    handed = next(person for person in FILE["clients"] if person["id"] == "cl-elif")["case"]
    assert handed["previous_counsellor"] == "st-musterfrau"
    assert "Elif" not in be("st-musterfrau").get("/desk/cases").text


def test_yonas_reads_a_clock_of_twenty_four_hours(be: Be) -> None:
    """14:30 is shown as 24-hour digits, never as a 12-hour clock."""
    text = be("cl-yonas").get("/meetings").text
    assert "14:30" in text
    assert "2:30" not in text.replace("12:30", "")


def test_karl_is_told_that_the_certificate_runs_out(be: Be) -> None:
    """me-muster's clearance is due in 20 days: notice to the volunteer office."""
    text = be("st-platzhalter").get("/office/mentors").text
    row = text.split("Karl Muster", 1)[1].split("Nadia Probe", 1)[0]
    assert "erneuern" in row


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
