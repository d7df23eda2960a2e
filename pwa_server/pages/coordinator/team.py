"""/office/team: who is away, who usually stands in, who stands in now. No case is shown."""

from datetime import date

from starlette.responses import Response
from wtforms import DateField, SelectField
from wtforms.validators import InputRequired

from pwa_server.casework import deputies
from pwa_server.domain.problems import N_, BadInput, RuleBroken
from pwa_server.pages.coordinator import words
from pwa_server.pages.coordinator.newcomers import newcomers
from pwa_server.pages.views import View
from pwa_server.storage.database import Row, Tx
from pwa_server.web.forms import Form
from pwa_server.web.visit import Visit


class AbsenceForm(Form):
    """Who is away, from when until when, and who stands in."""

    staff_id = SelectField(N_("Wer ist nicht da?"))
    first = DateField(N_("Erster Tag"), validators=[InputRequired()])
    last = DateField(N_("Letzter Tag"), validators=[InputRequired()])
    deputy_id = SelectField(N_("Wer vertritt?"))
    reason = SelectField(N_("Warum?"))


async def show_team(visit: Visit) -> Response:
    """The carrier's counsellors, absences and deputyships."""
    asked = visit.request.query_params.get("staff", "")
    usual = {row["id"]: row["deputy_id"] or "" for row in _counsellors(visit)}
    form = AbsenceForm.empty(visit, staff_id=asked, deputy_id=usual.get(asked, ""), reason="vacation")
    return _page(visit, _bind(visit, form))


def _counsellors(visit: Visit) -> list[Row]:
    return visit.read.rows("offices.counsellors", carrier_id=visit.actor.carrier_id)


def _bind(visit: Visit, form: AbsenceForm) -> AbsenceForm:
    people = _counsellors(visit)
    form.staff_id.choices = [(row["id"], row["name"]) for row in people]
    able = [(row["id"], row["name"]) for row in people if row["has_secret"]]
    form.deputy_id.choices = [("", visit.say(N_("niemand"))), *able]
    form.reason.choices = words.choices(visit, words.REASONS)
    return form


def _page(visit: Visit, form: AbsenceForm, status: int = 200) -> Response:
    asked = {"carrier_id": visit.actor.carrier_id, "today": visit.today.isoformat()}
    return visit.page(
        "coordinator/team.html",
        status=status,
        nav="team",
        form=form,
        newcomers=newcomers(visit),
        people=_counsellors(visit),
        absences=[_days(visit, row) for row in visit.read.rows("offices.absences", **asked)],
        deputyships=[_deputyship(visit, row) for row in visit.read.rows("offices.deputyships", **asked)],
    )


def _days(visit: Visit, row: Row) -> View:
    return {"id": row["id"], "name": row["name"], **words.span(visit, row["from_on"], row["until_on"])}


def _deputyship(visit: Visit, row: Row) -> View:
    reason = visit.say(words.REASONS.get(row["reason"], words.REASONS["away"]))
    return _days(visit, row) | {"deputy": row["deputy_name"], "reason": reason, "cases": row["cases"]}


async def note_absence(visit: Visit) -> Response:
    """Note the days, and let somebody stand in where one was chosen."""
    form = _bind(visit, await AbsenceForm.of(visit))
    if form.validate():
        days = (form.first.data, form.last.data)
        try:
            await visit.write(_note, form.staff_id.data, form.deputy_id.data, *days, form.reason.data)
        except (BadInput, RuleBroken) as problem:
            words.add_problem(visit, form, problem)
        else:
            return visit.redirect("/office/team")
    return _page(visit, form, 422)


def _note(tx: Tx, staff_id: str, deputy_id: str, first: date, last: date, reason: str) -> None:
    """Both or neither: an absence without its deputy would be found out by the clients."""
    deputies.note_absence(tx, staff_id, first, last)
    if deputy_id:
        deputies.start(tx, staff_id, deputy_id, first, last, reason)


async def remove_absence(visit: Visit) -> Response:
    """Somebody is there after all. A deputyship is ended by itself."""
    await visit.write(deputies.remove_absence, visit.path["absence_id"])
    return visit.redirect("/office/team")


async def end_deputyship(visit: Visit) -> Response:
    """End a deputyship at once."""
    await visit.write(deputies.end, visit.path["deputyship_id"])
    return visit.redirect("/office/team")


async def name_standing(visit: Visit) -> Response:
    """Choose who usually stands in for somebody."""
    form = await visit.form()
    await visit.write(deputies.name_standing, visit.path["staff_id"], str(form.get("deputy_id", "")))
    return visit.redirect("/office/team")
