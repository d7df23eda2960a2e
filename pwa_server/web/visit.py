"""One request, as a page handler sees it: who asks, when, in which language, and how to answer."""

import hashlib
import json
import uuid
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import cached_property
from typing import Any, Concatenate, ParamSpec, TypeVar

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from pwa_server.domain.people import Actor
from pwa_server.domain.problems import N_, BadInput
from pwa_server.domain.times import OPEN_END, berlin, berlin_day, later, moment
from pwa_server.i18n.catalogues import translate
from pwa_server.i18n.formats import When, when
from pwa_server.i18n.guides import guide
from pwa_server.i18n.languages import Language
from pwa_server.storage.database import Busy, Read, StorageFull, Tx
from pwa_server.web.account_news import asked
from pwa_server.web.inline_style import inline_css
from pwa_server.web.parts import Parts
from pwa_server.web.repeats import require_once
from pwa_server.web.sessions import Session
from pwa_server.web.static_files import compress, style_mark
from pwa_server.web.thanks import thanks

P = ParamSpec("P")
T = TypeVar("T")

OFFLINE_DAYS = 30
NEVER_STORED = "none"
# A list of people to tick has one field each.
MOST_FIELDS = 400


class AlreadyDone(Exception):
    """This request was answered before: the same answer goes out again and nothing happens twice."""

    def __init__(self, location: str) -> None:
        super().__init__(location)
        self.location = location


class Visit:
    """What a handler gets. `read` sees the database as this actor now; `write` runs one verb."""

    def __init__(
        self,
        request: Request,
        parts: Parts,
        now: str,
        language: Language,
        session: Session | None = None,
        actor: Actor | None = None,
    ) -> None:
        self.request = request
        self.parts = parts
        self.now = now
        self.language = language
        self.session = session
        self._actor = actor
        self._form: FormData | None = None
        self._written_key = ""
        self._leads_to = ""
        self.kept_until = ""
        # The path of the route, which names its help text.
        self.screen = ""

    @property
    def actor(self) -> Actor:
        """The signed-in person; a route with an action other than `public.read` and `session.begin` always has one."""
        if self._actor is None:
            raise LookupError("nobody is signed in")
        return self._actor

    @property
    def somebody(self) -> Actor | None:
        """The signed-in person, or None on a public page."""
        return self._actor

    @cached_property
    def read(self) -> Read:
        return self.parts.database.read(self._actor.id if self._actor else "", self.now)

    @cached_property
    def today(self) -> date:
        """The calendar day in Berlin."""
        return berlin_day(self.now)

    @property
    def path(self) -> dict[str, Any]:
        """The parameters in the path."""
        return self.request.path_params

    @property
    def is_fragment(self) -> bool:
        """Whether htmx asks for a part of the page and not for the whole."""
        return self.request.headers.get("hx-request-type") == "partial"

    @property
    def wants_json(self) -> bool:
        """Whether the outbox asks: it must never be answered with a redirect or a page."""
        return "application/json" in self.request.headers.get("accept", "")

    @property
    def has_style(self) -> bool:
        """Whether this phone's service worker holds the current stylesheet: then a link costs less than inlining it.

        The cookie says so of the phone; the worker says so itself with the copies that it asks for.
        """
        mark = style_mark(self.parts.static)
        return mark in (self.request.cookies.get("style"), self.request.headers.get("keep-copy"))

    def say(self, message: str, **values: object) -> str:
        """A German sentence in the reader's language."""
        return translate(self.language.tag, message, **values)

    async def form(self) -> FormData:
        """The sent form. Raises BadInput for anything that is not one, or is not text."""
        if self._form is None:
            try:
                self._form = await self.request.form(max_files=0, max_fields=MOST_FIELDS)
            except (UnicodeDecodeError, ValueError) as error:
                raise BadInput(N_("Wir konnten das nicht lesen. Bitte versuchen Sie es noch einmal.")) from error
            _require_readable(self._form)
        return self._form

    async def form_with_file(self, field: str) -> tuple[FormData, bytes]:
        """The sent form, and the file in `field` ("" where none was chosen). Read before anything else asks for the form.

        What stands for the file in the form is its digest: a form sent twice is known again. Raises BadInput.
        """
        try:
            sent = await self.request.form(max_files=1, max_fields=50)
            file = sent.get(field)
            body = await file.read() if isinstance(file, UploadFile) else b""
            await sent.close()
        except (UnicodeDecodeError, ValueError) as error:
            raise BadInput(N_("Wir konnten das nicht lesen. Bitte versuchen Sie es noch einmal.")) from error
        plain = [(name, value) for name, value in sent.multi_items() if name != field]
        self._form = FormData([*plain, (field, hashlib.sha256(body).hexdigest())])
        _require_readable(self._form)
        return self._form, body

    def tapped_at(self, form: FormData) -> str:
        """The moment of the tap, between the page's issue and now: a phone's clock may be wrong.

        No copy is older than OFFLINE_DAYS, so no tap on one is either.
        """
        oldest = later(self.now, days=-OFFLINE_DAYS)
        issued = _instant_or(str(form.get("issued_at", "")), oldest)
        tapped = _instant_or(str(form.get("tapped_at", "")), self.now)
        return min(max(tapped, issued, oldest), self.now)

    async def write(self, verb: Callable[Concatenate[Tx, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run one verb in its transaction. A replayed request raises AlreadyDone, which the guard answers."""
        key, fingerprints = await self._idempotency()
        actor_id = self._actor.id if self._actor else ""
        if not key or not actor_id or self._written_key:
            return await self.parts.database.write(actor_id, self.now, verb, *args, **kwargs)

        def once(tx: Tx) -> T:
            known = tx.row("idempotency.find", key=key)
            if known and known["fingerprint"] not in fingerprints:
                raise BadInput(N_("Wir konnten das nicht lesen. Bitte versuchen Sie es noch einmal."))
            if known:
                raise AlreadyDone(known["location"])
            result = verb(tx, *args, **kwargs)
            tx.insert(
                "idempotency_keys",
                actor_id=actor_id,
                key=key,
                fingerprint=fingerprints[0],
                status=200,
                made_at=self.now,
            )
            return result

        result = await self.parts.database.write(actor_id, self.now, once)
        self._written_key = key
        return result

    async def _idempotency(self) -> tuple[str, list[str]]:
        if self.request.method != "POST":
            return "", []
        form = await self.form()
        key = self.request.headers.get("idempotency-key") or str(form.get("request_key", ""))
        if len(key) > 100:
            raise BadInput(N_("Wir konnten das nicht lesen. Bitte versuchen Sie es noch einmal."))
        fields = sorted((name, str(value)) for name, value in form.multi_items() if name != "request_key")
        # Keyed: a bare hash of a telephone number or a few words is as good as the words.
        fingerprints = self.read.digests("request", json.dumps([self.request.url.path, fields]))
        return (f"{key}:{self.request.url.path}" if key else "", fingerprints)

    def page(self, template: str, *, status: int = 200, stored_seconds: int | None = None, **context: Any) -> Response:
        """A whole page. `stored_seconds` lets the reader's own phone keep a copy for that long (never on a shared one).

        On a route that is kept, `visit.kept_until` may name the instant at which time alone changes the page.
        """
        shared = self._shared_context()
        html = self.parts.templates.render(self.language.tag, template, shared | context)
        response = self.html(html, status)
        if self._actor:
            # A question about the account is for now: no copy keeps it.
            response.headers["SW-Store"] = self.store_header(None if shared["account_news"] else stored_seconds)
        return response

    def store_header(self, stored_seconds: int | None) -> str:
        """What this person's browser may keep of an answer: nothing on a shared phone or a desk."""
        own_phone = self.session is not None and self.session.phone == "own"
        if not own_phone:
            return NEVER_STORED
        return f"{self.actor.opaque_id};{stored_seconds or 0}"

    def render(self, template: str, **context: Any) -> str:
        """A template as text, with what every template may lean on."""
        return self.parts.templates.render(self.language.tag, template, self._shared_context() | context)

    def html(self, html: str, status: int = 200) -> Response:
        """Finished HTML as an answer, compressed for this browser, never kept by anything between us and the reader."""
        encoding, body = compress(html.encode(), self.request.headers.get("accept-encoding", ""))
        headers = {"Cache-Control": "private, no-store", "Vary": "Accept-Encoding, Cookie, Accept-Language, HX-Request"}
        if encoding:
            headers["Content-Encoding"] = encoding
        return Response(body, status, headers, media_type="text/html")

    def redirect(self, path: str) -> Response:
        """After a write: the outbox gets JSON, a browser a 303 to one of our own pages."""
        if self.wants_json:
            done = {"done": self.request.headers.get("idempotency-key", ""), "location": own_path(path)}
            return JSONResponse(done, headers={"Cache-Control": "no-store"})
        self._leads_to = own_path(path)
        return RedirectResponse(self._leads_to, 303)

    async def note_where_it_led(self) -> None:
        """After a form: keep where it led, so that the same form sent again leads there too. Not worth an error."""
        if not self._written_key or not self._leads_to:
            return
        with suppress(Busy, StorageFull):
            await self.parts.database.write(self.actor.id, self.now, _note_location, self._written_key, self._leads_to)

    def _shared_context(self) -> dict[str, Any]:
        role = self._actor.role if self._actor else ""
        return {
            "reader": self._actor,
            "session": self.session,
            "demo": self.parts.demo,
            "damaged": bool(self.parts.database.damage),
            "page_path": self.request.url.path,
            "guide": guide(self.screen, signed_in=self._actor is not None),
            "thanks": thanks(self.request.query_params.get("thanks", "")) if role == "client" else "",
            "nav": "",
            "refused": None,
            "quick_exit": role == "client",
            "inline_css": ""
            if self.has_style or role in ("counsellor", "coordinator")
            else inline_css(self.parts.static),
            "request_key": uuid.uuid4().hex,
            "account_news": asked(self),
            "issued_at": self.now,
            "issued": self._issued() if role in ("client", "mentor") else None,
            "service_worker": self.parts.settings.service_worker,
        }

    def _issued(self) -> When:
        """The moment of rendering in words: a stored copy says how old it is."""
        local = berlin(self.now)
        return when(self.language.tag, local.date(), local.date(), local.time())


def _note_location(tx: Tx, key: str, location: str) -> None:
    tx.run("idempotency.set_location", key=key, location=location)


def own_path(path: str) -> str:
    """`path` if it is a plain path of ours, else the start page: nobody is sent away by a link we built from input."""
    plain = path.startswith("/") and path[1:2] not in ("/", "\\") and all(" " < sign <= "~" for sign in path)
    return path if plain else "/"


def _require_readable(form: FormData) -> None:
    require_once(form.multi_items())
    for _, value in form.multi_items():
        if not isinstance(value, str) or "\x00" in value or "\ufffd" in value:
            raise BadInput(N_("Wir konnten das nicht lesen. Bitte versuchen Sie es noch einmal."))


def _instant_or(text: str, fallback: str) -> str:
    try:
        moment(text)
    except ValueError:
        return fallback
    return text if text < OPEN_END else fallback
