"""Fills an empty database with the demo people, dates relative to the day of seeding."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pwa_server.demo.agreements import add_agreements
from pwa_server.demo.announcements import add_announcements
from pwa_server.demo.clients import add_client
from pwa_server.demo.dates import Calendar
from pwa_server.demo.day import add_day
from pwa_server.demo.endings import add_endings
from pwa_server.demo.first_contact import add_first_contact
from pwa_server.demo.mentoring import add_mentoring
from pwa_server.demo.network import add_feedback, add_network
from pwa_server.demo.numbers import add_numbers
from pwa_server.demo.offers import add_offers
from pwa_server.demo.office import add_carriers, add_mentors, add_partners, add_staff
from pwa_server.demo.own_data import add_own_data
from pwa_server.demo.reviews import add_reviews
from pwa_server.domain.times import berlin_day
from pwa_server.storage.database import Tx

PERSONAS = Path(__file__).parent / "personas.json"


class Demo:
    """What seeding has made so far: ids in the database by the ids of the personas file."""

    def __init__(self, tx: Tx, pin_hash: str, password_hash: str) -> None:
        self.tx = tx
        self.pin_hash = pin_hash
        self.password_hash = password_hash
        self.calendar = Calendar(berlin_day(tx.now))
        self.personas: dict[str, Any] = json.loads(PERSONAS.read_text(encoding="utf-8"))
        self.ids: dict[str, str] = {}
        self.interpreters = {entry["id"]: entry["name"] for entry in self.personas["interpreters"]}

    def persona(self, client: str) -> dict[str, Any]:
        """A client as the personas file describes the person."""
        return next(person for person in self.personas["clients"] if person["id"] == client)

    @contextmanager
    def acting(self, persona_id: str, at: str) -> Iterator[Tx]:
        """The transaction as that person had it at that moment: verbs then write what they would have written."""
        present = self.tx.actor_id, self.tx.now
        self.tx.actor_id, self.tx.now = self.ids[persona_id], at
        try:
            yield self.tx
        finally:
            self.tx.actor_id, self.tx.now = present


def seed(tx: Tx, pin_hash: str, password_hash: str) -> dict[str, str]:
    """The whole demo in one transaction; marks the database as a demo, which it stays. All clients have one PIN.

    Returns the ids in the database by the ids of the personas file, such as `cl-samira` and `cl-samira.g1`.
    """
    demo = Demo(tx, pin_hash, password_hash)
    tx.insert(
        "installation",
        id="this",
        municipality=demo.personas["municipality"]["name"],
        demo_since=tx.now,
        made_at=tx.now,
    )
    add_carriers(demo)
    add_staff(demo)
    add_mentors(demo)
    add_partners(demo)
    for persona in demo.personas["clients"]:
        add_client(demo, persona)
        add_first_contact(demo, persona)
    add_agreements(demo)
    add_reviews(demo)
    add_offers(demo)
    add_announcements(demo)
    add_day(demo)
    add_mentoring(demo)
    add_feedback(demo)
    add_network(demo)
    add_own_data(demo)
    add_endings(demo)
    add_numbers(demo)
    return demo.ids
