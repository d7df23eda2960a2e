"""The application under requests of every kind, and what each answer has to keep to."""

from __future__ import annotations

import asyncio
import traceback
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from argon2 import PasswordHasher

from pwa_server.app import application
from pwa_server.storage.passwords import Passwords
from pwa_server.web.kept import KeptPages
from pwa_server.web.parts import Parts
from tests.fuzz.requests import Sent
from tests.fuzz.values import MARK
from tests.support.watched import Watched

MACHINERY = ("Traceback (most recent call last)", 'File "/', "sqlite3.", "pwa_server/", "jinja2.", "OperationalError")
FRESH_EVERY = 40


@dataclass
class Answer:
    """What came back."""

    status: int = 0
    headers: tuple[tuple[bytes, bytes], ...] = ()
    body: bytes = b""
    error: str = ""


class Range:
    """One installation that is shot at. After each hit that changed something it stands again as it was."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.app = application(parts)
        self.sent = 0
        parts.passwords = Passwords(parts.keys.pepper, PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
        parts.pause = _no_pause
        self.watched = Watched(parts.database, parts.settings.journal_path)

    def shoot(self, requests: list[Sent]) -> list[str]:
        """Send all of them. Answers what was wrong with the answers."""
        return asyncio.run(self._shoot(requests))

    async def _shoot(self, requests: list[Sent]) -> list[str]:
        wrong = []
        for number, sent in enumerate(requests, 1):
            answer = await ask(self.app, sent)
            await self.parts.finish()
            self.sent += 1
            changed = self.watched.changed()
            wrong += [f"{problem}\n    {sent}" for problem in problems(sent, answer, changed)]
            if changed or number % FRESH_EVERY == 0:
                self._stand_again()
        return wrong

    def _stand_again(self) -> None:
        self.watched.stand_again()
        self.parts.kept = KeptPages()


async def _no_pause(_: float) -> None:
    pass


async def ask(app: Any, sent: Sent) -> Answer:
    """Send one request as the server hands it on, and collect the answer."""
    answer = Answer()
    pieces = [{"type": "http.request", "body": piece, "more_body": True} for piece in sent.body]
    if sent.complete:
        pieces[-1]["more_body"] = False

    async def receive() -> dict[str, Any]:
        return pieces.pop(0) if pieces else {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            answer.status, answer.headers = message["status"], tuple(message["headers"])
        else:
            answer.body += message.get("body", b"")

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": sent.method, "scheme": "http",
        "path": unquote(sent.path), "raw_path": sent.path.encode(), "query_string": sent.query, "root_path": "",
        "headers": [*sent.headers], "server": ("testserver", 80), "client": ("192.0.2.1", 1234), "state": {},
    }  # fmt: skip
    try:
        await app(scope, receive, send)
    except Exception as error:
        answer.error = "".join(traceback.format_exception(error)[-6:])
    return answer


def problems(sent: Sent, answer: Answer, changed: set[str]) -> list[str]:
    """What is wrong with an answer."""
    found = []
    headers = {name.lower(): value for name, value in answer.headers}
    text = answer.body.decode("utf-8", "replace") if not headers.get(b"content-encoding") else ""
    if answer.error or not 200 <= answer.status < 500:
        found.append(f"status {answer.status}: {answer.error or text[:300]}")
    if any(sign in text for sign in MACHINERY):
        found.append(f"the machinery shows: {[sign for sign in MACHINERY if sign in text]}")
    if b"html" in headers.get(b"content-type", b"") and f"<{MARK}" in text.lower():
        found.append("what was sent stands on the page as an element")
    if any(b"\r" in value or b"\n" in value or MARK.encode() in name for name, value in answer.headers):
        found.append(f"a header came from what was sent: {answer.headers}")
    location = headers.get(b"location", b"/")
    if not location.startswith(b"/") or location[1:2] in (b"/", b"\\"):
        found.append(f"sent away to {location!r}")
    if answer.status and headers.get(b"x-content-type-options") != b"nosniff":
        found.append("no security headers")
    if changed and (answer.status >= 400 or sent.method in ("GET", "HEAD", "OPTIONS")):
        found.append(f"{sent.method} {answer.status}, and yet: {sorted(changed)}")
    return found
