"""What a day at the desk brings, planted into the world: requests, reports, calls, meetings, late steps."""

from typing import Any

from pwa_server.domain.times import later, starts_at
from pwa_server.storage.database import Tx
from tests.world import LONG_AGO, NOW_TEXT, World


def planted(parts: Any, work: Any, *args: Any) -> str:
    """Run `work(tx, …)` as nobody and return the id it returns."""
    return str(parts.database.write_now("", NOW_TEXT, work, *args))


def help_request(parts: Any, world: World, sensitivity: str = "standard", client: str = "amina") -> str:
    """A request about the first step of a goal, with words of its own; its id is `<client>.help`."""

    def work(tx: Tx) -> str:
        return tx.insert(
            "help_requests", case_id=world.ids[f"{client}.case"], step_id=world.ids[f"{client}.{sensitivity}.step1"],
            obstacle="worry", words_sealed=f"Bitte {world.canary(f'{client}.{sensitivity}.help')}", language="ar",
            tapped_at=NOW_TEXT, received_at=NOW_TEXT, answer_by_on="2026-11-25",
        )  # fmt: skip

    world.ids[f"{client}.help"] = planted(parts, work)
    return world.ids[f"{client}.help"]


def report_beside(parts: Any, world: World, sensitivity: str = "standard", report: str = "done") -> str:
    """A report that came too late to move its step; its id is `amina.report`."""

    def work(tx: Tx) -> str:
        step_id = world.ids[f"amina.{sensitivity}.step1"]
        tx.update("steps", step_id, state="not_needed", state_at=NOW_TEXT)
        return tx.insert(
            "step_reports", step_id=step_id, case_id=world.ids["amina.case"], by_id=world.ids["amina"],
            by_relationship="client", report=report, tapped_at=LONG_AGO, received_at=NOW_TEXT, from_state="not_needed",
        )  # fmt: skip

    world.ids["amina.report"] = planted(parts, work)
    return world.ids["amina.report"]


def call_task(parts: Any, world: World, sensitivity: str = "standard", client: str = "amina") -> str:
    """A call that is due today about a meeting."""

    def work(tx: Tx) -> str:
        return tx.insert(
            "call_tasks", case_id=world.ids[f"{client}.case"], meeting_id=world.ids[f"{client}.{sensitivity}.meeting"],
            person_id=world.ids[client], reason="no_push", due_on="2026-11-24", made_at=NOW_TEXT,
        )  # fmt: skip

    world.ids[f"{client}.call"] = planted(parts, work)
    return world.ids[f"{client}.call"]


def meeting_at(
    parts: Any, world: World, day: str, clock: str, client: str = "amina", interpreter: str = "not_needed"
) -> str:
    """A counselling meeting."""

    def work(tx: Tx) -> str:
        start = starts_at(day, clock)
        return tx.insert(
            "meetings", case_id=world.ids[f"{client}.case"], kind="counselling", local_date=day, local_time=clock,
            starts_at=start, ends_at=later(start, minutes=60), duration_minutes=60, place_kind="office",
            place_sealed="Büro", staff_id=world.ids["karin"], state="planned", interpreter_state=interpreter,
            interpreter_language="" if interpreter == "not_needed" else "ar", made_at=LONG_AGO,
        )  # fmt: skip

    return planted(parts, work)


def late_office_step(parts: Any, world: World, sensitivity: str = "standard") -> str:
    """The office's own step of Amina's goal was due last week."""

    def work(tx: Tx) -> str:
        tx.update("steps", world.ids[f"amina.{sensitivity}.step2"], due_on="2026-11-17")
        return world.ids[f"amina.{sensitivity}.step2"]

    return planted(parts, work)


def another_client(parts: Any, world: World, number: int, native: str = "", phone: str | None = None) -> str:
    """One more person in Karin's caseload with a request and a meeting today; returns the case."""

    def work(tx: Tx) -> str:
        client_id = tx.insert(
            "accounts", role="client", carrier_id=world.ids["carrier"], language="ar", opaque_id=f"more-{number}",
            name_sealed=native or f"Nummer {number}", phone_sealed=phone, made_at=LONG_AGO,
        )  # fmt: skip
        tx.insert("clients", id=client_id, name_native_sealed=native or None, made_at=LONG_AGO)
        case_id = tx.insert(
            "cases", client_id=client_id, carrier_id=world.ids["carrier"], state="active", path="plan",
            opened_at=LONG_AGO,
        )  # fmt: skip
        assigned = {"staff_id": world.ids["karin"], "relationship": "counsellor", "valid_from": LONG_AGO}
        tx.insert("case_assignments", case_id=case_id, **assigned)
        tx.insert(
            "help_requests", case_id=case_id, obstacle="cost", language="ar", tapped_at=NOW_TEXT, received_at=NOW_TEXT,
            answer_by_on="2026-11-25",
        )  # fmt: skip
        return case_id

    case_id = planted(parts, work)
    world.ids[f"more{number}"] = case_id
    return case_id


def mentor_waited_alone(parts: Any, world: World, meeting_id: str) -> str:
    """Mona was there, and nobody else."""

    def work(tx: Tx) -> str:
        return tx.insert(
            "meeting_answers", meeting_id=meeting_id, case_id=world.ids["amina.case"], by_id=world.ids["mona"],
            by_relationship="mentor", answer="did_not_come", tapped_at=NOW_TEXT, received_at=NOW_TEXT,
        )  # fmt: skip

    return planted(parts, work)
