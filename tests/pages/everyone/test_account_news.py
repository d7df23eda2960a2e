"""People are told what happens to their account, and how many devices they are signed in on has an end."""

import asyncio
import re
from datetime import timedelta

import pytest

from pwa_server.casework import sign_in
from pwa_server.notify.mails import Mailer, send_due_mails
from pwa_server.web import sessions
from tests.pages.everyone.conftest import NAME, PASSWORD, PIN, post, row
from tests.support.mailbox import Mailbox
from tests.support.passkeys import open_with, set_up

WAS_IT_YOU = "Waren Sie das?"
NEW_DEVICE = "Jemand hat sich auf einem neuen Gerät angemeldet."


@pytest.fixture
def new_phone(browser_of, with_secrets, clock):
    """`new_phone()` is a phone that nobody used before, on which Amina has just signed in, minutes after the last one."""

    def sign_in_there(label: str = "Firefox/130 Android"):
        clock.at += timedelta(minutes=4)
        browser = browser_of()
        browser.headers |= {"User-Agent": label, "Accept-Language": "de"}
        assert post(browser, "/sign-in/name", name=NAME, secret=PIN).status_code == 303
        post(browser, "/welcome/phone", phone="own")
        post(browser, "/settings/reading", language="de", text_size="normal")
        return browser

    return sign_in_there


def asked_on(browser, path: str = "/today") -> list[str]:
    """The addresses of the questions that stand on a page of this device."""
    page = browser.get(path).text
    return re.findall(r'action="(/settings/news/[^"]+)"', page)


def test_first_device_of_all_is_told_to_nobody(new_phone, parts) -> None:
    assert asked_on(new_phone()) == []
    assert row(parts, "SELECT COUNT(*) AS n FROM account_news")["n"] == 0


@pytest.mark.parametrize("path", ["/today", "/plan", "/settings", "/help"])
def test_sign_in_on_a_new_device_is_told_on_the_next_page_of_the_others(new_phone, path) -> None:
    first = new_phone()
    assert asked_on(first, path) == []
    second = new_phone("Chrome/120 Windows NT")
    page = first.get(path).text
    assert NEW_DEVICE in page
    assert "Chrome · Windows" in page
    assert asked_on(second, path) == []


def test_question_is_kept_in_no_copy_on_the_phone(new_phone) -> None:
    first = new_phone()
    assert not first.get("/today").headers["SW-Store"].endswith(";0")
    kept = first.get("/offline/pages").json()["pages"].keys()
    new_phone("Chrome/120 Windows NT")
    assert first.get("/today").headers["SW-Store"].endswith(";0")
    meanwhile = first.get("/offline/pages")
    assert WAS_IT_YOU not in meanwhile.text
    assert meanwhile.json()["pages"].keys() == kept
    assert "/plan" in kept


def test_yes_is_asked_once_and_changes_nothing_else(new_phone) -> None:
    first, second = new_phone(), new_phone("Chrome/120 Windows NT")
    (question,) = asked_on(first, "/plan")
    answer = post(first, question, answer="me", next="/plan")
    assert answer.headers["location"] == "/plan"
    assert asked_on(first) == []
    assert second.get("/today").status_code == 200


def test_answer_on_a_refused_form_leads_to_a_page_that_there_is(new_phone) -> None:
    first = new_phone()
    new_phone("Chrome/120 Windows NT")
    refused = post(first, "/settings/reading", language="xx", text_size="normal").text
    assert WAS_IT_YOU in refused
    assert 'name="next" value="/"' in refused


def test_no_ends_the_other_session_at_once_and_leads_to_a_new_pin(new_phone) -> None:
    first, second = new_phone(), new_phone("Chrome/120 Windows NT")
    (question,) = asked_on(first)
    answer = post(first, question, answer="not_me", next="/today")
    assert "Das andere Gerät ist jetzt abgemeldet." in first.get(answer.headers["location"]).text
    assert second.get("/today").status_code == 303
    assert "von einem anderen Gerät abgemeldet" in second.get("/sign-in").text
    assert first.get("/today").status_code == 200
    assert asked_on(first) == []


def test_whoever_came_in_with_a_stolen_pin_never_says_that_all_is_well(new_phone) -> None:
    owner, thief = new_phone(), new_phone("Chrome/120 Windows NT")
    thiefs_second = new_phone("Edg/120 Windows NT")
    first_question, second_question = sorted(asked_on(owner))
    for browser in (thief, thiefs_second):
        assert post(browser, first_question, answer="me").status_code == 404
    assert first_question in asked_on(owner)
    assert second_question in asked_on(thief)


@pytest.fixture
def thief_with_a_passkey(new_phone, clock):
    """The owner's phone, and one where somebody with her PIN set a passkey up, went and came in again by it."""
    owner, thief = new_phone(), new_phone("Chrome/120 Windows NT")
    clock.at += timedelta(minutes=1)
    passkey = set_up(thief, PIN)
    post(thief, "/sign-out")
    clock.at += timedelta(minutes=1)
    assert open_with(thief, passkey).status_code == 303
    return owner, thief, passkey


def test_signing_out_and_in_again_makes_no_strange_device_a_known_one(thief_with_a_passkey) -> None:
    owner, thief, _ = thief_with_a_passkey
    page = owner.get("/today").text
    assert NEW_DEVICE in page
    assert "mit Finger oder Gesicht eingerichtet" in page
    assert asked_on(thief) == []
    for question in asked_on(owner):
        assert post(thief, question, answer="me").status_code == 404


@pytest.mark.parametrize("which", [0, 1], ids=["the passkey", "the device"])
def test_no_ends_the_passkey_of_the_other_device_and_who_came_in_by_it(thief_with_a_passkey, which) -> None:
    owner, thief, passkey = thief_with_a_passkey
    answer = post(owner, asked_on(owner)[which], answer="not_me")
    assert "Das andere Gerät ist jetzt abgemeldet." in owner.get(answer.headers["location"]).text
    assert thief.get("/today").status_code == 303
    assert open_with(thief, passkey).status_code == 422


def test_question_about_a_device_ends_with_a_new_pin(new_phone, clock) -> None:
    owner, other = new_phone(), new_phone("Chrome/120 Windows NT")
    post(other, "/sign-out")
    assert len(asked_on(owner)) == 1
    other = new_phone("Edg/120 Windows NT")
    clock.at += timedelta(minutes=1)
    post(owner, "/settings/secret", old=PIN, secret="918264", again="918264")
    assert len(asked_on(owner)) == 1


def test_no_on_the_device_itself_ends_its_passkey_and_leaves_one_there(new_phone, clock) -> None:
    only = new_phone()
    clock.at += timedelta(minutes=1)
    passkey = set_up(only, PIN)
    post(only, "/sign-out")
    clock.at += timedelta(minutes=1)
    open_with(only, passkey)
    (question,) = asked_on(only)
    assert post(only, question, answer="not_me").headers["location"].startswith("/settings/secret")
    assert only.get("/today").status_code == 200
    assert open_with(only, passkey).status_code == 422


def test_question_waits_for_a_known_device_that_signs_in_again(new_phone, clock) -> None:
    first = new_phone()
    post(first, "/sign-out")
    new_phone("Chrome/120 Windows NT")
    clock.at += timedelta(hours=3)
    post(first, "/sign-in/name", name=NAME, secret=PIN)
    assert len(asked_on(first)) == 1


def test_known_device_is_no_news(new_phone, clock, parts) -> None:
    first = new_phone()
    new_phone("Chrome/120 Windows NT")
    post(first, "/sign-out")
    before = row(parts, "SELECT COUNT(*) AS n FROM account_news")["n"]
    clock.at += timedelta(hours=1)
    post(first, "/sign-in/name", name=NAME, secret=PIN)
    assert row(parts, "SELECT COUNT(*) AS n FROM account_news")["n"] == before == 1


def test_foreign_question_does_not_exist(new_phone, browser_of) -> None:
    first = new_phone()
    new_phone("Chrome/120 Windows NT")
    (question,) = asked_on(first)
    for name in ("badr", "mona", "karin", "ada"):
        assert post(browser_of(name), question, answer="not_me").status_code == 404
    assert post(first, question, answer="perhaps").status_code == 422
    assert asked_on(first) == [question]


def test_changed_pin_is_told_at_the_door_of_the_others(new_phone) -> None:
    first, second = new_phone(), new_phone("Chrome/120 Windows NT")
    post(first, "/settings/secret", old=PIN, secret="918264", again="918264")
    assert second.get("/today").headers["location"].startswith("/sign-in")
    door = second.get("/sign-in").text
    assert "Ihre PIN oder Ihr Passwort ist neu." in door
    assert "Waren Sie das nicht? Rufen Sie uns an." in door


def test_door_tells_nothing_to_browsers_that_were_never_in(browser_of, new_phone) -> None:
    new_phone()
    stranger = browser_of()
    stranger.cookies.set("s", "made up")
    for browser in (browser_of(), stranger):
        assert "neu an" not in browser.get("/sign-in").text


def test_one_more_device_than_allowed_takes_the_place_of_the_one_not_used_for_longest(new_phone, clock) -> None:
    phones = [new_phone(f"Firefox/130 Android {number}") for number in range(sign_in.MOST_SESSIONS["client"])]
    clock.at += timedelta(days=1)
    for used in (0, 1, 3, 4):
        assert phones[used].get("/today").status_code == 200
    newest = new_phone()
    assert [phone.get("/today").status_code for phone in (*phones, newest)] == [200, 200, 303, 200, 200, 200]
    assert "Sie waren auf vielen Geräten angemeldet." in phones[2].get("/sign-in").text


def test_number_of_devices_is_decided_for_every_role() -> None:
    assert sign_in.MOST_SESSIONS.keys() == sessions.LIFETIME_HOURS.keys()


@pytest.fixture
def mailbox():
    with Mailbox() as box:
        yield box


def mails_to(parts, mailbox: Mailbox, number: int) -> list[tuple[str, str]]:
    """Addresses and subjects of the mails that the worker sends now."""
    mailer = Mailer(mailbox.url, "wegplan@example.org")
    sent = asyncio.run(send_due_mails(parts.database, mailer, parts.now(), "https://plan.example.org"))
    assert sent == number
    return [(mail["To"], mail["Subject"]) for mail in mailbox.wait_for(number)] if number else []


def test_new_device_is_told_by_mail_where_there_is_an_address(browser_of, with_secrets, parts, mailbox) -> None:
    for expected in (0, 1):
        browser = browser_of()
        post(browser, "/sign-in/mail", email="karin@example.org", secret=PASSWORD)
        told = mails_to(parts, mailbox, expected)
    assert told == [("karin@example.org", "Neue Anmeldung bei Wegplan")]


def test_client_with_an_address_for_messages_is_told_of_a_new_pin_by_mail(new_phone, parts, mailbox, as_actor, world):
    first = new_phone()
    as_actor("", lambda tx: tx.update("clients", world.ids["amina"], reminder_email_sealed="amina@example.org"))
    post(first, "/settings/secret", old=PIN, secret="918264", again="918264")
    assert mails_to(parts, mailbox, 1) == [("amina@example.org", "Ihre PIN für Wegplan ist neu")]


def test_client_without_an_address_is_told_in_the_app_only(new_phone, parts) -> None:
    new_phone()
    new_phone("Chrome/120 Windows NT")
    assert row(parts, "SELECT COUNT(*) AS n FROM mails")["n"] == 0


def test_guesses_that_were_stopped_are_told_once_a_day(new_phone, browser_of, clock, parts) -> None:
    first = new_phone()
    for day in (1, 2):
        guesser = browser_of()
        answers = [post(guesser, "/sign-in/name", name=NAME, secret="111444").status_code for _ in range(8)]
        assert answers[-1] == 429
        found = row(parts, "SELECT COUNT(*) AS n FROM account_news WHERE kind = 'wrong_tries'")
        assert found["n"] == day
        clock.at += timedelta(days=1, minutes=1)
    assert "Jemand hat oft eine falsche PIN" in first.get("/today").text


def test_guesses_at_a_name_that_nobody_has_are_told_to_nobody(browser_of, with_secrets, parts) -> None:
    guesser = browser_of()
    answers = [post(guesser, "/sign-in/name", name="weg-baum-99", secret="111444").status_code for _ in range(8)]
    assert answers[-1] == 429
    assert row(parts, "SELECT COUNT(*) AS n FROM account_news")["n"] == 0


def test_no_to_wrong_tries_leads_to_a_new_pin_and_says_nothing_of_a_device(new_phone, browser_of, clock) -> None:
    first = new_phone()
    clock.at += timedelta(minutes=1)
    for _ in range(8):
        post(browser_of(), "/sign-in/name", name=NAME, secret="111444")
    (question,) = asked_on(first)
    page = first.get(post(first, question, answer="not_me").headers["location"]).text
    assert "Wählen Sie jetzt etwas Neues." in page
    assert "Das andere Gerät" not in page
