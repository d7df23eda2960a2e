"""What Amina said yes to, and what she asked for about her own data."""

from pwa_server.storage.database import Tx
from tests.world import LONG_AGO, World


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
        made_by=amina, **text,
    )  # fmt: skip
