"""Agreements at the desk: from the draft to the version that counts, and what a deputy sees of it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from pwa_server.domain import agreements as rules
from pwa_server.storage.database import Tx
from tests.world import World
from tests.worlds import agreements as plant


@pytest.fixture
def page(world: World) -> str:
    return f"/desk/agreements/{world.ids['amina.agreement']}"


def row(parts: Any, world: World) -> dict[str, Any]:
    return dict(parts.database.utils()["agreement_versions"].get(world.ids["amina.agreement"]))


def change(parts: Any, table: str, row_id: str, **changes: Any) -> None:
    parts.database.write_now("", parts.now(), Tx.update, table, row_id, **changes)


def hidden_fields(html: str, action: str) -> dict[str, str]:
    form = html.split(f'action="{action}"', 1)[1].split("</form>")[0]
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))


def test_draft_shows_the_text_of_today_and_offers_what_is_ticked(
    browser_of: Any, page: str, parts: Any, world: World
) -> None:
    plant.draft(parts, world)
    karin = browser_of("karin")
    shown = karin.get(page).text
    assert world.canaries["amina.standard.goal.title"] in shown
    assert world.canaries["amina.high.goal.title"] not in shown
    form = hidden_fields(shown, f"{page}/offer")
    answer = karin.post(f"{page}/offer", data=form | {"goals": world.ids["amina.standard.goal"]})
    assert answer.status_code == 303
    assert row(parts, world)["state"] == "offered"
    assert len(row(parts, world)["hash"]) == 64


def test_proposal_is_named_with_a_link_and_can_not_be_ticked(
    browser_of: Any, page: str, parts: Any, world: World
) -> None:
    goal = world.ids["amina.standard.goal"]
    plant.draft(parts, world)
    change(parts, "goals", goal, state="proposed")
    karin = browser_of("karin")
    shown = karin.get(page).text
    assert "Das ist noch ein Vorschlag." in shown
    assert f'href="/desk/goals/{goal}"' in shown
    assert f'name="goals" value="{goal}"' not in shown
    change(parts, "goals", goal, state="agreed")
    shown = karin.get(page).text
    assert "Das ist noch ein Vorschlag." not in shown
    assert f'name="goals" value="{goal}"' in shown


def test_version_that_waits_for_a_goal_leads_to_it(browser_of: Any, page: str, parts: Any, world: World) -> None:
    goal = world.ids["amina.standard.goal"]
    change(parts, "goals", goal, state="dropped")
    assert f'href="/desk/goals/{goal}"' in browser_of("karin").get(page).text


def test_offer_without_a_goal_says_what_is_missing(browser_of: Any, page: str, parts: Any, world: World) -> None:
    plant.draft(parts, world)
    karin = browser_of("karin")
    answer = karin.post(f"{page}/offer", data=hidden_fields(karin.get(page).text, f"{page}/offer"))
    assert answer.status_code == 409
    assert "In der Vereinbarung steht noch kein Ziel." in answer.text
    assert row(parts, world)["state"] == "draft"


def test_offer_of_an_older_page_is_refused(browser_of: Any, page: str, parts: Any, world: World) -> None:
    plant.draft(parts, world)
    karin = browser_of("karin")
    form = hidden_fields(karin.get(page).text, f"{page}/offer") | {"goals": world.ids["amina.standard.goal"]}
    browser_of("amina").post(f"/steps/{world.ids['amina.standard.step1']}/reports", data={"report": "done"})
    assert karin.post(f"{page}/offer", data=form).status_code == 409
    assert row(parts, world)["state"] == "draft"


@pytest.mark.requirement("R10")
def test_signing_screen_asks_for_the_review_and_counts_with_it(
    browser_of: Any, page: str, parts: Any, world: World
) -> None:
    change(parts, "meetings", world.ids["amina.standard.meeting"], state="cancelled")
    karin, amina = browser_of("karin"), browser_of("amina")
    signed = {"hash": world.ids["amina.agreement.hash"]}
    assert amina.post(f"/agreement/{world.ids['amina.agreement']}/signature", data=signed).status_code == 303
    assert karin.post(f"{page}/signature", data=signed).status_code == 303
    other = world.ids["amina.agreement.other"]
    assert karin.post(f"/desk/agreement-signatures/{other}", data={"method": "paper_scan"}).status_code == 303
    assert row(parts, world)["state"] == "partly_signed"
    assert karin.post(f"{page}/state", data={"to": "in_force"}).status_code == 409
    asked = karin.get(page).text
    assert f'action="{page}/review"' in asked
    assert "Ab jetzt gilt die Vereinbarung" not in asked, "not while the meeting is missing"
    review = {"day": "2027-02-02", "clock": "10:00", "minutes": "60", "place_kind": "office", "place": "Büro"}
    assert karin.post(f"{page}/review", data=review | {"day": "2026-11-23"}).status_code == 422
    sunday = karin.post(f"{page}/review", data=review | {"day": "2027-01-31", "interpreter_language": "ar"})
    assert sunday.status_code == 422
    assert 'name="accepted" value="2027-01-31 10:00"' in sunday.text, "a day off is asked about once more"
    assert "Trotzdem eintragen" in sunday.text
    assert karin.post(f"{page}/review", data=review | {"interpreter_language": "ar"}).status_code == 303
    booked = next(parts.database.utils()["meetings"].rows_where("local_date = '2027-02-02'"))
    assert (booked["kind"], booked["interpreter_language"], booked["interpreter_state"]) == ("review", "ar", "needed")
    assert row(parts, world)["state"] == "in_force"
    assert row(parts, world)["review_meeting_id"] == booked["id"]


@pytest.mark.requirement("R08")
def test_staff_sign_only_just_after_their_password(
    browser_of: Any, page: str, parts: Any, world: World, clock: Any
) -> None:
    karin = browser_of("karin")
    clock.at = clock.at.replace(minute=11)
    answer = karin.post(f"{page}/signature", data={"hash": world.ids["amina.agreement.hash"]})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/pin?next={page}")
    assert row(parts, world)["state"] == "offered"


def test_deputy_reads_without_a_single_button(browser_of: Any, page: str, world: World) -> None:
    shown = browser_of("dora").get(page).text.split("<main", 1)[1].split("</main>")[0]
    assert world.canaries["amina.standard.goal.title"] in shown
    forms = re.findall(r'<form[^>]*action="([^"]*)"', shown)
    assert all(action.startswith("/desk/agreement-answers/") for action in forms)
    listed = browser_of("dora").get(f"/desk/cases/{world.ids['amina.case']}/agreements").text
    assert f'action="/desk/cases/{world.ids["amina.case"]}/agreements"' not in listed


def test_each_look_at_it_is_written_down_for_the_client(browser_of: Any, page: str, parts: Any, world: World) -> None:
    browser_of("karin").get(page)
    browser_of("dora").get(f"{page}/print")
    log = {(r["actor_id"], r["reason"]) for r in parts.database.utils()["access_log"].rows}
    assert {(world.ids["karin"], "agreement"), (world.ids["dora"], "print")} <= log


def test_what_the_client_said_stands_there_until_it_was_read(
    browser_of: Any, page: str, parts: Any, world: World
) -> None:
    karin = browser_of("karin")
    question = world.canaries["amina.agreement.question"]
    assert question in karin.get("/desk").text
    assert question in karin.get(page).text
    answer = world.ids["amina.agreement.question"]
    assert karin.post(f"/desk/agreement-answers/{answer}/seen").status_code == 303
    assert question not in karin.get("/desk").text


def test_version_in_force_says_what_the_plan_says_differently(
    browser_of: Any, page: str, parts: Any, world: World
) -> None:
    change(parts, "agreement_versions", world.ids["amina.agreement"], state="in_force", in_force_at=parts.now())
    karin = browser_of("karin")
    assert "Der Plan sagt heute etwas anderes" not in karin.get(page).text
    change(parts, "steps", world.ids["amina.standard.step1"], due_on="2027-03-01")
    shown = karin.get(page).text.split('id="since"', 1)[1].split("</section>")[0]
    assert "Geändert" in shown
    assert "01.12.2026" in shown
    assert "01.03.2027" in shown


def test_new_version_tells_the_difference_to_both_in_their_languages(
    browser_of: Any, page: str, parts: Any, world: World
) -> None:
    change(parts, "agreement_versions", world.ids["amina.agreement"], state="in_force", in_force_at=parts.now())
    karin, case = browser_of("karin"), world.ids["amina.case"]
    began = karin.post(f"/desk/cases/{case}/agreements", data={"reason": "Neuer Tag"})
    second = began.headers["location"]
    change(parts, "steps", world.ids["amina.standard.step1"], due_on="2027-03-01")
    form = hidden_fields(karin.get(second).text, f"{second}/offer")
    karin.post(f"{second}/offer", data=form | {"goals": world.ids["amina.standard.goal"]})
    at_desk = karin.get(second).text.split('id="differences"', 1)[1].split("</section>")[0]
    assert "01.03.2027" in at_desk
    at_home = browser_of("amina").get("/agreement").text
    assert "Neuer Tag" in at_home
    told = at_home.split("doc__changes", 1)[1].split("</ul>")[0]
    assert "مارس" in told
    # What was and what is now have a word of their own, in her language alone: strokes can't be heard.
    before, now = told.split("doc__turn--now", 1)
    assert "من قبل" in before
    assert "01.12.2026" in before
    assert "الآن" in now
    assert "01.03.2027" in now
    assert "Geändert" not in told
    assert "Vorher" in at_desk
    assert "Jetzt" in at_desk


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"method": "app_confirm"}, 422),
        ({"method": ""}, 422),
        ({"method": "oral_read_aloud", "explained_in": "klingon", "interpreter": "X"}, 422),
        ({"method": "oral_read_aloud", "explained_in": "ar", "witness": "Frau Muster"}, 303),
    ],
)
def test_how_somebody_signed_is_one_of_the_ways_that_there_are(
    browser_of: Any, world: World, form: dict[str, str], status: int
) -> None:
    place = f"/desk/agreement-signatures/{world.ids['amina.agreement.client']}"
    assert browser_of("karin").post(place, data=form).status_code == status


def test_no_file_and_no_drawing_is_taken(parts: Any) -> None:
    columns = set(parts.database.utils()["agreement_signatures"].columns_dict)
    assert not {name for name in columns if re.search("file|image|drawing|scan|blob|picture", name)}


@pytest.mark.parametrize("to", ["nonsense", ""])
def test_states_that_do_not_exist_are_refused(browser_of: Any, page: str, parts: Any, world: World, to: str) -> None:
    assert browser_of("karin").post(f"{page}/state", data={"to": to, "version": "1"}).status_code == 422
    assert row(parts, world)["state"] == "offered"


@pytest.mark.parametrize("now", rules.STATES)
def test_every_way_by_hand_that_is_not_there_is_409_and_changes_nothing(
    browser_of: Any, page: str, parts: Any, world: World, now: str
) -> None:
    karin = browser_of("karin")
    by_hand = {"draft": ["discarded"], "offered": ["draft", "declined", "discarded"]}
    by_hand["partly_signed"] = ["declined", "discarded"]
    for to in rules.STATES:
        change(parts, "agreement_versions", world.ids["amina.agreement"], state=now)
        before = row(parts, world)
        answer = karin.post(f"{page}/state", data={"to": to, "version": str(before["version"])})
        if to in by_hand.get(now, ()):
            assert answer.status_code == 303
            assert row(parts, world)["state"] == to
        else:
            assert answer.status_code == 409
            assert row(parts, world) == before


def test_how_somebody_signed_comes_back_as_it_was_written_where_something_is_missing(
    browser_of: Any, page: str, parts: Any, world: World
) -> None:
    place = world.ids["amina.agreement.client"]
    sent = {"method": "oral_read_aloud", "interpreter": "Frau Sprach", "copy_given": "y"}
    answer = browser_of("karin").post(f"/desk/agreement-signatures/{place}", data=sent)
    assert answer.status_code == 422
    assert "In welcher Sprache haben Sie vorgelesen?" in answer.text
    form = answer.text.split(f'action="/desk/agreement-signatures/{place}"', 1)[1].split("</form>")[0]
    assert 'value="Frau Sprach"' in form
    assert 'value="oral_read_aloud" checked' in form
    assert 'value="y" checked' in form
    assert row(parts, world)["state"] == "offered"
    missing = browser_of("karin").post("/desk/agreement-signatures/nothing", data=sent)
    assert missing.status_code == 404
