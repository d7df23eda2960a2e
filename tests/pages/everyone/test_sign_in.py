"""Signing in by name and PIN, or by mail and password: equal answers, slowed guesses, new tokens."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from pwa_server.casework import tries
from pwa_server.storage.keys import pepper_id
from pwa_server.storage.passwords import Passwords
from tests.pages.everyone.conftest import NAME, PASSWORD, PIN, post, row, stored_bytes
from tests.support.effort import count

WRONG = "482913"


def test_name_and_pin_lead_to_the_plan(browser_of, with_secrets) -> None:
    browser = browser_of()
    assert browser.get("/today").headers["location"] == "/sign-in?next=/today"
    assert post(browser, "/sign-in/name", name="Haus Sonne 24", secret="٧٣٩١٦٤").headers["location"] == "/welcome/phone"
    assert browser.get("/today").status_code == 200


def test_known_device_goes_where_it_wanted(browser_of, with_secrets) -> None:
    browser = browser_of()
    post(browser, "/sign-in/name", name=NAME, secret=PIN)
    post(browser, "/welcome/phone", phone="own")
    assert post(browser, "/sign-in/name", name=NAME, secret=PIN, next="/plan").headers["location"] == "/plan"
    assert browser.get("/today").headers["SW-Store"].startswith("opaque-amina;")


@pytest.mark.fault("F38")
@pytest.mark.parametrize(
    "foreign", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/a\r\nb"]
)
def test_next_is_a_path_of_ours(browser_of, with_secrets, foreign) -> None:
    browser = browser_of()
    post(browser, "/sign-in/name", name=NAME, secret=PIN)
    post(browser, "/welcome/phone", phone="own")
    assert post(browser, "/sign-in/name", name=NAME, secret=PIN, next=foreign).headers["location"] == "/"
    assert post(browser, "/pin", secret=PIN, next=foreign).headers["location"] == "/"


@pytest.mark.fault("F27")
def test_nobody_learns_whether_a_name_exists(browser_of, with_secrets, hasher) -> None:
    answers, work = [], []
    for name in (NAME, "berg-wald-77"):
        hasher.computed = 0
        answer = post(browser_of(), "/sign-in/name", name=name, secret=WRONG)
        answers.append((answer.status_code, answer.text.replace(name, "")))
        work.append(hasher.computed)
    assert answers[0] == answers[1]
    assert answers[0][0] == 422
    assert work == [1, 1]


@pytest.mark.fault("F27")
def test_nobody_learns_whether_an_address_exists(browser_of, with_secrets, hasher) -> None:
    answers, work = [], []
    for email in ("karin@example.org", "olle@example.org"):
        hasher.computed = 0
        answer = post(browser_of(), "/sign-in/mail", email=email, secret="falsches Passwort")
        answers.append((answer.status_code, answer.text.replace(email, "")))
        work.append(hasher.computed)
    assert answers[0] == answers[1]
    assert work == [1, 1]


def test_every_try_to_sign_in_stands_in_the_log(browser_of, with_secrets, log_lines) -> None:
    for secret in (WRONG, PIN):
        post(browser_of(), "/sign-in/name", name=NAME, secret=secret)
    post(browser_of(), "/code", c="ZZZZ-9999")
    lines = [json.loads(line) for line in log_lines.getvalue().splitlines()]
    tries_told = [(line["route"], line["status"]) for line in lines if line["event"] == "request"]
    assert tries_told == [("/sign-in/name", 422), ("/sign-in/name", 303), ("/code", 422)]


@pytest.mark.parametrize("name", [NAME, "berg-wald-77"])
def test_guesses_are_slowed_alike_for_known_and_unknown_names(browser_of, with_secrets, hasher, name, clock) -> None:
    statuses = [post(browser_of(), "/sign-in/name", name=name, secret=WRONG).status_code for _ in range(7)]
    assert statuses == [422] * 5 + [429] * 2
    assert hasher.computed == 5
    clock.at += timedelta(minutes=16)
    assert post(browser_of(), "/sign-in/name", name=name, secret=WRONG).status_code == 422


@pytest.mark.fault("F26")
def test_parallel_guesses_all_count(browser_of, with_secrets, hasher) -> None:
    browsers = [browser_of() for _ in range(12)]
    with ThreadPoolExecutor(12) as threads:
        list(threads.map(lambda browser: post(browser, "/sign-in/name", name=NAME, secret=WRONG), browsers))
    assert hasher.computed == 5


def test_right_pin_is_not_tried_while_waiting(browser_of, with_secrets) -> None:
    for _ in range(5):
        post(browser_of(), "/sign-in/name", name=NAME, secret=WRONG)
    answer = post(browser_of(), "/sign-in/name", name=NAME, secret=PIN)
    assert answer.status_code == 429
    assert "tel:03023125100" in answer.text


@pytest.mark.fault("F26")
def test_owner_gets_in_on_her_device_while_strangers_guess(browser_of, with_secrets, hasher) -> None:
    own = browser_of()
    post(own, "/sign-in/name", name=NAME, secret=PIN)
    hasher.computed, stranger = 0, browser_of()
    for _ in range(count(small=8, full=1000)):
        post(stranger, "/sign-in/name", name=NAME, secret=WRONG)
    assert hasher.computed <= 5
    assert post(own, "/sign-in/name", name=NAME, secret=PIN).status_code == 303
    assert post(browser_of(), "/sign-in/name", name=NAME, secret=PIN).status_code == 429


@pytest.mark.fault("F26")
@pytest.mark.parametrize("end", ["/sign-out", "/lock"])
def test_phone_stays_known_after_signing_out(browser_of, with_secrets, end) -> None:
    own = browser_of()
    post(own, "/sign-in/name", name=NAME, secret=PIN)
    post(own, end)
    for _ in range(8):
        post(browser_of(), "/sign-in/name", name=NAME, secret=WRONG)
    assert post(own, "/sign-in/name", name=NAME, secret=PIN).status_code == 303


@pytest.mark.fault("F26")
def test_device_that_the_owner_ended_is_a_strangers_again(browser_of, with_secrets, clock) -> None:
    own, thief = browser_of(), browser_of()
    for browser in (own, thief):
        clock.at += timedelta(minutes=1)
        assert post(browser, "/sign-in/name", name=NAME, secret=PIN).status_code == 303
        post(browser, "/welcome/phone", phone="own")
    (question,) = re.findall(r'action="(/settings/news/[^"]+)"', own.get("/today").text)
    post(own, question, answer="not_me")
    guesses = [post(thief, "/sign-in/name", name=NAME, secret=WRONG).status_code for _ in range(6)]
    assert 429 in guesses
    assert post(own, "/sign-in/name", name=NAME, secret=PIN).status_code == 303


@pytest.mark.fault("F26")
def test_one_address_is_answered_later_but_never_locked_out(browser_of, with_secrets, pauses) -> None:
    for number in range(14):
        post(browser_of(), "/sign-in/name", name=f"berg-wald-{number + 10}", secret=WRONG)
    assert post(browser_of(), "/sign-in/name", name=NAME, secret=PIN).status_code == 303
    assert pauses == sorted(pauses)
    assert 0 < pauses[-1] <= tries.LONGEST_PAUSE


def test_pauses_grow_and_end() -> None:
    assert tries.pause_after(10, 10) == 0
    assert tries.pause_after(12, 10) == 0.5
    assert tries.pause_after(10_000, 10) == tries.LONGEST_PAUSE


def test_sign_in_makes_a_new_token_whatever_the_browser_held(browser_of, with_secrets, parts) -> None:
    browser = browser_of()
    post(browser, "/sign-in/name", name=NAME, secret=PIN)
    post(browser, "/welcome/phone", phone="own")
    before = browser.cookies["s"]
    post(browser, "/sign-in/name", name="weg-see-11", secret=PIN)
    assert browser.cookies["s"] != before
    thief = browser_of()
    thief.cookies.set("s", before)
    assert thief.get("/today").status_code == 303


def test_planted_token_is_never_taken_over(browser_of, with_secrets) -> None:
    browser = browser_of()
    browser.cookies.set("s", "planted-by-somebody-else")
    browser.cookies.set("d", "planted-device")
    post(browser, "/sign-in/name", name=NAME, secret=PIN)
    fixed = browser_of()
    fixed.cookies.set("s", "planted-by-somebody-else")
    assert fixed.get("/today").status_code == 303


def test_tokens_and_secrets_stand_in_the_file_only_as_digests(browser_of, with_secrets, parts) -> None:
    browser = browser_of()
    post(browser, "/sign-in/name", name=NAME, secret=PIN)
    post(browser, "/settings/secret", old=PIN, secret="918264", again="918264", request_key="x")
    stored = stored_bytes(parts)
    for cookie in ("s", "d"):
        assert browser.cookies[cookie].encode() not in stored
    for kept in ("739164", "918264", "karin@example.org"):
        assert kept.encode() not in stored
    assert row(parts, "SELECT COUNT(*) AS n FROM idempotency_keys")["n"] == 0


def test_hash_is_worthless_without_the_pepper(parts, with_secrets, world) -> None:
    stored = parts.database.read("", "").row("secrets.of_account", account_id=world.ids["amina"])["secret_hash"]
    hashed = stored[stored.index("$") :]
    for taken_for in (stored, hashed, pepper_id(b"another pepper") + hashed):
        assert not Passwords(b"another pepper")._verify_now(taken_for, PIN).right
    assert Passwords(parts.keys.pepper)._verify_now(stored, PIN).right


def test_hash_with_old_parameters_is_renewed_at_sign_in(browser_of, with_secrets, parts, world) -> None:
    parts.passwords = Passwords(parts.keys.pepper)
    assert post(browser_of(), "/sign-in/name", name=NAME, secret=PIN).status_code == 303
    stored = parts.database.read("", "").row("secrets.of_account", account_id=world.ids["amina"])["secret_hash"]
    assert "$argon2id$v=19$m=19456,t=2,p=1$" in stored
    assert post(browser_of(), "/sign-in/name", name=NAME, secret=PIN).status_code == 303


def test_mentor_signs_in_with_a_password(browser_of, with_secrets) -> None:
    browser = browser_of()
    assert (
        post(browser, "/sign-in/mail", email=" Mona@Example.org ", secret=PASSWORD).headers["location"]
        == "/welcome/phone"
    )
    assert browser.get("/welcome/phone").status_code == 200


def test_deactivated_account_gets_the_answer_of_an_unknown_one(browser_of, with_secrets, as_actor, world) -> None:
    as_actor("", lambda tx: tx.update("accounts", world.ids["mona"], deactivated_at=tx.now))
    assert post(browser_of(), "/sign-in/mail", email="mona@example.org", secret=PASSWORD).status_code == 422


@pytest.mark.parametrize(
    "fields",
    [{}, {"name": NAME}, {"secret": PIN}, {"name": "x" * 5000, "secret": PIN}, {"name": "\u202e", "secret": "1"}],
)
def test_bad_input_is_explained(browser_of, with_secrets, fields) -> None:
    assert post(browser_of(), "/sign-in/name", **fields).status_code == 422


def test_secret_of_a_megabyte_is_not_hashed(browser_of, with_secrets, hasher) -> None:
    assert post(browser_of(), "/sign-in/name", name=NAME, secret="1" * 2000).status_code == 422
    assert post(browser_of(), "/sign-in/name", name=NAME, secret="1" * 20_000).status_code == 413
    assert hasher.computed == 0


def test_door_offers_every_way_in_and_a_number(browser_of, with_secrets) -> None:
    page = browser_of().get("/sign-in").text
    for path in ("/code", "/sign-in/name", "/sign-in/mail"):
        assert f'href="{path}"' in page
    assert "tel:03023125100" in page
    assert 'href="/unlock"' not in page


def test_who_is_signed_in_goes_home_from_the_door(browser_of, with_secrets) -> None:
    assert browser_of("amina").get("/sign-in").headers["location"] == "/today"
