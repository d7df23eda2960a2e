"""One's own passkeys: where one signs in by the unlock of a device, a new one, and the end of one.

Adding and ending ask for PIN or password each time. The device's answer comes as a form: no script here reads or keeps it.
"""

import json
from typing import Any

from starlette.responses import Response
from wtforms import HiddenField
from wtforms.validators import InputRequired, Length

from pwa_server.casework import passkeys, tries
from pwa_server.domain.passkeys import LONGEST_ANSWER, TOO_LATE, Owner, Site, creation_options, made
from pwa_server.domain.problems import BadInput, NotVisible, RuleBroken
from pwa_server.pages.everyone import entry
from pwa_server.pages.everyone.first_minute import session_of
from pwa_server.pages.everyone.own_account import layout_of, settings_of, when_of
from pwa_server.pages.everyone.unlock import WRONG, SecretForm, for_passwords
from pwa_server.storage.database import Row
from pwa_server.web.forms import Form
from pwa_server.web.visit import Visit

PATH = "/settings/passkeys"
REGISTER = "register"


class AnswerForm(Form):
    """What the device signed, as JSON that only the server reads, and the page that was asked for."""

    credential = HiddenField("", [InputRequired(), Length(max=LONGEST_ANSWER)])
    next = HiddenField("", [Length(max=300)])


def site_of(visit: Visit) -> Site:
    """Whom passkeys are for. Raises NotVisible where browsers make none: at a bare address."""
    settings = visit.parts.settings
    if not settings.passkey_site:
        raise NotVisible
    return Site(settings.passkey_site, settings.public_origin)


def owner_of(visit: Visit) -> Owner:
    """Who sets a passkey up, in words that may stand in a device's own list and with its maker."""
    account = visit.read.row("accounts.find", id=visit.actor.id) or {}
    name = account.get("sign_in_name") or account.get("email") or "Wegplan"
    return Owner(visit.actor.opaque_id, name, here=visit.actor.role == "client")


def creation_options_for(visit: Visit, challenge: str) -> dict[str, Any]:
    """What the device is asked to make for this reader."""
    known = passkeys.known_credentials(visit.read, visit.actor.id)
    return creation_options(site_of(visit), challenge, owner_of(visit), known)


async def show_passkeys(visit: Visit) -> Response:
    """Where this person signs in by the unlock of a device."""
    return _list_page(visit)


def _list_page(visit: Visit, problem: str = "", status: int = 200) -> Response:
    session = session_of(visit)
    found = visit.read.rows("passkeys.of_account", account_id=visit.actor.id)
    return visit.page(
        "everyone/passkeys.html",
        status=status,
        layout=layout_of(visit),
        back=settings_of(visit),
        problem=problem,
        shared=session.phone == "shared",
        possible=bool(visit.parts.settings.passkey_site),
        passkeys=[_shown(visit, row, session.device_id) for row in found],
    )


def _shown(visit: Visit, row: Row, device_id: str | None) -> dict[str, Any]:
    return {
        "id": row["id"],
        "label": row["label"],
        "is_this": device_id is not None and row["device_id"] == device_id,
        "stopped": row["stopped_at"] is not None,
        "made": when_of(visit, row["made_at"]),
        "used": when_of(visit, row["used_at"]) if row["used_at"] else None,
    }


async def show_new(visit: Visit) -> Response:
    """Ask for PIN or password before a new passkey."""
    passkeys.require_own_device({"phone": session_of(visit).phone})
    possible = bool(visit.parts.settings.passkey_site)
    return _secret_page(visit, "everyone/passkey_new.html", SecretForm.empty(visit), possible=possible)


def _secret_page(
    visit: Visit, template: str, form: Form, checked: entry.Checked | None = None, **context: Any
) -> Response:
    stored = visit.read.row("secrets.for_check", account_id=visit.actor.id)
    for_passwords(form, {stored["secret_kind"]} if stored else set())
    return visit.page(
        template,
        status=checked.status if checked else 422 if form.errors else 200,
        layout=layout_of(visit),
        back=PATH,
        form=form,
        wait_minutes=checked.wait_minutes if checked else 0,
        **context,
    )


async def _wrong_secret(visit: Visit, form: Form) -> entry.Checked | None:
    """None when the form holds the reader's own PIN or password; else what came of it, said in the form."""
    if not form.validate():
        return entry.Checked(False)
    stored = visit.read.row("secrets.for_check", account_id=visit.actor.id)
    checked = await entry.check(visit, visit.actor.id, stored, form.secret.data)
    if checked.right:
        await entry.write(visit, tries.forget, visit.actor.id, entry.browser(visit).device_token)
        return None
    if not checked.wait_minutes:
        form.form_errors.append(visit.say(WRONG))
    return checked


async def ask_device(visit: Visit) -> Response:
    """After the right PIN: the page whose button lets the device make a passkey. It is good for five minutes, once."""
    site_of(visit)
    passkeys.require_own_device({"phone": session_of(visit).phone})
    form = await SecretForm.of(visit)
    wrong = await _wrong_secret(visit, form)
    if wrong:
        return _secret_page(visit, "everyone/passkey_new.html", form, wrong, possible=True)
    challenge = await entry.write(visit, passkeys.ask, REGISTER, session_of(visit).id)
    return visit.page(
        "everyone/passkey_device.html",
        layout=layout_of(visit),
        back=PATH,
        options=json.dumps(creation_options_for(visit, challenge)),
    )


async def add_passkey(visit: Visit) -> Response:
    """Keep what the device made, if it was asked for here after the PIN."""
    form, session = await AnswerForm.of(visit), session_of(visit)
    challenge = await entry.write(visit, passkeys.take, REGISTER, session.id)
    if not challenge:
        return _list_page(visit, visit.say(TOO_LATE), 422)
    try:
        new = made(site_of(visit), challenge, form.credential.data or "")
        await entry.write(visit, passkeys.add, session.id, new, entry.browser(visit).label)
    except (BadInput, RuleBroken) as problem:
        return _list_page(visit, visit.say(problem.message), problem.status)
    return visit.redirect(PATH)


async def show_end(visit: Visit) -> Response:
    """Ask for PIN or password before a passkey ends."""
    return _secret_page(visit, "everyone/passkey_end.html", SecretForm.empty(visit), passkey=_own(visit))


def _own(visit: Visit) -> Row:
    passkey = visit.read.row("passkeys.find_own", id=visit.path["id"])
    if passkey is None:
        raise NotVisible
    return passkey


async def end_passkey(visit: Visit) -> Response:
    """Let it open nothing any more."""
    passkey, form = _own(visit), await SecretForm.of(visit)
    wrong = await _wrong_secret(visit, form)
    if wrong:
        return _secret_page(visit, "everyone/passkey_end.html", form, wrong, passkey=passkey)
    try:
        await entry.write(visit, passkeys.remove, passkey["id"])
    except RuleBroken as problem:
        return _list_page(visit, visit.say(problem.message), problem.status)
    return visit.redirect(PATH)
