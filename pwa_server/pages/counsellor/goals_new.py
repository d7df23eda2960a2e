"""A new goal: chosen from the catalogue with its path, or in a free sentence with the client's own words beside it."""

from typing import Any

from starlette.datastructures import FormData
from starlette.responses import Response
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from pwa_server.casework import goals
from pwa_server.casework.translations import Typed
from pwa_server.domain.goals import LIFE_AREAS
from pwa_server.domain.problems import N_, NotVisible
from pwa_server.i18n.languages import SOURCE
from pwa_server.i18n.texts import from_catalogue
from pwa_server.pages import views
from pwa_server.pages.counsellor import goal_of_need, inputs, plan_words
from pwa_server.pages.counsellor.as_client import language_of
from pwa_server.pages.counsellor.goal_blocks import block_page, from_block, with_gaps
from pwa_server.pages.counsellor.opening import opened
from pwa_server.storage import catalogue
from pwa_server.storage.database import Row
from pwa_server.web.forms import Form
from pwa_server.web.visit import Visit


class OwnGoalForm(Form):
    """A goal in a free German sentence."""

    title = StringField(N_("Das Ziel in einem Satz"), validators=[InputRequired(), Length(max=200)])
    life_area = SelectField(N_("Lebensbereich"))
    translation = StringField(N_("Der Satz in der Sprache der Person"), validators=[Length(max=400)])
    checked = BooleanField(N_("Ich spreche diese Sprache und habe den Satz geprüft."))
    own_words = TextAreaField(N_("Mit eigenen Worten der Person"), validators=[Length(max=500)])
    own_words_language = SelectField(N_("Sprache dieser Worte"))
    sensitivity = SelectField(N_("Schutz"))


async def choose_goal(visit: Visit) -> Response:
    """The catalogue, found by typing; one block with its path; or the form for an own goal."""
    case = await opened(visit, visit.path["case_id"])
    query = visit.request.query_params
    if query.get("block"):
        return block_page(visit, case, query["block"])
    if query.get("own"):
        return _own_page(
            visit,
            case,
            _own_form(visit, OwnGoalForm.empty(visit, **goal_of_need.own_goal(goal_of_need.need_of(visit, case)))),
        )
    groups = _found_blocks(visit, query.get("q", "")[:80], query.get("area", ""))
    template = "counsellor/_blocks.html" if visit.is_fragment else "counsellor/goal_new.html"
    return visit.page(
        template,
        nav="cases",
        case=case,
        groups=groups,
        q=query.get("q", "")[:80],
        area=query.get("area", ""),
        areas=[(area, views.life_area(visit, area)) for area in LIFE_AREAS],
        need=goal_of_need.view(visit, goal_of_need.need_of(visit, case)),
    )


async def make_goal(visit: Visit) -> Response:
    """Copy a block into the plan, or keep an own goal."""
    form = await visit.form()
    case_id = visit.path["case_id"]
    case = visit.read.row("cases.find", case_id=case_id)
    if case is None:
        raise NotVisible
    if form.get("block"):
        return await from_block(visit, case, form)
    own = _own_form(visit, await OwnGoalForm.of(visit))
    if not own.validate():
        return _own_page(visit, await opened(visit, case_id), own, 422, form)
    need_id = str(form.get("need_id", ""))
    about = goals.Agreed(own.sensitivity.data, own.own_words.data, own.own_words_language.data, need_id=need_id)
    typed = Typed(language_of(case).tag, own.translation.data or "", own.checked.data)
    goal_id = await visit.write(goals.add_own, case_id, own.life_area.data, own.title.data, about, typed)
    return visit.redirect(f"/desk/goals/{goal_id}")


def _found_blocks(visit: Visit, q: str, area: str) -> list[dict[str, Any]]:
    """Blocks by life area whose words hold every word that was typed."""
    wanted = q.casefold().split()
    tag = visit.language.tag
    groups: dict[str, list[dict[str, Any]]] = {}
    for block in catalogue.blocks().values():
        title, goal = from_catalogue(tag, block.key("title")), with_gaps(tag, block.key("goal"))
        name = views.life_area(visit, block.life_area)
        text = " ".join((title.text, goal.text, from_catalogue(tag, block.key("text")).text, name)).casefold()
        if (area and block.life_area != area) or not all(word in text for word in wanted):
            continue
        view = {"id": block.id, "title": title, "goal": goal, "steps": len(block.steps), "area": block.life_area}
        groups.setdefault(block.life_area, []).append(view)
    found = [area for area in LIFE_AREAS if area in groups]
    return [{"area": area, "name": views.life_area(visit, area), "blocks": groups[area]} for area in found]


def _own_form(visit: Visit, form: Form) -> Any:
    form.life_area.choices = [(area, views.life_area(visit, area)) for area in LIFE_AREAS]
    form.own_words_language.choices = inputs.spoken_languages(visit, N_("keine Angabe"))
    form.sensitivity.choices = inputs.said(visit, plan_words.SENSITIVITIES)
    return form


def _own_page(visit: Visit, case: Row, form: Any, status: int = 200, sent: FormData | None = None) -> Response:
    language = language_of(case)
    need = goal_of_need.need_of(visit, case, sent)
    if sent is None:
        form.own_words_language.data = goal_of_need.language(need, case)
    return visit.page(
        "counsellor/goal_own.html",
        status=status,
        nav="cases",
        case=case,
        form=form,
        language=language,
        needs_translation=language.tag != SOURCE,
        need=goal_of_need.view(visit, need),
    )
