"""Invitations and resets: the owner alone chooses the password, and the second factor stays."""

import dataclasses
import json
from datetime import timedelta

import pytest

from pwa_server.casework import accounts
from pwa_server.domain.problems import BadInput, NotAllowed, NotVisible
from tests.pages.everyone.conftest import PASSWORD, post, row

NEW = "grüne Lampe am Fenster"


@pytest.fixture
def with_mail(parts, with_secrets):
    parts.settings = dataclasses.replace(parts.settings, smtp_url="smtp://localhost:2525")


def mailed_path(parts) -> str:
    found = parts.database.utils().query("SELECT id, body_sealed FROM mails ORDER BY due_at DESC, id DESC")
    mail = dict(next(iter(found)))
    return json.loads(parts.database.sealing.open(mail["body_sealed"], mail["id"]))["path"]


def invite(as_actor, **facts: object) -> tuple[str, str]:
    given = {"role": "counsellor", "name": "Nina Neu", "email": "nina@example.org"} | facts
    return as_actor("ada", accounts.invite_account, **given)


def test_invited_counsellor_sets_a_password_and_the_second_factor(browser_of, with_secrets, as_actor) -> None:
    _, token = invite(as_actor)
    browser = browser_of()
    assert browser.get(f"/invitation?c={token}").status_code == 200
    answer = post(browser, "/invitation", c=token, secret=NEW, again=NEW)
    assert answer.headers["location"] == "/second-factor"
    assert "<svg" in browser.get("/second-factor").text
    assert post(browser_of(), "/invitation", c=token, secret=NEW, again=NEW).status_code == 422
    assert post(browser_of(), "/sign-in/mail", email="nina@example.org", secret=NEW).status_code == 303


def test_invited_mentor_goes_on_to_the_first_minute(browser_of, with_secrets, as_actor) -> None:
    _, token = invite(as_actor, role="mentor")
    answer = post(browser_of(), "/invitation", c=token, secret=NEW, again=NEW)
    assert answer.headers["location"] == "/welcome/phone"


@pytest.mark.parametrize(
    ("secret", "again"), [("kurz", "kurz"), (NEW, NEW + "x"), ("password1", "password1"), ("", "")]
)
def test_bad_password_does_not_use_the_invitation_up(browser_of, with_secrets, as_actor, secret, again) -> None:
    _, token = invite(as_actor)
    assert post(browser_of(), "/invitation", c=token, secret=secret, again=again).status_code == 422
    assert post(browser_of(), "/invitation", c=token, secret=NEW, again=NEW).status_code == 303


def test_a_password_field_can_not_smuggle_a_pin_in(browser_of, with_secrets, as_actor) -> None:
    _, token = invite(as_actor)
    assert post(browser_of(), "/invitation", c=token, kind="pin", secret="739164", again="739164").status_code == 422


@pytest.mark.fault("F28")
def test_invitation_ends_after_fourteen_days_or_by_a_newer_one(browser_of, with_secrets, as_actor, clock) -> None:
    account, old = invite(as_actor)
    new = as_actor("ada", accounts.invite_again, account)
    assert post(browser_of(), "/invitation", c=old, secret=NEW, again=NEW).status_code == 422
    clock.at += timedelta(days=14)
    assert post(browser_of(), "/invitation", c=new, secret=NEW, again=NEW).status_code == 422


def test_only_account_management_invites(with_secrets, as_actor) -> None:
    for name in ("karin", "mona", "amina"):
        with pytest.raises(NotAllowed):
            as_actor(name, accounts.invite_account, role="mentor", name="X", email="x@example.org")


@pytest.mark.parametrize(
    "facts", [{"role": "client"}, {"role": "king"}, {"email": "no"}, {"name": " "}, {"staff_rights": ("all",)}]
)
def test_bad_invitation_changes_nothing(with_secrets, as_actor, parts, facts) -> None:
    before = row(parts, "SELECT COUNT(*) AS n FROM accounts")
    with pytest.raises(BadInput):
        invite(as_actor, **facts)
    assert row(parts, "SELECT COUNT(*) AS n FROM accounts") == before


def test_one_address_has_one_account(with_secrets, as_actor) -> None:
    with pytest.raises(BadInput):
        invite(as_actor, email=" KARIN@example.org")


@pytest.mark.fault("F27")
def test_nobody_learns_from_forgotten_whether_an_address_exists(browser_of, with_mail, parts, hasher) -> None:
    known = post(browser_of(), "/forgotten", email="karin@example.org")
    assert row(parts, "SELECT COUNT(*) AS n FROM mails")["n"] == 1
    unknown = post(browser_of(), "/forgotten", email="nobody@example.org")
    assert (known.status_code, known.text) == (unknown.status_code, unknown.text)
    assert row(parts, "SELECT COUNT(*) AS n FROM mails")["n"] == 1
    assert hasher.computed == 0


def test_mailbox_is_not_flooded(browser_of, with_mail, parts) -> None:
    for _ in range(5):
        post(browser_of(), "/forgotten", email="karin@example.org")
    assert row(parts, "SELECT COUNT(*) AS n FROM mails")["n"] == 3


def test_reset_by_mail_ends_sessions_and_keeps_the_second_factor(browser_of, with_mail, parts) -> None:
    elsewhere = browser_of("karin")
    assert elsewhere.get("/settings/sessions").status_code == 200
    post(browser_of(), "/forgotten", email="karin@example.org")
    path = mailed_path(parts)
    assert browser_of().get(path).status_code == 200
    answer = post(browser_of(), "/reset", c=path.partition("=")[2], secret=NEW, again=NEW)
    assert answer.headers["location"] == "/second-factor"
    assert elsewhere.get("/settings/sessions").status_code == 303
    assert post(browser_of(), "/sign-in/mail", email="karin@example.org", secret=PASSWORD).status_code == 422
    assert row(parts, "SELECT COUNT(*) AS n FROM second_factors")["n"] == 1


def test_reset_link_is_good_for_two_hours_and_once(browser_of, with_mail, parts, clock) -> None:
    post(browser_of(), "/forgotten", email="mona@example.org")
    token = mailed_path(parts).partition("=")[2]
    clock.at += timedelta(hours=2)
    assert post(browser_of(), "/reset", c=token, secret=NEW, again=NEW).status_code == 422


def test_letter_is_typed_by_hand(browser_of, with_secrets, as_actor, world) -> None:
    code = as_actor("ada", accounts.make_reset_letter, world.ids["mona"])
    answer = post(browser_of(), "/reset", c=code.lower().replace("-", " "), secret=NEW, again=NEW)
    assert answer.status_code == 303


def test_codes_of_one_kind_open_no_other_door(browser_of, with_secrets, as_actor, world) -> None:
    letter = as_actor("ada", accounts.make_reset_letter, world.ids["mona"])
    assert post(browser_of(), "/code", c=letter).status_code == 422
    assert post(browser_of(), "/invitation", c=letter, secret=NEW, again=NEW).status_code == 422


def test_no_letter_for_clients_or_by_others(with_secrets, as_actor, world) -> None:
    with pytest.raises(NotVisible):
        as_actor("ada", accounts.make_reset_letter, world.ids["amina"])
    with pytest.raises(NotAllowed):
        as_actor("karin", accounts.make_reset_letter, world.ids["mona"])


def test_without_mail_the_page_names_the_letter(browser_of, with_secrets, parts) -> None:
    page = post(browser_of(), "/forgotten", email="karin@example.org").text
    assert 'href="/reset"' in page
    assert row(parts, "SELECT COUNT(*) AS n FROM mails")["n"] == 0


def test_first_account_is_invited_until_somebody_took_it_up(parts, as_actor, browser_of, hasher, pauses) -> None:
    facts = {"municipality": "Beispielstadt", "carrier": "Landkreis", "name": "Erste", "email": "erste@example.org"}

    def first():
        return parts.database.write_now("", parts.now(), accounts.invite_first, **facts)

    older, newer = first(), first()
    assert post(browser_of(), "/invitation", c=older, secret=NEW, again=NEW).status_code == 422
    assert post(browser_of(), "/invitation", c=newer, secret=NEW, again=NEW).headers["location"] == "/second-factor"
    assert first() is None
