"""Static files from memory, under a name that carries their hash, compressed once."""

import gzip
import hashlib
import mimetypes
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import brotli
from starlette.datastructures import Headers
from starlette.types import Receive, Scope, Send

# One file for all pages: what is shared with the service worker first, then what the rest leans on.
SCRIPTS = ("outbox", "page", "forms", "listen", "push", "sign_out")
FOLDER = Path(__file__).resolve().parents[2] / "static"
NOT_FOUND = (b"content-type", b"text/plain; charset=utf-8")
COMPRESSED = {".css", ".js", ".svg", ".json", ".webmanifest"}


class StaticFiles:
    """All files below static/ by hashed URL; also an ASGI application for paths under /static/."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self.bodies: dict[str, bytes] = {}
        self.urls: dict[str, str] = {}
        scripts = [folder / "js" / f"{name}.js" for name in SCRIPTS]
        for path in sorted({*folder.rglob("*")} - {*scripts}):
            if path.is_file():
                self._add(path.relative_to(folder).as_posix(), path.read_bytes())
        self._add("js/app.js", joined(scripts).encode())
        self.build = hashlib.sha256("".join(self.urls.values()).encode()).hexdigest()[:12]

    def _add(self, name: str, body: bytes) -> None:
        stem, dot, suffix = name.rpartition(".")
        url = f"/static/{stem}.{hashlib.sha256(body).hexdigest()[:10]}{dot}{suffix}"
        self.urls[name] = url
        self.bodies[url] = body

    def url(self, name: str) -> str:
        """The hashed URL of `css/phone.css`. Raises KeyError for a file that is not there."""
        return self.urls[name]

    def inlined(self, name: str) -> str:
        """A stylesheet without comments and line breaks, for the head of a page."""
        text = re.sub(r"/\*.*?\*/", "", self.bodies[self.urls[name]].decode(), flags=re.DOTALL)
        return re.sub(r"\s*([{};,])\s*", r"\1", re.sub(r"\s+", " ", text)).strip()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = self.bodies.get(scope["path"])
        if body is None:
            await send({"type": "http.response.start", "status": 404, "headers": [NOT_FOUND]})
            await send({"type": "http.response.body", "body": b"not found"})
            return
        kind = mimetypes.guess_type(scope["path"])[0] or "application/octet-stream"
        charset = "; charset=utf-8" if kind.startswith("text/") or kind.endswith("+xml") else ""
        headers = [
            (b"content-type", f"{kind}{charset}".encode()),
            (b"cache-control", b"public, max-age=31536000, immutable"),
            (b"vary", b"Accept-Encoding"),
        ]
        if Path(scope["path"]).suffix in COMPRESSED:
            encoding, body = compress(body, Headers(scope=scope).get("accept-encoding", ""), best=True)
            if encoding:
                headers.append((b"content-encoding", encoding.encode()))
        headers.append((b"content-length", str(len(body)).encode()))
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


@lru_cache(maxsize=8)
def style_mark(static: StaticFiles) -> str:
    """What stands for the current stylesheet of phones: the hash in its name."""
    return static.url("css/phone.css").split(".")[-2]


def joined(scripts: Sequence[Path]) -> str:
    """Scripts as one, without the comments and indents that are for us."""
    text = "\n".join(script.read_text(encoding="utf-8") for script in scripts)
    return re.sub(r"^\s+", "", re.sub(r"^\s*//.*\n", "", text, flags=re.MULTILINE), flags=re.MULTILINE)


def compress(body: bytes, accept_encoding: str, best: bool = False) -> tuple[str, bytes]:
    """(`br`, `gzip` or '', the body so encoded). Under 500 bytes nothing is gained. `best` is for what is kept."""
    if len(body) < 500:
        return "", body
    if "br" in accept_encoding:
        return "br", _best_brotli(body) if best else brotli.compress(body, quality=5)
    if "gzip" in accept_encoding:
        return "gzip", gzip.compress(body, 9 if best else 6, mtime=0)
    return "", body


@lru_cache(maxsize=64)
def _best_brotli(body: bytes) -> bytes:
    return brotli.compress(body, quality=11)
