"""Goals and steps at the desk, as forms without a script send them."""

import re
from typing import Any

import pytest

from pwa_server.storage import catalogue
from tests.world import World

COURSE = "integration-course-start"
MARKUP = '<img src=x onerror=alert(1)> <b hx-get="/today">x</b>'
OVERRIDE = "abc\u202edef"


def new_goal(browser: Any, world: World, **data: Any) -> Any:
    return browser.post(f"/desk/cases/{world.ids['amina.case']}/goals", data=data)


def from_block(browser: Any, world: World, **more: Any) -> Any:
    key = f"block.{COURSE}.s2"
    form = {
        "block": COURSE,
        "step": [key],
        f"responsible:{key}": "client",
        f"due:{key}": "2026-12-08",
        "value:level": "B1",
    }
    return new_goal(browser, world, **(form | more))


def own(**more: str) -> dict[str, str]:
    return {
        "title": "Ich möchte schwimmen.",
        "life_area": "social",
        "own_words_language": "",
        "sensitivity": "standard",
    } | more


def test_searching_shows_the_blocks_that_hold_the_words(browser_of, world: World) -> None:
    path = f"/desk/cases/{world.ids['amina.case']}/goals/new"
    karin = browser_of("karin")
    whole = karin.get(path)
    assert whole.text.count("?block=") == len(catalogue.blocks())
    part = karin.get(path, params={"q": "kita"}, headers={"HX-Request": "true", "HX-Request-Type": "partial"})
    assert 0 < part.text.count("?block=") < 5
    assert "<html" not in part.text
    assert "?own=1" in karin.get(path, params={"q": "qqqqq"}).text


def test_block_shows_the_note_and_proposes_working_days(browser_of, world: World) -> None:
    page = browser_of("karin").get(f"/desk/cases/{world.ids['amina.case']}/goals/new?block={COURSE}")
    assert catalogue.blocks()[COURSE].staff_note.split(" ")[0] in page.text
    days = re.findall(r'type="date" name="due:[^"]*" value="([^"]+)"', page.text)
    assert days[:2] == ["2026-12-01", "2026-12-08"]
    assert 'id="value-level"' in page.text


def test_text_that_is_due_for_checking_warns_and_can_be_taken(browser_of, world: World, clock) -> None:
    path = f"/desk/cases/{world.ids['badr.case']}/goals/new?block={COURSE}"
    warning = "Dieser Text ist lange nicht geprüft."
    assert warning not in browser_of("karin").get(path).text
    clock.at = clock.at.replace(year=2028)
    late = browser_of("karin").get(path)
    assert (late.status_code, warning in late.text) == (200, True)


def test_person_without_a_mentor_gets_the_wording_for_it(browser_of, world: World) -> None:
    key = "block.literacy-course-start.s2"
    german = catalogue.german()
    amina = browser_of("karin").get(f"/desk/cases/{world.ids['amina.case']}/goals/new?block=literacy-course-start").text
    badr = browser_of("karin").get(f"/desk/cases/{world.ids['badr.case']}/goals/new?block=literacy-course-start").text
    assert german[key] in amina
    assert german[f"{key}.without_mentor"] not in amina
    assert german[f"{key}.without_mentor"] in badr


def test_block_becomes_a_goal_and_its_gap_is_filled_for_the_client(browser_of, world: World) -> None:
    made = from_block(browser_of("karin"), world, agreed="y")
    assert made.status_code == 303
    page = browser_of("karin").get(made.headers["location"])
    assert catalogue.german()[f"block.{COURSE}.s2"] in page.text
    assert "bis B1" in page.text
    assert "2026" in browser_of("amina").get("/plan").text


def test_empty_gap_and_wrong_day_are_said_and_nothing_typed_is_lost(browser_of, world: World) -> None:
    karin = browser_of("karin")
    empty = from_block(karin, world, **{"value:level": "", "own_words": "bleibt stehen"})
    assert (empty.status_code, "Bitte füllen Sie alle Lücken aus." in empty.text, "bleibt stehen" in empty.text) == (
        422,
        True,
        True,
    )
    assert from_block(karin, world, **{f"due:block.{COURSE}.s2": "morgen"}).status_code == 422
    assert from_block(karin, world, **{f"responsible:block.{COURSE}.s2": "nobody"}).status_code == 422
    assert new_goal(karin, world, block="no-such-block").status_code == 422


@pytest.mark.fault("F35")
def test_typed_markup_and_direction_signs_are_text(browser_of, world: World) -> None:
    karin = browser_of("karin")
    made = new_goal(karin, world, **own(title=MARKUP, own_words=OVERRIDE, own_words_language="ar"))
    page = karin.get(made.headers["location"])
    assert "<img src=x" not in page.text
    assert "<b hx-get" not in page.text
    assert "\u202e" not in page.text
    assert "abcdef" in page.text
    plan = browser_of("amina").get("/plan").text
    assert "<img src=x" not in plan
    assert "<b hx-get" not in plan


def test_missing_translation_is_german_marked_as_german_for_the_client(browser_of, world: World) -> None:
    karin = browser_of("karin")
    goal = new_goal(karin, world, **own()).headers["location"]
    assert "Übersetzung fehlt" in karin.get(goal).text
    plan = browser_of("amina").get("/plan").text
    german = plan.index("Ich möchte schwimmen.")
    assert 'lang="de"' in plan[german - 60 : german]
    assert "Deutsch</span>" in plan[german : german + 120]


def test_translation_is_a_draft_until_a_speaker_has_checked_it(browser_of, world: World) -> None:
    karin = browser_of("karin")
    goal = new_goal(karin, world, **own(translation="أريد أن أسبح")).headers["location"]
    assert "Übersetzung noch nicht geprüft" in karin.get(goal).text
    assert "أريد أن أسبح" in browser_of("amina").get("/plan").text
    checked = karin.post(f"{goal}/translations", data={"text": "أريد أن أسبح", "checked": "y"})
    assert checked.status_code == 303
    page = karin.get(goal).text
    assert "Übersetzung geprüft" in page
    assert world.canaries["karin.name"] in page


@pytest.mark.fault("F08")
def test_second_writer_sees_both_texts_and_may_choose(browser_of, world: World) -> None:
    path = f"/desk/steps/{world.ids['amina.standard.step1']}"
    form = {"version": "1", "responsible": "client", "partner_id": "", "place": "", "with_whom": "", "due_on": ""}
    karin, dora = browser_of("karin"), browser_of("dora")
    assert karin.post(path, data=form | {"text": "Was Karin schrieb"}).status_code == 303
    answer = dora.post(path, data=form | {"text": "Was Dora schrieb"})
    assert answer.status_code == 409
    assert "Was Karin schrieb" in answer.text
    assert "Was Dora schrieb" in answer.text
    version = re.search(r'name="version" value="(\d+)"', answer.text)
    assert version is not None
    assert dora.post(path, data=form | {"text": "Was Dora schrieb", "version": version[1]}).status_code == 303
    assert "Was Dora schrieb" in karin.get(path).text


def test_goal_shows_both_texts_to_the_second_writer(browser_of, world: World) -> None:
    path = f"/desk/goals/{world.ids['amina.standard.goal']}"
    form = {"version": "1", "own_words": "", "own_words_language": "", "sensitivity": "standard"}
    assert browser_of("karin").post(path, data=form | {"title": "Satz eins"}).status_code == 303
    answer = browser_of("dora").post(path, data=form | {"title": "Satz zwei"})
    assert (answer.status_code, "Satz eins" in answer.text, "Satz zwei" in answer.text) == (409, True, True)


@pytest.mark.parametrize("version", ["", "x", "1.5", "9" * 30])
def test_unreadable_version_changes_nothing(browser_of, world: World, version: str) -> None:
    path = f"/desk/steps/{world.ids['amina.standard.step1']}/removal"
    assert browser_of("karin").post(path, data={"version": version}).status_code in (409, 422)
    assert browser_of("karin").get(f"/desk/steps/{world.ids['amina.standard.step1']}").status_code == 200


def test_card_is_previewed_in_the_clients_language_and_kept_only_on_saving(browser_of, world: World, parts) -> None:
    path = f"/desk/goals/{world.ids['amina.standard.goal']}/steps"
    form = {"how": "card", "action": "bring", "document": "photo", "responsible": "client", "place": "Jobcenter"}
    karin = browser_of("karin")
    part = karin.post(f"{path}/preview", data=form, headers={"HX-Request": "true", "HX-Request-Type": "partial"})
    whole = karin.post(f"{path}/preview", data=form)
    for answer in (part, whole):
        assert answer.status_code == 200
        assert "Passfoto" in answer.text
        assert 'dir="rtl"' in answer.text
        assert "Jobcenter" in answer.text
    assert "<html" not in part.text
    count = "SELECT id FROM steps WHERE goal_id = ?"
    goal_id = world.ids["amina.standard.goal"]
    assert len(list(parts.database.utils().query(count, [goal_id]))) == 2
    assert karin.post(path, data=form).status_code == 303
    assert len(list(parts.database.utils().query(count, [goal_id]))) == 3


def test_free_sentence_and_catalogue_step_are_added(browser_of, world: World) -> None:
    goal = f"/desk/goals/{world.ids['amina.standard.goal']}"
    karin = browser_of("karin")
    words = {"how": "words", "text": "Rufen Sie Herrn Muster an.", "responsible": "client", "translation": "اتصلوا"}
    assert karin.post(f"{goal}/steps", data=words).status_code == 303
    gap = {"how": "catalogue", "key": "block.german-exam-pass.s5", "responsible": "client"}
    assert karin.post(f"{goal}/steps", data=gap).status_code == 422
    assert karin.post(f"{goal}/steps", data=gap | {"value:date": "2026-12-24"}).status_code == 303
    page = karin.get(goal).text
    assert "24.12.2026" in page
    assert "اتصلوا" in page


@pytest.mark.parametrize(
    "form",
    [
        {"how": "magic"},
        {"how": "card", "action": "fly", "responsible": "client"},
        {"how": "words", "text": "", "responsible": "client"},
        {"how": "words", "text": "x" * 301, "responsible": "client"},
        {"how": "words", "text": "Etwas", "responsible": "client", "due_on": "bald"},
        {"how": "catalogue", "key": "block.none.s1", "responsible": "client"},
    ],
)
def test_unreadable_step_is_refused_and_changes_nothing(browser_of, world: World, form: dict[str, str]) -> None:
    goal = f"/desk/goals/{world.ids['amina.standard.goal']}"
    before = browser_of("karin").get(goal).text.count('id="step-')
    assert browser_of("karin").post(f"{goal}/steps", data=form).status_code == 422
    assert browser_of("karin").get(goal).text.count('id="step-') == before


def test_transition_that_does_not_exist_answers_409(browser_of, world: World) -> None:
    goal = f"/desk/goals/{world.ids['amina.standard.goal']}"
    step = f"/desk/steps/{world.ids['amina.standard.step1']}"
    karin = browser_of("karin")
    assert karin.post(f"{goal}/state", data={"to": "agreed", "version": "1"}).status_code == 409
    assert karin.post(f"{step}/state", data={"to": "open", "version": "1"}).status_code == 409
    assert karin.post(f"{step}/state", data={"to": "nonsense", "version": "1"}).status_code in (409, 422)
    assert (
        karin.post(f"{step}/state", data={"to": "blocked", "obstacle": "waiting_time", "version": "1"}).status_code
        == 303
    )


def test_opening_is_written_down_once_in_fifteen_minutes(browser_of, world: World, parts) -> None:
    for _ in range(3):
        browser_of("karin").get(f"/desk/goals/{world.ids['amina.standard.goal']}")
    rows = list(
        parts.database.utils().query("SELECT reason, times FROM access_log WHERE actor_id = ?", [world.ids["karin"]])
    )
    assert rows == [{"reason": "goal", "times": 3}]


def test_goals_are_ordered_on_the_case_page_without_numbers(browser_of, world: World) -> None:
    karin, case_url = browser_of("karin"), f"/desk/cases/{world.ids['amina.case']}"
    first, second = (f'href="/desk/goals/{world.ids[f"amina.{kind}.goal"]}"' for kind in ("standard", "high"))
    page = karin.get(case_url).text
    assert page.index(first) < page.index(second)
    moved = karin.post(f"/desk/goals/{world.ids['amina.high.goal']}/place", data={"direction": "up"})
    assert (moved.status_code, moved.headers["location"]) == (303, f"{case_url}#goals-title")
    page = karin.get(case_url).text
    assert page.index(second) < page.index(first)
    assert "priority" not in page


@pytest.mark.requirement("R04")
def test_own_words_stand_on_the_form_and_can_not_be_written_over(browser_of, world: World) -> None:
    karin, goal_id = browser_of("karin"), world.ids["amina.standard.goal"]
    page = karin.get(f"/desk/goals/{goal_id}/edit").text
    assert world.canaries["amina.standard.goal.own_words"] in page
    assert 'name="own_words"' not in page
    form = {"version": "1", "title": "Ein anderer Satz", "own_words": "Andere Worte", "own_words_language": "de"}
    assert karin.post(f"/desk/goals/{goal_id}", data=form | {"sensitivity": "standard"}).status_code == 303
    shown = browser_of("amina").get(f"/goals/{goal_id}").text
    assert world.canaries["amina.standard.goal.own_words"] in shown
    assert "Andere Worte" not in shown


def test_step_of_an_office_that_nobody_entered_names_no_other_one(browser_of: Any, world: World) -> None:
    page = browser_of("karin").get(f"/desk/cases/{world.ids['amina.case']}/goals/new?block=bank-account-open").text
    [offices] = re.findall(
        r'<select[^>]*name="partner:block.bank-account-open.s3"[^>]*>(.*?)</select>', page, re.DOTALL
    )
    assert "Sprachschule" in offices, "it can be chosen"
    assert "selected" not in offices, "and is no bank"
