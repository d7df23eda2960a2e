"""How long until the first answer, against a minimal Starlette server."""

import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from tests.support.waiting import free_port

MINIMAL = """
import sys, uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
async def answer(request): return PlainTextResponse("ok")
uvicorn.run(Starlette(routes=[Route("/healthz", answer)]), port=int(sys.argv[1]), log_level="error", access_log=False)
"""


def minimal() -> float:
    """Seconds until a minimal server answers."""
    port = free_port()
    return _first_answer([sys.executable, "-c", MINIMAL, str(port)], port, "/healthz", {})


def ours(folder: Path, path: str = "/sign-in") -> float:
    """Seconds until ours answers its sign-in page over an existing database."""
    port = free_port()
    environment = {"DATA_DIR": str(folder / "data"), "KEY_DIR": str(folder / "keys"), "PORT": str(port)}
    return _first_answer([sys.executable, "-m", "pwa_server", "serve"], port, path, environment)


def _first_answer(command: list[str], port: int, path: str, environment: dict[str, str]) -> float:
    started = time.perf_counter()
    # An installation compiles its modules beforehand; here the first start, which does not count, does it.
    compiling = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen(command, env=compiling | environment, stdout=subprocess.DEVNULL)
    try:
        while time.perf_counter() - started < 60:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}{path}").read()
                return time.perf_counter() - started
            except OSError:
                time.sleep(0.005)
    finally:
        process.terminate()
        process.wait(20)
    raise TimeoutError(path)
