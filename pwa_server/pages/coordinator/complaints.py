"""/office/feedback: what people wrote, for the complaint office alone. It can be reached by nobody who counsels."""

from starlette.responses import Response

from pwa_server.casework import feedback
from pwa_server.domain.feedback import TRANSITIONS
from pwa_server.domain.problems import N_, BadInput, NotAllowed, NotVisible
from pwa_server.i18n.languages import language_name
from pwa_server.pages import paging, views
from pwa_server.pages.coordinator.complaint_office import office
from pwa_server.pages.views import View
from pwa_server.storage.database import Row
from pwa_server.web.forms import Refused, clean, refused, version_of
from pwa_server.web.visit import Visit

KINDS = {"praise": N_("Lob"), "complaint": N_("Beschwerde"), "barrier": N_("Barriere"), "idea": N_("Idee")}
ABOUT = {
    "counselling": N_("Beratung"),
    "meetings": N_("Termine"),
    "app": N_("Diese Seiten"),
    "place": N_("Büro und Räume"),
    "mentor": N_("Begleitung"),
    "interpreter": N_("Übersetzung"),
    "other": N_("Etwas anderes"),
}
STATES = {
    "new": N_("neu"),
    "in_progress": N_("in Arbeit"),
    "answered": N_("beantwortet"),
    "closed": N_("abgeschlossen"),
}


def _require_outside(visit: Visit) -> str:
    """Since when nobody here may have counselled anybody. Raises NotAllowed for somebody who did."""
    since = feedback.a_year_ago(visit.now)
    if visit.read.row("feedback.counsels", staff_id=visit.actor.id, since=since):
        raise NotAllowed
    return since


async def show_list(visit: Visit) -> Response:
    """All messages, new ones first."""
    rows, pages = paging.part(visit, visit.read.rows("feedback.list", since=_require_outside(visit)))
    messages = [_view(visit, row) for row in rows]
    return visit.page(
        "coordinator/complaints.html", nav="complaints", messages=messages, pages=pages, office=office(visit)
    )


def _view(visit: Visit, row: Row) -> View:
    return {
        "id": row["id"],
        "kind": visit.say(KINDS[row["kind"]]),
        "is_complaint": row["kind"] == "complaint",
        "about": visit.say(ABOUT[row["about"]]),
        "language": row["language"],
        "language_name": language_name(visit.language.tag, row["language"]),
        "state": row["state"],
        "state_text": visit.say(STATES[row["state"]]),
        "on": views.moment_of(visit, row["received_at"]),
        "words": row["words"],
        "spoken": row["sound_type"] is not None,
    }


async def show_message(visit: Visit) -> Response:
    """One message, what was answered, and the next thing to do."""
    row = visit.read.row("feedback.find", id=visit.path["feedback_id"], since=_require_outside(visit))
    if row is None:
        raise NotVisible
    return _page(visit, row)


def _page(visit: Visit, row: Row, refused: Refused | None = None) -> Response:
    answers = visit.read.rows("feedback.answers", feedback_id=row["id"])
    return visit.page(
        "coordinator/complaint.html",
        status=422 if refused else 200,
        refused=refused,
        nav="complaints",
        message=_view(visit, row)
        | {name: row[name] or "" for name in ("person", "name", "reach", "carrier_name", "account_name")}
        | {"version": row["version"]},
        answers=[{**each, "on": views.moment_of(visit, each["at"])} for each in answers],
        moves=TRANSITIONS[row["state"]],
    )


async def move(visit: Visit) -> Response:
    """Begin to work on it, or close it."""
    form = await visit.form()
    feedback_id = visit.path["feedback_id"]
    await visit.write(feedback.move, feedback_id, str(form.get("to", "")), version_of(form.get("version")))
    return visit.redirect(f"/office/feedback/{feedback_id}")


async def answer(visit: Visit) -> Response:
    """Write an answer; the writer reads it with the code."""
    form = await visit.form()
    feedback_id, words = visit.path["feedback_id"], clean(str(form.get("text", "")))
    version, translation = version_of(form.get("version")), clean(str(form.get("translation", "")))
    try:
        await visit.write(feedback.answer, feedback_id, words, visit.language.tag, version, translation)
    except BadInput as problem:
        row = visit.read.row("feedback.find", id=feedback_id, since=_require_outside(visit))
        if row is None:
            raise NotVisible from problem
        return _page(visit, row, refused(visit, "answer", "text", problem, form))
    return visit.redirect(f"/office/feedback/{feedback_id}")
