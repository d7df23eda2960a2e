"""A document as PDF: written by another process, one at a time, so that serving never waits for it."""

import asyncio
import subprocess
import sys
from pathlib import Path

from starlette.responses import Response

from pwa_server.domain.problems import N_, Problem
from pwa_server.storage.database import Busy
from pwa_server.web.logs import log

WRITER = Path(__file__).with_name("pdf_writer.py")
SECONDS = 30
# Who waits longer than this for the documents of others is asked to come back.
MOST_WAITING = 4
MOST_BYTES = 2_000_000
# The writer gets nothing of our environment.
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}


class NoPdf(Problem):
    """The PDF could not be written here; the same document can be printed from the browser."""

    status = 503

    def __init__(self) -> None:
        super().__init__(N_("Das Papier ist gerade nicht da. Bitte drucken Sie die Seite im Browser."))


class _Queue:
    """One writer for this process, and few who wait for it. A semaphore belongs to the loop that first waits on it."""

    def __init__(self) -> None:
        self.waiting = 0
        self.writer = asyncio.Semaphore(1)


_queues: dict[int, _Queue] = {}


async def pdf_of(html: str) -> bytes:
    """The document as tagged PDF. Raises Busy where too many wait, NoPdf where it can't be written."""
    loop = id(asyncio.get_running_loop())
    if loop not in _queues:
        _queues.clear()
        _queues[loop] = _Queue()
    queue = _queues[loop]
    if queue.waiting >= MOST_WAITING:
        raise Busy
    queue.waiting += 1
    try:
        async with queue.writer:
            return await asyncio.to_thread(write, html)
    finally:
        queue.waiting -= 1


def write(html: str) -> bytes:
    """The same without waiting for a turn. Raises NoPdf."""
    body = html.encode()
    if len(body) > MOST_BYTES:
        raise NoPdf
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(WRITER)],
            input=body,
            capture_output=True,
            timeout=SECONDS,
            check=True,
            env=ENVIRONMENT,
        )
    except (subprocess.SubprocessError, OSError) as error:
        log("pdf_failed", error=type(error).__name__)
        raise NoPdf from error
    return done.stdout


def pdf_response(body: bytes, name: str) -> Response:
    """The PDF to keep or to print. `name` is ours and says nothing of the person."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"', "Cache-Control": "private, no-store"}
    return Response(body, headers=headers, media_type="application/pdf")
