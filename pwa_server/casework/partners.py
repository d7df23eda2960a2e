"""Partner organisations: what they are, when they are open, whom to ask for and who stands in."""

import json
from dataclasses import dataclass

from pwa_server.casework.staff import require_coordinator
from pwa_server.domain.phones import require_phone
from pwa_server.domain.problems import N_, BadInput, NotVisible
from pwa_server.domain.times import berlin_day
from pwa_server.storage import catalogue
from pwa_server.storage.database import Row, Tx


@dataclass(frozen=True)
class Contact:
    """A person to ask for at a partner; without a name there is nobody."""

    name: str = ""
    role: str = ""
    phone: str = ""
    hours: str = ""
    languages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Details:
    """A partner organisation. `kind` is one of the catalogue's."""

    name: str
    kind: str
    address: str = ""
    phone: str = ""
    hours: str = ""
    public_body: bool = False
    contact: Contact = Contact()
    deputy: Contact = Contact()


def add(tx: Tx, details: Details) -> str:
    """A new partner, looked at today. Raises BadInput without a name, a contact or a kind that there is."""
    require_coordinator(tx)
    _require_whole(details)
    facts = {"verified_on": berlin_day(tx.now).isoformat(), "made_at": tx.now}
    partner_id = tx.insert("partners", **_columns(details), **facts)
    _keep_contacts(tx, partner_id, details)
    tx.run("installation.touch")
    return partner_id


def edit(tx: Tx, partner_id: str, version: int, details: Details) -> None:
    """Change a partner; whoever changes it has looked at it today. Raises NotVisible, BadInput, Stale."""
    require_coordinator(tx)
    _find(tx, partner_id)
    _require_whole(details)
    today = berlin_day(tx.now).isoformat()
    tx.update("partners", partner_id, version=version, verified_on=today, **_columns(details))
    _keep_contacts(tx, partner_id, details)
    tx.run("installation.touch")


def verify(tx: Tx, partner_id: str, version: int) -> None:
    """Everything still holds: somebody has asked today. Raises NotVisible, Stale."""
    require_coordinator(tx)
    _find(tx, partner_id)
    tx.update("partners", partner_id, version=version, verified_on=berlin_day(tx.now).isoformat())
    tx.run("installation.touch")


def end(tx: Tx, partner_id: str, version: int) -> None:
    """Take a partner off the list. Steps that name it keep it. Raises NotVisible, Stale."""
    require_coordinator(tx)
    _find(tx, partner_id)
    tx.update("partners", partner_id, version=version, ended_at=tx.now)
    tx.run("installation.touch")


def _find(tx: Tx, partner_id: str) -> Row:
    partner = tx.row("partners.find", id=partner_id)
    if partner is None:
        raise NotVisible
    return partner


def _require_whole(details: Details) -> None:
    if not details.name or not details.contact.name:
        raise BadInput(N_("Bitte füllen Sie das aus."))
    if details.kind not in catalogue.partner_kinds():
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    for phone in (details.phone, details.contact.phone, details.deputy.phone):
        require_phone(phone)


def _columns(details: Details) -> dict[str, str]:
    plain = {name: getattr(details, name) for name in ("name", "kind", "address", "phone", "hours")}
    return plain | {"public_body": "yes" if details.public_body else "no"}


def _keep_contacts(tx: Tx, partner_id: str, details: Details) -> None:
    for place, contact in (("contact", details.contact), ("deputy", details.deputy)):
        tx.run("partners.drop_contact", partner_id=partner_id, place=place)
        if contact.name:
            tx.insert(
                "partner_contacts",
                partner_id=partner_id,
                place=place,
                name_sealed=contact.name,
                phone_sealed=contact.phone or None,
                role=contact.role,
                hours=contact.hours,
                languages=json.dumps(list(contact.languages)),
            )
