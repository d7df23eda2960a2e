"""Somebody new, in two minutes: a name or pseudonym, the language, perhaps a phone number, and one question."""

from typing import Any

from starlette.responses import Response
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from pwa_server.casework import case_life
from pwa_server.casework.case_life import NewPerson, PlanAnswer
from pwa_server.domain.consents import PLAN_TEXT
from pwa_server.domain.information import PLAN_INFORMATION
from pwa_server.domain.problems import N_
from pwa_server.i18n.catalogues import translate
from pwa_server.i18n.languages import BY_TAG, OFFERED, SOURCE, SPOKEN, offered
from pwa_server.pages.counsellor.client_details import WHY
from pwa_server.web.forms import Form, PhoneField
from pwa_server.web.visit import Visit

PATHS = {"plan": N_("Wir machen zusammen einen Plan"), "acute_help": N_("Erst schnelle Hilfe")}
ANSWERS = {"given": N_("Ja, Plan speichern"), "declined": N_("Nein, ohne Plan")}
CHANNELS = {
    "oral": N_("selbst vorgelesen"),
    "oral_with_interpreter": N_("jemand hat übersetzt"),
    "paper": N_("auf Papier gelesen"),
}


class NewPersonForm(Form):
    """What is asked in the first talk; everything else can wait."""

    name = StringField(
        N_("Name"),
        description=N_("Ein Vorname oder ein anderer Name reicht."),
        validators=[InputRequired(), Length(max=case_life.TEXT_LIMIT)],
    )
    language = SelectField(N_("Sprache"), validators=[InputRequired()])
    phone = PhoneField(N_("Telefon"), description=N_("Kein Telefon? Dann bleibt das Feld leer."))
    path = RadioField(N_("Womit fangen wir an?"), default="plan")
    consent = RadioField(N_("Was sagt die Person?"), validators=[InputRequired()])
    channel = SelectField(N_("Wie haben Sie gefragt?"), default="oral")


async def show_form(visit: Visit) -> Response:
    """GET /desk/cases/new."""
    return _page(visit, _bound(visit, NewPersonForm.empty(visit)))


async def begin(visit: Visit) -> Response:
    """POST /desk/cases/new: then straight to the card; who needs help at once goes straight to the first step.

    Help at once comes before the question about a plan: unanswered, it is asked at the next talk.

    Who wants no plan gets no card either: there is nothing yet that it would open.
    """
    form = _bound(visit, await NewPersonForm.of(visit))
    at_once = form.path.data == "acute_help"
    if at_once and (_by_law(visit) or not form.consent.data):
        form.consent.validators, form.consent.data = (), ""
        form.consent.validate_choice = form.channel.validate_choice = False
    if not form.validate():
        return _page(visit, form, 422)
    language = form.language.data
    reads = (offered(language) or BY_TAG[SOURCE]).tag
    person = NewPerson(form.name.data, language, reads, form.phone.data or "", form.path.data)
    answer = PlanAnswer(form.consent.data, reads, form.channel.data) if form.consent.data else None
    case_id = await visit.write(case_life.begin_case, person, answer)
    first = "/acute" if at_once else "/card" if form.consent.data == "given" else ""
    return visit.redirect(f"/desk/cases/{case_id}{first}")


def _bound(visit: Visit, form: Any) -> Any:
    form.language.choices = [("", visit.say(N_("Bitte wählen"))), *SPOKEN.items()]
    for name, table in (("path", PATHS), ("consent", ANSWERS), ("channel", CHANNELS)):
        form[name].choices = [(code, visit.say(words)) for code, words in table.items()]
    if _by_law(visit):
        # Nobody is asked for what the law allows: the person is told.
        form.consent.validators, form.consent.data = (), "given"
        form.channel.label.text = N_("Wie haben Sie es gesagt?")
    return form


def _by_law(visit: Visit) -> bool:
    """Whether the reader's service keeps plans by law."""
    service = visit.read.row("situation.own_service")
    return service is not None and service["plan_basis"] == "law"


def _page(visit: Visit, form: Any, status: int = 200) -> Response:
    # The question in every language at once: without script nothing can follow the chosen one.
    by_law = _by_law(visit)
    text = PLAN_INFORMATION if by_law else PLAN_TEXT
    told = [(language, [translate(language.tag, sentence) for sentence in text]) for language in OFFERED]
    questions = [one for one in told if one[0].tag == SOURCE or one[1] != list(text)]
    return visit.page(
        "counsellor/new_case.html",
        status=status,
        nav="new",
        form=form,
        questions=questions,
        by_law=by_law,
        why_phone=visit.say(WHY["phone"]),
    )
