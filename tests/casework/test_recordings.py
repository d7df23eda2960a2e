"""Recordings: sealed, replaced, deleted, and heard by nobody but the case's own people."""

from typing import Any

import pytest

from pwa_server.casework import goals, meetings, recordings, reviews, step_editing
from pwa_server.casework.goals import Agreed
from pwa_server.casework.recordings import Voice
from pwa_server.casework.step_editing import StepDetails
from pwa_server.domain.problems import BadInput, NotAllowed, NotVisible, RuleBroken
from pwa_server.storage.database import Tx
from pwa_server.storage.sealing import BrokenSeal
from tests.casework.desk import Desk
from tests.world import NOW_TEXT, World
from tests.worlds.reviews import SILENCE

VOICE = Voice(SILENCE, "ar")
OTHER = Voice(SILENCE[:-1] + b"\x00", "ar")


@pytest.fixture
def desk(parts: Any, world: World) -> Desk:
    return Desk(parts, world)


def record(desk: Desk, subject: str, subject_id: str, voice: Voice = VOICE, name: str = "karin") -> str:
    case_id = desk.world.ids["amina.case"]
    return str(desk.does(name, recordings.record_for, case_id, subject, subject_id, voice))


def of_case(desk: Desk, name: str = "karin", high: str = "yes") -> list[Any]:
    return list(desk.rows(name, "recordings.of_case", case_id=desk.world.ids["amina.case"], high=high))


def about(desk: Desk, subject_id: str) -> list[str]:
    return [row["id"] for row in of_case(desk) if row["subject_id"] == subject_id]


def sound(desk: Desk, recording_id: str, name: str = "karin") -> bytes | None:
    row = desk.row(name, "recordings.sound", recording_id=recording_id)
    return row["body"] if row else None


@pytest.mark.parametrize("subject", ["goal", "step1", "meeting"])
def test_recording_is_kept_for_a_goal_a_step_and_a_meeting(desk: Desk, subject: str) -> None:
    subject_id = desk.world.ids[f"amina.standard.{subject}"]
    recording_id = record(desk, subject.rstrip("1"), subject_id)
    assert sound(desk, recording_id, "amina") == SILENCE


def test_recording_is_sealed_with_its_own_row(desk: Desk) -> None:
    recording_id = record(desk, "step", desk.world.ids["amina.standard.step2"])
    other_id = desk.world.ids["badr.standard.recording"]
    utils = desk.database.utils()
    stored = next(iter(utils.query("SELECT body_sealed FROM recordings WHERE id = ?", [recording_id])))["body_sealed"]
    assert isinstance(stored, bytes)
    assert SILENCE[:20] not in stored
    desk.database._writing.execute("UPDATE recordings SET body_sealed = ? WHERE id = ?", (stored, other_id))
    with pytest.raises(BrokenSeal):
        sound(desk, other_id)


def test_new_recording_replaces_the_one_in_the_same_language_only(desk: Desk) -> None:
    step_id = desk.world.ids["amina.standard.step1"]
    first = about(desk, step_id)
    second = record(desk, "step", step_id, OTHER)
    turkish = record(desk, "step", step_id, Voice(SILENCE, "tr", "interpreter"))
    assert sorted(about(desk, step_id)) == sorted([second, turkish])
    assert sound(desk, first[0]) is None


def test_recording_that_is_none_replaces_nothing(desk: Desk) -> None:
    step_id = desk.world.ids["amina.standard.step1"]
    before = about(desk, step_id)
    for voice in (Voice(b"", "ar"), Voice(b"<html>", "ar"), Voice(SILENCE + bytes(400_000), "ar")):
        with pytest.raises(BadInput):
            record(desk, "step", step_id, voice)
    assert about(desk, step_id) == before


@pytest.mark.parametrize(
    ("subject", "name"),
    [("review", "amina.review.open"), ("case", "amina.case"), ("", "amina.standard.step1")],
)
def test_staff_speak_for_the_plan_only(desk: Desk, subject: str, name: str) -> None:
    with pytest.raises(BadInput):
        record(desk, subject, desk.world.ids[name])


def test_staff_never_speak_as_the_client(desk: Desk) -> None:
    with pytest.raises(BadInput):
        record(desk, "step", desk.world.ids["amina.standard.step1"], Voice(SILENCE, "ar", "client"))


def test_recording_for_another_case_goes_nowhere(desk: Desk) -> None:
    with pytest.raises(NotVisible):
        record(desk, "step", desk.world.ids["badr.standard.step1"])
    with pytest.raises(NotVisible):
        record(desk, "step", desk.world.ids["amina.standard.step1"], name="olle")
    with pytest.raises(NotAllowed):
        record(desk, "step", desk.world.ids["amina.standard.step1"], name="mona")


def test_deputy_speaks_for_the_plan_but_not_for_protected_goals(desk: Desk) -> None:
    assert record(desk, "step", desk.world.ids["amina.standard.step1"], name="dora")
    with pytest.raises(NotVisible):
        record(desk, "step", desk.world.ids["amina.high.step1"], name="dora")


@pytest.mark.parametrize("name", ["mona", "magnus", "badr", "olle", "tilde", "ada"])
def test_others_hear_nothing(desk: Desk, name: str) -> None:
    recording_id = desk.world.ids["amina.standard.recording"]
    assert sound(desk, recording_id, name) is None
    assert not of_case(desk, name)
    with pytest.raises(NotVisible):
        desk.does(name, recordings.delete, recording_id)


def test_what_is_spoken_for_a_protected_goal_is_as_protected(desk: Desk) -> None:
    high = desk.world.ids["amina.high.recording"]
    assert high not in [row["id"] for row in of_case(desk, "amina", "no")]
    assert high in [row["id"] for row in of_case(desk, "amina", "yes")]
    found = desk.row("amina", "recordings.find", recording_id=high)
    assert found["sensitivity"] == "high"
    meeting = record(desk, "meeting", desk.world.ids["amina.high.meeting"])
    assert meeting not in [row["id"] for row in of_case(desk, "amina", "no")]


def test_client_asks_for_help_by_speaking(desk: Desk) -> None:
    step_id = desk.world.ids["amina.standard.step1"]
    request_id = desk.does("amina", recordings.ask_by_voice, Voice(SILENCE, "ar", "client"), NOW_TEXT, step_id=step_id)
    request = desk.row("karin", "help.find", request_id=request_id)
    assert request["step_id"] == step_id
    assert [row["subject"] for row in of_case(desk) if row["subject_id"] == request_id] == ["help_request"]


def test_client_adds_her_voice_to_her_own_request_only(desk: Desk) -> None:
    voice = Voice(SILENCE, "ar", "client")
    request_id = desk.does("amina", recordings.ask_by_voice, voice, NOW_TEXT)
    assert desk.does("amina", recordings.ask_by_voice, voice, NOW_TEXT, request_id) == request_id
    with pytest.raises(NotVisible):
        desk.does("badr", recordings.ask_by_voice, voice, NOW_TEXT, request_id)
    with pytest.raises(NotAllowed):
        desk.does("karin", recordings.ask_by_voice, voice, NOW_TEXT, request_id)


def test_request_without_a_recording_is_not_made(desk: Desk) -> None:
    before = desk.rows("karin", "help.of_case", case_id=desk.world.ids["amina.case"])
    with pytest.raises(BadInput):
        desk.does("amina", recordings.ask_by_voice, Voice(b"", "ar", "client"), NOW_TEXT)
    assert desk.rows("karin", "help.of_case", case_id=desk.world.ids["amina.case"]) == before


@pytest.mark.requirement("R12")
def test_client_prepares_a_review_by_speaking(desk: Desk) -> None:
    recording_id = desk.does("amina", reviews.prepare_by_voice, "good", Voice(SILENCE, "ar", "client"))
    found = desk.row("karin", "recordings.find", recording_id=recording_id)
    assert (found["subject"], found["part"]) == ("review", "good")
    assert found["subject_id"] == desk.world.ids["amina.review.open"]
    with pytest.raises(BadInput):
        desk.does("amina", reviews.prepare_by_voice, "whatever", Voice(SILENCE, "ar", "client"))


def test_each_deletes_what_was_said_on_their_side(desk: Desk) -> None:
    own = desk.does("amina", reviews.prepare_by_voice, "hard", Voice(SILENCE, "ar", "client"))
    spoken = desk.world.ids["amina.standard.recording"]
    with pytest.raises(NotAllowed):
        desk.does("karin", recordings.delete, own)
    with pytest.raises(NotAllowed):
        desk.does("amina", recordings.delete, spoken)
    desk.does("amina", recordings.delete, own)
    desk.does("karin", recordings.delete, spoken)
    assert sound(desk, own) is None
    assert sound(desk, spoken) is None


def test_closed_plan_keeps_its_recordings_and_takes_no_new_ones(desk: Desk) -> None:
    own = desk.does("amina", reviews.prepare_by_voice, "hard", Voice(SILENCE, "ar", "client"))
    desk.does("karin", Tx.update, "cases", desk.world.ids["amina.case"], state="closed")
    with pytest.raises(RuleBroken):
        record(desk, "step", desk.world.ids["amina.standard.step1"])
    with pytest.raises(RuleBroken):
        desk.does("karin", recordings.delete, desk.world.ids["amina.standard.recording"])
    assert sound(desk, desk.world.ids["amina.standard.recording"], "amina") == SILENCE
    desk.does("amina", recordings.delete, own)
    assert sound(desk, own) is None


def test_other_words_of_a_goal_take_its_recording_away(desk: Desk) -> None:
    goal_id = desk.world.ids["amina.standard.goal"]
    goal = desk.goal(goal_id)
    record(desk, "goal", goal_id)
    same = Agreed(goal["sensitivity"], goal["own_words"], goal["own_words_language"])
    desk.does("karin", goals.edit, goal_id, goal["version"], goal["title"], same)
    assert about(desk, goal_id)
    desk.does("karin", goals.edit, goal_id, goal["version"] + 1, "Ich lerne schwimmen.", same)
    assert not about(desk, goal_id)


def test_another_day_or_place_of_a_step_takes_its_recording_away(desk: Desk) -> None:
    step_id = desk.world.ids["amina.standard.step1"]
    step = desk.row("karin", "steps.find", step_id=step_id, high="yes")
    same = StepDetails(place=step["place"], due_on=step["due_on"], documents=("identity-document",))
    desk.does("karin", step_editing.edit, step_id, step["version"], same)
    assert about(desk, step_id)
    other = StepDetails(place=step["place"], due_on="2026-12-24", documents=("identity-document",))
    desk.does("karin", step_editing.edit, step_id, step["version"] + 1, other)
    assert not about(desk, step_id)


def test_moved_meeting_has_no_recording_that_names_the_old_day(desk: Desk) -> None:
    meeting_id = desk.world.ids["amina.standard.meeting"]
    record(desk, "meeting", meeting_id)
    new_id = desk.does("karin", meetings.move, meeting_id, 1, meetings.Time("2026-12-09", "10:00", 60))
    assert not about(desk, new_id)
