"""Asking for help, letting somebody look, reading who looked, settings, and the public pages."""

import re
from datetime import timedelta

import pytest

from pwa_server.casework.help import ask_for_help
from pwa_server.casework.openings import record_opening
from pwa_server.domain.times import later
from pwa_server.i18n.catalogues import translate
from tests.world import NOW_TEXT, World

JSON = {"Accept": "application/json"}


def count(parts, table: str) -> int:
    return int(parts.database.utils().conn.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0])


def test_emergency_numbers_come_before_the_form(browser_of) -> None:
    html = browser_of("amina").get("/help").text
    assert html.index("tel:110") < html.index("tel:112") < html.index("tel:116016") < html.index('action="/help"')


def test_answer_says_who_reads_it_by_which_day(browser_of, world: World) -> None:
    client = browser_of("amina")
    answer = client.post("/help", data={"obstacle": "worry", "words": "Angst"})
    page = client.get(answer.headers["location"]).text
    notice = page.split('class="notice notice--good"')[1].split("</div></div>")[0]
    assert world.canaries["karin.name"] in notice
    assert "25" in notice


def test_deputy_is_named_while_the_counsellor_is_away(browser_of, parts, world: World) -> None:
    away = {"staff_id": world.ids["karin"], "from_on": "2026-11-20", "until_on": "2026-11-30", "made_at": NOW_TEXT}
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.insert("absences", **away))
    client = browser_of("amina")
    page = client.get(client.post("/help", data={"obstacle": "worry"}).headers["location"]).text
    assert world.canaries["dora.name"] in page.split('class="notice notice--good"')[1].split("</div></div>")[0]


def test_read_request_says_by_whom(browser_of, parts, world: World) -> None:
    client = browser_of("amina")
    client.post("/help", data={"obstacle": "worry"})
    parts.database.utils().conn.execute(
        "UPDATE help_requests SET read_at = ?, read_by = ?", [NOW_TEXT, world.ids["karin"]]
    )
    assert world.canaries["karin.name"] in client.get("/help").text.split('action="/help"')[1]


def test_own_words_are_not_shown_again(browser_of) -> None:
    client = browser_of("amina")
    client.post("/help", data={"obstacle": "worry", "words": "GanzPrivat"})
    assert "GanzPrivat" not in client.get("/help").text


def test_help_from_the_outbox_arrives_once(browser_of, parts) -> None:
    client = browser_of("amina")
    for _ in range(2):
        answer = client.post("/help", data={"obstacle": "worry"}, headers=JSON | {"Idempotency-Key": "h1"})
        assert answer.status_code == 200
    assert count(parts, "help_requests") == 1


@pytest.mark.parametrize("data", [{}, {"obstacle": "guilt"}, {"obstacle": "worry", "words": "x" * 2001}])
def test_unreadable_requests_are_said_and_kept_nowhere(browser_of, parts, data: dict) -> None:
    assert browser_of("amina").post("/help", data=data).status_code == 422
    assert browser_of("amina").post("/help", data=data, headers=JSON).status_code == 422
    assert count(parts, "help_requests") == 0


def test_samira_reads_who_looked_by_day_and_reason(browser_of, parts, world: World) -> None:
    for name, reason, minutes in (
        ("karin", "case", 0),
        ("karin", "case", -20),
        ("karin", "print", -30),
        ("mona", "granted", -3000),
    ):
        parts.database.write_now(
            world.ids[name], later(NOW_TEXT, minutes=minutes), record_opening, world.ids["amina.case"], reason
        )
    html = browser_of("amina").get("/sharing").text
    assert len(re.findall(world.canaries["karin.name"], html)) == 2
    assert len(re.findall(r"<h3>", html)) == 2
    assert world.canaries["mona.name"] in html


def grant_form(world: World, **changes) -> dict:
    return {"who": "somebody", "goals": [world.ids["amina.standard.goal"]], "until": "2027-05-24"} | changes


def test_client_asks_for_somebody_and_takes_it_back(browser_of, parts, world: World) -> None:
    client = browser_of("amina")
    assert client.post("/grants", data=grant_form(world)).headers["location"] == "/sharing?thanks=asked"
    page = client.get("/sharing").text
    ends = re.findall(r'action="(/grants/[^"]+/end)"', page)
    assert len(ends) == 2
    for end in ends:
        assert client.post(end).status_code == 303
    assert not re.findall(r'action="(/grants/[^"]+/end)"', client.get("/sharing").text)


def test_grant_runs_six_months_unless_another_day_is_chosen(browser_of) -> None:
    html = browser_of("amina").get("/grants/new").text
    assert 'value="2027-05-24"' in html
    assert 'max="2027-11-24"' in html
    assert not re.search(r'name="goals"[^>]*checked', html)


def test_guessed_mentor_codes_are_slowed_for_the_guesser_alone(browser_of, parts, world: World, clock) -> None:
    amina, badr = browser_of("amina"), browser_of("badr")
    code = next(parts.database.utils().query("SELECT mentor_code FROM mentors WHERE id = ?", [world.ids["magnus"]]))
    right = {"who": "code", "code": code["mentor_code"]}
    wrong = [amina.post("/grants", data=grant_form(world, who="code", code=f"NOPE{n}")).status_code for n in range(5)]
    assert wrong == [422] * 5
    refused = amina.post("/grants", data=grant_form(world, **right))
    assert refused.status_code == 429
    assert translate("ar", "Das waren viele Versuche. Bitte rufen Sie uns an.") in refused.text
    assert amina.post("/grants", data=grant_form(world, who="somebody")).status_code == 303
    own = {"goals": [world.ids["badr.standard.goal"]], "person": world.ids["magnus"]}
    assert badr.post("/grants", data=grant_form(world, **right, **own)).status_code == 303
    clock.at += timedelta(hours=1, minutes=1)
    assert amina.post("/grants", data=grant_form(world, **right, person=world.ids["magnus"])).status_code == 303


def test_whoever_came_along_until_the_grant_ran_out_is_asked_without_a_code(browser_of, parts, world: World) -> None:
    magnus, amina = world.ids["magnus"], browser_of("amina")
    assert magnus not in amina.get("/grants/new").text
    assert amina.post("/grants", data=grant_form(world, who=magnus)).status_code == 422
    parts.database.write_now(
        "", NOW_TEXT, lambda tx: tx.update("mentor_grants", world.ids["magnus.grant"], state="expired")
    )
    page = amina.get("/grants/new").text
    assert f'value="{magnus}"' in page
    assert re.search(rf"<bdi[^>]*hx-ignore[^>]*>[^<]*{world.canaries['magnus.name']}", page)
    assert f'value="{world.ids["mona"]}"' not in page
    assert amina.post("/grants", data=grant_form(world, who=magnus)).headers["location"] == "/sharing?thanks=asked"
    made = parts.database.read(world.ids["amina"], NOW_TEXT).rows("own.grants", case_id=world.ids["amina.case"])
    assert [row["state"] for row in made if row["mentor_id"] == magnus].count("offered") == 1
    assert f'value="{magnus}"' not in amina.get("/grants/new").text


@pytest.mark.parametrize(
    "changes",
    [
        {"who": "nobody"}, {"who": "code"}, {"who": "code", "code": "NOPE"}, {"goals": []}, {"until": "2030-01-01"},
        {"until": "2026-11-24"}, {"until": "soon"}, {"goals": ["x"]},
    ],
)  # fmt: skip
def test_unreadable_grants_are_said_and_let_nobody_in(browser_of, parts, world: World, changes: dict) -> None:
    before = count(parts, "mentor_grants")
    assert browser_of("amina").post("/grants", data=grant_form(world, **changes)).status_code == 422
    assert count(parts, "mentor_grants") == before


@pytest.mark.parametrize("goal", ["amina.high.goal", "badr.standard.goal"])
def test_protected_and_foreign_goals_can_not_be_chosen(browser_of, parts, world: World, goal: str) -> None:
    before = count(parts, "mentor_grants")
    assert browser_of("amina").post("/grants", data=grant_form(world, goals=[world.ids[goal]])).status_code == 422
    assert count(parts, "mentor_grants") == before


def test_ended_grant_closes_the_mentors_page_at_once(browser_of, world: World) -> None:
    answer = browser_of("amina").post(
        f"/grants/{world.ids['mona.grant']}/end", headers=JSON | {"Idempotency-Key": "e1"}
    )
    assert answer.status_code == 200


@pytest.mark.parametrize("name", ["badr", "karin", "mona"])
def test_others_end_no_grant(browser_of, world: World, name: str) -> None:
    assert browser_of(name).post(f"/grants/{world.ids['mona.grant']}/end").status_code in (403, 404)


def test_people_have_a_role_and_a_number_to_tap(browser_of, world: World) -> None:
    html = browser_of("amina").get("/people").text
    for name in ("karin", "dora", "mona"):
        assert world.canaries[f"{name}.name"] in html
    for name in ("olle", "tilde", "magnus", "badr"):
        assert world.canaries[f"{name}.name"] not in html
    assert "tel:" in html


def test_language_and_text_size_change_the_pages(browser_of) -> None:
    client = browser_of("amina")
    assert client.post("/settings/reading", data={"language": "de", "text_size": "larger"}).status_code == 303
    assert '<html lang="de" dir="ltr"' in client.get("/settings").text
    assert 'data-text-size="larger"' in client.get("/today").text


@pytest.mark.parametrize("name", ["karin", "ada"])
def test_staff_choose_language_and_text_size(browser_of, name: str) -> None:
    client = browser_of(name)
    page = client.get("/settings")
    assert page.status_code == 200
    assert "/settings/reaching" not in page.text
    assert client.post("/settings/reading", data={"language": "uk", "text_size": "large"}).status_code == 303
    assert '<html lang="uk"' in client.get("/settings").text
    assert client.post("/settings/reaching", data={"first": "phone", "push_text": "off"}).status_code == 404


def test_mentor_has_settings_of_her_own(browser_of) -> None:
    assert browser_of("mona").get("/settings").headers["location"] == "/mentor/settings"


def test_first_channel_comes_first_and_a_call_after_it(browser_of, parts, world: World) -> None:
    browser_of("amina").post("/settings/reaching", data={"first": "letter", "push_text": "off"})
    row = parts.database.utils().conn.execute(
        "SELECT channels, push_text FROM clients WHERE id = ?", [world.ids["amina"]]
    )
    assert tuple(row.fetchone()) == ('["letter", "phone", "push", "email", "sms"]', "off")


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/settings/reading", {"language": "xx", "text_size": "normal"}),
        ("/settings/reading", {"language": "de", "text_size": "huge"}),
        ("/settings/reading", {}),
        ("/settings/reaching", {"first": "fax", "push_text": "neutral"}),
        ("/settings/reaching", {"first": "push", "push_text": "everything"}),
    ],
)
def test_unreadable_settings_change_nothing(browser_of, path: str, data: dict) -> None:
    assert browser_of("amina").post(path, data=data).status_code == 422


def test_emergency_page_is_open_to_everybody(browser_of) -> None:
    html = browser_of().get("/emergency").text
    assert all(number in html for number in ("tel:110", "tel:112", "tel:116016"))


def test_quick_exit_says_nothing_of_us_or_of_the_reader(browser_of, world: World) -> None:
    for client in (browser_of(), browser_of("amina")):
        page = client.get("/quick-exit")
        assert page.status_code == 200
        main = page.text.split("<main")[1].split("</main>")[0]
        assert "Wegplan" not in page.text.split("<title>")[1].split("</title>")[0]
        assert "href" not in main
        assert "opaque-amina" not in page.text


def test_stored_help_page_does_not_say_what_hinders_a_protected_step(browser_of, parts, world: World) -> None:
    def ask(tx) -> None:
        for kind, obstacle in (("standard", "cost"), ("high", "health")):
            ask_for_help(tx, obstacle, "", "ar", NOW_TEXT, world.ids[f"amina.{kind}.step1"])

    parts.database.write_now(world.ids["amina"], NOW_TEXT, ask)
    rows = parts.database.read(world.ids["amina"], NOW_TEXT).rows("help.of_case", case_id=world.ids["amina.case"])
    assert sorted(row["obstacle"] for row in rows) == ["cost", "other"]
