"""Dimitar needs help with his flat, quickly. He has no phone with the app on it."""

from __future__ import annotations

import re

import pytest

from pwa_server.casework import indicators
from pwa_server.domain import periods
from pwa_server.domain.indicators import BY_ID
from pwa_server.domain.times import berlin_day
from tests.personas.file import goal_title

AGREEMENT = r"Vereinbarung|Unterschrift|unterschreib|agreement|signature|\bsign (?:it|here|now|your)"


@pytest.fixture
def petra(browser_of_person):
    return browser_of_person("Petra")


def test_plan_has_a_next_step_without_clearing_and_without_agreement(browser_of_person, parts, ids) -> None:
    """Case works without clearing interview and without agreement (seed 000: acute help only)"""
    rows = parts.database.utils()["case_states"].rows_where("case_id = ?", [ids["cl-dimitar.case"]])
    assert {row["state"] for row in rows} == {"new", "acute_help"}
    dimitar = browser_of_person("Dimitar")
    assert goal_title("Dimitar", "g1", "en") in dimitar.get("/plan").text
    page = dimitar.get("/today").text
    assert ids["cl-dimitar.g1.s2"] in page
    assert ids["cl-dimitar.m1"] in page


def test_he_ticks_steps_and_asks_for_help_all_the_same(browser_of_person, petra, ids) -> None:
    """Case works without clearing interview and without agreement (seed 000: acute help only)"""
    dimitar = browser_of_person("Dimitar")
    reports = f"/steps/{ids['cl-dimitar.g1.s4']}/reports"
    assert dimitar.post(reports, data={"report": "done", "issued_at": "2026-11-24T09:00:00Z"}).status_code == 303
    assert dimitar.post("/help", data={"obstacle": "worry", "issued_at": "2026-11-24T09:00:00Z"}).status_code == 303
    assert dimitar.post(f"/meetings/{ids['cl-dimitar.m1']}/answers", data={"answer": "cannot"}).status_code == 303
    assert petra.get(f"/desk/cases/{ids['cl-dimitar.case']}").status_code == 200


def test_petra_plans_with_him_all_the_same(petra, ids) -> None:
    """Case works without clearing interview and without agreement (seed 000: acute help only)"""
    case = f"/desk/cases/{ids['cl-dimitar.case']}"
    for path in (case, f"{case}/goals/new", f"{case}/meetings/new", f"{case}/print", f"{case}/card"):
        assert petra.get(path).status_code == 200


def test_call_list_tells_petra_to_telephone(petra, parts, ids) -> None:
    """No push consent: reminder list tells staff to telephone"""
    calls = petra.get("/desk/reminders").text.split('id="calls"', 1)[1].split("</section>")[0]
    assert "Primer" in calls
    assert "25.11.2026, 08:30" in calls
    rows = parts.database.utils()["call_tasks"].rows_where("case_id = ?", [ids["cl-dimitar.case"]])
    (task,) = (row for row in rows if row["closed_at"] is None)
    assert (task["reason"], task["due_on"]) == ("no_push", "2026-11-24")
    assert 'href="tel:03023125406"' in petra.get(f"/desk/call-tasks/{task['id']}").text


def test_no_push_goes_to_him(post) -> None:
    """No push consent: reminder list tells staff to telephone"""
    phone = post.subscribe_silently("Dimitar")
    for moment in ("2026-11-24T09:00:00Z", "2026-11-24T18:59:00Z", "2026-11-25T07:00:00Z"):
        post.work_at(moment)
    assert post.said_to(phone) == []


def test_nobody_is_asked_to_sign_anything(browser_of_person, petra, ids) -> None:
    """UI offers no "sign agreement" nag; monitoring counts the case as acute_help, not as failure"""
    dimitar, case = browser_of_person("Dimitar"), f"/desk/cases/{ids['cl-dimitar.case']}"
    own = ("/today", "/plan", f"/goals/{ids['cl-dimitar.g1']}", "/meetings", f"/meetings/{ids['cl-dimitar.m1']}")
    pages = [dimitar.get(path).text for path in own] + [petra.get(path).text for path in ("/desk", case)]
    assert not [found for page in pages if (found := re.search(AGREEMENT, page, re.IGNORECASE))]


def test_case_is_told_as_quick_help(petra, ids) -> None:
    """UI offers no "sign agreement" nag; monitoring counts the case as acute_help, not as failure"""
    page = petra.get(f"/desk/cases/{ids['cl-dimitar.case']}").text
    assert "schnelle Hilfe" in page


def test_a_first_name_and_a_language_are_enough_for_quick_help(petra, parts) -> None:
    """Only the data needed for tenancy-secure is asked"""
    asked = {"name": "D.", "language": "rom", "path": "acute_help", "consent": "given", "channel": "oral"}
    begun = petra.post("/desk/cases/new", data=asked)
    assert begun.status_code == 303
    case_id = begun.headers["location"].split("/")[3]
    (case,) = parts.database.utils()["cases"].rows_where("id = ?", [case_id])
    assert case["state"] == "acute_help"
    (client,) = parts.database.utils()["clients"].rows_where("id = ?", [case["client_id"]])
    sealed = [name for name, value in client.items() if name.endswith("_sealed") and value]
    assert sealed == [], "nothing but the account's name is kept"
    assert petra.get(f"/desk/cases/{case_id}/goals/new").status_code == 200


def test_form_asks_for_five_things_and_two_of_them_may_be_left_out(petra) -> None:
    """Only the data needed for tenancy-secure is asked"""
    page = petra.get("/desk/cases/new").text.split("<main", 1)[1].split("</main>")[0]
    asked = set(re.findall(r'<(?:input|select|textarea)[^>]* name="(\w+)"', page)) - {"request_key"}
    assert asked == {"name", "language", "phone", "path", "consent", "channel"}
    required = {name for name in asked if re.search(rf'<[^>]*name="{name}"[^>]*\brequired\b', page)}
    assert "phone" not in required


@pytest.mark.requirement("R14")
def test_quick_help_is_a_way_of_its_own_in_the_numbers(parts, ids) -> None:
    """UI offers no "sign agreement" nag; monitoring counts the case as acute_help, not as failure"""
    opened = next(iter(parts.database.utils()["cases"].rows_where("id = ?", [ids["cl-dimitar.case"]])))["opened_at"]
    quarter = periods.quarter_of(berlin_day(opened))

    def counted(indicator: str, period: str) -> dict:
        found = parts.database.write_now(
            "", parts.now(), indicators.count, BY_ID[indicator], period, ids["cl-dimitar.case"]
        )
        return {code: one.number for carrier in found.values() for code, one in carrier.counts.items()}

    assert counted("I01", quarter) == {"acute_help": 1, "total": 1}
    assert counted("I03", "2026-Q4") == {"acute_help": 1, "total": 1}
    for indicator in ("I05a", "I09"):
        assert not counted(indicator, "2026-Q4").keys() & {"dropped", "not_held", "later"}
