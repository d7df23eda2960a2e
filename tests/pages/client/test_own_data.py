"""My data: all of it, readable and as a file, with who got it and who looked; and the requests about it."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest

from pwa_server.pages.client.own_data_codes import LABELS, WORDS
from pwa_server.pages.client.own_data_words import CODES, COLUMNS, GROUPS
from pwa_server.storage.own_data import PARTS
from tests.world import World
from tests.worlds.own_data import ask


def main_of(html: str) -> str:
    return html.split("<main", 1)[1].split("</main>")[0]


def protected(world: World) -> list[str]:
    return [word for place, word in world.canaries.items() if place.startswith("amina.high")]


@pytest.mark.parametrize("path", ["/my-data", "/my-data/file.json"])
def test_own_data_open_only_just_after_the_pin(browser_of: Any, clock: Any, path: str) -> None:
    amina = browser_of("amina")
    assert amina.get(path).status_code == 200
    clock.at += timedelta(minutes=11)
    assert amina.get(path).headers["location"] == "/pin?next=/my-data"


def test_reader_finds_own_words_recipients_and_who_looked(browser_of: Any, world: World) -> None:
    browser_of("karin").get(f"/desk/cases/{world.ids['amina.case']}")
    amina = browser_of("amina")
    amina.post("/settings/reading", data={"language": "de", "text_size": "normal"})
    page = main_of(amina.get("/my-data").text)
    assert world.canaries["amina.standard.goal.own_words"] in page
    assert world.canaries["mona.name"] in page
    assert world.canaries["karin.name"] in page
    assert "Hat Ihren Plan angesehen." in page
    assert "Beispielverband" in page


def test_own_data_stand_in_few_groups_and_none_is_left_over(browser_of: Any) -> None:
    grouped = [table for _, _, tables in GROUPS for table in tables]
    assert sorted(grouped) == sorted(part.table for part in PARTS if part.listed)
    amina = browser_of("amina")
    amina.post("/settings/reading", data={"language": "de", "text_size": "normal"})
    page = main_of(amina.get("/my-data").text)
    assert 3 <= page.count("<li><details>") <= 6
    assert "Sonst noch" not in page


def test_page_shows_words_and_no_codes(browser_of: Any) -> None:
    amina = browser_of("amina")
    amina.post("/settings/reading", data={"language": "de", "text_size": "normal"})
    told = re.findall(r"<dd>(.*?)</dd>", main_of(amina.get("/my-data").text), re.DOTALL)
    words = [re.sub("<[^>]+>", "", value).strip() for value in told]
    assert len(words) > 30
    assert not [word for word in words if re.fullmatch(r"[a-z]+(_[a-z]+)+", word)]


# Says nothing to the person: what kind of account hers is.
SILENT = {("accounts", "role")}


def test_every_code_that_a_shown_column_may_hold_has_words_for_the_client(parts: Any) -> None:
    read = parts.database.utils().conn.execute
    silent = []
    for part in (one for one in PARTS if one.listed):
        (made,) = read("SELECT sql FROM sqlite_master WHERE name = ?", (part.table,)).fetchone()
        for column, codes in re.findall(r"CHECK\s*\(\s*(\w+) IN \(([^)]*)\)", made):
            if column in COLUMNS or (part.table, column) in LABELS:
                known = {**CODES, **WORDS.get((part.table, column), {})}
                silent += [(part.table, column, code) for code in re.findall("'([^']+)'", codes) if code not in known]
    assert not [one for one in silent if one[:2] not in SILENT]


def test_goal_reads_with_what_was_filled_in_and_not_with_its_gap(browser_of: Any, parts: Any, world: World) -> None:
    def fill(tx: Any) -> None:
        told = {"title": "Ich möchte als {job} arbeiten.", "values_sealed": json.dumps({"job": "Schneiderin"})}
        tx.update(
            "goals", world.ids["amina.standard.goal"], title_sealed=told["title"], values_sealed=told["values_sealed"]
        )

    parts.database.write_now("", parts.now(), fill)
    page = main_of(browser_of("amina").get("/my-data").text)
    assert "Ich möchte als Schneiderin arbeiten." in page
    assert "{job}" not in page


def test_file_holds_every_table_with_recipients_and_the_log(browser_of: Any, world: World) -> None:
    browser_of("karin").get(f"/desk/cases/{world.ids['amina.case']}")
    answer = browser_of("amina").get("/my-data/file.json")
    assert "attachment" in answer.headers["content-disposition"]
    assert answer.headers["cache-control"] == "private, no-store"
    content = json.loads(answer.text)
    assert {"accounts", "clients", "cases", "goals", "steps", "meetings", "consents", "access_log"} <= set(
        content["data"]
    )
    assert content["recipients"]


@pytest.mark.parametrize("path", ["/my-data", "/my-data/file.json"])
def test_protected_goals_are_shown_on_her_word_only(browser_of: Any, world: World, path: str) -> None:
    amina = browser_of("amina")
    without, with_them = amina.get(path).text, amina.get(f"{path}?protected=yes").text
    assert not [word for word in protected(world) if word in without]
    assert [word for word in protected(world) if word in with_them]
    assert amina.get(path).headers.get("SW-Store", ";0").endswith(";0")


def test_hidden_plan_can_still_be_saved_and_erasing_be_asked(browser_of: Any, world: World) -> None:
    amina = browser_of("amina")
    amina.post(f"/consents/{world.ids['amina.consent.plan']}/end")
    assert world.canaries["amina.standard.goal.title"] in amina.get("/my-data/file.json").text
    assert amina.get("/requests").status_code == 200


def test_request_is_asked_seen_answered_and_read(browser_of: Any, world: World) -> None:
    amina, karin = browser_of("amina"), browser_of("karin")
    assert amina.post("/requests", data={"kind": "restrict", "words": ""}).status_code == 303
    assert amina.post("/requests", data={"kind": "restrict", "words": ""}).status_code == 409
    page = f"/desk/cases/{world.ids['amina.case']}/requests"
    assert page in karin.get("/desk").text
    assert "24.12.2026" in karin.get(page).text
    forms = re.findall(r'action="(/desk/data-requests/[^"]+)"', karin.get(page).text)
    answer = {"to": "declined", "reason": "Bitte sprechen Sie mit mir.", "version": "1"}
    assert karin.post(forms[0], data=answer).headers["location"] == page
    assert "Bitte sprechen Sie mit mir." in amina.get("/requests").text


@pytest.mark.requirement("R50")
def test_office_that_answers_late_says_that_it_is_sorry(browser_of: Any, world: World, parts: Any, clock: Any) -> None:
    ask(parts, world)
    browser_of("amina").post("/settings/reading", data={"language": "de", "text_size": "normal"})
    for day, sorry in ((20, False), (21, True)):
        clock.at = clock.at.replace(month=12, day=day)
        assert ("Das ist bei uns noch offen." in browser_of("amina").get("/requests").text) is sorry


def test_day_list_names_who_asks_and_nothing_of_the_words(browser_of: Any, world: World, parts: Any) -> None:
    ask(parts, world)
    day = main_of(browser_of("karin").get("/desk").text)
    assert world.canaries["amina.request.words"] not in day
    assert world.canaries["amina.name"] in day


def test_day_list_names_nobody_whose_plan_is_hidden(browser_of: Any, world: World) -> None:
    browser_of("amina").post(f"/consents/{world.ids['amina.consent.plan']}/end")
    day = main_of(browser_of("karin").get("/desk").text)
    assert f"/desk/cases/{world.ids['amina.case']}/requests" in day
    assert world.canaries["amina.name"] not in day


def test_deputy_and_counsellor_see_one_line_a_request(browser_of: Any, world: World, parts: Any) -> None:
    ask(parts, world)
    for name in ("karin", "dora"):
        day = main_of(browser_of(name).get("/desk").text)
        assert day.count(f"/desk/cases/{world.ids['amina.case']}/requests") == 1


def test_version_from_before_a_goal_was_protected_is_in_the_copy_without_it(
    browser_of: Any, parts: Any, world: World
) -> None:
    def protect(tx: Any) -> None:
        tx.update("goals", world.ids["amina.standard.goal"], sensitivity="high")

    parts.database.write_now("", parts.now(), protect)
    for path in ("/my-data", "/my-data/file.json"):
        text = browser_of("amina").get(path).text
        assert not [
            place for place in world.canaries if place.startswith("amina.standard") and world.canaries[place] in text
        ]
    whole = json.loads(browser_of("amina").get("/my-data/file.json?protected=yes").text)
    assert world.canaries["amina.standard.goal.title"] in whole["data"]["agreement_versions"][0]["snapshot"]
