"""The demo, seeded once on a Tuesday morning; each test gets a copy of it and may be any of its people."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from pwa_server.app import application, create_parts
from pwa_server.casework import push_subscriptions
from pwa_server.demo.people import DEMO_PIN
from pwa_server.demo.seed import seed
from pwa_server.domain.push_endpoints import checked
from pwa_server.domain.times import moment
from pwa_server.notify.push import PushSender, VapidTokens
from pwa_server.notify.worker import Worker
from pwa_server.operation.working import DAILY
from pwa_server.settings import Settings
from pwa_server.web.parts import Parts
from tests import world as cast
from tests.conftest import Clock
from tests.personas.file import id_of
from tests.support.push_service import Device, PushService

ORIGIN = "http://localhost"
BrowserOfPerson = Callable[[str], TestClient]


@dataclass(frozen=True)
class Planted:
    """A seeded demo on disk and its ids by those of the personas file."""

    folder: Path
    ids: dict[str, str]


@pytest.fixture(scope="session")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Planted:
    folder = tmp_path_factory.mktemp("demo")
    parts = create_parts(Settings(data_dir=folder / "data", key_dir=folder / "keys", public_origin=ORIGIN), Clock())
    hashes = parts.passwords.hash_now(DEMO_PIN), parts.passwords.hash_now("nobody knows")
    ids = parts.database.write_now("", cast.NOW_TEXT, seed, *hashes)
    parts.database.close()
    return Planted(folder, ids)


@pytest.fixture
def settings(tmp_path: Path, planted: Planted) -> Settings:
    shutil.copytree(planted.folder, tmp_path, dirs_exist_ok=True)
    return Settings(data_dir=tmp_path / "data", key_dir=tmp_path / "keys", public_origin=ORIGIN)


@pytest.fixture
def ids(planted: Planted) -> dict[str, str]:
    """Ids in the database by those of the file: `cl-samira`, `cl-samira.case`, `cl-samira.g2.s2`, `cl-samira.m2`."""
    return planted.ids


@pytest.fixture
def nobody(parts: Parts) -> TestClient:
    """A browser that nobody has used yet."""
    headers = {"Sec-Fetch-Site": "same-origin"}
    return TestClient(application(parts), base_url=ORIGIN, headers=headers, follow_redirects=False)


@pytest.fixture
def browser_of_person(parts: Parts, ids: dict[str, str]) -> BrowserOfPerson:
    """`browser_of_person("Samira")` came in by the one tap of the demo."""
    app = application(parts)

    def come_in(name: str) -> TestClient:
        browser = TestClient(app, base_url=ORIGIN, headers={"Sec-Fetch-Site": "same-origin"}, follow_redirects=False)
        assert browser.post("/demo/sessions", data={"account_id": ids[id_of(name)]}).status_code == 303
        return browser

    return come_in


class Post:
    """The worker, a receiving push service and the phones of the demo people."""

    def __init__(self, parts: Parts, clock: Clock, service: PushService, ids: dict[str, str]) -> None:
        self.parts, self.clock, self.service, self.ids = parts, clock, service, ids

    def phone_of(self, name: str) -> Device:
        """A phone on which this person has switched reminders on."""
        phone = Device(self.service.origin, f"phone-{id_of(name)}")
        keys = phone.subscription["keys"]
        subscription = checked(phone.endpoint, keys["p256dh"], keys["auth"], self.service.origin)
        person = self.ids[id_of(name)]
        now = self.parts.now()
        self.parts.database.write_now(
            person, now, push_subscriptions.switch_on, subscription, f"session {phone.path}", "Phone", "de"
        )
        return phone

    def subscribe_silently(self, name: str) -> Device:
        """A phone that the service still knows, without anybody having said yes again."""
        phone = Device(self.service.origin, f"old-phone-{id_of(name)}")
        keys = phone.subscription["keys"]
        facts = {"endpoint_sealed": phone.endpoint, "p256dh_sealed": keys["p256dh"], "auth_sealed": keys["auth"]}

        def insert(tx: Any) -> None:
            tx.insert(
                "push_subscriptions",
                account_id=self.ids[id_of(name)],
                service=self.service.origin,
                endpoint_digest=phone.path,
                made_at=tx.now,
                seen_at=tx.now,
                **facts,
            )

        self.parts.database.write_now("", self.parts.now(), insert)
        return phone

    def work_at(self, instant: str) -> int:
        """The worker at this moment: what is due goes out, what comes every day is done."""
        self.clock.at = moment(instant)

        async def once() -> int:
            tokens = VapidTokens(self.parts.keys.vapid_file, "mailto:it@example.org")
            async with PushSender(tokens, test_origin=self.service.origin) as sender:
                worker = Worker(self.parts.database, sender, self.clock, ORIGIN, None, DAILY)
                await worker.beat()
                return await worker.work_off()

        return asyncio.run(once())

    def said_to(self, phone: Device) -> list[dict[str, Any]]:
        """The notifications that this phone has got, decrypted."""
        return [json.loads(phone.decrypt(message))["notification"] for message in self.service.messages(phone.path)]


@pytest.fixture
def post(parts: Parts, clock: Clock, push_service: PushService, ids: dict[str, str]) -> Post:
    return Post(parts, clock, push_service, ids)
