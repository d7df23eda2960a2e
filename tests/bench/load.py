"""Load by wrk and the CPU seconds a request that it costs the server."""

import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pwa_server.settings import Settings
from pwa_server.web.static_files import StaticFiles, style_mark
from tests.support.waiting import free_port

TICKS = os.sysconf("SC_CLK_TCK")
SCRIPT = """
local tokens = {}
for line in io.lines(os.getenv("BENCH_TOKENS")) do tokens[#tokens + 1] = line end
math.randomseed(tonumber(os.getenv("BENCH_SEED") or "1"))
request = function()
  local cookie = "s=" .. tokens[math.random(#tokens)] .. "; style=" .. os.getenv("BENCH_STYLE")
  return wrk.format("GET", nil, {["Cookie"] = cookie, ["Accept-Encoding"] = "br"})
end
"""


class Server:
    """A running server process. Its clients' phones hold the stylesheet, as they do from the second page on."""

    style = style_mark(StaticFiles())

    def __init__(self, process: subprocess.Popen[bytes], origin: str) -> None:
        self.process = process
        self.origin = origin

    def cpu_seconds(self) -> float:
        """User and system time that the process has used so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def fetch(self, path: str, token: str = "") -> bytes:
        """One answer's body as it came over the wire."""
        request = urllib.request.Request(self.origin + path, headers=self._headers(token))
        with urllib.request.urlopen(request) as answer:
            return bytes(answer.read())

    def _headers(self, token: str) -> dict[str, str]:
        return {"Cookie": f"s={token}; style={self.style}", "Accept-Encoding": "br"}

    def cost(self, path: str, tokens: Path, seconds: float = 3) -> float:
        """CPU seconds a request at `path`, asked for by different clients at random."""
        with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
            script.write(SCRIPT)
            script.flush()
            before = self.cpu_seconds()
            command = ["wrk", "-t1", "-c16", f"-d{seconds}s", "-s", script.name, self.origin + path]
            environment = os.environ | {"BENCH_TOKENS": str(tokens), "BENCH_STYLE": self.style}
            told = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
            used = self.cpu_seconds() - before
        if "Non-2xx" in told:
            raise RuntimeError(f"{path} did not answer 200:\n{told}")
        found = re.search(r"(\d+) requests in", told)
        if not found or not int(found.group(1)):
            raise RuntimeError(f"{path} answered nothing: this machine is too busy to measure\n{told}")
        return used / int(found.group(1))


@contextmanager
def server(settings: Settings, floor_body: Path, *, cold: bool = False) -> Iterator[Server]:
    """The bench server on a free port."""
    port = free_port()
    environment = os.environ | {
        "DATA_DIR": str(settings.data_dir), "KEY_DIR": str(settings.key_dir), "PORT": str(port), "HOST": "127.0.0.1",
        "BENCH_FLOOR": str(floor_body),
    }  # fmt: skip
    if cold:
        environment["BENCH_COLD"] = "1"
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.serving"], env=environment, stdout=subprocess.DEVNULL
    )
    running = Server(process, f"http://127.0.0.1:{port}")
    try:
        _wait(running)
        yield running
    finally:
        process.terminate()
        process.wait(20)


def _wait(running: Server) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            running.fetch("/healthz")
            return
        except OSError:
            time.sleep(0.02)
    raise TimeoutError("the bench server did not answer")
