"""Take over my list: looked at row by row, kept all at once or not at all, and the cards in one go."""

import re
import time

import pytest

from tests.world import World

HEAD = "Name;Sprache;Telefon;Tag;Uhrzeit\n"
TWO = HEAD + "Sonne;Arabisch;030 23125-400;24.12.2026;14:30\nMond;Dari;;;\n"


def counts(parts) -> dict[str, int]:
    tables = ("cases", "accounts", "clients", "meetings", "consents", "reminders", "sign_in_codes", "case_assignments")
    return {table: parts.database.utils()[table].count for table in tables}


def take_over(browser, text: str, **more: str):
    return browser.post("/desk/takeover", data={"list": text, **more})


def test_looking_at_a_list_keeps_nothing(browser_of, parts, world: World) -> None:
    before = counts(parts)
    page = browser_of("karin").post("/desk/takeover/preview", data={"list": TWO})
    assert page.status_code == 200
    assert "Alle Zeilen stimmen." in page.text
    assert "2 Menschen übernehmen" in page.text
    assert "24.12.2026, 14:30" in page.text
    assert "Dari" in page.text
    assert counts(parts) == before


@pytest.mark.parametrize(
    "body", [TWO.encode(), b"\xef\xbb\xbf" + TWO.encode(), TWO.replace("Mond", "Müller").encode("cp1252")]
)
def test_a_file_is_read_like_a_pasted_list(browser_of, parts, world: World, body: bytes) -> None:
    before = counts(parts)
    sheet = {"sheet": ("liste.csv", body, "text/csv")}
    page = browser_of("karin").post("/desk/takeover/preview", data={"list": ""}, files=sheet)
    assert "2 Menschen übernehmen" in page.text
    assert "Mond" in page.text or "Müller" in page.text
    assert counts(parts) == before


def test_every_wrong_row_says_what_is_wrong(browser_of, world: World) -> None:
    text = TWO + "Stern;Klingonisch;;;\n;Arabisch;;;\nErde;Arabisch;anrufen;1.1.2020;9 Uhr\n"
    page = browser_of("karin").post("/desk/takeover/preview", data={"list": text}).text
    assert "3 Zeilen stimmen noch nicht." in page
    for words in (
        "Diese Sprache kennen wir nicht.",
        "Der Name fehlt.",
        "Diese Telefonnummer",
        "Dieser Tag ist schon vorbei.",
    ):
        assert words in page
    assert "Nur die 2 richtigen Zeilen übernehmen" in page
    assert "Menschen übernehmen</button>" not in page


def test_a_list_with_a_wrong_row_is_not_kept_unless_that_row_is_left_out(browser_of, parts, world: World) -> None:
    karin, before = browser_of("karin"), counts(parts)
    text = TWO + "Stern;Klingonisch;;;\n"
    assert take_over(karin, text).status_code == 200
    assert counts(parts) == before
    assert take_over(karin, text, only_right="y").status_code == 303
    assert counts(parts)["cases"] == before["cases"] + 2


def test_everybody_gets_a_case_and_the_next_meeting(browser_of, parts, world: World) -> None:
    karin = browser_of("karin")
    answer = take_over(karin, TWO, request_key="once")
    assert answer.headers["location"] == "/desk/cards"
    people = karin.get("/desk/cases").text
    assert "Sonne" in people
    assert "Mond" in people
    sql = (
        "SELECT m.local_date, m.local_time, m.kind, m.state, c.state AS case_state, a.language FROM cases c"
        " JOIN accounts a ON a.id = c.client_id LEFT JOIN meetings m ON m.case_id = c.id WHERE c.opened_at > '2026-11'"
    )
    rows = list(parts.database.utils().query(sql))
    assert {(row["local_date"], row["local_time"], row["language"]) for row in rows} == {
        ("2026-12-24", "14:30", "ar"),
        (None, None, "fa-AF"),
    }
    assert {row["case_state"] for row in rows} == {"new"}
    assert parts.database.utils()["reminders"].count + parts.database.utils()["call_tasks"].count > 0
    before = counts(parts)
    take_over(karin, TWO, request_key="once")
    assert counts(parts) == before, "sent twice, kept once"


def test_the_question_whether_we_may_keep_a_plan_is_still_to_be_asked(browser_of, parts, world: World) -> None:
    karin = browser_of("karin")
    take_over(karin, "Sonne;Arabisch;;;")
    assert parts.database.utils()["consents"].count == counts(parts)["consents"]
    (case_id,) = (row["id"] for row in parts.database.utils().query("SELECT id FROM cases WHERE opened_at > '2026-11'"))
    page = karin.get(f"/desk/cases/{case_id}").text
    assert "Dürfen wir einen Plan speichern?" in page
    assert karin.post(f"/desk/cases/{case_id}/consent", data={"state": "given", "language": "ar"}).status_code == 303
    assert "Dürfen wir einen Plan speichern?" not in karin.get(f"/desk/cases/{case_id}").text


def test_one_row_that_fails_keeps_nobody(browser_of, parts, world: World, monkeypatch) -> None:
    from pwa_server.casework import takeover

    before = counts(parts)
    parts.database.utils().execute(
        "CREATE TRIGGER full BEFORE INSERT ON meetings BEGIN SELECT RAISE(ABORT, 'disk full'); END"
    )
    with pytest.raises(Exception, match="disk full"):
        take_over(browser_of("karin"), "Mond;Dari;;;\n" + TWO.removeprefix(HEAD))
    assert counts(parts) == before
    assert takeover.USUAL_MINUTES


def test_who_is_known_already_is_marked(browser_of, world: World) -> None:
    karin = browser_of("karin")
    take_over(karin, "Sonne;Arabisch;;;")
    page = karin.post("/desk/takeover/preview", data={"list": TWO}).text
    assert page.count("gibt es schon bei Ihnen") == 1
    assert "gibt es schon bei Ihnen" not in browser_of("olle").post("/desk/takeover/preview", data={"list": TWO}).text


@pytest.mark.parametrize("text", ["", "\n;;;\n", HEAD, "x;y\n" * 301])
def test_an_empty_or_endless_list_is_refused_kindly(browser_of, parts, world: World, text: str) -> None:
    karin, before = browser_of("karin"), counts(parts)
    for path in ("/desk/takeover/preview", "/desk/takeover"):
        answer = karin.post(path, data={"list": text})
        assert answer.status_code == 422
        assert "<h1" in answer.text
    assert counts(parts) == before


def test_a_list_that_is_too_large_is_refused(browser_of, parts, world: World) -> None:
    answer = browser_of("karin").post("/desk/takeover/preview", data={"list": "x" * 300_000})
    assert answer.status_code == 413


def test_two_hundred_people_and_their_cards_in_one_go(browser_of, parts, world: World) -> None:
    karin = browser_of("karin")
    names = [f"Person {number} {'شمس' * 5}" for number in range(200)]
    text = HEAD + "\n".join(f"{name};Arabisch;030 23125-400;{1 + n % 28}.12.2026;10:00" for n, name in enumerate(names))
    assert len(text.encode()) > 16_000
    assert "200 Menschen übernehmen" in karin.post("/desk/takeover/preview", data={"list": text}).text
    started = time.perf_counter()
    assert take_over(karin, text).status_code == 303
    assert time.perf_counter() - started < 5, "others wait no longer for the database than they would anyway"
    assert counts(parts)["cases"] == 202
    page = karin.get("/desk/cards").text
    wanted = re.findall(r'name="case" value="([^"]+)"', page)
    assert len(wanted) == 202
    answer = karin.post("/desk/cards", data={"case": wanted, "request_key": "once"})
    assert answer.status_code == 200
    codes = set(re.findall(r'pass__code">([2-9A-Z]{4}-[2-9A-Z]{4})<', answer.text))
    assert len(codes) == 202
    assert answer.text.count("<svg") >= 202
    code = codes.pop()
    assert browser_of().post("/code", data={"code": code, "c": code}).status_code == 303


def test_each_card_of_many_is_an_opening_that_the_client_can_read(browser_of, parts, world: World) -> None:
    karin = browser_of("karin")
    cases = [world.ids["amina.case"], world.ids["badr.case"]]
    assert karin.post("/desk/cards", data={"case": cases}).status_code == 200
    rows = parts.database.utils().query("SELECT case_id FROM access_log WHERE reason = 'card'")
    assert sorted(row["case_id"] for row in rows) == sorted(cases)


@pytest.mark.parametrize("name", ["olle", "dora", "tilde"])
def test_nobody_else_prints_these_cards(browser_of, parts, world: World, name: str) -> None:
    sent = {"case": [world.ids["amina.case"]]}
    assert browser_of(name).post("/desk/cards", data=sent).status_code == 404
    assert (
        browser_of("karin").post("/desk/cards", data={"case": [world.ids["amina.case"], "nothing"]}).status_code == 404
    )
    assert counts(parts)["sign_in_codes"] == 0
    assert browser_of("karin").post("/desk/cards", data={}).status_code == 422


def test_whoever_wants_no_plan_is_not_on_the_list_for_cards(browser_of, world: World) -> None:
    karin = browser_of("karin")
    sent = {"name": "Kein Plan", "language": "ar", "path": "plan", "consent": "declined", "channel": "oral"}
    case = karin.post("/desk/cases/new", data=sent).headers["location"]
    assert "Kein Plan" not in karin.get("/desk/cards").text
    assert karin.post("/desk/cards", data={"case": [case.split("/")[-1]]}).status_code == 404
