"""One's own devices and secret."""

import re

import pytest

from tests.pages.everyone.conftest import NAME, PASSWORD, PIN, post, row


@pytest.fixture
def two_phones(browser_of, with_secrets):
    phones = []
    for label in ("Firefox/130 Android", "Chrome/120 Windows NT"):
        browser = browser_of()
        browser.headers["User-Agent"] = label
        post(browser, "/sign-in/name", name=NAME, secret=PIN)
        post(browser, "/welcome/phone", phone="own")
        phones.append(browser)
    return phones


@pytest.mark.fault("F29")
def test_own_devices_are_listed_and_ended_one_by_one(two_phones, parts, world) -> None:
    first, second = two_phones
    page = first.get("/settings/sessions").text
    assert "Firefox · Android" in page
    assert "Chrome · Windows" in page
    sessions = parts.database.read(world.ids["amina"], parts.now()).rows("sessions.own")
    other = next(one["id"] for one in sessions if one["label"].startswith("Chrome"))
    assert post(first, f"/settings/sessions/{other}/end").headers["location"] == "/settings/sessions"
    assert second.get("/today").status_code == 303
    assert first.get("/today").status_code == 200
    assert 'href="/unlock' not in second.get("/sign-in").text


def test_foreign_session_does_not_exist(two_phones, browser_of, parts, world) -> None:
    foreign = parts.database.read(world.ids["amina"], parts.now()).rows("sessions.own")[0]["id"]
    assert post(browser_of("badr"), f"/settings/sessions/{foreign}/end").status_code == 404
    assert post(browser_of("badr"), "/settings/sessions/unknown/end").status_code == 404
    assert two_phones[0].get("/today").status_code == 200


@pytest.mark.fault("F29")
def test_new_pin_needs_the_old_one_and_ends_all_others(two_phones) -> None:
    first, second = two_phones
    assert post(first, "/settings/secret", old="111333", secret="918264", again="918264").status_code == 422
    assert second.get("/today").status_code == 200
    assert post(first, "/settings/secret", old=PIN, secret="918264", again="918264").status_code == 303
    assert second.get("/today").status_code == 303
    assert first.get("/today").status_code == 200
    assert post(second, "/sign-in/name", name=NAME, secret=PIN).status_code == 422
    assert post(second, "/sign-in/name", name=NAME, secret="918264").status_code == 303


@pytest.mark.parametrize(
    ("secret", "again"), [("123456", "123456"), ("918264", "918265"), ("", ""), ("langes Wort", "langes Wort")]
)
def test_bad_new_pin_changes_nothing(two_phones, parts, secret, again) -> None:
    before = row(parts, "SELECT secret_hash FROM secrets ORDER BY account_id")
    assert post(two_phones[0], "/settings/secret", old=PIN, secret=secret, again=again).status_code == 422
    assert row(parts, "SELECT secret_hash FROM secrets ORDER BY account_id") == before


def test_staff_keep_a_password_even_if_the_form_says_pin(browser_of, with_secrets, parts) -> None:
    karin = browser_of("karin")
    fields = {"old": PASSWORD, "secret": "739165", "again": "739165", "kind": "pin"}
    assert post(karin, "/settings/secret", **fields).status_code == 422
    fields |= {"secret": "neue Lampe im Flur", "again": "neue Lampe im Flur"}
    assert post(karin, "/settings/secret", **fields).status_code == 303
    assert row(parts, "SELECT kind FROM mails")["kind"] == "password_changed"


def test_sign_out_ends_the_session_and_its_push(two_phones, parts, world, as_actor) -> None:
    first, second = two_phones
    sessions = parts.database.read(world.ids["amina"], parts.now()).rows("sessions.own")
    by_label = {one["label"]: one["id"] for one in sessions}

    def subscribe(tx) -> None:
        for number, session in enumerate(by_label.values()):
            tx.insert(
                "push_subscriptions", account_id=world.ids["amina"], session_id=session, service="fcm", made_at=tx.now,
                endpoint_sealed="x", endpoint_digest=f"x{number}", p256dh_sealed="x", auth_sealed="x", seen_at=tx.now,
            )  # fmt: skip

    as_actor("", subscribe)
    token = first.cookies["s"]
    post(first, "/sign-out")
    assert row(parts, "SELECT session_id FROM push_subscriptions")["session_id"] == by_label["Chrome · Windows"]
    first.cookies.set("s", token)
    assert first.get("/today").status_code == 303
    assert second.get("/today").status_code == 200


def test_sign_out_without_a_session_still_clears_the_device(browser_of, with_secrets) -> None:
    answer = post(browser_of(), "/sign-out")
    assert answer.headers["Clear-Site-Data"] == '"storage"'
    assert browser_of().get("/signed-out").status_code == 200


def test_forms_of_secrets_are_never_remembered(two_phones, parts) -> None:
    for phone in two_phones:
        phone.post("/pin", data={"secret": PIN, "request_key": "k1"}, headers={"Idempotency-Key": "k2"})
        phone.post(
            "/unlock", data={"picture": "sun", "secret": PIN, "request_key": "k1"}, headers={"Idempotency-Key": "k3"}
        )
    assert row(parts, "SELECT COUNT(*) AS n FROM idempotency_keys")["n"] == 0


@pytest.mark.parametrize(
    ("name", "home", "own"),
    [
        ("amina", "/today", "/settings"),
        ("mona", "/mentor/clients", "/mentor/settings"),
        ("karin", "/desk", "/settings"),
        ("ada", "/office", "/settings"),
    ],
)
def test_everybody_finds_devices_secret_and_notifications_and_the_way_back(browser_of, name, home, own) -> None:
    browser = browser_of(name)
    assert f'href="{own}"' in browser.get(home).text
    page = browser.get(own).text
    for path in ("/settings/sessions", "/settings/secret", "/settings/notifications"):
        assert f'href="{path}"' in page
        assert f'href="{own}"' in browser.get(path).text


@pytest.mark.parametrize(
    ("name", "paths"),
    [
        ("amina", ["/today", "/plan", "/meetings", "/help", "/people", "/sharing", "/settings/sessions", "/privacy"]),
        ("mona", ["/mentor", "/mentor/clients", "/mentor/settings", "/settings/sessions"]),
        ("karin", ["/desk", "/desk/cases", "/settings"]),
        ("ada", ["/office", "/network", "/settings"]),
    ],
)
def test_signing_out_is_two_taps_away_from_every_page(browser_of, name, paths) -> None:
    browser = browser_of(name)
    for path in paths:
        page = browser.get(path).text
        if 'action="/sign-out"' in page:
            continue
        settings = re.search(r'<footer.*href="(/[a-z/]+)#sign-out"', page, re.DOTALL)
        assert settings, path
        assert '<form id="sign-out" method="post" action="/sign-out"' in browser.get(settings[1]).text
