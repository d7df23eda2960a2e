"""One step at the desk: what to do, by whom, until when; its place on the path and how far it is."""

from typing import Any

from starlette.responses import Response
from wtforms import HiddenField, SelectField, StringField
from wtforms.validators import Length, Optional

from pwa_server.casework import step_editing, translations
from pwa_server.casework.step_editing import Card
from pwa_server.domain.offers import is_old
from pwa_server.domain.problems import N_, NotVisible, Stale
from pwa_server.domain.steps import CARD_ACTIONS, TRANSITIONS
from pwa_server.i18n.formats import parse_day
from pwa_server.i18n.languages import BY_TAG, SOURCE
from pwa_server.pages import partner_words, views
from pwa_server.pages.counsellor import inputs, plan_words, words
from pwa_server.pages.counsellor.as_client import as_client, in_language, language_of, with_facts
from pwa_server.pages.counsellor.goals import moment_view, step_list, typed_translation
from pwa_server.pages.counsellor.inputs import DetailsForm
from pwa_server.pages.counsellor.opening import opened
from pwa_server.storage.database import Row
from pwa_server.web.forms import version_of
from pwa_server.web.visit import Visit

View = dict[str, Any]


class StepForm(DetailsForm):
    """A step as it stands: a sentence, or a card of two parts."""

    version = HiddenField()
    text = StringField(N_("Was ist zu tun?"), validators=[Optional(), Length(max=300)])
    action = SelectField(N_("Was ist zu tun?"), validate_choice=False)
    document = SelectField(N_("Welches Papier?"), validate_choice=False)


async def found_step(visit: Visit) -> tuple[Row, Row]:
    """The case and the step of this address, its opening written down. Raises NotVisible."""
    step = visit.read.row("steps.find", step_id=visit.path["step_id"], high="yes")
    if step is None:
        raise NotVisible
    case = await opened(visit, step["case_id"], "step")
    if step["sensitivity"] == "high" and case["high"] != "yes":
        raise NotVisible
    return case, step


async def show_step(visit: Visit) -> Response:
    """The step as the client sees it, the form to change it, and its history."""
    case, step = await found_step(visit)
    form = StepForm.empty(visit, **_values(visit, step))
    return _page(visit, case, step, form)


async def save_step(visit: Visit) -> Response:
    """Keep a changed step. Where somebody else was faster both texts are shown, and nothing is lost."""
    case, step = await found_step(visit)
    form: Any = _bound(visit, step, await StepForm.of(visit))
    if not form.validate():
        return _page(visit, case, step, form, 422)
    card = Card(form.action.data, form.document.data or "") if step["parts"] else None
    text = None if form.text.data == german_text(visit, step) else form.text.data or ""
    try:
        details = inputs.details_of(form)
        await visit.write(step_editing.edit, step["id"], version_of(form.version.data), details, text=text, card=card)
    except Stale:
        now = visit.read.row("steps.find", step_id=step["id"], high="yes") or step
        form.version.data = now["version"]
        return _page(visit, case, now, form, 409)
    return visit.redirect(f"/desk/goals/{step['goal_id']}")


async def shift_step(visit: Visit) -> Response:
    """One place up or down."""
    form = await visit.form()
    step = await visit.write(step_editing.shift, visit.path["step_id"], str(form.get("direction", "")))
    return visit.redirect(f"/desk/goals/{step['goal_id']}")


async def remove_step(visit: Visit) -> Response:
    """Off the path."""
    form = await visit.form()
    step = await visit.write(step_editing.remove, visit.path["step_id"], version_of(form.get("version")))
    return visit.redirect(f"/desk/goals/{step['goal_id']}")


async def move_step(visit: Visit) -> Response:
    """Another state, with what stands in the way where it does not go on."""
    form = await visit.form()
    obstacle = str(form.get("obstacle", "")) or None
    version = version_of(form.get("version"))
    step = await visit.write(step_editing.move, visit.path["step_id"], str(form.get("to", "")), obstacle, version)
    return visit.redirect(f"/desk/goals/{step['goal_id']}")


async def translate_step(visit: Visit) -> Response:
    """Keep a typed translation of the step's sentence."""
    step = visit.read.row("steps.find", step_id=visit.path["step_id"], high="yes")
    if step is None:
        raise NotVisible
    typed = await typed_translation(visit, step["case_id"])
    await visit.write(translations.translate_step, step["id"], typed)
    return visit.redirect(f"/desk/steps/{step['id']}")


def german_text(visit: Visit, step: Row) -> str:
    """The German sentence of a step, its gaps filled."""
    return views.text_of(in_language(visit, BY_TAG[SOURCE]), step, "text", step["text_key"], {}).text


def bind_card(visit: Visit, form: Any) -> None:
    """The choices of a built card."""
    form.action.choices = [(action, visit.say(views.CARD_ACTIONS[action])) for action in CARD_ACTIONS]
    form.document.choices = [("", visit.say(N_("kein Papier"))), *inputs.papers(visit)]


def _bound(visit: Visit, step: Row, form: Any) -> Any:
    inputs.bind_details(form, visit, step["goal_id"], step)
    bind_card(visit, form)
    return form


def _values(visit: Visit, step: Row) -> View:
    card = views.step_parts(visit, step)
    return {
        "version": step["version"],
        "text": "" if step["parts"] else german_text(visit, step),
        "action": card[0]["code"] if card else "",
        "document": card[1]["code"] if len(card) > 1 else "",
        "responsible": inputs.who_stands(visit, step),
        "partner_id": step["partner_id"] or "",
        "place": step["place"] or "",
        "with_whom": step["with_whom"] or "",
        "due_on": parse_day(step["due_on"]) if step["due_on"] else None,
        "documents": inputs.stored_papers(step),
    }


def _page(visit: Visit, case: Row, step: Row, form: Any, status: int = 200) -> Response:
    typed = visit.read.rows("translations.of_case", case_id=case["id"])
    path = visit.read.rows("steps.of_goal", goal_id=step["goal_id"], high=case["high"])
    found = views.translations_of(typed)
    shown = next(view for view in step_list(visit, case, path, typed) if view["id"] == step["id"])
    return visit.page(
        "counsellor/step.html",
        status=status,
        nav="cases",
        case=case,
        step=shown,
        goal_id=step["goal_id"],
        form=_bound(visit, step, form),
        client_card=with_facts(visit, case, views.step_view(as_client(visit, case), step, found, "/steps")),
        language=language_of(case),
        moves=inputs.said(visit, plan_words.STEP_MOVES, [to for to in TRANSITIONS if to in TRANSITIONS[step["state"]]]),
        obstacles=inputs.said(visit, views.OBSTACLE_TEXTS),
        history=_history(visit, step, case["high"]),
        **_partner(visit, step),
        conflict_now=status == 409,
    )


def _partner(visit: Visit, step: Row) -> View:
    """Whom to ask for, since when we wait, what came back."""
    waiting = visit.read.row("shares.waiting_since", step_id=step["id"])
    partner = visit.read.row("partners.find", id=step["partner_id"] or "")
    return {
        "contact": partner_words.contact(visit, step["partner_id"]),
        "contact_old": partner is not None and is_old(partner["verified_on"], visit.today),
        "has_partner": bool(step["partner_id"]) or step["responsible"] == "partner",
        "waiting_since": waiting["waiting_since"] if waiting else None,
        "unread_notes": sum(note["unread"] for note in partner_words.notes(visit, step["id"])),
    }


def _history(visit: Visit, step: Row, high: str) -> list[View]:
    return [
        {
            "what": visit.say(plan_words.REPORTS[row["report"]]),
            "why": views.obstacle_text(visit, row["obstacle"]),
            "by": row["by_name"] or visit.say(words.REPORTERS[row["by_relationship"]]),
            "when": moment_view(visit, row["tapped_at"]),
            "beside": row["to_state"] is None,
        }
        for row in visit.read.rows("steps.reports", step_id=step["id"], high=high)
    ]
