"""The first minute: one question a page, each answered with one tap. What stays unanswered is the safe answer."""

from collections.abc import Iterable

from starlette.responses import RedirectResponse, Response
from wtforms import HiddenField, PasswordField, RadioField, SelectChoice
from wtforms.validators import InputRequired, Length

from pwa_server.casework import sign_in
from pwa_server.domain.people import PICTURES
from pwa_server.domain.problems import N_, BadInput, NotVisible
from pwa_server.domain.secrets import read_pin, require_password, require_pin
from pwa_server.i18n.languages import OFFERED
from pwa_server.pages.everyone import entry
from pwa_server.web import sessions
from pwa_server.web.forms import Form
from pwa_server.web.sessions import Session
from pwa_server.web.visit import Visit

PICTURE_NAMES = {
    "sun": N_("Sonne"),
    "tree": N_("Baum"),
    "bird": N_("Vogel"),
    "fish": N_("Fisch"),
    "house": N_("Haus"),
    "boat": N_("Boot"),
    "flower": N_("Blume"),
    "star": N_("Stern"),
    "key": N_("Schlüssel"),
    "cup": N_("Tasse"),
    "bicycle": N_("Fahrrad"),
    "mountain": N_("Berg"),
}
NEW_PIN = {"inputmode": "numeric", "autocomplete": "new-password", "class": "code"}
NEW_PASSWORD = {"autocomplete": "new-password"}
NOT_THE_SAME = N_("Das ist nicht zweimal das Gleiche.")


def pictures(names: Iterable[str]) -> list[SelectChoice]:
    """Pictures to choose from, each with its name for those who hear the page."""
    return [SelectChoice(name, PICTURE_NAMES[name]) for name in names]


class NewPinForm(Form):
    """A PIN, typed twice."""

    secret = PasswordField(N_("Neue PIN"), [InputRequired(), Length(max=1024)], render_kw=NEW_PIN)
    again = PasswordField(N_("Die PIN noch einmal"), [InputRequired(), Length(max=1024)], render_kw=NEW_PIN)
    kind = HiddenField(default="pin")


class NewPasswordForm(Form):
    """A password, typed twice."""

    secret = PasswordField(
        N_("Neues Passwort"), [InputRequired()], description=N_("8 Zeichen oder mehr."), render_kw=NEW_PASSWORD
    )
    again = PasswordField(N_("Das Passwort noch einmal"), [InputRequired()], render_kw=NEW_PASSWORD)
    kind = HiddenField(default="password")


class PictureForm(Form):
    """One of the twelve pictures, and the page that asked for one."""

    picture = RadioField(N_("Ihr Bild"), [InputRequired()], validate_choice=False)
    next = HiddenField()


def session_of(visit: Visit) -> Session:
    """The session of a page that has one."""
    if visit.session is None:
        raise NotVisible
    return visit.session


def new_secret(visit: Visit, form: Form, is_pin: bool) -> str:
    """The new PIN or password of a form. '' with the reason in the form's errors when it can't be taken."""
    secret = read_pin(form.secret.data) if is_pin else form.secret.data
    try:
        if is_pin:
            require_pin(secret)
        else:
            require_password(secret, (visit.actor.name,) if visit.somebody else ())
    except BadInput as problem:
        form.secret.errors = [visit.say(problem.message)]
        return ""
    if secret != (read_pin(form.again.data) if is_pin else form.again.data):
        form.again.errors = [visit.say(NOT_THE_SAME)]
        return ""
    return str(secret)


async def show_language(visit: Visit) -> Response:
    """First question: which language."""
    return visit.page("everyone/welcome_language.html", offered=OFFERED)


async def choose_language(visit: Visit) -> Response:
    """Keep the language and go on."""
    tag = str((await visit.form()).get("language", ""))
    if tag not in {language.tag for language in OFFERED}:
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    await entry.write(visit, sign_in.choose_language, tag)
    response = visit.redirect("/welcome/phone" if session_of(visit).secret_at else "/welcome/secret")
    sessions.set_language_cookie(response, visit.parts, tag)
    return response


async def show_secret(visit: Visit) -> Response:
    """Second question: a PIN of one's own, or a password."""
    if session_of(visit).secret_at:
        return RedirectResponse("/welcome/phone", 303)
    chosen = NewPasswordForm if visit.request.query_params.get("kind") == "password" else NewPinForm
    return _secret_page(visit, chosen.empty(visit))


def _secret_page(visit: Visit, form: Form) -> Response:
    account = visit.read.row("accounts.find", id=visit.actor.id)
    name = account["sign_in_name"] if account else ""
    return visit.page(
        "everyone/welcome_secret.html", status=422 if form.errors else 200, form=form, sign_in_name=name,
        by_password=isinstance(form, NewPasswordForm),
    )  # fmt: skip


async def choose_secret(visit: Visit) -> Response:
    """Store the hash of the PIN or password; the session may now see the plan."""
    session = session_of(visit)
    is_pin = (await visit.form()).get("kind") != "password"
    form = await (NewPinForm if is_pin else NewPasswordForm).of(visit)
    secret = new_secret(visit, form, is_pin) if form.validate() else ""
    if not secret:
        return _secret_page(visit, form)
    secret_hash = await visit.parts.passwords.hash(secret)
    await entry.write(visit, sign_in.choose_first_secret, session.id, "pin" if is_pin else "password", secret_hash)
    return visit.redirect("/welcome/reminders" if session.phone == "own" else "/welcome/phone")


async def show_phone(visit: Visit) -> Response:
    """Third question: who uses this phone."""
    return visit.page("everyone/welcome_phone.html")


async def choose_phone(visit: Visit) -> Response:
    """Keep who uses the phone; with several people a picture is chosen next."""
    return await keep_phone(visit, picture="/welcome/picture", done="/welcome/reminders")


async def keep_phone(visit: Visit, *, picture: str, done: str) -> Response:
    """Keep who uses this phone and go on. What several people hold becomes one's own with the PIN alone.

    A shared phone keeps nothing: the copies go with the answer.
    """
    phone, session = str((await visit.form()).get("phone", "")), session_of(visit)
    if phone == "own" and session.phone == "shared" and not sessions.secret_is_fresh(session, visit.now):
        return visit.redirect(f"/pin?next={visit.request.url.path}")
    await entry.write(visit, sign_in.choose_phone, session.id, phone)
    response = visit.redirect(picture if phone == "shared" else done)
    if phone == "shared":
        response.headers["SW-Store"] = "none"
    return response


async def show_picture(visit: Visit) -> Response:
    """The picture that opens the shared phone."""
    people = visit.read.rows("devices.pictures", device_id=session_of(visit).device_id or "")
    own = next((row["picture"] for row in people if row["account_id"] == visit.actor.id), None)
    return _picture_page(visit, PictureForm.empty(visit, picture=own, next=entry.asked_path(visit)))


def _picture_page(visit: Visit, form: Form) -> Response:
    people = visit.read.rows("devices.pictures", device_id=session_of(visit).device_id or "")
    taken = {row["picture"] for row in people if row["account_id"] != visit.actor.id}
    form.picture.choices = pictures(name for name in PICTURES if name not in taken)
    return visit.page("everyone/welcome_picture.html", status=422 if form.errors else 200, form=form)


async def choose_picture(visit: Visit) -> Response:
    """Keep the picture."""
    form = await PictureForm.of(visit)
    if not form.validate():
        return _picture_page(visit, form)
    try:
        await entry.write(visit, sign_in.choose_picture, session_of(visit).device_id or "", form.picture.data)
    except BadInput as problem:
        form.picture.errors = [visit.say(problem.message)]
        return _picture_page(visit, form)
    return visit.redirect(form.next.data or "/welcome/reminders")


async def show_reminders(visit: Visit) -> Response:
    """Last question: may we remind you? With the words that would stand on the lock screen."""
    return visit.page("everyone/welcome_reminders.html", home=entry.HOME[visit.actor.role])
