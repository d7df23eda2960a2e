"""/office/mentors: the volunteer office's list. Of a certificate it keeps when, by whom and that it was fine."""

import json
from datetime import date

from starlette.responses import Response
from wtforms import BooleanField, DateField, EmailField, HiddenField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from pwa_server.casework import account_life, clearances, mentor_search
from pwa_server.casework import accounts as verbs
from pwa_server.domain.mentoring import CERTIFICATE_MONTHS, forget_on, renewal_due
from pwa_server.domain.problems import N_, BadInput, NotVisible, Stale
from pwa_server.i18n.formats import parse_day
from pwa_server.pages import paging, views
from pwa_server.pages.coordinator import letters, words
from pwa_server.pages.coordinator.accounts import letter_for
from pwa_server.pages.coordinator.words import SeveralField
from pwa_server.pages.views import View
from pwa_server.storage.database import Row, Tx
from pwa_server.web.forms import Form, PhoneField, version_of
from pwa_server.web.visit import Visit

USUAL_CLIENTS = 3


class InviteForm(Form):
    """A new mentor."""

    name = StringField(N_("Name"), validators=[InputRequired(), Length(max=120)])
    email = EmailField(N_("E-Mail-Adresse"), validators=[InputRequired(), Length(max=200)])
    phone = PhoneField(N_("Telefonnummer"))
    language = SelectField(N_("Sprache der Seiten"), default="de")
    by_mail = BooleanField(N_("Die Einladung per E-Mail schicken"))


class AboutForm(Form):
    """What is kept of a mentor beside the account."""

    languages = SeveralField(N_("Spricht"))
    max_clients = IntegerField(
        N_("Wie viele Menschen höchstens?"), validators=[InputRequired(), NumberRange(1, mentor_search.MOST_CLIENTS)]
    )
    confidentiality_on = DateField(N_("Verschwiegenheit versprochen am"), validators=[Optional()])
    training_on = DateField(N_("Schulung am"), validators=[Optional()])
    version = HiddenField()


class CertificateForm(Form):
    """A certificate that somebody looked at and that was fine."""

    issued_on = DateField(N_("Ausgestellt am"), validators=[InputRequired()])
    seen_on = DateField(N_("Angesehen am"), validators=[InputRequired()])
    seen_by = StringField(N_("Angesehen von"), validators=[InputRequired(), Length(max=120)])
    suitable = BooleanField(N_("Die Person ist geeignet."), validators=[InputRequired()])


async def show_mentors(visit: Visit) -> Response:
    """All mentors; whose certificate ends soon comes first."""
    rows = [_view(visit, row) for row in visit.read.rows("mentors.list")]
    order = {"lapsed": 0, "due": 1, "none": 2, "good": 3, "ended": 4}
    rows.sort(key=lambda row: order[row["clearance"]])
    waiting = len(visit.read.rows("mentors.requests"))
    shown, pages = paging.part(visit, rows)
    return visit.page("coordinator/mentors.html", nav="mentors", mentors=shown, waiting=waiting, pages=pages)


def _clearance(visit: Visit, row: Row) -> str:
    if row["deactivated_at"]:
        return "ended"
    if not row["lapses_on"]:
        return "none"
    if row["lapses_on"] <= visit.today.isoformat():
        return "lapsed"
    return "due" if renewal_due(row["lapses_on"], visit.today) else "good"


def _view(visit: Visit, row: Row) -> View:
    return {
        "id": row["id"],
        "name": row["name"],
        "code": row["mentor_code"],
        "languages": words.language_names(visit, json.loads(row["languages"])),
        "phone": row["phone"] or "",
        "clients": row["clients"] or 0,
        "max_clients": row["max_clients"],
        "clearance": _clearance(visit, row),
        "lapses": views.day(visit, row["lapses_on"]),
        "confidentiality": bool(row["confidentiality_on"]),
    }


def _bind_invite(form: InviteForm) -> InviteForm:
    form.language.choices = words.offered_languages()
    return form


async def show_new(visit: Visit) -> Response:
    """The form for a new mentor."""
    return visit.page(
        "coordinator/mentor_new.html", nav="mentors", form=_bind_invite(InviteForm.empty(visit, language="de"))
    )


async def invite(visit: Visit) -> Response:
    """Invite a mentor; the link goes by mail or onto a letter."""
    form = _bind_invite(await InviteForm.of(visit))
    if form.validate():
        facts = {name: form[name].data or "" for name in ("name", "email", "phone", "language")}
        try:
            mentor_id, token = await visit.write(_invite, form.by_mail.data, facts)
        except BadInput as problem:
            words.add_problem(visit, form, problem)
        else:
            back = f"/office/mentors/{mentor_id}"
            return visit.redirect(back) if form.by_mail.data else letters.invitation(visit, form.name.data, token, back)
    return visit.page("coordinator/mentor_new.html", status=422, nav="mentors", form=form)


def _invite(tx: Tx, by_mail: bool, facts: dict[str, str]) -> tuple[str, str]:
    return verbs.invite_account(tx, staff_rights=(), role="mentor", by_mail=by_mail, **facts)


def _find(visit: Visit) -> Row:
    row = visit.read.row("mentors.find", id=visit.path["mentor_id"])
    if row is None:
        raise NotVisible
    return row


async def show_mentor(visit: Visit) -> Response:
    """One mentor: code, languages, certificates."""
    return _page(visit, _find(visit))


def _page(
    visit: Visit,
    row: Row,
    about: AboutForm | None = None,
    certificate: CertificateForm | None = None,
    status: int = 200,
) -> Response:
    account = visit.read.row("accounts.managed", id=row["id"])
    seen = [
        {"issued": views.day(visit, c["issued_on"]), "seen": views.day(visit, c["seen_on"]), "by": c["seen_by"]}
        | {"forget": views.day(visit, forget_on(c).isoformat())}
        for c in visit.read.rows("mentors.clearances", mentor_id=row["id"])
    ]
    return visit.page(
        "coordinator/mentor.html",
        status=status,
        nav="mentors",
        mentor=_view(visit, row),
        has_password=bool(account and account["has_secret"]),
        seen=seen,
        months=CERTIFICATE_MONTHS,
        about=about or _about(visit, row),
        certificate=certificate or CertificateForm.empty(visit, seen_on=visit.today, seen_by=visit.actor.name),
    )


def _about(visit: Visit, row: Row) -> AboutForm:
    form = AboutForm.empty(
        visit,
        languages=json.loads(row["languages"]),
        max_clients=row["max_clients"],
        confidentiality_on=_day(row["confidentiality_on"]),
        training_on=_day(row["training_on"]),
        version=str(row["version"]),
    )
    form.languages.choices = words.spoken_languages(visit)
    return form


def _day(iso: str | None) -> date | None:
    return parse_day(iso) if iso else None


async def keep_about(visit: Visit) -> Response:
    """Keep languages, how many people, promise and training."""
    row = _find(visit)
    form = await AboutForm.of(visit)
    form.languages.choices = words.spoken_languages(visit)
    if form.validate():
        about = mentor_search.About(
            form.languages.data,
            form.max_clients.data,
            words.day_text(form.confidentiality_on.data),
            words.day_text(form.training_on.data),
        )
        try:
            await visit.write(mentor_search.keep_about, row["id"], version_of(form.version.data), about)
        except (BadInput, Stale) as problem:
            words.add_problem(visit, form, problem)
        else:
            return visit.redirect(f"/office/mentors/{row['id']}")
    return _page(visit, row, about=form, status=422)


async def record_clearance(visit: Visit) -> Response:
    """Note that a certificate was seen. Of somebody who is not suitable nothing is kept: there is no such form."""
    row = _find(visit)
    form = await CertificateForm.of(visit)
    if form.validate():
        seen = clearances.Certificate(form.issued_on.data.isoformat(), form.seen_on.data.isoformat(), form.seen_by.data)
        try:
            await visit.write(clearances.record, row["id"], seen)
        except BadInput as problem:
            words.add_problem(visit, form, problem)
        else:
            return visit.redirect(f"/office/mentors/{row['id']}")
    return _page(visit, row, certificate=form, status=422)


async def make_letter(visit: Visit) -> Response:
    """A printed letter: the invitation again, or a code for a new password."""
    row = _find(visit)
    account = visit.read.row("accounts.managed", id=row["id"])
    if account is None:
        raise NotVisible
    return await letter_for(visit, account, f"/office/mentors/{row['id']}")


async def deactivate(visit: Visit) -> Response:
    """A mentor stops: the account ends, what clients granted is suspended."""
    row = _find(visit)
    await visit.write(account_life.deactivate, row["id"])
    return visit.redirect(f"/office/mentors/{row['id']}")


async def reactivate(visit: Visit) -> Response:
    """A mentor comes back."""
    row = _find(visit)
    await visit.write(account_life.reactivate, row["id"])
    return visit.redirect(f"/office/mentors/{row['id']}")
