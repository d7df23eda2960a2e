"""Yonas is 17. At home the clock begins at six; English is the offered language that he reads best."""

from __future__ import annotations

import re

import pytest

from pwa_server.storage.database import Tx
from tests.personas.file import goal_title, persona, said


@pytest.fixture
def yonas(browser_of_person):
    return browser_of_person("Yonas")


def pages_with_the_meeting(yonas, ids) -> list[str]:
    pages = [yonas.get(path).text for path in ("/today", "/meetings", f"/meetings/{ids['cl-yonas.m1']}")]
    return [page.split("<main", 1)[1].split("</main>")[0] for page in pages]


def test_half_past_two_is_told_in_24_hours_and_as_afternoon(yonas, ids) -> None:
    """14:30 is shown as 24-hour digits plus "afternoon" word, never as a 12-hour or Ethiopian-clock number"""
    for page in pages_with_the_meeting(yonas, ids):
        assert '<span class="ltr">14:30</span>' in page
        assert said("en", "am Nachmittag") in page


def test_no_clock_of_twelve_hours_and_no_ethiopian_clock(yonas, ids) -> None:
    """14:30 is shown as 24-hour digits plus "afternoon" word, never as a 12-hour or Ethiopian-clock number"""
    for page in pages_with_the_meeting(yonas, ids):
        assert not re.search(r"(?<!\d)0?[28]:30|\d\s*[ap]\.?m\b", page, re.IGNORECASE)


def test_clock_face_stands_at_half_past_two(yonas, ids) -> None:
    """14:30 is shown as 24-hour digits plus "afternoon" word, never as a 12-hour or Ethiopian-clock number"""
    for page in pages_with_the_meeting(yonas, ids):
        assert 'class="hand" d="M24 24V14.5" transform="rotate(75.0 24 24)"' in page
        assert 'class="hand hand--long" d="M24 24V8.5" transform="rotate(180 24 24)"' in page


def test_calendar_file_says_half_past_two_in_berlin(yonas, ids) -> None:
    """14:30 is shown as 24-hour digits plus "afternoon" word, never as a 12-hour or Ethiopian-clock number"""
    assert "TZID=Europe/Berlin:20261126T143000" in yonas.get(f"/meetings/{ids['cl-yonas.m1']}/calendar.ics").text


def test_seventeen_year_old_is_a_client_like_everybody(yonas) -> None:
    """Age 17: may be a client (seed 003: clearing over 16); guardian sees only what the counsellor and Yonas agreed"""
    assert persona("Yonas")["age_years"] == 17
    for path in ("/today", "/plan", "/meetings", "/people", "/sharing"):
        assert yonas.get(path).status_code == 200


def test_nobody_else_looks_into_the_plan_by_itself(browser_of_person, ids) -> None:
    """Age 17: may be a client (seed 003: clearing over 16); guardian sees only what the counsellor and Yonas agreed"""
    case = f"/desk/cases/{ids['cl-yonas.case']}"
    assert browser_of_person("Jonas").get(case).status_code == 200
    assert [browser_of_person(name).get(case).status_code for name in ("Petra", "Leyla")] == [404, 404]
    assert said("en", "Niemand sonst darf schauen.") in browser_of_person("Yonas").get("/sharing").text


def test_guardian_reads_the_agreed_paper_and_nothing_else(browser_of_person, parts, ids) -> None:
    """Age 17: may be a client (seed 003: clearing over 16); guardian sees only what the counsellor and Yonas agreed"""
    names = {row["role"] for row in parts.database.utils()["accounts"].rows}
    assert names == {"client", "mentor", "counsellor", "coordinator"}, "a guardian has no way in"
    paper = browser_of_person("Jonas").get(f"/desk/agreements/{ids['cl-yonas.v1']}/print").text
    assert "Inga Vormund" in paper
    for goal in ("g1", "g2", "g3"):
        assert goal_title("Yonas", goal) in paper
    assert persona("Yonas")["residence"]["document"] not in paper


@pytest.fixture
def agreed(parts, ids) -> str:
    """Yonas and Jonas have said yes to all goals, and both have signed."""
    for goal in ("g1", "g2", "g3"):
        parts.database.write_now("", parts.now(), Tx.update, "goals", ids[f"cl-yonas.{goal}"], state="agreed")
    return f"/desk/agreements/{ids['cl-yonas.v1']}"


def test_nothing_counts_before_the_guardian_has_signed(browser_of_person, parts, ids, agreed) -> None:
    """Agreement must not be in_force while the guardian signature is pending; text "One signature is missing\""""
    refused = browser_of_person("Jonas").post(f"{agreed}/state", data={"to": "in_force"})
    assert refused.status_code == 409
    assert parts.database.utils()["agreement_versions"].get(ids["cl-yonas.v1"])["state"] == "partly_signed"
    assert parts.database.utils()["cases"].get(ids["cl-yonas.case"])["state"] == "planning"


def test_yonas_reads_that_one_signature_is_missing(yonas) -> None:
    """Agreement must not be in_force while the guardian signature is pending; text "One signature is missing\""""
    assert said("en", "Eine Unterschrift fehlt noch.") in yonas.get("/agreement").text


def test_it_counts_as_soon_as_the_guardian_has_signed(browser_of_person, parts, ids, agreed) -> None:
    """Agreement must not be in_force while the guardian signature is pending; text "One signature is missing\""""
    rows = parts.database.utils()["agreement_signatures"].rows_where("agreement_id = ?", [ids["cl-yonas.v1"]])
    guardian = next(row["id"] for row in rows if row["role"] == "guardian")
    jonas = browser_of_person("Jonas")
    assert jonas.post(f"/desk/agreement-signatures/{guardian}", data={"method": "paper_scan"}).status_code == 303
    assert parts.database.utils()["agreement_versions"].get(ids["cl-yonas.v1"])["state"] == "in_force"
    assert parts.database.utils()["cases"].get(ids["cl-yonas.case"])["state"] == "active"


def test_jonas_is_told_when_no_guardian_is_needed_any_more(browser_of_person, clock, parts, ids, agreed) -> None:
    """When he turns 18 the guardian signature requirement ends; staff get a notice"""
    notice = "Die Person ist jetzt 18. Der Vormund unterschreibt nicht mehr."
    assert notice not in browser_of_person("Jonas").get("/desk").text
    # Only his year of birth is known: from then on he is 18 for certain.
    clock.at = clock.at.replace(year=2028, month=1, day=3)
    jonas = browser_of_person("Jonas")
    assert notice in jonas.get("/desk").text
    page = jonas.get(agreed).text
    assert re.search(r"Alle nötigen Unterschriften sind da\.\s*</span>", page)


def test_his_agreement_counts_without_the_guardian_then(browser_of_person, clock, parts, ids, agreed) -> None:
    """When he turns 18 the guardian signature requirement ends; staff get a notice"""
    clock.at = clock.at.replace(year=2028, month=1, day=3)
    review = {"day": "2028-02-01", "clock": "10:00", "minutes": "60", "place_kind": "office", "place": "Büro"}
    review["interpreter_language"] = ""
    assert browser_of_person("Jonas").post(f"{agreed}/review", data=review).status_code == 303
    assert parts.database.utils()["agreement_versions"].get(ids["cl-yonas.v1"])["state"] == "in_force"
