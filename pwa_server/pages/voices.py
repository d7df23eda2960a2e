"""Recordings on pages of several audiences: what a form with a recording holds, and what a player gets."""

from typing import Any

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.responses import Response

from pwa_server.casework.recordings import Voice
from pwa_server.domain.problems import BadInput, NotVisible
from pwa_server.domain.recordings import MOST_BYTES, TOO_LONG
from pwa_server.i18n.languages import BY_TAG, SOURCE, SPOKEN
from pwa_server.pages import views
from pwa_server.storage.database import Row
from pwa_server.web.middleware import WITH_MICROPHONE
from pwa_server.web.sounds import sound_answer
from pwa_server.web.visit import Visit

# The recording and the few fields beside it.
ROUTE_BYTES = MOST_BYTES + 10_000
FIELD = "sound"


async def sent_voice(visit: Visit, speaker: str, language: str) -> tuple[FormData, Voice]:
    """The form, and what was recorded. `language` counts where the form names none that is spoken anywhere.

    Raises BadInput, for a body beyond the route's limit too: who speaks is not told to write less.
    """
    try:
        form, body = await visit.form_with_file(FIELD)
    except HTTPException as refusal:
        if refusal.status_code != 413:
            raise
        raise BadInput(TOO_LONG) from refusal
    named = str(form.get("language", ""))
    return form, Voice(body, named if named in SPOKEN or named in BY_TAG else language, speaker)


def play(visit: Visit, recording: Row, stored_seconds: int = 0) -> Response:
    """The sound of a recording that the caller has found. What was deleted a moment ago is not there (404)."""
    row = visit.read.row("recordings.sound", recording_id=recording["id"])
    if row is None:
        raise NotVisible
    asked = visit.request.headers.get("range")
    return sound_answer(row["body"], row["media_type"], asked, visit.store_header(stored_seconds))


def with_microphone(response: Response) -> Response:
    """This page may ask for the microphone."""
    response.headers.update(WITH_MICROPHONE)
    return response


def recording_view(visit: Visit, row: Row, base: str) -> dict[str, Any]:
    """A recording for lists; `base` is the audience's path of recordings."""
    return {
        "id": row["id"],
        "url": f"{base}/{row['id']}",
        "part": row["part"],
        "language": SPOKEN.get(row["language"], BY_TAG.get(row["language"], BY_TAG[SOURCE]).name),
        "speaker": row["speaker"],
        "by": row["by_name"],
        "seconds": row["seconds"],
        "at": views.moment_of(visit, row["made_at"]),
    }
