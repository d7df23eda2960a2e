"""One's own devices and who uses them, PIN or password, and signing out."""

from datetime import time

from starlette.responses import Response
from wtforms import PasswordField
from wtforms.validators import InputRequired, Length

from pwa_server.casework import account_news, sign_in
from pwa_server.domain.problems import N_, NotAllowed
from pwa_server.domain.times import berlin
from pwa_server.i18n.formats import When, when
from pwa_server.pages.everyone import entry
from pwa_server.pages.everyone.feedback import forget_receipt
from pwa_server.pages.everyone.first_minute import NEW_PASSWORD, NEW_PIN, keep_phone, new_secret, session_of
from pwa_server.pages.everyone.sign_in import PASSWORD, PIN
from pwa_server.web import sessions
from pwa_server.web.forms import Form
from pwa_server.web.visit import Visit

WRONG_PIN = N_("Die alte PIN stimmt nicht.")
WRONG_PASSWORD = N_("Das alte Passwort stimmt nicht.")


class ChangePinForm(Form):
    """The old PIN and a new one twice."""

    old = PasswordField(N_("Alte PIN"), [InputRequired(), Length(max=1024)], render_kw=PIN)
    secret = PasswordField(N_("Neue PIN"), [InputRequired(), Length(max=1024)], render_kw=NEW_PIN)
    again = PasswordField(N_("Die PIN noch einmal"), [InputRequired(), Length(max=1024)], render_kw=NEW_PIN)


class ChangePasswordForm(Form):
    """The old password and a new one twice."""

    old = PasswordField(N_("Altes Passwort"), [InputRequired(), Length(max=1024)], render_kw=PASSWORD)
    secret = PasswordField(
        N_("Neues Passwort"), [InputRequired()], description=N_("8 Zeichen oder mehr."), render_kw=NEW_PASSWORD
    )
    again = PasswordField(N_("Das Passwort noch einmal"), [InputRequired()], render_kw=NEW_PASSWORD)


def layout_of(visit: Visit) -> str:
    """The frame that this reader's pages have."""
    return "layouts/phone.html" if visit.actor.role in ("client", "mentor") else "layouts/desk.html"


def settings_of(visit: Visit) -> str:
    """Where this reader came from."""
    return "/mentor/settings" if visit.actor.role == "mentor" else "/settings"


async def show_sessions(visit: Visit) -> Response:
    """Every device on which this person is signed in."""
    found = visit.read.rows("sessions.own")
    return visit.page(
        "everyone/sessions.html",
        layout=layout_of(visit),
        back=settings_of(visit),
        devices=[
            {
                "id": row["id"],
                "label": row["label"],
                "phone": row["phone"],
                "is_this": row["id"] == session_of(visit).id,
                "used": when_of(visit, row["used_at"]),
            }
            for row in found
        ],
    )


def when_of(visit: Visit, instant: str) -> When:
    """A moment in the reader's words."""
    there = berlin(instant)
    return when(visit.language.tag, there.date(), visit.today, time(there.hour, there.minute))


async def end_session(visit: Visit) -> Response:
    """End one session on another device; ending this one is signing out."""
    if visit.path["id"] == session_of(visit).id:
        return await sign_out(visit)
    await visit.write(sign_in.end_own, visit.path["id"])
    return visit.redirect("/settings/sessions")


async def answer_news(visit: Visit) -> Response:
    """Was it you? Yes leads back; no has ended the other session, and a new secret comes next."""
    form = await visit.form()
    said = str(form.get("answer", ""))
    ended = await visit.write(account_news.answer, visit.path["id"], session_of(visit).id, said)
    if said == "me":
        return visit.redirect(str(form.get("next", "")))
    return visit.redirect("/settings/secret?not_me=ended" if ended else "/settings/secret?not_me=told")


def _secret_form(visit: Visit) -> type[Form]:
    stored = visit.read.row("secrets.for_check", account_id=visit.actor.id)
    return ChangePinForm if stored and stored["secret_kind"] == "pin" else ChangePasswordForm  # noqa: S105


async def show_secret(visit: Visit) -> Response:
    """Change one's own PIN or password."""
    return _secret_page(visit, _secret_form(visit).empty(visit))


def _secret_page(visit: Visit, form: Form, checked: entry.Checked | None = None) -> Response:
    return visit.page(
        "everyone/secret.html",
        status=checked.status if checked else 422 if form.errors else 200,
        layout=layout_of(visit),
        back=settings_of(visit),
        form=form,
        is_pin=isinstance(form, ChangePinForm),
        not_me=visit.request.query_params.get("not_me", ""),
        wait_minutes=checked.wait_minutes if checked else 0,
    )


async def change_secret(visit: Visit) -> Response:
    """The old one is checked first; then every other device is signed out."""
    form = await _secret_form(visit).of(visit)
    is_pin = isinstance(form, ChangePinForm)
    secret = new_secret(visit, form, is_pin) if form.validate() else ""
    if not secret:
        return _secret_page(visit, form)
    stored = visit.read.row("secrets.for_check", account_id=visit.actor.id)
    checked = await entry.check(visit, visit.actor.id, stored, form.old.data)
    if not checked.right:
        form.old.errors = [visit.say(WRONG_PIN if is_pin else WRONG_PASSWORD)]
        return _secret_page(visit, form, checked)
    secret_hash = await visit.parts.passwords.hash(secret)
    kind, role = "pin" if is_pin else "password", visit.actor.role
    token = await entry.write(visit, sign_in.change_secret, session_of(visit).id, role, kind, secret_hash)
    response = visit.redirect("/settings/sessions")
    sessions.set_cookie(response, visit.parts, token, role)
    return response


async def show_phone(visit: Visit) -> Response:
    """Who uses this phone, as it is now, and how to change it."""
    session = session_of(visit)
    if session.phone == "desk":
        raise NotAllowed
    return visit.page(
        "everyone/phone.html", layout=layout_of(visit), back=settings_of(visit), shared=session.phone == "shared"
    )


async def choose_phone(visit: Visit) -> Response:
    """Another answer to the question of the first minute."""
    settings = settings_of(visit)
    return await keep_phone(visit, picture=f"/welcome/picture?next={settings}", done=settings)


async def sign_out(visit: Visit) -> Response:
    """End the session and leave nothing on this device. Also for a session that has ended already."""
    if visit.session and visit.somebody:
        await entry.write(visit, sign_in.sign_out, visit.session.id, visit.session.device_id)
    response = sessions.signed_out(visit.redirect(f"/signed-out?lang={visit.language.tag}"), visit.parts)
    forget_receipt(visit, response)
    return response


async def show_signed_out(visit: Visit) -> Response:
    """Nothing is left on this device."""
    return entry.public_page(visit, "everyone/signed_out.html")
