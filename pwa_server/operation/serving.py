"""`serve`: answers requests until told to stop, then finishes what it has begun."""

import asyncio
import gc
import signal
import socket
import sys
from collections.abc import Callable

import uvicorn

from pwa_server.app import application, create_parts
from pwa_server.operation import startup
from pwa_server.settings import Settings
from pwa_server.web.logs import set_up

FINISH_WITHIN_SECONDS = 10
READ_WITHIN_SECONDS = 1


def serve(settings: Settings, fd: int | None = None) -> None:
    """Serve on HOST and PORT, or on a socket that systemd hands over. Raises what startup.explain() puts into words."""
    set_up()
    parts = create_parts(settings)
    startup.require_clock(parts.database, parts.clock, is_right=settings.clock_is_right)
    if settings.metrics_port:
        # Loads what the server else does without.
        from pwa_server.operation import metrics

        _, parts.measures = metrics.of_server(settings, parts.database, parts.clock)
    listening = startup.listening_socket(settings, fd)
    if parts.demo:
        startup.require_demo_socket_at_home(settings, listening)
    config = uvicorn.Config(
        application(parts),
        server_header=False,
        access_log=False,
        log_level="warning",
        timeout_keep_alive=15,
        timeout_graceful_shutdown=FINISH_WITHIN_SECONDS,
        limit_concurrency=500,
        # Without TLS in front there is no proxy, and the header would be anybody's.
        proxy_headers=settings.secure,
        forwarded_allow_ips=settings.trusted_proxy,
    )
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _end)
    gc.freeze()  # the program itself is no garbage: only what requests leave behind is looked through
    gc.enable()
    Server(config, lambda: startup.tell_ready(settings.notify_socket)).run(sockets=[listening])


class Server(uvicorn.Server):
    """Says when it answers, and reads what it has accepted before it ends."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """A connection that was accepted a moment ago has a request on its way: closed unread, it would be a failed one.

        The proxy opens a connection for each request, so nothing else is on its way once no new ones are accepted.
        """
        for server in self.servers:
            server.close()
        for _ in range(READ_WITHIN_SECONDS * 50):
            if all(getattr(connection, "cycle", self) for connection in self.server_state.connections):
                break
            await asyncio.sleep(0.02)
        await super().shutdown(sockets)


def _end(*_: object) -> None:
    # uvicorn finishes what it has begun and then raises the signal again for whoever handled it before: that is us.
    sys.exit(0)
