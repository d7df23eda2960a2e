"""Amina's and Badr's offered versions, whose texts were frozen from their plans; a question, and who else shall sign."""

from __future__ import annotations

from typing import Any

from pwa_server.domain.agreements import canonical, hash_of
from pwa_server.pages.plan_text import plan_text
from pwa_server.storage.database import Tx
from tests.world import World

OFFERED_AT = "2026-11-20T09:00:00Z"


def plant(tx: Tx, world: World) -> None:
    """An offered version for each client, read from the plan as its counsellor reads it."""
    for client in ("amina", "badr"):
        _version(tx, world, client)
    _question(tx, world)


def _version(tx: Tx, world: World, client: str) -> None:
    case_id, place = world.ids[f"{client}.case"], f"{client}.agreement"
    text = _text(tx, world, client)
    world.ids[place] = tx.insert(
        "agreement_versions", case_id=case_id, number=1, state="offered", snapshot_sealed=canonical(text),
        hash=hash_of(text), change_reason_sealed=f"Grund {world.canary(place + '.reason')}", made_at=OFFERED_AT,
        made_by=world.ids["karin"], offered_at=OFFERED_AT,
    )  # fmt: skip
    world.ids[f"{place}.hash"] = hash_of(text)
    for role, person in (("client", client), ("counsellor", "karin"), ("other", None)):
        world.ids[f"{place}.{role}"] = tx.insert(
            "agreement_signatures", agreement_id=world.ids[place], case_id=case_id, role=role, required="yes",
            person_id=world.ids[person] if person else None, made_at=OFFERED_AT,
            name_sealed=None if person else f"Herr {world.canary(place + '.other')}",
        )  # fmt: skip


def _text(tx: Tx, world: World, client: str) -> dict[str, Any]:
    before = tx.actor_id
    tx.actor_id = world.ids["karin"]
    paper = tx.row("agreements.paper", case_id=world.ids[f"{client}.case"])
    assert paper
    text = plan_text(tx, paper)
    tx.actor_id = before
    return text


def _question(tx: Tx, world: World) -> None:
    world.ids["amina.agreement.question"] = tx.insert(
        "agreement_answers", agreement_id=world.ids["amina.agreement"], case_id=world.ids["amina.case"], answer="question",
        words_sealed=f"Frage {world.canary('amina.agreement.question')}", language="ar", received_at=OFFERED_AT,
        answer_by_on="2026-11-25",
    )  # fmt: skip


def none(parts: Any, world: World) -> None:
    """Amina has no version that is still open."""
    _change(parts, world, state="discarded")


def draft(parts: Any, world: World) -> None:
    """Amina's version is only being written."""
    _change(parts, world, state="draft", snapshot_sealed=None, hash=None, offered_at=None)


def _change(parts: Any, world: World, **changes: Any) -> None:
    parts.database.write_now("", parts.now(), Tx.update, "agreement_versions", world.ids["amina.agreement"], **changes)
