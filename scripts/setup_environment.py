"""Makes .venv with exactly the packages of requirements.lock. Running it again does nothing unless the lock changed.

The project itself is not installed: every command runs from the checkout (`.venv/bin/python -m pwa_server`).
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "installed-lock"
OLDEST_PYTHON = (3, 11)


def wanted_stamp() -> str:
    """What the environment depends on: the lock and the interpreter."""
    return f"{hashlib.sha256(LOCK.read_bytes()).hexdigest()} {sys.version_info.major}.{sys.version_info.minor}\n"


def is_current() -> bool:
    return (VENV / "bin" / "python").exists() and STAMP.exists() and STAMP.read_text() == wanted_stamp()


def install() -> None:
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)
    pip = [str(VENV / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "-qq"]
    subprocess.run([*pip, "install", "--require-hashes", "--no-deps", "-r", str(LOCK)], check=True)
    STAMP.write_text(wanted_stamp())


def main() -> int:
    if sys.version_info < OLDEST_PYTHON:
        print("Python 3.11 or newer is needed. Name it: make PYTHON=python3.11 …", file=sys.stderr)
        return 2
    if not is_current():
        print("Installing the packages of requirements.lock into .venv …", flush=True)
        install()
    return 0


if __name__ == "__main__":
    sys.exit(main())
