"""My yes: what I allowed, to whom, until when; two taps to end it."""

import re
from typing import Any

import pytest

from pwa_server.domain.consents import PURPOSES
from tests.world import World


def main_of(html: str) -> str:
    return html.split("<main", 1)[1].split("</main>")[0]


def test_every_yes_stands_there_with_whom_it_names(browser_of: Any, world: World) -> None:
    page = main_of(browser_of("amina").get("/consents").text)
    assert world.canaries["mona.name"] in page
    assert world.ids["amina.consent.plan"] in page
    assert browser_of("amina").get("/consents").headers["SW-Store"].endswith(";0")


@pytest.mark.requirement("R16")
def test_yes_ends_with_two_taps(browser_of: Any, world: World) -> None:
    amina, path = browser_of("amina"), f"/consents/{world.ids['amina.consent.mona']}/end"
    assert path in amina.get("/consents").text
    ending = main_of(amina.get(path).text)
    assert re.search(rf'<form[^>]* action="{path}"', ending)
    done = amina.post(path)
    assert done.headers["location"] == "/consents?ended=mentor_access"
    confirmed = main_of(amina.get(done.headers["location"]).text)
    assert "notice--good" in confirmed
    assert browser_of("mona").get(f"/mentor/clients/{world.ids['mona.grant']}").status_code == 404


def test_confirmation_speaks_the_readers_language(browser_of: Any, world: World) -> None:
    amina = browser_of("amina")
    amina.post("/settings/reading", data={"language": "de", "text_size": "normal"})
    amina.post(f"/consents/{world.ids['amina.consent.mona']}/end")
    assert PURPOSES["mentor_access"].ends in amina.get("/consents?ended=mentor_access").text


def test_yes_that_has_ended_has_no_page_to_end_it(browser_of: Any, world: World) -> None:
    amina, path = browser_of("amina"), f"/consents/{world.ids['amina.consent.mona']}/end"
    amina.post(path)
    assert amina.get(path).status_code == 404


@pytest.mark.parametrize("answer", ["given", "declined"])
def test_question_is_answered_with_one_of_two_like_buttons(browser_of: Any, answer: str) -> None:
    amina = browser_of("amina")
    asked = main_of(amina.get("/consents/ask/interpreter").text)
    looks = re.findall(r'<button class="([^"]*)" name="answer"', asked)
    assert len(set(looks)) == 1
    assert len(looks) == 2
    assert amina.post("/consents/ask/interpreter", data={"answer": answer}).status_code == 303
    assert "badge--stop" not in main_of(amina.get("/consents").text)


@pytest.mark.parametrize("purpose", ["push_reminders", "mentor_access", "share_with_partner", "everything"])
def test_what_needs_more_than_a_word_is_not_answered_here(browser_of: Any, purpose: str) -> None:
    amina = browser_of("amina")
    assert amina.get(f"/consents/ask/{purpose}").status_code == 404
    assert amina.post(f"/consents/ask/{purpose}", data={"answer": "given"}).status_code == 404


def test_hidden_plan_still_shows_what_was_said_and_can_be_allowed_again(browser_of: Any, world: World) -> None:
    amina = browser_of("amina")
    amina.post(f"/consents/{world.ids['amina.consent.plan']}/end")
    assert 'href="/consents"' in amina.get("/today").text
    page = amina.get("/consents").text
    assert "/consents/ask/case_record" in page
    assert "/consents/ask/interpreter" not in page
    assert amina.post("/consents/ask/case_record", data={"answer": "given"}).status_code == 303


def test_ending_the_app_signs_out_and_leaves_nothing_on_the_phone(browser_of: Any, world: World, parts: Any) -> None:
    amina = browser_of("amina")
    amina.post("/consents/ask/app_use", data={"answer": "given"})
    [record] = parts.database.utils()["consents"].rows_where("purpose = 'app_use'")
    done = amina.post(f"/consents/{record['id']}/end")
    assert done.headers["location"] == "/signed-out?lang=ar"
    assert done.headers["SW-Store"] == "none"
    assert done.headers["Clear-Site-Data"] == '"storage"'
    told = amina.get(done.headers["location"])
    assert '<html lang="ar" dir="rtl"' in told.text
    assert "set-cookie" not in told.headers, "nothing of her stays, not even her language"
    assert amina.get("/today").headers["location"].startswith("/sign-in")


def test_counsellor_reads_aloud_and_writes_down_how_it_was_asked(browser_of: Any, world: World, parts: Any) -> None:
    karin, path = browser_of("karin"), f"/desk/cases/{world.ids['amina.case']}/consents"
    page = main_of(karin.get(path).text)
    assert 'lang="ar" dir="rtl" data-speak' in page
    answer = {"purpose": "interpreter", "answer": "given", "channel": "oral_with_interpreter", "language": "ar"}
    assert karin.post(path, data=answer).status_code == 303
    [record] = parts.database.utils()["consents"].rows_where("purpose = 'interpreter'")
    assert (record["channel"], record["language"], record["made_by"]) == (
        "oral_with_interpreter",
        "ar",
        world.ids["karin"],
    )
    end = f"{path}/{record['id']}/end"
    assert karin.post(end, data={"channel": "oral", "language": "ar"}).status_code == 303
    [record] = parts.database.utils()["consents"].rows_where("purpose = 'interpreter'")
    assert (record["state"], record["ended_channel"]) == ("withdrawn", "oral")


@pytest.mark.parametrize(
    "bad",
    [
        {"language": "xx"},
        {"answer": "perhaps"},
        {"channel": "app"},
        {"purpose": "mentor_access"},
        {"purpose": "x" * 500},
    ],
)
def test_unreadable_answers_at_the_desk_change_nothing(browser_of: Any, world: World, parts: Any, bad: dict) -> None:
    before = list(parts.database.utils()["consents"].rows)
    answer = {"purpose": "interpreter", "answer": "given", "channel": "oral", "language": "ar"} | bad
    sent = browser_of("karin").post(f"/desk/cases/{world.ids['amina.case']}/consents", data=answer)
    assert sent.status_code in (403, 422)
    assert list(parts.database.utils()["consents"].rows) == before


def test_client_reads_that_somebody_looked_at_her_answers(browser_of: Any, world: World, parts: Any) -> None:
    browser_of("karin").get(f"/desk/cases/{world.ids['amina.case']}/consents")
    [row] = parts.database.utils()["access_log"].rows
    assert row["reason"] == "consents"


def test_service_that_keeps_plans_by_law_asks_no_yes_to_them(browser_of: Any, world: World, parts: Any) -> None:
    def by_law(tx: Any) -> None:
        tx.update("carriers", world.ids["carrier"], kind="public", plan_basis="law")
        tx.update("consents", world.ids["amina.consent.plan"], state="expired", ended_at=tx.now)

    parts.database.write_now("", parts.now(), by_law)
    amina = browser_of("amina")
    assert "/consents/ask/case_record" not in amina.get("/consents").text
    assert amina.get("/consents/ask/case_record").status_code == 404
    desk = browser_of("karin").get(f"/desk/cases/{world.ids['amina.case']}/consents").text
    assert 'value="case_record"' not in desk


FREE = "Sie können immer Nein sagen. Sie haben dann keinen Nachteil."


@pytest.mark.requirement("R16")
@pytest.mark.parametrize(
    "path",
    [
        "/grants/new",
        "/steps/{amina.standard.step1}/sharing",
        "/settings/notifications",
        "/welcome/reminders",
        "/consents/ask/interpreter",
    ],
)
def test_every_question_says_that_no_has_no_effect(browser_of: Any, world: World, path: str) -> None:
    amina = browser_of("amina")
    amina.post("/settings/reading", data={"language": "de", "text_size": "normal"})
    asked = amina.get(path.replace("{amina.standard.step1}", world.ids["amina.standard.step1"]))
    assert asked.status_code == 200
    assert FREE in main_of(asked.text)
