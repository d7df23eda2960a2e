"""The server is replaced while it is asked: the socket stays open, requests wait in it, and nobody is turned away."""

import http.client
import os
import socket
import subprocess
import sys
import threading
from contextlib import closing
from typing import Any

import pytest

from tests.faults.conftest import Office
from tests.support.effort import count
from tests.support.server import ROOT
from tests.support.waiting import until

# Two ask, eleven times so many: more than five thousand.
ENOUGH = count(small=100, full=250)
MOST_ASKED_AGAIN = 2 / 5000


@pytest.mark.fault("F25")
def test_no_request_fails_while_the_server_is_replaced(office: Office, record_property: Any) -> None:
    installation = office.installation
    with socket.create_server(("127.0.0.1", installation.port), backlog=2048) as listening:
        command = [sys.executable, "-m", "pwa_server", "serve", "--fd", str(listening.fileno())]
        environment = {**os.environ, **installation.environment}

        def start() -> subprocess.Popen[bytes]:
            return subprocess.Popen(command, cwd=ROOT, env=environment, pass_fds=[listening.fileno()])

        running = start()
        stop = threading.Event()
        statuses: list[list[int]] = [[], []]
        again: list[int] = []
        askers = [
            threading.Thread(target=ask, args=(installation.port, token, stop, kept, again))
            for token, kept in zip(office.tokens, statuses, strict=False)
        ]
        try:
            until(installation.is_healthy, "the server", 30)
            for asker in askers:
                asker.start()
            wait_for_more(statuses[0])
            for _ in range(count(small=1, full=10)):
                following = start()
                running.terminate()
                assert running.wait(20) == 0
                running = following
                wait_for_more(statuses[0])
        finally:
            stop.set()
            for asker in askers:
                asker.join()
            running.terminate()
            running.wait(20)
    asked = [status for kept in statuses for status in kept]
    assert len(asked) >= 2 * ENOUGH
    assert [status for status in asked if status != 200] == []
    assert len(again) <= max(1, len(asked) * MOST_ASKED_AGAIN)
    record_property("answers, asked once more, failed", f"{len(asked)}, {len(again)}, 0")


@pytest.mark.fault("F25")
def test_request_on_a_connection_that_was_just_accepted_is_answered(office: Office) -> None:
    """The server was told to end between the connection and its request."""
    installation = office.installation
    server = installation.serve()
    accepted = socket.create_connection(("127.0.0.1", installation.port), 10)
    with closing(accepted):
        server.terminate()
        until(lambda: not installation.is_healthy(), "no more new connections", 10)
        accepted.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert accepted.recv(100).startswith(b"HTTP/1.1 200 ")
    assert server.wait() == 0


def wait_for_more(statuses: list[int]) -> None:
    before = len(statuses)
    until(lambda: len(statuses) >= before + ENOUGH, "more answers", 30)


def ask(port: int, token: str, stop: threading.Event, statuses: list[int], again: list[int]) -> None:
    """Ask on a new connection each time; what gets no answer is asked once more, as the proxy does with a GET."""
    while not stop.is_set():
        status = status_of(port, token)
        if status == 0:
            again.append(status)
            status = status_of(port, token)
        statuses.append(status)


def status_of(port: int, token: str) -> int:
    """The status of one page; 0 stands for no answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", "/today", headers={"Cookie": f"s={token}", "Connection": "close"})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()
