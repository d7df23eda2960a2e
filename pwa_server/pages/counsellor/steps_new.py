"""A new step: from the catalogue, built from translated parts, or in a free sentence, with what the client will see."""

import json
from typing import Any

from starlette.responses import Response
from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from pwa_server.casework import step_editing
from pwa_server.casework.step_editing import Card
from pwa_server.casework.translations import Typed
from pwa_server.domain.goals import DAY_PLACEHOLDERS, placeholders
from pwa_server.domain.problems import N_, BadInput
from pwa_server.domain.steps import CARD_ACTIONS
from pwa_server.i18n.formats import parse_day
from pwa_server.i18n.texts import from_catalogue
from pwa_server.pages import views
from pwa_server.pages.catalogue_words import GAPS
from pwa_server.pages.counsellor import inputs
from pwa_server.pages.counsellor.as_client import as_client, language_of, with_facts
from pwa_server.pages.counsellor.goal_blocks import LONGEST_GAP, OPEN_GAP, with_gaps
from pwa_server.pages.counsellor.goals import found_goal
from pwa_server.pages.counsellor.inputs import DetailsForm
from pwa_server.pages.counsellor.steps import bind_card
from pwa_server.storage import catalogue
from pwa_server.storage.database import Row
from pwa_server.web.forms import clean
from pwa_server.web.visit import Visit

View = dict[str, Any]
WAYS = ("card", "catalogue", "words")
SHOWN_AT_MOST = 40


class CardForm(DetailsForm):
    """What to do, with which paper."""

    how = HiddenField(default="card")
    action = SelectField(N_("Was ist zu tun?"))
    document = SelectField(N_("Welches Papier?"), validate_choice=False)


class WordsForm(DetailsForm):
    """A free German sentence and its translation."""

    how = HiddenField(default="words")
    text = StringField(N_("Was ist zu tun?"), validators=[InputRequired(), Length(max=300)])
    translation = StringField(N_("Der Satz in der Sprache der Person"), validators=[Length(max=400)])
    checked = BooleanField(N_("Ich spreche diese Sprache und habe den Satz geprüft."))


class CatalogueForm(DetailsForm):
    """A step of the catalogue; its gaps are read beside."""

    how = HiddenField(default="catalogue")
    key = HiddenField(validators=[InputRequired()])


FORMS: dict[str, type[DetailsForm]] = {"card": CardForm, "catalogue": CatalogueForm, "words": WordsForm}


async def choose_step(visit: Visit) -> Response:
    """Three ways to a new step; the card is the first."""
    case, goal = await found_goal(visit)
    query = visit.request.query_params
    how = query.get("how", "card")
    if how not in WAYS:
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    key = query.get("key", "")
    if how == "catalogue" and key not in catalogue.step_keys():
        return _list_page(visit, case, goal, query.get("q", "")[:80])
    start = {"catalogue": {"key": key}, "card": {"action": next(iter(CARD_ACTIONS))}}.get(how, {})
    return _page(visit, case, goal, how, FORMS[how].empty(visit, responsible="client", **start))


async def make_step(visit: Visit) -> Response:
    """Put the step at the end of the path."""
    case, goal = await found_goal(visit)
    how, form = await _sent(visit)
    values, complete = await _values(visit, form)
    if not form.validate() or not complete:
        return _page(visit, case, goal, how, form, 422, values=values, gap_missing=not complete)
    details = inputs.details_of(form)
    if how == "card":
        card = Card(form.action.data, form.document.data or "")
        await visit.write(step_editing.add_card, goal["id"], card, details)
    elif how == "words":
        typed = Typed(language_of(case).tag, form.translation.data or "", form.checked.data)
        await visit.write(step_editing.add_own, goal["id"], form.text.data, details, typed)
    else:
        await visit.write(step_editing.add_from_catalogue, goal["id"], form.key.data, values, details)
    return visit.redirect(f"/desk/goals/{goal['id']}")


async def preview_step(visit: Visit) -> Response:
    """What the client would see: a fragment for htmx, the whole form with it otherwise. Nothing is kept."""
    case, goal = await found_goal(visit)
    how, form = await _sent(visit)
    values, _ = await _values(visit, form)
    card = _client_card(visit, case, goal, how, form, values)
    if visit.is_fragment:
        return visit.page("counsellor/_step_preview.html", card=card, language=language_of(case))
    return _page(visit, case, goal, how, form, values=values)


async def _sent(visit: Visit) -> tuple[str, Any]:
    sent = await visit.form()
    how = str(sent.get("how", ""))
    if how not in WAYS:
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    return how, _bound(visit, await FORMS[how].of(visit), visit.path["goal_id"])


def _bound(visit: Visit, form: Any, goal_id: str) -> Any:
    inputs.bind_details(form, visit, goal_id)
    if hasattr(form, "action"):
        bind_card(visit, form)
    return form


async def _values(visit: Visit, form: Any) -> tuple[dict[str, str], bool]:
    """The gaps of a catalogue sentence as they were filled, and whether all of them are."""
    wanted = _gaps_of(form)
    sent = await visit.form()
    values = {name: str(clean(str(sent.get(f"value:{name}", ""))))[:LONGEST_GAP] for name in wanted}
    for name in DAY_PLACEHOLDERS & values.keys():
        values[name] = _numeric_day(values[name])
    return {name: value for name, value in values.items() if value}, all(values.values())


def _numeric_day(text: str) -> str:
    try:
        return parse_day(text).strftime("%d.%m.%Y")
    except ValueError:
        return ""


def _gaps_of(form: Any) -> list[str]:
    key = form.key.data if hasattr(form, "key") else ""
    return placeholders([catalogue.german()[key]]) if key in catalogue.step_keys() else []


def _client_card(visit: Visit, case: Row, goal: Row, how: str, form: Any, values: dict[str, str]) -> View | None:
    """The card as the client would read it, or None while there is nothing to show."""
    row = {
        "id": "",
        "life_area": goal["life_area"],
        "sensitivity": goal["sensitivity"],
        "state": "open",
        "obstacle": None,
        "text": None,
        "text_key": None,
        "parts": None,
        "values": json.dumps(dict.fromkeys(_gaps_of(form), OPEN_GAP) | values),
        "place": form.place.data,
        "with_whom": form.with_whom.data,
        "due_on": form.due_on.data.isoformat() if form.due_on.data else None,
        "documents": json.dumps([p for p in form.documents.data or () if p in catalogue.documents()]),
        "responsible": inputs.who(form.responsible.data)[0],
        **_partner(visit, form.partner_id.data),
    }
    wording = _wording(how, form)
    if not any(wording.values()):
        return None
    translation = getattr(form, "translation", None)
    found: views.Translations = {}
    if translation is not None and translation.data:
        found = {("", "text"): {language_of(case).tag: (translation.data, form.checked.data)}}
    return with_facts(visit, case, views.step_view(as_client(visit, case), row | wording, found, "/steps"))


def _wording(how: str, form: Any) -> dict[str, str | None]:
    if how == "card":
        known = form.action.data in views.CARD_ACTIONS
        document = form.document.data if form.document.data in catalogue.documents() else ""
        return {"parts": json.dumps({"action": form.action.data, "document": document}) if known else None}
    if how == "words":
        return {"text": form.text.data}
    key = form.key.data if form.key.data in catalogue.step_keys() else None
    return {"text_key": key, "text": catalogue.german()[key] if key else None}


def _partner(visit: Visit, partner_id: str | None) -> dict[str, str | None]:
    found = next((row for row in visit.read.rows("meetings.partners") if row["id"] == partner_id), None)
    return {f"partner_{name}": found[name] if found else None for name in ("name", "address", "phone")}


def _page(
    visit: Visit,
    case: Row,
    goal: Row,
    how: str,
    form: Any,
    status: int = 200,
    *,
    values: dict[str, str] | None = None,
    gap_missing: bool = False,
) -> Response:
    form = _bound(visit, form, goal["id"])
    key = form.key.data if how == "catalogue" else ""
    return visit.page(
        "counsellor/step_new.html",
        status=status,
        nav="cases",
        case=case,
        goal=goal,
        how=how,
        form=form,
        text=with_gaps(visit.language.tag, key) if key else None,
        gaps=[(name, visit.say(GAPS[name]), name in DAY_PLACEHOLDERS) for name in _gaps_of(form)],
        gap_missing=gap_missing,
        card=_client_card(visit, case, goal, how, form, values or {}),
        language=language_of(case),
    )


def _list_page(visit: Visit, case: Row, goal: Row, q: str) -> Response:
    """Steps of the catalogue: without a word those of this goal's block and life area."""
    tag = visit.language.tag
    wanted = q.casefold().split()
    blocks = sorted(catalogue.blocks().values(), key=lambda block: block.id != goal["block_id"])
    found = []
    for block in blocks:
        near = block.id == goal["block_id"] or block.life_area == goal["life_area"]
        texts = [(step.key, with_gaps(tag, step.key)) for step in block.steps]
        steps = [(key, text) for key, text in texts if all(word in text.text.casefold() for word in wanted)]
        if steps and (wanted or near):
            found.append({"title": from_catalogue(tag, block.key("title")), "area": block.life_area, "steps": steps})
    template = "counsellor/_catalogue_steps.html" if visit.is_fragment else "counsellor/step_choose.html"
    return visit.page(template, nav="cases", case=case, goal=goal, groups=found[:SHOWN_AT_MOST], q=q)
