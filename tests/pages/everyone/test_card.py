"""The card: from the code to the plan, once."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from pwa_server.casework import codes
from pwa_server.domain.problems import NotAllowed, NotVisible
from pwa_server.domain.secrets import read_code
from pwa_server.storage.keys import pepper_id
from tests.pages.everyone.conftest import PIN, post, row, stored_bytes

IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/17.5 Mobile/15E148 Safari/604.1"
)
HOME_SCREEN = IPHONE.removesuffix(" Safari/604.1").replace("Version/17.5 ", "")


def first_minute(browser, code: str, phone: str = "own") -> None:
    assert post(browser, "/code", c=code).headers["location"] == "/welcome/language"
    assert post(browser, "/welcome/language", language="ar").headers["location"] == "/welcome/secret"
    assert post(browser, "/welcome/secret", kind="pin", secret=PIN, again=PIN).headers["location"] == "/welcome/phone"
    after = "/welcome/picture" if phone == "shared" else "/welcome/reminders"
    assert post(browser, "/welcome/phone", phone=phone).headers["location"] == after


def test_card_leads_to_the_plan(browser_of, card, world) -> None:
    browser = browser_of()
    first_minute(browser, card.lower().replace("-", " "))
    assert browser.get("/welcome/reminders").status_code == 200
    page = browser.get("/today")
    assert page.status_code == 200
    assert world.canaries["amina.standard.step1.text"] in page.text
    assert page.headers["SW-Store"].startswith("opaque-amina;")


@pytest.mark.fault("F28")
def test_looking_at_the_link_uses_nothing_up(browser_of, card) -> None:
    browser = browser_of()
    for _ in range(3):
        assert browser.head(f"/code?c={card}").status_code == 200, "so do mail scanners look"
        assert card in browser.get(f"/code?c={card}").text
    assert post(browser, "/code", c=card).status_code == 303


@pytest.mark.fault("F28")
def test_code_works_once(browser_of, card) -> None:
    assert post(browser_of(), "/code", c=card).status_code == 303
    assert post(browser_of(), "/code", c=card).status_code == 422


@pytest.mark.fault("F28")
def test_two_people_with_one_code_at_once_exactly_one_wins(browser_of, card) -> None:
    browsers = [browser_of() for _ in range(6)]
    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(lambda browser: post(browser, "/code", c=card).status_code, browsers))
    assert sorted(answers) == [303, 422, 422, 422, 422, 422]


def test_bad_codes_get_one_and_the_same_page(browser_of, card, world, as_actor, clock, parts) -> None:
    used = card
    post(browser_of(), "/code", c=used)
    cancelled, _ = as_actor("karin", codes.make_card, world.ids["amina.case"])
    listed = parts.database.read(world.ids["karin"], parts.now()).rows("codes.of_case", case_id=world.ids["amina.case"])
    as_actor("karin", codes.cancel_code, world.ids["amina.case"], listed[0]["id"])
    expired, _ = as_actor("karin", codes.make_screen_code, world.ids["amina.case"])
    clock.at += timedelta(minutes=16)
    pages = [post(browser_of(), "/code", c=code) for code in (used, cancelled, expired, "ZZZZ-9999")]
    assert {page.status_code for page in pages} == {422}
    bodies = {
        page.text.replace(code, "") for page, code in zip(pages, (used, cancelled, expired, "ZZZZ-9999"), strict=True)
    }
    assert len({_without_random(body) for body in bodies}) == 1
    assert "tel:03023125100" in pages[0].text


def _without_random(body: str) -> str:
    return re.sub(r'value="[^"]*"', "", body)


def test_card_is_good_for_fourteen_days(browser_of, card, clock) -> None:
    clock.at += timedelta(days=14, seconds=-1)
    assert browser_of().get(f"/code?c={card}").status_code == 200
    clock.at += timedelta(seconds=1)
    assert post(browser_of(), "/code", c=card).status_code == 422


def test_new_card_ends_the_old_one(browser_of, card, world, as_actor) -> None:
    newer, _ = as_actor("karin", codes.make_card, world.ids["amina.case"])
    assert post(browser_of(), "/code", c=card).status_code == 422
    assert post(browser_of(), "/code", c=newer).status_code == 303


def test_counsellor_sees_when_a_card_was_used_but_never_the_code(browser_of, card, world, parts) -> None:
    post(browser_of(), "/code", c=card)
    listed = parts.database.read(world.ids["karin"], parts.now()).rows("codes.of_case", case_id=world.ids["amina.case"])
    assert [entry["used_at"] for entry in listed] == [parts.now()]
    assert "code_digest" not in listed[0]
    for stranger in ("olle", "tilde", "mona", "ada"):
        assert not parts.database.read(world.ids[stranger], parts.now()).rows(
            "codes.of_case", case_id=world.ids["amina.case"]
        )


@pytest.mark.parametrize("stranger", ["olle", "tilde", "mona", "amina", "ada", "badr"])
def test_only_counsellor_and_deputy_make_cards(stranger, world, as_actor) -> None:
    with pytest.raises((NotVisible, NotAllowed)):
        as_actor(stranger, codes.make_card, world.ids["amina.case"])
    as_actor("dora", codes.make_card, world.ids["amina.case"])


def test_iphone_is_shown_the_home_screen_first(browser_of, card) -> None:
    browser = browser_of()
    page = browser.get(f"/code?c={card}", headers={"User-Agent": IPHONE})
    assert f'href="/code?c={card}&amp;here=1"' in page.text
    assert 'action="/code"' not in page.text
    assert 'action="/code"' in browser.get(f"/code?c={card}&here=1", headers={"User-Agent": IPHONE}).text
    assert 'action="/code"' in browser.get(f"/code?c={card}", headers={"User-Agent": HOME_SCREEN}).text
    assert post(browser, "/code", c=card).status_code == 303


def test_before_the_pin_nothing_of_the_plan_is_shown(browser_of, card, parts) -> None:
    browser = browser_of()
    post(browser, "/code", c=card)
    for path in ("/today", "/settings/sessions", "/pin", "/settings/secret", "/welcome/phone"):
        assert browser.get(path).headers["location"] == "/welcome/language"
    answer = browser.get("/today", headers={"Accept": "application/json"})
    assert answer.status_code == 401


def test_unfinished_sign_in_ends_after_an_hour(browser_of, card, clock) -> None:
    browser = browser_of()
    post(browser, "/code", c=card)
    clock.at += timedelta(minutes=61)
    assert post(browser, "/welcome/secret", kind="pin", secret=PIN, again=PIN).headers["location"] == "/sign-in"


def test_first_pin_is_chosen_once(browser_of, card) -> None:
    browser = browser_of()
    first_minute(browser, card)
    assert post(browser, "/welcome/secret", kind="pin", secret="918273", again="918273").status_code == 404


@pytest.mark.parametrize(
    ("secret", "again"), [("123456", "123456"), ("739164", "739165"), ("73916", "73916"), ("", "")]
)
def test_bad_pin_is_explained_and_not_stored(browser_of, card, parts, world, secret, again) -> None:
    browser = browser_of()
    post(browser, "/code", c=card)
    assert post(browser, "/welcome/secret", kind="pin", secret=secret, again=again).status_code == 422
    assert parts.database.read("", "").row("secrets.of_account", account_id=world.ids["amina"]) is None


def test_unanswered_question_about_the_phone_means_several_people(browser_of, card, parts, world) -> None:
    browser = browser_of()
    post(browser, "/code", c=card)
    post(browser, "/welcome/secret", kind="pin", secret=PIN, again=PIN)
    assert browser.get("/today").headers["SW-Store"] == "none"


def test_new_card_pin_ends_every_other_session(browser_of, card) -> None:
    elsewhere, browser = browser_of("amina"), browser_of()
    assert elsewhere.get("/today").status_code == 200
    first_minute(browser, card)
    assert elsewhere.get("/today").status_code == 303


@pytest.mark.fault("F28")
def test_ten_wrong_codes_an_hour_raise_one_alarm_and_slow_everybody_down(
    browser_of, card, parts, pauses, caplog
) -> None:
    for _ in range(9):
        post(browser_of(), "/code", c="ZZZZ-9999")
    assert parts.database.read("", "").rows("alarms.open") == []
    assert pauses == []
    with caplog.at_level("ERROR", logger="wegplan"):
        post(browser_of(), "/code", c="ZZZZ-9999")
        post(browser_of(), "/code", c="ZZZZ-9999")
    assert [alarm["kind"] for alarm in parts.database.read("", "").rows("alarms.open")] == ["wrong_codes"]
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == ["alarm"]
    assert post(browser_of(), "/code", c=card).status_code == 303
    assert pauses


def test_code_stands_only_as_digest_in_the_file(card, parts) -> None:
    stored = stored_bytes(parts)
    assert card.encode() not in stored
    assert read_code(card).encode() not in stored
    pepper, _, digest = row(parts, "SELECT code_digest FROM sign_in_codes")["code_digest"].partition(".")
    assert (pepper, len(digest)) == (pepper_id(parts.keys.pepper), 64)


@pytest.mark.fault("F29")
def test_lost_phone_ends_everything_at_once(browser_of, card, world, as_actor, parts) -> None:
    browser = browser_of("amina")
    session = parts.database.read(world.ids["amina"], parts.now()).rows("sessions.own")[0]["id"]

    def subscribe(tx) -> None:
        tx.insert(
            "push_subscriptions", account_id=world.ids["amina"], session_id=session, service="fcm", endpoint_sealed="x",
            endpoint_digest="x", p256dh_sealed="x", auth_sealed="x", made_at=tx.now, seen_at=tx.now,
        )  # fmt: skip

    as_actor("", subscribe)
    as_actor("karin", codes.end_everything, world.ids["amina.case"])
    assert browser.get("/today").status_code == 303
    assert row(parts, "SELECT COUNT(*) AS n FROM push_subscriptions")["n"] == 0
    assert post(browser_of(), "/code", c=card).status_code == 422


def test_sign_in_name_is_kept_over_cards(card, world, as_actor) -> None:
    _, first = as_actor("karin", codes.make_card, world.ids["amina.case"])
    _, again = as_actor("karin", codes.make_screen_code, world.ids["amina.case"])
    _, other = as_actor("karin", codes.make_card, world.ids["badr.case"])
    assert first == again != other
