"""Berîvan took back her yes. Her plan is hidden until it is decided what becomes of it."""

from __future__ import annotations

import re

import pytest

from pwa_server.domain.consents import PURPOSES
from tests.personas.file import all_wordings, said

HIDDEN = "Dieser Plan ist gerade geschützt. Wir zeigen nichts davon."
JUDGING = r"abgelehnt|abgebrochen|verweiger|Mitwirkung|versäumt|Verstoß|negativ|Sanktion|unzuverlässig|schwierig"


def desk_pages(ids) -> list[str]:
    case, of = f"/desk/cases/{ids['cl-berivan.case']}", "cl-berivan"
    parts = ("print", "reminders", "details", "card", "turned", "goals/new", "meetings/new")
    own = (
        f"/desk/goals/{ids[f'{of}.g1']}",
        f"/desk/goals/{ids[f'{of}.g1']}/edit",
        f"/desk/steps/{ids[f'{of}.g1.s1']}",
        f"/desk/meetings/{ids[f'{of}.m1']}",
    )
    return [case, *(f"{case}/{part}" for part in parts), *own]


def own_pages(ids) -> list[str]:
    own = (f"/goals/{ids['cl-berivan.g1']}", f"/steps/{ids['cl-berivan.g1.s1']}", f"/meetings/{ids['cl-berivan.m1']}")
    return ["/today", "/plan", "/plan/print", "/meetings", "/people", "/sharing", "/protected", *own]


@pytest.mark.parametrize("name", ["Leyla", "Jonas", "Nina", "Renate", "Hanna", "Karl", "Tom"])
def test_nobody_else_can_open_the_case(browser_of_person, ids, name) -> None:
    """Nobody but st-vorlage (and only the restricted notice + erase/keep decision) can open the case; content hidden"""
    browser = browser_of_person(name)
    for path in desk_pages(ids):
        answer = browser.get(path)
        assert answer.status_code in (403, 404), path
        assert "Berîvan" not in answer.text
    for path in ("/desk", "/desk/cases", "/office", "/mentor/clients", "/mentor/more"):
        assert "Berîvan" not in browser.get(path).text, path


def test_petra_sees_the_notice_and_nothing_else(browser_of_person, ids) -> None:
    """Nobody but st-vorlage (and only the restricted notice + erase/keep decision) can open the case; content hidden"""
    petra = browser_of_person("Petra")
    case, *others = desk_pages(ids)
    assert petra.get(case).status_code == 200
    for path in (case, *others):
        answer = petra.get(path)
        assert HIDDEN in answer.text, path
        assert not [text for text in all_wordings("Berîvan") if text in answer.text], path
    assert [petra.get(path).status_code for path in others] == [409] * len(others)


def test_lists_tell_petra_no_more_than_the_name(browser_of_person) -> None:
    """Nobody but st-vorlage (and only the restricted notice + erase/keep decision) can open the case; content hidden"""
    petra = browser_of_person("Petra")
    assert "Berîvan" in petra.get("/desk/cases").text
    for path in ("/desk", "/desk/meetings", "/desk/reminders"):
        assert "Berîvan" not in petra.get(path).text, path


def test_nothing_can_be_changed_meanwhile(browser_of_person, ids) -> None:
    """Nobody but st-vorlage (and only the restricted notice + erase/keep decision) can open the case; content hidden"""
    petra, case = browser_of_person("Petra"), f"/desk/cases/{ids['cl-berivan.case']}"
    contact = {"kind": "talk", "reached": "yes", "on_day": "2026-11-24"}
    noted = petra.post(f"{case}/contacts", data=contact)
    assert noted.status_code == 409
    assert HIDDEN in noted.text
    assert (
        petra.post(f"/desk/goals/{ids['cl-berivan.g1']}/state", data={"to": "agreed", "version": "1"}).status_code
        == 409
    )


def test_tom_reads_that_it_is_no_longer_there_and_not_why(browser_of_person, ids) -> None:
    """me-exempel gets "no longer available" without reason; offline copy is wiped at next contact"""
    answer = browser_of_person("Tom").get(f"/mentor/clients/{ids['cl-berivan.gr1']}")
    assert answer.status_code == 404
    assert "Diese Seite ist für Sie nicht mehr da." in answer.text
    assert "Berîvan" not in answer.text
    assert not re.search(JUDGING + "|zurückgezogen|Einwilligung|geschützt", answer.text)
    assert "Berîvan" not in browser_of_person("Tom").get("/mentor/clients").text


def test_toms_phone_forgets_its_copies(browser_of_person, ids) -> None:
    """me-exempel gets "no longer available" without reason; offline copy is wiped at next contact"""
    tom = browser_of_person("Tom")
    assert tom.get(f"/mentor/clients/{ids['cl-berivan.gr1']}").headers["SW-Store"] == "none"
    assert tom.get("/mentor").headers["SW-Store"].endswith(";0")


def test_berivans_own_phone_keeps_no_copy_either(browser_of_person, ids) -> None:
    """me-exempel gets "no longer available" without reason; offline copy is wiped at next contact"""
    berivan = browser_of_person("Berîvan")
    for path in own_pages(ids):
        assert berivan.get(path).headers["SW-Store"].endswith(";0"), path


def consent_to_push(parts, ids) -> str:
    where = "case_id = ? AND purpose = 'push_reminders'"
    (row,) = parts.database.utils()["consents"].rows_where(where, [ids["cl-berivan.case"]])
    return row["id"]


def test_phone_of_before_hears_nothing_more(post, ids) -> None:
    """No reminder or push is sent after the withdrawal"""
    phone = post.subscribe_silently("Berîvan")
    for moment in ("2026-11-24T09:00:00Z", "2026-11-24T19:00:00Z", "2026-11-25T06:30:00Z"):
        post.work_at(moment)
    assert post.said_to(phone) == []


@pytest.mark.parametrize("left", ["the hidden plan", "the withdrawn consent"])
def test_message_left_over_from_before_is_not_sent(post, parts, ids, left) -> None:
    """No reminder or push is sent after the withdrawal"""
    phone, start = post.subscribe_silently("Berîvan"), "2026-11-25T08:30:00Z"

    def forget_to_cancel(tx) -> None:
        tx.update("meetings", ids["cl-berivan.m1"], state="confirmed")
        tx.update("clients", ids["cl-berivan"], push_text="neutral")
        if left == "the hidden plan":
            tx.update("consents", consent_to_push(parts, ids), state="given", ended_at=None)
        else:
            tx.update("cases", ids["cl-berivan.case"], state="active")
        tx.insert(
            "reminders",
            case_id=ids["cl-berivan.case"],
            meeting_id=ids["cl-berivan.m1"],
            person_id=ids["cl-berivan"],
            kind="reminder",
            starts_at=start,
            offset_hours=2,
            due_at=tx.now,
            stale_at=start,
            made_at=tx.now,
        )

    parts.database.write_now("", parts.now(), forget_to_cancel)
    assert post.work_at("2026-11-24T09:10:00Z") > 0
    assert post.said_to(phone) == []


def test_petra_can_not_remind_by_hand(browser_of_person, ids) -> None:
    """No reminder or push is sent after the withdrawal"""
    path = f"/desk/meetings/{ids['cl-berivan.m1']}/reminders"
    assert browser_of_person("Petra").post(path).status_code == 409


def test_counselling_goes_on_without_app_and_without_plan(browser_of_person, ids) -> None:
    """Counselling without app and without plan stays possible; no negative mark anywhere"""
    page = browser_of_person("Berîvan").get("/today").text
    assert said("ar", "Haben Sie Fragen? Rufen Sie uns an.") in page
    assert 'href="tel:03023125101"' in page
    said_no = {"name": "B.", "language": "kmr", "path": "plan", "consent": "declined", "channel": "oral"}
    petra = browser_of_person("Petra")
    begun = petra.post("/desk/cases/new", data=said_no)
    assert begun.status_code == 303
    case = begun.headers["location"].removesuffix("/card")
    contact = {"kind": "talk", "reached": "yes", "on_day": "2026-11-24"}
    assert petra.post(f"{case}/contacts", data=contact).status_code == 303
    assert petra.get(f"{case}/meetings/new").status_code == 200


def test_nothing_judges_her(browser_of_person, ids) -> None:
    """Counselling without app and without plan stays possible; no negative mark anywhere"""
    petra = browser_of_person("Petra")
    for path in ("/desk/cases", "/desk", *desk_pages(ids)):
        assert not re.search(JUDGING, petra.get(path).text, re.IGNORECASE), path


def test_she_sees_a_kind_notice_in_place_of_her_plan(browser_of_person, ids) -> None:
    """Counselling without app and without plan stays possible; no negative mark anywhere"""
    berivan = browser_of_person("Berîvan")
    for path in own_pages(ids):
        page = berivan.get(path).text
        assert said("ar", "Wir zeigen Ihren Plan gerade nicht.") in page
        assert not [text for text in all_wordings("Berîvan", "ar") if text in page]
        assert "badge--stop" not in page.split("<main", 1)[1].split("</main>")[0]


def test_yes_and_its_end_take_two_taps_each_and_are_confirmed_in_her_language(browser_of_person) -> None:
    """Withdrawal was as easy as consent: two taps, confirmation in kmr"""
    berivan = browser_of_person("Berîvan")
    assert "/consents/ask/case_record" in berivan.get("/consents").text
    assert berivan.get("/consents/ask/case_record").status_code == 200
    assert berivan.post("/consents/ask/case_record", data={"answer": "given"}).status_code == 303
    (end,) = re.findall(r'href="(/consents/[^/"]+/end)"', berivan.get("/consents").text)
    assert berivan.get(end).status_code == 200
    done = berivan.post(end)
    confirmed = berivan.get(done.headers["location"]).text
    # Kurmanji is not offered; she reads Arabic.
    assert said("ar", "Wir haben das beendet. Danke, dass Sie es uns gesagt haben.") in confirmed
    assert said("ar", PURPOSES["case_record"].ends) in confirmed


@pytest.mark.parametrize(("to", "reason"), [("granted", ""), ("declined", "Das Gericht braucht den Plan noch.")])
def test_petra_decides_whether_to_erase_or_to_keep(browser_of_person, parts, ids, to, reason) -> None:
    """Nobody but st-vorlage (and only the restricted notice + erase/keep decision) can open the case; content hidden"""
    petra, path = browser_of_person("Petra"), f"/desk/cases/{ids['cl-berivan.case']}/requests"
    page = petra.get(path).text
    assert not [text for text in all_wordings("Berîvan") if text in page]
    (form,) = re.findall(r'action="(/desk/data-requests/[^"]+)"', page)
    assert petra.post(form, data={"to": to, "reason": reason, "version": "1"}).status_code == 303
    (case,) = parts.database.utils()["cases"].rows_where("id = ?", [ids["cl-berivan.case"]])
    assert case["state"] == ("closed" if to == "granted" else "restricted")
    assert reason in browser_of_person("Berîvan").get("/requests").text
