"""Needs by life area: written down in any language, those without a goal first, and a goal made of one."""

from typing import Any

from starlette.responses import Response
from wtforms import HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from pwa_server.casework import needs
from pwa_server.casework.needs import Wish
from pwa_server.domain import needs as rules
from pwa_server.domain.goals import LIFE_AREAS
from pwa_server.domain.problems import N_, BadInput, NotVisible, RuleBroken, Stale
from pwa_server.pages import situation as told
from pwa_server.pages import views
from pwa_server.pages.counsellor import inputs, plan_words
from pwa_server.pages.counsellor.opening import opened
from pwa_server.storage.database import Row
from pwa_server.web.forms import Form, version_of
from pwa_server.web.visit import Visit

View = dict[str, Any]
MOVES = {
    "open": N_("Wieder öffnen"),
    "no_offer": N_("Kein passendes Angebot"),
    "not_wanted": N_("Nicht gewünscht"),
    "met": N_("Erledigt"),
}


class NeedForm(Form):
    """A wish: the person's own words first, German beside."""

    version = HiddenField()
    goal_too = HiddenField()
    life_area = SelectField(N_("Lebensbereich"), validators=[InputRequired()])
    own_words = TextAreaField(
        N_("Mit eigenen Worten der Person"),
        description=N_("In jeder Sprache. Diese Worte bleiben so stehen."),
        validators=[Length(max=rules.TEXT_LIMIT)],
    )
    own_words_language = SelectField(N_("Sprache dieser Worte"))
    german = TextAreaField(N_("Auf Deutsch"), validators=[Length(max=rules.TEXT_LIMIT)])
    urgency = RadioField(N_("Wie eilig ist das?"), default="soon")
    sensitivity = SelectField(N_("Schutz"))


async def show_needs(visit: Visit) -> Response:
    """GET /desk/cases/{case_id}/needs."""
    case = await opened(visit, visit.path["case_id"])
    start = {"own_words_language": case["client_language"], "life_area": visit.request.query_params.get("area", "")}
    return _list_page(visit, case, _bind(visit, NeedForm.empty(visit, **start)))


async def add_need(visit: Visit) -> Response:
    """POST /desk/cases/{case_id}/needs."""
    case = await opened(visit, visit.path["case_id"])
    form: Any = _bind(visit, await NeedForm.of(visit))
    if not _complete(visit, form):
        return _list_page(visit, case, form, 422)
    try:
        await visit.write(needs.add, case["id"], _wish(form))
    except (BadInput, RuleBroken) as problem:
        return _list_page(visit, case, form, inputs.sent_back(visit, form, problem))
    return visit.redirect(f"/desk/cases/{case['id']}/needs")


async def show_need(visit: Visit) -> Response:
    """GET /desk/needs/{need_id}: change it, and what became of it."""
    case, row = await _found(visit)
    values = {name: row[name] or "" for name in ("life_area", "own_words", "own_words_language", "german")}
    values |= {name: row[name] for name in ("urgency", "sensitivity", "version")}
    return _need_page(visit, case, row, _bind(visit, NeedForm.empty(visit, **values)))


async def save_need(visit: Visit) -> Response:
    """POST /desk/needs/{need_id}. Changed meanwhile: 409 with both."""
    case, row = await _found(visit)
    form: Any = _bind(visit, await NeedForm.of(visit))
    if not _complete(visit, form, row):
        return _need_page(visit, case, row, form, 422)
    wish = _wish(form)
    if form.goal_too.data != "yes" and (goal := _goal_to_protect(visit, row, wish)):
        form.goal_too.data = "yes"
        return _need_page(visit, case, row, form, protects=goal)
    try:
        await visit.write(needs.edit, row["id"], version_of(form.version.data), wish)
    except Stale:
        case, row = await _found(visit)
        form.version.data = row["version"]
        return _need_page(visit, case, row, form, 409)
    except (BadInput, RuleBroken) as problem:
        return _need_page(visit, case, row, form, inputs.sent_back(visit, form, problem))
    return visit.redirect(f"/desk/cases/{case['id']}/needs")


def _goal_to_protect(visit: Visit, row: Row, wish: Wish) -> View | None:
    """The goal that more protection of this wish takes along: said before anything is saved. None where nothing changes."""
    goal = visit.read.row("goals.find", goal_id=row["goal_id"], high="yes") if row["goal_id"] else None
    wanted = wish.sensitivity or rules.usual_sensitivity(wish.life_area)
    if goal is None or rules.stricter(wanted, goal["sensitivity"]) == goal["sensitivity"]:
        return None
    key = f"block.{goal['block_id']}.goal" if goal["block_id"] else None
    return {"title": views.text_of(visit, goal, "title", key, {}), "high": wanted == "high"}


async def move_need(visit: Visit) -> Response:
    """POST /desk/needs/{need_id}/state with `to` and `version`."""
    form = await visit.form()
    version = version_of(form.get("version", ""))
    need = await visit.write(needs.move, visit.path["need_id"], version, str(form.get("to", "")))
    return visit.redirect(f"/desk/cases/{need['case_id']}/needs")


async def _found(visit: Visit) -> tuple[Row, Row]:
    """A need and its opened case. A protected need does not exist for a deputy without a written reason."""
    row = visit.read.row("needs.find", need_id=visit.path["need_id"], high="yes")
    if row is None:
        raise NotVisible
    case = await opened(visit, row["case_id"])
    row = visit.read.row("needs.find", need_id=row["id"], high=case["high"])
    if row is None:
        raise NotVisible
    return case, row


def _bind(visit: Visit, form: Any) -> Any:
    empty = ("", visit.say(N_("Bitte wählen")))
    form.life_area.choices = [empty, *((area, views.life_area(visit, area)) for area in LIFE_AREAS)]
    form.own_words_language.choices = inputs.spoken_languages(visit, N_("keine Angabe"))
    form.urgency.choices = inputs.said(visit, told.URGENCIES)
    usual = ("", visit.say(N_("wie in diesem Bereich üblich")))
    form.sensitivity.choices = [usual, *inputs.said(visit, plan_words.SENSITIVITIES)]
    return form


def _complete(visit: Visit, form: Any, kept: Row | None = None) -> bool:
    if not form.validate():
        return False
    if form.own_words.data or form.german.data or (kept and (kept["own_words"] or kept["said_by"] == "client")):
        return True
    form.german.errors = [visit.say(N_("Bitte füllen Sie das aus."))]
    return False


def _wish(form: Any) -> Wish:
    return Wish(
        life_area=form.life_area.data,
        urgency=form.urgency.data,
        own_words=form.own_words.data or "",
        own_words_language=form.own_words_language.data or "",
        german=form.german.data or "",
        sensitivity=form.sensitivity.data or "",
    )


def _list_page(visit: Visit, case: Row, form: Any, status: int = 200) -> Response:
    rows = visit.read.rows("needs.of_case", case_id=case["id"], high=case["high"])
    wishes = [told.need(visit, row) for row in rows]
    without = [wish for wish in wishes if wish["state"] in rules.WITHOUT_GOAL]
    return visit.page(
        "counsellor/needs.html",
        status=status,
        nav="cases",
        case=case,
        form=form,
        without_goal=without,
        others=[wish for wish in wishes if wish not in without],
    )


def _need_page(
    visit: Visit, case: Row, row: Row, form: Any, status: int = 200, protects: View | None = None
) -> Response:
    history = visit.read.rows("needs.history", need_id=row["id"])
    return visit.page(
        "counsellor/need.html",
        status=status,
        nav="cases",
        case=case,
        need=told.need(visit, row | {"goal_state": None}),
        form=form,
        stale=status == 409 and not form.form_errors,
        protects=protects,
        moves=[(to, visit.say(label)) for to, label in MOVES.items() if rules.may_move(row["state"], to)],
        history_rows=[
            {
                "what": visit.say(told.NEED_STATES[entry["state"]]),
                "by": entry["by_name"] or "",
                "when": views.moment_of(visit, entry["at"]),
            }
            for entry in history
        ],
    )
