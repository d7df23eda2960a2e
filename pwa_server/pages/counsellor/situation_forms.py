"""The forms of the situation record. Every field may stay open or be answered with "does not want to say"."""

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.datastructures import FormData
from wtforms import DateField, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from pwa_server.casework.situation import Answers, Certificate, HouseholdPerson
from pwa_server.domain import situation as rules
from pwa_server.domain.problems import N_
from pwa_server.i18n.formats import parse_day
from pwa_server.pages import situation as words
from pwa_server.pages.counsellor import inputs
from pwa_server.pages.counsellor.inputs import PapersField
from pwa_server.storage.database import Row
from pwa_server.web.forms import Form, clean
from pwa_server.web.visit import Visit

NUMBER = N_("Diese Zahl stimmt noch nicht.")
EMPTY_CERTIFICATES = 2
EMPTY_PEOPLE = 3

# Why the desk asks: read aloud, it is the sentence that lets somebody say no.
WHY = {
    "levels": N_("Damit der Kurs nicht zu leicht und nicht zu schwer ist."),
    "strengths": N_("Damit der Plan mit dem beginnt, was schon da ist."),
    "strengths_words": N_("Die eigenen Worte stehen im Plan ganz oben."),
    "school_years": N_("Damit wir einen Kurs finden, der zum Lernen passt."),
    "job": N_("Damit wir Arbeit finden, die zum Können passt."),
    "work_years": N_("Damit wir zeigen können, wie viel Erfahrung da ist."),
    "skills": N_("Auch was niemand bescheinigt hat, zählt."),
    "certificates": N_("Damit wir wissen, ob eine Anerkennung möglich ist."),
    "household": N_("Damit Kurse und Termine zur Familie passen."),
    "childcare_needed": N_("Damit wir zuerst Kurse mit Betreuung für Kinder suchen."),
    "residence_document": N_("Manche Kurse und Hilfen hängen von diesem Papier ab."),
    "residence_until": N_("Damit die Verlängerung rechtzeitig beginnt."),
    "residence_obligation": N_("Damit wir wissen, ob ein Umzug möglich ist."),
    "work_permission": N_("Damit wir wissen, ob vor der Arbeit ein Antrag nötig ist."),
}


class LevelsForm(Form):
    """Levels of one language on one day, from one source. What stays open was not asked."""

    language = SelectField(N_("Sprache"), validators=[InputRequired()])
    source = SelectField(N_("Woher wissen wir das?"))
    on_day = DateField(N_("Tag"), validators=[InputRequired()])
    listening = SelectField(words.SKILLS["listening"])
    speaking = SelectField(words.SKILLS["speaking"])
    reading = SelectField(words.SKILLS["reading"])
    writing = SelectField(words.SKILLS["writing"])


class PartForm(Form):
    """What all parts of the record share."""

    version = HiddenField()
    not_said = PapersField(words.NOT_SAID)


class StrengthsForm(PartForm):
    """What the person can build on, before anything else is asked."""

    strengths = TextAreaField(N_("Das kann die Person gut. Das hilft ihr."), validators=[Length(max=rules.TEXT_LIMIT)])
    strengths_words = TextAreaField(N_("Mit eigenen Worten der Person"), validators=[Length(max=rules.TEXT_LIMIT)])
    strengths_language = SelectField(N_("Sprache dieser Worte"))


class SchoolForm(PartForm):
    """School, work, what else somebody can."""

    school_years = IntegerField(
        words.LABELS["school_years"],
        validators=[Optional(), NumberRange(0, rules.MOST_SCHOOL_YEARS, message=NUMBER)],
    )
    job = StringField(words.LABELS["job"], validators=[Length(max=rules.TEXT_LIMIT)])
    work_years = IntegerField(
        words.LABELS["work_years"], validators=[Optional(), NumberRange(0, rules.MOST_WORK_YEARS, message=NUMBER)]
    )
    skills = TextAreaField(
        words.LABELS["skills"],
        description=N_("In den Worten der Person, in jeder Sprache."),
        validators=[Length(max=rules.TEXT_LIMIT)],
    )
    skills_language = SelectField(N_("Sprache dieser Worte"))


class HouseholdForm(PartForm):
    """Childcare; who lives there is read beside."""

    childcare_needed = SelectField(words.LABELS["childcare_needed"])
    childcare_hours = IntegerField(
        N_("Stunden in der Woche"), validators=[Optional(), NumberRange(0, rules.MOST_HOURS, message=NUMBER)]
    )


class ResidenceForm(PartForm):
    """The least that is needed: no history, no reasons, no prospects."""

    residence_document = SelectField(words.LABELS["residence_document"])
    residence_until = DateField(words.LABELS["residence_until"], validators=[Optional()])
    residence_obligation = SelectField(words.LABELS["residence_obligation"])
    work_permission = SelectField(words.LABELS["work_permission"])


FORMS: dict[str, type[PartForm]] = {
    "strengths": StrengthsForm,
    "school": SchoolForm,
    "household": HouseholdForm,
    "residence": ResidenceForm,
}
TITLES = {
    "strengths": N_("Stärken"),
    "languages": N_("Sprachen"),
    "school": N_("Schule und Arbeit"),
    "household": N_("Zu Hause"),
    "residence": N_("Aufenthalt"),
}


def bind_levels(visit: Visit, form: Any) -> Any:
    """Fill the choices of a form of levels."""
    form.language.choices = inputs.spoken_languages(visit, N_("Bitte wählen"))
    form.source.choices = inputs.said(visit, words.SOURCES)
    for skill in rules.SKILLS:
        form[skill].choices = [("", visit.say(words.NOT_ASKED)), *inputs.said(visit, words.LEVELS)]
    return form


def bind(visit: Visit, part: str, form: Any) -> Any:
    """Fill the choices of one part."""
    form.not_said.choices = [(name, name) for name in rules.DECLINABLE[part]]
    not_asked = ("", visit.say(words.NOT_ASKED))
    tables = {
        "childcare_needed": words.YES_NO,
        "residence_document": words.DOCUMENTS,
        "residence_obligation": words.YES_NO,
        "work_permission": words.PERMISSIONS,
    }
    for name, table in tables.items():
        if name in form:
            form[name].choices = [not_asked, *inputs.said(visit, table)]
    for name in ("strengths_language", "skills_language"):
        if name in form:
            form[name].choices = inputs.spoken_languages(visit, N_("keine Angabe"))
    return form


def values_of(part: str, facts: Row | None, not_said: Sequence[str]) -> dict[str, Any]:
    """What is stored of a part, as its form holds it."""
    kept: Mapping[str, Any] = facts or {}
    values: dict[str, Any] = {name: kept.get(name) for name in rules.PARTS[part]}
    if values.get("residence_until"):
        values["residence_until"] = parse_day(values["residence_until"])
    empty_choices = {name: value or "" for name, value in values.items() if name not in rules.NUMBERS_AND_DAYS}
    return values | empty_choices | {"version": kept.get("version", 0), "not_said": list(not_said)}


def answers_of(part: str, form: Any, sent: FormData) -> Answers:
    """What a sent form says, for the verb. A declined field counts as declined, whatever else stands in it."""
    facts = {name: form[name].data for name in rules.PARTS[part]}
    facts = {name: None if value == "" else value for name, value in facts.items()}
    if facts.get("residence_until"):
        facts["residence_until"] = facts["residence_until"].isoformat()
    for words_field, language in (("skills", "skills_language"), ("strengths_words", "strengths_language")):
        if words_field in facts and not facts[words_field]:
            facts[language] = None
    if facts.get("childcare_needed") != "yes" and "childcare_hours" in facts:
        facts["childcare_hours"] = None
    return Answers(
        facts,
        tuple(form.not_said.data or ()),
        certificates(sent) if part == "school" else (),
        household(sent) if part == "household" else (),
    )


def certificates(sent: FormData) -> tuple[Certificate, ...]:
    """The rows of certificates that have a kind."""
    rows = []
    for number in range(rules.MOST_CERTIFICATES):
        kind = str(sent.get(f"kind_{number}", ""))
        if kind:
            name, country = (str(clean(str(sent.get(f"{field}_{number}", "")))) for field in ("name", "country"))
            papers = tuple(dict.fromkeys(str(paper) for paper in sent.getlist(f"papers_{number}")))
            rows.append(Certificate(kind, name, country, papers))
    return tuple(rows)


def household(sent: FormData) -> tuple[HouseholdPerson, ...]:
    """The rows of people that have a relation."""
    people = []
    for number in range(rules.MOST_PEOPLE):
        relation = str(sent.get(f"relation_{number}", ""))
        if relation:
            people.append(HouseholdPerson(relation, str(sent.get(f"age_{number}", ""))))
    return tuple(people)


def certificate_rows(kept: Sequence[Certificate]) -> list[Certificate]:
    """The certificates and some empty rows to write in."""
    empty = min(EMPTY_CERTIFICATES, rules.MOST_CERTIFICATES - len(kept))
    return [*kept, *[Certificate("")] * empty]


def people_rows(kept: Sequence[HouseholdPerson]) -> list[HouseholdPerson]:
    """The people and some empty rows to write in."""
    return [*kept, *[HouseholdPerson("", "")] * min(EMPTY_PEOPLE, rules.MOST_PEOPLE - len(kept))]
