"""Settings: language, text size, how we reach you, what a message shows; and the way to all else that is one's own."""

import json
from collections.abc import Sequence
from typing import Any

from starlette.responses import Response
from wtforms import EmailField, PasswordField, RadioField, TelField
from wtforms.validators import InputRequired, Length

from pwa_server.casework.own_settings import Reaching, has_new_address, set_reaching, set_reading
from pwa_server.domain.channels import ALL, BAD_EMAIL, BAD_MOBILE, LONGEST_EMAIL, chain, require_email, require_mobile
from pwa_server.domain.consents import PURPOSES
from pwa_server.domain.phones import LONGEST
from pwa_server.domain.problems import N_, BadInput
from pwa_server.i18n.languages import OFFERED
from pwa_server.pages.client.own_case import OFFLINE_SECONDS, issued
from pwa_server.pages.typed_secret import check, write
from pwa_server.web import sessions
from pwa_server.web.forms import Form, choices
from pwa_server.web.visit import Visit


class ReadingForm(Form):
    """Language and text size."""

    language = RadioField(
        N_("Sprache"),
        choices=choices((language.tag, language.name) for language in OFFERED),
        validators=[InputRequired()],
    )
    text_size = RadioField(
        N_("Schrift"),
        choices=choices([("normal", N_("Normal")), ("large", N_("Groß")), ("larger", N_("Sehr groß"))]),
        validators=[InputRequired()],
    )


WAYS = {
    "push": N_("Nachricht auf dem Telefon"),
    "email": N_("E-Mail"),
    "sms": N_("SMS"),
    "phone": N_("Anruf"),
    "letter": N_("Brief"),
}


PIN = {"inputmode": "numeric", "autocomplete": "current-password", "class": "code"}
PASSWORD = {"autocomplete": "current-password"}
WHY_PIN = N_("Sie ändern eine Nummer oder Adresse. Bitte schreiben Sie Ihre PIN dazu.")
WHY_PASSWORD = N_("Sie ändern eine Nummer oder Adresse. Bitte schreiben Sie Ihr Passwort dazu.")
WRONG_SECRET = N_("Das stimmt nicht. Bitte versuchen Sie es noch einmal.")
TOO_OFTEN = N_("Das waren zu viele Versuche. Bitte warten Sie ein wenig.")


class ReachingForm(Form):
    """Which way first, which one if that does not work, and what a message shows on a locked screen."""

    first = RadioField(N_("Wie erreichen wir Sie zuerst?"), choices=choices(WAYS.items()), validators=[InputRequired()])
    second = RadioField(N_("Und wenn das nicht klappt?"), choices=choices(WAYS.items()), default="phone")
    mobile = TelField(N_("Handynummer für SMS"), validators=[Length(max=LONGEST)])
    email = EmailField(N_("E-Mail-Adresse für Nachrichten"), validators=[Length(max=LONGEST_EMAIL)])
    secret = PasswordField(N_("Ihre PIN"), validators=[Length(max=1024)], render_kw=PIN)
    push_text = RadioField(
        N_("Was steht in der Nachricht?"),
        choices=choices(
            [
                ("neutral", N_("Nur: Sie haben einen Termin")),
                ("with_time", N_("Auch Tag und Uhrzeit")),
                ("off", N_("Keine Nachricht")),
            ]
        ),
        validators=[InputRequired()],
    )


async def show_settings(visit: Visit) -> Response:
    """A client's settings on one page; staff have language and text size here, a mentor a page of her own."""
    if visit.actor.role == "mentor":
        return visit.redirect("/mentor/settings")
    return _page(visit)


async def save_reading(visit: Visit) -> Response:
    """Keep language and text size."""
    form = await ReadingForm.of(visit)
    if not form.validate():
        return _page(visit, reading=form, status=422)
    await visit.write(set_reading, form.language.data, form.text_size.data)
    return visit.redirect("/settings")


async def save_reaching(visit: Visit) -> Response:
    """Keep the first channel, the others behind it in their order, and the text of messages."""
    form = _offered(visit, await ReachingForm.of(visit))
    order = channel_order(form.first.data or "", form.second.data or "")
    if not form.validate() or not _addresses_fit(visit, form, order):
        return _page(visit, reaching=form, status=422)
    addresses = {"email": form.email.data or "", "mobile": form.mobile.data or ""}
    wanted = Reaching(order, form.push_text.data, **addresses, language=visit.language.tag)
    if status := await _stops_without_secret(visit, form, wanted):
        return _page(visit, reaching=form, status=status)
    # Sent twice it changes nothing; what is kept of a form to know it again must never hold a secret.
    await write(visit, set_reaching, wanted, visit.session.id if visit.session else None)
    return visit.redirect("/settings")


async def _stops_without_secret(visit: Visit, form: Any, wanted: Reaching) -> int:
    """The status that stops a new number or address: somebody else may have the open phone in hand. 0 when nothing does."""
    own = visit.read.row("own.settings")
    if own is None or sessions.secret_is_fresh(visit.session, visit.now):
        return 0
    if not has_new_address(own, chain(wanted.channels), wanted):
        return 0
    stored = visit.read.row("secrets.for_check", account_id=visit.actor.id)
    by_pin = stored is None or stored["secret_kind"] == "pin"  # noqa: S105
    if not by_pin:
        form.secret.label.text, form.secret.render_kw = N_("Ihr Passwort"), PASSWORD
    if not form.secret.data:
        form.secret.errors = [visit.say(WHY_PIN if by_pin else WHY_PASSWORD)]
        return 422
    checked = await check(visit, visit.actor.id, stored, form.secret.data)
    if not checked.right:
        form.secret.errors = [visit.say(TOO_OFTEN if checked.wait_minutes else WRONG_SECRET)]
        return checked.status
    return 0


def channel_order(first: str, second: str) -> list[str]:
    """All channels in their order: these two, then a call and a letter, and last what nobody asked for."""
    return list(dict.fromkeys(filter(None, (first, second, "phone", "letter", *ALL))))


def _offered(visit: Visit, form: Any) -> Any:
    """Only what this installation can send by is offered. Without SMS and e-mail there is no second way to choose."""
    here = visit.parts.settings.ways
    ways = [(way, visit.say(words)) for way, words in WAYS.items() if way in here or way not in ("email", "sms")]
    form.first.choices = ways
    form.second.choices = ways if here else [("phone", visit.say(WAYS["phone"]))]
    return form


def _addresses_fit(visit: Visit, form: Any, order: Sequence[str]) -> bool:
    """Whether each address that a chosen way needs can be one; says at the field what is wrong."""
    needed = (("email", form.email, require_email, BAD_EMAIL), ("sms", form.mobile, require_mobile, BAD_MOBILE))
    for channel, field, require, words in needed:
        try:
            if channel in chain(order):
                require(field.data or "")
        except BadInput:
            field.errors = [visit.say(words)]
    return not form.errors


def _channels(visit: Visit) -> list[str]:
    row = visit.read.row("own.settings")
    return json.loads(row["channels"]) if row else ["phone"]


def _page(visit: Visit, reading: Form | None = None, reaching: Form | None = None, status: int = 200) -> Response:
    return visit.page(
        "client/settings.html",
        status=status,
        nav="settings",
        stored_seconds=OFFLINE_SECONDS if status == 200 else None,
        issued=issued(visit),
        layout="layouts/phone.html" if visit.actor.role == "client" else "layouts/desk.html",
        is_client=visit.actor.role == "client",
        reading=reading or ReadingForm.empty(visit, language=visit.language.tag, text_size=visit.actor.text_size),
        ways=visit.parts.settings.ways,
        yes=[visit.say(words) for words in PURPOSES["message_reminders"].ask[1:]],
        reaching=reaching or _stored(visit),
    )


def _stored(visit: Visit) -> Any:
    own = visit.read.row("own.settings") or {}
    first, second, *_ = channel_order(*([*_channels(visit), "", ""])[:2])
    addresses = {"email": own.get("reminder_email"), "mobile": own.get("reminder_mobile")}
    push_text = own.get("push_text", "neutral")
    return _offered(visit, ReachingForm.empty(visit, first=first, second=second, push_text=push_text, **addresses))
