"""A client's own pages, made once a version of the case.

The session and the relationship are read on every request before a kept page is asked for. The key holds everything that
decides the page; it ends when time alone changes it: at the next Berlin midnight, after fifteen minutes, or earlier if the
handler says so.
"""

from collections.abc import Awaitable, Callable, Hashable
from datetime import datetime, timedelta

from starlette.responses import Response

from pwa_server.domain.times import BERLIN, berlin, instant, later
from pwa_server.web.visit import Visit

LONGEST_MINUTES = 15


async def answer(visit: Visit, handler: Callable[[Visit], Awaitable[Response]]) -> Response:
    """The kept page if it is still true, else the handler's, kept for the next time."""
    versions = visit.read.row("cases.own_versions")
    has_news = visit.session is not None and visit.session.has_news
    if versions is None or has_news or visit.request.scope["query_string"]:
        return await handler(visit)
    key = _key(visit, versions["version"], versions["shared_version"])
    kept = visit.parts.kept.find(key, visit.now)
    if kept is not None:
        return kept
    response = await handler(visit)
    if response.status_code == 200:
        visit.parts.kept.keep(key, _until(visit), response, visit.now)
    return response


def _key(visit: Visit, version: int, shared_version: int) -> Hashable:
    actor, session = visit.actor, visit.session
    accepts = visit.request.headers.get("accept-encoding", "")
    encoding = "br" if "br" in accepts else "gzip" if "gzip" in accepts else ""
    phone = session.phone if session else ""
    return (
        actor,
        phone,
        visit.request.scope["path"],
        visit.language.tag,
        version,
        shared_version,
        encoding,
        visit.has_style,
        visit.parts.database.damage,
    )


def _until(visit: Visit) -> str:
    now = berlin(visit.now)
    midnight = instant(datetime.combine(now.date() + timedelta(days=1), datetime.min.time(), BERLIN))
    soonest = min(midnight, later(visit.now, minutes=LONGEST_MINUTES))
    return min(soonest, visit.kept_until) if visit.kept_until else soonest
