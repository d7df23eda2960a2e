"""Bodies that never end arriving, or are far too large, at a real server: everybody else goes on, and nothing grows."""

from __future__ import annotations

import http.client
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.faults.conftest import Office
from tests.support.effort import FULL, count
from tests.support.server import Process

MEGABYTE = 1_000_000
HALF = (
    b"POST /sign-in/name HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\nContent-Length: 900\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n\r\nname=h"
)


def resident(server: Process) -> int:
    """Bytes of memory that the server has."""
    lines = Path(f"/proc/{server.pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS"))


@contextmanager
def stuck(port: int, number: int) -> Iterator[list[socket.socket]]:
    """So many connections whose body stops in the middle."""
    with ExitStack() as stack:
        opened = [stack.enter_context(socket.create_connection(("127.0.0.1", port), 10)) for _ in range(number)]
        for connection in opened:
            connection.sendall(HALF.replace(b"Host: x", f"Host: 127.0.0.1:{port}".encode()))
        yield opened


def seconds_of_pages(origin: str, token: str, number: int) -> list[float]:
    taken = []
    with httpx2.Client(base_url=origin, headers={"Cookie": f"s={token}"}, timeout=10) as browser:
        for _ in range(number):
            began = time.perf_counter()
            assert browser.get("/today").status_code == 200
            taken.append(time.perf_counter() - began)
    return sorted(taken)


@pytest.mark.fault("F37")
def test_bodies_that_stop_half_way_hold_up_nobody_and_are_hung_up_on(office: Office, record_property: Any) -> None:
    with office.installation.serve() as server:
        seconds_of_pages(office.installation.origin, office.tokens[0], 20)
        before, began = resident(server), time.monotonic()
        with stuck(office.installation.port, count(small=40, full=400)) as connections:
            taken = seconds_of_pages(office.installation.origin, office.tokens[0], 100)
            grown = resident(server) - before
            if FULL:  # ten seconds of waiting
                answers = [connection.recv(100) for connection in connections]
                assert {answer[:13] for answer in answers} == {b"HTTP/1.1 408 "}
                assert time.monotonic() - began < 15
        assert taken[98] < 0.5
        assert grown < 10 * MEGABYTE
        record_property("99 of 100 pages within ms, memory in kB", f"{taken[98] * 1000:.0f}, {grown // 1000}")


@pytest.mark.fault("F37")
def test_body_that_is_far_too_large_is_refused_and_not_kept(office: Office, record_property: Any) -> None:
    size = count(small=20, full=200) * MEGABYTE
    headers = {"Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded"}
    with office.installation.serve() as server:
        seconds_of_pages(office.installation.origin, office.tokens[0], 20)
        before = resident(server)
        with closing(http.client.HTTPConnection("127.0.0.1", office.installation.port, timeout=20)) as connection:
            connection.putrequest("POST", "/sign-in/name")
            for name, value in {**headers, "Content-Length": str(size)}.items():
                connection.putheader(name, value)
            connection.endheaders()
            sent, status = poured(connection, size)
        grown = resident(server) - before
        assert status in (0, 413)
        assert sent < size or status == 413
        assert grown < 10 * MEGABYTE
        assert office.installation.is_healthy()
    record_property("sent, status, memory in kB", f"{sent // 1000} kB of {size // 1000}, {status}, {grown // 1000}")


def poured(connection: http.client.HTTPConnection, size: int) -> tuple[int, int]:
    """How much could be sent, and the status; 0 where the server hung up."""
    sent, piece = 0, b"x" * 65536
    with suppress(OSError):
        while sent < size:
            connection.send(piece)
            sent += len(piece)
    try:
        with connection.getresponse() as answer:
            return sent, answer.status
    except (OSError, http.client.HTTPException):
        return sent, 0
