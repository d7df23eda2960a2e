"""Plain ASGI middleware: headers on every answer, the same-origin check, limits for bodies."""

import asyncio
import base64
import hashlib
import logging
import time
from collections.abc import Sequence

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pwa_server.web.logs import log

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
BODY_SECONDS = 10
# A recording over a slow network takes longer. It gets the time while this much arrives, and never more than a minute.
SLOWEST_BYTES_A_SECOND = 8_000
MOST_BODY_SECONDS = 60
MOST_BYTES = 256_000
# The guard writes here how many bytes the route takes.
ROUTE_BYTES = "wegplan.route_bytes"
PERMISSIONS = "camera=(self), geolocation=(), microphone=(), payment=(), usb=()"
# For the pages with a button to record, and no others.
WITH_MICROPHONE = {"Permissions-Policy": PERMISSIONS.replace("microphone=()", "microphone=(self)")}
HSTS = b"max-age=63072000; includeSubDomains"


def security_headers(inline_css: str, secure: bool) -> list[tuple[bytes, bytes]]:
    """The constant headers of every answer. The one inline style is allowed by its hash."""
    style_hash = base64.b64encode(hashlib.sha256(inline_css.encode()).digest()).decode()
    policy = (
        "default-src 'none'; script-src 'self'; "
        f"style-src 'self' 'sha256-{style_hash}'; img-src 'self' data:; media-src 'self' blob:; font-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    headers = [
        (b"content-security-policy", policy.encode()),
        (b"referrer-policy", b"same-origin"),
        (b"x-content-type-options", b"nosniff"),
        (b"cross-origin-opener-policy", b"same-origin"),
        (b"cross-origin-resource-policy", b"same-origin"),
        (b"x-frame-options", b"DENY"),
        (b"permissions-policy", PERMISSIONS.encode()),
    ]
    return [*headers, (b"strict-transport-security", HSTS)] if secure else headers


class SecurityHeaders:
    """Appends the constant headers to every answer; a header that a page sets itself stays the page's."""

    def __init__(self, app: ASGIApp, headers: Sequence[tuple[bytes, bytes]]) -> None:
        self.app = app
        self.headers = list(headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = message.get("headers", [])
                named = {name for name, _ in own}
                message["headers"] = [*own, *(header for header in self.headers if header[0] not in named)]
            await send(message)

        await self.app(scope, receive, send_with_headers)


class SameOrigin:
    """Refuses state-changing requests that another site made a browser send.

    `Sec-Fetch-Site` decides; where a browser does not send it, `Origin` must be ours; without either it is refused.
    There are no tokens: a page that was opened offline must be able to send later.
    """

    def __init__(self, app: ASGIApp, origin: str) -> None:
        self.app = app
        self.origin = origin

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] not in SAFE_METHODS and not self.is_ours(Headers(scope=scope)):
            log(
                "foreign_origin",
                logging.WARNING,
                method=scope["method"] if scope["method"] == "POST" else "other",
                status=403,
            )
            await PlainTextResponse("cross-origin request refused", 403)(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def is_ours(self, headers: Headers) -> bool:
        """Whether one of our own pages, or the person at the address bar, sent it."""
        site = headers.get("sec-fetch-site")
        return site in ("same-origin", "none") if site else headers.get("origin") == self.origin


class BodyLimits:
    """Gives a body ten seconds to arrive, however slowly it trickles, and no more bytes than its route takes.

    After ten seconds a body goes on only while it has come at 8 kB a second, and never beyond a minute. What a route takes
    bounds that too: a form of 16 kB never has more than ten seconds, a recording of 400 kB has fifty.
    Starlette's own limit answers in plain English; raised from `receive`, the refusal reaches the guard, which translates it.
    """

    def __init__(self, app: ASGIApp, seconds: float = BODY_SECONDS, most_seconds: float = MOST_BODY_SECONDS) -> None:
        self.app = app
        self.seconds = seconds
        self.most_seconds = most_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in SAFE_METHODS:
            await self.app(scope, receive, send)
            return
        begun = time.monotonic()
        taken = 0
        complete = False

        async def receive_in_time() -> Message:
            nonlocal complete, taken
            if complete:
                return await receive()
            try:
                rest = begun + self.seconds_for(taken) - time.monotonic()
                message = await asyncio.wait_for(receive(), max(0.0, rest))
            except TimeoutError:
                raise HTTPException(408) from None
            taken += len(message.get("body", b""))
            if taken > scope.get(ROUTE_BYTES, MOST_BYTES):
                raise HTTPException(413)
            complete = not message.get("more_body", False)
            return message

        await self.app(scope, receive_in_time, send)

    def seconds_for(self, taken: int) -> float:
        """How long a body may take in all of which `taken` bytes are there."""
        return max(self.seconds, min(taken / SLOWEST_BYTES_A_SECOND, self.most_seconds))
