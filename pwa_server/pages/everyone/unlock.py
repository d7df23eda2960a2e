"""Opening again: picture and PIN on a known phone, and the PIN once more before what is specially protected."""

from starlette.responses import RedirectResponse, Response
from wtforms import HiddenField, PasswordField, RadioField
from wtforms.validators import InputRequired, Length

from pwa_server.casework import sign_in
from pwa_server.domain.problems import N_
from pwa_server.pages.everyone import entry
from pwa_server.pages.everyone.feedback import forget_receipt
from pwa_server.pages.everyone.first_minute import pictures, session_of
from pwa_server.pages.everyone.sign_in import PASSWORD, PIN, device_people, offers_passkeys
from pwa_server.storage.database import Row
from pwa_server.web.forms import Form
from pwa_server.web.visit import Visit, own_path

WRONG = N_("Das stimmt nicht. Bitte versuchen Sie es noch einmal.")


class UnlockForm(Form):
    """Who it is, by picture, and the PIN."""

    picture = RadioField(N_("Wer sind Sie?"), [InputRequired()], validate_choice=False)
    secret = PasswordField(N_("Ihre PIN"), [InputRequired(), Length(max=1024)], render_kw=PIN)
    next = HiddenField()


class SecretForm(Form):
    """The PIN alone."""

    secret = PasswordField(N_("Ihre PIN"), [InputRequired(), Length(max=1024)], render_kw=PIN)
    next = HiddenField()


def for_passwords(form: Form, kinds: set[str]) -> None:
    """Let a form ask for what these people chose: PIN, password, or either."""
    if "password" in kinds:
        form.secret.label.text = N_("PIN oder Passwort") if "pin" in kinds else N_("Ihr Passwort")
        form.secret.render_kw = PASSWORD


async def show_unlock(visit: Visit) -> Response:
    """The pictures of this phone's people. A phone that knows nobody leads to the door."""
    people = device_people(visit)
    if not people:
        return RedirectResponse("/sign-in", 303)
    only = people[0]["picture"] if len(people) == 1 else None
    return _unlock_page(visit, people, UnlockForm.empty(visit, picture=only, next=entry.asked_path(visit)))


def _unlock_page(visit: Visit, people: list[Row], form: Form, checked: entry.Checked | None = None) -> Response:
    form.picture.choices = pictures(row["picture"] for row in people)
    for_passwords(form, {row["secret_kind"] for row in people})
    response = entry.public_page(
        visit,
        "everyone/unlock.html",
        status=checked.status if checked else 422 if form.errors else 200,
        form=form,
        people=people,
        by_passkey=offers_passkeys(visit),
        wait_minutes=checked.wait_minutes if checked else 0,
    )
    response.headers["SW-Store"] = "none"
    return response


async def unlock(visit: Visit) -> Response:
    """Open the phone for the person behind the picture: a session with a new token."""
    people, form = device_people(visit), await UnlockForm.of(visit)
    if not people:
        return RedirectResponse("/sign-in", 303)
    form.picture.choices = pictures(row["picture"] for row in people)
    if not form.validate():
        return _unlock_page(visit, people, form)
    person = next((row for row in people if row["picture"] == form.picture.data), None)
    stored = visit.read.row("secrets.for_check", account_id=person["account_id"]) if person else None
    checked = await entry.check(visit, person["account_id"] if person else "picture:", stored, form.secret.data)
    if not person or not checked.right:
        if not checked.wait_minutes:
            form.form_errors.append(visit.say(WRONG))
        return _unlock_page(visit, people, form, checked)
    begun = await entry.write(visit, sign_in.begin, person["account_id"], entry.browser(visit))
    return entry.begun(visit, begun, form.next.data or "")


async def lock(visit: Visit) -> Response:
    """Lock at once, before handing the phone on. The neutral push stays."""
    if visit.session and visit.session.secret_at:
        await entry.write(visit, sign_in.lock, visit.session.id)
    response = visit.redirect("/unlock")
    response.headers["SW-Store"] = "none"
    forget_receipt(visit, response)
    return response


async def show_pin(visit: Visit) -> Response:
    """Ask for the PIN once more."""
    return _pin_page(visit, SecretForm.empty(visit, next=entry.asked_path(visit)))


def _pin_page(visit: Visit, form: Form, checked: entry.Checked | None = None) -> Response:
    stored = visit.read.row("secrets.for_check", account_id=visit.actor.id)
    for_passwords(form, {stored["secret_kind"]} if stored else set())
    return entry.public_page(
        visit,
        "everyone/pin.html",
        status=checked.status if checked else 422 if form.errors else 200,
        form=form,
        home=entry.HOME[visit.actor.role],
        wait_minutes=checked.wait_minutes if checked else 0,
    )


async def give_pin(visit: Visit) -> Response:
    """Note that the PIN was typed just now, and go to the page that asked for it."""
    form = await SecretForm.of(visit)
    if not form.validate():
        return _pin_page(visit, form)
    stored = visit.read.row("secrets.for_check", account_id=visit.actor.id)
    checked = await entry.check(visit, visit.actor.id, stored, form.secret.data)
    if not checked.right:
        if not checked.wait_minutes:
            form.form_errors.append(visit.say(WRONG))
        return _pin_page(visit, form, checked)
    await entry.write(visit, sign_in.secret_was_typed, session_of(visit).id, entry.browser(visit).device_token)
    return visit.redirect(own_path(form.next.data or "") if form.next.data else entry.HOME[visit.actor.role])
