"""A machine as the written page leaves it, below one folder: its commands run as they are written, with the paths moved."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.support.server import ROOT
from tests.support.units import Systemctl
from tests.support.waiting import free_port

PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
NAME = "plan.kreis-beispiel.de"
# Of the commands on the page, those that change the machine itself are only noted.
NOTED = ("apt-get", "chgrp", "chown", "sync")
RUNUSER = '#!/bin/sh\nshift 3\nexec "$@"\n'
OUR_FOLDERS = re.compile(r"(?<![\w./])/(opt/wegplan|etc|var|root|usr/local/sbin|tmp/tried)\b")


def blocks(heading: str, page: str = PAGE) -> list[str]:
    """The commands of a section of the page, in order."""
    section = page.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return re.findall(r"^```sh\n(.*?)^```", section, re.DOTALL | re.MULTILINE)


class Machine:
    """Folders, port, and a `systemctl` that starts our units by hand."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "machine"
        self.port = free_port()
        self.said: list[str] = []
        commands = folder / "commands"
        for made in (
            commands,
            self.root / "root",
            self.root / "etc" / "caddy",
            self.root / "usr/local/sbin",
            self.root / "tmp",
        ):
            made.mkdir(parents=True)
        units = self.root / "etc" / "systemd" / "system"
        self.systemctl = Systemctl(folder, units, self.moved)
        self.systemctl.install_command(commands)
        self._command(commands / "runuser", RUNUSER)
        self._command(commands / "journalctl", "#!/bin/sh\nexit 0\n")
        for name in NOTED:
            self._command(commands / name, f'#!/bin/sh\necho {name} "$@" >> {folder}/noted\n')
        self.noted = folder / "noted"
        self.environment = {
            "PATH": f"{commands}:{self.root}/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME": str(self.root / "root"),
            "LANG": "C.UTF-8",
            "DESTDIR": str(self.root),
            "PYTHON": str(Path(sys.base_prefix) / "bin" / "python3"),
        }

    @staticmethod
    def _command(path: Path, text: str) -> None:
        path.write_text(text, encoding="utf-8")
        path.chmod(0o755)

    def moved(self, text: str) -> str:
        """Our paths below the folder of this machine, and its port for ours."""
        return OUR_FOLDERS.sub(lambda found: f"{self.root}{found[0]}", text).replace(
            "127.0.0.1:8000", f"127.0.0.1:{self.port}"
        )

    def run(self, commands: str, *, may_fail: bool = False) -> str:
        """Commands of the page, in root's folder. What they say; a failure raises with it."""
        done = subprocess.run(
            ["sh", "-euc", self.moved(commands)],
            cwd=self.root / "root",
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=300,
            check=False,
        )
        if done.returncode and not may_fail:
            raise AssertionError(f"{commands}\nended with {done.returncode}:\n{done.stdout}")
        return done.stdout

    def path(self, place: str) -> Path:
        return self.root / place.lstrip("/")
