"""The route table: every route names its action, and the guard asks the table of rights before a handler runs."""

import time
from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route as StarletteRoute

from pwa_server.access.rights import ACTIONS, open_to
from pwa_server.domain.problems import NotAllowed, NotVisible, Problem
from pwa_server.domain.times import later
from pwa_server.i18n.negotiate import choose
from pwa_server.i18n.texts import written_here
from pwa_server.storage import catalogue
from pwa_server.storage.database import Busy, StorageFull, Tx
from pwa_server.web import kept_pages, pace, sessions
from pwa_server.web.errors import WORDS, busy_page, full_page, go_on_at, locked_page, problem_page, sign_in_first
from pwa_server.web.logs import log
from pwa_server.web.measuring import ROUTE
from pwa_server.web.middleware import ROUTE_BYTES
from pwa_server.web.parts import Parts
from pwa_server.web.repeats import require_once
from pwa_server.web.visit import NEVER_STORED, AlreadyDone, Visit

Handler = Callable[[Visit], Awaitable[Response]]
FORM_BYTES = 16_000
SIGNED_OUT = "/signed-out"
SLOW_MILLISECONDS = 500
OPEN_WHILE_LOCKED = frozenset({"public.read", "session.begin", "session.end"})
# What a session may do whose first minute or second factor is still to come.
OPEN_UNFINISHED = OPEN_WHILE_LOCKED | {"session.finish"}


class Route(NamedTuple):
    """One line of the URL map. `action` is a name in access/rights.py; `kept` pages are a client's own and made once a version."""

    method: str
    path: str
    handler: Handler
    action: str
    max_bytes: int = FORM_BYTES
    kept: bool = False


class RouteWithoutAction(Exception):
    """A route names no action that the table of rights knows: the program does not start."""


def build(routes: Sequence[Route], parts: Parts) -> list[StarletteRoute]:
    """Starlette's routes, each behind the guard. Raises RouteWithoutAction."""
    for route in routes:
        if route.action not in ACTIONS:
            raise RouteWithoutAction(f"{route.method} {route.path}: {route.action!r}")
    return [
        StarletteRoute(
            route.path,
            guard(route, parts),
            methods=[route.method],
            name=f"{route.method} {route.path}",
        )
        for route in routes
    ]


def guard(route: Route, parts: Parts) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint of one route: session, right, handler, and a clear answer to everything that says no."""

    async def endpoint(request: Request) -> Response:
        started = time.perf_counter()
        request.scope[ROUTE_BYTES], request.scope[ROUTE] = route.max_bytes, route
        visit = begin_visit(request, parts)
        visit.screen = route.path
        written_here.set(catalogue.layer)
        with catalogue.read_through(visit.read):
            response = await answer(route, visit)
        _keep_language(visit, response)
        _say_what_is_stored(route, visit, response)
        response.headers.setdefault("Cache-Control", "private, no-store")
        _log_request(route, visit, response.status_code, round(1000 * (time.perf_counter() - started)))
        return response

    return endpoint


def _log_request(route: Route, visit: Visit, status: int, milliseconds: int) -> None:
    # Successful quick reads are the many and say nothing; writes, refusals and slow answers are what operators look for.
    if route.method == "GET" and status < 400 and milliseconds < SLOW_MILLISECONDS:
        return
    role = visit.somebody.role if visit.somebody else ""
    log("request", route=route.path, method=route.method, status=status, milliseconds=milliseconds, role=role)


def begin_visit(request: Request, parts: Parts) -> Visit:
    """Who asks, when, and in which language."""
    now = parts.now()
    found = sessions.current(request, parts, now)
    session, actor = found or (None, None)
    profile = actor.language if actor else None
    asked = _asked_language(request) or request.cookies.get(sessions.LANGUAGE_COOKIE)
    if session and sessions.is_locked(session, now):
        # Somebody else may have the phone in hand now.
        profile, asked = None, asked or profile
    language = choose(profile, asked, request.headers.get("accept-language", ""))
    return Visit(request, parts, now, language, session, actor)


def _asked_language(request: Request) -> str | None:
    # Most requests have no query: taking apart nothing costs a tenth of a kept page.
    return request.query_params.get("lang") if request.scope["query_string"] else None


def _keep_language(visit: Visit, response: Response) -> None:
    """A language chosen before anybody is signed in, or on a locked phone (`?lang=`), is kept in a cookie.

    Who has signed out is told so in the own language, and nothing of it stays on the phone.
    """
    nobody = visit.session is None or sessions.is_locked(visit.session, visit.now)
    if nobody and _asked_language(visit.request) and visit.request.url.path != SIGNED_OUT:
        sessions.set_language_cookie(response, visit.parts, visit.language.tag)


def _say_what_is_stored(route: Route, visit: Visit, response: Response) -> None:
    """Tell the service worker: what no page asked to store is not stored; copies go when a session is over."""
    if route.method != "GET":
        return
    if visit.somebody:
        response.headers.setdefault("SW-Store", visit.store_header(None))
    elif route.action == "session.begin" or sessions.cookie_name(visit.parts) in visit.request.cookies:
        response.headers.setdefault("SW-Store", NEVER_STORED)


def _is_anothers(visit: Visit) -> bool:
    """Whether an outbox sends what somebody else tapped on this phone: it waits for that person."""
    sender = visit.request.headers.get("outbox-user")
    return sender is not None and visit.somebody is not None and sender != visit.actor.opaque_id


async def answer(route: Route, visit: Visit) -> Response:
    """The handler's answer, or what stands in its way."""
    try:
        return await _stopped(route, visit) or await _handled(route, visit)
    except AlreadyDone as done:
        return _again(visit, done)
    except Problem as problem:
        await _note_denial(route, visit, problem)
        return problem_page(visit, problem)
    except Busy:
        return busy_page(visit)
    except StorageFull:
        return full_page(visit)
    except ClientDisconnect:
        # The network broke off while a form was on its way: nobody reads this, and nothing of ours has failed.
        return Response(status_code=400)
    except HTTPException as error:
        return problem_page(visit, Problem(WORDS.get(error.status_code, WORDS[400])), error.status_code)


async def _stopped(route: Route, visit: Visit) -> Response | None:
    """What a person has to do before this route: sign in, unlock the shared phone, give the second factor."""
    session, actor = visit.session, visit.somebody
    if visit.request.scope["query_string"]:
        require_once(visit.request.query_params.multi_items())
    if (actor is None and not open_to(None, route.action)) or _is_anothers(visit):
        return sign_in_first(visit)
    if session and not session.secret_at and route.action not in OPEN_UNFINISHED:
        return go_on_at(visit, "/welcome/language")
    if session and route.action not in OPEN_WHILE_LOCKED and sessions.is_locked(session, visit.now):
        return locked_page(visit)
    if session and session.phone == "desk" and not session.second_factor_at and route.action not in OPEN_UNFINISHED:
        return go_on_at(visit, "/second-factor")
    if not open_to(actor, route.action):
        raise NotAllowed
    return None


async def _handled(route: Route, visit: Visit) -> Response:
    session = visit.session
    if session and route.action not in OPEN_WHILE_LOCKED and sessions.use_is_worth_writing(session, visit.now):
        await _write_use(visit)
    await pace.keep(visit, f"{route.method} {route.path}")
    if route.kept:
        return await kept_pages.answer(visit, route.handler)
    response = await route.handler(visit)
    await visit.note_where_it_led()
    return response


async def _write_use(visit: Visit) -> None:
    # A page must open while another process holds the write lock: the use is written beside, not before.
    digest = visit.session.token_digest if visit.session else ""
    visit.parts.later(visit.parts.database.write("", visit.now, sessions.use, digest, visit.actor.role))


async def _note_denial(route: Route, visit: Visit, problem: Problem) -> None:
    if visit.somebody is None or not isinstance(problem, NotVisible | NotAllowed):
        return
    log("denied", action=route.action, status=problem.status, role=visit.actor.role)
    visit.parts.later(
        visit.parts.database.write(visit.actor.id, visit.now, _insert_denial, route.action, problem.status)
    )


def _insert_denial(tx: Tx, action: str, status: int) -> None:
    # Every try stands in the log; the same one again within a minute is no row of its own.
    if tx.row("denials.lately", action=action, status=status, since=later(tx.now, minutes=-1)):
        return
    tx.insert("denials", actor_id=tx.actor_id, action=action, status=status, at=tx.now)


def _again(visit: Visit, done: AlreadyDone) -> Response:
    return visit.redirect(done.location or "/")
