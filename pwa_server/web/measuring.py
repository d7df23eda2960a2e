"""Counting answers for whoever watches the machine: by the pattern of the route, never by who asked or for what."""

import time
from typing import Protocol

from starlette.types import ASGIApp, Message, Receive, Scope, Send

# The guard writes here which line of the URL map answers.
ROUTE = "wegplan.route"
STATIC, NO_ROUTE = "(static)", "(none)"
METHODS = frozenset({"GET", "POST"})


class Named(Protocol):
    """A line of the URL map."""

    @property
    def method(self) -> str:
        """GET or POST."""

    @property
    def path(self) -> str:
        """The pattern, `/goals/{id}`."""

    @property
    def action(self) -> str:
        """What the table of rights calls it."""


class Measures(Protocol):
    """Where answers are counted."""

    def answered(self, route: str, method: str, status: int, seconds: float) -> None:
        """One answer; 0 stands for none."""

    def sign_in_refused(self, route: str, status: int) -> None:
        """A way in stayed closed."""


class Measured:
    """The outermost layer: everything that comes in is counted, also what no page ever sees."""

    def __init__(self, app: ASGIApp, measures: Measures) -> None:
        self.app = app
        self.measures = measures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status = time.perf_counter(), 0

        async def send_and_look(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, send_and_look)
        finally:
            self._count(scope, status, time.perf_counter() - began)

    def _count(self, scope: Scope, status: int, seconds: float) -> None:
        route: Named | None = scope.get(ROUTE)
        if route is None:
            name = STATIC if scope["path"].startswith("/static/") else NO_ROUTE
            method = scope["method"] if scope["method"] in METHODS else "other"
            self.measures.answered(name, method, status, seconds)
            return
        self.measures.answered(route.path, route.method, status, seconds)
        if route.action == "session.begin" and route.method == "POST" and 400 <= status < 500:
            self.measures.sign_in_refused(route.path, status)
