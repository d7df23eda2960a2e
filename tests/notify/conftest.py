"""A worker on the test's database that sends to the receiving push service of the test."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime
from typing import Any

import pytest

from pwa_server.casework import own_settings, push_subscriptions, reminders
from pwa_server.domain.push_endpoints import checked
from pwa_server.domain.times import moment
from pwa_server.notify.mail_channel import MailChannel
from pwa_server.notify.mails import Mailer
from pwa_server.notify.push import PushSender, VapidTokens
from pwa_server.notify.sms_channel import SmsChannel
from pwa_server.notify.ways import Ways
from pwa_server.notify.worker import Worker
from tests.support.mailbox import Mailbox
from tests.support.push_service import Device
from tests.support.sms_gateway import SmsGateway

ORIGIN = "https://plan.example.org"


class Post:
    """The cast, a clock and a push service: book, switch on, let the worker run, read what arrived."""

    def __init__(self, parts: Any, world: Any, clock: Any, push_service: Any) -> None:
        self.parts, self.world, self.clock, self.service = parts, world, clock, push_service
        self.meeting = world.ids["amina.standard.meeting"]
        self.ways = Ways()

    def at(self, instant: str) -> datetime:
        """Move the clock."""
        self.clock.at = moment(instant)
        return self.clock.at

    def do(self, name: str, verb: Any, *args: Any, **kwargs: Any) -> Any:
        """One verb as this person, now."""
        return self.parts.database.write_now(self.world.ids.get(name, ""), self.parts.now(), verb, *args, **kwargs)

    def change(self, table: str, row_id: str, **changes: Any) -> None:
        self.do("karin", lambda tx: tx.update(table, row_id, **changes))

    def phone_of(self, name: str, device: str = "") -> Device:
        """A phone of this person that takes push messages."""
        phone = Device(self.service.origin, device or f"phone-{name}")
        keys = phone.subscription["keys"]
        subscription = checked(phone.endpoint, keys["p256dh"], keys["auth"], self.service.origin)
        self.do(name, push_subscriptions.switch_on, subscription, f"session {phone.path}", "Android", "de")
        return phone

    def wants(self, name: str, *channels: str, email: str = "", mobile: str = "", push_text: str = "neutral") -> None:
        """This client chose these channels, in this order."""
        self.do(name, own_settings.set_reaching, own_settings.Reaching(channels, push_text, email, mobile, "de"))

    def book(self) -> None:
        self.do("karin", reminders.meeting_booked, self.meeting)

    def worker(self, sender: PushSender) -> Worker:
        return Worker(self.parts.database, sender, self.clock, ORIGIN, ways=self.ways)

    def sender(self) -> PushSender:
        tokens = VapidTokens(self.parts.keys.vapid_file, "mailto:it@example.org")
        return PushSender(tokens, test_origin=self.service.origin)

    def work(self) -> int:
        """A worker that does what is due now and ends."""

        async def once() -> int:
            async with self.sender() as sender:
                worker, taken = self.worker(sender), 0
                # What a channel could not do is due by the next one when the worker looks again.
                while more := await worker.work_off():
                    taken += more
                return taken

        return asyncio.run(once())

    def rows(self, name: str = "amina") -> list[dict[str, Any]]:
        """What there is for this person, by due time."""
        found = self.parts.database.read(self.world.ids["karin"], self.parts.now()).rows(
            "reminders.of_meeting", meeting_id=self.meeting
        )
        return [row for row in found if row["person_id"] == self.world.ids[name]]

    def tried(self, name: str = "amina", kind: str = "booked") -> list[tuple[str, str, str]]:
        """Channel, state and reason of each message of a kind to this person: the earliest first, then who follows."""
        rows = {row["id"]: row for row in self.all_rows("reminders") if row["person_id"] == self.world.ids[name]}

        def place(row: dict[str, Any]) -> tuple[int, int]:
            depth, before = 0, row
            while before["follows_id"]:
                depth, before = depth + 1, rows[before["follows_id"]]
            return -row["offset_hours"], depth

        found = sorted((row for row in rows.values() if row["kind"] == kind), key=place)
        return [(row["channel"], row["state"], row["end_reason"] or "") for row in found]

    def states(self, name: str = "amina") -> dict[str, str]:
        return {f"{row['kind']}{row['offset_hours'] or ''}": row["state"] for row in self.rows(name)}

    def said(self, phone: Device) -> list[dict[str, Any]]:
        """The notifications that this phone has got, decrypted."""
        return [json.loads(phone.decrypt(message))["notification"] for message in self.service.messages(phone.path)]

    def all_rows(self, table: str) -> list[dict[str, Any]]:
        return list(self.parts.database.utils()[table].rows)


@pytest.fixture
def post(parts, world, clock, push_service) -> Post:
    return Post(parts, world, clock, push_service)


@pytest.fixture
def mailbox():
    with Mailbox() as box:
        yield box


@pytest.fixture
def gateway():
    with SmsGateway() as service:
        yield service


@pytest.fixture
def chain(post, mailbox, gateway) -> Post:
    """An installation that sends by push, e-mail and SMS."""
    post.ways = Ways(MailChannel(Mailer(mailbox.url, "wegplan@example.org"), ORIGIN), SmsChannel(gateway.url))
    return post
