"""`make run`: demo data if there is no database yet, then server and reminder worker until Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STOP_WITHIN_SECONDS = 10


def program(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "pwa_server", *arguments]


def stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_WITHIN_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()


def run_until_one_ends() -> int:
    """Server and worker belong together: when one ends, or on a signal, both end."""
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    processes = [subprocess.Popen(program(name), cwd=ROOT, start_new_session=True) for name in ("serve", "worker")]
    for process in processes:
        threading.Thread(target=lambda child=process: (child.wait(), ended.set()), daemon=True).start()
    ended.wait()
    failed = any(process.poll() not in (None, 0) for process in processes)
    for process in processes:
        stop(process)
    return int(failed)


def main() -> int:
    os.chdir(ROOT)
    if subprocess.run(program("demo", "--keep"), check=False).returncode:
        return 1
    print(
        "Server and reminder worker are starting. Ctrl-C ends both; `make run` goes on with the same data.", flush=True
    )
    return run_until_one_ends()


if __name__ == "__main__":
    sys.exit(main())
