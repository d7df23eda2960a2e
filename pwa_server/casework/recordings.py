"""Recordings: kept sealed, replaced and deleted at any time; what they were spoken for decides who may.

Staff speak for goals, steps and meetings; the client speaks for her own requests and her side of a review.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pwa_server.access import rights
from pwa_server.casework import cases, found
from pwa_server.casework.help import ask_for_help
from pwa_server.domain.problems import N_, BadInput, NotAllowed, NotVisible
from pwa_server.domain.recordings import SPEAKERS, examine
from pwa_server.domain.reviews import PARTS
from pwa_server.storage.database import Row, Tx


@dataclass(frozen=True)
class Voice:
    """What was recorded, in which language, and who spoke."""

    body: bytes
    language: str
    speaker: str = "counsellor"


def record_for(tx: Tx, case_id: str, subject: str, subject_id: str, voice: Voice) -> str:
    """Staff speak for a goal, a step or a meeting of this case. Returns the id; one before in this language is gone.

    Raises NotVisible for what is not in this case, BadInput for anything but a short recording.
    """
    found.case(tx, case_id)
    finders = {"goal": found.goal, "step": found.step, "meeting": found.meeting}
    if subject not in finders or voice.speaker not in SPEAKERS or voice.speaker == "client":
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    if finders[subject](tx, subject_id)["case_id"] != case_id:
        raise NotVisible
    return keep(tx, case_id, subject, subject_id, voice)


def ask_by_voice(tx: Tx, voice: Voice, tapped_at: str, request_id: str = "", step_id: str | None = None) -> str:
    """The client says what she needs help with, in a new request or to one that she has made. Returns the request's id.

    Raises NotVisible for somebody else's request, BadInput for anything but a short recording.
    """
    request_id = request_id or ask_for_help(tx, "other", "", voice.language, tapped_at, step_id)
    record_for_request(tx, request_id, voice)
    return request_id


def record_for_request(tx: Tx, request_id: str, voice: Voice) -> str:
    """The client says what she needs help with. Raises NotVisible for somebody else's request."""
    request = tx.row("help.find", request_id=request_id)
    if request is None:
        raise NotVisible
    rights.require(request["relationship"], "help.ask")
    found.case(tx, request["case_id"], "help.ask")
    return keep(tx, request["case_id"], "help_request", request_id, voice)


def keep(tx: Tx, case_id: str, subject: str, subject_id: str, voice: Voice, part: str = "") -> str:
    """One recording instead of the one before. The caller has found the subject in this case. Raises BadInput."""
    sound = examine(voice.body)
    if part and part not in PARTS:
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    tx.run("recordings.drop_same", subject_id=subject_id, part=part, language=voice.language)
    recording_id = tx.insert(
        "recordings",
        case_id=case_id,
        subject=subject,
        subject_id=subject_id,
        part=part,
        language=voice.language,
        speaker=voice.speaker,
        media_type=sound.media_type,
        seconds=None if sound.seconds is None else round(sound.seconds),
        bytes=len(voice.body),
        made_at=tx.now,
        made_by=tx.actor_id,
        body_sealed=voice.body,
    )
    cases.touch(tx, case_id)
    return recording_id


def delete(tx: Tx, recording_id: str) -> Row:
    """Take a recording away for good and return what it was: staff any for the plan, the client her own, at any time.

    Raises NotVisible, NotAllowed for somebody else's voice.
    """
    recording = tx.row("recordings.find", recording_id=recording_id)
    if recording is None:
        raise NotVisible
    spoken_by_client = recording["speaker"] == "client"
    if spoken_by_client != (recording["relationship"] == "client"):
        raise NotAllowed
    if not spoken_by_client:
        _find_subject(tx, recording)
    tx.run("recordings.drop", recording_id=recording_id)
    cases.touch(tx, recording["case_id"])
    return recording


def _find_subject(tx: Tx, recording: Row) -> None:
    finders = {"goal": found.goal, "step": found.step, "meeting": found.meeting}
    finders[recording["subject"]](tx, recording["subject_id"])


def words_changed(tx: Tx, subject_id: str) -> None:
    """The words of a goal, step or meeting are others now: what was spoken for the old ones is gone."""
    tx.run("recordings.drop_of_subject", subject_id=subject_id)


def forget_if_other(tx: Tx, row: Row, changes: Mapping[str, Any]) -> None:
    """The same for a step or a meeting, where one of `changes` (columns as they are written) differs from its row."""
    if any((row.get(column.removesuffix("_sealed")) or None) != (value or None) for column, value in changes.items()):
        words_changed(tx, row["id"])
