"""The review at the desk: two columns, decisions, how it goes on; and the recordings of a case."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from pwa_server.storage.database import Tx
from tests.world import NOW_TEXT, World
from tests.worlds.reviews import SILENCE

Browser = Callable[..., TestClient]
SOUND = {"sound": ("voice.wav", SILENCE, "audio/wav")}
NEXT = {
    "do": "finish", "version": "1", "outcome": "book", "day": "2026-12-18", "clock": "10:00", "minutes": "60",
    "place_kind": "office", "place": "Büro 7", "interpreter_language": "ar",
}  # fmt: skip


def path(world: World, more: str = "review") -> str:
    return f"/desk/cases/{world.ids['amina.case']}/{more}"


def reviews(parts: Any, world: World) -> list[Any]:
    read = parts.database.read(world.ids["karin"], NOW_TEXT)
    return list(read.rows("reviews.of_case", case_id=world.ids["amina.case"]))


@pytest.mark.requirement("R12")
def test_balance_has_two_columns_with_coded_hurdles(browser_of: Browser, world: World) -> None:
    browser_of("amina").post("/review", data={"good": "كل شيء", "hurdles": "worry", "rating": "4"})
    page = browser_of("karin").get(path(world)).text
    person, _, office = page.partition("<h2>Beratung</h2>")
    assert "كل شيء" in person
    assert "Ich mache mir Sorgen" in person
    assert "Gut" in person
    assert 'name="good"' in office
    assert office.count('name="hurdles"') == 17


@pytest.mark.requirement("R11")
def test_goals_and_steps_each_have_their_decisions(browser_of: Browser, world: World) -> None:
    page = browser_of("karin").get(path(world)).text
    for name in ("goal:{amina.standard.goal}", "goal:{amina.high.goal}", "step:{amina.standard.step1}"):
        kind, _, place = name.partition(":")
        field = f"{kind}:{world.ids[place.strip('{}')]}"
        assert set(re.findall(rf'name="{field}" value="([a-z_]+)"', page)) == {
            "continue", "changed", "achieved", "not_needed", "dropped",
        }, name  # fmt: skip


def test_draft_waits_with_everything_that_was_decided(browser_of: Browser, parts: Any, world: World) -> None:
    goal = f"goal:{world.ids['amina.standard.goal']}"
    karin = browser_of("karin")
    draft = {
        "version": "1",
        "good": "Viel",
        goal: "changed",
        goal.replace(":", "_words:"): "Frauenkurs",
        "hurdles": "cost",
    }
    answer = karin.post(path(world), data=draft)
    assert answer.headers["location"] == path(world) + "?kept=1"
    page = karin.get(answer.headers["location"]).text
    assert "Am Plan ist noch nichts geändert." in page
    assert re.search(rf'name="{goal}" value="changed" checked', page)
    assert 'value="Frauenkurs"' in page
    assert 'value="cost" checked' in page


@pytest.mark.requirement("R11")
def test_finished_review_books_the_next_and_shows_the_result(browser_of: Browser, parts: Any, world: World) -> None:
    karin = browser_of("karin")
    goal = f"goal:{world.ids['amina.standard.goal']}"
    answer = karin.post(path(world), data=NEXT | {goal: "achieved", "good": "Geschafft", "read_back": "y"})
    assert (answer.status_code, answer.headers["location"]) == (303, path(world) + "?done=1")
    page = karin.get(answer.headers["location"]).text
    assert "der Person vorgelesen" in page
    latest = reviews(parts, world)[0]
    assert f"/desk/meetings/{latest['next_meeting_id']}" in page
    assert karin.get(f"/desk/meetings/{latest['next_meeting_id']}").status_code == 200


def test_changed_goal_leads_to_the_new_version_of_the_agreement(browser_of: Browser, parts: Any, world: World) -> None:
    utils = parts.database.utils()
    utils.conn.execute(
        "UPDATE agreement_versions SET state = 'in_force' WHERE state = 'offered' AND case_id = ?",
        [world.ids["amina.case"]],
    )
    goal = f"goal:{world.ids['amina.standard.goal']}"
    changed = {goal: "changed", goal.replace(":", "_words:"): "Ich lerne im Frauenkurs."}
    karin = browser_of("karin")
    page = karin.get(karin.post(path(world), data=NEXT | changed).headers["location"]).text
    draft = next(iter(utils.query("SELECT id FROM agreement_versions WHERE state = 'draft'")))["id"]
    assert f"/desk/agreements/{draft}" in page
    assert "Neue Sätze brauchen noch eine Übersetzung." in page


@pytest.mark.requirement("R11")
@pytest.mark.parametrize(
    ("change", "status", "words"),
    [
        ({"outcome": ""}, 409, "Wie geht es weiter?"),
        ({"day": ""}, 422, ""),
        ({"place": ""}, 422, ""),
        ({"clock": "25:99"}, 422, ""),
        ({"day": "2026-12-25"}, 422, "Feiertag"),
        ({"outcome": "fulfilled"}, 409, "warum der Plan zu Ende ist"),
        ({"outcome": "fulfilled", "reason": "goals_met"}, 409, "Sagt die Person Ja?"),
        ({"outcome": "fulfilled", "reason": "goals_met", "confirmed": "client"}, 409, "noch offene Ziele"),
        ({"outcome": "ended", "confirmed": "told", "told": " "}, 409, "Sagt die Person Ja?"),
        ({"hurdles": "missed"}, 422, "eines davon"),
        ({"good": "x" * 2001}, 422, "zu lang"),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    browser_of: Browser, parts: Any, world: World, change: dict[str, str], status: int, words: str
) -> None:
    form = NEXT | {"hard": "DasBleibtStehen"} | change
    answer = browser_of("karin").post(path(world), data=form)
    assert answer.status_code == status
    assert "DasBleibtStehen" in answer.text
    assert words in answer.text
    assert [row["state"] for row in reviews(parts, world)] == ["open", "finished"]


def test_day_off_can_be_taken_on_purpose(browser_of: Browser, world: World) -> None:
    karin = browser_of("karin")
    asked = karin.post(path(world), data=NEXT | {"day": "2026-12-25"}).text
    accepted = re.search(r'name="accepted"[^>]*value="([^"]+)"', asked)
    assert accepted
    assert karin.post(path(world), data=NEXT | {"day": "2026-12-25", "accepted": accepted[1]}).status_code == 303


def test_older_form_is_told_that_somebody_was_faster(browser_of: Browser, world: World) -> None:
    karin = browser_of("karin")
    karin.post(path(world), data={"version": "1", "good": "Zuerst"})
    answer = karin.post(path(world), data={"version": "1", "good": "Danach"})
    assert answer.status_code == 409
    assert "Danach" in answer.text
    assert karin.post(path(world), data={"version": "abc"}).status_code == 422


@pytest.mark.requirement("R13")
@pytest.mark.parametrize(
    ("reason", "title"),
    [("goals_met", "Die Ziele sind erreicht."), ("no_support_needed", "Die Person braucht keine Unterstützung mehr.")],
)
def test_both_ways_of_a_good_end_are_selectable(browser_of: Browser, world: World, reason: str, title: str) -> None:
    karin = browser_of("karin")
    page = karin.get(path(world)).text
    assert f'name="reason" value="{reason}"' in page
    goals = {f"goal:{world.ids[f'amina.{kind}.goal']}": "achieved" for kind in ("standard", "high")}
    end = {
        "do": "finish",
        "version": "1",
        "outcome": "fulfilled",
        "reason": reason,
        "confirmed": "told",
        "told": "Anruf",
    }
    assert karin.post(path(world), data=end | goals).status_code == 303
    assert f"· {title}</summary>" in karin.get(path(world)).text


def test_deputy_reads_a_review_and_writes_nothing(browser_of: Browser, world: World) -> None:
    dora = browser_of("dora")
    page = dora.get(path(world)).text
    assert world.canaries["amina.review.open.client_hard"] in page
    assert world.canaries["amina.review.staff_good"] in page
    assert world.canaries["amina.high.decision"] not in page
    assert f'action="{path(world)}"' not in page
    assert dora.post(path(world), data={"version": "1"}).status_code == 403


def test_opening_a_review_can_be_read_by_the_client(browser_of: Browser, parts: Any, world: World) -> None:
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.update("accounts", world.ids["amina"], language="de"))
    browser_of("karin").get(path(world))
    assert "Hat die Gespräche über Ihren Plan angesehen." in browser_of("amina").get("/sharing").text


def test_turned_screen_speaks_the_clients_language_and_hides_protected_goals(browser_of: Browser, world: World) -> None:
    page = browser_of("karin").get(path(world, "review/turned")).text
    assert '<html lang="ar" dir="rtl"' in page
    assert world.canaries["amina.review.open.client_hard"] in page
    assert world.canaries["amina.high.step1.text"] not in page


def test_client_and_desk_hear_what_was_recorded(browser_of: Browser, world: World) -> None:
    karin = browser_of("karin")
    form = {"about": f"goal:{world.ids['amina.standard.goal']}", "language": "fa-AF", "speaker": "interpreter"}
    assert karin.post(path(world, "recordings"), data=form, files=SOUND).headers["location"] == path(
        world, "recordings"
    )
    page = karin.get(path(world, "recordings")).text
    assert "Übersetzung" in page
    newest = re.findall(r'<audio[^>]*src="(/desk/recordings/[^"]+)"', page)[0]
    assert karin.get(newest).content == SILENCE
    assert browser_of("amina").get(newest.replace("/desk", "")).content == SILENCE
    assert karin.post(f"{newest}/removal").status_code == 303
    assert karin.get(newest).status_code == 404


@pytest.mark.parametrize(
    ("about", "status"),
    [
        ("", 422),
        ("goal:", 404),
        ("goal:nonsense", 404),
        ("review:{amina.review.open}", 422),
        ("goal:{badr.standard.goal}", 404),
    ],
)
def test_recording_for_nothing_is_refused(browser_of: Browser, world: World, about: str, status: int) -> None:
    for name, value in world.ids.items():
        about = about.replace("{" + name + "}", value)
    answer = browser_of("karin").post(path(world, "recordings"), data={"about": about}, files=SOUND)
    assert answer.status_code == status


@pytest.mark.parametrize(("name", "page"), [("karin", "desk"), ("amina", "/review")])
def test_pages_with_many_reviews_and_goals_ask_the_database_as_often_as_with_few(
    browser_of: Browser, parts: Any, world: World, name: str, page: str
) -> None:
    reader, page = browser_of(name), path(world) if page == "desk" else page
    reader.get(page)
    few = queries(parts, lambda: reader.get(page))

    def more(tx: Tx) -> None:
        for number in range(20):
            tx.insert(
                "reviews", case_id=world.ids["amina.case"], state="finished", held_on="2026-03-01", outcome="next",
                client_rating=3, opened_at=NOW_TEXT, opened_by=world.ids["karin"], finished_at=NOW_TEXT,
                finished_by=world.ids["karin"],
            )  # fmt: skip
            goal = tx.insert(
                "goals", case_id=world.ids["amina.case"], life_area="work", title_sealed=f"Ziel {number}",
                state="agreed", priority=number, made_at=NOW_TEXT,
            )  # fmt: skip
            tx.insert(
                "steps", goal_id=goal, case_id=world.ids["amina.case"], position=1, responsible="client",
                text_sealed="Schritt", state="open", state_at=NOW_TEXT, made_at=NOW_TEXT,
            )  # fmt: skip

    parts.database.write_now("", NOW_TEXT, more)
    assert queries(parts, lambda: reader.get(page)) == few


def queries(parts: Any, work: Callable[[], Any]) -> int:
    """How many statements the reading connection runs for this."""
    seen: list[str] = []
    parts.database._reading.set_trace_callback(seen.append)
    assert work().status_code == 200
    parts.database._reading.set_trace_callback(None)
    return len(seen)
