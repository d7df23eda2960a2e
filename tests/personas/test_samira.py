"""Samira reads Arabic; Hanna goes along with her."""

from __future__ import annotations

import re

import pytest

from pwa_server.domain.times import moment
from tests.personas.file import goal_title, persona, said, wordings

PAGES = (
    "/today", "/plan", "/meetings", "/people", "/help", "/sharing", "/grants/new", "/protected", "/settings",
    "/settings/notifications", "/settings/sessions", "/emergency",
)  # fmt: skip
# Day, time or phone number, with the tag right before it.
NUMBER = re.compile(r"(<[^<>]+>)[^<>]*?(\d\d\.\d\d\.\d{4}|\b\d\d:\d\d\b|030 23125-\d+)")
# Typed German, such as hours, runs as its letters do.
KEEPS_ITS_DIRECTION = re.compile(r'class="[^"]*\bltr\b|dir="ltr"|<bdi lang="de"')
WE_ARE_LATE = "Wir sind zu spät. Unser Schritt ist noch offen. Das tut uns leid."


@pytest.fixture
def pages(browser_of_person, ids) -> dict[str, str]:
    samira = browser_of_person("Samira")
    own = [f"/goals/{ids['cl-samira.g1']}", f"/steps/{ids['cl-samira.g1.s3']}", f"/meetings/{ids['cl-samira.m2']}"]
    return {path: samira.get(path).text for path in (*PAGES, *own)}


def test_every_page_runs_from_right_to_left(pages) -> None:
    """Whole UI right-to-left; dates and phone numbers stay left-to-right inside RTL text"""
    for path, page in pages.items():
        assert '<html lang="ar" dir="rtl"' in page, path


def test_dates_times_and_phone_numbers_run_from_left_to_right(pages) -> None:
    """Whole UI right-to-left; dates and phone numbers stay left-to-right inside RTL text"""
    found = [match.groups() for page in pages.values() for match in NUMBER.finditer(page.split("<body", 1)[1])]
    assert {number for _, number in found} >= {"03.12.2026", "10:30", "030 23125-103"}
    assert [(tag, number) for tag, number in found if not KEEPS_ITS_DIRECTION.search(tag)] == []


def test_hanna_sees_the_two_goals_of_her_grant_and_no_other(browser_of_person, ids) -> None:
    """Mentor me-beispiel sees g1 and g2, not g0 history, not g3, not residence data"""
    page = browser_of_person("Hanna").get(f"/mentor/clients/{ids['cl-samira.gr1']}").text
    for goal in ("g1", "g2"):
        assert goal_title("Samira", goal) in page
    for goal in ("g0", "g3"):
        assert not [text for text in wordings("Samira", goal) if text in page]


def test_hanna_can_not_tick_a_step_of_another_goal(browser_of_person, ids) -> None:
    """Mentor me-beispiel sees g1 and g2, not g0 history, not g3, not residence data"""
    hanna, path = browser_of_person("Hanna"), f"/mentor/clients/{ids['cl-samira.gr1']}/steps"
    for step in ("g3.s1", "g0.s1"):
        answer = hanna.post(f"{path}/{ids[f'cl-samira.{step}']}/reports", data={"report": "done"})
        assert answer.status_code == 404


def test_hanna_reads_nothing_about_residence(browser_of_person, ids) -> None:
    """Mentor me-beispiel sees g1 and g2, not g0 history, not g3, not residence data"""
    hanna = browser_of_person("Hanna")
    paths = ("/mentor", "/mentor/more", f"/mentor/clients/{ids['cl-samira.gr1']}")
    text = "".join(hanna.get(path).text for path in (*paths, f"/mentor/meetings/{ids['cl-samira.m2']}"))
    assert persona("Samira")["residence"]["document"] not in text
    assert "08.01.2028" not in text, "the day on which the document ends"


def test_first_version_stays_readable(browser_of_person, ids) -> None:
    """Version 1 stays readable as superseded, cannot be edited"""
    samira = browser_of_person("Samira")
    current = samira.get("/agreement").text
    old = f"/agreement/{ids['cl-samira.v1']}"
    assert f'href="{old}"' in current
    page = samira.get(old).text
    assert said("ar", "Alte Fassung. Es gibt eine neue.") in page
    assert goal_title("Samira", "g0", "ar") in page
    assert goal_title("Samira", "g1", "ar") in current
    assert samira.get(f"{old}/print").status_code == 200


def test_nobody_changes_the_first_version(browser_of_person, parts, ids) -> None:
    """Version 1 stays readable as superseded, cannot be edited"""
    version = ids["cl-samira.v1"]
    before = parts.database.utils()["agreement_versions"].get(version)
    samira, leyla = browser_of_person("Samira"), browser_of_person("Leyla")
    form = {"version": before["version"], "hash": before["hash"], "case_version": "1", "goals": ids["cl-samira.g1"]}
    desk = leyla.get(f"/desk/agreements/{version}").text.split("<main", 1)[1].split("</main>")[0]
    assert "<form" not in desk
    for to in ("draft", "discarded", "declined", "in_force"):
        assert leyla.post(f"/desk/agreements/{version}/state", data=form | {"to": to}).status_code == 409
    assert leyla.post(f"/desk/agreements/{version}/offer", data=form).status_code == 409
    assert samira.post(f"/agreement/{version}/decline", data=form).status_code == 409
    assert parts.database.utils()["agreement_versions"].get(version) == before
    assert before["state"] == "superseded"


def test_late_step_says_what_is_in_the_way_and_blames_nobody(browser_of_person, ids) -> None:
    """Step g2/s2 shows obstacle and "overdue" derived from due day, wording without blame"""
    page = browser_of_person("Samira").get(f"/steps/{ids['cl-samira.g2.s2']}").text
    assert said("ar", "Kein Platz frei") in page
    assert said("ar", WE_ARE_LATE) in page
    content = page.split("<main", 1)[1].split("</main>")[0]
    assert not re.search(r"badge--stop|button--stop|notice--warn|role=\"alert\"", content), "nothing in red"


def test_step_is_late_from_the_day_after_its_day(browser_of_person, clock, ids) -> None:
    """Step g2/s2 shows obstacle and "overdue" derived from due day, wording without blame"""
    late = {}
    for day in ("2026-11-21", "2026-11-22"):
        clock.at = moment(f"{day}T09:00:00Z")
        late[day] = said("ar", WE_ARE_LATE) in browser_of_person("Samira").get(f"/steps/{ids['cl-samira.g2.s2']}").text
    assert late == {"2026-11-21": False, "2026-11-22": True}


def test_leyla_reads_no_blame_either(browser_of_person, ids) -> None:
    """Step g2/s2 shows obstacle and "overdue" derived from due day, wording without blame"""
    leyla = browser_of_person("Leyla")
    page = leyla.get(f"/desk/goals/{ids['cl-samira.g2']}").text + leyla.get(f"/desk/cases/{ids['cl-samira.case']}").text
    assert "Kein Platz frei" in page
    assert not re.search(r"überfällig|versäumt|verpasst|Mitwirkung", page, re.IGNORECASE)


@pytest.mark.requirement("R29")
def test_course_with_childcare_stands_above_the_evening_course(browser_of_person, ids) -> None:
    """Offer of-frauen (parallel childcare) ranks above of-abend for g1"""
    page = browser_of_person("Leyla").get(f"/desk/goals/{ids['cl-samira.g1']}/offers").text
    order = re.findall(r'name="offer_id" value="([\w-]+)"', page)
    assert order.index(ids["of-frauen"]) < order.index(ids["of-abend"])
    first = page.split("<h3>")[1]
    assert "Frauenkurs mit Kinderbetreuung" in first
    assert "Es gibt Kinderbetreuung zur gleichen Zeit." in first
