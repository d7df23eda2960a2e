"""The forms of a meeting at the desk: its time, everything else, and what to think about before a day is taken."""

from datetime import date
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from pwa_server.casework.meetings import Details, Time
from pwa_server.domain.meetings import KINDS, LONGEST_MINUTES, PLACE_KINDS, SHORTEST_MINUTES
from pwa_server.domain.office_days import WORDS, why_closed
from pwa_server.domain.problems import N_
from pwa_server.domain.times import starts_at
from pwa_server.i18n.formats import parse_clock, parse_day
from pwa_server.pages import views
from pwa_server.pages.counsellor import inputs, plan_words, words
from pwa_server.pages.counsellor.inputs import PapersField
from pwa_server.storage.database import Row
from pwa_server.storage.offices import office_of
from pwa_server.web.forms import Form
from pwa_server.web.visit import Visit

USUAL_MINUTES = 60
FURTHEST_YEARS = 5
PAST = N_("Dieser Tag ist schon vorbei. Wir erinnern niemanden mehr.")
TOO_FAR = N_("Bitte wählen Sie einen Tag.")


class TimeForm(Form):
    """When, on the Berlin wall clock, and how long. `accepted` is the time that is wanted in spite of a warning."""

    day = DateField(N_("Tag"), validators=[InputRequired()])
    clock = TimeField(N_("Uhrzeit"), validators=[InputRequired()])
    minutes = IntegerField(
        N_("Wie viele Minuten?"),
        default=USUAL_MINUTES,
        validators=[
            InputRequired(),
            NumberRange(SHORTEST_MINUTES, LONGEST_MINUTES, message=N_("Ein Termin dauert 5 Minuten bis 8 Stunden.")),
        ],
    )
    accepted = HiddenField()
    version = HiddenField()


class DetailsForm(Form):
    """Everything about a meeting but its time."""

    kind = SelectField(N_("Worum geht es?"))
    topic = StringField(N_("Thema"), validators=[Length(max=200)])
    goal_id = SelectField(N_("Zu welchem Ziel?"))
    place_kind = RadioField(N_("Wo?"))
    place = StringField(N_("Adresse oder Telefonnummer"), validators=[InputRequired(), Length(max=200)])
    room = StringField(N_("Raum"), validators=[Length(max=80)])
    way = StringField(N_("So kommt man hin"), validators=[Length(max=300)])
    partner_id = SelectField(N_("Andere Stelle"), validate_choice=False)
    documents = PapersField(N_("Papiere zum Mitbringen"))
    interpreter_language = SelectField(N_("Wer übersetzt? Sprache:"))
    mentor_wished = BooleanField(N_("Die Person möchte, dass jemand mitkommt."))
    mentor_id = SelectField(N_("Wer kommt mit?"), validators=[Optional()])
    sensitivity = SelectField(N_("Schutz"))
    version = HiddenField()


class BookingForm(DetailsForm, TimeForm):
    """A new meeting: both together."""


def bind(visit: Visit, case: Row, form: Any, meeting: Row | None = None) -> Any:
    """Fill the choices that depend on the reader and the case."""
    form.kind.choices = [(kind, visit.say(words.MEETINGS[kind])) for kind in KINDS]
    form.place_kind.choices = inputs.said(visit, plan_words.PLACE_KINDS, PLACE_KINDS)
    form.partner_id.choices = inputs.partners(visit.read, visit, meeting["partner_id"] if meeting else None)
    form.documents.choices = inputs.papers(visit)
    form.interpreter_language.choices = inputs.spoken_languages(visit, N_("Ohne Übersetzung"))
    form.sensitivity.choices = inputs.said(visit, plan_words.SENSITIVITIES)
    mentors = visit.read.rows("meetings.mentors_of_case", case_id=case["id"])
    invited = {row["mentor_id"]: row["name"] for row in mentors if "see_meetings_invited" in row["rights"]}
    form.mentor_id.choices = [("", visit.say(N_("niemand"))), *invited.items()]
    form.goal_id.choices = [("", visit.say(N_("zu keinem"))), *_goals(visit, case)]
    return form


def prefilled(visit: Visit, case: Row) -> dict[str, Any]:
    """What a new meeting starts with: the office's address, the client's language, one hour."""
    office = visit.read.row("meetings.office_of_case", case_id=case["id"])
    return {
        "kind": "counselling",
        "place_kind": "office",
        "place": office["address"] if office else "",
        "interpreter_language": case["interpreter_language"] or "",
        "sensitivity": "standard",
        "minutes": USUAL_MINUTES,
    }


def values_of(meeting: Row) -> dict[str, Any]:
    """A meeting as the forms hold it."""
    plain = ("kind", "topic", "goal_id", "place_kind", "place", "room", "way", "partner_id", "mentor_id", "sensitivity")
    return {name: meeting[name] or "" for name in plain} | {
        "documents": inputs.stored_papers(meeting),
        "interpreter_language": meeting["interpreter_language"],
        "mentor_wished": meeting["mentor_wished"] == "yes",
        "day": parse_day(meeting["local_date"]),
        "clock": parse_clock(meeting["local_time"]),
        "minutes": meeting["duration_minutes"],
        "version": meeting["version"],
    }


def details_of(form: Any) -> Details:
    """Everything but the time, for the verbs."""
    return Details(
        kind=form.kind.data,
        place_kind=form.place_kind.data,
        place=form.place.data,
        room=form.room.data or "",
        way=form.way.data or "",
        topic=form.topic.data or "",
        goal_id=form.goal_id.data or None,
        partner_id=form.partner_id.data or None,
        documents=tuple(form.documents.data or ()),
        interpreter_language=form.interpreter_language.data or "",
        mentor_wished=form.mentor_wished.data,
        mentor_id=form.mentor_id.data or None,
        sensitivity=form.sensitivity.data,
    )


def time_of(form: Any) -> Time:
    """The wall clock, for the verbs."""
    return Time(form.day.data.isoformat(), form.clock.data.strftime("%H:%M"), form.minutes.data)


def validate_time(visit: Visit, form: Any) -> bool:
    """Whether the form can be read, and its day lies in the years that anybody plans."""
    if not form.validate():
        return False
    years: int = abs(form.day.data.year - visit.today.year)
    if years > FURTHEST_YEARS:
        form.day.errors = [visit.say(TOO_FAR)]
    return years <= FURTHEST_YEARS


def warnings_for(visit: Visit, case: Row, form: Any) -> list[str]:
    """What speaks against this day, unless the reader wants it in spite of that: the past, a day off."""
    chosen: date = form.day.data
    time = time_of(form)
    stamp = f"{time.day} {time.clock}"
    if form.accepted.data == stamp:
        return []
    found = [PAST] if starts_at(time.day, time.clock) <= visit.now else []
    closed = why_closed(office_of(visit.read, case["carrier_id"]), chosen)
    found += [WORDS[closed]] if closed else []
    form.accepted.data = stamp if found else ""
    return [visit.say(warning) for warning in found]


def _goals(visit: Visit, case: Row) -> list[tuple[str, str]]:
    rows = visit.read.rows("goals.of_case", case_id=case["id"], high=case["high"])
    german = [(row["id"], views.text_of(visit, row, "title", None, {}).text) for row in rows]
    return [(goal_id, title[:70]) for goal_id, title in german]
