"""Liveness: whether this process can write."""

import asyncio

from starlette.responses import JSONResponse, Response

from pwa_server.domain.times import moment
from pwa_server.storage.database import Busy, StorageFull, Tx
from pwa_server.web.visit import Visit

KEPT_SECONDS = 5
_last: dict[str, tuple[str, bool]] = {}


async def show_health(visit: Visit) -> Response:
    """200 when a write transaction could be opened within a second, else 503; the result is kept for five seconds."""
    known = _last.get("result")
    fresh = known and abs((moment(visit.now) - moment(known[0])).total_seconds()) < KEPT_SECONDS
    healthy = known[1] if known and fresh else await _can_write(visit)
    _last["result"] = (known[0] if known and fresh else visit.now, healthy)
    return JSONResponse({"ok": healthy}, 200 if healthy else 503, headers={"Cache-Control": "no-store"})


async def _can_write(visit: Visit) -> bool:
    try:
        async with asyncio.timeout(1):
            await visit.parts.database.write("", visit.now, _nothing)
    except (TimeoutError, Busy, StorageFull):
        return False
    return True


def _nothing(tx: Tx) -> None:
    pass
