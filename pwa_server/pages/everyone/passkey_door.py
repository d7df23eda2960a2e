"""Signing in by the unlock of a device, and the same as second factor of staff.

The script asks for a challenge and sends the device's answer as a plain form; every refusal is a page like that of any door.
"""

import logging
import math
from typing import Any

from starlette.responses import JSONResponse, RedirectResponse, Response

from pwa_server.casework import passkey_sign_in, passkeys, tries
from pwa_server.casework.sign_in import Begun
from pwa_server.domain.passkeys import TOO_LATE, NotProven, count_signed, credential_of, made, request_options
from pwa_server.domain.problems import N_, BadInput, NotVisible
from pwa_server.pages.everyone import entry, second_factor, sign_in
from pwa_server.pages.everyone.first_minute import session_of
from pwa_server.pages.everyone.passkeys import AnswerForm, creation_options_for, site_of
from pwa_server.storage.database import Row
from pwa_server.storage.ids import new_token
from pwa_server.web import sessions
from pwa_server.web.logs import log
from pwa_server.web.visit import Visit

SIGN_IN, FACTOR, SET_UP = "sign_in", "second_factor", "set_up"
# The same for a passkey that nobody has, that ended, whose account ended and that signed wrongly.
REFUSED = N_("Das hat nicht geklappt. Bitte melden Sie sich anders an.")


def _options(options: dict[str, Any]) -> JSONResponse:
    return JSONResponse(options, headers={"Cache-Control": "no-store"})


async def ask_at_the_door(visit: Visit) -> Response:
    """A challenge for whoever stands at the door, bound to a cookie of this visit. Names no account."""
    site = site_of(visit)
    if sign_in.is_shared(visit):
        raise NotVisible
    door = new_token()
    challenge = await entry.write(visit, passkeys.ask, SIGN_IN, door)
    response = _options(request_options(site, challenge))
    sessions.set_door_cookie(response, visit.parts, door)
    return response


async def begin_by_passkey(visit: Visit) -> Response:
    """Sign in with what the device signed. Everything that is not right gets one and the same answer."""
    form, door = await AnswerForm.of(visit), sessions.door_token(visit.request, visit.parts)
    challenge = await entry.write(visit, passkeys.take, SIGN_IN, door) if door else ""
    if not challenge or sign_in.is_shared(visit):
        return sign_in.choice_page(visit, visit.say(TOO_LATE), form.next.data or "")
    passkey, pace = await _begin_try(visit, form.credential.data or "")
    if pace.wait:
        return sign_in.choice_page(visit, wait_minutes=math.ceil(pace.wait / 60), next_path=form.next.data or "")
    try:
        begun = await _begin(visit, passkey, challenge, form.credential.data or "")
    except (BadInput, NotVisible):
        await entry.count_wrong(visit, tries.wrong_secret)
        return sign_in.choice_page(visit, visit.say(REFUSED), form.next.data or "")
    await entry.write(visit, tries.forget, _who(passkey, ""), begun.device_token)
    response = entry.begun(visit, begun, form.next.data or "")
    sessions.clear_door_cookie(response, visit.parts)
    return response


def _who(passkey: Row | None, credential: str) -> str:
    return f"passkey:{passkey['account_id'] if passkey else credential}"


async def _begin_try(visit: Visit, answer: str) -> tuple[Row | None, tries.Pace]:
    """The passkey that an answer names, and how fast it may be tried: tries count apart from those of the PIN."""
    try:
        credential = credential_of(answer)
    except NotProven:
        credential = ""
    passkey = passkeys.find(visit.read, credential) if credential else None
    asking = entry.browser(visit)
    pace = await entry.write(visit, tries.begin_try, _who(passkey, credential), asking.device_token, asking.address)
    if pace.pause:
        await visit.parts.pause(pace.pause)
    return passkey, pace


async def _begin(visit: Visit, passkey: Row | None, challenge: str, answer: str) -> Begun:
    if passkey is None:
        raise NotProven
    count = _count(visit, passkey, challenge, answer)
    begun = await entry.write(visit, passkey_sign_in.begin, passkey, count, entry.browser(visit))
    if begun is None:
        raise _copied()
    return begun


def _count(visit: Visit, passkey: Row, challenge: str, answer: str) -> int:
    return count_signed(site_of(visit), challenge, answer, passkey["public_key"], passkey["opaque_id"])


def _copied() -> NotProven:
    log("alarm", logging.ERROR, kind=passkeys.COPIED)
    return NotProven()


def _factor(visit: Visit) -> Row:
    """How the reader gives the second factor, while it is still to come. Raises NotVisible."""
    factor = visit.read.row("second_factors.of_account", account_id=visit.actor.id)
    if second_factor.is_done(visit) or factor is None:
        raise NotVisible
    return factor


async def ask_for_factor(visit: Visit) -> Response:
    """What the device is asked after the password: to make a passkey the first time, else to sign with one."""
    purpose = FACTOR if _factor(visit)["confirmed_at"] else SET_UP
    site, known = site_of(visit), passkeys.known_credentials(visit.read, visit.actor.id)
    if purpose == FACTOR and not known:
        raise NotVisible
    challenge = await entry.write(visit, passkeys.ask, purpose, session_of(visit).id)
    return _options(
        request_options(site, challenge, known) if purpose == FACTOR else creation_options_for(visit, challenge)
    )


async def give_factor(visit: Visit) -> Response:
    """Take a passkey as second factor. The session gets a new token; after the first one the recovery codes are shown."""
    if second_factor.is_done(visit):
        return RedirectResponse(entry.HOME[visit.actor.role], 303)
    form, asking = await AnswerForm.of(visit), entry.browser(visit)
    who = f"{tries.FACTOR}{visit.actor.id}"
    pace = await entry.write(visit, tries.begin_try, who, asking.device_token, asking.address)
    if pace.wait:
        return second_factor.factor_page(visit, wait_minutes=math.ceil(pace.wait / 60))
    try:
        response, token = await _taken(visit, form)
    except BadInput as problem:
        await entry.count_wrong(visit, tries.wrong_secret)
        return second_factor.factor_page(visit, visit.say(problem.message))
    sessions.set_cookie(response, visit.parts, token, visit.actor.role)
    await entry.write(visit, tries.forget, who, asking.device_token)
    return response


async def _taken(visit: Visit, form: AnswerForm) -> tuple[Response, str]:
    """The answer and the session's new token. Raises BadInput."""
    session, role, answer = session_of(visit), visit.actor.role, form.credential.data or ""
    purpose = FACTOR if _factor(visit)["confirmed_at"] else SET_UP
    challenge = await entry.write(visit, passkeys.take, purpose, session.id)
    if not challenge:
        raise BadInput(TOO_LATE)
    if purpose == SET_UP:
        new, label = made(site_of(visit), challenge, answer), entry.browser(visit).label
        token, codes = await entry.write(visit, passkey_sign_in.set_up_factor, session.id, role, new, label)
        return visit.page("everyone/recovery_codes.html", codes=codes, home=entry.HOME[role]), token
    passkey = passkeys.find(visit.read, credential_of(answer))
    if passkey is None or passkey["account_id"] != visit.actor.id:
        raise NotProven
    count = _count(visit, passkey, challenge, answer)
    token = await entry.write(visit, passkey_sign_in.give_factor, session.id, role, passkey, count)
    if not token:
        raise _copied()
    return visit.redirect(form.next.data or entry.HOME[role]), token
