"""Agreements with partners: who signed which rules, and when they are looked at again. Everybody may read the rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pwa_server.casework.staff import require_coordinator
from pwa_server.domain.problems import N_, BadInput, NotVisible
from pwa_server.domain.times import berlin_day
from pwa_server.storage.database import Row, Tx

LONGEST_RULES = 5000


@dataclass(frozen=True)
class Agreement:
    """The words of an agreement, its days, and the partners that belong to it now."""

    title: str
    rules: str
    signed_on: date
    review_on: date
    members: tuple[str, ...] = ()


def sign(tx: Tx, agreement: Agreement) -> str:
    """Keep a new agreement and return its id. Raises NotAllowed, BadInput."""
    require_coordinator(tx)
    _require_whole(tx, agreement)
    agreement_id = tx.insert("cooperation_agreements", **_columns(agreement), made_at=tx.now, made_by=tx.actor_id)
    _keep_members(tx, agreement_id, agreement)
    tx.run("installation.touch")
    return agreement_id


def edit(tx: Tx, agreement_id: str, version: int, agreement: Agreement) -> None:
    """Change words, days or members; who leaves stays known with the day. Raises NotVisible, BadInput, Stale."""
    require_coordinator(tx)
    _find(tx, agreement_id)
    _require_whole(tx, agreement)
    tx.update("cooperation_agreements", agreement_id, version=version, **_columns(agreement))
    _keep_members(tx, agreement_id, agreement)
    tx.run("installation.touch")


def end(tx: Tx, agreement_id: str, version: int) -> None:
    """The agreement ends: no step is shown to its members any more, unless another one holds. Raises NotVisible, Stale."""
    require_coordinator(tx)
    _find(tx, agreement_id)
    tx.update("cooperation_agreements", agreement_id, version=version, ended_at=tx.now)
    tx.run("installation.touch")


def _find(tx: Tx, agreement_id: str) -> Row:
    agreement = tx.row("cooperation.find", id=agreement_id)
    if agreement is None:
        raise NotVisible
    return agreement


def _require_whole(tx: Tx, agreement: Agreement) -> None:
    if not agreement.title or not agreement.rules:
        raise BadInput(N_("Bitte füllen Sie das aus."))
    if len(agreement.rules) > LONGEST_RULES:
        raise BadInput(N_("Das ist zu lang. Bitte schreiben Sie kürzer."))
    if agreement.signed_on > berlin_day(tx.now):
        raise BadInput(N_("Dieser Tag kommt erst noch."))
    if agreement.review_on <= agreement.signed_on:
        raise BadInput(N_("Der Tag zum Prüfen liegt nach dem Tag der Unterschrift."))
    known = {row["id"] for row in tx.rows("meetings.partners")}
    if not set(agreement.members) <= known:
        raise BadInput(N_("Bitte wählen Sie eines davon."))


def _columns(agreement: Agreement) -> dict[str, str]:
    days = {"signed_on": agreement.signed_on.isoformat(), "review_on": agreement.review_on.isoformat()}
    return {"title": agreement.title, "rules": agreement.rules} | days


def _keep_members(tx: Tx, agreement_id: str, agreement: Agreement) -> None:
    today = berlin_day(tx.now).isoformat()
    present = {row["partner_id"]: row["id"] for row in tx.rows("cooperation.members", agreement_id=agreement_id)}
    for partner_id, membership_id in present.items():
        if partner_id not in agreement.members:
            tx.update("cooperation_members", membership_id, left_on=today)
    joined: Sequence[str] = [partner_id for partner_id in agreement.members if partner_id not in present]
    for partner_id in dict.fromkeys(joined):
        tx.insert("cooperation_members", agreement_id=agreement_id, partner_id=partner_id, joined_on=today)
