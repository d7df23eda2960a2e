"""First contact: what was said in the long talk, the situation record, needs."""

from pwa_server.storage.database import Tx
from tests.world import LONG_AGO, World


def plant(tx: Tx, world: World) -> None:
    """A talk, a decision, a whole situation record and two needs for each client."""
    for client in ("amina", "badr"):
        _talk(tx, world, client)
        _situation(tx, world, client)
        for sensitivity, area in (("standard", "work"), ("high", "health")):
            _need(tx, world, client, sensitivity, area)
            _said(tx, world, client, sensitivity, area)


def _talk(tx: Tx, world: World, client: str) -> None:
    case_id = world.ids[f"{client}.case"]
    tx.insert(
        "clearings", case_id=case_id, held_on="2026-01-12", place_kind="home", participants='["client", "counsellor"]',
        others_sealed=f"Cousin {world.canary(client + '.clearing.others')}", interpreter_language="ar",
        interpreter_name_sealed=f"Frau {world.canary(client + '.clearing.interpreter')}", made_at=LONG_AGO,
        made_by=world.ids["karin"],
    )  # fmt: skip
    tx.insert(
        "clearing_decisions", case_id=case_id, decision="not_now", decided_at=LONG_AGO, decided_by=world.ids["karin"],
        reason_sealed=f"Grund {world.canary(client + '.decision.reason')}",
    )  # fmt: skip


def _situation(tx: Tx, world: World, client: str) -> None:
    case_id = world.ids[f"{client}.case"]
    tx.insert(
        "situation_facts", case_id=case_id, strengths_sealed=f"Stark {world.canary(client + '.strengths')}",
        strengths_words_sealed=f"Worte {world.canary(client + '.strengths.words')}", strengths_language="ar",
        school_years=9, job_sealed=f"Beruf {world.canary(client + '.job')}", work_years=4,
        skills_sealed=f"Kann {world.canary(client + '.skills')}", skills_language="ar", childcare_needed="yes",
        childcare_hours=20, residence_document="residence_permit", residence_until="2027-06-01", work_permission="yes",
        not_said='["residence_obligation"]', filled_at=LONG_AGO, made_at=LONG_AGO, changed_at=LONG_AGO,
    )  # fmt: skip
    for day, level in (("2026-01-12", "A1"), ("2026-10-01", "A2")):
        world.ids[f"{client}.level"] = tx.insert(
            "situation_languages", case_id=case_id, language="de", skill="speaking", level=level, source="self",
            on_day=day, made_at=LONG_AGO, made_by=world.ids["karin"],
        )  # fmt: skip
    tx.insert(
        "situation_certificates", case_id=case_id, kind="school", name_sealed=f"Zeugnis {world.canary(client + '.certificate')}",
        country="SY", papers='["copy"]', made_at=LONG_AGO,
    )  # fmt: skip
    tx.insert("situation_household", case_id=case_id, relation="child", age_band="3-5", made_at=LONG_AGO)


def _need(tx: Tx, world: World, client: str, sensitivity: str, area: str) -> None:
    # No mentor reads a need: only those under protection carry it in their place.
    place = f"{client}.high.need" if sensitivity == "high" else f"{client}.need"
    case_id = world.ids[f"{client}.case"]
    need_id = world.ids[f"{client}.{sensitivity}.need"] = tx.insert(
        "needs", case_id=case_id, life_area=area, urgency="soon", sensitivity=sensitivity, state="open",
        own_words_sealed=f"Möchte {world.canary(place + '.own_words')}", own_words_language="ar",
        german_sealed=f"Bedarf {world.canary(place + '.german')}", made_at=LONG_AGO, made_by=world.ids["karin"],
    )  # fmt: skip
    tx.insert("need_states", need_id=need_id, case_id=case_id, state="open", at=LONG_AGO)


def _said(tx: Tx, world: World, client: str, sensitivity: str, area: str) -> None:
    """What the client has said herself and nobody has looked at."""
    place = f"{client}.high.said" if sensitivity == "high" else f"{client}.said"
    case_id = world.ids[f"{client}.case"]
    need_id = world.ids[f"{client}.{sensitivity}.said"] = tx.insert(
        "needs", case_id=case_id, life_area=area, urgency="soon", sensitivity=sensitivity, state="open", said_by="client",
        own_words_sealed=f"Wichtig {world.canary(place)}", own_words_language="ar", made_at=LONG_AGO,
        made_by=world.ids[client],
    )  # fmt: skip
    tx.insert("need_states", need_id=need_id, case_id=case_id, state="open", at=LONG_AGO)
