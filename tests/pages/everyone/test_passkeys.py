"""Setting a passkey up and ending it: PIN or password first, on one's own device, and with the sign-ins of that device."""

from datetime import timedelta

import pytest

from pwa_server.casework import accounts, codes, second_factors, sign_in, withdrawals
from pwa_server.domain.passkeys import MOST_OF_ONE_PERSON
from tests.pages.everyone.conftest import NAME, PASSWORD, PIN, by_name, post, row, stored_bytes
from tests.support.authenticator import Authenticator
from tests.support.passkeys import PASSKEYS, asked_to_make, open_with, set_up

FAILED = "Das hat nicht geklappt. Bitte versuchen Sie es noch einmal."
TOO_LATE = "Das hat zu lange gedauert. Bitte versuchen Sie es noch einmal."


def passkeys(parts) -> int:
    return row(parts, "SELECT COUNT(*) AS n FROM passkeys")["n"]


def test_passkey_is_set_up_after_the_pin_and_stands_in_the_list(amina, parts, clock) -> None:
    amina.headers["User-Agent"] = "Mozilla/5.0 (Linux; Android 14) Chrome/130"
    device = set_up(amina, PIN)
    page = amina.get(PASSKEYS).text
    assert "Chrome · Android" in page
    assert "dieses Gerät" in page
    assert "Zuletzt benutzt: noch nicht" in page
    clock.at += timedelta(days=1)
    assert open_with(amina, device).status_code == 303
    assert "Zuletzt benutzt: noch nicht" not in amina.get(PASSKEYS).text
    assert row(parts, "SELECT used_at FROM passkeys")["used_at"] == parts.now()


def test_device_learns_the_name_on_the_card_and_nothing_else(amina, world) -> None:
    options = asked_to_make(amina, PIN)
    assert options["user"]["name"] == NAME
    assert options["user"]["displayName"] == NAME
    assert options["rp"] == {"name": "Wegplan", "id": "testserver"}
    assert options["authenticatorSelection"] == {
        "authenticatorAttachment": "platform",
        "residentKey": "required",
        "requireResidentKey": True,
        "userVerification": "required",
    }
    assert options["attestation"] == "none"


def test_same_device_is_not_asked_twice(amina) -> None:
    device = set_up(amina, PIN)
    assert [known["id"] for known in asked_to_make(amina, PIN)["excludeCredentials"]] == [device.credential]


def test_key_and_id_stand_sealed_in_the_file(amina, parts) -> None:
    device = set_up(amina, PIN)
    stored = stored_bytes(parts)
    assert device.credential.encode() not in stored
    assert device._public_key() not in stored


def test_nothing_is_asked_without_the_pin(amina, parts) -> None:
    answer = post(amina, f"{PASSKEYS}/new", secret="739165")
    assert answer.status_code == 422
    assert "data-options" not in answer.text
    assert row(parts, "SELECT COUNT(*) AS n FROM passkey_challenges")["n"] == 0


def test_wrong_pins_are_slowed_as_everywhere(amina) -> None:
    statuses = [post(amina, f"{PASSKEYS}/new", secret="739165").status_code for _ in range(11)]
    assert statuses == [422] * 10 + [429]
    assert post(amina, f"{PASSKEYS}/new", secret=PIN).status_code == 429


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "https://elsewhere.example"},
        {"site": "elsewhere.example"},
        {"challenge": "bm90IG91cnM"},
        {"verified": False},
    ],
    ids=str,
)
def test_answer_that_is_not_what_was_asked_is_refused(amina, parts, wrong) -> None:
    answer = post(amina, PASSKEYS, credential=Authenticator().create(asked_to_make(amina, PIN), **wrong))
    assert answer.status_code == 422
    assert FAILED in answer.text
    assert passkeys(parts) == 0


@pytest.mark.parametrize(
    "nonsense", ["", "{}", "[]", "null", "7", '{"id":"x"}', "{" * 5000, '{"id":"x","response":"y"}']
)
def test_nonsense_is_refused(amina, parts, nonsense) -> None:
    asked_to_make(amina, PIN)
    answer = post(amina, PASSKEYS, credential=nonsense)
    assert answer.status_code == 422
    assert FAILED in answer.text
    assert passkeys(parts) == 0


def test_question_is_good_once(amina, parts) -> None:
    options = asked_to_make(amina, PIN)
    assert post(amina, PASSKEYS, credential=Authenticator().create(options)).status_code == 303
    answer = post(amina, PASSKEYS, credential=Authenticator().create(options))
    assert answer.status_code == 422
    assert TOO_LATE in answer.text
    assert passkeys(parts) == 1


@pytest.mark.parametrize(("minutes", "status"), [(4, 303), (5, 422)])
def test_question_is_good_for_five_minutes(amina, clock, minutes, status) -> None:
    options = asked_to_make(amina, PIN)
    clock.at += timedelta(minutes=minutes)
    assert post(amina, PASSKEYS, credential=Authenticator().create(options)).status_code == status


def test_question_belongs_to_its_session(amina, browser_of, parts) -> None:
    options = asked_to_make(amina, PIN)
    other = by_name(browser_of)
    answer = post(other, PASSKEYS, credential=Authenticator().create(options))
    assert TOO_LATE in answer.text
    assert passkeys(parts) == 0


def test_passkey_of_somebody_else_is_not_taken_over(amina, browser_of, as_actor, parts, world) -> None:
    device = set_up(amina, PIN)
    as_actor("badr", sign_in.choose_language, "de")
    badr = browser_of("badr")
    answer = post(badr, PASSKEYS, credential=device.create(asked_to_make(badr, PIN)))
    assert answer.status_code == 422
    assert FAILED in answer.text
    assert row(parts, "SELECT account_id FROM passkeys")["account_id"] == world.ids["amina"]


def test_ten_devices_are_enough(amina, parts) -> None:
    for _ in range(MOST_OF_ONE_PERSON):
        set_up(amina, PIN)
    answer = post(amina, PASSKEYS, credential=Authenticator().create(asked_to_make(amina, PIN)))
    assert answer.status_code == 409
    assert passkeys(parts) == MOST_OF_ONE_PERSON


def test_shared_phone_sets_none_up(browser_of, with_secrets, as_actor, parts) -> None:
    as_actor("amina", sign_in.choose_language, "de")
    browser = by_name(browser_of, "shared")
    assert f"{PASSKEYS}/new" not in browser.get(PASSKEYS).text
    assert "Das geht nur auf Ihrem eigenen Telefon." in browser.get(PASSKEYS).text
    assert browser.get(f"{PASSKEYS}/new").status_code == 409
    assert post(browser, f"{PASSKEYS}/new", secret=PIN).status_code == 409


def test_phone_that_becomes_shared_meanwhile_sets_none_up(amina, parts) -> None:
    options = asked_to_make(amina, PIN)
    post(amina, "/settings/phone", phone="shared")
    assert post(amina, PASSKEYS, credential=Authenticator().create(options)).status_code == 409
    assert passkeys(parts) == 0


def test_bare_address_offers_none(amina, parts, settings) -> None:
    object.__setattr__(parts.settings, "public_origin", "http://127.0.0.1:8000")
    assert "passkey.js" not in amina.get("/sign-in").text
    assert f"{PASSKEYS}/new" not in amina.get(PASSKEYS).text
    assert "Dieses Gerät kann das nicht." in amina.get(f"{PASSKEYS}/new").text
    assert post(amina, f"{PASSKEYS}/new", secret=PIN).status_code == 404
    assert post(amina, "/sign-in/passkey/challenge").status_code == 404


def test_removing_asks_for_the_pin_and_ends_it(amina, parts) -> None:
    device = set_up(amina, PIN)
    path = f"{PASSKEYS}/{row(parts, 'SELECT id FROM passkeys')['id']}/end"
    assert post(amina, path, secret="739165").status_code == 422
    assert passkeys(parts) == 1
    assert post(amina, path, secret=PIN).headers["location"] == PASSKEYS
    assert passkeys(parts) == 0
    assert open_with(amina, device).status_code == 422


def test_nobody_removes_anothers(amina, browser_of, parts) -> None:
    set_up(amina, PIN)
    path = f"{PASSKEYS}/{row(parts, 'SELECT id FROM passkeys')['id']}/end"
    badr = browser_of("badr")
    assert badr.get(path).status_code == 404
    assert post(badr, path, secret=PIN).status_code == 404
    assert passkeys(parts) == 1


def test_signing_out_on_the_device_keeps_it(amina, parts) -> None:
    device = set_up(amina, PIN)
    post(amina, "/sign-out")
    assert open_with(amina, device).status_code == 303


def test_ending_the_device_from_another_one_ends_it(amina, browser_of, parts) -> None:
    set_up(amina, PIN)
    other = by_name(browser_of)
    session = row(parts, "SELECT s.id FROM sessions s JOIN passkeys p ON p.device_id = s.device_id")["id"]
    assert post(other, f"/settings/sessions/{session}/end").status_code == 303
    assert passkeys(parts) == 0


def test_phone_that_several_use_from_now_on_loses_it(amina, parts) -> None:
    set_up(amina, PIN)
    post(amina, "/settings/phone", phone="shared")
    assert passkeys(parts) == 0


def test_new_pin_ends_those_of_other_devices(amina, browser_of, parts) -> None:
    set_up(amina, PIN)
    other = by_name(browser_of)
    kept = set_up(other, PIN)
    assert post(other, "/settings/secret", old=PIN, secret="264973", again="264973").status_code == 303
    assert passkeys(parts) == 1
    assert open_with(other, kept).status_code == 303


def test_lost_phone_ends_all(amina, as_actor, world, parts) -> None:
    set_up(amina, PIN)
    as_actor("karin", codes.end_everything, world.ids["amina.case"])
    assert passkeys(parts) == 0


def test_new_card_ends_all_once_a_pin_is_chosen(amina, as_actor, browser_of, world, parts) -> None:
    set_up(amina, PIN)
    code, _ = as_actor("karin", codes.make_card, world.ids["amina.case"])
    browser = browser_of()
    post(browser, "/code", c=code)
    post(browser, "/welcome/secret", kind="pin", secret="264973", again="264973")
    assert passkeys(parts) == 0


def test_ending_the_app_ends_all(amina, as_actor, world, parts) -> None:
    set_up(amina, PIN)

    def end(tx) -> None:
        withdrawals.end_app(tx, tx.row("cases.find", case_id=world.ids["amina.case"]), "")

    as_actor("karin", end)
    assert passkeys(parts) == 0


@pytest.mark.parametrize("kind", ["letter", "mail"])
def test_reset_of_the_password_ends_all(browser_of, with_secrets, as_actor, world, parts, kind, settings) -> None:
    mona = browser_of("mona")
    set_up(mona, PASSWORD)
    if kind == "letter":
        code = as_actor("ada", accounts.make_reset_letter, world.ids["mona"])
    else:
        code = "a-token-of-a-mail"
        as_actor("", accounts._insert_code, world.ids["mona"], "reset_mail", code, "2099-01-01T00:00:00Z")
    fresh = "grüne Gabel im Garten"
    assert post(browser_of(), "/reset", c=code, secret=fresh, again=fresh).status_code == 303
    assert passkeys(parts) == 0


def test_renewed_second_factor_ends_all(browser_of, with_secrets, as_actor, world, parts) -> None:
    as_actor("", lambda tx: tx.update("accounts", world.ids["olle"], staff_rights='["account_management"]'))
    set_up(browser_of("karin"), PASSWORD)
    asked = as_actor("ada", second_factors.ask_renewal, world.ids["karin"])
    as_actor("olle", second_factors.confirm_renewal, asked)
    assert passkeys(parts) == 0


def test_owner_is_told_by_mail_and_on_the_other_devices(browser_of, with_secrets, parts) -> None:
    set_up(browser_of("mona"), PASSWORD)
    assert row(parts, "SELECT kind FROM mails")["kind"] == "passkey_added"
    assert row(parts, "SELECT kind FROM account_news")["kind"] == "passkey_added"


def test_own_data_list_it_without_its_key(amina) -> None:
    device = set_up(amina, PIN)
    text = amina.get("/my-data/file.json").text
    assert '"passkeys"' in text
    assert device.credential not in text
    assert "public_key" not in text
