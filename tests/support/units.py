"""What systemd does with our units, as far as a machine without it allows: environment, socket, readiness, signals.

The unit files are read as they are delivered. `Systemctl` is asked by a small program of that name, so that the commands of
the written page and of our scripts run unchanged. Users, folders that may be written to, and filters are not set up here.
"""

from __future__ import annotations

import json
import re
import shlex
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from tests.support import run_log

START_WITHIN_SECONDS = 60
ASK = """#!{python} -IS
import json, socket, sys
with socket.socket(socket.AF_UNIX) as asked:
    asked.connect({path!r})
    asked.sendall(json.dumps(sys.argv[1:]).encode())
    asked.shutdown(socket.SHUT_WR)
    sys.exit(json.loads(asked.makefile().read()))
"""
# systemd hands sockets over from number 3 on.
HAND_OVER = "import os, sys; os.dup2(int(sys.argv[1]), 3); os.execv(sys.argv[2], sys.argv[2:])"


class Unit:
    """One unit file: every value of every name, in order, with our paths put below the folder of the test."""

    def __init__(self, path: Path, mapped: Callable[[str], str]) -> None:
        self.name = path.name
        lines = path.read_text(encoding="utf-8").splitlines()
        self.values = [(name, mapped(value)) for name, mark, value in (line.partition("=") for line in lines) if mark]

    def all(self, name: str) -> list[str]:
        return [value for found, value in self.values if found == name]

    def one(self, name: str, default: str = "") -> str:
        return next(iter(self.all(name)), default)


class Systemctl:
    """Starts and stops units on command. `calls` keeps what was asked; `addresses` maps a unit's port to a free one."""

    def __init__(self, folder: Path, units: Path, mapped: Callable[[str], str]) -> None:
        self._folder, self._units, self._mapped = folder, units, mapped
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._sockets: dict[str, socket.socket] = {}
        self.calls: list[str] = []
        self.enabled: set[str] = set()
        self._asked = socket.socket(socket.AF_UNIX)
        self._asked.bind(str(folder / "systemctl.sock"))
        self._asked.listen()
        self._thread = threading.Thread(target=self._answer, daemon=True)
        self._thread.start()

    def install_command(self, folder: Path) -> None:
        """Put `systemctl` into a folder of the PATH."""
        command = folder / "systemctl"
        command.write_text(ASK.format(python=sys.executable, path=str(self._folder / "systemctl.sock")))
        command.chmod(0o755)

    def close(self) -> None:
        """Stop everything."""
        for name in list(self._running):
            self.stop(name)
        for held in self._sockets.values():
            held.close()
        self._asked.shutdown(socket.SHUT_RDWR)
        self._asked.close()
        self._thread.join()

    def _answer(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._asked.accept()
                with connection:
                    words = json.loads(connection.makefile().read())
                    connection.sendall(json.dumps(self.run(words)).encode())

    def run(self, words: list[str]) -> int:
        """One command as it was typed; its exit code."""
        self.calls.append(" ".join(words))
        verb, *names = [word for word in words if not word.startswith("--")]
        names = [name if "." in name else f"{name}.service" for name in names]
        if verb == "enable":
            self.enabled.update(names)
            names = names if "--now" in words else []
        elif verb == "is-active":
            return 0 if all(self.is_running(name) for name in names) else 3
        act = {"enable": self.start, "try-restart": self._try_restart}.get(verb) or getattr(
            self, verb.replace("-", "_")
        )
        return max([act(name) for name in names], default=0)

    def daemon_reload(self, name: str) -> int:
        return 0

    def reload(self, name: str) -> int:
        return 0

    def is_running(self, name: str) -> bool:
        return name in self._sockets or (name in self._running and self._running[name].poll() is None)

    def process(self, name: str) -> subprocess.Popen[bytes]:
        return self._running[name]

    def log(self, name: str) -> str:
        path = self._folder / f"{name}.log"
        return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""

    def unit(self, name: str) -> Unit:
        return Unit(self._units / name, self._mapped)

    def start(self, name: str) -> int:
        """Start it with what it requires; come back when it is ready, or with 1 when it ended before that."""
        if self.is_running(name) or not (self._units / name).exists():
            return 0
        unit = self.unit(name)
        if name.endswith(".socket"):
            host, _, port = unit.one("ListenStream").rpartition(":")
            self._sockets[name] = socket.create_server((host, int(port)), backlog=int(unit.one("Backlog", "128")))
            return 0
        if name.endswith(".timer"):
            return 0
        for required in unit.one("Requires").split():
            self.start(required)
        return self._start_service(unit)

    def _start_service(self, unit: Unit) -> int:
        environment = dict(self._environment(unit))
        command = shlex.split(unit.one("ExecStart").replace("$$", "$"))
        held = self._sockets.get(unit.one("Sockets"))
        if held:
            command = [sys.executable, "-IS", "-c", HAND_OVER, str(held.fileno()), *command]
        notified = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        address = self._folder / "notify.sock"
        address.unlink(missing_ok=True)
        notified.bind(str(address))
        if unit.one("Type") == "notify":
            environment["NOTIFY_SOCKET"] = str(address)
        log_path = self._folder / f"{unit.name}.log"
        with notified, log_path.open("ab") as log:
            if unit.one("Type") != "oneshot" and "litestream" not in unit.name:
                run_log.keep(log_path)
            process = subprocess.Popen(
                command,
                cwd="/",
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                pass_fds=[3, held.fileno()] if held else [],
            )
            self._running[unit.name] = process
            return self._ready(unit.one("Type"), process, notified)

    def _ready(self, kind: str, process: subprocess.Popen[bytes], notified: socket.socket) -> int:
        if kind == "oneshot":
            return process.wait(START_WITHIN_SECONDS)
        if kind != "notify":
            return 0
        notified.settimeout(0.05)
        for _ in range(START_WITHIN_SECONDS * 20):
            with suppress(TimeoutError):
                return int(notified.recv(100) != b"READY=1")
            if process.poll() is not None:
                return 1
        return 1

    def _environment(self, unit: Unit) -> list[tuple[str, str]]:
        """What a service sees: a bare PATH and its files, nothing of the test's own environment."""
        found = [("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"), ("LANG", "C.UTF-8")]
        for file in unit.all("EnvironmentFile"):
            lines = Path(file).read_text(encoding="utf-8").splitlines()
            found += [
                (name, value) for name, _, value in (re.sub(r"^#.*", "", line).partition("=") for line in lines) if name
            ]
        return found

    def stop(self, name: str) -> int:
        """SIGTERM, and wait as long as the unit grants. A service that needs a socket ends with it."""
        if name in self._sockets:
            for other in [name for name in self._running if name.endswith(".service")]:
                if name in self.unit(other).one("Requires").split():
                    self.stop(other)
            self._sockets.pop(name).close()
        process = self._running.pop(name, None)
        if process and process.poll() is None:
            process.terminate()
            process.wait(int(self.unit(name).one("TimeoutStopSec", "90")))
        return 0

    def restart(self, name: str) -> int:
        self.stop(name)
        return self.start(name)

    def _try_restart(self, name: str) -> int:
        return self.restart(name) if self.is_running(name) else 0
