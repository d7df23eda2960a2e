"""/office/partners: the directory of partner organisations with a person to ask for."""

import json

from starlette.responses import Response
from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from pwa_server.casework import partners
from pwa_server.casework.partners import Contact, Details
from pwa_server.domain import offers
from pwa_server.domain.problems import N_, BadInput, NotVisible, Stale
from pwa_server.i18n.texts import from_catalogue
from pwa_server.pages import paging, views
from pwa_server.pages.coordinator import words
from pwa_server.pages.coordinator.words import SeveralField
from pwa_server.pages.views import View
from pwa_server.storage import catalogue
from pwa_server.storage.database import Row
from pwa_server.web.forms import Form, PhoneField, version_of
from pwa_server.web.visit import Visit


class PartnerForm(Form):
    """A partner organisation with contact and deputy."""

    name = StringField(N_("Name der Stelle"), validators=[InputRequired(), Length(max=120)])
    kind = SelectField(N_("Was für eine Stelle?"))
    address = StringField(N_("Adresse"), validators=[Length(max=200)])
    phone = PhoneField(N_("Telefonnummer"))
    hours = StringField(N_("Wann offen?"), validators=[Length(max=120)])
    public_body = BooleanField(N_("Das ist ein Amt oder eine andere öffentliche Stelle."))
    contact_name = StringField(N_("Nach wem fragt man?"), validators=[InputRequired(), Length(max=120)])
    contact_role = StringField(N_("Aufgabe"), validators=[Length(max=80)])
    contact_phone = PhoneField(N_("Durchwahl"))
    contact_hours = StringField(N_("Wann erreichbar?"), validators=[Length(max=120)])
    contact_languages = SeveralField(N_("Spricht"))
    deputy_name = StringField(N_("Wer vertritt?"), validators=[Length(max=120)])
    deputy_phone = PhoneField(N_("Durchwahl der Vertretung"))
    version = HiddenField()


def _bind(visit: Visit, form: PartnerForm) -> PartnerForm:
    named = [
        (kind, from_catalogue(visit.language.tag, f"partner_kind.{kind}").text) for kind in catalogue.partner_kinds()
    ]
    form.kind.choices = [("", visit.say(N_("Bitte wählen"))), *sorted(named, key=lambda choice: choice[1].casefold())]
    form.contact_languages.choices = words.spoken_languages(visit)
    return form


def is_old(visit: Visit, verified_on: str | None) -> bool:
    """Whether nobody has asked for so long that what stands here may be wrong."""
    return offers.is_old(verified_on, visit.today)


async def show_partners(visit: Visit) -> Response:
    """All partners, those to ask again first; `q` finds by name, address or contact."""
    asked = visit.request.query_params.get("q", "").strip()[:80]
    found = [_row(visit, row) for row in visit.read.rows("partners.list") if _matches(row, asked)]
    found.sort(key=lambda partner: not partner["old"])
    shown, pages = paging.part(visit, found)
    return visit.page("coordinator/partners.html", nav="partners", partners=shown, asked=asked, pages=pages)


def _matches(row: Row, asked: str) -> bool:
    words_of = " ".join(row[name] or "" for name in ("name", "address", "contact_name")).casefold()
    return all(word in words_of for word in asked.casefold().split())


def _row(visit: Visit, row: Row) -> View:
    return {
        "id": row["id"],
        "name": row["name"],
        "kind": from_catalogue(visit.language.tag, f"partner_kind.{row['kind']}").text,
        "contact": row["contact_name"] or "",
        "deputy": row["deputy_name"] or "",
        "phone": row["contact_phone"] or row["phone"],
        "verified": views.day(visit, row["verified_on"]),
        "old": is_old(visit, row["verified_on"]),
        "public_body": row["public_body"] == "yes",
        "cooperates": row["cooperates"] == "yes",
        "version": row["version"],
    }


async def show_new(visit: Visit) -> Response:
    """The form for a new partner."""
    return visit.page(
        "coordinator/partner.html", nav="partners", form=_bind(visit, PartnerForm.empty(visit)), partner=None
    )


async def add(visit: Visit) -> Response:
    """A new partner."""
    form = _bind(visit, await PartnerForm.of(visit))
    if form.validate():
        try:
            await visit.write(partners.add, _details(form))
        except BadInput as problem:
            words.add_problem(visit, form, problem)
        else:
            return visit.redirect("/office/partners")
    return visit.page("coordinator/partner.html", status=422, nav="partners", form=form, partner=None)


def _find(visit: Visit) -> Row:
    row = visit.read.row("partners.find", id=visit.path["partner_id"])
    if row is None:
        raise NotVisible
    return row


async def show_partner(visit: Visit) -> Response:
    """One partner as a form."""
    row = _find(visit)
    people = {person["place"]: person for person in visit.read.rows("partners.contacts", partner_id=row["id"])}
    contact, deputy = people.get("contact"), people.get("deputy")
    values = {name: row[name] for name in ("name", "kind", "address", "phone", "hours")} | {
        "version": str(row["version"]),
        "public_body": row["public_body"] == "yes",
    }
    if contact:
        values |= {f"contact_{name}": contact[name] for name in ("name", "role", "phone", "hours")}
        values["contact_languages"] = json.loads(contact["languages"])
    if deputy:
        values |= {"deputy_name": deputy["name"], "deputy_phone": deputy["phone"]}
    return _page(visit, row, _bind(visit, PartnerForm.empty(visit, **values)))


def _page(visit: Visit, row: Row, form: PartnerForm, status: int = 200) -> Response:
    partner = {"id": row["id"], "verified": views.day(visit, row["verified_on"]), "version": row["version"]}
    partner["old"] = is_old(visit, row["verified_on"])
    partner["cooperates"] = visit.read.row("partners.cooperates", partner_id=row["id"]) is not None
    return visit.page("coordinator/partner.html", status=status, nav="partners", form=form, partner=partner)


async def edit(visit: Visit) -> Response:
    """Change a partner. What was typed stays in the form when somebody else was faster."""
    row = _find(visit)
    form = _bind(visit, await PartnerForm.of(visit))
    status = 422
    if form.validate():
        try:
            await visit.write(partners.edit, row["id"], version_of(form.version.data), _details(form))
        except (BadInput, Stale) as problem:
            words.add_problem(visit, form, problem)
            status = problem.status
        else:
            return visit.redirect("/office/partners")
    return _page(visit, row, form, status)


async def verify(visit: Visit) -> Response:
    """Somebody asked, and everything still holds."""
    form = await visit.form()
    await visit.write(partners.verify, visit.path["partner_id"], version_of(form.get("version")))
    return visit.redirect("/office/partners")


async def end(visit: Visit) -> Response:
    """Take a partner off the list."""
    form = await visit.form()
    await visit.write(partners.end, visit.path["partner_id"], version_of(form.get("version")))
    return visit.redirect("/office/partners")


def _details(form: PartnerForm) -> Details:
    said = {
        name: form[name].data or "" for name in form.data if name not in ("contact_languages", "version", "public_body")
    }
    contact = Contact(
        said["contact_name"],
        said["contact_role"],
        said["contact_phone"],
        said["contact_hours"],
        tuple(form.contact_languages.data or ()),
    )
    deputy = Contact(said["deputy_name"], phone=said["deputy_phone"])
    return Details(
        said["name"],
        said["kind"],
        said["address"],
        said["phone"],
        said["hours"],
        form.public_body.data,
        contact,
        deputy,
    )
