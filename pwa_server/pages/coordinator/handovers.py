"""/office/handovers and /office/retention: everything of one counsellor to another, and how long is kept. Numbers only."""

from starlette.responses import Response
from wtforms import HiddenField, IntegerField, SelectField
from wtforms.validators import InputRequired, NumberRange

from pwa_server.casework import handovers as verbs
from pwa_server.casework import holds
from pwa_server.domain.problems import N_, BadInput, NotVisible, RuleBroken
from pwa_server.domain.retention import LONGEST_RETENTION_DAYS, NOTICE_DAYS, SHORTEST_IDLE_DAYS
from pwa_server.domain.times import berlin_day, later
from pwa_server.pages import views
from pwa_server.pages.coordinator import words
from pwa_server.pages.coordinator.newcomers import newcomers
from pwa_server.pages.views import View
from pwa_server.storage.database import Row
from pwa_server.web.forms import Form, version_of
from pwa_server.web.visit import Visit

COUNTED_DAYS = 365


class HandoverForm(Form):
    """Whose people go to whom, and why."""

    from_id = SelectField(N_("Wer gibt ab?"))
    to_id = SelectField(N_("Wer macht weiter?"))
    reason = SelectField(N_("Warum?"))


class RetentionForm(Form):
    """For how long closed plans are kept, and when a quiet plan is looked at."""

    retention_days = IntegerField(
        N_("Tage bis zum Löschen nach dem Abschluss"),
        validators=[InputRequired(), NumberRange(max(NOTICE_DAYS) + 1, LONGEST_RETENTION_DAYS)],
    )
    idle_review_days = IntegerField(
        N_("Tage ohne Kontakt bis zur Nachfrage"),
        validators=[InputRequired(), NumberRange(SHORTEST_IDLE_DAYS, LONGEST_RETENTION_DAYS)],
    )
    version = HiddenField()


async def show_handovers(visit: Visit) -> Response:
    """Who has plans to hand over, the form, and what was handed over. Nobody's number stands beside a colleague's."""
    return _page(visit, _bind(visit, HandoverForm.empty(visit, from_id=visit.request.query_params.get("from", ""))))


def _bind(visit: Visit, form: HandoverForm) -> HandoverForm:
    choose = ("", visit.say(N_("Bitte wählen")))
    form.from_id.choices = [choose, *((row["id"], row["name"]) for row in _loads(visit))]
    able = [
        row for row in visit.read.rows("offices.counsellors", carrier_id=visit.actor.carrier_id) if row["has_secret"]
    ]
    form.to_id.choices = [choose, *((row["id"], row["name"]) for row in able)]
    form.reason.choices = [choose, *words.choices(visit, views.HANDOVER_REASONS)]
    return form


def _loads(visit: Visit) -> list[Row]:
    return visit.read.rows("endings.caseloads", carrier_id=visit.actor.carrier_id)


def _page(visit: Visit, form: HandoverForm, status: int = 200) -> Response:
    done = visit.read.rows("endings.handovers", carrier_id=visit.actor.carrier_id)
    return visit.page(
        "coordinator/handovers.html",
        status=status,
        nav="team",
        form=form,
        newcomers=newcomers(visit),
        loads=_loads(visit),
        done=[_handover(visit, row) for row in done],
    )


def _handover(visit: Visit, row: Row) -> View:
    return {
        "from": row["from_name"],
        "to": row["to_name"],
        "day": views.moment_of(visit, row["made_at"]),
        "cases": row["cases"],
        "reason": visit.say(views.HANDOVER_REASONS.get(row["reason"], views.HANDOVER_REASONS["other"])),
    }


async def hand_over(visit: Visit) -> Response:
    """Everything of one counsellor to another, at once."""
    form = _bind(visit, await HandoverForm.of(visit))
    if form.validate():
        try:
            await visit.write(verbs.hand_over_all, form.from_id.data, form.to_id.data, form.reason.data)
        except (BadInput, RuleBroken, NotVisible) as problem:
            words.add_problem(visit, form, problem)
        else:
            return visit.redirect("/office/handovers#done")
    return _page(visit, form, 422)


def _carrier(visit: Visit) -> Row:
    row = visit.read.row("offices.carrier", id=visit.actor.carrier_id)
    if row is None:
        raise NotVisible
    return row


async def show_retention(visit: Visit) -> Response:
    """The two numbers of the own carrier, and how soon after their day plans were erased."""
    row = _carrier(visit)
    kept = {name: row[name] for name in ("retention_days", "idle_review_days")}
    return _retention(visit, row, RetentionForm.empty(visit, version=str(row["version"]), **kept))


def _retention(visit: Visit, row: Row, form: Form, status: int = 200) -> Response:
    since = berlin_day(later(visit.now, days=-COUNTED_DAYS)).isoformat()
    erased = visit.read.row("endings.tombstones", carrier_id=row["id"], since=since)
    return visit.page(
        "coordinator/retention.html", status=status, nav="team", office=row["name"], form=form, erased=erased
    )


async def save_retention(visit: Visit) -> Response:
    """Keep the two numbers; plans that are closed already keep their day."""
    row = _carrier(visit)
    form = await RetentionForm.of(visit)
    if not form.validate():
        return _retention(visit, row, form, 422)
    version = version_of(form.version.data)
    await visit.write(holds.set_retention, form.retention_days.data, form.idle_review_days.data, version)
    return visit.redirect("/office/retention")
