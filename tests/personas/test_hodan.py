"""Hodan wants no mentor and takes her time. She shares her phone and gets no push."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from pypdf import PdfReader

from tests.personas.file import goal_title, persona, said

PAGES = ("/today", "/plan", "/meetings", "/people", "/help", "/sharing", "/settings")


@pytest.fixture
def hodan(browser_of_person):
    return browser_of_person("Hodan")


def content(page: str) -> str:
    return page.split("<main", 1)[1].split("</main>")[0]


def test_nothing_asks_her_again_for_a_mentor(hodan, ids) -> None:
    """Declining a mentor and taking time to sign have no consequence and no repeated prompt"""
    assert persona("Hodan")["mentor_offer"] == "declined"
    own = (f"/goals/{ids['cl-hodan.g1']}", f"/goals/{ids['cl-hodan.g2']}", f"/meetings/{ids['cl-hodan.m1']}")
    for path in (*PAGES, *own):
        page = content(hodan.get(path).text)
        notices = re.findall(r'class="notice.*?</div></div>', page, re.DOTALL)
        assert not [notice for notice in notices if "/grants/new" in notice], path
        assert path == "/sharing" or "/grants/new" not in page, "only who looks for it finds it"


def test_nothing_urges_her_to_sign(hodan, ids) -> None:
    """Declining a mentor and taking time to sign have no consequence and no repeated prompt"""
    for path in (*PAGES, f"/meetings/{ids['cl-hodan.m1']}"):
        page = re.sub(r'<li><a href="/agreement">.*?</li>', "", content(hodan.get(path).text), flags=re.DOTALL)
        assert not re.search(r"\bsign (?:it|here|now|your)|signature|agreement|Unterschrift", page, re.I), path


def test_quiet_line_on_the_plan_stays_the_same_for_months(hodan, browser_of_person, clock, parts, ids) -> None:
    """Declining a mentor and taking time to sign have no consequence and no repeated prompt"""
    line = re.compile(r'<li><a href="/agreement">.*?</li>', re.DOTALL)
    first = line.findall(hodan.get("/plan").text)
    reminders = list(parts.database.utils()["reminders"].rows)
    clock.at += timedelta(days=89)
    later = browser_of_person("Hodan")
    assert first == line.findall(later.get("/plan").text)
    assert len(first) == 1
    assert list(parts.database.utils()["reminders"].rows) == reminders
    version = parts.database.utils()["agreement_versions"].get(ids["cl-hodan.v1"])
    assert version["state"] == "offered"
    assert f"/agreement/{ids['cl-hodan.v1']}/sign" in later.get("/agreement").text, "she may still say yes"


def test_offered_plan_stands_in_somali_and_german_side_by_side(hodan, ids) -> None:
    """Offered plan can be downloaded in so and de side by side before signing"""
    paper = f"/agreement/{ids['cl-hodan.v1']}/print"
    assert f'href="{paper}"' in hodan.get("/agreement").text
    offered = hodan.get(paper).text
    assert 'href="?side=so"' in offered
    side_by_side = hodan.get(f"{paper}?side=so").text
    rows = re.findall(r'<div class="pair pair--two"><p lang="de" dir="ltr">(.*?)</p><p lang="de"', side_by_side)
    assert rows
    assert all('<span class="mark" lang="de" dir="ltr">Deutsch</span>' in left for left in rows), "it is not Somali yet"
    assert "Einige Texte haben wir nur auf Deutsch." in side_by_side


def test_offered_plan_can_be_downloaded_before_anybody_signs(hodan, ids) -> None:
    """Offered plan can be downloaded in so and de side by side before signing"""
    answer = hodan.get(f"/agreement/{ids['cl-hodan.v1']}/pdf?side=so")
    assert answer.headers["content-disposition"] == 'attachment; filename="plan.pdf"'
    told = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert told.count("Deutsch") > 10, "each text that is not Somali says so"
    assert "Kita" in told


def test_plan_without_a_mentor_and_without_signature_works_like_any_other(hodan, ids) -> None:
    """Declining a mentor and taking time to sign have no consequence and no repeated prompt"""
    report = {"report": "done", "issued_at": "2026-11-24T09:00:00Z"}
    assert hodan.post(f"/steps/{ids['cl-hodan.g2.s1']}/reports", data=report).status_code == 303
    assert said("en", "Geschafft") in hodan.get(f"/steps/{ids['cl-hodan.g2.s1']}").text
    assert hodan.post("/help", data={"obstacle": "cost", "issued_at": "2026-11-24T09:00:00Z"}).status_code == 303


def test_steps_are_worded_for_somebody_without_a_mentor(hodan, parts, ids) -> None:
    """Declining a mentor and taking time to sign have no consequence and no repeated prompt"""
    rows = parts.database.utils()["steps"].rows_where("case_id = ?", [ids["cl-hodan.case"]])
    assert "mentor" not in {row["responsible"] for row in rows}
    assert hodan.get(f"/steps/{ids['cl-hodan.g2.s3']}").status_code == 200


def test_office_does_not_look_for_a_mentor(browser_of_person) -> None:
    """Declining a mentor and taking time to sign have no consequence and no repeated prompt"""
    assert "Hodan" not in browser_of_person("Renate").get("/office/mentor-requests").text


def test_each_of_her_meetings_has_a_call_task(parts, ids) -> None:
    """Shared phone without push consent: reminders by telephone list"""
    rows = list(parts.database.utils()["call_tasks"].rows_where("case_id = ?", [ids["cl-hodan.case"]]))
    tasks = {row["meeting_id"]: row for row in rows if row["closed_at"] is None}
    assert tasks[ids["cl-hodan.m1"]]["reason"] == "no_push"
    assert tasks[ids["cl-hodan.m1"]]["due_on"] == "2026-11-27", "the last working day that leaves time to call"
    assert ids["cl-hodan.m2"] in tasks


def test_leyla_calls_on_that_day(browser_of_person, clock) -> None:
    """Shared phone without push consent: reminders by telephone list"""
    shown = {}
    for day in (26, 27):
        clock.at = clock.at.replace(day=day)
        calls = browser_of_person("Leyla").get("/desk/reminders").text.split('id="calls"', 1)[1].split("</section>")[0]
        shown[day] = [row for row in calls.split("<li>") if "Hodan" in row and "30.11.2026, 13:00" in row]
    assert not shown[26]
    assert len(shown[27]) == 1


def test_no_push_is_sent_without_her_yes(post) -> None:
    """Shared phone without push consent: reminders by telephone list"""
    phone = post.subscribe_silently("Hodan")
    for moment in ("2026-11-24T09:00:00Z", "2026-11-27T12:00:00Z", "2026-11-29T12:00:00Z", "2026-11-30T10:00:00Z"):
        post.work_at(moment)
    assert post.said_to(phone) == []


def test_goal_about_residence_can_not_be_chosen_for_a_mentor(hodan, parts, ids) -> None:
    """g1 (residence, elevated) stays out of mentor scopes; staff of a public carrier see the s. 87 AufenthG notice"""
    page = hodan.get("/grants/new").text
    assert ids["cl-hodan.g2"] in page
    assert ids["cl-hodan.g1"] not in page
    assert goal_title("Hodan", "g1", "en") not in page
    asked = {"who": "somebody", "goals": [ids["cl-hodan.g1"], ids["cl-hodan.g2"]], "until": "2027-03-01"}
    assert hodan.post("/grants", data=asked).status_code in (404, 422)
    assert not list(parts.database.utils()["mentor_grants"].rows_where("case_id = ?", [ids["cl-hodan.case"]]))


def test_leyla_reads_the_notice_where_she_writes_about_residence(browser_of_person, ids) -> None:
    """g1 (residence, elevated) stays out of mentor scopes; staff of a public carrier see the s. 87 AufenthG notice"""
    record = f"/desk/cases/{ids['cl-hodan.case']}/situation"
    leyla = browser_of_person("Leyla")
    for path in (record, f"{record}/residence"):
        assert "§ 87 Aufenthaltsgesetz" in leyla.get(path).text
    olena = f"/desk/cases/{ids['cl-olena.case']}/situation"
    assert "§ 87" not in browser_of_person("Petra").get(olena).text, "a free service has no such duty"
