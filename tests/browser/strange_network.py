"""A network between phone and server that answers for itself, as in trains and hotels."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class _Portal(BaseHTTPRequestHandler):
    status = 403

    def do_GET(self) -> None:
        body = b"<!doctype html><html><title>captive</title><h1>captive portal</h1></html>"
        self.send_response(self.status)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.do_GET()

    def log_message(self, *arguments: object) -> None:
        """Nothing on the terminal of the tests."""


@contextmanager
def strange_network(port: int, status: int = 403) -> Iterator[None]:
    """Answers every request to a port with a page of its own."""
    portal = ThreadingHTTPServer(("127.0.0.1", port), type("Portal", (_Portal,), {"status": status}))
    portal.daemon_threads = True
    thread = threading.Thread(target=portal.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        portal.shutdown()
        portal.server_close()
        thread.join()
