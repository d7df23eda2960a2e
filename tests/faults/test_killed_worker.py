"""A worker that is killed loses no message, and repeats only what a phone knows as the same."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest

from pwa_server.casework import push_subscriptions
from pwa_server.domain.push_endpoints import checked
from pwa_server.domain.times import instant
from pwa_server.notify.outbox import LEASE_SECONDS
from pwa_server.notify.payloads import topic
from pwa_server.notify.push import IN_FLIGHT
from tests.support.effort import chance, count
from tests.support.push_service import Answer, Device, PushMessage, PushService
from tests.support.waiting import until
from tests.support.world_server import WorldServer, world_server

ROUNDS = count(small=3, full=200)
BOOKINGS_A_ROUND = 30
CLIENTS = ("amina", "badr")
# Taken in hand and not sent; sent and not answered; answered and perhaps not marked; marked.
MOMENTS = ("claimed", "arriving", "arrived", "marked")
MEETING = {
    "kind": "review", "minutes": "30", "topic": "", "goal_id": "", "place_kind": "office", "place": "Beispielstraße 1",
    "room": "", "way": "", "partner_id": "", "interpreter_language": "", "mentor_id": "", "sensitivity": "standard",
}  # fmt: skip


class KillingService(PushService):
    """A push service that can have somebody killed when a message arrives, before it is answered."""

    def __init__(self) -> None:
        super().__init__()
        self.on_arrival: Callable[[], None] = lambda: None

    def receive(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
        answer = super().receive(method, path, headers, body)
        self.on_arrival()
        return answer


class Desk:
    """Karin books meetings over HTTP, one after the other; `announced` are those that the server has answered."""

    def __init__(self, server: WorldServer) -> None:
        self._server = server
        cookie = {"Cookie": f"s={server.session_of('karin')}", "Sec-Fetch-Site": "same-origin"}
        self._http = httpx2.Client(base_url=server.origin, headers=cookie, timeout=20)
        self.announced: list[str] = []

    def close(self) -> None:
        self._http.close()

    def book(self) -> None:
        number = len(self.announced)
        client = CLIENTS[number % len(CLIENTS)]
        day = (date(2027, 1, 4) + timedelta(days=number % 300)).isoformat()
        clock = f"{9 + number // 300 % 8:02}:{number // 2400 % 60:02}"
        form = MEETING | {"day": day, "clock": clock, "accepted": f"{day} {clock}"}
        path = f"/desk/cases/{self._server.world.ids[f'{client}.case']}/meetings/new"
        answer = self._http.post(path, data=form)
        assert answer.status_code == 303, answer.status_code
        self.announced.append(answer.headers["location"].rpartition("/")[2])

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Bookings stream in until the end of the block."""
        stop = threading.Event()

        def stream() -> None:
            for _ in range(BOOKINGS_A_ROUND):
                if not stop.is_set():
                    self.book()

        thread = threading.Thread(target=stream)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()


def clock(server: WorldServer, number: int) -> str:
    """Later than every lease of the rounds before."""
    return instant(server.parts.clock() + (number + 1) * timedelta(seconds=LEASE_SECONDS + 10))


def let_die(server: WorldServer, service: KillingService, number: int) -> None:
    """One round: a worker that is killed at a random moment."""
    random, before = chance(f"round {number}"), len(service.messages())
    moment, wanted = random.choice(MOMENTS), random.randrange(1, 9)
    begun = clock(server, number)
    worker = server.installation.work(WEGPLAN_NOW=begun)

    def enough() -> bool:
        if moment == "claimed":
            return bool(server.rows("SELECT 1 FROM reminders WHERE claimed_by IS NOT NULL AND lease_until > ?", begun))
        if moment == "marked":
            return len(server.rows("SELECT 1 FROM reminders WHERE sent_at >= ?", begun)) >= wanted
        return len(service.messages()) >= before + wanted

    try:
        if moment == "arriving":
            service.on_arrival = lambda: worker.kill() if enough() else None
            until(lambda: not worker.is_running, "the worker's end", 60)
        else:
            until(enough, f"the moment {moment}", 60, every=0.002)
    finally:
        worker.kill()
        service.on_arrival = lambda: None


@pytest.fixture
def service() -> Iterator[KillingService]:
    with KillingService() as service:
        yield service


@pytest.fixture
def server(tmp_path: Path, service: KillingService) -> Iterator[WorldServer]:
    with world_server(tmp_path, push_origin=service.origin) as server:
        yield server


@pytest.fixture
def phones(server: WorldServer, service: KillingService) -> dict[str, Device]:
    """A phone of each client, by the path of its address."""
    found = {}
    for name in CLIENTS:
        phone = Device(service.origin, name)
        keys = phone.subscription["keys"]
        subscription = checked(phone.endpoint, keys["p256dh"], keys["auth"], service.origin)
        server.write_as(name, push_subscriptions.switch_on, subscription, f"session {name}", "Android", "de")
        found[phone.path] = phone
    return found


@pytest.fixture
def desk(server: WorldServer) -> Iterator[Desk]:
    desk = Desk(server)
    yield desk
    desk.close()


@pytest.mark.fault("F23")
def test_worker_killed_at_random_moments_loses_no_message(
    server: WorldServer, service: KillingService, desk: Desk, phones: dict[str, Device], record_property: Any
) -> None:
    for number in range(ROUNDS):
        with desk.busy():
            let_die(server, service, number)
    with server.installation.work(WEGPLAN_NOW=clock(server, ROUNDS)):
        until(lambda: not waiting(server, desk), "everything to be sent", 120, every=0.1)
    messages = service.messages()
    wanted = {topic(row["id"]): row for row in announcements(server, desk)}
    arrived = [message for message in messages if message.headers["topic"] in wanted]
    assert len(wanted) == len(desk.announced) >= 5 * ROUNDS
    assert {message.headers["topic"] for message in arrived} == set(wanted), "a message is lost"
    assert {row["state"] for row in wanted.values()} == {"sent"}
    repeats = len(messages) - len({message.headers["topic"] for message in messages})
    assert repeats <= ROUNDS * IN_FLIGHT
    assert_known_as_the_same(messages, phones)
    record_property("kills", ROUNDS)
    record_property("messages lost", len(set(wanted) - {message.headers["topic"] for message in arrived}))
    record_property("messages wanted, sent again", f"{len(wanted)}, {repeats}")


def assert_known_as_the_same(messages: list[PushMessage], phones: dict[str, Device]) -> None:
    """The same Topic goes to the same phone with the same tag, which replaces the one that is shown, and is silent."""
    said: dict[str, set[tuple[str, str, str]]] = {}
    for message in messages:
        shown = json.loads(phones[message.path].decrypt(message))["notification"]
        assert shown["tag"] == message.headers["topic"]
        assert not shown.get("renotify")
        said.setdefault(message.headers["topic"], set()).add((message.path, shown["tag"], shown["body"]))
    assert {len(ways) for ways in said.values()} == {1}


def announcements(server: WorldServer, desk: Desk) -> list[dict[str, Any]]:
    found = server.rows("SELECT id, meeting_id, state FROM reminders WHERE kind = 'booked' AND channel = 'push'")
    meetings = set(desk.announced)
    return [row for row in found if row["meeting_id"] in meetings]


def waiting(server: WorldServer, desk: Desk) -> bool:
    return any(row["state"] == "due" for row in announcements(server, desk))
