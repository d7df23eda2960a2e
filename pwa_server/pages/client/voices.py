"""Voices for the client: what was spoken for the plan, and what she says herself."""

from typing import Any

from starlette.responses import Response

from pwa_server.casework import recordings
from pwa_server.domain.problems import NotVisible
from pwa_server.pages import voices
from pwa_server.pages.client.own_case import high, own_case, pin_first, stored, with_own_case
from pwa_server.storage.database import Row
from pwa_server.web.visit import Visit

BASE = "/recordings"


def heard(visit: Visit, case: Row, show_high: str = "no") -> dict[str, str]:
    """Where to hear a goal, a step or a meeting, by its id: in the reader's language, else the newest in another."""
    found: dict[str, str] = {}
    rows = visit.read.rows("recordings.of_case", case_id=case["id"], high=show_high)
    ours = [row for row in rows if row["speaker"] != "client"]
    for row in sorted(ours, key=lambda row: bool(row["language"] != visit.language.tag)):
        found.setdefault(row["subject_id"], f"{BASE}/{row['id']}")
    return found


@with_own_case
async def play(visit: Visit, case: Row) -> Response:
    """GET /recordings/{id}. What is spoken for a protected goal is heard after the PIN only, and never stored."""
    recording = visit.read.row("recordings.find", recording_id=visit.path["id"])
    if recording is None or recording["case_id"] != case["id"]:
        raise NotVisible
    if recording["sensitivity"] == "high" and high(visit) != "yes":
        return pin_first(f"{BASE}/{recording['id']}")
    # The own voice stays on the server: only what the plan says is needed without network.
    own = recording["speaker"] == "client"
    return voices.play(visit, recording, 0 if own else stored(case, recording["sensitivity"]) or 0)


async def delete(visit: Visit) -> Response:
    """POST /recordings/{id}/removal: the own voice goes at once."""
    own_case(visit)
    recording = await visit.write(recordings.delete, visit.path["id"])
    return visit.redirect({"review": "/review", "need": "/wishes"}.get(recording["subject"], "/help"))


async def ask_by_voice(visit: Visit) -> Response:
    """POST /help/recordings: "I need help", spoken; with `request_id` said to a request that was just sent."""
    own_case(visit)
    form, voice = await voices.sent_voice(visit, "client", visit.language.tag)
    request_id, step_id = str(form.get("request_id", "")), str(form.get("step_id", "")) or None
    tapped_at = visit.tapped_at(form)
    asked = await visit.write(recordings.ask_by_voice, voice, tapped_at, request_id, step_id)
    return visit.redirect(f"/help?sent={asked}")


def own_recordings(visit: Visit, case: Row, subject: str) -> dict[tuple[str, str], dict[str, Any]]:
    """What the client said, by (subject's id, part)."""
    rows = visit.read.rows("recordings.of_case", case_id=case["id"], high="no")
    return {
        (row["subject_id"], row["part"]): voices.recording_view(visit, row, BASE)
        for row in rows
        if row["subject"] == subject and row["speaker"] == "client"
    }
