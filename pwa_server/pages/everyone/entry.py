"""What every way in shares: the browser that asks, a checked secret, the answer that begins a session."""

import logging
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec, TypeVar

from starlette.responses import Response

from pwa_server.casework import sign_in, tries
from pwa_server.domain.secrets import read_pin
from pwa_server.storage.database import Row, Tx
from pwa_server.web import sessions
from pwa_server.web.logs import log
from pwa_server.web.visit import Visit, own_path

P = ParamSpec("P")
T = TypeVar("T")

HOME = {"client": "/today", "mentor": "/mentor", "counsellor": "/desk", "coordinator": "/office"}
SYSTEMS = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "Mac"))
BROWSERS = (
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("SamsungBrowser", "Samsung"),
    ("Edg", "Edge"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)


@dataclass(frozen=True)
class Checked:
    """What came of a typed secret. `wait_minutes` is above 0 where it was not even looked at."""

    right: bool
    wait_minutes: int = 0

    @property
    def status(self) -> int:
        """The HTTP status of the page that says so."""
        return 429 if self.wait_minutes else 422


def browser(visit: Visit) -> sign_in.Browser:
    """The browser that asks."""
    request, parts = visit.request, visit.parts
    return sign_in.Browser(
        device_token=sessions.device_token(request, parts),
        session_token=request.cookies.get(sessions.cookie_name(parts), ""),
        label=label(request.headers.get("user-agent", "")),
        address=request.client.host if request.client else "",
    )


def label(user_agent: str) -> str:
    """A browser in two words, so that people find theirs in the list of their devices."""
    found = [next((name for sign, name in names if sign in user_agent), "") for names in (BROWSERS, SYSTEMS)]
    return " · ".join(filter(None, found))


async def write(visit: Visit, verb: Callable[Concatenate[Tx, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a verb without remembering the request: what is kept of a form to know a replay must never hold a secret."""
    actor_id = visit.somebody.id if visit.somebody else ""
    return await visit.parts.database.write(actor_id, visit.now, verb, *args, **kwargs)


async def check(visit: Visit, who: str, stored: Row | None, typed: str) -> Checked:
    """Compare a typed PIN or password with the stored hash, as slowly for nobody as for somebody.

    `stored` has `secret_hash`, `secret_kind` and the account's `id`; `who` is that id, or what was typed as a name.
    """
    asking = browser(visit)
    pace = await write(visit, tries.begin_try, who, asking.device_token, asking.address)
    if pace.wait:
        return Checked(False, math.ceil(pace.wait / 60))
    if pace.pause:
        await visit.parts.pause(pace.pause)
    is_pin = stored is None or stored["secret_kind"] == "pin"  # noqa: S105
    verdict = await visit.parts.passwords.verify(
        stored["secret_hash"] if stored else None, read_pin(typed) if is_pin else typed
    )
    if not verdict.right:
        await count_wrong(visit, tries.wrong_secret)
    elif stored and verdict.new_hash:
        await write(visit, sign_in.rehash, stored["id"], stored["secret_hash"], verdict.new_hash)
    return Checked(verdict.right)


async def count_wrong(visit: Visit, count: Callable[[Tx, str], bool]) -> None:
    """Count a wrong try and say so loudly when there are too many in all."""
    if await write(visit, count, browser(visit).address):
        log("alarm", logging.ERROR, kind=count.__name__)


def begun(visit: Visit, begun: sign_in.Begun, path: str = "") -> Response:
    """The answer that carries a new session's cookie on; `path` is a page that was asked for."""
    response = visit.redirect(_next(begun, path))
    sessions.set_cookie(response, visit.parts, begun.token, begun.role)
    sessions.set_device_cookie(response, visit.parts, begun.device_token)
    sessions.set_language_cookie(response, visit.parts, begun.language)
    return response


def _next(begun: sign_in.Begun, path: str) -> str:
    wanted = own_path(path) if path else ""
    if begun.role in sign_in.STAFF:
        return f"/second-factor?next={wanted}" if wanted and "?" not in wanted else "/second-factor"
    if not begun.by_secret:
        return "/welcome/language"
    if begun.asks_phone:
        return "/welcome/phone"
    return wanted or HOME[begun.role]


def asked_path(visit: Visit) -> str:
    """The page of ours that `?next=` names, or ''."""
    wanted = visit.request.query_params.get("next", "")[:300]
    return own_path(wanted) if wanted else ""


def public_page(visit: Visit, template: str, *, status: int = 200, **context: Any) -> Response:
    """A page for everybody, with the numbers to call."""
    return visit.page(template, status=status, offices=visit.read.rows("accounts.office_phones"), **context)
