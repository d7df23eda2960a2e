"""The complaint office's own things: its telephone number, and hearing what somebody said instead of writing."""

from starlette.responses import Response

from pwa_server.casework import feedback
from pwa_server.domain.problems import NotVisible
from pwa_server.storage.database import Row
from pwa_server.web.forms import clean, version_of
from pwa_server.web.sounds import sound_answer
from pwa_server.web.visit import NEVER_STORED, Visit


def office(visit: Visit) -> Row:
    """The number and hours as they are now; nothing yet has version 0."""
    return visit.read.row("feedback.office") or {"phone": "", "hours": "", "version": 0}


async def save_office(visit: Visit) -> Response:
    """POST /office/feedback/phone: the number on the page for feedback, with when somebody answers."""
    form = await visit.form()
    phone, hours = clean(str(form.get("phone", ""))), clean(str(form.get("hours", "")))
    await visit.write(feedback.save_office, phone, hours, version_of(form.get("version")))
    return visit.redirect("/office/feedback")


async def play(visit: Visit) -> Response:
    """GET /office/feedback/{feedback_id}/sound, for who may read the message."""
    since = feedback.a_year_ago(visit.now)
    row = visit.read.row("feedback.sound", id=visit.path["feedback_id"], since=since)
    if row is None:
        raise NotVisible
    return sound_answer(row["sound"], row["sound_type"], visit.request.headers.get("range"), NEVER_STORED)
