"""One request of any kind for a route: from what its form really sends to what no browser would ever send."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

from tests.fuzz.values import asked_names, field_names, value
from tests.world import World

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW")
FORM = "application/x-www-form-urlencoded"
BOUNDARY = "zq"
TYPES = (
    "", FORM, f"{FORM}; charset=utf-16", "multipart/form-data", f"multipart/form-data; boundary={BOUNDARY}",
    "multipart/form-data; boundary=", 'multipart/form-data; boundary="\xe4"', "application/json", "text/plain",
    "text/html; charset=x", "image/png", "audio/webm", ";;;=", "x" * 3000,
)  # fmt: skip
# Headers that somebody of ours reads, and some that nobody may believe.
HEADERS = (
    "accept", "accept-encoding", "accept-language", "idempotency-key", "outbox-user", "referer", "hx-request",
    "hx-request-type", "hx-target", "hx-current-url", "keep-copy", "if-none-match", "range", "x-forwarded-for",
    "x-forwarded-host", "x-forwarded-proto", "forwarded", "origin", "host", "user-agent", "content-length",
    "sec-fetch-site", "content-encoding", "expect", "authorization",
)  # fmt: skip
USUAL = {
    "accept": "application/json",
    "hx-request-type": "partial",
    "hx-request": "true",
    "accept-encoding": "gzip, br",
}
COOKIES = ("language", "style", "d", "s", "__Host-s", "x")
Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Sent:
    """A request as it comes over the wire: the path percent-encoded, the body in pieces. `complete`: nobody hung up."""

    method: str
    path: str
    query: bytes = b""
    headers: Sequence[tuple[bytes, bytes]] = ()
    body: Sequence[bytes] = field(default=(b"",))
    complete: bool = True


@dataclass(frozen=True)
class Given:
    """What a right request of the route would be."""

    method: str
    path: str
    form: dict[str, str]
    pattern: str


def made(given: Given, chance: random.Random, world: World, token: str) -> Sent:
    """A request for the route. One in seven is right in everything that is sent."""
    right = chance.random() < 0.15
    method = given.method if right or chance.random() < 0.96 else chance.choice(METHODS)
    pairs = [*given.form.items()] if right else _pairs(given.form, chance, world)
    content_type, body = _body(pairs, chance) if not right and chance.random() < 0.25 else (FORM, _encoded(pairs))
    headers = {"cookie": f"s={token}" if token else "", "sec-fetch-site": "same-origin", "content-type": content_type}
    if not right:
        headers |= _headers(chance, world, headers["cookie"])
    return Sent(
        method,
        given.path if right or chance.random() < 0.75 else _path(given, chance, world),
        b"" if right or chance.random() < 0.6 else _query(chance, world),
        [(name.encode(), text.encode("latin-1", "replace")) for name, text in headers.items() if text],
        _pieces(body, chance) if method not in ("GET", "HEAD") else (b"",),
        right or chance.random() < 0.98,
    )


def _pairs(form: dict[str, str], chance: random.Random, world: World) -> Pairs:
    """The fields of a form: some of any value, some missing, some twice, some of another form."""
    spoilt = chance.choice((0.0, 0.1, 0.3, 0.8))
    pairs: Pairs = []
    for name, text in form.items():
        if chance.random() < spoilt / 3:
            continue
        pairs.append((name, value(chance, world) if chance.random() < spoilt else text))
        if chance.random() < spoilt / 3:
            pairs.append((name, value(chance, world)))
    while chance.random() < 0.3:
        pairs.append((chance.choice(field_names()), value(chance, world)))
    if chance.random() < 0.05:
        pairs.append((value(chance, world), value(chance, world)))
    if chance.random() < 0.1:
        pairs += [(chance.choice(field_names()), "x")] * chance.choice((20, 500))
    return pairs


def _encoded(pairs: Pairs) -> bytes:
    return urlencode(pairs, errors="surrogatepass").encode()


def _body(pairs: Pairs, chance: random.Random) -> tuple[str, bytes]:
    """Something else than a form as browsers send it; now and then under a wrong name."""
    content_type, body = chance.choice(
        (
            (FORM, _encoded(pairs)[:-3] + b"%F"),
            (FORM, _encoded(pairs) + b"&x=\xff\xfe%C3%28&=&;&&a=b=c"),
            (f"multipart/form-data; boundary={BOUNDARY}", _multipart(pairs, chance)),
            (f"multipart/form-data; boundary={BOUNDARY}", _multipart(pairs, chance)[:-20]),
            ("application/json", json.dumps(dict(pairs)).encode()),
            ("application/json", json.dumps(pairs).encode()[:-1]),
            ("application/json", b"[" * 3000 + b'{"' * 2000),
            ("application/json", b'{"endpoint": 1e999, "reminder": ["\\ud800"], "keys": {"p256dh": null}, "id": 12}'),
            ("application/octet-stream", chance.randbytes(chance.choice((0, 3, 400)))),
            (FORM, b"x=" + b"y" * chance.choice((17_000, 70_000, 420_000))),
        )
    )
    return (chance.choice(TYPES) if chance.random() < 0.3 else content_type), body


def _multipart(pairs: Pairs, chance: random.Random) -> bytes:
    parts = []
    for name, text in pairs:
        file = f'; filename="{name}.webm"' if chance.random() < 0.2 else ""
        kind = "\r\nContent-Type: audio/webm" if file and chance.random() < 0.5 else ""
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{file}{kind}\r\n\r\n'
        parts.append(head.encode("utf-8", "replace") + text.encode("utf-8", "surrogatepass") + b"\r\n")
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


def _headers(chance: random.Random, world: World, cookie: str) -> dict[str, str]:
    odd: dict[str, str] = {}
    while chance.random() < 0.35:
        name = chance.choice(HEADERS)
        odd[name] = USUAL[name] if name in USUAL and chance.random() < 0.7 else _one_line(value(chance, world))
    if chance.random() < 0.15:
        more = f"{chance.choice(COOKIES)}={_one_line(value(chance, world))}"
        odd["cookie"] = chance.choice((f"{cookie}; {more}", f"{more}; {cookie}", more, ";=;,\xff", "s"))
    return odd


def _one_line(text: str) -> str:
    """What a header can hold: no server lets a line break or a zero through."""
    return "".join(sign for sign in text if sign not in "\r\n\x00")[:4000]


def _path(given: Given, chance: random.Random, world: World) -> str:
    """The path with other things in the place of its ids, or something quite different."""
    if chance.random() < 0.1:
        return "/" + quote(value(chance, world)[:300].encode("utf-8", "surrogatepass"), safe="/")
    parts = zip(given.pattern.split("/"), given.path.split("/"), strict=False)
    changed = [_part(chance, world) if pattern.startswith("{") else part for pattern, part in parts]
    return "/".join(changed) + ("/" if chance.random() < 0.05 else "")


def _part(chance: random.Random, world: World) -> str:
    return quote(value(chance, world)[:1000].encode("utf-8", "surrogatepass"), safe="")


def _query(chance: random.Random, world: World) -> bytes:
    if chance.random() < 0.1:
        return chance.choice((b"%", b"&&=&", b"lang=%ff", b"%FF%FE=1", b"a" * 8000, b"q[]=1&q[a]=2", b"?lang=ar"))
    pairs = [(chance.choice(asked_names()), value(chance, world)[:3000]) for _ in range(chance.choice((1, 1, 2, 9)))]
    return _encoded(pairs)


def _pieces(body: bytes, chance: random.Random) -> Sequence[bytes]:
    cut = chance.randrange(len(body) + 1)
    return (body,) if chance.random() < 0.8 else (body[:cut], b"", body[cut:])
