"""The real program as processes of their own: started, stopped, killed, frozen, with their logs."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from tests.support import run_log
from tests.support.waiting import free_port, until

ROOT = Path(__file__).resolve().parent.parent.parent
START_WITHIN_SECONDS = 30
STOP_WITHIN_SECONDS = 10
PROGRAM = (sys.executable, "-m", "pwa_server")


class Process:
    """One started process. Everything that it writes stands in `log_path`."""

    def __init__(self, command: tuple[str, ...], environment: Mapping[str, str], log_path: Path) -> None:
        self.log_path = log_path
        with log_path.open("ab") as log:
            self._popen = subprocess.Popen(
                command, cwd=ROOT, env={**os.environ, **environment}, stdout=log, stderr=subprocess.STDOUT
            )

    @property
    def pid(self) -> int:
        return self._popen.pid

    @property
    def is_running(self) -> bool:
        return self._popen.poll() is None

    @property
    def exit_code(self) -> int | None:
        return self._popen.poll()

    @property
    def log(self) -> str:
        return self.log_path.read_text(encoding="utf-8", errors="replace")

    def wait_for_log(self, text: str, timeout: float = START_WITHIN_SECONDS) -> None:
        until(lambda: text in self.log, f"{text!r} in the log", timeout)

    def wait(self, timeout: float = STOP_WITHIN_SECONDS) -> int:
        """Wait for the end and give the exit code."""
        return self._popen.wait(timeout)

    def stop(self) -> int:
        """End it as an administrator would: SIGTERM, then wait."""
        self._signal(signal.SIGCONT)
        self._signal(signal.SIGTERM)
        try:
            return self.wait()
        except subprocess.TimeoutExpired:
            self.kill()
            raise

    def terminate(self) -> None:
        """SIGTERM, without waiting."""
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it as a power cut would."""
        self._signal(signal.SIGKILL)
        self.wait()

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Connections stay open and nothing answers, as in a network that only pretends to work."""
        self._signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        if self.is_running:
            self._popen.send_signal(number)

    def __enter__(self) -> Process:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.is_running:
            self.stop()


class Installation:
    """Folders, port and environment of one installation; its server and worker are started from here.

    `folder` keeps data, keys and logs, so that a server started again finds what the last one left. `named` calls it
    localhost: passkeys belong to a name.
    """

    def __init__(
        self,
        folder: Path,
        *,
        push_origin: str = "",
        now: str = "",
        environment: Mapping[str, str] | None = None,
        program: tuple[str, ...] = PROGRAM,
        named: bool = False,
    ) -> None:
        self.folder = folder
        self._host = "localhost" if named else "127.0.0.1"
        self.port = free_port()
        self.data_dir = folder / "data"
        self.key_dir = folder / "keys"
        self._program = program
        wanted = {
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "DATA_DIR": str(self.data_dir),
            "KEY_DIR": str(self.key_dir),
            "PUBLIC_ORIGIN": self.origin,
            "PUSH_TEST_ORIGIN": push_origin,
            "WEGPLAN_NOW": now,
            "PYTHONUNBUFFERED": "1",
        }
        self.environment = {name: value for name, value in wanted.items() if value} | dict(environment or {})

    @property
    def origin(self) -> str:
        return f"http://{self._host}:{self.port}"

    @property
    def database_path(self) -> Path:
        return self.data_dir / "wegplan.db"

    def run(self, *arguments: str, timeout: float = 120) -> subprocess.CompletedProcess[str]:
        """Run one command of the program to its end, for example `run("demo")`. A failure raises with its output."""
        done = subprocess.run(
            [*self._program, *arguments],
            cwd=ROOT,
            env={**os.environ, **self.environment},
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
        if done.returncode:
            raise AssertionError(f"{' '.join(arguments)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        return done

    def start(self, *arguments: str, environment: Mapping[str, str] | None = None) -> Process:
        """Start one command of the program without waiting for it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        log_path = self.folder / f"{arguments[0]}.log"
        process = Process((*self._program, *arguments), self.environment | dict(environment or {}), log_path)
        run_log.keep(log_path)
        return process

    def serve(self, **environment: str) -> Process:
        """The server, once it answers."""
        process = self.start("serve", environment=environment)
        try:
            until(lambda: self._answers_or_ended(process), "the server to answer", START_WITHIN_SECONDS)
        except BaseException:
            process.kill()
            raise
        return process

    def work(self, **environment: str) -> Process:
        """The reminder worker, started."""
        return self.start("worker", environment=environment)

    def is_healthy(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def _answers_or_ended(self, process: Process) -> bool:
        if not process.is_running:
            raise AssertionError(f"the server ended with {process.exit_code}:\n{process.log}")
        return self.is_healthy()


@contextmanager
def demo_installation(folder: Path, *, push_origin: str = "", now: str = "") -> Iterator[Installation]:
    """An installation with the demo data whose server runs."""
    installation = Installation(folder, push_origin=push_origin, now=now)
    installation.run("demo")
    with installation.serve():
        yield installation
