"""Recordings on the client's phone: heard on every page, in the copy where they may be, and spoken for help."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from pwa_server.domain.recordings import TOO_LONG
from pwa_server.i18n.catalogues import translate
from pwa_server.storage.database import Tx
from tests.world import LONG_AGO, NOW_TEXT, World
from tests.worlds.reviews import SILENCE

Browser = Callable[..., TestClient]
SOUND = {"sound": ("voice.wav", SILENCE, "audio/wav")}


def spoken_for(parts: Any, world: World, subject: str, subject_id: str, language: str = "ar") -> str:
    """Staff have spoken for something of Amina's."""

    def work(tx: Tx) -> str:
        return tx.insert(
            "recordings", case_id=world.ids["amina.case"], subject=subject, subject_id=subject_id, language=language,
            speaker="counsellor", media_type="audio/wav", bytes=len(SILENCE), made_at=LONG_AGO, made_by=world.ids["karin"],
            body_sealed=SILENCE,
        )  # fmt: skip

    recording_id = str(parts.database.write_now("", NOW_TEXT, work))
    parts.database.write_now(
        world.ids["amina"], NOW_TEXT, lambda tx: tx.run("cases.touch", case_id=world.ids["amina.case"])
    )
    return recording_id


@pytest.mark.parametrize(
    ("subject", "name", "pages"),
    [
        ("step", "standard.step1", ["/today", "/steps/{id}"]),
        ("goal", "standard.goal", ["/plan", "/goals/{id}"]),
        ("meeting", "standard.meeting", ["/today", "/meetings", "/meetings/{id}"]),
    ],
)
def test_recording_is_what_the_listen_button_plays(
    browser_of: Browser, parts: Any, world: World, subject: str, name: str, pages: list[str]
) -> None:
    subject_id = world.ids[f"amina.{name}"]
    known = world.ids["amina.standard.recording"]
    recording_id = known if subject == "step" else spoken_for(parts, world, subject, subject_id)
    for path in pages:
        page = browser_of("amina").get(path.replace("{id}", subject_id)).text
        assert f'data-audio="/recordings/{recording_id}"' in page, path


def test_own_language_comes_before_another(browser_of: Browser, parts: Any, world: World) -> None:
    step_id = world.ids["amina.standard.step1"]
    turkish = spoken_for(parts, world, "step", step_id, "tr")
    page = browser_of("amina").get(f"/steps/{step_id}").text
    assert f'data-audio="/recordings/{world.ids["amina.standard.recording"]}"' in page
    assert turkish not in page


def test_recording_is_sent_as_what_it_is_and_kept_by_nobody_between(browser_of: Browser, world: World) -> None:
    answer = browser_of("amina").get(f"/recordings/{world.ids['amina.standard.recording']}")
    headers = answer.headers
    assert answer.content == SILENCE
    assert headers["content-type"] == "audio/wav"
    assert headers["cache-control"] == "private, no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-disposition"] == "inline"
    assert "media-src 'self'" in headers["content-security-policy"]
    assert int(headers["sw-store"].partition(";")[2]) > 0


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-", 206, SILENCE),
        ("bytes=0-1", 206, SILENCE[:2]),
        ("bytes=30-199999", 206, SILENCE[30:]),
        ("bytes=99999-", 416, b""),
        ("bytes=5-2", 416, b""),
        ("bytes=0-1,4-5", 200, SILENCE),
        ("lines=1-2", 200, SILENCE),
        ("bytes=-5", 200, SILENCE),
    ],
)
def test_players_get_the_part_that_they_ask_for(
    browser_of: Browser, world: World, asked: str, status: int, part: bytes
) -> None:
    path = f"/recordings/{world.ids['amina.standard.recording']}"
    answer = browser_of("amina").get(path, headers={"Range": asked})
    assert (answer.status_code, answer.content) == (status, part)
    if status == 206:
        first = SILENCE.index(part)
        assert answer.headers["content-range"] == f"bytes {first}-{first + len(part) - 1}/{len(SILENCE)}"


def test_copy_holds_recordings_but_none_of_protected_goals(browser_of: Browser, parts: Any, world: World) -> None:
    amina = browser_of("amina")
    own = amina.post("/review/recordings", data={"part": "good"}, files=SOUND)
    assert own.status_code == 303
    listed = amina.get("/offline/pages").text
    assert f"/recordings/{world.ids['amina.standard.recording']}" in listed
    assert world.ids["amina.high.recording"] not in listed
    high = amina.get(f"/recordings/{world.ids['amina.high.recording']}")
    assert high.status_code == 303 or high.headers["sw-store"].endswith(";0")
    assert len(re.findall(r"/recordings/[0-9a-f-]{36}\"(?=[,\]])", listed)) == 1


def test_nothing_is_stored_on_a_shared_phone(browser_of: Browser, world: World) -> None:
    answer = browser_of("amina", "shared").get(f"/recordings/{world.ids['amina.standard.recording']}")
    assert answer.headers["sw-store"] == "none"


def test_help_is_asked_for_by_speaking(browser_of: Browser, world: World) -> None:
    amina = browser_of("amina")
    answer = amina.post("/help/recordings", data={"step_id": world.ids["amina.standard.step1"]}, files=SOUND)
    assert re.fullmatch(r"/help\?sent=[0-9a-f-]+", answer.headers["location"])
    page = amina.get(answer.headers["location"]).text
    assert "/removal" in page
    assert "<audio" not in page.split('action="/help"')[1].replace("data-record-sound", "").split("needs-script")[0]
    desk = browser_of("karin").get(f"/desk/cases/{world.ids['amina.case']}").text
    heard = re.findall(r'<audio[^>]*src="(/desk/recordings/[^"]+)"', desk)
    assert browser_of("karin").get(heard[0]).content == SILENCE


def test_voice_can_be_added_to_a_request_that_was_just_sent(browser_of: Browser, parts: Any) -> None:
    amina = browser_of("amina")
    sent = amina.post("/help", data={"obstacle": "worry"}).headers["location"]
    request_id = sent.partition("sent=")[2]
    assert f'name="request_id" value="{request_id}"' in amina.get(sent).text
    answer = amina.post("/help/recordings", data={"request_id": request_id}, files=SOUND)
    assert answer.headers["location"] == sent
    assert browser_of("badr").post("/help/recordings", data={"request_id": request_id}, files=SOUND).status_code == 404


def test_same_recording_sent_twice_is_one_request(browser_of: Browser, parts: Any) -> None:
    amina = browser_of("amina")
    for _ in range(2):
        amina.post("/help/recordings", data={"request_key": "once-help"}, files=SOUND)
    utils = parts.database.utils()
    assert next(iter(utils.query("SELECT COUNT(*) AS n FROM recordings WHERE subject = 'help_request'")))["n"] == 1


@pytest.mark.parametrize(
    ("files", "status"),
    [
        ({"sound": ("voice.wav", b"<html><script>", "audio/wav")}, 422),
        ({"sound": ("voice.wav", b"", "audio/wav")}, 422),
        ({"sound": ("voice.wav", SILENCE + bytes(401_000), "audio/wav")}, 422),
        ({"sound": ("voice.wav", SILENCE + bytes(500_000), "audio/wav")}, 422),
        ({"other": ("voice.wav", SILENCE, "audio/wav")}, 422),
        ([("sound", ("a.wav", SILENCE, "audio/wav")), ("more", ("b.wav", SILENCE, "audio/wav"))], 400),
    ],
    ids=["a-page", "nothing", "too-big", "far-too-big", "another-field", "two-files"],
)
def test_what_is_no_recording_gets_a_clear_answer_and_changes_nothing(
    browser_of: Browser, parts: Any, files: Any, status: int
) -> None:
    before = parts.database.utils()["help_requests"].count, parts.database.utils()["recordings"].count
    answer = browser_of("amina").post("/help/recordings", files=files)
    assert answer.status_code == status
    assert (parts.database.utils()["help_requests"].count, parts.database.utils()["recordings"].count) == before


def test_who_spoke_too_long_is_not_told_to_write_less(browser_of: Browser) -> None:
    for more in (401_000, 5_000_000):
        sound = {"sound": ("voice.m4a", bytes(more), "audio/mp4")}
        answer = browser_of("amina").post("/help/recordings", files=sound)
        assert translate("ar", TOO_LONG) in answer.text


def test_broken_upload_is_a_clear_error(browser_of: Browser) -> None:
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    for body in (b"--x\r\nnonsense", b"--y\r\n", b"\xff\xfe"):
        assert browser_of("amina").post("/help/recordings", content=body, headers=headers).status_code in (400, 422)
    assert browser_of("amina").post("/help", files=SOUND, data={"obstacle": "worry"}).status_code in (400, 422)


@pytest.mark.parametrize("path", ["/help", "/review", "desk"])
def test_microphone_is_for_the_pages_with_a_button_to_record(browser_of: Browser, world: World, path: str) -> None:
    recorder = browser_of("karin" if path == "desk" else "amina")
    path = f"/desk/cases/{world.ids['amina.case']}/recordings" if path == "desk" else path
    answer = recorder.get(path)
    assert "microphone=(self)" in answer.headers["permissions-policy"]
    assert answer.headers.get_list("permissions-policy") == [answer.headers["permissions-policy"]]
    assert 'accept="audio/*" capture' in answer.text


@pytest.mark.parametrize("path", ["/today", "/plan", "/meetings", "/settings", "/emergency"])
def test_no_other_page_may_ask_for_the_microphone(browser_of: Browser, path: str) -> None:
    assert "microphone=()" in browser_of("amina").get(path).headers["permissions-policy"]


def test_kind_words_wait_for_whoever_has_no_microphone(browser_of: Browser, parts: Any, world: World) -> None:
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.update("accounts", world.ids["amina"], language="de"))
    page = browser_of("amina").get("/review").text
    assert "Das Mikrofon ist aus. Bitte erlauben Sie es." in page
    assert "Dieses Gerät hat kein Mikrofon." in page
    assert "Dafür brauchen Sie Internet." in page
