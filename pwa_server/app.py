"""Wiring: the only place where the parts meet."""

import asyncio
import logging
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from pwa_server import routes
from pwa_server.domain.problems import Problem
from pwa_server.domain.times import instant, moment
from pwa_server.operation import startup
from pwa_server.settings import Settings
from pwa_server.storage.database import Database
from pwa_server.storage.keys import load_or_make
from pwa_server.storage.migrations import migrate
from pwa_server.storage.sealing import Sealing
from pwa_server.web.errors import WORDS, problem_page
from pwa_server.web.inline_style import inline_css
from pwa_server.web.logs import log
from pwa_server.web.measuring import Measured
from pwa_server.web.middleware import BodyLimits, SameOrigin, SecurityHeaders, security_headers
from pwa_server.web.parts import Parts
from pwa_server.web.routing import begin_visit, build
from pwa_server.web.static_files import StaticFiles
from pwa_server.web.templating import Templates, build_id


def utc_now() -> datetime:
    """The clock of a running installation."""
    return datetime.now(UTC)


def clock_of(settings: Settings) -> Callable[[], datetime]:
    """The clock; in tests of whole processes it starts at another moment and goes on from there."""
    if not settings.clock_starts_at:
        return utc_now
    shift = moment(settings.clock_starts_at) - utc_now()
    return lambda: utc_now() + shift


def create_parts(settings: Settings, clock: Callable[[], datetime] | None = None) -> Parts:
    """Keys, database (schema brought up to date), static files and templates. Raises one of startup.STOPPING."""
    startup.require_keys(settings)
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    keys = load_or_make(settings.key_dir)
    database = Database(settings.database_path, Sealing(keys))
    try:
        migrate(database)
        demo = _is_demo(database, settings)
        settings.journal_path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        database.keep_journal(settings.journal_path, instant((clock or clock_of(settings))()))
    except BaseException:
        database.close()
        raise
    static = StaticFiles()
    templates = Templates(settings.data_dir / "templates" / build_id(), asset=static.url)
    clock = clock or clock_of(settings)
    return Parts(settings, database, keys, static, templates, clock, demo)


def _is_demo(database: Database, settings: Settings) -> bool:
    read = database.read("", "")
    read.row("installation.sealed_sample")  # raises BrokenSeal when the keys are those of another installation
    installation = read.row("installation.current")
    demo = bool(installation and installation["demo_since"])
    if demo:
        startup.require_demo_at_home(settings)
    return demo


def create_app(settings: Settings, clock: Callable[[], datetime] | None = None) -> ASGIApp:
    """The ASGI application. Raises RouteWithoutAction when a route names no action."""
    return application(create_parts(settings, clock))


def application(parts: Parts) -> ASGIApp:
    """The application around finished parts."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        parts.later(_check_beside(parts))
        yield
        await parts.finish()
        await asyncio.to_thread(parts.database.close)

    async def problem(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        if status == 500:
            log("error", error=type(error).__name__)
        return problem_page(begin_visit(request, parts), Problem(WORDS.get(status, WORDS[400])), status)

    router = Starlette(
        routes=build(routes.ROUTES, parts), exception_handlers={HTTPException: problem, 500: problem}, lifespan=lifespan
    )
    # Otherwise an address with a slash too many leads to the host that the request names, whoever wrote that there.
    router.router.redirect_slashes = False

    async def dispatch(scope: Scope, receive: Receive, send: Send) -> None:
        is_static = scope["type"] == "http" and scope["path"].startswith("/static/")
        await (parts.static if is_static else router)(scope, receive, send)

    same_origin = SameOrigin(BodyLimits(dispatch), parts.settings.public_origin)
    served = SecurityHeaders(same_origin, security_headers(inline_css(parts.static), parts.settings.secure))
    return Measured(served, parts.measures) if parts.measures else served


async def _check_beside(parts: Parts) -> None:
    """Read the whole database while pages are already answered; writes wait for the result."""
    found = await asyncio.wrap_future(parts.database.check_beside())
    if found:
        log("database_damaged", logging.CRITICAL)
        sys.stderr.write(startup.damage(found, parts.settings.database_path) + "\n")
