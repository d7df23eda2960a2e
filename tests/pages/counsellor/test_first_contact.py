"""From a new person to the first step, the talk and the decision: what the pages ask and what they never ask."""

import re

import pytest

from pwa_server.casework.plan_basis import set_plan_basis
from pwa_server.domain.information import PLAN_INFORMATION
from pwa_server.domain.problems import NotVisible
from pwa_server.domain.situation import DECLINABLE
from pwa_server.storage.database import Tx
from tests.world import NOW_TEXT, TODAY, World

JUST_ENOUGH = {"name": "Sonne", "language": "ar", "path": "plan", "consent": "given", "channel": "oral"}
QUICK = {f"{name}_{number}": "" for name in ("action", "document", "text", "due") for number in (1, 2, 3)} | {
    f"responsible_{number}": "client" for number in (1, 2, 3)
}


def stored(parts, sql: str, *args: str) -> list[dict]:
    return list(parts.database.utils().query(sql, list(args)))


@pytest.mark.requirement("R14")
def test_from_nothing_to_the_first_step_on_two_screens(browser_of, parts, world: World) -> None:
    karin = browser_of("karin")
    first = karin.post("/desk/cases/new", data=JUST_ENOUGH | {"path": "acute_help", "phone": ""})
    second = first.headers["location"]
    assert second.endswith("/acute")
    page = karin.get(second).text
    fields = set(re.findall(r'<(?:input|select|textarea)[^>]* name="(\w+)"', page)) - {"request_key"}
    assert fields == {"life_area", *QUICK}, "no questionnaire"
    answer = karin.post(second, data={"life_area": "finance", **QUICK, "action_1": "call"})
    assert answer.status_code == 303
    case_id = second.split("/")[3]
    assert "Anrufen" in karin.get(answer.headers["location"]).text
    (case,) = stored(parts, "SELECT state, path FROM cases WHERE id = ?", case_id)
    assert case == {"state": "acute_help", "path": "acute_help"}


def test_quick_help_speaks_the_clients_language(browser_of, parts, world: World) -> None:
    karin = browser_of("karin")
    second = karin.post("/desk/cases/new", data=JUST_ENOUGH | {"path": "acute_help"}).headers["location"]
    sent = {"life_area": "housing", **QUICK, "text_1": "Den Brief mitbringen", "responsible_1": "client"}
    assert karin.post(second, data=sent).status_code == 303


@pytest.mark.parametrize(
    "wrong", [{}, {"action_1": "dance"}, {"text_1": "x" * 301}, {"responsible_1": "police", "text_1": "x"}]
)
def test_quick_help_without_a_step_shows_the_form_again(browser_of, world: World, wrong: dict[str, str]) -> None:
    karin = browser_of("karin")
    second = karin.post("/desk/cases/new", data=JUST_ENOUGH | {"path": "acute_help"}).headers["location"]
    answer = karin.post(second, data={"life_area": "housing", **QUICK} | wrong)
    assert answer.status_code == 422
    assert 'name="text_1"' in answer.text


@pytest.mark.requirement("R43")
def test_a_name_and_a_language_are_enough_and_everything_else_may_stay_open(browser_of, parts, world: World) -> None:
    karin = browser_of("karin")
    case_id = karin.post("/desk/cases/new", data=JUST_ENOUGH).headers["location"].split("/")[3]
    page = karin.get(f"/desk/cases/{case_id}/situation").text
    assert page.count("nicht gefragt") == sum(len(names) for part, names in DECLINABLE.items() if part != "strengths")
    for part in ("school", "household", "residence"):
        form = karin.get(f"/desk/cases/{case_id}/situation/{part}").text
        asked = form.count("Warum fragen wir das?")
        assert asked == form.count('name="not_said"') == len(DECLINABLE[part])
        assert "required" not in form.split("<form", 1)[1].split("</form>")[0]


@pytest.mark.requirement("R16")
def test_who_declines_everything_is_counselled_all_the_same(browser_of, parts, world: World) -> None:
    karin = browser_of("karin")
    begun = karin.post("/desk/cases/new", data=JUST_ENOUGH)
    case_id = begun.headers["location"].split("/")[3]
    case = f"/desk/cases/{case_id}"
    for part, names in DECLINABLE.items():
        if part == "strengths":
            continue
        version = re.search(r'name="version" value="(\d+)"', karin.get(f"{case}/situation/{part}").text)
        empty = {"skills_language": "", "childcare_needed": "", "residence_document": "", "residence_obligation": ""}
        sent = {"version": version.group(1), "not_said": list(names), "work_permission": "", **empty}
        assert karin.post(f"{case}/situation/{part}", data=sent).status_code == 303
    decision = {"decision": "client_declined", "reason": "Möchte keine Vereinbarung"}
    assert karin.post(f"{case}/clearing/decision", data=decision).status_code == 303
    goal = {"title": "Schwimmen", "life_area": "social", "own_words_language": "", "sensitivity": "standard"}
    assert karin.post(f"{case}/goals", data=goal).status_code == 303
    page = karin.get(case).text
    assert "Schwimmen" in page
    assert not re.search("versäumt|Mitwirkung|Pflicht|nicht erschienen", page)
    assert 'class="badge badge--stop' not in page


@pytest.mark.requirement("R16")
def test_who_wants_no_plan_has_none_and_is_counselled_all_the_same(browser_of, parts, world: World) -> None:
    karin = browser_of("karin")
    begun = karin.post("/desk/cases/new", data=JUST_ENOUGH | {"consent": "declined"})
    case = f"/desk/cases/{begun.headers['location'].split('/')[3]}"
    goal = {"title": "Schwimmen", "life_area": "social", "own_words_language": "", "sensitivity": "standard"}
    wish = {"life_area": "social", "german": "Schwimmen", "own_words": "", "own_words_language": "", "urgency": "soon"}
    quick = {"life_area": "social", "title": "Schwimmen", "text": "Anrufen", "responsible": "counsellor"}
    for path, form in (("goals", goal), ("needs", wish), ("acute", quick)):
        assert karin.post(f"{case}/{path}", data=form).status_code in (409, 422), path
    assert "Schwimmen" not in karin.get(case).text
    assert karin.post(f"{case}/contacts", data={"kind": "talk", "reached": "yes", "on_day": TODAY}).status_code == 303
    assert karin.get(f"{case}/meetings/new").status_code == 200
    no_agreement = {"decision": "client_declined", "reason": "Möchte nur reden"}
    assert karin.post(f"{case}/clearing/decision", data=no_agreement).status_code == 303
    assert stored(parts, "SELECT state FROM cases WHERE id = ?", case.split("/")[-1]) == [{"state": "new"}]
    karin.post(f"{case}/consent", data={"state": "given", "language": "de"})
    assert karin.post(f"{case}/goals", data=goal).status_code == 303


@pytest.mark.requirement("R16")
def test_the_question_at_the_start_says_that_help_is_voluntary(browser_of, world: World) -> None:
    page = browser_of("karin").get("/desk/cases/new").text
    assert "Die Hilfe ist freiwillig. Sie können immer Nein sagen." in page
    assert "Sie haben dann keinen Nachteil." in page


@pytest.fixture
def by_law(parts, world: World) -> None:
    """The cast's service is a public one that keeps plans by law."""
    changes = {"kind": "public", "plan_basis": "law"}
    parts.database.write_now("", NOW_TEXT, Tx.update, "carriers", world.ids["carrier"], **changes)


def test_where_the_law_allows_the_plan_the_page_names_no_question(browser_of, by_law: None) -> None:
    page = browser_of("karin").get("/desk/cases/new").text
    assert "Wie haben Sie es gesagt?" in page
    assert "Wie haben Sie gefragt?" not in page
    assert "Die Frage zum Plan" not in page


def test_who_only_looks_at_the_cards_has_made_none(browser_of, world: World) -> None:
    karin, case = browser_of("karin"), f"/desk/cases/{world.ids['amina.case']}"
    karin.get(f"{case}/card")
    told = karin.get(f"{case}/consents").text
    assert "Hat Ihre Karten zum Anmelden angesehen." in told
    assert "Hat eine Karte zum Anmelden gemacht." not in told
    karin.post(f"{case}/card", data={"what": "card"})
    assert "Hat eine Karte zum Anmelden gemacht." in karin.get(f"{case}/consents").text


def test_a_public_service_informs_and_asks_nothing(browser_of, parts, by_law, world: World) -> None:
    karin = browser_of("karin")
    page = karin.get("/desk/cases/new").text
    assert all(sentence in page for sentence in PLAN_INFORMATION)
    assert 'name="consent"' not in page
    assert "Dürfen wir einen Plan" not in page
    sent = {"name": "Mond", "language": "uk", "path": "plan", "channel": "oral_with_interpreter"}
    case_id = karin.post("/desk/cases/new", data=sent).headers["location"].split("/")[3]
    assert stored(parts, "SELECT purpose FROM consents WHERE case_id = ?", case_id) == []
    (told,) = stored(parts, "SELECT * FROM case_information WHERE case_id = ?", case_id)
    assert (told["text_version"], told["language"], told["channel"]) == ("2026-11", "uk", "oral_with_interpreter")
    assert "Dürfen wir einen Plan speichern?" not in karin.get(f"/desk/cases/{case_id}").text


@pytest.mark.requirement("R06")
def test_strengths_come_first_in_the_talk_and_on_paper(browser_of, world: World) -> None:
    karin = browser_of("karin")
    talk = karin.get(f"/desk/cases/{world.ids['amina.case']}/clearing").text
    places = [talk.index(words) for words in ("1. Stärken", "2. Situation", "3. Wünsche", "4. Ihre Entscheidung")]
    assert places == sorted(places)
    for browser, path in (
        (karin, f"/desk/cases/{world.ids['amina.case']}/print"),
        (browser_of("amina"), "/plan/print"),
    ):
        paper = browser.get(path).text
        strength = paper.index(world.canaries["amina.strengths"])
        assert world.canaries["amina.strengths.words"] in paper
        assert strength < paper.index(world.canaries["amina.standard.step1.text"])


@pytest.mark.requirement("R03")
@pytest.mark.parametrize(
    ("year", "words"),
    [
        ("2012", "Unter 16 Jahren"),
        ("2009", "unterschreibt auch der Vormund"),
        ("1990", "Ab 18 Jahren"),
        ("", "nicht bekannt"),
    ],
)
def test_the_talk_shows_what_holds_at_this_age(browser_of, world: World, year: str, words: str) -> None:
    karin = browser_of("karin")
    path = f"/desk/cases/{world.ids['amina.case']}/clearing"
    assert karin.post(f"{path}/birth", data={"version": "1", "birth_year": year}).status_code == 303
    page = karin.get(path).text
    assert words in page
    assert 'name="birth_month"' not in page


@pytest.mark.parametrize(
    ("year", "said", "not_said"),
    [("2010", "15 oder 16 Jahre", "Unter 16 Jahren"), ("2008", "17 oder 18 Jahre", "16 oder 17 Jahre")],
)
def test_an_age_that_is_only_assumed_is_said_as_such(
    browser_of, world: World, year: str, said: str, not_said: str
) -> None:
    """Whose birthday may still be to come is counted as younger, and the page says that it is not known."""
    karin = browser_of("karin")
    path = f"/desk/cases/{world.ids['amina.case']}/clearing"
    assert karin.post(f"{path}/birth", data={"version": "1", "birth_year": year}).status_code == 303
    page = karin.get(path).text
    assert said in page
    assert not_said not in page
    assert 'name="birth_month"' in page


@pytest.mark.requirement("R03")
def test_an_agreement_under_16_is_answered_with_409(browser_of, world: World) -> None:
    karin = browser_of("karin")
    path = f"/desk/cases/{world.ids['amina.case']}/clearing"
    karin.post(f"{path}/birth", data={"version": "1", "birth_year": "2012"})
    answer = karin.post(f"{path}/decision", data={"decision": "agreement_sensible", "reason": "Grund"})
    assert answer.status_code == 409
    assert "ab 16 Jahren" in answer.text


def test_who_wants_no_plan_gets_no_card_for_one(browser_of, world: World) -> None:
    karin = browser_of("karin")
    begun = karin.post("/desk/cases/new", data=JUST_ENOUGH | {"consent": "declined"}).headers["location"]
    assert begun.count("/") == 3, "the page of the person itself"
    agreed = karin.post("/desk/cases/new", data=JUST_ENOUGH).headers["location"]
    assert agreed.endswith("/card")


def test_before_planning_the_page_says_when_an_agreement_is_possible(browser_of, world: World) -> None:
    karin = browser_of("karin")
    case = karin.post("/desk/cases/new", data=JUST_ENOUGH | {"consent": "declined"}).headers["location"]
    page = karin.get(f"{case}/agreements").text
    assert "Eine Vereinbarung geht erst beim gemeinsamen Plan." in page
    assert f'href="{case}/clearing"' in page
    assert "Entwurf beginnen" not in page


@pytest.mark.requirement("R15")
def test_the_decision_stands_with_person_and_day_and_nothing_is_added_up(browser_of, world: World) -> None:
    karin, path = browser_of("karin"), f"/desk/cases/{world.ids['amina.case']}/clearing"
    karin.post(f"{path}/decision", data={"decision": "acute_only", "reason": "Nur der Brief"})
    page = karin.get(path).text
    decided = page.split("Bisher entschieden", 1)[1]
    assert decided.index("Nur schnelle Hilfe") < decided.index("Jetzt nicht"), "the newest first, older ones stay"
    assert "Nur der Brief" in decided
    assert world.canaries["karin.name"] in decided
    assert "24.11.2026" in decided
    assert "Das Programm rechnet hier nichts aus." in page


@pytest.mark.requirement("R31")
def test_the_latest_level_stands_with_source_and_day_older_ones_below(browser_of, world: World) -> None:
    karin, path = browser_of("karin"), f"/desk/cases/{world.ids['amina.case']}/situation"
    sent = {
        "language": "de", "source": "certificate", "on_day": "2026-11-20", "speaking": "B1", "listening": "", "reading": "not_said",
        "writing": "",
    }  # fmt: skip
    assert karin.post(f"{path}/languages", data=sent).status_code == 303
    page = karin.get(path).text
    now, _, before = page.partition("Früher")
    assert "<b><bdi>B1</bdi></b>" in now
    assert "Zeugnis" in now
    assert "20.11.2026" in now
    assert "Möchte das nicht sagen" in now
    assert [level for level in ("A2", "A1") if f"<b><bdi>{level}</bdi></b>" in before] == ["A2", "A1"]
    assert karin.post(f"{path}/languages", data=sent | {"speaking": "", "reading": ""}).status_code == 422


def test_residence_is_hinted_at_in_public_services_only(browser_of, parts, world: World) -> None:
    karin, path = browser_of("karin"), f"/desk/cases/{world.ids['amina.case']}/situation"
    assert "§ 87" not in karin.get(path).text + karin.get(f"{path}/residence").text
    parts.database.write_now("", NOW_TEXT, Tx.update, "carriers", world.ids["carrier"], kind="public")
    assert "§ 87" in karin.get(path).text
    assert "§ 87" in karin.get(f"{path}/residence").text
    assert "§ 87" not in browser_of("amina").get("/about-me").text


def test_a_paper_that_ends_soon_is_a_line_for_staff_and_no_message(browser_of, parts, world: World) -> None:
    karin = browser_of("karin")
    facts = parts.database.utils()["situation_facts"]
    (row,) = facts.rows_where("case_id = ?", [world.ids["amina.case"]])
    shown = {}
    for until in ("2026-10-24", "2026-10-25", "2027-01-23", "2027-01-24"):
        parts.database.write_now("", NOW_TEXT, Tx.update, "situation_facts", row["id"], residence_until=until)
        shown[until] = 'id="residence"' in karin.get("/desk").text
    assert shown == {"2026-10-24": False, "2026-10-25": True, "2027-01-23": True, "2027-01-24": False}
    assert parts.database.utils()["reminders"].count == 0
    assert parts.database.utils()["call_tasks"].count == 0
    for name in ("olle", "tilde"):
        assert 'id="residence"' not in browser_of(name).get("/desk").text


@pytest.mark.requirement("R02")
def test_wishes_without_a_goal_stand_first_and_become_goals(browser_of, world: World) -> None:
    karin, case = browser_of("karin"), f"/desk/cases/{world.ids['amina.case']}"
    page = karin.get(f"{case}/needs").text
    first = page.split("Noch ohne Ziel", 1)[1]
    assert world.canaries["amina.need.own_words"] in first
    need_id = world.ids["amina.standard.need"]
    assert f"goals/new?need={need_id}" in first
    own = karin.get(f"{case}/goals/new?own=1&need={need_id}").text
    assert f'name="need_id" value="{need_id}"' in own
    assert world.canaries["amina.need.own_words"] in own
    sent = {
        "title": "Ich finde Arbeit.", "life_area": "work", "own_words_language": "", "sensitivity": "standard", "need_id": need_id,
    }  # fmt: skip
    assert karin.post(f"{case}/goals", data=sent).status_code == 303
    after = karin.get(f"{case}/needs").text
    assert world.canaries["amina.need.own_words"] not in after.split("Andere Wünsche")[0]
    assert "ist ein Ziel" in after


def test_a_block_of_the_catalogue_can_be_made_of_a_wish_too(browser_of, parts, world: World) -> None:
    karin, case = browser_of("karin"), f"/desk/cases/{world.ids['amina.case']}"
    need_id = world.ids["amina.standard.need"]
    catalogue = karin.get(f"{case}/goals/new?need={need_id}&area=work").text
    assert f"block=internship-do&amp;need={need_id}" in catalogue
    assert f'name="need_id" value="{need_id}"' in karin.get(f"{case}/goals/new?block=internship-do&need={need_id}").text
    sent = {"block": "internship-do", "sensitivity": "standard", "need_id": need_id}
    assert karin.post(f"{case}/goals", data=sent).status_code == 303
    (need,) = stored(parts, "SELECT state, goal_id FROM needs WHERE id = ?", need_id)
    assert need["state"] == "goal_made"


def test_another_persons_wish_is_neither_shown_nor_taken(browser_of, parts, world: World) -> None:
    karin, case = browser_of("karin"), f"/desk/cases/{world.ids['amina.case']}"
    foreign = world.ids["badr.standard.need"]
    assert world.canaries["badr.need.own_words"] not in karin.get(f"{case}/goals/new?own=1&need={foreign}").text
    sent = {
        "title": "Ich finde Arbeit.", "life_area": "work", "own_words_language": "", "sensitivity": "standard", "need_id": foreign,
    }  # fmt: skip
    assert karin.post(f"{case}/goals", data=sent).status_code == 422


def test_two_people_see_both_texts_of_a_part(browser_of, world: World) -> None:
    karin, dora = browser_of("karin"), browser_of("dora")
    path = f"/desk/cases/{world.ids['amina.case']}/situation/school"
    sent = {"version": "1", "skills_language": "ar"}
    assert karin.post(path, data=sent | {"job": "Bäckerin"}).status_code == 303
    answer = dora.post(path, data=sent | {"job": "Köchin"})
    assert answer.status_code == 409
    assert "Bäckerin" in answer.text
    assert "Köchin" in answer.text
    again = re.search(r'name="version" value="(\d+)"', answer.text).group(1)
    assert dora.post(path, data=sent | {"version": again, "job": "Köchin"}).status_code == 303


@pytest.mark.parametrize("part", ["magic", "strength", "languages/x"])
def test_parts_that_there_are_not_do_not_exist(browser_of, world: World, part: str) -> None:
    path = f"/desk/cases/{world.ids['amina.case']}/situation/{part}"
    assert browser_of("karin").get(path).status_code == 404
    assert browser_of("karin").post(path, data={"version": "1"}).status_code == 404


def statements(parts, browser, path: str) -> int:
    """How many statements a page makes."""
    seen: list[str] = []
    parts.database._reading.set_trace_callback(seen.append)
    try:
        assert browser.get(path).status_code == 200
    finally:
        parts.database._reading.set_trace_callback(None)
    return len(seen)


def test_more_levels_and_wishes_make_no_more_statements(browser_of, parts, world: World) -> None:
    karin, case = browser_of("karin"), f"/desk/cases/{world.ids['amina.case']}"
    paths = ("/desk", f"{case}/situation", f"{case}/needs", f"{case}/clearing")
    few = [statements(parts, karin, path) for path in paths for _ in range(2)][1::2]

    def more(tx: Tx) -> None:
        of_case = {"case_id": world.ids["amina.case"], "made_at": NOW_TEXT}
        for number in range(100):
            facts = {
                "language": "de",
                "skill": "reading",
                "level": "A1",
                "source": "self",
                "on_day": f"2025-01-{1 + number % 28:02d}",
            }
            tx.insert("situation_languages", **of_case, **facts)
            tx.insert(
                "needs", **of_case, life_area="work", urgency="soon", german_sealed=f"Wunsch {number}", state="open"
            )

    parts.database.write_now("", NOW_TEXT, more)
    assert [statements(parts, karin, path) for path in paths] == few


@pytest.mark.parametrize(("kind", "status", "kept"), [("public", 303, "law"), ("free", 409, "consent")])
def test_only_a_public_service_may_inform_instead_of_asking(
    browser_of, parts, world: World, kind: str, status: int, kept: str
) -> None:
    parts.database.write_now("", NOW_TEXT, Tx.update, "carriers", world.ids["carrier"], kind=kind)
    path = f"/office/times/{world.ids['carrier']}/plan-basis"
    ada = browser_of("ada")
    assert ada.post(path, data={"version": "1", "plan_basis": "law"}).status_code == status
    carrier = stored(parts, "SELECT plan_basis FROM carriers WHERE id = ?", world.ids["carrier"])
    assert carrier == [{"plan_basis": kept}]
    assert ada.post(path, data={"version": "1", "plan_basis": "wish"}).status_code == 422
    assert ada.post("/office/times/nothing/plan-basis", data={"plan_basis": "law"}).status_code == 404


def test_nobody_decides_on_what_another_service_keeps_its_plans(browser_of, parts, world: World) -> None:
    facts = {"name": "Kreis", "kind": "public", "counselling_type": "kim", "made_at": NOW_TEXT}
    elsewhere = parts.database.write_now("", NOW_TEXT, Tx.insert, "carriers", **facts)
    ada, path = browser_of("ada"), f"/office/times/{elsewhere}/plan-basis"
    assert ada.get(path).status_code == 404
    assert ada.post(path, data={"version": "1", "plan_basis": "law"}).status_code == 404
    with pytest.raises(NotVisible):
        parts.database.write_now(world.ids["ada"], NOW_TEXT, set_plan_basis, elsewhere, 1, "law")
    assert "plan-basis" not in ada.get(f"/office/times/{elsewhere}").text
    assert "plan-basis" in ada.get(f"/office/times/{world.ids['carrier']}").text


BOOKING = {
    "day": "2026-11-24", "clock": "09:30", "minutes": "60", "kind": "clearing", "topic": "", "goal_id": "", "place": "Weg 3",
    "room": "", "way": "", "partner_id": "", "interpreter_language": "ar", "mentor_id": "", "sensitivity": "standard",
    "accepted": "2026-11-24 09:30",
}  # fmt: skip


@pytest.mark.requirement("R44")
@pytest.mark.parametrize("place", ["home", "shelter", "outside", "phone"])
def test_a_talk_can_be_held_where_the_person_is(browser_of, parts, world: World, place: str) -> None:
    karin, case = browser_of("karin"), f"/desk/cases/{world.ids['amina.case']}"
    assert karin.post(f"{case}/meetings/new", data=BOOKING | {"place_kind": place}).status_code == 303
    page = karin.get(f"{case}/clearing").text
    assert re.search(rf'<input checked[^>]*name="place_kind"[^>]*value="{place}"', page), "as it was booked"
    assert re.search(r'<input checked[^>]*name="participants"[^>]*value="interpreter"', page)
    sent = {
        "version": "1",
        "strengths_language": "",
        "held_on": "2026-11-24",
        "participants": "client",
        "interpreter_language": "",
    }
    assert karin.post(f"{case}/clearing", data=sent | {"place_kind": place}).status_code == 303
    (talk,) = stored(parts, "SELECT place_kind FROM clearings WHERE held_on = '2026-11-24'")
    assert talk["place_kind"] == place


@pytest.mark.requirement("R44")
@pytest.mark.parametrize("place", ["home", "shelter", "outside", "phone"])
def test_a_visit_is_a_kind_of_meeting_of_its_own(browser_of, parts, world: World, place: str) -> None:
    """Booked at the desk, where the client reads where it is and that somebody comes to her."""
    karin, case = browser_of("karin"), f"/desk/cases/{world.ids['amina.case']}"
    visit = BOOKING | {"day": "2026-12-01", "accepted": "2026-12-01 09:30", "kind": "outreach", "place_kind": place}
    assert 'value="outreach"' in karin.get(f"{case}/meetings/new").text
    assert karin.post(f"{case}/meetings/new", data=visit).status_code == 303
    (row,) = stored(parts, "SELECT id, place_kind FROM meetings WHERE kind = 'outreach'")
    assert row["place_kind"] == place
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.update("accounts", world.ids["amina"], language="de"))
    page = browser_of("amina").get(f"/meetings/{row['id']}").text
    assert "Weg 3" in page
    assert "Wir kommen zu Ihnen." in page


def test_whoever_came_with_a_list_is_told_at_the_next_talk(browser_of, parts, by_law, world: World) -> None:
    karin = browser_of("karin")
    karin.post("/desk/takeover", data={"list": "Sonne;Arabisch;;;"})
    (case,) = stored(parts, "SELECT id FROM cases WHERE opened_at > '2026-11'")
    page = karin.get(f"/desk/cases/{case['id']}").text
    assert all(sentence in page for sentence in PLAN_INFORMATION)
    told = f"/desk/cases/{case['id']}/information"
    assert karin.post(told, data={"channel": "shouted", "language": "ar"}).status_code == 422
    assert karin.post(told, data={"channel": "oral", "language": "ar"}).status_code == 303
    assert PLAN_INFORMATION[2] not in karin.get(f"/desk/cases/{case['id']}").text
    assert stored(parts, "SELECT language, channel FROM case_information") == [{"language": "ar", "channel": "oral"}]


TALK = {"version": "0", "held_on": TODAY, "place_kind": "office", "participants": ["client", "counsellor"]}
TALK |= {"strengths": "", "strengths_words": "", "strengths_language": "ar", "others": "", "interpreter_name": ""}
DECIDED = {"decision": "not_now", "reason": "Sie wartet noch."}


@pytest.fixture
def begun(browser_of, world: World) -> str:
    """The address of somebody taken in just now."""
    return browser_of("karin").post("/desk/cases/new", data=JUST_ENOUGH).headers["location"].removesuffix("/card")


def test_decision_at_the_end_of_the_page_keeps_the_talk_at_its_beginning(browser_of, parts, begun: str) -> None:
    karin = browser_of("karin")
    said = TALK | {"interpreter_language": "ar", "strengths": "Kocht gut"}
    assert karin.post(f"{begun}/clearing/decision", data=said | DECIDED).status_code == 303
    page = karin.get(f"{begun}/clearing").text
    assert "Kocht gut" in page
    assert "Sie wartet noch." in page
    # Deciding once more with the page as it is tells of no second talk.
    version = re.findall(r'name="version" value="(\d+)"', page)[0]
    assert karin.post(f"{begun}/clearing/decision", data=said | DECIDED | {"version": version}).status_code == 303
    assert len(stored(parts, "SELECT id FROM clearings WHERE case_id = ?", begun.split("/")[-1])) == 1


def test_talk_that_can_not_be_kept_keeps_no_decision_and_loses_no_word(browser_of, parts, begun: str) -> None:
    said = TALK | {"interpreter_language": "ar", "strengths": "Kocht gut", "held_on": "2099-01-01"}
    answer = browser_of("karin").post(f"{begun}/clearing/decision", data=said | DECIDED)
    assert answer.status_code == 422
    assert "Dieser Tag kommt erst noch." in answer.text
    assert "Kocht gut" in answer.text
    assert "Sie wartet noch." in answer.text
    assert not stored(parts, "SELECT id FROM clearing_decisions WHERE case_id = ?", begun.split("/")[-1])


WISH = {"life_area": "housing", "urgency": "soon", "own_words_language": "", "sensitivity": ""}
LEVELS = {"language": "de", "source": "course", "listening": "", "speaking": "", "reading": "B1", "writing": ""}
NO_PLAN = "Die Person möchte keinen Plan speichern."


@pytest.mark.parametrize(
    ("page", "typed"),
    [
        ("needs", {**WISH, "german": "Eine Wohnung"}),
        ("situation/school", {"version": "0", "job": "Schreiner", "skills_language": ""}),
        ("situation/languages", LEVELS | {"on_day": "2026-10-01"}),
        ("clearing", TALK | {"interpreter_language": "", "strengths": "Kocht gut"}),
        ("acute", {"life_area": "housing", **QUICK, "text_1": "Den Brief zeigen"}),
    ],
)
def test_whoever_wants_no_plan_has_nothing_written_and_the_desk_loses_no_word(
    browser_of, world: World, page: str, typed: dict[str, str]
) -> None:
    karin = browser_of("karin")
    case = karin.post("/desk/cases/new", data=JUST_ENOUGH | {"consent": "declined"}).headers["location"]
    answer = karin.post(f"{case}/{page}", data=typed)
    assert answer.status_code == 409
    assert NO_PLAN in answer.text
    words = [word for word in typed.values() if " " in word or word == "Schreiner"]
    assert all(word in answer.text for word in words)


def test_levels_of_a_day_to_come_come_back_as_they_were_chosen(browser_of, begun: str) -> None:
    answer = browser_of("karin").post(f"{begun}/situation/languages", data=LEVELS | {"on_day": "2099-01-01"})
    assert answer.status_code == 422
    assert "Dieser Tag kommt erst noch." in answer.text
    assert '<option selected value="B1">' in answer.text


def test_nobody_at_home_gets_an_age_that_was_not_said(browser_of, begun: str) -> None:
    karin, page = browser_of("karin"), f"{begun}/situation/household"
    form = karin.get(page).text
    assert form.index('name="age_0"') < form.index('value=""', form.index('name="age_0"')) < form.index('value="0-2"')
    sent = {"version": "0", "relation_0": "partner", "age_0": "", "childcare_needed": "", "childcare_hours": ""}
    assert karin.post(page, data=sent).status_code == 303
    shown = karin.get(f"{begun}/situation").text
    assert "Partner oder Partnerin" in shown
    assert "Jahre" not in shown.split("Wer zu Hause wohnt", 1)[1].split("Betreuung", 1)[0]
