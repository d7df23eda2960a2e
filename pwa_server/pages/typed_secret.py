"""A typed PIN or password, compared with the stored hash and counted; and the browser that asks."""

import logging
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Concatenate, ParamSpec, TypeVar

from pwa_server.casework import sign_in, tries
from pwa_server.domain.secrets import read_pin
from pwa_server.storage.database import Row, Tx
from pwa_server.web import sessions
from pwa_server.web.logs import log
from pwa_server.web.visit import Visit

P = ParamSpec("P")
T = TypeVar("T")

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
