"""Help at once: what is the matter, and one to three steps. Nothing else is asked."""

from typing import Any

from starlette.responses import Response
from wtforms import DateField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from pwa_server.casework import acute_help
from pwa_server.casework.acute_help import MOST_STEPS, QuickStep
from pwa_server.casework.step_editing import Card, StepDetails
from pwa_server.casework.translations import Typed
from pwa_server.domain.goals import LIFE_AREAS
from pwa_server.domain.problems import N_, BadInput, RuleBroken
from pwa_server.domain.steps import CARD_ACTIONS
from pwa_server.i18n.catalogues import translate
from pwa_server.i18n.languages import SOURCE
from pwa_server.pages import views
from pwa_server.pages.counsellor import inputs
from pwa_server.pages.counsellor.as_client import language_of
from pwa_server.pages.counsellor.opening import opened
from pwa_server.storage.database import Row
from pwa_server.web.forms import Form
from pwa_server.web.visit import Visit

TITLE = N_("Ich bekomme schnell Hilfe.")
NO_STEP = N_("Bitte schreiben Sie mindestens einen Schritt.")
# Who helps at once: the person or the office.
WHO = {"client": N_("Die Person"), "counsellor": N_("Wir")}


class QuickForm(Form):
    """One area of life and up to three steps: a verb with a paper, or a German sentence."""

    life_area = SelectField(N_("Worum geht es?"), validators=[InputRequired()])
    action_1 = SelectField(N_("Was ist zu tun?"))
    document_1 = SelectField(N_("Welches Papier?"))
    text_1 = StringField(N_("Oder als Satz"), validators=[Length(max=acute_help.LONGEST_TEXT)])
    responsible_1 = SelectField(N_("Wer macht das?"))
    due_1 = DateField(N_("Bis wann?"), validators=[Optional()])
    action_2 = SelectField(N_("Was ist zu tun?"))
    document_2 = SelectField(N_("Welches Papier?"))
    text_2 = StringField(N_("Oder als Satz"), validators=[Length(max=acute_help.LONGEST_TEXT)])
    responsible_2 = SelectField(N_("Wer macht das?"))
    due_2 = DateField(N_("Bis wann?"), validators=[Optional()])
    action_3 = SelectField(N_("Was ist zu tun?"))
    document_3 = SelectField(N_("Welches Papier?"))
    text_3 = StringField(N_("Oder als Satz"), validators=[Length(max=acute_help.LONGEST_TEXT)])
    responsible_3 = SelectField(N_("Wer macht das?"))
    due_3 = DateField(N_("Bis wann?"), validators=[Optional()])


async def show_form(visit: Visit) -> Response:
    """GET /desk/cases/{case_id}/acute."""
    case = await opened(visit, visit.path["case_id"])
    return _page(visit, case, _bind(visit, QuickForm.empty(visit)))


async def help_at_once(visit: Visit) -> Response:
    """POST /desk/cases/{case_id}/acute: the steps are in the plan, the case page shows them."""
    case = await opened(visit, visit.path["case_id"])
    form: Any = _bind(visit, await QuickForm.of(visit))
    if not form.validate():
        return _page(visit, case, form, 422)
    steps = _steps(form)
    if not steps:
        form.form_errors.append(visit.say(NO_STEP))
        return _page(visit, case, form, 422)
    try:
        await visit.write(acute_help.help_at_once, case["id"], form.life_area.data, TITLE, steps, _translated(case))
    except (BadInput, RuleBroken) as problem:
        return _page(visit, case, form, inputs.sent_back(visit, form, problem))
    return visit.redirect(f"/desk/cases/{case['id']}")


def _translated(case: Row) -> Typed | None:
    """The goal's sentence in the client's language, from our own catalogue."""
    tag = language_of(case).tag
    words = translate(tag, TITLE)
    return Typed(tag, words, True) if tag != SOURCE and words != TITLE else None


def _steps(form: Any) -> list[QuickStep]:
    steps = []
    for number in range(1, MOST_STEPS + 1):
        text, action = form[f"text_{number}"].data or "", form[f"action_{number}"].data
        if not text and not action:
            continue
        day = inputs.day_text(form[f"due_{number}"].data)
        details = StepDetails(responsible=form[f"responsible_{number}"].data, due_on=day)
        card = None if text else Card(action, form[f"document_{number}"].data or "")
        steps.append(QuickStep(text, card, details))
    return steps


def _bind(visit: Visit, form: Any) -> Any:
    empty = ("", visit.say(N_("Bitte wählen")))
    form.life_area.choices = [empty, *((area, views.life_area(visit, area)) for area in LIFE_AREAS)]
    actions = [empty, *((code, visit.say(views.CARD_ACTIONS[code])) for code in CARD_ACTIONS)]
    papers = [("", visit.say(N_("keines"))), *inputs.papers(visit)]
    for number in range(1, MOST_STEPS + 1):
        form[f"action_{number}"].choices = actions
        form[f"document_{number}"].choices = papers
        form[f"responsible_{number}"].choices = inputs.said(visit, WHO)
    return form


def _page(visit: Visit, case: Row, form: Any, status: int = 200) -> Response:
    rows = [
        {name: form[f"{name}_{number}"] for name in ("action", "document", "text", "responsible", "due")}
        for number in range(1, MOST_STEPS + 1)
    ]
    return visit.page(
        "counsellor/acute_help.html",
        status=status,
        nav="cases",
        case=case,
        form=form,
        rows=rows,
        language=language_of(case),
    )
