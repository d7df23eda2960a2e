"""Choices and inputs that several desk forms share."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from wtforms import DateField, SelectField, SelectMultipleField, StringField
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from pwa_server.casework.step_editing import StepDetails
from pwa_server.domain.problems import N_, Problem
from pwa_server.i18n.languages import OFFERED, SPOKEN
from pwa_server.i18n.texts import from_catalogue
from pwa_server.pages.counsellor.words import MENTOR_NAMED, WHO
from pwa_server.storage import catalogue
from pwa_server.storage.database import Read, Row
from pwa_server.web.forms import Form
from pwa_server.web.visit import Visit

Choices = list[tuple[str, str]]
MENTOR_OPEN = N_("Begleitung, noch nicht gewählt")


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


def sent_back(visit: Visit, form: Any, problem: Problem) -> int:
    """Put what a rule says above a form that comes back with all that was typed, and return the status."""
    form.form_errors.append(visit.say(problem.message, **problem.values))
    return problem.status


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


def responsible(visit: Visit, goal_id: str, chosen: str | None = None) -> Choices:
    """Who can do a step of this goal: a mentor by name, and where several accompany the goal each of them alone."""
    named = [(row["mentor_id"], row["name"]) for row in visit.read.rows("goals.mentors", goal_id=goal_id)]
    choices: Choices = []
    for code, word in said(visit, WHO):
        if code != "mentor" or not named:
            choices.append((code, word))
            continue
        several = len(named) > 1
        if several and chosen == "mentor":
            choices.append(("mentor", visit.say(MENTOR_OPEN)))
        choices += [(f"mentor:{one}" if several else code, visit.say(MENTOR_NAMED, name=name)) for one, name in named]
    return choices


def who(sent: str | None) -> tuple[str, str | None]:
    """A choice of `responsible` as the party, and the mentor's id where one of several was chosen."""
    party, _, mentor_id = (sent or "").partition(":")
    return party, mentor_id or None


def who_stands(visit: Visit, step: Row) -> str:
    """The choice that stands for a step as it is."""
    several = len(visit.read.rows("goals.mentors", goal_id=step["goal_id"])) > 1
    named = several and step["mentor_id"] and step["mentor_name"]
    return f"mentor:{step['mentor_id']}" if named else str(step["responsible"])


def bind_details(form: DetailsForm, visit: Visit, goal_id: str, kept: Row | None = None) -> None:
    """Fill the choices that depend on the reader and the database; `kept` is the step that is changed."""
    kept_partner = kept["partner_id"] if kept else None
    form.responsible.choices = responsible(visit, goal_id, who_stands(visit, kept) if kept else None)
    form.partner_id.choices = partners(visit.read, visit, kept_partner)
    form.documents.choices = papers(visit)


def details_of(form: DetailsForm) -> StepDetails:
    """What the form says about a step, for the verbs."""
    party, mentor_id = who(form.responsible.data)
    return StepDetails(
        responsible=party,
        mentor_id=mentor_id,
        partner_id=form.partner_id.data or None,
        place=form.place.data or "",
        with_whom=form.with_whom.data or "",
        due_on=day_text(form.due_on.data),
        documents=tuple(form.documents.data or ()),
    )
