"""The cast. Every text of every case carries its own canary word, so that a leak names its source.

Amina   client with an own phone, reads Arabic; a standard goal and a high one
Badr    another client of the same counsellor
Mona    mentor: Amina lets her see the first goal and invited her to the review meeting
Magnus  mentor without any grant; his grant from Amina has ended
Karin   counsellor of Amina and Badr
Olle    counsellor of nobody here; he was Amina's counsellor until yesterday
Dora    deputy for Karin's case Amina
Tilde   deputy whose time begins tomorrow
Ada     coordinator with account_management and volunteer_office
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from pwa_server.domain.times import OPEN_END, later, starts_at
from pwa_server.storage.database import Database, Tx

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TODAY = "2026-11-24"
NOW_TEXT = "2026-11-24T09:00:00Z"
LONG_AGO = "2026-01-05T09:00:00Z"


@dataclass
class World:
    """Ids by name, canaries by where they were planted."""

    ids: dict[str, str] = field(default_factory=dict)
    canaries: dict[str, str] = field(default_factory=dict)

    def canary(self, place: str) -> str:
        """A word that stands in exactly one place."""
        word = "Kanari" + "".join(chr(ord("a") + int(digit)) for digit in f"{len(self.canaries):03d}")
        return self.canaries.setdefault(place, word)


def people(tx: Tx, world: World) -> None:
    """Carriers and accounts of the cast."""
    world.ids["carrier"] = tx.insert(
        "carriers", name="Beispielverband", kind="free", counselling_type="mbe", address="Beispielstraße 100",
        phone="030 23125-100", made_at=LONG_AGO,
    )  # fmt: skip
    cast = {
        "amina": ("client", "ar"), "badr": ("client", "tr"), "mona": ("mentor", "de"), "magnus": ("mentor", "de"),
        "karin": ("counsellor", "de"), "olle": ("counsellor", "de"), "dora": ("counsellor", "de"),
        "tilde": ("counsellor", "de"), "ada": ("coordinator", "de"),
    }  # fmt: skip
    for number, (name, (role, language)) in enumerate(cast.items()):
        rights = '["account_management", "volunteer_office"]' if role == "coordinator" else "[]"
        world.ids[name] = tx.insert(
            "accounts", role=role, carrier_id=world.ids["carrier"], language=language,
            name_sealed=f"{name.title()} {world.canary(f'{name}.name')}", opaque_id=f"opaque-{name}",
            phone_sealed=f"030 23125-{200 + number}", staff_rights=rights, made_at=LONG_AGO,
        )  # fmt: skip
        if role == "client":
            tx.insert("clients", id=world.ids[name], made_at=LONG_AGO, phone_use="own")
        if role == "counsellor":
            tx.run("secrets.keep", account_id=world.ids[name], kind="password", secret_hash="none that opens")
        if role == "mentor":
            tx.insert(
                "mentors",
                id=world.ids[name],
                mentor_code=f"MENT{number}",
                confidentiality_on="2026-02-01",
                made_at=LONG_AGO,
            )
            tx.insert(
                "clearances", mentor_id=world.ids[name], seen_on="2026-02-01", issued_on="2026-01-15",
                seen_by_sealed="Ada", suitable="yes", lapses_on="2031-02-01", made_at=LONG_AGO,
            )  # fmt: skip


def case(tx: Tx, world: World, client: str, staff: str) -> str:
    """A case with a standard goal, a high goal, steps on both and a meeting on each."""
    case_id = tx.insert(
        "cases",
        client_id=world.ids[client],
        carrier_id=world.ids["carrier"],
        state="active",
        path="plan",
        opened_at=LONG_AGO,
    )
    world.ids[f"{client}.case"] = case_id
    tx.insert(
        "case_assignments", case_id=case_id, staff_id=world.ids[staff], relationship="counsellor", valid_from=LONG_AGO
    )
    for priority, sensitivity in enumerate(("standard", "high"), 1):
        goal(tx, world, client, sensitivity, priority)
        meeting(tx, world, client, sensitivity)
    return case_id


def goal(tx: Tx, world: World, client: str, sensitivity: str, priority: int) -> None:
    """A goal in the client's own words with two steps."""
    place = f"{client}.{sensitivity}"
    case_id = world.ids[f"{client}.case"]
    area = "language" if sensitivity == "standard" else "health"
    goal_id = world.ids[f"{place}.goal"] = tx.insert(
        "goals", case_id=case_id, life_area=area, title_sealed=f"Ziel {world.canary(place + '.goal.title')}",
        own_words_sealed=f"Wunsch {world.canary(place + '.goal.own_words')}", own_words_language="ar",
        state="in_progress", priority=priority, sensitivity=sensitivity, made_at=LONG_AGO,
    )  # fmt: skip
    for position, responsible in enumerate(("client", "counsellor"), 1):
        step = f"{place}.step{position}"
        world.ids[step] = tx.insert(
            "steps", goal_id=goal_id, case_id=case_id, position=position, responsible=responsible,
            text_sealed=f"Schritt {world.canary(step + '.text')}", place_sealed=f"Ort {world.canary(step + '.place')}",
            due_on="2026-12-01", documents='["identity-document"]', state="open", state_at=LONG_AGO, made_at=LONG_AGO,
        )  # fmt: skip


def meeting(tx: Tx, world: World, client: str, sensitivity: str) -> None:
    """A review meeting next week (a partner's appointment for a high goal)."""
    place = f"{client}.{sensitivity}.meeting"
    start = starts_at("2026-12-03", "14:30")
    world.ids[place] = tx.insert(
        "meetings", case_id=world.ids[f"{client}.case"], kind="review" if sensitivity == "standard" else "partner_appointment",
        goal_id=world.ids[f"{client}.{sensitivity}.goal"], sensitivity=sensitivity, local_date="2026-12-03", local_time="14:30",
        starts_at=start, ends_at=later(start, minutes=60), duration_minutes=60, place_kind="office",
        place_sealed=f"Raum {world.canary(place + '.place')}", topic_sealed=f"Thema {world.canary(place + '.topic')}",
        staff_id=world.ids["karin"], state="planned", made_at=LONG_AGO,
    )  # fmt: skip


def grants(tx: Tx, world: World) -> None:
    """Mona's grant for Amina's first goal, Magnus's ended one, and the deputies."""
    amina = world.ids["amina.case"]
    rights = '["see_goals", "see_steps", "see_meetings_invited", "mark_own_steps_done"]'
    for name, until, state in (("mona", OPEN_END, "active"), ("magnus", "2026-11-01T00:00:00Z", "revoked")):
        grant = world.ids[f"{name}.grant"] = tx.insert(
            "mentor_grants", case_id=amina, mentor_id=world.ids[name], state=state, rights=rights, expires_on="2027-05-01",
            valid_from=LONG_AGO, valid_until=until, made_at=LONG_AGO, state_at=LONG_AGO,
        )  # fmt: skip
        tx.insert("mentor_grant_goals", grant_id=grant, goal_id=world.ids["amina.standard.goal"])
    tx.update("meetings", world.ids["amina.standard.meeting"], mentor_id=world.ids["mona"])
    for name, start, end, relationship in (
        ("olle", LONG_AGO, "2026-11-23T00:00:00Z", "counsellor"),
        ("dora", LONG_AGO, "2026-12-01T00:00:00Z", "deputy"),
        ("tilde", "2026-11-25T00:00:00Z", "2026-12-05T00:00:00Z", "deputy"),
    ):
        tx.insert(
            "case_assignments", case_id=amina, staff_id=world.ids[name], relationship=relationship,
            valid_from=start, valid_until=end,
        )  # fmt: skip


def build(database: Database) -> World:
    """The whole world in one transaction."""
    from tests.worlds import agreements, endings, first_contact, mentoring, network, offers, own_data, reviews

    world = World()

    def everything(tx: Tx, **_: Any) -> None:
        tx.insert("installation", municipality="Landkreis Beispielstadt", made_at=LONG_AGO)
        people(tx, world)
        case(tx, world, "amina", "karin")
        case(tx, world, "badr", "karin")
        grants(tx, world)
        own_data.plant(tx, world)
        offers.plant(tx, world)
        first_contact.plant(tx, world)
        reviews.plant(tx, world)
        network.plant(tx, world)
        agreements.plant(tx, world)
        endings.plant(tx, world)
        mentoring.plant(tx, world)

    database.write_now("", NOW_TEXT, everything)
    return world
