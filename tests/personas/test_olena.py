"""Olena has two mentors, who do not know of each other."""

from __future__ import annotations

import json
import re

import pytest

from tests.personas.file import goal_title, persona, said, wordings

SEES = {"Hanna": ("gr1", ("g1", "g2")), "Karl": ("gr2", ("g4",))}
OTHER = {"Hanna": "Karl", "Karl": "Hanna"}
LAPSES_ON = "2026-12-14"


def pages_of(browser, ids: dict[str, str], name: str) -> dict[str, str]:
    """All pages of a mentor about Olena, without the keys that every page makes anew."""
    paths = ("/mentor", "/mentor/more", "/mentor/clients", f"/mentor/clients/{ids['cl-olena.' + SEES[name][0]]}")
    return {path: re.sub(r'name="request_key" value="[^"]*"', "", browser.get(path).text) for path in paths}


@pytest.mark.parametrize("name", SEES)
def test_each_mentor_sees_the_goals_of_the_own_grant(browser_of_person, ids, name) -> None:
    """me-beispiel sees g1,g2 and meeting m2; me-muster sees only g4 and no meeting"""
    grant, goals = SEES[name]
    page = browser_of_person(name).get(f"/mentor/clients/{ids[f'cl-olena.{grant}']}").text
    for goal in ("g1", "g2", "g3", "g4", "g5"):
        assert (goal_title("Olena", goal) in page) == (goal in goals), goal


def test_hanna_sees_the_meeting_and_karl_sees_none(browser_of_person, ids) -> None:
    """me-beispiel sees g1,g2 and meeting m2; me-muster sees only g4 and no meeting"""
    path = f"/mentor/meetings/{ids['cl-olena.m2']}"
    assert browser_of_person("Hanna").get(path).status_code == 200
    assert path in browser_of_person("Hanna").get("/mentor/more").text
    karl = browser_of_person("Karl")
    assert karl.get(path).status_code == 404
    assert "/mentor/meetings/" not in "".join(pages_of(karl, ids, "Karl").values())


@pytest.mark.parametrize("name", SEES)
def test_no_page_names_the_other_mentor_or_the_protected_goal(browser_of_person, ids, name) -> None:
    """Neither mentor learns that a second mentor or g5 exists (no counters, no gaps in numbering)"""
    text = "".join(pages_of(browser_of_person(name), ids, name).values())
    assert persona(OTHER[name])["name"] not in text
    assert persona(OTHER[name])["phone"] not in text
    assert not [word for word in wordings("Olena", "g5") if word in text]
    assert browser_of_person(name).get(f"/mentor/clients/{ids['cl-olena.' + SEES[OTHER[name]][0]]}").status_code == 404


@pytest.mark.parametrize("name", SEES)
def test_pages_are_the_same_without_the_other_mentor_and_the_protected_goal(
    browser_of_person, parts, ids, name
) -> None:
    """Neither mentor learns that a second mentor or g5 exists (no counters, no gaps in numbering)"""
    browser = browser_of_person(name)
    before = pages_of(browser, ids, name)

    def take_away(tx) -> None:
        tx.update("mentor_grants", ids[f"cl-olena.{SEES[OTHER[name]][0]}"], state="revoked", valid_until=tx.now)
        tx.update("goals", ids["cl-olena.g5"], state="dropped")

    parts.database.write_now("", parts.now(), take_away)
    assert pages_of(browser, ids, name) == before


def test_office_is_told_that_karls_certificate_runs_out(browser_of_person) -> None:
    """me-muster clearance due in 20 days: notice to me-muster and po-freiwillige; when lapsed gr2 becomes suspended"""
    rows = browser_of_person("Renate").get("/office/mentors").text.split("<tr>")
    (karl,) = (row for row in rows if "Karl Muster" in row)
    assert "erneuern bis 14.12.2026" in karl
    (hanna,) = (row for row in rows if "Hanna Beispiel" in row)
    assert "erneuern" not in hanna


def test_karl_is_told_himself_and_hanna_is_not(browser_of_person) -> None:
    """me-muster clearance due in 20 days: notice to me-muster and po-freiwillige; when lapsed gr2 becomes suspended"""
    assert "Ihr Führungszeugnis gilt bis 14.12.2026." in browser_of_person("Karl").get("/mentor/more").text
    assert "Führungszeugnis" not in browser_of_person("Hanna").get("/mentor/more").text


def test_lapsed_certificate_suspends_the_grant(browser_of_person, post, parts, ids) -> None:
    """me-muster clearance due in 20 days: notice to me-muster and po-freiwillige; when lapsed gr2 becomes suspended"""
    path, states = f"/mentor/clients/{ids['cl-olena.gr2']}", {}
    for day in ("2026-12-13", LAPSES_ON):
        post.work_at(f"{day}T09:00:00Z")
        rows = parts.database.utils()["mentor_grants"].rows_where("id = ?", [ids["cl-olena.gr2"]])
        states[day] = next(rows)["state"], browser_of_person("Karl").get(path).status_code
    assert states == {"2026-12-13": ("active", 200), LAPSES_ON: ("suspended", 404)}


def test_suspended_mentor_is_gone_without_a_reason(browser_of_person, post) -> None:
    """me-muster clearance due in 20 days: notice to me-muster and po-freiwillige; when lapsed gr2 becomes suspended"""
    post.work_at(f"{LAPSES_ON}T09:00:00Z")
    page = browser_of_person("Olena").get("/sharing").text
    assert said("uk", "Darf gerade nicht schauen.") in page
    assert said("uk", "Führungszeugnis") not in page


MOMENTS = ("2026-11-24T14:30:00Z", "2026-11-26T14:30:00Z", "2026-11-27T12:30:00Z")


def test_push_goes_out_three_days_one_day_and_two_hours_before(post) -> None:
    """Push for m2 72 h, 24 h and 2 h before; payload has no name, no place, no topic"""
    phone, heard = post.phone_of("Olena"), []
    for moment in ("2026-11-24T14:29:00Z", *MOMENTS, "2026-11-27T14:30:00Z", "2026-11-27T15:00:00Z"):
        before = len(post.said_to(phone))
        post.work_at(moment)
        heard += [moment] * (len(post.said_to(phone)) - before)
    assert tuple(heard) == MOMENTS


def test_push_has_no_name_no_place_and_no_topic(post, ids) -> None:
    """Push for m2 72 h, 24 h and 2 h before; payload has no name, no place, no topic"""
    phone = post.phone_of("Olena")
    for moment in MOMENTS:
        post.work_at(moment)
    olena, meeting = persona("Olena"), f"/meetings/{ids['cl-olena.m2']}"
    private = [*olena["name_native"].split(), *olena["name_latin"].split(), "Vorlage", "Hanna", "Beispiel", "Zimmer"]
    for notification in post.said_to(phone):
        assert notification["title"] == said("uk", "Sie haben einen Termin.")
        assert notification["body"] == said("uk", "Bitte öffnen Sie die App.")
        assert notification["navigate"].endswith(meeting)
        text = json.dumps(notification, ensure_ascii=False)
        assert not [word for word in (*private, "15:30", "27.11.2026") if word in text]
