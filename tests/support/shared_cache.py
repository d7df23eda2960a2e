"""nginx as a cache that many people share, as an office or a provider puts it in front of everything."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from pathlib import Path
from types import TracebackType

from tests.support.waiting import free_port, until

CONFIGURATION = """
{user}
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    proxy_cache_path {folder}/cache keys_zone=shared:10m max_size=100m;
    server {{
        listen 127.0.0.1:{port};
        location / {{
            proxy_pass {origin};
            proxy_http_version 1.1;
            proxy_set_header Host $http_host;
            proxy_cache shared;
            proxy_cache_key $request_uri;
            # Whatever does not say how long it may be kept is kept for an hour.
            proxy_cache_valid any 1h;
            add_header X-Cache $upstream_cache_status always;
        }}
    }}
}}
"""


class SharedCache:
    """Keeps every answer that does not forbid it, and gives it to everybody whose headers named by `Vary` are the same."""

    def __init__(self, folder: Path, origin: str) -> None:
        folder.mkdir()
        port = free_port()
        self._port, self.origin = port, f"http://127.0.0.1:{port}"
        self._file = folder / "nginx.conf"
        user = "user root;" if os.geteuid() == 0 else ""
        self._file.write_text(CONFIGURATION.format(folder=folder, origin=origin, port=port, user=user))

    def __enter__(self) -> SharedCache:
        program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
        assert program, "make system installs nginx"
        self._process = subprocess.Popen([program, "-e", "stderr", "-c", str(self._file)], cwd=self._file.parent)
        until(self._answers, "nginx", 30)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.wait(20)

    def _answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self._port), 1).close()
        except OSError:
            return False
        return True
