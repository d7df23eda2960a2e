"""A phone that several people use: locked after a while, opened with picture and PIN."""

from datetime import timedelta

import pytest

from tests.pages.everyone.conftest import NAME, PIN, post, row


@pytest.fixture
def shared(browser_of, with_secrets):
    """A phone on which Amina chose the tree and Badr the fish; Badr was the last to use it."""
    browser = browser_of()
    for name, picture in ((NAME, "tree"), ("weg-see-11", "fish")):
        post(browser, "/sign-in/name", name=name, secret=PIN)
        post(browser, "/welcome/phone", phone="shared")
        assert post(browser, "/welcome/picture", picture=picture).headers["location"] == "/welcome/reminders"
    return browser


def test_shared_phone_locks_after_fifteen_minutes(shared, clock) -> None:
    assert shared.get("/today").status_code == 200
    clock.at += timedelta(minutes=16)
    answer = shared.get("/today")
    assert answer.headers["location"] == "/unlock"
    assert answer.headers["SW-Store"] == "none"


def test_picture_and_pin_open_it_and_no_name_is_shown(shared, world, clock) -> None:
    post(shared, "/lock")
    page = shared.get("/unlock").text
    assert 'value="tree"' in page
    assert 'value="fish"' in page
    assert not any(world.canaries[f"{name}.name"] in page for name in ("amina", "badr"))
    assert NAME not in page
    before = shared.cookies["s"]
    assert post(shared, "/unlock", picture="tree", secret=PIN, next="/plan").headers["location"] == "/plan"
    assert shared.cookies["s"] != before
    assert world.canaries["amina.standard.step1.text"] in shared.get("/today").text


def test_lock_closes_at_once(shared) -> None:
    assert post(shared, "/lock").headers["location"] == "/unlock"
    for path in ("/today", "/pin", "/settings/sessions", "/welcome/phone", "/welcome/language"):
        assert shared.get(path).headers["location"] == "/unlock"


def test_locked_phone_answers_the_outbox_with_401(shared) -> None:
    post(shared, "/lock")
    assert shared.get("/today", headers={"Accept": "application/json"}).status_code == 401


def test_wrong_pins_are_slowed_per_person(shared) -> None:
    post(shared, "/lock")
    statuses = [post(shared, "/unlock", picture="tree", secret="111222").status_code for _ in range(12)]
    assert statuses == [422] * 10 + [429] * 2
    assert post(shared, "/unlock", picture="fish", secret=PIN).status_code == 303


def test_foreign_picture_opens_nothing(shared, hasher) -> None:
    hasher.computed = 0
    assert post(shared, "/unlock", picture="sun", secret=PIN).status_code == 422
    assert post(shared, "/unlock", picture="", secret=PIN).status_code == 422


def test_picture_of_somebody_else_is_not_offered(shared) -> None:
    assert 'value="tree"' not in shared.get("/welcome/picture").text
    assert post(shared, "/welcome/picture", picture="tree").status_code == 422
    assert post(shared, "/welcome/picture", picture="rocket").status_code == 422


def test_pictures_belong_to_one_device(browser_of, shared) -> None:
    assert browser_of().get("/unlock").headers["location"] == "/sign-in"
    stranger = browser_of()
    stranger.cookies.set("d", "guessed")
    assert stranger.get("/unlock").headers["location"] == "/sign-in"


def test_push_of_the_other_person_stays_when_the_phone_changes_hands(shared, parts, world, as_actor) -> None:
    session = parts.database.read(world.ids["badr"], parts.now()).rows("sessions.own")[0]["id"]

    def subscribe(tx) -> None:
        tx.insert(
            "push_subscriptions", account_id=world.ids["badr"], session_id=session, service="fcm", endpoint_sealed="x",
            endpoint_digest="x", p256dh_sealed="x", auth_sealed="x", made_at=tx.now, seen_at=tx.now,
        )  # fmt: skip

    as_actor("", subscribe)
    post(shared, "/lock")
    post(shared, "/unlock", picture="tree", secret=PIN)
    assert row(parts, "SELECT COUNT(*) AS n FROM push_subscriptions")["n"] == 1
    post(shared, "/unlock", picture="fish", secret=PIN)
    session = parts.database.read(world.ids["badr"], parts.now()).rows("sessions.own")
    assert [row(parts, "SELECT session_id FROM push_subscriptions")["session_id"]] == [one["id"] for one in session]


def test_other_persons_session_is_locked_and_not_open_beside(browser_of, shared, parts, world) -> None:
    badr = shared.cookies["s"]
    post(shared, "/unlock", picture="tree", secret=PIN)
    thief = browser_of()
    thief.cookies.set("s", badr)
    assert thief.get("/today").headers["location"] == "/unlock"


def test_sign_out_takes_ones_own_picture_away(shared, parts) -> None:
    answer = post(shared, "/sign-out")
    assert answer.headers["location"].split("?")[0] == "/signed-out"
    assert answer.headers["Clear-Site-Data"] == '"storage"'
    assert 's=""' in answer.headers["set-cookie"]
    page = shared.get("/unlock").text
    assert 'value="tree"' in page
    assert 'value="fish"' not in page


def test_own_phone_is_not_locked_but_keeps_its_picture_for_later(browser_of, with_secrets, clock) -> None:
    browser = browser_of()
    post(browser, "/sign-in/name", name=NAME, secret=PIN)
    post(browser, "/welcome/phone", phone="own")
    clock.at += timedelta(days=30)
    assert browser.get("/today").status_code == 200
    clock.at += timedelta(days=91)
    assert browser.get("/today").headers["location"] == "/sign-in?next=/today"
    assert 'href="/unlock' in browser.get("/sign-in?next=/today").text
    assert post(browser, "/unlock", picture="sun", secret=PIN).headers["location"] == "/today"


def test_staff_desk_never_becomes_a_phone(browser_of, with_secrets) -> None:
    desk = browser_of("karin")
    assert post(desk, "/welcome/phone", phone="own").status_code == 403
    assert post(desk, "/welcome/phone", phone="desk").status_code == 422


def test_pin_again_makes_protected_pages_open_for_ten_minutes(shared, parts, clock, world) -> None:
    clock.at += timedelta(minutes=12)
    assert shared.get("/pin?next=/protected").status_code == 200
    assert post(shared, "/pin", secret="111222", next="/protected").status_code == 422
    assert post(shared, "/pin", secret=PIN, next="/protected").headers["location"] == "/protected"
    assert row(parts, "SELECT MAX(secret_at) AS at FROM sessions")["at"] == parts.now()


def test_locked_phone_speaks_the_language_that_is_tapped(shared) -> None:
    post(shared, "/lock")
    assert 'lang="tr"' in shared.get("/unlock").text[:100]
    assert 'lang="uk"' in shared.get("/unlock?lang=uk").text[:100]
    assert 'lang="uk"' in post(shared, "/unlock", picture="tree", secret="111222").text[:100]
    post(shared, "/unlock", picture="tree", secret=PIN)
    assert 'lang="ar"' in shared.get("/today").text[:100]


def test_after_signing_out_the_door_speaks_ones_language(shared) -> None:
    post(shared, "/unlock", picture="tree", secret=PIN)
    post(shared, "/sign-out")
    assert 'lang="ar"' in shared.get("/sign-in").text[:100]


def test_own_phone_becomes_shared_and_keeps_nothing(browser_of, with_secrets, parts) -> None:
    phone = browser_of()
    post(phone, "/sign-in/name", name=NAME, secret=PIN)
    post(phone, "/welcome/phone", phone="own")
    assert phone.get("/today").headers["SW-Store"] != "none"
    answer = post(phone, "/settings/phone", phone="shared")
    assert answer.headers["SW-Store"] == "none"
    assert answer.headers["location"] == "/welcome/picture?next=/settings"
    assert phone.get("/today").headers["SW-Store"] == "none"
    chooser = phone.get(answer.headers["location"]).text
    assert 'name="next" type="hidden" value="/settings"' in chooser
    assert post(phone, "/welcome/picture", picture="boat", next="/settings").headers["location"] == "/settings"
    assert row(parts, "SELECT phone_use FROM clients WHERE phone_use = 'shared' LIMIT 1")


@pytest.mark.parametrize("path", ["/settings/phone", "/welcome/phone"])
def test_shared_phone_becomes_ones_own_with_the_pin_alone(shared, clock, path: str) -> None:
    clock.at += timedelta(minutes=11)
    assert post(shared, path, phone="own").headers["location"] == f"/pin?next={path}"
    assert shared.get("/today").headers["SW-Store"] == "none"
    assert post(shared, "/pin", secret=PIN, next="/settings/phone").headers["location"] == "/settings/phone"
    assert 'value="own"' in shared.get("/settings/phone").text
    assert post(shared, path, phone="own").status_code == 303
    assert shared.get("/today").headers["SW-Store"] != "none"


def test_the_answer_that_holds_now_has_no_button(shared) -> None:
    assert 'value="shared"' not in shared.get("/settings/phone").text
    assert 'href="/settings/phone"' in shared.get("/settings").text


def test_a_desk_is_no_phone(browser_of) -> None:
    assert browser_of("karin").get("/settings/phone").status_code == 403
    assert post(browser_of("karin"), "/settings/phone", phone="own").status_code == 403


def test_picture_page_leads_to_our_own_pages_only(shared) -> None:
    answer = post(shared, "/welcome/picture", picture="boat", next="https://example.org/")
    assert answer.headers["location"] == "/"
