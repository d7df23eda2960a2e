"""/mentor/clients: everybody who lets this mentor look, who asks, and for each exactly what was granted."""

from typing import Any

from starlette.responses import Response
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from pwa_server.casework import mentor_notes, mentoring
from pwa_server.casework.mentor_notes import RIGHT
from pwa_server.domain.grants import LONGEST_NOTE, changed_lately, ends_soon, is_for_meetings_only
from pwa_server.domain.problems import N_
from pwa_server.pages import views
from pwa_server.pages.mentor import telling
from pwa_server.pages.mentor.readiness import people_of, readiness
from pwa_server.pages.mentor.seen import kindly, write_opening
from pwa_server.storage.database import Row
from pwa_server.web.forms import Form
from pwa_server.web.visit import Visit


class NoteForm(Form):
    """A few words to the client."""

    words = TextAreaField(N_("Ihre Nachricht"), validators=[InputRequired(), Length(max=LONGEST_NOTE)])


async def show_clients(visit: Visit) -> Response:
    """All grants that are active now, and the requests to answer."""
    people = people_of(visit)
    requests = [telling.request(visit, row) for row in visit.read.rows("mentoring.asked")]
    context: dict[str, Any] = {"people": people, "requests": requests, "readiness": readiness(visit)}
    return visit.page("mentor/clients.html", nav="clients", **context)


@kindly
async def show_client(visit: Visit) -> Response:
    """What one client granted: goals, steps, meetings the mentor was invited to. Written to the access log first."""
    grant = mentoring.find_grant(visit.read, visit.path["grant_id"])
    await write_opening(visit, grant["case_id"], "granted")
    return _client_page(visit, grant, NoteForm.empty(visit))


def _client_page(visit: Visit, grant: Row, form: Form, status: int = 200) -> Response:
    meetings = [m for m in mentoring.invited_meetings(visit.read, visit.now) if m["case_id"] == grant["case_id"]]
    return visit.page(
        "mentor/client.html",
        status=status,
        nav="clients",
        form=form if RIGHT in grant["rights"] else None,
        notes=[_note(visit, row) for row in visit.read.rows("mentor_notes.of_grant", grant_id=grant["id"])],
        wish=grant["wish"] or "",
        meetings_only=is_for_meetings_only(grant["rights"]),
        changed=views.moment_of(visit, grant["changed_at"]) if changed_lately(grant["changed_at"], visit.now) else None,
        ends_soon=ends_soon(grant["expires_on"], visit.today),
        grant_id=grant["id"],
        name=telling.name_of(grant),
        phone=grant["office_phone"],
        until=views.day(visit, grant["expires_on"]),
        goals=_goals(visit, grant),
        meetings=[telling.meeting(visit, m) for m in meetings],
    )


def _goals(visit: Visit, grant: Row) -> list[views.View]:
    if "see_goals" not in grant["rights"]:
        return []
    with_steps = "see_steps" in grant["rights"]
    steps = visit.read.rows("steps.of_case", case_id=grant["case_id"], high="no") if with_steps else []
    translations = views.translations_of(visit.read.rows("steps.translations_of_case", case_id=grant["case_id"]))
    goals = visit.read.rows("mentoring.goals", grant_id=grant["id"])
    return [telling.goal(visit, goal, steps, grant, translations) for goal in goals]


def _note(visit: Visit, row: Row) -> views.View:
    at = views.moment_of(visit, row["made_at"])
    return {"text": row["text"], "language": row["language"], "at": at, "read": row["read_at"] is not None}


@kindly
async def write_note(visit: Visit) -> Response:
    """A few words to the client."""
    grant = mentoring.find_grant(visit.read, visit.path["grant_id"])
    form = await NoteForm.of(visit)
    if not form.validate():
        await write_opening(visit, grant["case_id"], "granted")
        return _client_page(visit, grant, form, 422)
    await visit.write(mentor_notes.write_note, grant["id"], form.words.data or "", visit.language.tag)
    return visit.redirect(f"/mentor/clients/{grant['id']}#notes")


@kindly
async def answer_request(visit: Visit) -> Response:
    """Say yes or no to a client who asks."""
    form = await visit.form()
    grant_id = visit.path["grant_id"]
    state = await visit.write(mentoring.answer_grant, grant_id, str(form.get("answer", "")))
    return visit.redirect(f"/mentor/clients/{grant_id}" if state == "active" else "/mentor/clients")


@kindly
async def return_grant(visit: Visit) -> Response:
    """Hand the grant back."""
    await visit.write(mentoring.return_grant, visit.path["grant_id"])
    response = visit.redirect("/mentor/clients")
    # What is kept on the phone may be a meeting of this grant; what is left is kept again with the next look.
    response.headers["SW-Store"] = "none"
    return response


@kindly
async def report_step(visit: Visit) -> Response:
    """Tick or untick one of the mentor's own steps."""
    grant = mentoring.find_grant(visit.read, visit.path["grant_id"])
    form = await visit.form()
    step_id = visit.path["step_id"]
    await visit.write(mentoring.report_own_step, step_id, str(form.get("report", "")), visit.tapped_at(form))
    return visit.redirect(f"/mentor/clients/{grant['id']}#step-{step_id}")
