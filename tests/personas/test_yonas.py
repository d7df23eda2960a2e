"""Yonas is 17. At home the clock begins at six; English is the offered language that he reads best."""

from __future__ import annotations

import re

import pytest

from tests.personas.file import persona, said


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
