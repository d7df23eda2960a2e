"""The demo's carriers, staff, mentors and partner organisations."""

from __future__ import annotations

import base64
import json
import secrets
from typing import TYPE_CHECKING, Any

from pwa_server.domain.times import later

if TYPE_CHECKING:
    from pwa_server.demo.seed import Demo

LONG_AGO = {"day": -800}
COUNSELLING_TYPES = {"Integrationsmanagement": "integration_management", "MBE": "mbe", "JMD": "jmd"}
ADDRESSES = {
    "car-landkreis": ("Beispielstraße 100, 00000 Beispielstadt", "030 23125-110"),
    "car-beispielverband": ("Beispielstraße 100, 00000 Beispielstadt", "030 23125-111"),
    "car-jugendwerk": ("Beispielstraße 55, 00000 Beispielstadt", "030 23125-112"),
}


def add_carriers(demo: Demo) -> None:
    """The three carriers with their hours."""
    for carrier in demo.personas["carriers"]:
        address, phone = ADDRESSES[carrier["id"]]
        demo.ids[carrier["id"]] = demo.tx.insert(
            "carriers",
            name=carrier["name"],
            kind=carrier["kind"],
            counselling_type=COUNSELLING_TYPES[carrier["counselling_type"]],
            address=address,
            phone=phone,
            made_at=demo.calendar.at(LONG_AGO),
        )
        for weekday in range(5):
            demo.tx.insert(
                "office_hours", carrier_id=demo.ids[carrier["id"]], weekday=weekday, opens="09:00", closes="16:00"
            )


def add_account(demo: Demo, persona_id: str, name: str, role: str, **facts: Any) -> str:
    """An account, made a minute after the one before: lists keep the order of the personas."""
    demo.ids[persona_id] = demo.tx.insert(
        "accounts",
        role=role,
        name_sealed=name,
        opaque_id=secrets.token_urlsafe(9),
        made_at=later(str(demo.calendar.at(LONG_AGO)), minutes=len(demo.ids)),
        **facts,
    )
    return demo.ids[persona_id]


def add_staff(demo: Demo) -> None:
    """Counsellors, the coordinator, who manages accounts and is the volunteer office, and the complaint office."""
    for person in demo.personas["staff"]:
        coordinator = person["role"] == "coordinator"
        add_account(
            demo,
            person["id"],
            person["name"],
            person["role"],
            title=person["title_de"],
            carrier_id=demo.ids[person["carrier"]],
            phone_sealed=person["phone"],
            email_sealed=person["email"],
            staff_rights=json.dumps(
                person.get("rights", ["account_management", "volunteer_office"] if coordinator else [])
            ),
        )
        _finish_sign_up(demo, person["id"])


def _finish_sign_up(demo: Demo, persona_id: str, *, second_factor: bool = True) -> None:
    """A password and, for staff, a second factor that nobody knows: demo people come in by one tap."""
    account_id, since = demo.ids[persona_id], demo.calendar.at(LONG_AGO)
    demo.tx.insert("secrets", account_id=account_id, kind="password", secret_hash=demo.password_hash, set_at=since)
    if second_factor:
        seed = base64.b32encode(secrets.token_bytes(20)).decode()
        demo.tx.insert("second_factors", account_id=account_id, seed_sealed=seed, made_at=since, confirmed_at=since)


def add_mentors(demo: Demo) -> None:
    """Mentors with what was recorded of their certificates: seen on, issued on, by, suitable, and nothing else."""
    for number, person in enumerate(demo.personas["mentors"], 1):
        on = demo.calendar.on
        mentor_id = add_account(demo, person["id"], person["name"], "mentor", phone_sealed=person["phone"])
        _finish_sign_up(demo, person["id"], second_factor=False)
        demo.tx.insert(
            "mentors",
            id=mentor_id,
            mentor_code=f"DEMO{number}",
            languages=json.dumps(person["languages"]),
            max_clients=person["max_cases"],
            confidentiality_on=on(person["confidentiality_signed"]),
            training_on=on(person["training_done"]),
            made_at=demo.calendar.at(LONG_AGO),
        )
        clearance = person["clearance"]
        if clearance["inspected_on"]:
            demo.tx.insert(
                "clearances",
                mentor_id=mentor_id,
                seen_on=on(clearance["inspected_on"]),
                issued_on=on(clearance["certificate_date"]),
                seen_by_sealed="Freiwilligenagentur Beispielstadt",
                suitable="yes",
                lapses_on=on(clearance["renewal_due"]),
                made_at=demo.calendar.at(clearance["inspected_on"]),
            )


def add_partners(demo: Demo) -> None:
    """Partner organisations with a named contact and a deputy."""
    for partner in demo.personas["partners"]:
        contact = partner["contact"]
        partner_id = demo.ids[partner["id"]] = demo.tx.insert(
            "partners",
            name=partner["name"],
            kind=partner["partner_kind"],
            address=partner["address_de"] or "",
            phone=contact["phone"],
            hours=contact["hours_de"],
            verified_on=demo.calendar.on(partner["verified_on"]),
            made_at=demo.calendar.at(LONG_AGO),
        )
        demo.tx.insert(
            "partner_contacts",
            partner_id=partner_id,
            place="contact",
            name_sealed=contact["name"],
            role=contact["role_de"],
            phone_sealed=contact["phone"],
            hours=contact["hours_de"],
            languages=json.dumps(contact["languages"]),
        )
        if partner["deputy"]:
            name = partner["deputy"]["name"]
            demo.tx.insert("partner_contacts", partner_id=partner_id, place="deputy", name_sealed=name)
