"""What happens to a meeting: another time, called off, kept, interpreted, held or not, announced once more."""

from typing import Any

from starlette.responses import Response

from pwa_server.casework import interpreting, meeting_answers, meetings
from pwa_server.casework.interpreting import Arrangement
from pwa_server.domain.problems import Stale
from pwa_server.pages import views
from pwa_server.pages.counsellor import meeting_forms
from pwa_server.pages.counsellor.meeting_forms import TimeForm
from pwa_server.pages.counsellor.meetings import found_meeting, wish_text
from pwa_server.storage.database import Row
from pwa_server.web.forms import clean, version_of
from pwa_server.web.visit import Visit

LONGEST_NAME = 100


async def choose_time(visit: Visit) -> Response:
    """The form for another day or time, the client's wish beside it."""
    case, meeting = await found_meeting(visit)
    form = TimeForm.empty(visit, version=meeting["version"], minutes=meeting["duration_minutes"])
    return _time_page(visit, case, meeting, form)


async def move_meeting(visit: Visit) -> Response:
    """Make the new meeting; the old one stays as moved and everybody is told."""
    case, meeting = await found_meeting(visit)
    form: Any = await TimeForm.of(visit)
    if not meeting_forms.validate_time(visit, form):
        return _time_page(visit, case, meeting, form, 422)
    warnings = meeting_forms.warnings_for(visit, case, form)
    if warnings:
        return _time_page(visit, case, meeting, form, 422, warnings)
    try:
        time = meeting_forms.time_of(form)
        new_id = await visit.write(meetings.move, meeting["id"], version_of(form.version.data), time)
    except Stale as stale:
        now = visit.read.row("meetings.find", meeting_id=meeting["id"], high="yes") or meeting
        form.version.data = now["version"]
        return _time_page(visit, case, now, form, 409, [visit.say(stale.message)])
    return visit.redirect(f"/desk/meetings/{new_id}")


async def cancel_meeting(visit: Visit) -> Response:
    """Call it off."""
    form = await visit.form()
    await visit.write(meetings.cancel, visit.path["meeting_id"], version_of(form.get("version")))
    return _back(visit)


async def keep_meeting(visit: Visit) -> Response:
    """There is no other day: it stays."""
    form = await visit.form()
    await visit.write(meetings.keep, visit.path["meeting_id"], version_of(form.get("version")))
    return _back(visit)


async def record_outcome(visit: Visit) -> Response:
    """Held or not. An answer on the day's list leads back to it: the next row waits there."""
    form = await visit.form()
    outcome = str(form.get("outcome", ""))
    await visit.write(meetings.record_outcome, visit.path["meeting_id"], version_of(form.get("version")), outcome)
    return visit.redirect("/desk") if form.get("back") == "day" else _back(visit)


async def set_interpreter(visit: Visit) -> Response:
    """How far the interpreting is, with whom, in which dialect, and what the client wishes."""
    form = await visit.form()
    arrangement = Arrangement(
        state=str(form.get("state", "")),
        interpreter_id=str(form.get("interpreter_id", "")),
        name=str(clean(str(form.get("name", ""))))[:LONGEST_NAME],
        dialect=str(clean(str(form.get("dialect", "")))),
        wish=str(form.get("wish", "none")),
    )
    version = version_of(form.get("version"))
    await visit.write(interpreting.arrange, visit.path["meeting_id"], version, arrangement)
    return _back(visit)


async def settle(visit: Visit) -> Response:
    """The client said yes, and everything else is sure."""
    await visit.write(meeting_answers.settle, visit.path["meeting_id"])
    return _back(visit)


async def record_answer(visit: Visit) -> Response:
    """What the client said on the telephone."""
    form = await visit.form()
    await visit.write(meeting_answers.record_spoken_answer, visit.path["meeting_id"], str(form.get("answer", "")))
    return _back(visit)


async def remind_now(visit: Visit) -> Response:
    """Remind the client by hand."""
    meeting = await visit.write(meetings.remind, visit.path["meeting_id"])
    return visit.redirect(f"/desk/cases/{meeting['case_id']}/reminders#meeting-{visit.path['meeting_id']}")


def _back(visit: Visit) -> Response:
    return visit.redirect(f"/desk/meetings/{visit.path['meeting_id']}")


def _time_page(
    visit: Visit, case: Row, meeting: Row, form: Any, status: int = 200, warnings: list[str] | None = None
) -> Response:
    return visit.page(
        "counsellor/meeting_move.html",
        status=status,
        nav="cases",
        case=case,
        meeting=views.meeting_view(visit, meeting, "/desk/meetings"),
        wish=wish_text(visit, meeting["wish"]),
        form=form,
        warnings=warnings or [],
    )
