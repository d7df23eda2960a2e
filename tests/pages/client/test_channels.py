"""The client says how she wants to be reached: what there is here, in her order, with her own number and address."""

import dataclasses
import json
import re
from datetime import timedelta
from typing import Any

import pytest

from tests.world import World

MOBILE, MAIL = "0176 12345678", "amina@example.org"
CHOSEN = {"first": "push", "second": "sms", "push_text": "neutral", "mobile": MOBILE, "email": ""}
GATEWAY = "json://127.0.0.1:9/sms?:to={to}"


def set_up(parts: Any, **settings: str) -> None:
    parts.settings = dataclasses.replace(parts.settings, **settings)


@pytest.fixture
def everything(parts: Any) -> None:
    set_up(parts, smtp_url="smtp://localhost:2525", mail_from="plan@example.org", sms_url=GATEWAY)


def stored(parts: Any, world: World) -> dict[str, Any]:
    return dict(parts.database.utils()["clients"].get(world.ids["amina"]))


def choices(text: str, field: str) -> list[str]:
    inputs = [tag for tag in re.findall("<input[^>]*>", text) if f'name="{field}"' in tag]
    return [found[1] for tag in inputs if (found := re.search('value="([a-z]+)"', tag))]


@pytest.mark.parametrize(
    ("here", "ways"),
    [
        ({}, []),
        ({"smtp_url": "smtp://localhost:2525"}, []),
        ({"smtp_url": "smtp://localhost:2525", "mail_from": "plan@example.org"}, ["email"]),
        ({"sms_url": GATEWAY}, ["sms"]),
    ],
)
def test_only_what_there_is_here_is_offered(browser_of, parts, here, ways) -> None:
    set_up(parts, **here)
    text = browser_of("amina").get("/settings").text
    assert choices(text, "first") == ["push", *ways, "phone", "letter"]
    assert choices(text, "second") == (["push", *ways, "phone", "letter"] if ways else [])


@pytest.mark.requirement("R16")
@pytest.mark.usefixtures("everything")
def test_saying_no_to_messages_has_no_effect_and_the_page_says_so(browser_of, parts, world: World) -> None:
    amina = browser_of("amina")
    amina.post("/settings/reading", data={"language": "de", "text_size": "normal"})
    assert "Sie können immer Nein sagen. Sie haben dann keinen Nachteil." in amina.get("/settings").text


@pytest.mark.usefixtures("everything")
def test_order_and_number_are_kept_and_shown_again(browser_of, parts, world: World) -> None:
    browser = browser_of("amina")
    assert browser.post("/settings/reaching", data=CHOSEN).status_code == 303
    row = stored(parts, world)
    assert json.loads(row["channels"])[:3] == ["push", "sms", "phone"]
    assert row["reminder_mobile_sealed"]
    assert "176" not in row["reminder_mobile_sealed"]
    assert "+4917612345678" in browser.get("/settings").text
    assert "+4917612345678" in browser.get("/settings/notifications").text
    assert "+4917612345678" in json.dumps(browser.get("/my-data/file.json").json()["data"]["clients"])


@pytest.mark.usefixtures("everything")
@pytest.mark.parametrize(
    "changes",
    [
        {"mobile": ""}, {"mobile": "030 23125100"}, {"mobile": "1" * 400}, {"second": "email"}, {"second": "fax"},
        {"first": "email", "email": "a@example.org\nBcc: b@example.org"}, {"first": "email", "email": "amina"},
    ],
)  # fmt: skip
def test_what_can_not_be_sent_to_is_said_at_the_field_and_changes_nothing(browser_of, parts, world, changes) -> None:
    before = stored(parts, world)
    answer = browser_of("amina").post("/settings/reaching", data=CHOSEN | changes)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert stored(parts, world) == before


def test_channel_that_is_not_set_up_can_not_be_chosen(browser_of, parts, world: World) -> None:
    before = stored(parts, world)
    for changes in ({"first": "sms"}, {"second": "email", "email": MAIL}):
        assert browser_of("amina").post("/settings/reaching", data=CHOSEN | changes).status_code == 422
    assert stored(parts, world) == before


@pytest.mark.usefixtures("everything")
def test_yes_stands_in_her_list_and_its_end_deletes_the_number(browser_of, parts, world: World) -> None:
    browser = browser_of("amina")
    browser.post("/settings/reaching", data=CHOSEN)
    [consent] = [row for row in parts.database.utils()["consents"].rows if row["purpose"] == "message_reminders"]
    assert f"/consents/{consent['id']}/end" in browser.get("/consents").text
    browser.post(f"/consents/{consent['id']}/end", data={})
    assert stored(parts, world)["reminder_mobile_sealed"] is None


@pytest.mark.usefixtures("everything")
def test_sample_is_asked_for_by_the_chosen_way(browser_of, parts) -> None:
    browser = browser_of("amina")
    browser.post("/settings/reaching", data=CHOSEN)
    assert browser.post("/push/test", data={"channel": "sms"}).status_code == 303
    assert [row["channel"] for row in parts.database.utils()["reminders"].rows if row["kind"] == "test"] == ["sms"]
    assert browser.post("/push/test", data={"channel": "email"}).status_code == 409


@pytest.fixture
def later_with_pin(browser_of, parts, world: World, clock: Any) -> Any:
    """Amina's phone long after she typed her PIN, which is `739164`."""
    hashed = parts.passwords.hash_now("739164")
    parts.database.write_now(
        "",
        parts.now(),
        lambda tx: tx.run("secrets.keep", account_id=world.ids["amina"], kind="pin", secret_hash=hashed),
    )
    browser = browser_of("amina")
    clock.at += timedelta(hours=1)
    return browser


@pytest.mark.usefixtures("everything")
def test_new_number_needs_the_pin_and_keeps_what_was_typed(later_with_pin, parts, world: World) -> None:
    before = stored(parts, world)
    asked = later_with_pin.post("/settings/reaching", data=CHOSEN)
    assert asked.status_code == 422
    assert 'name="secret"' in asked.text
    assert f'value="{MOBILE}"' in asked.text
    assert later_with_pin.post("/settings/reaching", data=CHOSEN | {"secret": "111444"}).status_code == 422
    assert stored(parts, world) == before
    assert later_with_pin.post("/settings/reaching", data=CHOSEN | {"secret": "739164"}).status_code == 303
    assert "+4917612345678" in later_with_pin.get("/settings").text


@pytest.mark.usefixtures("everything")
def test_what_keeps_the_number_needs_no_pin(later_with_pin) -> None:
    later_with_pin.post("/settings/reaching", data=CHOSEN | {"secret": "739164"})
    for changes in ({"push_text": "off"}, {"first": "sms", "second": "phone"}, {"second": "letter", "mobile": ""}):
        assert later_with_pin.post("/settings/reaching", data=CHOSEN | changes).status_code == 303


@pytest.mark.usefixtures("everything")
def test_guesses_at_the_pin_are_counted_here_too(later_with_pin) -> None:
    answers = [
        later_with_pin.post("/settings/reaching", data=CHOSEN | {"secret": "111444"}).status_code for _ in range(11)
    ]
    assert answers[-1] == 429


@pytest.mark.usefixtures("everything")
def test_new_address_is_told_to_the_old_one(browser_of, parts, world: World) -> None:
    by_mail = CHOSEN | {"second": "email"}
    browser_of("amina").post("/settings/reaching", data=by_mail | {"email": MAIL})
    browser_of("amina").post("/settings/reaching", data=by_mail | {"email": "other@example.org"})
    read = parts.database.read("", parts.now())
    mails = [read.row("unscoped.mail_to_send", id=row["id"]) for row in parts.database.utils()["mails"].rows]
    assert [json.loads(mail["body"]).get("to") for mail in mails if mail["kind"] == "reaching_changed"] == [MAIL]


@pytest.mark.usefixtures("everything")
def test_no_form_with_a_pin_is_remembered(later_with_pin, parts) -> None:
    later_with_pin.post("/settings/reaching", data=CHOSEN | {"secret": "739164", "request_key": "k1"})
    assert not list(parts.database.utils()["idempotency_keys"].rows)
