"""What Mona wrote to Amina, and what Amina wrote why she asked."""

from pwa_server.storage.database import Tx
from tests.world import NOW_TEXT, World

RIGHTS = '["see_goals", "see_steps", "see_meetings_invited", "mark_own_steps_done", "write_note_to_client"]'


def plant(tx: Tx, world: World) -> None:
    """A note that the client has not put away yet, on the grant whose reason the client wrote."""
    grant = world.ids["mona.grant"]
    wish = f"Hilfe {world.canary('amina.grant.wish')}"
    tx.update("mentor_grants", grant, rights=RIGHTS, wish_sealed=wish)
    world.ids["amina.note"] = tx.insert(
        "mentor_notes", grant_id=grant, case_id=world.ids["amina.case"], mentor_id=world.ids["mona"],
        text_sealed=f"Gruß {world.canary('amina.mentor_note')}", language="de", made_at=NOW_TEXT,
    )  # fmt: skip
