"""Visitors of an installation while something is done to it: each counts what it was answered, and what was not."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

import httpx2

from tests.release.machine import NAME
from tests.release.proxies import Proxy
from tests.support.effort import count
from tests.support.waiting import until

PAGE = "/office/team"
FORM = "/office/partners"
# `make test` leaves the two cores room for the servers that start meanwhile.
REST_SECONDS = count(small=30, full=0) / 1000
PARTNER = {
    "kind": "jobcenter",
    "address": "Ring 1",
    "phone": "030 23125-100",
    "hours": "9 bis 12",
    "contact_name": "A B",
}


class Visitor:
    """Asks one thing again and again over a kept connection, as a browser does, and never asks twice for one answer."""

    def __init__(self, proxy: Proxy, cookies: str, writes: bool) -> None:
        self._proxy, self._writes = proxy, writes
        self._headers = {"Host": NAME, "Cookie": cookies, "Sec-Fetch-Site": "same-origin"}
        self.done = 0
        self.failed: list[str] = []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._go_on)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()

    def _go_on(self) -> None:
        connection = http.client.HTTPConnection(NAME)
        connection.sock = self._proxy.connected()
        while not self._stop.wait(REST_SECONDS):
            try:
                status = self._ask(connection)
                if status == (303 if self._writes else 200):
                    self.done += 1
                else:
                    self.failed.append(str(status))
                if connection.sock is None:  # told to close, after an answer
                    connection.sock = self._proxy.connected()
            except (OSError, http.client.HTTPException) as error:
                self.failed.append(repr(error))
                connection.close()
                connection.sock = self._proxy.connected()
        connection.close()

    def _ask(self, connection: http.client.HTTPConnection) -> int:
        if self._writes:
            body = urlencode({**PARTNER, "name": f"Amt {self._proxy.name} {self.done}"})
            form = {"Content-Type": "application/x-www-form-urlencoded"}
            connection.request("POST", FORM, body, self._headers | form)
        else:
            connection.request("GET", PAGE, headers=self._headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status


class Load:
    """Two who look and one who writes, through each proxy."""

    def __init__(self, proxies: dict[str, Proxy], manager: httpx2.Client) -> None:
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in manager.cookies.jar)
        self.visitors = [
            Visitor(proxy, cookies, writes) for proxy in proxies.values() for writes in (False, False, True)
        ]

    @property
    def done(self) -> int:
        return sum(visitor.done for visitor in self.visitors)

    @property
    def written(self) -> int:
        return sum(visitor.done for visitor in self.visitors if visitor._writes)

    @property
    def failed(self) -> list[str]:
        return [words for visitor in self.visitors for words in visitor.failed]

    def wait_for_more(self, answers: int) -> None:
        before = self.done
        until(lambda: self.done >= before + answers or self.failed, f"{answers} more answers", 120)


@contextmanager
def load(proxies: dict[str, Proxy], manager: httpx2.Client) -> Iterator[Load]:
    made = Load(proxies, manager)
    for visitor in made.visitors:
        visitor.start()
    try:
        yield made
    finally:
        for visitor in made.visitors:
            visitor.stop()
