"""A receiving push service (RFC 8030, 8291, 8292): as strict as real ones, and able to fail like them."""

from __future__ import annotations

import base64
import json
import os
import re
import ssl
import threading
import time
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, NamedTuple

import http_ece
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ANY_PATH = "*"
LONGEST_BODY = 4096
LONGEST_TOKEN_LIFE_SECONDS = 24 * 3600
_TOPIC = re.compile(r"[A-Za-z0-9_-]{1,32}")
_AUTHORIZATION = re.compile(r"vapid t=([\w-]+\.[\w-]+\.[\w-]+),\s*k=([\w-]+)")
_URGENCIES = {"very-low", "low", "normal", "high"}
_STUB = Path(__file__).with_name("push_stub.js")


class Refused(Exception):
    """A real push service would not take this message. `status` is what it answers."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(f"{status}: {reason}")
        self.status = status


class PushMessage(NamedTuple):
    """One request as it arrived. Header names are in lower case."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    status: int


class Answer(NamedTuple):
    """What the service answers at one path."""

    status: int = 201
    headers: Mapping[str, str] = MappingProxyType({})
    delay_seconds: float = 0
    never: bool = False


class PushService:
    """Listens on the loopback address as long as it is open.

    Every message is kept, with the status that it got. Without a fixed answer for its path a message is judged:
    201 when it is right, otherwise the status that a real service answers.
    """

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self._scheme = "https" if tls else "http"
        self._closing = threading.Event()
        self._changed = threading.Condition()
        self._messages: list[PushMessage] = []
        self._answers: dict[str, Answer] = {}
        self._http = _HttpServer(("127.0.0.1", 0), self)
        if tls:
            self._http.socket = tls.wrap_socket(self._http.socket, server_side=True)
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def origin(self) -> str:
        return f"{self._scheme}://127.0.0.1:{self._http.server_port}"

    def answer(self, path: str, status: int, **options: Any) -> None:
        """Fix the answer at a path, or at every other path with ANY_PATH: `headers`, `delay_seconds`, `never=True`."""
        self._answers[path] = Answer(status, **options)

    def redirect(self, path: str, target: str) -> None:
        self.answer(path, 307, headers={"Location": target})

    def forget_answers(self) -> None:
        self._answers.clear()

    def messages(self, path: str | None = None) -> list[PushMessage]:
        with self._changed:
            return [message for message in self._messages if path in (None, message.path)]

    def wait_for(self, count: int, path: str | None = None, timeout: float = 10) -> list[PushMessage]:
        """The messages, once there are at least `count`."""
        with self._changed:
            enough = self._changed.wait_for(lambda: len(self.messages(path)) >= count, timeout)
        if not enough:
            raise TimeoutError(f"{len(self.messages(path))} messages instead of {count} in {timeout:g} s")
        return self.messages(path)

    def receive(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
        """Keep one request and say what to answer."""
        answer = self._answers.get(path) or self._answers.get(ANY_PATH) or self._judge(method, headers, body)
        with self._changed:
            self._messages.append(PushMessage(method, path, headers, body, answer.status))
            self._changed.notify_all()
        if answer.never or answer.delay_seconds:
            self._closing.wait(None if answer.never else answer.delay_seconds)
        return answer

    def _judge(self, method: str, headers: dict[str, str], body: bytes) -> Answer:
        try:
            check_request(method, headers, body)
            check_vapid(headers, self.origin)
        except Refused as refused:
            return Answer(refused.status)
        return Answer()

    def __enter__(self) -> PushService:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


class Device:
    """A browser's side of a subscription: its keys, and what it reads when a message arrives."""

    def __init__(self, service_origin: str, name: str = "device-1") -> None:
        self.path = f"/push/{name}"
        self.endpoint = service_origin + self.path
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._auth = os.urandom(16)

    @property
    def subscription(self) -> dict[str, Any]:
        """What the page sends to its server."""
        return {
            "endpoint": self.endpoint,
            "keys": {"p256dh": encode(public_bytes(self._key.public_key())), "auth": encode(self._auth)},
        }

    def decrypt(self, message: PushMessage) -> str:
        plain = http_ece.decrypt(message.body, private_key=self._key, auth_secret=self._auth, version="aes128gcm")
        return str(plain.decode())

    def stub_script(self) -> str:
        """The init script that lets a Chromium without push service subscribe as this device."""
        settings = {"endpoint": self.endpoint, **self.subscription["keys"]}
        return _STUB.read_text(encoding="utf-8").replace("__SETTINGS__", json.dumps(settings))


def check_request(method: str, headers: dict[str, str], body: bytes) -> None:
    """Raise Refused where a push service would not take the request itself."""
    if method != "POST":
        raise Refused(405, method)
    if not headers.get("ttl", "").isdigit():
        raise Refused(400, "TTL is missing")
    if len(body) > LONGEST_BODY:
        raise Refused(413, f"{len(body)} bytes")
    if body and headers.get("content-encoding") != "aes128gcm":
        raise Refused(415, "not aes128gcm")
    if "topic" in headers and not _TOPIC.fullmatch(headers["topic"]):
        raise Refused(400, "Topic is not base64url of at most 32 characters")
    if headers.get("urgency", "normal") not in _URGENCIES:
        raise Refused(400, "Urgency is unknown")


def check_vapid(headers: dict[str, str], origin: str, public_key: str = "") -> dict[str, Any]:
    """The claims of the VAPID token. Raises Refused unless it is signed, meant for `origin`, and lives a day at most.

    With `public_key` (base64url) the token must be signed by that key.
    """
    match = _AUTHORIZATION.fullmatch(headers.get("authorization", ""))
    if not match:
        raise Refused(401, "no VAPID token")
    token, key = match.groups()
    if public_key and key != public_key:
        raise Refused(403, "another key")
    head, claims_part, signature = token.split(".")
    if json.loads(decode(head)).get("alg") != "ES256":
        raise Refused(401, "not ES256")
    _check_signature(f"{head}.{claims_part}".encode(), decode(signature), decode(key))
    claims: dict[str, Any] = json.loads(decode(claims_part))
    _check_claims(claims, origin)
    return claims


def _check_signature(signed: bytes, signature: bytes, key: bytes) -> None:
    try:
        public_key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), key)
        r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
        public_key.verify(encode_dss_signature(r, s), signed, ec.ECDSA(hashes.SHA256()))
    except (ValueError, InvalidSignature) as error:
        raise Refused(403, "bad signature") from error


def _check_claims(claims: dict[str, Any], origin: str) -> None:
    life = claims.get("exp", 0) - time.time()
    if claims.get("aud") != origin:
        raise Refused(403, f"aud is {claims.get('aud')}")
    if not 0 < life <= LONGEST_TOKEN_LIFE_SECONDS:
        raise Refused(403, f"exp is in {life:.0f} s")
    if not str(claims.get("sub", "")).startswith(("mailto:", "https:")):
        raise Refused(403, "sub is no address")


def encode(data: bytes) -> str:
    """base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def public_bytes(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


class _HttpServer(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], service: PushService) -> None:
        super().__init__(address, _Handler)
        self.service = service

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A sender that gave up is no error of ours."""


class _Handler(BaseHTTPRequestHandler):
    server: _HttpServer
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        answer = self.server.service.receive(self.command, self.path, headers, body)
        if answer.never:
            self.close_connection = True
            return
        self.send_response(answer.status)
        for name, value in {"Location": "/message/1", "Content-Length": "0", **answer.headers}.items():
            self.send_header(name, value)
        self.end_headers()

    do_GET = do_POST
    do_PUT = do_POST
    do_DELETE = do_POST

    def log_message(self, *arguments: Any) -> None:
        """Nothing on the terminal of the tests."""
