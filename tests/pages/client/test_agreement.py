"""The agreement at home: read in one's own time, ask, say yes or no, and keep it in two languages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from pwa_server.storage.database import Tx
from tests.world import World


@pytest.fixture
def page(world: World) -> str:
    return f"/agreement/{world.ids['amina.agreement']}"


def state(parts: Any, world: World) -> str:
    return str(parts.database.utils()["agreement_versions"].get(world.ids["amina.agreement"])["state"])


@pytest.mark.requirement("R07")
def test_it_tells_what_the_client_does_and_what_the_office_does(browser_of: Any, world: World, page: str) -> None:
    told = browser_of("amina").get(page).text
    for step in ("amina.standard.step1.text", "amina.standard.step2.text"):
        assert world.canaries[step] in told
    assert "Das mache ich" in told or "أفعل" in told
    assert told.index(world.canaries["amina.standard.step1.text"]) < told.index(
        world.canaries["amina.standard.step2.text"]
    )


@pytest.mark.requirement("R04")
def test_own_words_stand_first_and_stay_beside_the_german(browser_of: Any, world: World, page: str) -> None:
    told = browser_of("amina").get(page).text
    own, german = world.canaries["amina.standard.goal.own_words"], world.canaries["amina.standard.goal.title"]
    assert told.index(own) < told.index(german)
    assert f'lang="ar" dir="rtl" hx-ignore>Wunsch {own}' in told


@pytest.mark.requirement("R16")
def test_it_says_that_it_is_voluntary_and_that_there_is_time(
    browser_of: Any, page: str, parts: Any, world: World
) -> None:
    parts.database.write_now("", parts.now(), Tx.update, "accounts", world.ids["amina"], language="de")
    told = browser_of("amina").get(page).text
    assert "Das ist freiwillig. Ihr Plan geht auch ohne Unterschrift." in told
    assert "Sie haben Zeit." in told
    assert "Ihre Beratung geht weiter wie bisher." in told


def test_every_part_can_be_heard(browser_of: Any, page: str) -> None:
    told = browser_of("amina").get(page).text
    sections = [part for part in told.split("<section")[1:] if "data-speak" in part]
    assert len(sections) >= 5
    assert all("data-listen" in section for section in sections)


def test_pin_is_asked_before_signing_and_comes_back_there(browser_of: Any, page: str, clock: Any) -> None:
    amina = browser_of("amina")
    clock.at += timedelta(minutes=11)
    asked = amina.get(f"{page}/sign")
    assert (asked.status_code, asked.headers["location"]) == (303, f"/pin?next={page}/sign")


@pytest.mark.requirement("R08")
def test_nothing_is_signed_when_the_pin_is_older(
    browser_of: Any, page: str, clock: Any, parts: Any, world: World
) -> None:
    amina = browser_of("amina")
    clock.at += timedelta(minutes=11)
    answer = amina.post(f"{page}/signature", data={"hash": world.ids["amina.agreement.hash"]})
    assert answer.headers["location"] == f"/pin?next={page}/sign"
    assert state(parts, world) == "offered"


@pytest.mark.requirement("R08")
def test_she_signs_what_she_has_read_and_sees_what_is_missing(
    browser_of: Any, page: str, parts: Any, world: World
) -> None:
    parts.database.write_now("", parts.now(), Tx.update, "accounts", world.ids["amina"], language="de")
    amina = browser_of("amina")
    assert f'name="hash" value="{world.ids["amina.agreement.hash"]}"' in amina.get(f"{page}/sign").text
    assert amina.post(f"{page}/signature", data={"hash": world.ids["amina.agreement.hash"]}).status_code == 303
    told = amina.get(page).text
    assert "Sie haben unterschrieben." in told
    assert "2 Unterschriften fehlen noch." in told
    assert f"{page}/sign" not in told


@pytest.mark.requirement("R08")
@pytest.mark.parametrize(("reads", "noted"), [("ar", "ar"), ("tr", "ar"), ("de", "de")])
def test_signature_says_in_which_language_the_text_was_read(
    browser_of: Any, page: str, parts: Any, world: World, reads: str, noted: str
) -> None:
    """The frozen text speaks Arabic and German, whatever the pages around it speak."""
    parts.database.write_now("", parts.now(), Tx.update, "accounts", world.ids["amina"], language=reads)
    browser_of("amina").post(f"{page}/signature", data={"hash": world.ids["amina.agreement.hash"]})
    signed = parts.database.utils()["agreement_signatures"].rows_where("signed_at IS NOT NULL")
    assert [row["explained_in"] for row in signed if row["role"] == "client"] == [noted]


def test_same_tap_twice_is_one_signature(browser_of: Any, page: str, parts: Any, world: World) -> None:
    amina = browser_of("amina")
    form = {"hash": world.ids["amina.agreement.hash"], "request_key": "one tap"}
    assert [amina.post(f"{page}/signature", data=form).status_code for _ in range(2)] == [303, 303]
    signed = parts.database.utils()["agreement_signatures"].rows_where("signed_at IS NOT NULL")
    assert len(list(signed)) == 1


def test_question_is_kept_and_its_day_is_said(browser_of: Any, page: str, parts: Any, world: World) -> None:
    parts.database.write_now("", parts.now(), Tx.update, "accounts", world.ids["badr"], language="de")
    badr, own = browser_of("badr"), f"/agreement/{world.ids['badr.agreement']}"
    assert badr.post(f"{own}/questions", data={"words": "Wer zahlt?"}).status_code == 303
    told = badr.get(own).text
    assert "Ihre Frage ist da." in told
    assert "25. November 2026" in told
    assert "Wer zahlt?" not in told, "somebody else may look at the screen"
    assert "Wer zahlt?" in browser_of("karin").get("/desk").text


def test_no_is_answered_kindly_and_nothing_is_asked_again(browser_of: Any, page: str, parts: Any, world: World) -> None:
    parts.database.write_now("", parts.now(), Tx.update, "accounts", world.ids["amina"], language="de")
    amina = browser_of("amina")
    assert amina.post(f"{page}/decline").status_code == 303
    told = amina.get(page).text
    assert "Das ist in Ordnung." in told
    assert "Ihre Beratung geht weiter wie bisher." in told
    assert f"{page}/sign" not in told
    assert "Die Person möchte die Vereinbarung nicht." in browser_of("karin").get("/desk").text


def test_too_many_words_are_sent_back_with_them(browser_of: Any, page: str, parts: Any, world: World) -> None:
    answer = browser_of("amina").post(f"{page}/questions", data={"words": "x" * 1001})
    assert answer.status_code == 422
    assert "x" * 1001 in answer.text


@pytest.mark.parametrize("hidden", ["draft", "discarded"])
def test_what_is_only_being_written_does_not_exist_for_her(
    browser_of: Any, page: str, parts: Any, world: World, hidden: str
) -> None:
    parts.database.write_now(
        "", parts.now(), Tx.update, "agreement_versions", world.ids["amina.agreement"], state=hidden
    )
    amina = browser_of("amina")
    assert amina.get(page).status_code == 404
    assert "/agreement" not in amina.get("/plan").text
    assert amina.get("/agreement").status_code == 200


@pytest.mark.requirement("R09")
def test_nothing_but_a_quiet_line_on_the_plan_leads_there(browser_of: Any) -> None:
    amina = browser_of("amina")
    assert '<a href="/agreement">' in amina.get("/plan").text
    for path in ("/today", "/meetings", "/people", "/help"):
        assert "/agreement" not in amina.get(path).text


@pytest.mark.parametrize("state_text", ["superseded", "ended", "fulfilled", "declined"])
def test_old_version_stays_readable_and_takes_nothing_more(
    browser_of: Any, page: str, parts: Any, world: World, state_text: str
) -> None:
    change = {"state": state_text}
    parts.database.write_now("", parts.now(), Tx.update, "agreement_versions", world.ids["amina.agreement"], **change)
    amina = browser_of("amina")
    told = amina.get(page)
    assert told.status_code == 200
    assert world.canaries["amina.standard.goal.title"] in told.text
    assert "<form" not in told.text.split("<main", 1)[1]
    for path in ("signature", "questions", "decline"):
        answer = amina.post(f"{page}/{path}", data={"hash": world.ids["amina.agreement.hash"]})
        assert answer.status_code == 409


def test_goal_that_came_under_protection_leaves_every_page_and_paper(
    browser_of: Any, page: str, parts: Any, world: World
) -> None:
    change = {"sensitivity": "high"}
    parts.database.write_now("", parts.now(), Tx.update, "goals", world.ids["amina.standard.goal"], **change)
    for path in (page, f"{page}/sign", f"{page}/print", "/plan/document"):
        assert world.canaries["amina.standard.goal.title"] not in browser_of("amina").get(path).text
    at_desk = browser_of("karin").get(f"/desk/agreements/{world.ids['amina.agreement']}/print").text
    assert world.canaries["amina.standard.goal.title"] not in at_desk


@pytest.mark.requirement("R42")
def test_paper_has_both_languages_in_each_row_and_what_the_carrier_writes(
    browser_of: Any, page: str, parts: Any, world: World
) -> None:
    ada = browser_of("ada")
    words = {"version": "0", "heading": "Integrationsplan", "sender": "Beratung am Markt", "closing": "Bis bald."}
    assert ada.post(f"/office/documents/{world.ids['carrier']}", data=words).status_code == 303
    told = browser_of("amina").get("/plan/document").text
    for text in words.values():
        assert text in told
    assert '<h2 lang="de" dir="ltr">' in told
    assert 'lang="ar" dir="rtl"' in told
    large = browser_of("amina").get("/plan/document?size=large").text
    assert "doc--large" in large
    assert 'class="area area--language"' in large
    assert "Integrationsplan" not in browser_of("amina").get(f"{page}/print").text, "an offered text stays as it was"


def test_two_coordinators_do_not_overwrite_each_other(browser_of: Any, world: World) -> None:
    ada, path = browser_of("ada"), f"/office/documents/{world.ids['carrier']}"
    assert ada.post(path, data={"version": "0", "heading": "A"}).status_code == 303
    assert ada.post(path, data={"version": "0", "heading": "B"}).status_code == 409
    assert ada.post(path, data={"version": "1", "heading": "x" * 81}).status_code == 422
