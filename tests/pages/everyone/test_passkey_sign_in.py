"""Signing in by passkey: the unlock of the device opens the door, once for each question, and tells nobody anything."""

import json
from datetime import timedelta

import pytest

from pwa_server.casework import account_life
from tests.pages.everyone.conftest import PASSWORD, PIN, by_name, post, row
from tests.support.authenticator import Authenticator
from tests.support.passkeys import asked_to_make, asked_to_sign, open_with, set_up

DOOR = "/sign-in/passkey"
REFUSED = "Das hat nicht geklappt. Bitte melden Sie sich anders an."
TOO_LATE = "Das hat zu lange gedauert. Bitte versuchen Sie es noch einmal."


@pytest.fixture
def device(amina) -> Authenticator:
    """Amina's telephone, on which she has signed out."""
    made = set_up(amina, PIN)
    post(amina, "/sign-out")
    return made


def sessions_open(parts) -> int:
    return row(parts, "SELECT COUNT(*) AS n FROM sessions WHERE ended_at IS NULL")["n"]


def refused(answer, parts, words: str = REFUSED) -> None:
    """Nothing has begun, and the page says so as at any door."""
    assert answer.status_code == 422
    assert words in answer.text
    assert "s" not in answer.cookies
    assert sessions_open(parts) == 0


def test_client_comes_in_on_her_own_phone(amina, device) -> None:
    answer = open_with(amina, device)
    assert answer.headers["location"] == "/today"
    assert amina.get("/today").status_code == 200


def test_whoever_is_right_may_come_in_as_often_as_she_likes(amina, device) -> None:
    assert [open_with(amina, device).status_code for _ in range(12)] == [303] * 12


def test_owner_comes_in_on_her_phone_while_wrong_signatures_are_refused(browser_of, amina, device) -> None:
    stranger = browser_of()
    statuses = [open_with(stranger, device, origin="https://evil.example").status_code for _ in range(6)]
    assert statuses == [422] * 5 + [429]
    assert open_with(amina, device).status_code == 303


def test_mentor_comes_in(browser_of, with_secrets) -> None:
    device = set_up(browser_of("mona"), PASSWORD)
    browser = browser_of()
    assert open_with(browser, device).headers["location"] == "/welcome/phone"
    assert browser.get("/mentor").status_code == 200


def test_staff_need_no_code_besides(browser_of, with_secrets) -> None:
    device = set_up(browser_of("karin"), PASSWORD)
    browser = browser_of()
    assert open_with(browser, device).headers["location"] == "/desk"
    assert browser.get("/desk").status_code == 200


def test_next_page_is_the_one_that_was_asked_for(amina, device) -> None:
    answer = post(amina, DOOR, credential=device.sign(asked_to_sign(amina)), next="/meetings")
    assert answer.headers["location"] == "/meetings"
    assert "https://elsewhere.example" not in str(
        post(amina, DOOR, credential=device.sign(asked_to_sign(amina)), next="https://elsewhere.example").headers
    )


def test_new_device_asks_who_uses_it_as_after_a_pin(browser_of, device) -> None:
    assert open_with(browser_of(), device).headers["location"] == "/welcome/phone"


def test_session_gets_a_new_token_and_the_old_one_of_this_phone_ends(amina, parts, browser_of) -> None:
    device = set_up(amina, PIN)
    before = amina.cookies["s"]
    assert open_with(amina, device).status_code == 303
    assert amina.cookies["s"] != before
    thief = browser_of()
    thief.cookies.set("s", before)
    assert thief.get("/settings").headers["location"].startswith("/sign-in")
    assert sessions_open(parts) == 1


def test_protected_pages_ask_for_the_pin_all_the_same(amina, device) -> None:
    open_with(amina, device)
    assert amina.get("/protected").headers["location"].startswith("/pin")
    post(amina, "/pin", secret=PIN)
    assert amina.get("/protected").status_code == 200


def test_wrong_pins_go_on_counting_after_a_passkey(amina, device, browser_of) -> None:
    open_with(amina, device)
    for _ in range(10):
        post(amina, "/pin", secret="739165")
    open_with(amina, device)
    assert post(amina, "/pin", secret=PIN).status_code == 429


def test_strangers_guesses_do_not_lock_the_passkey_out(amina, device, browser_of) -> None:
    stranger = browser_of()
    for _ in range(6):
        post(stranger, "/sign-in/name", name="haus-sonne-24", secret="739165")
    assert open_with(amina, device).status_code == 303


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "https://elsewhere.example"},
        {"site": "elsewhere.example"},
        {"challenge": "bm90IG91cnM"},
        {"verified": False},
        {"handle": "bm90IGhlcnM"},
    ],
    ids=str,
)
def test_answer_that_is_not_what_was_asked_is_refused(amina, device, parts, wrong) -> None:
    refused(open_with(amina, device, **wrong), parts)
    assert row(parts, "SELECT sign_count, used_at FROM passkeys") == {"sign_count": 0, "used_at": None}


def test_signature_of_another_key_is_refused(amina, device, parts) -> None:
    forged = Authenticator(credential=device.credential, handle=device.handle, sign_count=7)
    refused(open_with(amina, forged), parts)


def test_passkey_that_nobody_has_gets_the_same_answer(amina, device, parts) -> None:
    unknown = open_with(amina, Authenticator())
    refused(unknown, parts)
    wrong = open_with(amina, device, site="elsewhere.example")
    assert unknown.text == wrong.text


@pytest.mark.parametrize(
    "nonsense", ["", "{}", "[]", "7", '{"id":{}}', "{" * 5000, '{"id":"x","response":{"userHandle":7}}']
)
def test_nonsense_is_refused(amina, device, parts, nonsense) -> None:
    asked_to_sign(amina)
    refused(post(amina, DOOR, credential=nonsense), parts)


def test_answer_is_good_once(amina, device, parts) -> None:
    answer = device.sign(asked_to_sign(amina))
    assert post(amina, DOOR, credential=answer).status_code == 303
    post(amina, "/sign-out")
    refused(post(amina, DOOR, credential=answer), parts, TOO_LATE)


def test_question_is_used_up_by_a_wrong_answer(amina, device, parts) -> None:
    options = asked_to_sign(amina)
    refused(post(amina, DOOR, credential=device.sign(options, site="elsewhere.example")), parts)
    refused(post(amina, DOOR, credential=device.sign(options)), parts, TOO_LATE)


def test_question_is_good_for_five_minutes(amina, device, parts, clock) -> None:
    answer = device.sign(asked_to_sign(amina))
    clock.at += timedelta(minutes=5)
    refused(post(amina, DOOR, credential=answer), parts, TOO_LATE)


def test_question_belongs_to_the_browser_that_asked(amina, device, parts, browser_of) -> None:
    answer = device.sign(asked_to_sign(amina))
    thief = browser_of()
    refused(post(thief, DOOR, credential=answer), parts, TOO_LATE)
    asked_to_sign(thief)
    refused(post(thief, DOOR, credential=answer), parts)


def test_question_of_the_settings_opens_no_door(amina, parts) -> None:
    device = set_up(amina, PIN)
    challenge = asked_to_make(amina, PIN)["challenge"]
    amina.cookies.set("k", row(parts, "SELECT id FROM sessions WHERE ended_at IS NULL")["id"])
    answer = post(amina, DOOR, credential=device.sign({"rpId": "testserver", "challenge": challenge}))
    assert TOO_LATE in answer.text


def test_counter_that_goes_back_stops_the_passkey_and_raises_the_alarm(amina, device, parts, capsys) -> None:
    assert open_with(amina, device).status_code == 303
    post(amina, "/sign-out")
    device.sign_count -= 1
    refused(open_with(amina, device), parts)
    assert row(parts, "SELECT kind, times FROM alarms WHERE kind = 'passkey_copied'")["times"] == 1
    device.sign_count = 50
    refused(open_with(amina, device), parts)
    by_pin = by_name_again(amina)
    assert "Wir haben das gestoppt." in by_pin.get("/settings/passkeys").text


def by_name_again(browser):
    post(browser, "/sign-in/name", name="haus-sonne-24", secret=PIN)
    return browser


def test_device_that_keeps_no_counter_may_say_nought_each_time(amina) -> None:
    device = set_up(amina, PIN, steps=0)
    assert open_with(amina, device).status_code == 303
    assert open_with(amina, device).status_code == 303


def test_nobody_without_the_key_makes_a_passkey_look_copied(amina, device, parts) -> None:
    assert open_with(amina, device).status_code == 303
    post(amina, "/sign-out")
    forged = Authenticator(credential=device.credential, handle=device.handle, steps=0)
    refused(open_with(amina, forged), parts)
    assert row(parts, "SELECT COUNT(*) AS n FROM alarms")["n"] == 0
    assert open_with(amina, device).status_code == 303


def test_ended_account_is_refused(browser_of, with_secrets, as_actor, world, parts) -> None:
    device = set_up(browser_of("mona"), PASSWORD)
    kept = row(parts, "SELECT * FROM passkeys")
    as_actor("ada", account_life.deactivate, world.ids["mona"])
    assert row(parts, "SELECT COUNT(*) AS n FROM passkeys")["n"] == 0
    # Were its row still there, it would open nothing either.
    parts.database.utils()["passkeys"].insert(kept)
    refused(open_with(browser_of(), device), parts)


def test_client_without_a_pin_any_more_is_refused(amina, device, parts, as_actor, world) -> None:
    as_actor("", lambda tx: tx.run("secrets.forget", account_id=world.ids["amina"]))
    refused(open_with(amina, device), parts)


def test_guesses_are_slowed_and_counted_with_all_wrong_secrets(amina, device, pauses) -> None:
    statuses = [open_with(amina, device, site="elsewhere.example").status_code for _ in range(11)]
    assert statuses == [422] * 10 + [429]
    assert open_with(amina, device).status_code == 429
    strangers = [open_with(amina, Authenticator()).status_code for _ in range(7)]
    assert strangers == [422] * 7
    assert pauses


def test_shared_phone_offers_no_passkey_and_takes_none(amina, device, browser_of, parts) -> None:
    browser = by_name(browser_of, "shared")
    post(browser, "/lock")
    for path in ("/sign-in", "/sign-in/mail", "/unlock"):
        assert "passkey" not in browser.get(path).text
    assert post(browser, f"{DOOR}/challenge").status_code == 404
    token = browser.cookies["s"]
    elsewhere = browser_of()
    options = asked_to_sign(elsewhere)
    browser.cookies.set("k", elsewhere.cookies["k"])
    assert TOO_LATE in post(browser, DOOR, credential=device.sign(options)).text
    assert browser.cookies["s"] == token


def test_own_phone_that_was_locked_opens_by_passkey(amina) -> None:
    device = set_up(amina, PIN)
    post(amina, "/lock")
    assert DOOR in amina.get("/unlock").text
    assert open_with(amina, device).headers["location"] == "/today"
    assert amina.get("/today").status_code == 200


def test_without_script_nothing_of_it_is_shown(browser_of, with_secrets) -> None:
    page = browser_of().get("/sign-in").text
    form = page[page.index(f'action="{DOOR}"') :].split(">")[0]
    assert form.endswith(" hidden")


def test_door_tells_the_question_to_nobody_else_and_names_no_account(browser_of, with_secrets) -> None:
    answer = browser_of().post(f"{DOOR}/challenge")
    assert answer.headers["cache-control"] == "no-store"
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "max-age=300" in cookie
    assert json.loads(answer.text)["allowCredentials"] == []
    assert json.loads(answer.text)["userVerification"] == "required"


def test_old_questions_do_not_pile_up(browser_of, with_secrets, parts, clock) -> None:
    for _ in range(3):
        browser_of().post(f"{DOOR}/challenge")
    clock.at += timedelta(minutes=6)
    browser_of().post(f"{DOOR}/challenge")
    assert row(parts, "SELECT COUNT(*) AS n FROM passkey_challenges")["n"] == 1
