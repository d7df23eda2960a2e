"""A complaint without a name, notes of colleagues, the network's rules and a quarter's numbers."""

from typing import Any

from pwa_server.casework.feedback import receipt_digest
from pwa_server.storage.database import Tx
from tests.worlds.reviews import SILENCE

RECEIPT = "WXYZ-2345-ABCD"
AT = "2026-11-20T09:00:00Z"


def plant(tx: Tx, world: Any) -> None:
    """Texts of this part of the house, each with its canary."""
    world.ids["complaint"] = tx.insert(
        "feedback", kind="complaint", about="counselling", language="ar", words_sealed=f"Leid {world.canary('complaint.words')}",
        person_sealed=f"Karin {world.canary('complaint.person')}", name_sealed=f"Ich {world.canary('complaint.name')}",
        reach_sealed=f"Mail {world.canary('complaint.reach')}", receipt_digest=receipt_digest(tx, RECEIPT),
        content_digest="content", received_at=AT, state_at=AT, sound_sealed=SILENCE, sound_type="audio/wav", sound_seconds=1,
    )  # fmt: skip
    tx.insert("feedback_states", feedback_id=world.ids["complaint"], state="new", at=AT)
    by_ada = {"made_at": AT, "made_by": world.ids["ada"]}
    world.ids["network.goal"] = tx.insert("network_goals", words="Mehr Kurse mit Kinderbetreuung", **by_ada)
    world.ids["network.old"] = tx.insert("network_rules", number=1, words="Alt", state="superseded", **by_ada)
    world.ids["network.rules"] = tx.insert(
        "network_rules", number=2, words="Neu", state="proposed", carrier_id=world.ids["carrier"], **by_ada
    )
    world.ids["network.meeting"] = tx.insert("network_meetings", on_day="2026-12-01", topics="Kurse", **by_ada)
    world.ids["network.task"] = tx.insert("network_tasks", kind="task", words="Liste", **by_ada)
    world.ids["note"] = tx.insert(
        "staff_notes", topic="Kurse", words_sealed="Der neue Kurs ist gut.", made_at=AT, made_by=world.ids["olle"]
    )
    world.ids["place"] = tx.insert("benchmark_places", name="Nachbarstadt", taken_at=AT)
