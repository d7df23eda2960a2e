"""Farid can't read. He speaks Dari and shares his phone with his family."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest

from pwa_server.demo.people import DEMO_PIN, SIGN_IN_NAMES
from pwa_server.domain.times import moment
from tests.personas.file import FILE, goal_title, persona, said, wordings

GOALS = ("g1", "g2", "g4")
ARTICLE = re.compile(r'<(?:article|section) class="card[^"]*"[^>]*data-speak.*?</(?:article|section)>', re.DOTALL)


@pytest.fixture
def farid(browser_of_person):
    return browser_of_person("Farid")


@pytest.fixture
def renate(browser_of_person):
    return browser_of_person("Renate")


def state_of(parts, grant_id: str) -> str:
    return next(parts.database.utils().query("SELECT state FROM mentor_grants WHERE id = ?", [grant_id]))["state"]


def interpreter(person: str) -> str:
    return str(next(entry["name"] for entry in FILE["interpreters"] if entry["id"] == person))


def show_certificate(renate, ids) -> None:
    seen = {"issued_on": "2026-11-01", "seen_on": "2026-11-24", "seen_by": "Renate", "suitable": "y"}
    assert renate.post(f"/office/mentors/{ids['me-probe']}/clearances", data=seen).status_code == 303


def test_every_goal_has_a_pictogram_and_is_read_aloud(farid, ids) -> None:
    """Every goal, step and meeting has pictogram + play button; app usable without reading"""
    cards = ARTICLE.findall(farid.get("/plan").text)
    assert len(cards) == len(GOALS)
    for card in (*cards, *(farid.get(f"/goals/{ids[f'cl-farid.{goal}']}").text for goal in GOALS)):
        assert 'class="area area--' in card
        assert "data-listen" in card


def test_every_step_has_a_pictogram_and_is_read_aloud(farid, ids) -> None:
    """Every goal, step and meeting has pictogram + play button; app usable without reading"""
    for goal in persona("Farid")["goals"]:
        for step in goal["steps"]:
            page = farid.get(f"/steps/{ids['cl-farid.' + goal['id'] + '.' + step['step']]}")
            (card,) = ARTICLE.findall(page.text)[:1]
            assert 'class="area area--' in card
            assert "data-listen" in card


def test_every_meeting_has_clock_leaf_and_is_read_aloud(farid, ids) -> None:
    """Every goal, step and meeting has pictogram + play button; app usable without reading"""
    for path in ("/today", "/meetings", f"/meetings/{ids['cl-farid.m1']}", f"/meetings/{ids['cl-farid.m2']}"):
        cards = [card for card in ARTICLE.findall(farid.get(path).text) if 'class="leaf"' in card]
        assert cards, path
        assert all('class="clock"' in card and "data-listen" in card for card in cards)


def test_every_button_has_a_picture(farid, ids) -> None:
    """Every goal, step and meeting has pictogram + play button; app usable without reading"""
    own = [f"/goals/{ids['cl-farid.g1']}", f"/steps/{ids['cl-farid.g1.s2']}", f"/meetings/{ids['cl-farid.m1']}"]
    for path in ("/today", "/plan", "/meetings", "/people", "/help", "/sharing", *own):
        buttons = re.findall(r'<(?:a|button) class="(?:button|round)[^>]*>.*?</(?:a|button)>', farid.get(path).text)
        assert buttons, path
        assert [button for button in buttons if "<svg" not in button] == [], path


def test_consent_says_that_it_was_read_aloud_by_whom_and_in_which_language(parts, ids) -> None:
    """Consent and signature record: read aloud, by whom, in which language"""
    rows = parts.database.utils().query("SELECT * FROM consents WHERE case_id = ?", [ids["cl-farid.case"]])
    facts = {(row["channel"], row["made_by"], row["language"]) for row in rows}
    assert facts == {("oral_with_interpreter", ids["st-musterfrau"], "fa-AF")}


def test_signature_says_that_it_was_read_aloud_by_whom_and_in_which_language(farid, ids) -> None:
    """Consent and signature record: read aloud, by whom, in which language"""
    page = farid.get("/agreement").text
    assert said("fa-AF", "Vorgelesen und auf Papier ein Zeichen gemacht") in page
    assert said("fa-AF", "Erklärt auf: %(language)s", language="دری") in page
    assert (
        said("fa-AF", "Übersetzt von: %(name)s", name=f'<bdi dir="auto" hx-ignore>{interpreter("in-dari")}</bdi>')
        in page
    )


def test_signature_record_is_read_aloud_and_on_paper(farid, browser_of_person, ids) -> None:
    """Consent and signature record: read aloud, by whom, in which language"""
    record = farid.get("/agreement").text.split(said("fa-AF", "Wer hat unterschrieben?"))[0].rsplit("<section", 1)[1]
    assert "data-speak" in record
    assert "data-listen" in farid.get("/agreement").text.split(said("fa-AF", "Wer hat unterschrieben?"))[1]
    paper = browser_of_person("Leyla").get(f"/desk/agreements/{ids['cl-farid.v1']}/print").text
    for words in ("Vorgelesen und auf Papier ein Zeichen gemacht", "Erklärt auf: Dari", interpreter("in-dari")):
        assert words in paper


def test_nadia_is_not_asked_before_she_has_shown_the_certificate(browser_of_person, renate, parts, ids) -> None:
    """Grant gr1 cannot become offered while mentor clearance is not_shown"""
    proposal = f"/office/mentor-requests/{ids['cl-farid.gr1']}/proposal"
    assert renate.post(proposal, data={"mentor_id": ids["me-probe"]}).status_code == 409
    assert state_of(parts, ids["cl-farid.gr1"]) == "requested"
    assert ids["cl-farid.gr1"] not in browser_of_person("Nadia").get("/mentor/clients").text


def test_asking_nadia_again_does_not_help(farid, parts, ids) -> None:
    """Grant gr1 cannot become offered while mentor clearance is not_shown"""
    asked = {"who": "code", "code": "DEMO3", "goals": [ids["cl-farid.g1"]], "until": "2027-03-01"}
    assert "Nadia" in farid.post("/grants", data=asked).text, "whose code it is, first"
    nadia = "SELECT id FROM mentors WHERE mentor_code = 'DEMO3'"
    asked["person"] = next(row["id"] for row in parts.database.utils().query(nadia))
    assert farid.post("/grants", data=asked).status_code == 409
    farid.post(f"/grants/{ids['cl-farid.gr1']}/end")
    assert farid.post("/grants", data=asked).status_code == 303
    rows = parts.database.utils().query(
        "SELECT state FROM mentor_grants WHERE case_id = ? ORDER BY id", [ids["cl-farid.case"]]
    )
    assert sorted(row["state"] for row in rows) == ["cancelled", "requested"]


def test_with_the_certificate_nadia_is_asked(browser_of_person, renate, parts, ids) -> None:
    """Grant gr1 cannot become offered while mentor clearance is not_shown"""
    show_certificate(renate, ids)
    assert state_of(parts, ids["cl-farid.gr1"]) == "offered"
    assert ids["cl-farid.gr1"] in browser_of_person("Nadia").get("/mentor/clients").text


def test_goal_about_health_can_not_be_chosen_for_a_mentor(farid, parts, ids) -> None:
    """g3 (health, high) is never offered in the mentor scope picker by default"""
    page = farid.get("/grants/new").text
    assert ids["cl-farid.g1"] in page
    assert ids["cl-farid.g3"] not in page
    for path in ("/grants/new", "/today", "/plan", "/sharing"):
        assert goal_title("Farid", "g3", "fa-AF") not in farid.get(path).text, path
    asked = {"who": "somebody", "goals": [ids["cl-farid.g3"]], "until": "2027-03-01"}
    assert farid.post("/grants", data=asked).status_code in (404, 422)
    rows = parts.database.utils().query("SELECT 1 FROM mentor_grant_goals WHERE goal_id = ?", [ids["cl-farid.g3"]])
    assert not list(rows)


def test_meeting_of_tomorrow_is_a_clock_and_a_leaf(browser_of_person, clock, ids) -> None:
    """Meeting today/tomorrow shown also as analogue clock and weekday symbol; solar-Hijri second date optional"""
    for day, near in (("2026-11-29", "morgen"), ("2026-11-30", "heute")):
        clock.at = moment(f"{day}T06:00:00Z")
        page = browser_of_person("Farid").get("/today").text
        (card,) = (card for card in ARTICLE.findall(page) if 'class="leaf"' in card)
        assert said("fa-AF", near) in card
        assert 'class="clock"' in card
        assert "rotate(270.0 24 24)" in card, "nine o'clock"
        assert '<span class="leaf__weekday">دوشنبه</span><span class="leaf__day">30</span>' in card


def test_meeting_tells_its_day_in_the_afghan_calendar_too(farid, browser_of_person, ids) -> None:
    """Meeting today/tomorrow shown also as analogue clock and weekday symbol; solar-Hijri second date optional"""
    page = farid.get(f"/meetings/{ids['cl-farid.m1']}").text
    assert "30.11.2026" in page
    assert "9 قوس 1405" in page
    assert "قوس" not in browser_of_person("Samira").get("/meetings").text


@pytest.fixture
def family_phone(nobody):
    """Farid came in with his name and PIN on a phone that several people use."""
    nobody.post("/sign-in/name", data={"name": SIGN_IN_NAMES[1], "secret": DEMO_PIN})
    nobody.post("/welcome/phone", data={"phone": "shared"})
    answer = nobody.post("/welcome/picture", data={"picture": "tree"})
    assert answer.headers["location"] == "/welcome/reminders"
    return nobody


def test_shared_phone_asks_for_the_pin_before_it_shows_anything(family_phone, clock, ids) -> None:
    """Shared phone: push text neutral, PIN before content"""
    title = goal_title("Farid", "g1", "fa-AF")
    assert title in family_phone.get("/plan").text
    clock.at += timedelta(minutes=16)
    for path in ("/today", "/plan", "/meetings", f"/goals/{ids['cl-farid.g1']}"):
        answer = family_phone.get(path)
        assert answer.headers["location"] == "/unlock"
        assert answer.headers["SW-Store"] == "none"
        assert title not in answer.text
    door = family_phone.get("/unlock").text
    assert persona("Farid")["name_native"] not in door
    assert persona("Farid")["name_latin"] not in door
    family_phone.post("/unlock", data={"picture": "tree", "secret": DEMO_PIN, "next": "/plan"})
    assert title in family_phone.get("/plan").text


def test_shared_phone_keeps_nothing(family_phone) -> None:
    """Shared phone: push text neutral, PIN before content"""
    for path in ("/today", "/plan", "/meetings"):
        assert family_phone.get(path).headers.get("SW-Store", "none") == "none"


def test_push_says_nothing_but_that_there_is_an_appointment(post) -> None:
    """Shared phone: push text neutral, PIN before content"""
    phone = post.phone_of("Farid")
    post.work_at("2026-11-29T08:00:00Z")
    (notification,) = post.said_to(phone)
    assert notification["title"] == said("fa-AF", "Sie haben einen Termin.")
    assert notification["body"] == said("fa-AF", "Bitte öffnen Sie die App.")
    text = json.dumps(notification, ensure_ascii=False)
    assert not [word for goal in ("g1", "g3") for word in wordings("Farid", goal, "fa-AF") if word in text]


def test_residence_paper_that_ends_is_a_line_for_leyla(browser_of_person, clock, parts, ids) -> None:
    """Residence document ends in 48 days: staff reminder, no automatic message about residence"""
    row = f'href="/desk/cases/{ids["cl-farid.case"]}/situation"'
    day = browser_of_person("Leyla").get("/desk").text
    (residence,) = re.findall(r'<section[^>]* id="residence".*?</section>', day, re.DOTALL)
    assert row in residence
    assert "11.01.2027" in residence
    clock.at = moment("2026-11-11T06:00:00Z")
    assert row not in browser_of_person("Leyla").get("/desk").text, "61 days before"
    for name in ("Petra", "Jonas"):
        assert row not in browser_of_person(name).get("/desk").text


def test_nobody_writes_to_farid_about_his_residence(post, parts, ids) -> None:
    """Residence document ends in 48 days: staff reminder, no automatic message about residence"""
    phone = post.phone_of("Farid")
    meetings = {
        row["starts_at"] for row in parts.database.utils()["meetings"].rows_where("case_id = ?", [ids["cl-farid.case"]])
    }
    post.work_at("2027-01-11T09:00:00Z")
    rows = parts.database.utils()["reminders"].rows_where("case_id = ?", [ids["cl-farid.case"]])
    assert {row["starts_at"] for row in rows} <= meetings
    assert not [message for message in post.said_to(phone) if "2027" in json.dumps(message)]
