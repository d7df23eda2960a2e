"""A first password by invitation, a new one by mail or by a printed letter. Nobody else ever sets or sees it."""

from starlette.responses import Response
from wtforms import EmailField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from pwa_server.casework import accounts, codes, tries
from pwa_server.domain.problems import N_
from pwa_server.pages.everyone import entry
from pwa_server.pages.everyone.first_minute import NEW_PASSWORD, new_secret
from pwa_server.web.forms import Form
from pwa_server.web.visit import Visit

KINDS = {"/invitation": accounts.INVITED, "/reset": accounts.RESET}
ANSWER_IS_OUT_SECONDS = 0.5
LETTER_CODE = {
    "autocomplete": "off",
    "autocapitalize": "characters",
    "spellcheck": "false",
    "class": "code",
    "dir": "ltr",
}


class ForgottenForm(Form):
    """The e-mail address of whoever forgot."""

    email = EmailField(
        N_("Ihre E-Mail-Adresse"), [InputRequired(), Length(max=300)], render_kw={"autocomplete": "username"}
    )


class PasswordForm(Form):
    """The code of the link or the letter, and the new password twice."""

    c = StringField(N_("Code aus dem Brief"), [InputRequired(), Length(max=100)], render_kw=LETTER_CODE)
    secret = PasswordField(
        N_("Neues Passwort"), [InputRequired()], description=N_("8 Zeichen oder mehr."), render_kw=NEW_PASSWORD
    )
    again = PasswordField(N_("Das Passwort noch einmal"), [InputRequired()], render_kw=NEW_PASSWORD)


async def show_forgotten(visit: Visit) -> Response:
    """Ask for the address; without mail the office prints a letter."""
    return _forgotten_page(visit, ForgottenForm.empty(visit))


def _forgotten_page(visit: Visit, form: Form, asked: bool = False) -> Response:
    has_mail = bool(visit.parts.settings.smtp_url)
    status = 422 if form.errors else 200
    return entry.public_page(visit, "everyone/forgotten.html", status=status, form=form, asked=asked, has_mail=has_mail)


async def ask_reset(visit: Visit) -> Response:
    """Send a link to the address, if somebody here has it. The answer is the same either way."""
    form = await ForgottenForm.of(visit)
    if not form.validate():
        return _forgotten_page(visit, form)
    if visit.parts.settings.smtp_url:
        email = form.email.data
        if await entry.write(visit, accounts.may_ask_reset, email):
            visit.parts.later(_write_beside(visit, email))
    return _forgotten_page(visit, form, asked=True)


async def _write_beside(visit: Visit, email: str) -> None:
    """The mail is written when the answer is long out: what it costs would tell whether somebody has the address."""
    await visit.parts.pause(ANSWER_IS_OUT_SECONDS)
    await entry.write(visit, accounts.write_reset, email)


async def show_password(visit: Visit) -> Response:
    """The form for a new password. Opening the link uses nothing up."""
    code = visit.request.query_params.get("c", "")[:100]
    return _password_page(visit, PasswordForm.empty(visit, c=code))


def _password_page(visit: Visit, form: Form, unknown: bool = False) -> Response:
    path = visit.request.url.path
    return entry.public_page(
        visit,
        "everyone/new_password.html",
        status=422 if form.errors or unknown else 200,
        form=form,
        path=path,
        invited=path == "/invitation",
        by_link=path == "/invitation" or bool(visit.request.query_params.get("c")) or len(form.c.data or "") > 20,
        unknown=unknown,
    )


async def set_password(visit: Visit) -> Response:
    """Use the code up and set the password; the second factor stays and is asked for next."""
    form, kinds = await PasswordForm.of(visit), KINDS[visit.request.url.path]
    pace = await entry.write(visit, tries.begin_code, entry.browser(visit).address)
    if pace.pause:
        await visit.parts.pause(pace.pause)
    try:
        codes.find_for_secret(visit.read, form.c.data or "", kinds)
        secret = new_secret(visit, form, is_pin=False) if form.validate() else ""
        if not secret:
            return _password_page(visit, form)
        secret_hash = await visit.parts.passwords.hash(secret)
        begun = await entry.write(visit, accounts.set_password, form.c.data, kinds, secret_hash, entry.browser(visit))
    except codes.UnknownCode:
        await entry.count_wrong(visit, tries.wrong_code)
        return _password_page(visit, form, unknown=True)
    return entry.begun(visit, begun)
