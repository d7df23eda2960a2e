"""/office/accounts: the carrier's own staff. Accounts are invited, ended and let in again; nobody sees a password."""

import json

from starlette.responses import Response
from wtforms import BooleanField, EmailField, HiddenField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from pwa_server.casework import account_life, second_factors
from pwa_server.casework import accounts as verbs
from pwa_server.casework.accounts import STAFF_RIGHTS
from pwa_server.domain.problems import N_, BadInput, NotVisible
from pwa_server.domain.quiet_days import counts_from
from pwa_server.i18n.formats import When
from pwa_server.pages import paging, views
from pwa_server.pages.coordinator import letters, words
from pwa_server.pages.coordinator.words import SeveralField
from pwa_server.pages.views import View
from pwa_server.storage.database import Row, Tx
from pwa_server.web.forms import Form, PhoneField, version_of
from pwa_server.web.visit import Visit


class InviteForm(Form):
    """A new account of staff."""

    role = RadioField(N_("Was macht diese Person?"))
    name = StringField(N_("Name"), validators=[InputRequired(), Length(max=120)])
    email = EmailField(N_("E-Mail-Adresse"), validators=[InputRequired(), Length(max=200)])
    title = StringField(N_("Beruf oder Aufgabe"), validators=[Length(max=80)])
    phone = PhoneField(N_("Telefonnummer"))
    language = SelectField(N_("Sprache der Seiten"), default="de")
    rights = SeveralField(N_("Besondere Rechte"))
    by_mail = BooleanField(N_("Die Einladung per E-Mail schicken"))


class RightsForm(Form):
    """Which named rights a staff account holds."""

    rights = SeveralField(N_("Besondere Rechte"))
    version = HiddenField()


def _bind(visit: Visit, form: InviteForm) -> InviteForm:
    form.role.choices = words.choices(visit, words.ROLES, ("counsellor", "coordinator"))
    form.language.choices = words.offered_languages()
    form.rights.choices = words.choices(visit, words.RIGHTS, STAFF_RIGHTS)
    return form


async def show_accounts(visit: Visit) -> Response:
    """The carrier's staff, and second factors that wait for a second person."""
    rows, pages = paging.part(visit, visit.read.rows("accounts.of_carrier", carrier_id=visit.actor.carrier_id))
    renewals = visit.read.rows("accounts.open_renewals", carrier_id=visit.actor.carrier_id)
    return visit.page(
        "coordinator/accounts.html",
        nav="accounts",
        accounts=[_view(visit, row) for row in rows],
        pages=pages,
        renewals=[
            {
                "id": row["id"],
                "name": row["name"],
                "asked_by": row["asked_by_name"],
                "mine": visit.actor.id in _knows(row),
            }
            for row in renewals
        ],
    )


def _knows(row: Row) -> tuple[str, str]:
    """Who can't be the second of two people."""
    return row["asked_by"], row["account_id"]


def _view(visit: Visit, row: Row) -> View:
    state = "ended" if row["deactivated_at"] else "active" if row["has_secret"] else "invited"
    return {
        "id": row["id"],
        "name": row["name"],
        "title": row["title"],
        "email": row["email"] or "",
        "role": visit.say(words.ROLES[row["role"]]),
        "rights": [
            visit.say(words.RIGHTS[right]) for right in json.loads(row["staff_rights"]) if right in words.RIGHTS
        ],
        "state": state,
        "second_factor": bool(row["second_factor_at"]),
        "own": row["id"] == visit.actor.id,
    }


async def show_new(visit: Visit) -> Response:
    """The form for a new account."""
    form = _bind(visit, InviteForm.empty(visit, role="counsellor", language="de"))
    return visit.page("coordinator/account_new.html", nav="accounts", form=form)


async def invite(visit: Visit) -> Response:
    """Invite somebody; the link goes by mail or onto a letter."""
    form = _bind(visit, await InviteForm.of(visit))
    if form.validate():
        facts = {name: form[name].data or "" for name in ("role", "name", "email", "title", "phone", "language")}
        try:
            made = await visit.write(_invite, form.by_mail.data, tuple(form.rights.data or ()), facts)
        except BadInput as problem:
            words.add_problem(visit, form, problem)
        else:
            account_id, token = made
            back = f"/office/accounts/{account_id}"
            return visit.redirect(back) if form.by_mail.data else letters.invitation(visit, form.name.data, token, back)
    return visit.page("coordinator/account_new.html", status=422, nav="accounts", form=form)


def _invite(tx: Tx, by_mail: bool, rights: tuple[str, ...], facts: dict[str, str]) -> tuple[str, str]:
    return verbs.invite_account(tx, staff_rights=rights, by_mail=by_mail, **facts)


def _of_carrier(visit: Visit) -> Row:
    row = visit.read.row("accounts.managed", id=visit.path["account_id"])
    if row is None or row["role"] == "mentor" or row["carrier_id"] != visit.actor.carrier_id:
        raise NotVisible
    return row


async def show_account(visit: Visit) -> Response:
    """One account, and what can be done for it."""
    row = _of_carrier(visit)
    form = RightsForm.empty(visit, rights=json.loads(row["staff_rights"]), version=str(row["version"]))
    form.rights.choices = words.choices(visit, words.RIGHTS, STAFF_RIGHTS)
    loads = visit.read.rows("endings.caseloads", carrier_id=row["carrier_id"])
    load = next((load for load in loads if load["id"] == row["id"]), None)
    return visit.page(
        "coordinator/account.html",
        nav="accounts",
        account=_view(visit, row),
        form=form,
        load=load,
        plans_from=_later(visit, counts_from(row)) if row["role"] == "counsellor" else None,
        complaints_from=_later(visit, row["complaint_from"]),
        gave_complaints=row["complaint_given_by"] == visit.actor.id,
    )


def _later(visit: Visit, at: str | None) -> When | None:
    """A moment that is still to come, else None."""
    return views.moment_of(visit, at) if at and visit.now < at else None


async def confirm_complaints(visit: Visit) -> Response:
    """Second of two people: the right to read complaints counts now."""
    row = _of_carrier(visit)
    await visit.write(account_life.confirm_complaints, row["id"])
    return visit.redirect(f"/office/accounts/{row['id']}")


async def change_rights(visit: Visit) -> Response:
    """Give exactly the chosen rights."""
    row = _of_carrier(visit)
    form = await RightsForm.of(visit)
    form.rights.choices = words.choices(visit, words.RIGHTS, STAFF_RIGHTS)
    if not form.validate():
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    await visit.write(account_life.set_rights, row["id"], form.rights.data, version_of(form.version.data))
    return visit.redirect(f"/office/accounts/{row['id']}")


async def deactivate(visit: Visit) -> Response:
    """End an account of staff."""
    row = _of_carrier(visit)
    await visit.write(account_life.deactivate, row["id"])
    return visit.redirect(f"/office/accounts/{row['id']}")


async def reactivate(visit: Visit) -> Response:
    """Let an account of staff be used again."""
    row = _of_carrier(visit)
    await visit.write(account_life.reactivate, row["id"])
    return visit.redirect(f"/office/accounts/{row['id']}")


async def make_letter(visit: Visit) -> Response:
    """A printed letter: a new invitation before the first password, afterwards a code for a new one."""
    row = _of_carrier(visit)
    return await letter_for(visit, row, f"/office/accounts/{row['id']}")


async def letter_for(visit: Visit, row: Row, back: str) -> Response:
    """The letter that this account needs now."""
    if row["has_secret"]:
        return letters.reset(visit, row["name"], await visit.write(verbs.make_reset_letter, row["id"]), back)
    return letters.invitation(visit, row["name"], await visit.write(verbs.invite_again, row["id"]), back)


async def ask_renewal(visit: Visit) -> Response:
    """First of two people: somebody has lost the second factor."""
    row = _of_carrier(visit)
    await visit.write(second_factors.ask_renewal, row["id"])
    return visit.redirect("/office/accounts")


async def confirm_renewal(visit: Visit) -> Response:
    """Second of two people."""
    renewals = visit.read.rows("accounts.open_renewals", carrier_id=visit.actor.carrier_id)
    if not any(row["id"] == visit.path["renewal_id"] for row in renewals):
        raise NotVisible
    await visit.write(second_factors.confirm_renewal, visit.path["renewal_id"])
    return visit.redirect("/office/accounts")
