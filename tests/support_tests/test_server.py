from __future__ import annotations

import http.client
import time
import urllib.request

import pytest

from tests.support.latency_proxy import LatencyProxy
from tests.support.server import Installation
from tests.support.waiting import until


def test_server_answers_and_ends(installation: Installation) -> None:
    with installation.serve() as server:
        assert installation.is_healthy()
        assert str(installation.data_dir) in server.log
    assert not server.is_running
    assert not installation.is_healthy()


def test_frozen_server_keeps_connections_and_answers_later(installation: Installation) -> None:
    with installation.serve() as server:
        connection = http.client.HTTPConnection("127.0.0.1", installation.port, timeout=0.3)
        with server.frozen():
            connection.request("GET", "/healthz")
            with pytest.raises(TimeoutError):
                connection.getresponse()
        connection.close()
        until(installation.is_healthy, "the thawed server")


def test_killed_server_starts_again_on_the_same_port(installation: Installation) -> None:
    server = installation.serve()
    server.kill()
    assert server.exit_code == -9
    with installation.serve():
        assert installation.is_healthy()


def test_worker_stops_on_request(installation: Installation) -> None:
    worker = installation.work()
    worker.wait_for_log("worker in")
    assert worker.stop() == 0


def test_failing_command_tells_why(installation: Installation) -> None:
    with pytest.raises(AssertionError, match="failed on purpose"):
        installation.run("fail")


def test_server_that_ends_at_once_tells_why(installation: Installation) -> None:
    with pytest.raises(AssertionError, match="the server ended with 1"):
        installation.serve(PORT="no number")


def test_slow_network_has_its_round_trip_and_rate(origin: str) -> None:
    port = int(origin.rsplit(":", 1)[1])
    size = 20_000
    with LatencyProxy(port, round_trip=0.1, bytes_per_second=100_000) as proxy:
        started = time.monotonic()
        body = urllib.request.urlopen(f"{proxy.origin}/bytes/{size}", timeout=5).read()
        seconds = time.monotonic() - started
    assert len(body) == size
    assert size < proxy.down_bytes < size + 500
    assert seconds > 0.1 + 0.1 + size / 100_000
