"""The person's details: names, languages, how to reach her. Two may have the form open; nobody's text is lost."""

import json
from typing import Any

from starlette.responses import Response
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from pwa_server.casework import client_details
from pwa_server.casework.client_details import Details
from pwa_server.domain.channels import ALL
from pwa_server.domain.problems import N_, NotVisible, Stale
from pwa_server.i18n.languages import OFFERED, SPOKEN
from pwa_server.pages.counsellor import words
from pwa_server.pages.counsellor.inputs import said
from pwa_server.pages.counsellor.opening import opened
from pwa_server.storage.database import Row
from pwa_server.web.forms import Form, PhoneField, version_of
from pwa_server.web.visit import Visit

# Why the desk asks: read aloud, it is the sentence that lets somebody say no. Name and language of the plan are needed.
WHY = {
    "name_native": N_("Damit der Name im Plan so steht, wie die Person ihn schreibt."),
    "name_latin": N_("Damit wir den Namen lesen und auf Briefe schreiben können."),
    "phone": N_("Damit wir vor einem Termin anrufen können."),
    "first_channel": N_("Damit eine Nachricht wirklich ankommt."),
    "phone_use": N_("Auf einem gemeinsamen Handy speichern wir nichts."),
    "safe_contact": N_("Damit unser Anruf der Person nicht schadet."),
    "spoken": N_("Damit wir in dieser Sprache sprechen können."),
    "interpreter": N_("Damit bei Terminen jemand übersetzt."),
    "dialect": N_("Damit beide sich bei der Übersetzung gut verstehen."),
    "literacy": N_("Damit wir mehr zum Hören geben, wenn das hilft."),
}


class DetailsForm(Form):
    """Everything about the person that the desk keeps. Only the name is needed."""

    client_version = HiddenField()
    account_version = HiddenField()
    name = StringField(N_("Name im Plan"), validators=[InputRequired(), Length(max=200)])
    name_native = StringField(N_("Name in eigener Schrift"), validators=[Length(max=200)])
    name_latin = StringField(N_("Name in lateinischer Schrift"), validators=[Length(max=200)])
    phone = PhoneField(N_("Telefon"))
    phone_use = RadioField(N_("Wem gehört das Handy?"))
    first_channel = SelectField(N_("Zuerst erreichen mit"))
    safe_contact = TextAreaField(
        N_("Das beachten wir beim Kontakt"),
        description=N_("Zum Beispiel: Bitte nur am Vormittag anrufen."),
        validators=[Length(max=300)],
    )
    language = SelectField(N_("Der Plan spricht"))
    spoken = SelectField(N_("Die Person spricht"))
    interpreter = SelectField(N_("Übersetzung nötig"))
    dialect = StringField(N_("Dialekt"), validators=[Length(max=100)])
    literacy = SelectField(N_("Lesen"))


FIELDS = tuple(name for name in vars(DetailsForm) if not name.startswith("_") and not name.endswith("version"))


async def show_form(visit: Visit) -> Response:
    """GET /desk/cases/{case_id}/details."""
    case, now_stored = await _stored(visit)
    return _page(visit, case, _bound(visit, DetailsForm.empty(visit, **now_stored)))


async def save(visit: Visit) -> Response:
    """POST /desk/cases/{case_id}/details. Changed meanwhile by somebody else: 409 with both texts, nothing is saved."""
    case, now_stored = await _stored(visit)
    form = _bound(visit, await DetailsForm.of(visit))
    if not form.validate():
        return _page(visit, case, form, 422)
    versions = _versions(form)
    try:
        await visit.write(client_details.change_details, case["id"], *versions, _details(form, now_stored))
    except Stale:
        return _show_both(visit, case, form)
    return visit.redirect(f"/desk/cases/{case['id']}")


async def _stored(visit: Visit) -> tuple[Row, dict[str, Any]]:
    case = await opened(visit, visit.path["case_id"])
    row = visit.read.row("desk.person", case_id=case["id"])
    if row is None:
        raise NotVisible
    return case, as_fields(row)


def as_fields(row: Row) -> dict[str, Any]:
    """What is stored, as the form holds it."""
    texts = ("name", "name_native", "name_latin", "phone", "safe_contact", "dialect")
    return {name: row[name] or "" for name in texts} | {
        "client_version": row["client_version"],
        "account_version": row["account_version"],
        "phone_use": row["phone_use"],
        "first_channel": (json.loads(row["channels"]) or ["phone"])[0],
        "channels": json.loads(row["channels"]),
        "language": row["language"],
        "spoken": (json.loads(row["spoken_languages"]) or [""])[0],
        "interpreter": row["interpreter_language"],
        "literacy": row["literacy"],
    }


def _versions(form: Any) -> tuple[int, int]:
    return version_of(form.client_version.data), version_of(form.account_version.data)


def _details(form: Any, now_stored: dict[str, Any]) -> Details:
    first = form.first_channel.data
    same = (
        "name",
        "name_native",
        "name_latin",
        "phone",
        "phone_use",
        "language",
        "spoken",
        "interpreter",
        "dialect",
        "literacy",
    )
    return Details(
        **{name: form[name].data or "" for name in same},
        channels=(first, *(channel for channel in now_stored["channels"] if channel != first)),
        safe_contact=form.safe_contact.data or "",
    )


def _show_both(visit: Visit, case: Row, form: Any) -> Response:
    row = visit.read.row("desk.person", case_id=case["id"])
    if row is None:
        raise NotVisible
    fresh = as_fields(row)
    form.client_version.data, form.account_version.data = fresh["client_version"], fresh["account_version"]
    different = [
        {
            "label": form[name].label.text,
            "stored": _shown(form[name], fresh[name]),
            "typed": _shown(form[name], form[name].data),
        }
        for name in FIELDS
        if (form[name].data or "") != fresh[name]
    ]
    return _page(visit, case, form, 409, different)


def _shown(field: Any, value: str) -> str:
    return str(dict(getattr(field, "choices", None) or ()).get(value, value))


def _bound(visit: Visit, form: Any) -> Any:
    nothing = ("", visit.say(N_("nicht gefragt")))
    form.phone_use.choices = said(visit, words.PHONE_USES)
    here = visit.parts.settings.ways
    form.first_channel.choices = said(
        visit, words.CHANNELS, [way for way in ALL if way in here or way not in ("email", "sms")]
    )
    form.language.choices = [(language.tag, language.name) for language in OFFERED]
    form.spoken.choices = [nothing, *SPOKEN.items()]
    form.interpreter.choices = [
        ("", visit.say(N_("keine"))),
        *((tag, name) for tag, name in SPOKEN.items() if tag != "de"),
    ]
    form.literacy.choices = said(visit, words.LITERACIES)
    return form


def _page(visit: Visit, case: Row, form: Any, status: int = 200, different: Any = ()) -> Response:
    context = {"case": case, "form": form, "different": different, "name": form.name_latin.data or form.name.data}
    context["why"] = {name: visit.say(sentence) for name, sentence in WHY.items()}
    return visit.page("counsellor/client_details.html", status=status, nav="cases", **context)
