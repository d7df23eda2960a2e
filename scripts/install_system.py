"""Installs the Debian packages that a command needs and this machine does not have.

usage: install_system.py GROUP …   (groups: python, paper, browsers, faults, operation, bench)

As root or with sudo it installs them; without those rights it prints the one command to run and exits with 2.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple


class Package(NamedTuple):
    name: str
    is_there: Callable[[], bool]
    service: str = ""  # what Debian would start with it, and we would not


def command(name: str) -> Callable[[], bool]:
    return lambda: shutil.which(name) is not None


def program(path: str) -> Callable[[], bool]:
    return Path(path).exists


def font(file_name: str) -> Callable[[], bool]:
    return lambda: any(Path("/usr/share/fonts").rglob(file_name))


def library(file_name: str) -> Callable[[], bool]:
    return lambda: any(Path("/usr/lib").rglob(f"{file_name}*"))


def python_module(name: str) -> Callable[[], bool]:
    return lambda: importlib.util.find_spec(name) is not None


GROUPS: dict[str, list[Package]] = {
    "python": [Package("python3-venv", python_module("ensurepip"))],
    # What the PDF of a plan is written with.
    "paper": [
        Package("libpango-1.0-0", library("libpango-1.0.so.0")),
        Package("libpangoft2-1.0-0", library("libpangoft2-1.0.so.0")),
        Package("libharfbuzz-subset0", library("libharfbuzz-subset.so.0")),
        Package("fonts-noto-core", font("NotoSansEthiopic-Regular.ttf")),
    ],
    "browsers": [
        Package("chromium", command("chromium")),
        Package("firefox-esr", command("firefox-esr")),
        Package("fonts-noto-core", font("NotoSansArabic-Regular.ttf")),
        Package("dbus-daemon", command("dbus-run-session")),
    ],
    # Lets single calls to the system fail beneath a test, and its clock jump.
    "faults": [Package("strace", command("strace")), Package("faketime", library("libfaketime.so.1"))],
    # What stands in front of an installation, and what looks at its units.
    "operation": [
        Package("caddy", program("/usr/bin/caddy"), service="caddy"),
        Package("nginx-light", program("/usr/sbin/nginx"), service="nginx"),
        Package("systemd", program("/usr/bin/systemd-analyze")),
    ],
    "bench": [Package("wrk", command("wrk"))],
}


def missing(groups: list[str]) -> list[Package]:
    return [package for group in groups for package in GROUPS[group] if not package.is_there()]


def rights() -> list[str] | None:
    """The words before apt-get: none for root, sudo where it asks for no password, None without rights."""
    if os.geteuid() == 0:
        return []
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    ):
        return ["sudo", "-n"]
    return None


def install(prefix: list[str], packages: list[Package]) -> None:
    services = [package.service for package in packages if package.service]
    if services and Path("/run/systemd/system").is_dir():
        subprocess.run([*prefix, "systemctl", "mask", *services], check=True)
    environment = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    subprocess.run([*environment, "update", "-qq"], check=True)
    subprocess.run([*environment, "install", "-y", "-qq", "--no-install-recommends", *names(packages)], check=True)


def names(packages: list[Package]) -> list[str]:
    return [package.name for package in packages]


def main(groups: list[str]) -> int:
    if not groups or set(groups) - set(GROUPS):
        print(__doc__, file=sys.stderr)
        return 2
    packages = missing(groups)
    if not packages:
        return 0
    prefix = rights()
    if prefix is None:
        print("Some system packages are missing. Please run:", file=sys.stderr)
        print(f"  sudo apt-get update && sudo apt-get install -y {' '.join(names(packages))}", file=sys.stderr)
        return 2
    print(f"Installing {', '.join(names(packages))} …", flush=True)
    install(prefix, packages)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
