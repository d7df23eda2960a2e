"""Elif has reached her goals. Her plan stays to be read until its last day."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from pwa_server.casework import erasure, indicators
from pwa_server.domain.indicators import INDICATORS
from tests.personas.file import goal_title, persona, said

GOALS = ("g1", "g2", "g3", "g4")


@pytest.fixture
def elif_(browser_of_person):
    return browser_of_person("Elif")


def test_she_still_reads_her_plan(elif_, ids) -> None:
    """Client still sees her closed plan read-only and can download it (Art. 15/20) and ask for earlier erasure"""
    plan = elif_.get("/plan").text
    for goal in GOALS:
        assert goal_title("Elif", goal, "tr") in plan
        assert elif_.get(f"/goals/{ids[f'cl-elif.{goal}']}").status_code == 200
    assert said("tr", "Ihre Beratung ist zu Ende. Sie können Ihren Plan noch lesen.") in plan
    assert elif_.get(f"/meetings/{ids['cl-elif.m2']}").status_code == 200


def test_no_page_of_the_closed_plan_offers_a_change(elif_, ids) -> None:
    """Client still sees her closed plan read-only and can download it (Art. 15/20) and ask for earlier erasure"""
    own = (f"/goals/{ids['cl-elif.g4']}", f"/steps/{ids['cl-elif.g4.s2']}", f"/meetings/{ids['cl-elif.m2']}")
    for path in ("/today", "/plan", "/meetings", "/sharing", *own):
        page = elif_.get(path).text.split("<main", 1)[1].split("</main>")[0]
        assert '<form method="post"' not in page, path


def test_closed_plan_can_not_be_changed(elif_, browser_of_person, parts, ids) -> None:
    """Client still sees her closed plan read-only and can download it (Art. 15/20) and ask for earlier erasure"""
    step, goal = ids["cl-elif.g4.s2"], ids["cl-elif.g1"]
    elif_.post(f"/steps/{step}/reports", data={"report": "done", "issued_at": parts.now()})
    asked = {"who": "somebody", "goals": [goal], "until": "2027-03-01"}
    assert elif_.post("/grants", data=asked).status_code in (409, 422)
    petra = browser_of_person("Petra")
    again = {"to": "in_progress", "version": "1"}
    assert petra.post(f"/desk/goals/{goal}/state", data=again).status_code == 409
    (row,) = parts.database.utils()["steps"].rows_where("id = ?", [step])
    assert row["state"] == "not_needed"
    assert not list(parts.database.utils()["mentor_grants"].rows_where("case_id = ?", [ids["cl-elif.case"]]))


def test_she_takes_her_plan_with_her_on_paper(elif_) -> None:
    """Client still sees her closed plan read-only and can download it (Art. 15/20) and ask for earlier erasure"""
    assert elif_.get("/plan/print").status_code == 200


def test_she_downloads_everything_as_a_page_and_as_a_file(elif_) -> None:
    """Client still sees her closed plan read-only and can download it (Art. 15/20) and ask for earlier erasure"""
    page = elif_.get("/my-data")
    assert page.status_code == 200
    content = elif_.get("/my-data/file.json").json()
    assert len(content["data"]["goals"]) == len(GOALS)
    assert {"steps", "meetings", "consents", "access_log", "contacts"} & set(content["data"])
    assert content["recipients"]


def test_she_asks_for_an_earlier_day(elif_, browser_of_person, parts, ids) -> None:
    """Client still sees her closed plan read-only and can download it (Art. 15/20) and ask for earlier erasure"""
    assert elif_.post("/requests", data={"kind": "erase", "words": ""}).status_code == 303
    petra, path = browser_of_person("Petra"), f"/desk/cases/{ids['cl-elif.case']}/requests"
    (form,) = re.findall(r'action="(/desk/data-requests/[^"]+)"', petra.get(path).text)
    assert petra.post(form, data={"to": "granted", "reason": "", "version": "1"}).status_code == 303
    (case,) = parts.database.utils()["cases"].rows_where("id = ?", [ids["cl-elif.case"]])
    assert case["erase_due_on"] == "2026-12-01"
    assert "01.12.2026" in elif_.get("/today").text


def test_day_of_erasing_stands_there_in_plain_words(elif_) -> None:
    """Erase date is shown in plain words"""
    sentence = said("tr", "Am %(day)s löschen wir alles.", day="15 Ekim 2027")
    for path in ("/today", "/plan"):
        page = elif_.get(path).text
        assert sentence in page
        assert "15.10.2027" in page


def test_leyla_lost_access_at_the_handover(browser_of_person, ids) -> None:
    """st-musterfrau lost access at handover"""
    leyla = browser_of_person("Leyla")
    of = "cl-elif"
    case = f"/desk/cases/{ids[f'{of}.case']}"
    own = (f"/desk/goals/{ids[f'{of}.g1']}", f"/desk/steps/{ids[f'{of}.g1.s1']}", f"/desk/meetings/{ids[f'{of}.m1']}")
    for path in (case, f"{case}/print", f"{case}/reminders", *own):
        assert leyla.get(path).status_code == 404, path
    assert "Elif" not in leyla.get("/desk/cases").text


def test_leyla_had_access_until_the_day_of_the_handover(browser_of_person, clock, ids) -> None:
    """st-musterfrau lost access at handover"""
    today, handed_over = clock.at, persona("Elif")["case"]["handed_over"]["day"]
    seen = []
    for days in (handed_over - 1, handed_over + 1):
        clock.at = today + timedelta(days=days)
        seen.append(browser_of_person("Leyla").get(f"/desk/cases/{ids['cl-elif.case']}").status_code)
    assert seen == [200, 404]


def test_petra_has_it_now(browser_of_person, ids) -> None:
    """st-musterfrau lost access at handover"""
    page = browser_of_person("Petra").get(f"/desk/cases/{ids['cl-elif.case']}")
    assert page.status_code == 200
    assert "Elif" in page.text


@pytest.mark.requirement("R37")
def test_what_she_adds_to_the_numbers_stays_as_numbers_only(parts, ids) -> None:
    """Counts in indicators only as anonymous numbers after erasure"""
    case_id, quarter = ids["cl-elif.case"], "2026-Q4"
    before = {one.id: numbers(parts, one, quarter) for one in INDICATORS if not one.at_end}
    parts.database.write_now("", parts.now(), erasure.erase, case_id, "requested")
    for one in INDICATORS:
        if not one.at_end and one.id != "I17":
            assert numbers(parts, one, quarter) == before[one.id], one.id
    told = [*parts.database.utils()["indicator_tallies"].rows, *parts.database.utils()["indicator_snapshots"].rows]
    hers = {value for name, value in ids.items() if name.startswith("cl-elif")}
    assert told
    assert not [row for row in told if hers & set(map(str, row.values()))]


def numbers(parts, indicator, quarter: str) -> dict:
    """What would be counted of a quarter, with what erased cases left."""

    def count(tx) -> dict:
        found = indicators.count(tx, indicator, quarter)
        indicators._add_tallies(tx, indicator, quarter, found)
        return {carrier: (dict(one.counts), sorted(one.days), one.people) for carrier, one in found.items()}

    return parts.database.write_now("", parts.now(), count)
