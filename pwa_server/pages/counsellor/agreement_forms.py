"""The forms of an agreement at the desk: the talk about how it goes, and who signed how."""

from typing import Any

from starlette.datastructures import FormData
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from pwa_server.casework.agreement_signing import Signing
from pwa_server.casework.meetings import Details
from pwa_server.domain.meetings import PLACE_KINDS
from pwa_server.domain.problems import N_
from pwa_server.domain.times import starts_at
from pwa_server.i18n.languages import SPOKEN
from pwa_server.pages.counsellor import inputs, plan_words
from pwa_server.pages.counsellor.meeting_forms import TimeForm, prefilled, time_of, validate_time, warnings_for
from pwa_server.storage.database import Row
from pwa_server.web.forms import clean
from pwa_server.web.visit import Visit


class ReviewForm(TimeForm):
    """Day, place and interpreter of the first talk about how the plan goes."""

    place_kind = SelectField(N_("Wo?"))
    place = StringField(N_("Adresse oder Telefonnummer"), validators=[InputRequired(), Length(max=200)])
    interpreter_language = SelectField(N_("Wer übersetzt? Sprache:"))


def bind(visit: Visit, form: Any) -> Any:
    """Fill the choices."""
    form.place_kind.choices = inputs.said(visit, plan_words.PLACE_KINDS, PLACE_KINDS)
    form.interpreter_language.choices = inputs.spoken_languages(visit, N_("Ohne Übersetzung"))
    return form


def empty_review(visit: Visit, case: Row) -> Any:
    """The form as it starts: the office, the client's language, one hour."""
    usual = prefilled(visit, case)
    names = ("place_kind", "place", "interpreter_language", "minutes")
    return bind(visit, ReviewForm.empty(visit, **{name: usual[name] for name in names}))


def validate_review(visit: Visit, case: Row, form: Any) -> bool:
    """Whether the talk can be booked: a day ahead. A day off is asked about once more."""
    if not validate_time(visit, form):
        return False
    time = time_of(form)
    if starts_at(time.day, time.clock) <= visit.now:
        form.day.errors = [visit.say(N_("Bitte wählen Sie einen Tag, der noch kommt."))]
    else:
        form.day.errors = warnings_for(visit, case, form)
    return not form.day.errors


def review_details(form: Any) -> Details:
    """The talk as the verb takes it."""
    return Details(
        kind="review",
        place_kind=form.place_kind.data,
        place=form.place.data,
        interpreter_language=form.interpreter_language.data or "",
    )


def signing_of(form: FormData) -> Signing:
    """How somebody signed, as it was sent."""
    language = str(form.get("explained_in", ""))
    return Signing(
        method=str(form.get("method", "")),
        explained_in=language if language in SPOKEN else "",
        interpreter=clean(str(form.get("interpreter", ""))),
        witness=clean(str(form.get("witness", ""))),
        name=clean(str(form.get("name", ""))),
        copy_given=bool(form.get("copy_given")),
    )
