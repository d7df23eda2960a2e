"""Recordings at the desk: spoken for a goal, a step or a meeting in the client's language, heard, replaced, deleted."""

from collections.abc import Sequence
from typing import Any

from starlette.responses import Response

from pwa_server.casework import recordings
from pwa_server.domain.goals import LIVE
from pwa_server.domain.meetings import COMING_UP
from pwa_server.domain.problems import N_, NotVisible
from pwa_server.i18n.languages import SPOKEN
from pwa_server.pages import views, voices
from pwa_server.pages.counsellor import words
from pwa_server.pages.counsellor.as_client import language_of
from pwa_server.pages.counsellor.opening import opened
from pwa_server.storage.database import Row
from pwa_server.web.visit import Visit

View = dict[str, Any]
BASE = "/desk/recordings"
SPEAKERS = {"counsellor": N_("Ich spreche selbst."), "interpreter": N_("Jemand spricht, der übersetzt.")}
SAID_BY = {"client": N_("Die Person"), "counsellor": N_("Beratung"), "interpreter": N_("Übersetzung")}


async def show_recordings(visit: Visit) -> Response:
    """GET /desk/cases/{case_id}/recordings; `?about=step:<id>` chooses what is spoken for."""
    case = await opened(visit, visit.path["case_id"], "recording")
    subjects = _subjects(visit, case)
    named = dict(subjects)
    rows = visit.read.rows("recordings.of_case", case_id=case["id"], high=case["high"])
    page = visit.page(
        "counsellor/recordings.html",
        nav="cases",
        case=case,
        subjects=subjects,
        about=visit.request.query_params.get("about", ""),
        languages=list(SPOKEN.items()),
        language=case["interpreter_language"] or language_of(case).tag,
        speakers=[(code, visit.say(text)) for code, text in SPEAKERS.items()],
        recordings=[
            voices.recording_view(visit, row, BASE)
            | {
                "about": named.get(f"{row['subject']}:{row['subject_id']}", ""),
                "said_by": visit.say(SAID_BY[row["speaker"]]),
            }
            for row in rows
            if row["speaker"] != "client"
        ],
        open_case=case["state"] != "closed",
    )
    return voices.with_microphone(page)


async def record(visit: Visit) -> Response:
    """POST /desk/cases/{case_id}/recordings: `about` (`goal:<id>` …), `language`, `speaker` and the sound."""
    form, voice = await voices.sent_voice(visit, "counsellor", "de")
    subject, _, subject_id = str(form.get("about", "")).partition(":")
    case_id, speaker = visit.path["case_id"], str(form.get("speaker", "counsellor"))
    spoken = recordings.Voice(voice.body, voice.language, speaker)
    await visit.write(recordings.record_for, case_id, subject, subject_id, spoken)
    return visit.redirect(f"/desk/cases/{case_id}/recordings")


async def play(visit: Visit) -> Response:
    """GET /desk/recordings/{recording_id}: to hear something of a case is to open it."""
    recording = visit.read.row("recordings.find", recording_id=visit.path["recording_id"])
    if recording is None:
        raise NotVisible
    case = await opened(visit, recording["case_id"], "recording")
    if recording["sensitivity"] == "high" and case["high"] != "yes":
        raise NotVisible
    return voices.play(visit, recording)


async def delete(visit: Visit) -> Response:
    """POST /desk/recordings/{recording_id}/removal."""
    recording = await visit.write(recordings.delete, visit.path["recording_id"])
    return visit.redirect(f"/desk/cases/{recording['case_id']}/recordings")


def client_voices(visit: Visit, case: Row, subject: str) -> dict[tuple[str, str], View]:
    """What the client said herself, by (subject's id, part): for the pages that tell of a request or a review."""
    rows = visit.read.rows("recordings.of_case", case_id=case["id"], high=case["high"])
    return {
        (row["subject_id"], row["part"]): voices.recording_view(visit, row, BASE)
        for row in rows
        if row["subject"] == subject and row["speaker"] == "client"
    }


def _subjects(visit: Visit, case: Row) -> list[tuple[str, str]]:
    """What can be spoken for, as (`goal:<id>`, words): live goals, each with its steps, then meetings ahead."""
    of_case = {"case_id": case["id"], "high": case["high"]}
    goals = [goal for goal in visit.read.rows("goals.of_case", **of_case) if goal["state"] in LIVE]
    steps = visit.read.rows("steps.of_case", **of_case)
    found: list[tuple[str, str]] = []
    for goal in goals:
        title = views.text_of(visit, goal, "title", f"block.{goal['block_id']}.goal" if goal["block_id"] else None, {})
        found.append((f"goal:{goal['id']}", visit.say(N_("Ziel: %(text)s"), text=title.text)))
        found += _steps(visit, [step for step in steps if step["goal_id"] == goal["id"]])
    for meeting in visit.read.rows("meetings.of_case", **of_case):
        if meeting["state"] in COMING_UP and meeting["ends_at"] > visit.now:
            day = views.day(visit, meeting["local_date"])
            kind = visit.say(words.MEETINGS[meeting["kind"]])
            text = visit.say(N_("Termin: %(kind)s, %(day)s"), kind=kind, day=day.numeric if day else "")
            found.append((f"meeting:{meeting['id']}", text))
    return found


def _steps(visit: Visit, steps: Sequence[Row]) -> list[tuple[str, str]]:
    told = [(step, views.step_title(visit, step, {}).text) for step in steps]
    return [(f"step:{step['id']}", visit.say(N_("Schritt: %(text)s"), text=text)) for step, text in told]
