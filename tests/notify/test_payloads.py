"""What stands on a locked phone."""

import json
from datetime import date

import pytest

from pwa_server.i18n.languages import OFFERED, direction
from pwa_server.notify import payloads

TODAY = date(2026, 12, 1)
TAGS = [language.tag for language in OFFERED]


def message(**changes):
    return {
        "id": "01a202d5-39e0-7325-aed3-452f0fac9114", "kind": "reminder", "language": "de", "role": "client",
        "meeting_id": "01a202d5-0000", "push_text": "neutral", "sensitivity": "standard",
        "local_date": "2026-12-03", "local_time": "14:30", **changes,
    }  # fmt: skip


def notification(**changes):
    sent = json.loads(payloads.payload(message(**changes), "https://plan.example.org", TODAY))
    assert sent["web_push"] == 8030
    return sent["notification"]


def test_neutral_text_names_nothing():
    said = notification()
    assert (said["title"], said["body"]) == ("Sie haben einen Termin.", "Bitte öffnen Sie die App.")
    assert said["navigate"] == "https://plan.example.org/meetings/01a202d5-0000"


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("kind", payloads.TITLES)
@pytest.mark.parametrize("push_text", ["neutral", "with_time", None])
def test_each_kind_in_each_language_is_short_and_marked(tag, kind, push_text):
    encoded = payloads.payload(message(kind=kind, language=tag, push_text=push_text), "https://plan.example.org", TODAY)
    said = json.loads(encoded)["notification"]
    assert len(encoded) <= payloads.LONGEST_BYTES
    assert said["dir"] == direction(said["lang"])
    assert said["lang"] in (tag, "de")
    assert "\\u" not in encoded.decode()


@pytest.mark.parametrize("kind", ["moved", "cancelled", "booked", "by_hand"])
def test_changes_are_as_neutral_as_the_rest(kind):
    assert notification(kind=kind)["body"] == "Bitte öffnen Sie die App."


def test_day_and_time_stand_there_only_where_the_client_chose_it():
    said = notification(push_text="with_time")
    assert "14:30" in said["body"]
    assert "3. Dezember 2026" in said["body"]
    assert "14:30" not in json.dumps(notification())


@pytest.mark.fault("F35")
@pytest.mark.parametrize("tag", TAGS)
def test_digits_are_isolated_from_the_sentence(tag):
    body = notification(push_text="with_time", language=tag)["body"]
    assert f"{payloads.FSI}14:30{payloads.PDI}" in body
    assert body.count(payloads.FSI) == body.count(payloads.PDI) == 2


def test_protected_meeting_never_tells_its_time():
    assert "14:30" not in json.dumps(notification(push_text="with_time", sensitivity="high"))


def test_cancelled_meeting_tells_no_time_to_come():
    assert "14:30" not in json.dumps(notification(push_text="with_time", kind="cancelled"))


def test_language_that_is_not_offered_is_german_and_says_so():
    said = notification(language="tlh")
    assert (said["lang"], said["dir"], said["title"]) == ("de", "ltr", "Sie haben einen Termin.")


def test_topic_is_what_push_services_take():
    topic = payloads.topic("any id")
    assert len(topic) == 32
    assert set(topic) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    assert topic == payloads.topic("any id") != payloads.topic("another id")


@pytest.mark.fault("F14")
def test_too_long_message_is_an_error_here_and_not_at_the_push_service():
    with pytest.raises(ValueError, match="bytes"):
        payloads.payload(message(meeting_id="x" * 3000), "https://plan.example.org", TODAY)


@pytest.mark.parametrize(("role", "path"), [("mentor", "/mentor"), ("counsellor", "/desk"), ("coordinator", "/office")])
def test_others_are_led_to_their_own_first_page(role, path):
    assert notification(role=role)["navigate"] == "https://plan.example.org" + path
