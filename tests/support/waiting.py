"""Waiting for something that another process or thread does, with a limit."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

_NEVER_SET = threading.Event()


def until(condition: Callable[[], T], what: str, timeout: float = 10, every: float = 0.02) -> T:
    """Ask again and again until the answer is true, and give that answer. TimeoutError names what was waited for."""
    deadline = time.monotonic() + timeout
    while not (answer := condition()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {timeout:g} s for {what}")
        _NEVER_SET.wait(every)
    return answer


def free_port() -> int:
    """A port of the loopback address that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
