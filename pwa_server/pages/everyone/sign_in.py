"""The door: a card, a name with a PIN, or an e-mail address with a password."""

from starlette.responses import RedirectResponse, Response
from wtforms import EmailField, HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from pwa_server.casework import accounts, devices, sign_in
from pwa_server.domain.problems import N_
from pwa_server.domain.secrets import read_sign_in_name
from pwa_server.domain.times import later
from pwa_server.pages.everyone import entry
from pwa_server.storage.database import Row
from pwa_server.web import sessions
from pwa_server.web.forms import Form
from pwa_server.web.visit import Visit

PIN = {"inputmode": "numeric", "autocomplete": "current-password", "class": "code"}
PASSWORD = {"autocomplete": "current-password"}
WRONG_NAME = N_("Name oder PIN stimmt nicht. Bitte schauen Sie auf Ihre Karte.")
NOT_YOU = N_("Waren Sie das nicht? Rufen Sie uns an.")
ENDED = {
    "secret_changed": (N_("Ihre PIN oder Ihr Passwort ist neu."), N_("Darum melden Sie sich hier neu an."), NOT_YOU),
    "second_factor_renewed": (N_("Ihr zweiter Schritt ist neu."), N_("Darum melden Sie sich hier neu an."), NOT_YOU),
    "ended_elsewhere": (N_("Sie haben sich hier von einem anderen Gerät abgemeldet."), NOT_YOU),
    "phone_lost": (N_("Die Beratung hat alle Ihre Geräte abgemeldet."),),
    "too_many": (
        N_("Sie waren auf vielen Geräten angemeldet."),
        N_("Dieses haben Sie am längsten nicht benutzt. Darum melden Sie sich hier neu an."),
        NOT_YOU,
    ),
}
ENDED_TOLD_DAYS = 30
WRONG_MAIL = N_("E-Mail-Adresse oder Passwort stimmt nicht.")


class NameForm(Form):
    """The name on the card and the PIN."""

    name = StringField(
        N_("Ihr Name auf der Karte"),
        [InputRequired(), Length(max=100)],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "dir": "ltr"},
    )
    secret = PasswordField(N_("Ihre PIN"), [InputRequired(), Length(max=1024)], render_kw=PIN)
    next = HiddenField()


class NameAndPasswordForm(NameForm):
    """The same for whoever chose a password."""

    secret = PasswordField(N_("Ihr Passwort"), [InputRequired(), Length(max=1024)], render_kw=PASSWORD)


class MailForm(Form):
    """E-mail address and password of mentors and staff."""

    email = EmailField(N_("E-Mail-Adresse"), [InputRequired(), Length(max=300)], render_kw={"autocomplete": "username"})
    secret = PasswordField(N_("Passwort"), [InputRequired(), Length(max=1024)], render_kw=PASSWORD)
    next = HiddenField()


async def show_choice(visit: Visit) -> Response:
    """The ways in, as pictures with few words. Whoever is signed in goes home."""
    session = visit.session
    if session and session.secret_at and not sessions.is_locked(session, visit.now):
        return RedirectResponse(entry.HOME[visit.actor.role], 303)
    return choice_page(visit, next_path=entry.asked_path(visit))


def choice_page(visit: Visit, problem: str = "", next_path: str = "", wait_minutes: int = 0) -> Response:
    """The door, and why the way that was tried did not open it."""
    return entry.public_page(
        visit,
        "everyone/sign_in.html",
        status=429 if wait_minutes else 422 if problem else 200,
        people=device_people(visit),
        next=next_path,
        ended=_why_ended(visit),
        problem=problem,
        wait_minutes=wait_minutes,
        by_passkey=offers_passkeys(visit),
    )


def offers_passkeys(visit: Visit) -> bool:
    """Whether the unlock of this device may open the door: never where several people can unlock it."""
    return bool(visit.parts.settings.passkey_site) and not is_shared(visit)


def is_shared(visit: Visit) -> bool:
    """Whether somebody who signed in on this browser shares the phone with others."""
    device = devices.find(visit.read, sessions.device_token(visit.request, visit.parts))
    return bool(device and visit.read.rows("passkeys.shared_device", device_id=device["id"]))


def _why_ended(visit: Visit) -> list[str]:
    """Why this browser's session is over, where its owner did not end it here: nobody wonders, and a thief is noticed."""
    token = visit.request.cookies.get(sessions.cookie_name(visit.parts), "")
    facts = {"token_digest": sessions.digest(token), "since": later(visit.now, days=-ENDED_TOLD_DAYS)}
    row = visit.read.row("sessions.ended", **facts) if token else None
    return [visit.say(words) for words in ENDED.get(row["end_reason"], ())] if row else []


def device_people(visit: Visit) -> list[Row]:
    """The people that this browser shows as pictures."""
    token = sessions.device_token(visit.request, visit.parts)
    device = devices.find(visit.read, token)
    return visit.read.rows("devices.people", device_id=device["id"]) if device else []


async def show_name(visit: Visit) -> Response:
    """Name and PIN."""
    return _name_page(visit, _name_form(visit).empty(visit, next=entry.asked_path(visit)))


def _name_form(visit: Visit) -> type[NameForm]:
    return NameAndPasswordForm if visit.request.query_params.get("kind") == "password" else NameForm


def _name_page(visit: Visit, form: Form, checked: entry.Checked | None = None) -> Response:
    return entry.public_page(
        visit,
        "everyone/sign_in_name.html",
        status=checked.status if checked else 422 if form.errors else 200,
        form=form,
        wait_minutes=checked.wait_minutes if checked else 0,
        by_password=isinstance(form, NameAndPasswordForm),
    )


async def begin_by_name(visit: Visit) -> Response:
    """Sign in with name and PIN. An unknown name gets the same answer after the same work."""
    form = await _name_form(visit).of(visit)
    if not form.validate():
        return _name_page(visit, form)
    name = read_sign_in_name(form.name.data)
    account = visit.read.row("accounts.for_sign_in", sign_in_name=name)
    checked = await entry.check(visit, account["id"] if account else f"name:{name}", account, form.secret.data)
    if not account or not checked.right:
        if not checked.wait_minutes:
            form.form_errors.append(visit.say(WRONG_NAME))
        return _name_page(visit, form, checked)
    begun = await entry.write(visit, sign_in.begin, account["id"], entry.browser(visit))
    return entry.begun(visit, begun, form.next.data or "")


async def show_mail(visit: Visit) -> Response:
    """E-mail address and password."""
    return _mail_page(visit, MailForm.empty(visit, next=entry.asked_path(visit)))


def _mail_page(visit: Visit, form: Form, checked: entry.Checked | None = None) -> Response:
    return entry.public_page(
        visit,
        "everyone/sign_in_mail.html",
        status=checked.status if checked else 422 if form.errors else 200,
        form=form,
        by_passkey=offers_passkeys(visit),
        wait_minutes=checked.wait_minutes if checked else 0,
    )


async def begin_by_mail(visit: Visit) -> Response:
    """Sign in with e-mail address and password; staff are asked for the second factor next."""
    form = await MailForm.of(visit)
    if not form.validate():
        return _mail_page(visit, form)
    digest = accounts.mail_digest(visit.read, form.email.data)
    account = accounts.find_by_mail(visit.read, form.email.data)
    known = account if account and account["secret_hash"] else None
    checked = await entry.check(visit, known["id"] if known else f"mail:{digest}", known, form.secret.data)
    if not known or not checked.right:
        if not checked.wait_minutes:
            form.form_errors.append(visit.say(WRONG_MAIL))
        return _mail_page(visit, form, checked)
    begun = await entry.write(visit, sign_in.begin, known["id"], entry.browser(visit))
    return entry.begun(visit, begun, form.next.data or "")
