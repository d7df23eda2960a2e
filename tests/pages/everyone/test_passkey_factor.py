"""Staff: a passkey as second factor after the password, and instead of the app for codes from the first day."""

import re
from datetime import timedelta

import pyotp
import pytest

from pwa_server.casework import accounts, passkeys, second_factors
from pwa_server.domain.problems import RuleBroken
from tests.pages.everyone.conftest import PASSWORD, post, row
from tests.support.authenticator import Authenticator
from tests.support.passkeys import PASSKEYS, asked_to_sign, open_with, set_up

DOOR = "/second-factor/passkey"
FAILED = "Das hat nicht geklappt. Bitte versuchen Sie es noch einmal."
TOO_LATE = "Das hat zu lange gedauert. Bitte versuchen Sie es noch einmal."


def password_given(browser_of, name: str = "karin"):
    browser = browser_of()
    post(browser, "/sign-in/mail", email=f"{name}@example.org", secret=PASSWORD)
    return browser


@pytest.fixture
def seed(parts, with_secrets, world) -> str:
    return parts.database.read("", "").row("second_factors.of_account", account_id=world.ids["karin"])["seed"]


@pytest.fixture
def with_app(browser_of, seed, clock) -> str:
    """Karin has the app for codes."""
    browser = password_given(browser_of)
    post(browser, "/second-factor", code=pyotp.HOTP(seed).at(int(clock.at.timestamp()) // 30))
    clock.at += timedelta(minutes=5)
    return seed


@pytest.fixture
def device(browser_of, with_app) -> Authenticator:
    """Her telephone, set up beside the app."""
    return set_up(browser_of("karin"), PASSWORD)


@pytest.fixture
def first(browser_of, seed) -> tuple[Authenticator, list[str]]:
    """A passkey instead of the app, and the ten codes that came with it."""
    browser, made = password_given(browser_of), Authenticator()
    page = post(browser, DOOR, credential=made.create(asked_to_sign(browser, DOOR)))
    return made, re.findall(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", page.text)


def test_passkey_takes_the_place_of_the_code(browser_of, device) -> None:
    browser = password_given(browser_of)
    before = browser.cookies["s"]
    assert DOOR in browser.get("/second-factor").text
    assert open_with(browser, device, DOOR).headers["location"] == "/desk"
    assert browser.cookies["s"] != before
    assert browser.get("/desk").status_code == 200


def test_code_of_the_app_goes_on_working(browser_of, device, with_app, clock) -> None:
    browser = password_given(browser_of)
    code = pyotp.HOTP(with_app).at(int(clock.at.timestamp()) // 30)
    assert post(browser, "/second-factor", code=code).headers["location"] == "/desk"


def test_only_the_own_devices_are_asked(browser_of, device) -> None:
    options = asked_to_sign(password_given(browser_of), DOOR)
    assert [known["id"] for known in options["allowCredentials"]] == [device.credential]


def test_who_has_no_passkey_is_offered_none(browser_of, with_app) -> None:
    browser = password_given(browser_of)
    assert DOOR not in browser.get("/second-factor").text
    assert post(browser, f"{DOOR}/challenge").status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [{"origin": "https://elsewhere.example"}, {"site": "elsewhere.example"}, {"challenge": "eA"}, {"verified": False}],
    ids=str,
)
def test_wrong_answer_opens_nothing(browser_of, device, wrong) -> None:
    browser = password_given(browser_of)
    answer = open_with(browser, device, DOOR, **wrong)
    assert answer.status_code == 422
    assert FAILED in answer.text
    assert browser.get("/desk").headers["location"] == "/second-factor"


def test_passkey_of_a_colleague_opens_nothing(browser_of, device) -> None:
    colleague = set_up(browser_of("ada"), PASSWORD)
    browser = password_given(browser_of)
    assert open_with(browser, colleague, DOOR).status_code == 422
    assert browser.get("/desk").headers["location"] == "/second-factor"


def test_question_belongs_to_its_session_and_is_good_once(browser_of, device) -> None:
    browser, other = password_given(browser_of), password_given(browser_of)
    answer = device.sign(asked_to_sign(browser, DOOR))
    assert TOO_LATE in post(other, DOOR, credential=answer).text
    assert post(browser, DOOR, credential=answer).status_code == 303


def test_answer_of_the_door_is_no_second_factor(browser_of, device) -> None:
    browser = password_given(browser_of)
    answer = device.sign(asked_to_sign(browser))
    assert TOO_LATE in post(browser, DOOR, credential=answer).text


def test_question_of_the_first_sign_in_sets_nothing_up_later_without_the_password(
    browser_of, seed, clock, parts
) -> None:
    browser = password_given(browser_of)
    options = asked_to_sign(browser, DOOR)
    post(browser, "/second-factor", code=pyotp.HOTP(seed).at(int(clock.at.timestamp()) // 30))
    assert TOO_LATE in post(browser, PASSKEYS, credential=Authenticator().create(options)).text
    assert row(parts, "SELECT COUNT(*) AS n FROM passkeys")["n"] == 0


def test_counter_that_goes_back_opens_nothing(browser_of, device, parts) -> None:
    assert open_with(password_given(browser_of), device, DOOR).status_code == 303
    device.sign_count -= 1
    browser = password_given(browser_of)
    assert open_with(browser, device, DOOR).status_code == 422
    assert browser.get("/desk").headers["location"] == "/second-factor"
    assert row(parts, "SELECT kind FROM alarms")["kind"] == "passkey_copied"


def test_tries_are_slowed_with_those_of_codes(browser_of, device, clock) -> None:
    clock.at += timedelta(minutes=15)
    browser = password_given(browser_of)
    statuses = [open_with(browser, device, DOOR, site="elsewhere.example").status_code for _ in range(5)]
    assert statuses == [422] * 5
    assert post(browser, "/second-factor", code="123456").status_code == 429
    assert open_with(browser, device, DOOR).status_code == 429


def test_first_sign_in_may_take_a_passkey_instead_of_the_app(browser_of, first, parts) -> None:
    device, codes = first
    assert len(set(codes)) == 10
    factor = row(parts, "SELECT confirmed_at, seed_sealed FROM second_factors")
    assert factor["confirmed_at"] == parts.now()
    assert factor["seed_sealed"] is None
    assert open_with(password_given(browser_of), device, DOOR).headers["location"] == "/desk"


def test_seed_that_stood_on_the_page_opens_nothing(browser_of, seed, first, clock) -> None:
    browser = password_given(browser_of)
    code = pyotp.HOTP(seed).at(int(clock.at.timestamp()) // 30)
    assert post(browser, "/second-factor", code=code).status_code == 422
    assert seed[:4] not in browser.get("/second-factor").text


def test_without_the_phone_a_recovery_code_opens(browser_of, first) -> None:
    browser = password_given(browser_of)
    assert "Ersatz-Codes" in browser.get("/second-factor").text
    assert post(browser, "/second-factor", kind="recovery", code=first[1][0]).headers["location"] == "/desk"


def test_factor_is_set_up_once(browser_of, seed) -> None:
    one, other = password_given(browser_of), password_given(browser_of)
    options = asked_to_sign(one, DOOR), asked_to_sign(other, DOOR)
    assert post(one, DOOR, credential=Authenticator().create(options[0])).status_code == 200
    assert post(other, DOOR, credential=Authenticator().create(options[1])).status_code == 422


def test_refused_set_up_leaves_the_app_to_be_set_up(browser_of, seed, parts) -> None:
    browser = password_given(browser_of)
    answer = post(browser, DOOR, credential=Authenticator().create(asked_to_sign(browser, DOOR), verified=False))
    assert FAILED in answer.text
    assert "<svg" in answer.text
    assert row(parts, "SELECT confirmed_at FROM second_factors")["confirmed_at"] is None
    assert row(parts, "SELECT COUNT(*) AS n FROM passkeys")["n"] == 0


def test_last_second_factor_stays(browser_of, first, parts, as_actor) -> None:
    browser = password_given(browser_of)
    open_with(browser, first[0], DOOR)
    own = row(parts, "SELECT id FROM passkeys")["id"]
    answer = post(browser, f"{PASSKEYS}/{own}/end", secret=PASSWORD)
    assert answer.status_code == 409
    assert "Das ist Ihr einziger zweiter Schritt." in answer.text
    set_up(browser, PASSWORD)
    assert post(browser, f"{PASSKEYS}/{own}/end", secret=PASSWORD).status_code == 303


def test_one_of_two_is_the_last_where_the_other_was_stopped(browser_of, first, parts, as_actor, world) -> None:
    set_up(browser_of("karin"), PASSWORD)
    found = as_actor("karin", lambda tx: tx.rows("passkeys.of_account", account_id=world.ids["karin"]))
    as_actor("karin", lambda tx: tx.run("passkeys.stop", id=found[0]["id"]))
    with pytest.raises(RuleBroken):
        as_actor("karin", passkeys.remove, found[1]["id"])


def test_new_password_on_another_device_keeps_the_only_second_factor(browser_of, first, parts) -> None:
    browser = password_given(browser_of)
    post(browser, "/second-factor", kind="recovery", code=first[1][0])
    fresh = "grüne Gabel im Garten"
    assert post(browser, "/settings/secret", old=PASSWORD, secret=fresh, again=fresh).status_code == 303
    assert row(parts, "SELECT COUNT(*) AS n FROM passkeys")["n"] == 1


def test_set_up_by_passkey_is_as_young_as_any(as_actor, world, first) -> None:
    as_actor("", lambda tx: tx.update("accounts", world.ids["karin"], staff_rights='["account_management"]'))
    with pytest.raises(RuleBroken):
        as_actor("karin", second_factors.require_long_here)


def test_reset_of_the_password_leaves_recovery_codes_as_the_only_way(browser_of, first, as_actor, world, parts) -> None:
    code = as_actor("ada", accounts.make_reset_letter, world.ids["karin"])
    browser, fresh = browser_of(), "grüne Gabel im Garten"
    post(browser, "/reset", c=code, secret=fresh, again=fresh)
    assert row(parts, "SELECT COUNT(*) AS n FROM passkeys")["n"] == 0
    assert browser.get("/desk").headers["location"] == "/second-factor"
    assert '<svg class="segno' not in browser.get("/second-factor").text
    assert post(browser, f"{DOOR}/challenge").status_code == 404
    assert post(browser, "/second-factor", kind="recovery", code=first[1][0]).headers["location"] == "/desk"
