"""Staff: the second factor, recovery codes, and its renewal by two other people."""

import re
from datetime import timedelta

import pyotp
import pytest

from pwa_server.casework import account_life, accounts, second_factors
from pwa_server.casework.codes import UnknownCode, find_for_secret
from pwa_server.domain.problems import NotAllowed, NotVisible, RuleBroken
from tests.pages.everyone.conftest import PASSWORD, post, row, stored_bytes
from tests.world import NOW_TEXT


@pytest.fixture
def seed(parts, with_secrets, world) -> str:
    return parts.database.read("", "").row("second_factors.of_account", account_id=world.ids["karin"])["seed"]


def code(seed: str, clock, steps: int = 0) -> str:
    return pyotp.HOTP(seed).at(int(clock.at.timestamp()) // 30 + steps)


def password_given(browser_of):
    browser = browser_of()
    assert (
        post(browser, "/sign-in/mail", email="karin@example.org", secret=PASSWORD).headers["location"]
        == "/second-factor"
    )
    return browser


@pytest.fixture
def recovery(browser_of, seed, clock) -> list[str]:
    """Karin's ten recovery codes, made at her first sign-in."""
    page = post(password_given(browser_of), "/second-factor", code=code(seed, clock))
    clock.at += timedelta(minutes=5)
    return re.findall(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", page.text)


def test_password_alone_opens_nothing(browser_of, seed) -> None:
    browser = password_given(browser_of)
    for path in ("/desk", "/settings/sessions", "/settings/secret", "/pin"):
        assert browser.get(path).headers["location"] == "/second-factor"


def test_first_sign_in_sets_the_factor_up_and_shows_ten_codes_once(browser_of, seed, clock, parts) -> None:
    browser = password_given(browser_of)
    page = browser.get("/second-factor").text
    assert "<svg" in page
    assert seed[:4] in page
    before = browser.cookies["s"]
    page = post(browser, "/second-factor", code=code(seed, clock))
    found = re.findall(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", page.text)
    assert len(set(found)) == 10
    assert browser.cookies["s"] != before
    assert browser.get("/settings/sessions").status_code == 200
    assert browser.get("/second-factor").headers["location"] == "/desk"
    stored = stored_bytes(parts)
    assert seed.encode() not in stored
    assert not any(one.encode() in stored or one.replace("-", "").encode() in stored for one in found)


def test_seed_is_never_shown_again(browser_of, recovery, seed) -> None:
    page = password_given(browser_of).get("/second-factor").text
    assert '<svg class="segno' not in page
    assert seed[:4] not in page


def test_token_from_before_the_second_factor_is_worthless(browser_of, recovery, seed, clock) -> None:
    browser = password_given(browser_of)
    before = browser.cookies["s"]
    assert post(browser, "/second-factor", code=code(seed, clock)).status_code == 303
    thief = browser_of()
    thief.cookies.set("s", before)
    assert thief.get("/settings/sessions").headers["location"].startswith("/sign-in")


def test_code_is_good_once(browser_of, recovery, seed, clock) -> None:
    used = code(seed, clock)
    assert post(password_given(browser_of), "/second-factor", code=used).status_code == 303
    assert post(password_given(browser_of), "/second-factor", code=used).status_code == 422
    assert post(password_given(browser_of), "/second-factor", code=code(seed, clock, -1)).status_code == 422
    assert post(password_given(browser_of), "/second-factor", code=code(seed, clock, 1)).status_code == 303


@pytest.mark.parametrize(("steps", "status"), [(-2, 422), (-1, 303), (0, 303), (1, 303), (2, 422)])
def test_clock_may_be_half_a_minute_off(browser_of, recovery, seed, clock, steps, status) -> None:
    assert post(password_given(browser_of), "/second-factor", code=code(seed, clock, steps)).status_code == status


def test_recovery_code_works_once_and_only_for_its_owner(browser_of, recovery, with_secrets) -> None:
    typed = recovery[0].lower().replace("-", " ")
    assert (
        post(password_given(browser_of), "/second-factor", kind="recovery", code=typed).headers["location"] == "/desk"
    )
    assert post(password_given(browser_of), "/second-factor", kind="recovery", code=typed).status_code == 422
    ada = browser_of()
    post(ada, "/sign-in/mail", email="ada@example.org", secret=PASSWORD)
    assert post(ada, "/second-factor", kind="recovery", code=recovery[1]).status_code == 422


@pytest.mark.fault("F26")
def test_guesses_are_slowed(browser_of, recovery, seed, clock) -> None:
    clock.at += timedelta(minutes=15)
    browser = password_given(browser_of)
    wrong = f"{(int(code(seed, clock)) + 7) % 1_000_000:06d}"
    statuses = [post(browser, "/second-factor", code=wrong).status_code for _ in range(6)]
    assert statuses == [422] * 5 + [429]
    assert post(browser, "/second-factor", code=code(seed, clock)).status_code == 429


@pytest.mark.fault("F26")
def test_counsellor_gets_in_at_her_desk_while_strangers_guess(browser_of, seed, clock) -> None:
    own, stranger = password_given(browser_of), password_given(browser_of)
    post(own, "/second-factor", code=code(seed, clock))
    post(own, "/sign-out")
    clock.at += timedelta(minutes=1)
    for _ in range(8):
        post(browser_of(), "/sign-in/mail", email="karin@example.org", secret="falsch geraten")
        post(stranger, "/second-factor", code="000000")
    assert post(browser_of(), "/sign-in/mail", email="karin@example.org", secret=PASSWORD).status_code == 429
    assert post(own, "/sign-in/mail", email="karin@example.org", secret=PASSWORD).status_code == 303
    assert post(own, "/second-factor", code=code(seed, clock)).headers["location"] == "/desk"


def test_whoever_knows_the_password_alone_makes_no_desk_a_known_one(browser_of, recovery, clock) -> None:
    clock.at += timedelta(minutes=15)
    thief = password_given(browser_of)
    post(thief, "/sign-in/mail", email="karin@example.org", secret=PASSWORD)
    assert [post(thief, "/second-factor", code="000000").status_code for _ in range(6)] == [422] * 5 + [429]


def test_next_survives_the_second_factor(browser_of, recovery, seed, clock) -> None:
    browser = browser_of()
    answer = post(browser, "/sign-in/mail", email="karin@example.org", secret=PASSWORD, next="/desk/cases")
    assert answer.headers["location"] == "/second-factor?next=/desk/cases"
    assert 'value="/desk/cases"' in browser.get("/second-factor?next=/desk/cases").text
    assert (
        post(browser, "/second-factor", code=code(seed, clock), next="/desk/cases").headers["location"] == "/desk/cases"
    )


def test_staff_session_ends_after_half_an_hour_without_use(browser_of, recovery, seed, clock) -> None:
    browser = password_given(browser_of)
    post(browser, "/second-factor", code=code(seed, clock))
    clock.at += timedelta(minutes=31)
    assert browser.get("/settings/sessions").headers["location"].startswith("/sign-in")


def test_staff_session_ends_after_twelve_hours_however_much_it_is_used(browser_of, recovery, seed, clock) -> None:
    browser = password_given(browser_of)
    post(browser, "/second-factor", code=code(seed, clock))
    begun = clock.at
    while clock.at < begun + timedelta(hours=11, minutes=40):
        clock.at += timedelta(minutes=20)
        assert browser.get("/settings/sessions").status_code == 200
    clock.at = begun + timedelta(hours=12, minutes=1)
    assert browser.get("/settings/sessions").headers["location"].startswith("/sign-in")


def test_lost_factor_is_renewed_by_two_other_people(browser_of, recovery, as_actor, world, parts) -> None:
    make_manager(as_actor, world, "olle")
    asked = as_actor("ada", second_factors.ask_renewal, world.ids["karin"])
    with pytest.raises(NotAllowed):
        as_actor("ada", second_factors.confirm_renewal, asked)
    with pytest.raises(NotAllowed):
        as_actor("dora", second_factors.confirm_renewal, asked)
    browser = password_given(browser_of)
    as_actor("olle", second_factors.confirm_renewal, asked)
    assert browser.get("/second-factor").status_code == 303
    assert parts.database.read("", "").row("second_factors.of_account", account_id=world.ids["karin"]) is None
    assert row(parts, "SELECT COUNT(*) AS n FROM recovery_codes")["n"] == 0
    assert row(parts, "SELECT COUNT(*) AS n FROM mails WHERE kind = 'second_factor_renewed'")["n"] == 1
    events = {event["action"] for event in parts.database.utils().query("SELECT action FROM events")}
    assert {"renewal_asked", "renewal_confirmed"} <= events
    with pytest.raises(NotVisible):
        as_actor("olle", second_factors.confirm_renewal, asked)
    assert "<svg" in password_given(browser_of).get("/second-factor").text


def test_nobody_renews_the_own_factor(as_actor, world, recovery) -> None:
    make_manager(as_actor, world, "karin")
    with pytest.raises(NotAllowed):
        as_actor("karin", second_factors.ask_renewal, world.ids["karin"])
    asked = as_actor("ada", second_factors.ask_renewal, world.ids["karin"])
    with pytest.raises(NotAllowed):
        as_actor("karin", second_factors.confirm_renewal, asked)


def invited_manager(as_actor) -> str:
    account_id, _ = as_actor(
        "ada", accounts.invite_account, role="coordinator", name="Zweite", email="zweite@example.org",
        staff_rights=("account_management",),
    )  # fmt: skip
    return account_id


@pytest.mark.parametrize(("days", "confirms"), [(6, False), (7, True)])
def test_manager_of_a_few_days_is_no_second_person(as_actor, world, recovery, clock, days, confirms) -> None:
    world.ids["second"] = invited_manager(as_actor)
    clock.at += timedelta(days=days)
    asked = as_actor("ada", second_factors.ask_renewal, world.ids["karin"])
    clock.at += timedelta(days=10)
    assert may_confirm(as_actor, "second", asked) is confirms


def test_right_of_a_few_days_makes_no_second_person(as_actor, world, recovery, clock) -> None:
    version = as_actor("", lambda tx: tx.row("accounts.find", id=world.ids["olle"]))["version"]
    as_actor("ada", account_life.set_rights, world.ids["olle"], ("account_management",), version)
    asked = as_actor("ada", second_factors.ask_renewal, world.ids["karin"])
    assert not may_confirm(as_actor, "olle", asked)
    clock.at += timedelta(days=8)
    asked = as_actor("ada", second_factors.ask_renewal, world.ids["karin"])
    assert may_confirm(as_actor, "olle", asked)


def test_second_factor_of_a_few_days_makes_no_second_person(as_actor, world, recovery, clock) -> None:
    make_manager(as_actor, world, "dora")
    as_actor("", second_factors.prepare, world.ids["dora"])
    own = as_actor("", lambda tx: tx.row("second_factors.of_account", account_id=world.ids["dora"]))
    as_actor("dora", lambda tx: tx.run("second_factors.confirm", id=own["id"]))
    asked = as_actor("ada", second_factors.ask_renewal, world.ids["karin"])
    assert not may_confirm(as_actor, "dora", asked)


@pytest.mark.parametrize("writer", ["ada", "olle"])
def test_nobody_prints_a_letter_and_renews_the_factor(as_actor, world, recovery, clock, writer) -> None:
    make_manager(as_actor, world, "olle")
    as_actor(writer, accounts.make_reset_letter, world.ids["karin"])
    asked = as_actor("ada", second_factors.ask_renewal, world.ids["karin"])
    assert not may_confirm(as_actor, "olle", asked)
    clock.at += timedelta(days=8)
    assert may_confirm(as_actor, "olle", asked)


def test_older_letter_ends_with_the_renewal(as_actor, browser_of, world, recovery, clock) -> None:
    make_manager(as_actor, world, "olle")
    letter = as_actor("ada", accounts.make_reset_letter, world.ids["karin"])
    clock.at += timedelta(days=8)
    as_actor("olle", second_factors.confirm_renewal, as_actor("ada", second_factors.ask_renewal, world.ids["karin"]))
    with pytest.raises(UnknownCode):
        as_actor("", find_for_secret, letter, accounts.RESET)


@pytest.mark.parametrize("renewer", ["ada", "olle"])
def test_who_renewed_the_factor_prints_no_letter(as_actor, world, recovery, clock, renewer) -> None:
    make_manager(as_actor, world, "olle")
    as_actor("olle", second_factors.confirm_renewal, as_actor("ada", second_factors.ask_renewal, world.ids["karin"]))
    with pytest.raises(RuleBroken):
        as_actor(renewer, accounts.make_reset_letter, world.ids["karin"])
    clock.at += timedelta(days=8)
    assert as_actor(renewer, accounts.make_reset_letter, world.ids["karin"])


def may_confirm(as_actor, name: str, asked: str) -> bool:
    try:
        as_actor(name, second_factors.confirm_renewal, asked)
    except RuleBroken:
        return False
    return True


def make_manager(as_actor, world, name: str) -> None:
    as_actor("", lambda tx: tx.update("accounts", world.ids[name], staff_rights='["account_management"]'))


def test_another_offices_manager_is_no_second_person(parts, world) -> None:
    def two_offices(tx) -> str:
        office = tx.insert("carriers", name="Fern", kind="free", counselling_type="mbe", made_at=NOW_TEXT)
        tx.update("accounts", world.ids["tilde"], carrier_id=office, staff_rights='["account_management"]')
        return tx.insert(
            "second_factor_renewals", account_id=world.ids["karin"], asked_by=world.ids["ada"], asked_at=NOW_TEXT
        )

    renewal = parts.database.write_now("", NOW_TEXT, two_offices)
    with pytest.raises(NotVisible):
        parts.database.write_now(world.ids["tilde"], NOW_TEXT, second_factors.confirm_renewal, renewal)
