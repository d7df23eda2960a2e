"""What Amina said yes to, and what she asked for about her own data."""

import json
from typing import Any

from pwa_server.domain.grants import scope_of
from pwa_server.storage.database import Tx
from tests.world import LONG_AGO, NOW_TEXT, World
from tests.worlds.mentoring import RIGHTS


def plant(tx: Tx, world: World) -> None:
    """Amina's yes to the plan and to Mona."""
    case_id, amina = world.ids["amina.case"], world.ids["amina"]
    text = {"text_version": "2026-11", "language": "ar", "made_at": LONG_AGO}
    world.ids["amina.consent.plan"] = tx.insert(
        "consents",
        case_id=case_id,
        purpose="case_record",
        state="given",
        channel="oral",
        made_by=world.ids["karin"],
        **text,
    )
    world.ids["amina.consent.mona"] = tx.insert(
        "consents", case_id=case_id, purpose="mentor_access", recipient=world.ids["mona.grant"], state="given", channel="app",
        made_by=amina, scope=scope_of([world.ids["amina.standard.goal"]], json.loads(RIGHTS)), **text,
    )  # fmt: skip


def ask(parts: Any, world: World) -> None:
    """Amina asks to correct something; nobody has answered yet."""

    def insert(tx: Tx) -> None:
        world.ids["amina.request"] = tx.insert(
            "data_requests", case_id=world.ids["amina.case"], kind="correct", language="ar", made_at=LONG_AGO,
            words_sealed=f"Falsch {world.canary('amina.request.words')}", made_by=world.ids["amina"], due_on="2026-12-20",
        )  # fmt: skip

    parts.database.write_now("", NOW_TEXT, insert)
