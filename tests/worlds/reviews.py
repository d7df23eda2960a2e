"""Reviews and recordings of the cast: a finished review and an open one of each client, and a voice for each goal."""

from pwa_server.storage.database import Tx
from tests.world import LONG_AGO, World

# The smallest recordings that count: a WAV with a header and a tenth of a second of nothing.
SILENCE = (
    b"RIFF" + (36 + 800).to_bytes(4, "little") + b"WAVEfmt " + (16).to_bytes(4, "little") + (1).to_bytes(2, "little")
    + (1).to_bytes(2, "little") + (8000).to_bytes(4, "little") + (8000).to_bytes(4, "little") + (1).to_bytes(2, "little")
    + (8).to_bytes(2, "little") + b"data" + (800).to_bytes(4, "little") + bytes([128]) * 800
)  # fmt: skip


def plant(tx: Tx, world: World) -> None:
    """The same of both clients; what was decided about the high goal is as protected as it is."""
    for client in ("amina", "badr"):
        finished(tx, world, client)
        opened(tx, world, client)
        for sensitivity in ("standard", "high"):
            voice(tx, world, client, sensitivity)


def finished(tx: Tx, world: World, client: str) -> None:
    """A review in spring: one goal each goes on, the step of the high goal has got other words."""
    case_id, place = world.ids[f"{client}.case"], f"{client}.review"
    review = world.ids[f"{client}.review.finished"] = tx.insert(
        "reviews", case_id=case_id, state="finished", planned_on="2026-04-10", held_on="2026-04-15",
        client_good_sealed=f"Gut {world.canary(place + '.client_good')}", client_language="ar", client_rating=4,
        staff_good_sealed=f"Gut {world.canary(place + '.staff_good')}",
        staff_hard_sealed=f"Schwer {world.canary(place + '.staff_hard')}", read_back="yes", outcome="next",
        opened_at=LONG_AGO, opened_by=world.ids["karin"], finished_at="2026-04-15T10:00:00Z", finished_by=world.ids["karin"],
    )  # fmt: skip
    for sensitivity, owner in (("standard", "review"), ("high", "high")):
        tx.insert(
            "review_decisions", review_id=review, case_id=case_id, goal_id=world.ids[f"{client}.{sensitivity}.goal"],
            step_id=world.ids[f"{client}.{sensitivity}.step1"], decision="changed", from_state="open", to_state="not_needed",
            words_sealed=f"Jetzt {world.canary(f'{client}.{owner}.decision')}", applied_at="2026-04-15T10:00:00Z",
        )  # fmt: skip
    tx.insert("review_hurdles", review_id=review, case_id=case_id, side="counsellor", code="waiting_time")


def opened(tx: Tx, world: World, client: str) -> None:
    """What is prepared for next week."""
    place = f"{client}.review.open"
    world.ids[place] = tx.insert(
        "reviews", case_id=world.ids[f"{client}.case"], client_hard_sealed=f"Schwer {world.canary(place + '.client_hard')}",
        client_language="ar", client_rating=3, client_prepared_at="2026-11-20T10:00:00Z",
        staff_hard_sealed=f"Entwurf {world.canary(place + '.staff_hard')}", opened_at="2026-11-20T10:00:00Z",
        opened_by=world.ids[client],
    )  # fmt: skip


def voice(tx: Tx, world: World, client: str, sensitivity: str) -> None:
    """A recording for the first step of a goal."""
    place = f"{client}.{sensitivity}.recording"
    world.ids[place] = tx.insert(
        "recordings", case_id=world.ids[f"{client}.case"], subject="step", subject_id=world.ids[f"{client}.{sensitivity}.step1"],
        language="ar", speaker="interpreter", media_type="audio/wav", seconds=1, bytes=len(SILENCE), made_at=LONG_AGO,
        made_by=world.ids["karin"], body_sealed=SILENCE,
    )  # fmt: skip
