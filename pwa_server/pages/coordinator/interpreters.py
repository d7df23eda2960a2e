"""/office/interpreters: who interprets, in which languages, and how to book."""

import json
from typing import Any

from starlette.responses import Response
from wtforms import DateField, HiddenField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from pwa_server.casework import interpreting
from pwa_server.casework.interpreting import Interpreter
from pwa_server.domain.problems import N_, BadInput, NotVisible, Stale
from pwa_server.pages import offer_words, paging, views
from pwa_server.pages.coordinator import words
from pwa_server.pages.coordinator.words import SeveralField
from pwa_server.storage.database import Row
from pwa_server.web.forms import Form, PhoneField, version_of
from pwa_server.web.visit import Visit

GENDERS = {
    "not_said": N_("keine Angabe"),
    "woman": N_("Frau"),
    "man": N_("Mann"),
    "service": N_("Dienst"),
}


class InterpreterForm(Form):
    """A person or a service that interprets."""

    name = StringField(N_("Name oder Dienst"), validators=[InputRequired(), Length(max=120)])
    gender = SelectField(N_("Wer ist es?"))
    languages = SeveralField(N_("Übersetzt aus diesen Sprachen"), validators=[InputRequired()])
    dialects = StringField(N_("Dialekte"), validators=[Length(max=200)])
    confidential_since = DateField(N_("Hat versprochen, nichts zu erzählen, am"), validators=[Optional()])
    phone = PhoneField(N_("Telefonnummer"))
    booking = StringField(N_("So bucht man"), validators=[Length(max=200)])
    version = HiddenField()


def _bind(visit: Visit, form: Any) -> Any:
    form.gender.choices = words.choices(visit, GENDERS)
    form.languages.choices = words.spoken_languages(visit)
    return form


async def show_interpreters(visit: Visit) -> Response:
    """The register; `language` shows who speaks it."""
    asked = visit.request.query_params.get("language", "")
    rows = visit.read.rows("interpreters.list")
    shown = [_view(visit, row) for row in rows if not asked or asked in json.loads(row["languages"])]
    spoken = {tag for row in rows for tag in json.loads(row["languages"])}
    languages = [choice for choice in words.spoken_languages(visit) if choice[0] in spoken]
    shown, pages = paging.part(visit, sorted(shown, key=lambda entry: str(entry["name"]).casefold()))
    return visit.page(
        "coordinator/interpreters.html",
        nav="interpreters",
        interpreters=shown,
        pages=pages,
        asked=asked,
        languages=languages,
        may_edit=visit.actor.role == "coordinator",
    )


def _view(visit: Visit, row: Row) -> dict[str, Any]:
    return {
        **{name: row[name] or "" for name in ("id", "name", "dialects", "phone", "booking")},
        "gender": visit.say(GENDERS[row["gender"]]) if row["gender"] != "not_said" else "",
        "languages": words.language_names(visit, json.loads(row["languages"])),
        "promised": views.day(visit, row["confidential_since"]),
    }


async def show_new(visit: Visit) -> Response:
    """The form for a new entry."""
    return _page(visit, _bind(visit, InterpreterForm.empty(visit, gender="not_said")), None)


async def add(visit: Visit) -> Response:
    """A new entry."""
    form = _bind(visit, await InterpreterForm.of(visit))
    if form.validate():
        try:
            await visit.write(interpreting.add, _entry(form))
        except BadInput as problem:
            words.add_problem(visit, form, problem)
        else:
            return visit.redirect("/office/interpreters")
    return _page(visit, form, None, 422)


def _find(visit: Visit) -> Row:
    row = visit.read.row("interpreters.find", id=visit.path["interpreter_id"])
    if row is None:
        raise NotVisible
    return row


async def show_interpreter(visit: Visit) -> Response:
    """One entry as a form."""
    row = _find(visit)
    values = {name: row[name] for name in ("name", "gender", "dialects", "phone", "booking")}
    values |= {"languages": json.loads(row["languages"]), "version": str(row["version"])}
    values["confidential_since"] = offer_words.day_of(row["confidential_since"])
    return _page(visit, _bind(visit, InterpreterForm.empty(visit, **values)), row)


async def edit(visit: Visit) -> Response:
    """Change an entry. What was typed stays in the form when somebody else was faster."""
    row = _find(visit)
    form = _bind(visit, await InterpreterForm.of(visit))
    status = 422
    if form.validate():
        try:
            await visit.write(interpreting.edit, row["id"], version_of(form.version.data), _entry(form))
        except (BadInput, Stale) as problem:
            words.add_problem(visit, form, problem)
            status = problem.status
        else:
            return visit.redirect("/office/interpreters")
    return _page(visit, form, row, status)


async def end(visit: Visit) -> Response:
    """Take an entry off the register."""
    form = await visit.form()
    await visit.write(interpreting.end, visit.path["interpreter_id"], version_of(form.get("version")))
    return visit.redirect("/office/interpreters")


def _entry(form: Any) -> Interpreter:
    said = {name: form[name].data or "" for name in ("name", "gender", "dialects", "phone", "booking")}
    return Interpreter(
        said["name"],
        said["gender"],
        tuple(form.languages.data or ()),
        said["dialects"],
        form.confidential_since.data,
        said["phone"],
        said["booking"],
    )


def _page(visit: Visit, form: Any, row: Row | None, status: int = 200) -> Response:
    kept = {"id": row["id"], "version": row["version"]} if row else None
    return visit.page("coordinator/interpreter.html", status=status, nav="interpreters", form=form, interpreter=kept)
