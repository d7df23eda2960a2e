"""Feedback of people who do not read: a voice, a number to call, and an answer in their own language beside the German."""

import pytest

from tests.access.table_of_network import complaint_office, taken_on
from tests.world import World
from tests.worlds.network import RECEIPT
from tests.worlds.reviews import SILENCE

SPOKEN = {"kind": "complaint", "receipt": "ABCD-EFGH-2345"}
SOUND = {"sound": ("voice.wav", SILENCE, "audio/wav")}


def spoken(parts) -> list[dict]:
    return [dict(row) for row in parts.database.utils()["feedback"].rows if row["content_digest"] != "content"]


@pytest.mark.requirement("R40")
def test_a_voice_without_a_name_is_kept_sealed_and_heard_by_the_complaint_office_alone(
    browser_of, parts, world: World
) -> None:
    complaint_office(parts, world)
    nobody = browser_of()
    assert "Eine Stimme kann man erkennen." in nobody.get("/feedback?lang=de").text
    answer = nobody.post("/feedback/recordings", data=SPOKEN, files=SOUND)
    assert answer.headers["location"] == "/feedback/sent"
    assert "ABCD-EFGH-2345" in nobody.get("/feedback/sent").text
    (row,) = spoken(parts)
    assert row["account_id"] is None
    assert SILENCE not in row["sound_sealed"]
    path = f"/office/feedback/{row['id']}"
    ada = browser_of("ada")
    assert f'src="{path}/sound"' in ada.get(path).text
    heard = ada.get(f"{path}/sound")
    assert (heard.content, heard.headers["content-type"]) == (SILENCE, "audio/wav")
    for other in ("karin", "amina", "mona"):
        assert browser_of(other).get(f"{path}/sound").status_code == 403


@pytest.mark.parametrize("sound", [b"", b"<html>", SILENCE + bytes(400_000)])
def test_anything_but_a_short_recording_is_refused(browser_of, parts, sound: bytes) -> None:
    files = {"sound": ("voice.wav", sound, "audio/wav")}
    assert browser_of().post("/feedback/recordings", data=SPOKEN, files=files).status_code in (413, 422)
    assert not spoken(parts)


def test_the_same_voice_sent_again_is_one_message(browser_of, parts, world: World) -> None:
    for _ in range(2):
        browser_of().post("/feedback/recordings", data=SPOKEN, files=SOUND)
    assert len(spoken(parts)) == 1


def test_a_machine_that_sends_voices_is_stopped_long_before_the_disk_is_full(browser_of, parts, world: World) -> None:
    nobody = browser_of()
    codes = [f"ABCD-EFGH-23{first}{second}" for first in "23456" for second in "23456"]
    statuses = [
        nobody.post("/feedback/recordings", data=SPOKEN | {"receipt": code}, files=SOUND).status_code for code in codes
    ]
    assert 429 in statuses
    assert len(spoken(parts)) == 15


def test_who_wants_the_answer_here_is_known_and_others_are_not(browser_of, parts, world: World) -> None:
    amina = browser_of("amina")
    amina.post("/feedback/recordings", data=SPOKEN, files=SOUND)
    assert spoken(parts)[0]["account_id"] is None
    amina.post("/feedback/recordings", data=SPOKEN | {"own": "y", "kind": "idea"}, files=SOUND)
    assert {row["account_id"] for row in spoken(parts)} == {None, world.ids["amina"]}


def test_the_office_keeps_its_number_and_everybody_can_tap_it(browser_of, parts, world: World) -> None:
    complaint_office(parts, world)
    assert 'href="tel:03023125900"' not in browser_of().get("/feedback").text
    ada = browser_of("ada")
    sent = {"phone": "030 23125-900", "hours": "Mo bis Fr 9 bis 12 Uhr", "version": "0"}
    assert ada.post("/office/feedback/phone", data=sent).status_code == 303
    page = browser_of().get("/feedback?lang=ar").text
    assert 'href="tel:03023125900"' in page
    assert 'lang="de">Mo bis Fr' in page
    assert ada.post("/office/feedback/phone", data=sent | {"phone": "call me", "version": "1"}).status_code == 422
    assert ada.post("/office/feedback/phone", data=sent | {"version": "7"}).status_code == 409
    assert browser_of("karin").post("/office/feedback/phone", data=sent).status_code == 403


def test_an_answer_is_read_in_the_own_language_with_the_german_marked_beside(browser_of, parts, world: World) -> None:
    taken_on(parts, world)
    answer = {"text": "Danke für Ihre Worte.", "translation": "شكرا لكلامكم", "version": "1"}
    browser_of("ada").post(f"/office/feedback/{world.ids['complaint']}/answers", data=answer)
    page = browser_of().post("/feedback/answer?lang=ar", data={"code": RECEIPT}, headers={"Accept-Language": "ar"}).text
    assert 'lang="ar">شكرا لكلامكم' in page
    assert 'lang="de">Danke für Ihre Worte.' in page
    assert page.index("شكرا لكلامكم") < page.index("Danke für Ihre Worte.")
