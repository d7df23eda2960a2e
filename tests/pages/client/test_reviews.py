"""The talk about the plan on the client's phone: prepared at home, by text or by voice, and what came out of it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from pwa_server.casework import review_finish
from pwa_server.casework.meetings import Details, Time
from pwa_server.casework.review_finish import Ending
from pwa_server.casework.reviews import Balance, Decided
from pwa_server.storage.database import Tx
from tests.world import NOW_TEXT, World
from tests.worlds.reviews import SILENCE

Browser = Callable[..., TestClient]
SOUND = {"sound": ("voice.wav", SILENCE, "audio/wav")}
NEXT = Ending(
    "next", time=Time("2026-12-18", "10:00", 60), details=Details(kind="review", place_kind="office", place="Büro 7")
)


def in_german(parts: Any, world: World) -> None:
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.update("accounts", world.ids["amina"], language="de"))


def finish(parts: Any, world: World, ending: Ending = NEXT, **balance: Any) -> None:
    balance = {"good": "Sie haben viel geschafft.", **balance}
    parts.database.write_now(
        world.ids["karin"], NOW_TEXT, review_finish.finish, world.ids["amina.case"], 1, Balance(**balance), ending
    )


@pytest.mark.requirement("R12")
def test_review_is_prepared_and_can_be_changed_until_it_is_over(browser_of: Browser, parts: Any, world: World) -> None:
    in_german(parts, world)
    amina = browser_of("amina")
    sent = {"rating": "2", "good": "العمل", "hard": "الوقت", "hurdles": ["worry", "cost"]}
    answer = amina.post("/review", data=sent)
    assert (answer.status_code, answer.headers["location"]) == (303, "/review?kept=1")
    page = amina.get("/review").text
    assert "العمل" in page
    assert re.search(r'value="2"[^>]*checked|checked[^>]*value="2"', page)
    assert (
        len(
            re.findall(
                r'checked[^>]*name="hurdles"|name="hurdles"[^>]*checked|checked[^>]*value="(?:worry|cost)"', page
            )
        )
        == 2
    )
    amina.post("/review", data={"good": "Anders"})
    assert "العمل" not in amina.get("/review").text


@pytest.mark.parametrize(
    "form",
    [{"rating": "9"}, {"hurdles": "laziness"}, {"good": "x" * 2001}, {"rating": "gut"}],
    ids=["no-such-face", "no-such-hurdle", "too-long", "no-number"],
)
def test_what_can_not_be_kept_is_said_beside_what_was_typed(browser_of: Browser, form: dict[str, str]) -> None:
    answer = browser_of("amina").post("/review", data={"hard": "بقيت هنا"} | form)
    assert answer.status_code == 422
    assert "بقيت هنا" in answer.text


def test_first_page_and_the_meeting_lead_to_the_preparation(browser_of: Browser, world: World) -> None:
    amina = browser_of("amina")
    assert 'href="/review"' in amina.get("/today").text
    assert 'href="/review"' in amina.get(f"/meetings/{world.ids['amina.standard.meeting']}").text
    assert 'href="/review"' not in amina.get(f"/meetings/{world.ids['amina.high.meeting']}").text


@pytest.mark.requirement("R12")
def test_question_is_answered_by_speaking_and_the_voice_deleted_again(browser_of: Browser, world: World) -> None:
    amina = browser_of("amina")
    answer = amina.post("/review/recordings", data={"part": "good"}, files=SOUND)
    assert answer.status_code == 303
    url = re.findall(r'<audio[^>]*src="([^"]+)"', amina.get("/review").text)
    heard = amina.get(url[0])
    assert (heard.content, heard.headers["content-type"]) == (SILENCE, "audio/wav")
    assert heard.headers["sw-store"].endswith(";0")
    assert (
        url[0].replace("/recordings", "/desk/recordings")
        in browser_of("karin").get(f"/desk/cases/{world.ids['amina.case']}/review").text
    )
    assert amina.post(f"{url[0]}/removal").headers["location"] == "/review"
    assert amina.get(url[0]).status_code == 404


@pytest.mark.requirement("R11")
def test_result_is_told_gladly_and_without_blame(browser_of: Browser, parts: Any, world: World) -> None:
    in_german(parts, world)
    ids = world.ids
    goals = {ids["amina.standard.goal"]: Decided("achieved"), ids["amina.high.goal"]: Decided("not_needed")}
    finish(parts, world, Ending("fulfilled", "goals_met", "client"), goals=goals)
    amina = browser_of("amina")
    today = amina.get("/today").text
    assert "Sie haben Ihre Ziele erreicht." in today
    page = amina.get("/review").text
    assert "Das ist sehr gut!" in page
    assert "Das haben Sie geschafft" in page
    assert "Sie haben viel geschafft." in page
    for blame in ("versäumt", "müssen", "nicht erschienen", "Pflicht", "leider nicht"):
        assert blame not in page


def test_first_page_tells_of_a_review_for_two_weeks(browser_of: Browser, parts: Any, world: World, clock: Any) -> None:
    in_german(parts, world)
    finish(parts, world)
    assert "Danke für das Gespräch." in browser_of("amina").get("/today").text
    clock.at = clock.at.replace(month=12, day=9)
    assert "Danke für das Gespräch." not in browser_of("amina").get("/today").text


@pytest.mark.requirement("R11")
def test_changed_goal_and_the_next_talk_stand_in_the_result(browser_of: Browser, parts: Any, world: World) -> None:
    in_german(parts, world)
    finish(parts, world, goals={world.ids["amina.standard.goal"]: Decided("changed", "Ich lerne im Frauenkurs.")})
    page = browser_of("amina").get("/review").text
    assert "Das heißt jetzt anders" in page
    assert "Ich lerne im Frauenkurs." in page
    assert "Büro 7" in page


@pytest.mark.requirement("R50")
def test_office_says_itself_that_it_is_late(browser_of: Browser, parts: Any, world: World) -> None:
    in_german(parts, world)
    amina = browser_of("amina")
    assert "Wir sind zu spät." not in amina.get("/review").text
    step_id = world.ids["amina.standard.step2"]
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.update("steps", step_id, due_on="2026-11-01"))
    page = amina.get("/review").text
    assert "Wir sind zu spät." in page
    assert world.canaries["amina.standard.step2.text"] in page
    mine = world.ids["amina.standard.step1"]
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.update("steps", mine, due_on="2026-11-01"))
    assert (
        world.canaries["amina.standard.step1.text"]
        not in amina.get("/review").text.split("Wir sind zu spät.")[1].split("</section>")[0]
    )


def test_review_is_never_in_the_stored_copy(browser_of: Browser, world: World) -> None:
    answer = browser_of("amina").get("/review")
    assert answer.headers["sw-store"].endswith(";0")
    assert world.canaries["amina.high.decision"] not in answer.text


def test_without_a_talk_there_is_a_kind_word_and_a_number(browser_of: Browser, parts: Any, world: World) -> None:
    def nothing(tx: Tx) -> None:
        for name in ("review_decisions", "review_hurdles", "recordings", "reviews"):
            tx._connection.execute(f"DELETE FROM {name}")
        tx.update("meetings", world.ids["amina.standard.meeting"], state="cancelled")
        tx.update("accounts", world.ids["amina"], language="de")

    parts.database.write_now("", NOW_TEXT, nothing)
    page = browser_of("amina").get("/review").text
    assert "Gerade ist kein Gespräch über Ihren Plan geplant." in page
    assert "tel:" in page
    assert browser_of("amina").post("/review", data={"good": "Gut"}).status_code == 409


def test_closed_plan_can_be_read_but_not_prepared(browser_of: Browser, parts: Any, world: World) -> None:
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.update("cases", world.ids["amina.case"], state="closed"))
    amina = browser_of("amina")
    assert 'action="/review"' not in amina.get("/review").text
    assert amina.post("/review", data={"good": "Gut"}).status_code == 409
    assert amina.post("/review/recordings", data={"part": "good"}, files=SOUND).status_code == 409


@pytest.mark.requirement("R12")
def test_plan_that_was_reached_is_not_told_to_begin_soon(browser_of: Browser, parts: Any, world: World) -> None:
    in_german(parts, world)

    def reach(tx: Tx) -> None:
        for goal in tx.rows("goals.of_case", case_id=world.ids["amina.case"], high="no"):
            tx.update("goals", goal["id"], state="achieved")

    parts.database.write_now(world.ids["amina"], NOW_TEXT, reach)
    page = browser_of("amina").get("/today").text
    assert "Gerade gibt es keinen offenen Schritt." in page
    assert "fängt bald an" not in page
