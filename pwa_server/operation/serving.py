"""`serve`: answers requests until told to stop, then finishes what it has begun."""

import signal
import sys

import uvicorn

from pwa_server.app import application, create_parts
from pwa_server.operation import startup
from pwa_server.settings import Settings
from pwa_server.web.logs import set_up

FINISH_WITHIN_SECONDS = 10


def serve(settings: Settings, fd: int | None = None) -> None:
    """Serve on HOST and PORT, or on a socket that systemd hands over. Raises what startup.explain() puts into words."""
    set_up()
    parts = create_parts(settings)
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
    uvicorn.Server(config).run(sockets=[listening])


def _end(*_: object) -> None:
    # uvicorn finishes what it has begun and then raises the signal again for whoever handled it before: that is us.
    sys.exit(0)
