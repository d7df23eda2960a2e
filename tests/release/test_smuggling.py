"""A request can't hide in another: proxy and server never disagree about where one ends."""

import re
import socket
from contextlib import closing

import pytest

from tests.release.machine import NAME, Machine
from tests.release.proxies import Proxy
from tests.release.test_tls import requests_of

HIDDEN = f"GET /help HTTP/1.1\r\nHost: {NAME}\r\nX-Ignore: "
BODY = "a=b"
# The lines about the length of the body, and the body: each has been read in two ways by some pair of programs.
TRICKS = {
    "length and chunks": (f"Content-Length: {len(HIDDEN) + 5}\r\nTransfer-Encoding: chunked", f"0\r\n\r\n{HIDDEN}"),
    "short length and chunks": ("Content-Length: 4\r\nTransfer-Encoding: chunked", f"3\r\n{BODY}\r\n0\r\n\r\n{HIDDEN}"),
    "two lengths": (f"Content-Length: 3\r\nContent-Length: {len(HIDDEN) + 3}", f"{BODY}{HIDDEN}"),
    "two lengths in one line": (f"Content-Length: 3, {len(HIDDEN) + 3}", f"{BODY}{HIDDEN}"),
    "length with a sign": ("Content-Length: +3", f"{BODY}{HIDDEN}"),
    "space before the colon": ("Transfer-Encoding : chunked\r\nContent-Length: 3", f"{BODY}{HIDDEN}"),
    "unknown coding": ("Transfer-Encoding: xchunked\r\nContent-Length: 3", f"{BODY}{HIDDEN}"),
    "two codings": ("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", f"0\r\n\r\n{HIDDEN}"),
    "tab before the coding": ("Transfer-Encoding:\tchunked\r\nContent-Length: 3", f"{BODY}{HIDDEN}"),
    "folded line": ("Transfer-Encoding:\r\n chunked\r\nContent-Length: 3", f"{BODY}{HIDDEN}"),
    "line end without return": ("X: y\nTransfer-Encoding: chunked\r\nContent-Length: 3", f"{BODY}{HIDDEN}"),
    "length of a chunk with more": ("Transfer-Encoding: chunked", f"3;x=\n{BODY}\r\n0\r\n\r\n{HIDDEN}"),
    "negative chunk": ("Transfer-Encoding: chunked", f"-1\r\n{BODY}\r\n0\r\n\r\n{HIDDEN}"),
}


def sent(connection: socket.socket, lines: str, body: str) -> bytes:
    """Everything that comes back for one attack, until the other side closes or falls silent."""
    head = f"POST /sign-in/mail HTTP/1.1\r\nHost: {NAME}\r\nSec-Fetch-Site: same-origin\r\n{lines}\r\n"
    form = "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
    connection.settimeout(0.3)
    connection.sendall((head + form + body).encode())
    answer = b""
    try:
        while part := connection.recv(65536):
            answer += part
    except (TimeoutError, ConnectionError):
        pass
    return answer


def answers_in(answer: bytes) -> int:
    return len(re.findall(rb"^HTTP/1\.1 \d{3} ", answer, re.MULTILINE))


@pytest.mark.parametrize("trick", TRICKS)
def test_server_answers_no_request_that_the_proxy_has_not_seen(proxy: Proxy, machine: Machine, trick: str) -> None:
    before = requests_of(machine)
    with closing(proxy.connected()) as connection:
        answers = answers_in(sent(connection, *TRICKS[trick]))
    with proxy.browser() as browser:
        for _ in range(3):
            assert "<title>" in browser.get("/sign-in").text
    assert requests_of(machine) - before - 3 <= answers


@pytest.mark.parametrize("trick", ["length and chunks", "two lengths", "length with a sign", "space before the colon"])
def test_server_itself_refuses_an_unclear_length(machine: Machine, trick: str) -> None:
    with closing(socket.create_connection(("127.0.0.1", machine.port), 10)) as connection:
        answer = sent(connection, *TRICKS[trick])
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert answers_in(answer) == 1
