"""The case page: what comes next, for whom it may be shown, and that each look is written down."""

import re
from datetime import timedelta

import pytest

from tests.pages.counsellor import plant
from tests.world import NOW_TEXT, World


def case_url(world: World, more: str = "") -> str:
    return f"/desk/cases/{world.ids['amina.case']}{more}"


def stored(parts, sql: str, *values: object) -> list[dict]:
    return list(parts.database.utils().query(sql, values))


def test_counsellor_sees_goals_meeting_and_person(browser_of, world: World) -> None:
    page = browser_of("karin").get(case_url(world)).text
    for place in ("amina.name", "amina.standard.goal.title", "amina.high.goal.title", "amina.standard.step1.text"):
        assert world.canaries[place] in page
    assert world.canaries["amina.standard.meeting.place"] in page


def test_plan_whose_goals_are_all_reached_is_not_called_empty(browser_of, parts, world: World) -> None:
    def reach(tx) -> None:
        for goal in ("amina.standard.goal", "amina.high.goal"):
            tx.update("goals", world.ids[goal], state="achieved")

    parts.database.write_now("", NOW_TEXT, reach)
    page = browser_of("karin").get(case_url(world)).text
    assert "Noch kein Ziel." not in page
    assert world.canaries["amina.standard.goal.title"] in page


def test_what_ended_does_not_ask_any_more_whether_a_meeting_took_place(browser_of, clock, parts, world: World) -> None:
    clock.at += timedelta(days=60)
    assert "/outcome" in browser_of("karin").get(case_url(world)).text
    closed = {"state": "closed", "closed_at": NOW_TEXT, "closure_reason": "client_ended"}
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.update("cases", world.ids["amina.case"], **closed))
    assert "/outcome" not in browser_of("karin").get(case_url(world)).text


def test_clients_wish_for_another_day_is_said_in_words(browser_of, world: World) -> None:
    answer = {"answer": "cannot", "wish": "earlier", "words": "Ab <9> Uhr"}
    assert (
        browser_of("amina").post(f"/meetings/{world.ids['amina.standard.meeting']}/answers", data=answer).status_code
        == 303
    )
    page = browser_of("karin").get(case_url(world)).text
    assert "Früher" in page
    assert "Ab &lt;9&gt; Uhr" in page
    assert "words&#34;" not in page


def test_no_other_clients_name_is_on_the_screen(browser_of, world: World) -> None:
    page = browser_of("karin").get(case_url(world)).text
    assert not [word for place, word in world.canaries.items() if place.startswith("badr") and word in page]


@pytest.mark.parametrize("path", ["", "/card", "/details", "/turned"])
def test_each_look_is_written_down_and_counted(browser_of, parts, world: World, path: str) -> None:
    dora = browser_of("dora")
    dora.get(case_url(world, path))
    dora.get(case_url(world, path))
    log = stored(parts, "SELECT relationship, actor_id, times FROM access_log")
    assert log == [{"relationship": "deputy", "actor_id": world.ids["dora"], "times": 2}]


@pytest.mark.parametrize("path", ["", "/card", "/details", "/turned"])
def test_a_look_that_cannot_be_written_down_is_not_given(browser_of, parts, world: World, path: str) -> None:
    parts.database.utils().execute(
        "CREATE TRIGGER no_log BEFORE INSERT ON access_log BEGIN SELECT RAISE(ABORT, 'full'); END"
    )
    answer = browser_of("karin").get(case_url(world, path))
    assert answer.status_code == 503
    assert not [word for place, word in world.canaries.items() if place.startswith("amina") and word in answer.text]


def test_mentor_comes_along_to_no_meeting_of_a_restricted_case(browser_of, parts, world: World) -> None:
    assert browser_of("karin").post(case_url(world, "/state"), data={"to": "restricted"}).status_code == 303
    assert not list(parts.database.utils()["meetings"].rows_where("mentor_id IS NOT NULL"))


def test_a_restricted_case_shows_that_it_is_and_nothing_else(browser_of, parts, world: World) -> None:
    karin = browser_of("karin")
    assert karin.post(case_url(world, "/state"), data={"to": "restricted"}).status_code == 303
    page = karin.get(case_url(world))
    assert page.status_code == 200
    shown = {place for place, word in world.canaries.items() if word in page.text}
    assert shown <= {"amina.name", "karin.name"}
    for path in ("/card", "/details", "/turned"):
        assert karin.get(case_url(world, path)).status_code == 409
    assert karin.post(case_url(world, "/contacts"), data={"kind": "phone", "reached": "yes"}).status_code == 409


def test_end_of_a_restricted_case_shows_nothing_that_was_hidden(browser_of, clock, parts, world: World) -> None:
    """Also when the client's wish to erase everything was granted: seven days are hers, to save what she likes."""
    karin = browser_of("karin")
    for name in ("amina.standard.meeting", "amina.high.meeting"):
        parts.database.write_now(
            "", NOW_TEXT, lambda tx, id_: tx.update("meetings", id_, state="cancelled"), world.ids[name]
        )
    for data in ({"to": "restricted"}, {"to": "closed", "reason": "client_ended"}):
        clock.at += timedelta(seconds=1)
        assert karin.post(case_url(world, "/state"), data=data).status_code == 303
    page = karin.get(case_url(world))
    assert page.status_code == 200
    assert {place for place, word in world.canaries.items() if word in page.text} <= {"amina.name", "karin.name"}
    for path in ("/turned", "/print", "/document", "/recordings", "/review", "/situation", "/agreements"):
        assert karin.get(case_url(world, path)).status_code == 409, path
    again = {"answer": "given", "language": "ar", "channel": "oral"}
    assert karin.post(case_url(world, "/reopening"), data=again).status_code == 303
    assert world.canaries["amina.standard.goal.title"] in karin.get(case_url(world)).text


@pytest.mark.parametrize("how", ["withdrawal", "request"])
def test_plan_that_the_client_hides_after_its_end_is_shown_to_nobody_at_the_desk(
    browser_of, clock, parts, world: World, how: str
) -> None:
    karin, amina = browser_of("karin"), browser_of("amina")

    def close(tx) -> None:
        tx.update("cases", world.ids["amina.case"], state="closed", closed_at=NOW_TEXT, closure_reason="client_ended")

    parts.database.write_now("", NOW_TEXT, close)
    title = world.canaries["amina.standard.goal.title"]
    assert title in karin.get(case_url(world)).text
    clock.at += timedelta(minutes=1)
    if how == "withdrawal":
        given = stored(
            parts, "SELECT id FROM consents WHERE purpose = 'case_record' AND case_id = ?", world.ids["amina.case"]
        )
        assert amina.post(f"/consents/{given[0]['id']}/end").status_code == 303
    else:
        amina.post("/requests", data={"kind": "restrict", "words": ""})
        (asked,) = stored(parts, "SELECT id, version FROM data_requests WHERE kind = 'restrict' AND state = 'open'")
        form = {"to": "granted", "reason": "", "version": str(asked["version"])}
        assert karin.post(f"/desk/data-requests/{asked['id']}/answer", data=form).status_code == 303
    assert title not in karin.get(case_url(world)).text
    assert karin.get(case_url(world, "/print")).status_code == 409


def test_restricting_ends_what_mentors_see_and_resuming_does_not_give_it_back(browser_of, world: World) -> None:
    karin, mona = browser_of("karin"), browser_of("mona")
    word = world.canaries["amina.name"]
    assert word in mona.get("/mentor/clients").text
    karin.post(case_url(world, "/state"), data={"to": "restricted"})
    assert word not in mona.get("/mentor/clients").text
    assert browser_of("amina").post("/requests/show-again").status_code == 303
    assert world.canaries["amina.standard.goal.title"] in karin.get(case_url(world)).text
    assert word not in mona.get("/mentor/clients").text


def test_deputy_sees_protected_goals_for_half_an_hour_after_a_written_reason(
    browser_of, clock, parts, world: World
) -> None:
    dora, word = browser_of("dora"), world.canaries["amina.high.goal.title"]
    assert word not in dora.get(case_url(world)).text
    assert dora.post(case_url(world, "/protected"), data={"reason": "  "}).status_code == 422
    assert word not in dora.get(case_url(world)).text
    assert dora.post(case_url(world, "/protected"), data={"reason": "Die Praxis hat angerufen"}).status_code == 303
    assert word in dora.get(case_url(world)).text
    log = stored(parts, "SELECT reason, words_sealed FROM access_log WHERE reason = 'protected'")
    assert len(log) == 1
    assert "Praxis" not in log[0]["words_sealed"]
    clock.at += timedelta(minutes=30)
    assert word not in dora.get(case_url(world)).text


def test_a_reason_of_one_deputy_opens_nothing_to_another(browser_of, parts, world: World) -> None:
    browser_of("dora").post(case_url(world, "/protected"), data={"reason": "Die Praxis hat angerufen"})
    sql = "UPDATE case_assignments SET valid_from = '2026-01-01T00:00:00Z' WHERE staff_id = ?"
    parts.database.utils().execute(sql, (world.ids["tilde"],))
    page = browser_of("tilde").get(case_url(world))
    assert page.status_code == 200
    assert world.canaries["amina.high.goal.title"] not in page.text


def test_deputys_page_is_the_same_without_a_protected_goal(browser_of, parts, world: World) -> None:
    dora = browser_of("dora")

    def told() -> str:
        page = dora.get(case_url(world)).text
        return "".join(line for line in page.splitlines(keepends=True) if "request_key" not in line)

    before = told()
    for table in ("steps", "meetings", "goals"):
        column = "goal_id" if table != "goals" else "id"
        sql = f"UPDATE {table} SET state = 'dropped' WHERE {column} = ?"
        parts.database.utils().execute(sql, (world.ids["amina.high.goal"],))
    assert told() == before


def test_the_client_sees_who_has_read_her_request(browser_of, parts, world: World) -> None:
    plant.help_request(parts, world)
    karin = browser_of("karin")
    assert world.canaries["amina.standard.help"] in karin.get(case_url(world)).text
    answer = karin.post(f"/desk/help-requests/{world.ids['amina.help']}/read")
    assert answer.headers["location"] == case_url(world, "#help")
    assert world.canaries["karin.name"] in browser_of("amina").get("/help").text
    first = stored(parts, "SELECT read_at, read_by FROM help_requests")
    browser_of("dora").post(f"/desk/help-requests/{world.ids['amina.help']}/read")
    assert stored(parts, "SELECT read_at, read_by FROM help_requests") == first


def test_a_settled_request_leaves_the_page_and_counts_as_read(browser_of, parts, world: World) -> None:
    plant.help_request(parts, world)
    karin = browser_of("karin")
    karin.post(f"/desk/help-requests/{world.ids['amina.help']}/close")
    assert world.canaries["amina.standard.help"] not in karin.get(case_url(world)).text
    row = stored(parts, "SELECT read_by, closed_by FROM help_requests")[0]
    assert row == {"read_by": world.ids["karin"], "closed_by": world.ids["karin"]}


def test_deputy_reads_no_words_about_a_protected_step(browser_of, parts, world: World) -> None:
    plant.help_request(parts, world, "high")
    assert world.canaries["amina.high.help"] not in browser_of("dora").get(case_url(world)).text
    assert world.canaries["amina.high.help"] in browser_of("karin").get(case_url(world)).text


def test_a_report_about_a_protected_step_does_not_exist_for_the_deputy(browser_of, parts, world: World) -> None:
    plant.report_beside(parts, world, "high")
    path = f"/desk/reports/{world.ids['amina.report']}/seen"
    assert browser_of("dora").post(path).status_code == 404
    assert browser_of("karin").post(path).status_code == 303


def test_a_contact_takes_two_taps_and_the_client_sees_nothing_private_in_it(browser_of, parts, world: World) -> None:
    karin = browser_of("karin")
    answer = karin.post(
        case_url(world, "/contacts"), data={"kind": "phone", "reached": "no", "on_day": "", "sentence": ""}
    )
    assert answer.status_code == 303
    row = stored(parts, "SELECT on_day, kind, reached, sentence_sealed FROM contacts")[0]
    assert row == {"on_day": "2026-11-24", "kind": "phone", "reached": "no", "sentence_sealed": None}


@pytest.mark.parametrize(
    "data",
    [
        {"kind": "owl", "reached": "yes"},
        {"kind": "phone", "reached": "perhaps"},
        {"kind": "phone"},
        {"kind": "phone", "reached": "yes", "on_day": "2026-11-25"},
        {"kind": "phone", "reached": "yes", "on_day": "gestern"},
        {"kind": "phone", "reached": "yes", "sentence": "x" * 301},
    ],
)
def test_a_contact_that_cannot_be_is_refused(browser_of, parts, world: World, data: dict[str, str]) -> None:
    assert browser_of("karin").post(case_url(world, "/contacts"), data=data).status_code == 422
    assert stored(parts, "SELECT id FROM contacts") == []


def test_markup_in_a_sentence_is_text(browser_of, world: World) -> None:
    karin = browser_of("karin")
    sentence = '<b hx-get="/x" onclick="x()">Hallo</b>\u202e'
    karin.post(case_url(world, "/contacts"), data={"kind": "talk", "reached": "yes", "sentence": sentence})
    page = karin.get(case_url(world)).text
    assert "&lt;b hx-get=" in page
    assert "<b hx-get" not in page
    assert "\u202e" not in page


def test_closing_names_a_reason_sets_the_day_of_erasing_and_waits_for_open_meetings(
    browser_of, parts, world: World
) -> None:
    karin = browser_of("karin")
    closing = {"to": "closed", "reason": "goals_met"}
    assert karin.post(case_url(world, "/state"), data=closing).status_code == 409
    parts.database.utils().execute("UPDATE meetings SET state = 'cancelled'")
    assert karin.post(case_url(world, "/state"), data={"to": "closed", "reason": "lazy"}).status_code == 409
    assert karin.post(case_url(world, "/state"), data=closing).status_code == 303
    row = stored(parts, "SELECT state, closure_reason, erase_due_on FROM cases WHERE id = ?", world.ids["amina.case"])[
        0
    ]
    assert row == {"state": "closed", "closure_reason": "goals_met", "erase_due_on": "2027-11-24"}
    assert karin.get(case_url(world)).status_code == 200
    assert karin.post(case_url(world, "/state"), data={"to": "clearing"}).status_code == 409
    again = {"answer": "given", "channel": "oral", "language": "ar"}
    assert karin.post(case_url(world, "/reopening"), data=again).status_code == 303
    row = stored(parts, "SELECT state, closure_reason, erase_due_on FROM cases WHERE id = ?", world.ids["amina.case"])[
        0
    ]
    assert row == {"state": "clearing", "closure_reason": None, "erase_due_on": None}


@pytest.mark.parametrize(
    ("to", "status"), [("new", 409), ("erased", 409), ("active", 409), ("resume", 409), ("flying", 422), ("", 422)]
)
def test_a_move_that_is_not_allowed_changes_nothing(browser_of, parts, world: World, to: str, status: int) -> None:
    assert browser_of("karin").post(case_url(world, "/state"), data={"to": to}).status_code == status
    assert stored(parts, "SELECT state FROM cases WHERE id = ?", world.ids["amina.case"]) == [{"state": "active"}]
    assert stored(parts, "SELECT id FROM case_states") == []


def test_turned_screen_is_the_clients_language_without_protected_goals(browser_of, world: World) -> None:
    page = browser_of("karin").get(case_url(world, "/turned")).text
    assert '<html lang="ar" dir="rtl"' in page
    assert world.canaries["amina.standard.step1.text"] in page
    assert not [word for place, word in world.canaries.items() if place.startswith("amina.high") and word in page]
    assert f'href="{case_url(world)}"' in page


@pytest.mark.parametrize(("responsible", "said"), [("client", "خطوتكم القادمة"), ("counsellor", "نقوم نحن بذلك الآن")])
def test_turned_screen_begins_with_the_step_that_today_shows(
    browser_of, parts, world: World, responsible: str, said: str
) -> None:
    """Whose turn it is decides, also when a later step of the same goal is the client's own."""
    first, second = (world.ids[f"amina.standard.step{number}"] for number in (1, 2))

    def agree(tx) -> None:
        tx.update("steps", first, responsible=responsible)
        tx.update("steps", second, responsible="client")

    parts.database.write_now("", NOW_TEXT, agree)
    for page in (browser_of("karin").get(case_url(world, "/turned")), browser_of("amina").get("/today")):
        card = page.text.split("<article", 1)[1].split("</article>", 1)[0]
        assert said in card
        assert world.canaries["amina.standard.step1.text"] in card


@pytest.mark.parametrize(
    ("state", "first"), [("new", "acute"), ("clearing", "clearing"), ("planning", "agreements"), ("active", "review")]
)
def test_ways_of_a_case_are_grouped_and_what_is_next_stands_first(
    browser_of, parts, world: World, state: str, first: str
) -> None:
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.update("cases", world.ids["amina.case"], state=state))
    page = browser_of("karin").get(case_url(world)).text
    ways = page.split('aria-label="Mehr zu diesem Plan"')[1].split("</nav>")[0]
    assert ways.count("<h2>") == 5
    paths = re.findall(rf'href="{case_url(world)}/(\w+)"', ways)
    assert paths[0] == first
    assert len(paths) == len(set(paths))
    wanted = {
        "clearing",
        "situation",
        "needs",
        "consents",
        "requests",
        "review",
        "recordings",
        "handover",
        "agreements",
    }
    assert wanted <= set(paths)
