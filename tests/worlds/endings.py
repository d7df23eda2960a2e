"""Who counselled before, what Amina was told, and the question whether her plan may go elsewhere.

Erna  counsellor of another carrier; nothing is hers before Amina's yes
"""

from pwa_server.storage.database import Tx
from tests.world import LONG_AGO, TODAY, World


def plant(tx: Tx, world: World) -> None:
    """Olle handed Amina over to Karin; she would rather have stayed, and they spoke. Karin asks whether Erna may go on."""
    ids = world.ids
    amina, badr = ids["amina.case"], ids["badr.case"]
    ids["elsewhere"] = tx.insert(
        "carriers", name="Andere Stelle", kind="public", counselling_type="jmd", phone="030 23125-900", made_at=LONG_AGO
    )
    ids["erna"] = tx.insert(
        "accounts", role="counsellor", carrier_id=ids["elsewhere"], opaque_id="opaque-erna", made_at=LONG_AGO,
        name_sealed="Erna Anderswo",
    )  # fmt: skip
    tx.run("secrets.keep", account_id=ids["erna"], kind="password", secret_hash="none that opens")
    handover = tx.insert(
        "handovers", carrier_id=ids["carrier"], from_id=ids["olle"], to_id=ids["karin"], reason="new_task", cases=1,
        made_at=LONG_AGO, made_by=ids["ada"],
    )  # fmt: skip
    ids["amina.handover"] = tx.insert(
        "handover_cases", handover_id=handover, case_id=amina, objected_at=LONG_AGO, settled_at=LONG_AGO, objection_language="ar",
        objection_sealed=f"Lieber nicht {world.canary('amina.objection')}",
    )  # fmt: skip
    ids["amina.question"] = tx.insert(
        "carrier_handovers", case_id=amina, to_carrier_id=ids["elsewhere"], to_id=ids["erna"], made_at=LONG_AGO,
        made_by=ids["karin"],
    )  # fmt: skip
    ids["amina.telling"] = tx.insert(
        "tellings", case_id=amina, kind="deputy", person_id=ids["dora"], first_on=TODAY, last_on="2026-11-30",
        made_at=LONG_AGO,
    )  # fmt: skip
    tx.insert(
        "holds", case_id=badr, reason="law", until_on=TODAY, was_due_on=TODAY, made_at=LONG_AGO, made_by=ids["karin"],
        ended_at=LONG_AGO,
    )  # fmt: skip
