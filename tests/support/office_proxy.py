"""The web proxy of an office: opens tunnels with CONNECT, knows names that this machine does not, and may refuse."""

from __future__ import annotations

import base64
import socket
import ssl
import threading
from contextlib import ExitStack, suppress
from socketserver import BaseRequestHandler, StreamRequestHandler, ThreadingTCPServer
from types import TracebackType


class _Server(ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever hangs up is no error of ours."""


class _Running:
    """A server of the test in a thread of its own."""

    def __init__(self, handler: type[BaseRequestHandler]) -> None:
        self._server = _Server(("127.0.0.1", 0), handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self.port: int = self._server.server_address[1]

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class TlsService(_Running):
    """Shakes hands, and says nothing more."""

    def __init__(self, context: ssl.SSLContext) -> None:
        class Handler(BaseRequestHandler):
            def handle(self) -> None:
                with suppress(OSError), context.wrap_socket(self.request, server_side=True) as secure:
                    secure.recv(1)

        super().__init__(Handler)


class OfficeProxy(_Running):
    """`asked` are the hosts that somebody wanted to reach. All names lead to `leads_to`, a port of this machine.

    With `password` nobody gets through without it; with `refusal`, an answer such as `403 Forbidden`, nobody at all.
    """

    def __init__(self, leads_to: int = 0, *, password: str = "", refusal: str = "") -> None:
        self.asked: list[str] = []
        proxy = self

        class Handler(StreamRequestHandler):
            def handle(self) -> None:
                method, target, _ = self.rfile.readline().decode().split()
                headers = list(iter(lambda: self.rfile.readline().decode().strip(), ""))
                proxy.asked.append(target)
                answer = proxy._judged(method, headers)
                self.wfile.write(f"HTTP/1.1 {answer}\r\n\r\n".encode())
                if answer.startswith("200"):
                    _relay(self.connection, leads_to or int(target.rpartition(":")[2]))

        super().__init__(Handler)
        self._password, self._refusal = password, refusal

    @property
    def url(self) -> str:
        return f"http://{f'office:{self._password}@' if self._password else ''}127.0.0.1:{self.port}"

    def _judged(self, method: str, headers: list[str]) -> str:
        wanted = f"Proxy-Authorization: Basic {base64.b64encode(f'office:{self._password}'.encode()).decode()}"
        if self._refusal:
            return self._refusal
        if method != "CONNECT":
            return "405 Method Not Allowed"
        return "407 Proxy Authentication Required" if self._password and wanted not in headers else "200 OK"


def _relay(one: socket.socket, port: int) -> None:
    with ExitStack() as stack:
        other = stack.enter_context(socket.create_connection(("127.0.0.1", port), 10))
        back = threading.Thread(target=_pour, args=(other, one), daemon=True)
        back.start()
        _pour(one, other)
        back.join()


def _pour(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(65536):
            target.sendall(piece)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)
