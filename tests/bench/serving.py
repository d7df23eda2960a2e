"""The server under measurement: the real application with one more route, the floor, behind the same middleware."""

import os
from pathlib import Path

import uvicorn
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pwa_server import app
from pwa_server.settings import from_environment
from pwa_server.web.kept import KeptPages

FLOOR = "/bench/floor"


def main() -> None:
    """Serve until stopped. `BENCH_FLOOR` is a file with the encoded body; `BENCH_COLD` keeps no pages."""
    settings = from_environment()
    built = app.build
    app.build = lambda routes, parts: [Route(FLOOR, _floor(Path(os.environ["BENCH_FLOOR"]))), *built(routes, parts)]
    parts = app.create_parts(settings)
    if os.environ.get("BENCH_COLD"):
        parts.kept = KeptPages(most_bytes=0)
    uvicorn.run(
        app.application(parts), host=settings.host, port=settings.port, server_header=False, access_log=False,
        log_level="warning",
    )  # fmt: skip


def _floor(body_file: Path):
    headers = {
        "Cache-Control": "private, no-store",
        "Vary": "Accept-Encoding, Cookie, Accept-Language, HX-Request",
        "Content-Encoding": "br",
        "SW-Store": "opaque;2592000",
    }

    async def answer(_: Request) -> Response:
        return Response(_body(body_file), 200, headers, media_type="text/html")

    return answer


_bodies: dict[Path, bytes] = {}


def _body(path: Path) -> bytes:
    if path not in _bodies:
        _bodies[path] = path.read_bytes()
    return _bodies[path]


if __name__ == "__main__":
    main()
