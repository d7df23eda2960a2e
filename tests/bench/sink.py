"""The fastest receiving push service we can make: answers 201 and counts. `BENCH_DELAY` is seconds before it answers."""

import asyncio
import os
import sys
from typing import Any

import uvicorn

DELAY = float(os.environ.get("BENCH_DELAY", "0"))
taken = 0


async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """POST takes a message; GET tells how many were taken."""
    global taken
    if scope["type"] != "http":
        return
    if scope["method"] == "POST":
        while (await receive()).get("more_body"):
            pass
        taken += 1
        if DELAY:
            await asyncio.sleep(DELAY)
    body = str(taken).encode()
    headers = [(b"content-length", str(len(body)).encode()), (b"location", b"/m/1")]
    await send({"type": "http.response.start", "status": 201 if scope["method"] == "POST" else 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), lifespan="off", access_log=False, log_level="error")
