"""Choices and inputs that several desk forms share."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from wtforms import DateField, SelectField, SelectMultipleField, StringField
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from pwa_server.casework.step_editing import StepDetails
from pwa_server.domain.problems import N_
from pwa_server.i18n.languages import OFFERED, SPOKEN
from pwa_server.i18n.texts import from_catalogue
from pwa_server.pages.counsellor.words import WHO
from pwa_server.storage import catalogue
from pwa_server.storage.database import Read, Row
from pwa_server.web.forms import Form
from pwa_server.web.visit import Visit

Choices = list[tuple[str, str]]


class PapersField(SelectMultipleField):
    """Several papers, as check boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class DetailsForm(Form):
    """Everything about a step but what to do."""

    responsible = SelectField(N_("Wer macht das?"))
    partner_id = SelectField(N_("Stelle"), validate_choice=False)
    place = StringField(N_("Ort"), validators=[Length(max=200)])
    with_whom = StringField(N_("Mit wem?"), validators=[Length(max=100)])
    due_on = DateField(N_("Bis wann?"), validators=[Optional()])
    documents = PapersField(N_("Papiere zum Mitbringen"))


def said(visit: Visit, table: Mapping[str, str], only: Iterable[str] | None = None) -> Choices:
    """Choices from a table of words."""
    return [(code, visit.say(table[code])) for code in (table if only is None else only)]


def papers(visit: Visit) -> Choices:
    """All papers by their name."""
    named = [(paper, from_catalogue(visit.language.tag, f"document.{paper}").text) for paper in catalogue.documents()]
    return sorted(named, key=lambda choice: choice[1].casefold())


def partners(read: Read, visit: Visit, kept: str | None = None) -> Choices:
    """All partners that still exist, and the one that is chosen already."""
    rows: list[Row] = read.rows("meetings.partners")
    choices = [("", visit.say(N_("keine"))), *((row["id"], row["name"]) for row in rows)]
    known = {code for code, _ in choices}
    return choices if not kept or kept in known else [*choices, (kept, visit.say(N_("wie bisher")))]


def spoken_languages(visit: Visit, empty: str) -> Choices:
    """Languages that people speak, with an empty choice."""
    return [("", visit.say(empty)), *SPOKEN.items()]


def offered_languages() -> Choices:
    """Languages of the app, each in its own name."""
    return [(language.tag, language.name) for language in OFFERED]


def day_text(value: date | None) -> str | None:
    """A chosen day as ISO text."""
    return value.isoformat() if value else None


def stored_papers(row: Mapping[str, Any]) -> list[str]:
    """The papers of a step or a meeting as ids."""
    return list(json.loads(row["documents"]))


def bind_details(form: DetailsForm, visit: Visit, kept_partner: str | None = None) -> None:
    """Fill the choices that depend on the reader and the database."""
    form.responsible.choices = said(visit, WHO)
    form.partner_id.choices = partners(visit.read, visit, kept_partner)
    form.documents.choices = papers(visit)


def details_of(form: DetailsForm) -> StepDetails:
    """What the form says about a step, for the verbs."""
    return StepDetails(
        responsible=form.responsible.data,
        partner_id=form.partner_id.data or None,
        place=form.place.data or "",
        with_whom=form.with_whom.data or "",
        due_on=day_text(form.due_on.data),
        documents=tuple(form.documents.data or ()),
    )
