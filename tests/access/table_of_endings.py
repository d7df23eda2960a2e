"""Handover, closing, erasure: what each person gets."""

from typing import Any

from tests.access.expected import Cell, aminas, case, clients, counsellors, group, office
from tests.world import NOW_TEXT, World

_CASE = "/desk/cases/{amina.case}"
# Only the counsellor hands over; a deputy sees the plan and may not.
_HERS = case() | {"dora": 403}
_CARRIER = {"retention_days": "180", "idle_review_days": "120", "version": "1"}


def closed(parts: Any, world: World) -> None:
    """Amina's counselling is over."""

    def work(tx: Any) -> None:
        ends = {"state": "closed", "closed_at": NOW_TEXT, "closure_reason": "goals_met", "erase_due_on": "2027-11-24"}
        tx.update("cases", world.ids["amina.case"], **ends)

    parts.database.write_now("", NOW_TEXT, work)


def content(parts: Any, world: World) -> None:
    """Amina has not said yet what she thinks of the new counsellor."""
    fresh = {"objected_at": None, "objection_sealed": None, "settled_at": None}
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.update("handover_cases", world.ids["amina.handover"], **fresh))


def objecting(parts: Any, world: World) -> None:
    """Nobody has spoken with Amina yet about what she does not want."""
    parts.database.write_now(
        "", NOW_TEXT, lambda tx: tx.update("handover_cases", world.ids["amina.handover"], settled_at=None)
    )


def _each(status: int, **statuses: int) -> dict[str, int]:
    return case(status) | statuses


ENDINGS: dict[str, Cell] = {
    "POST /news/{id}/read": Cell(aminas(303), path="/news/{amina.telling}/read"),
    "GET /handover": Cell(clients()),
    "POST /handover/answer": Cell(
        group(403, amina=303, badr=404), form={"answer": "yes", "parts": "goals", "question": "{amina.question}"}
    ),
    "POST /handover/objection": Cell(group(403, amina=303, badr=404), form={"words": ""}, prepare=content),
    "GET /desk/handover": Cell(counsellors(), one_case=False),
    "POST /desk/handover": Cell(
        _each(303, dora=403), form={"cases": "{amina.case}", "to_id": "{tilde}", "reason": "new_task"}
    ),
    "POST /desk/colleagues/{account_id}/confirmation": Cell(
        counsellors(303) | {"tilde": 422}, path="/desk/colleagues/{tilde}/confirmation"
    ),
    "GET /desk/cases/{case_id}/handover": Cell(_HERS, path=f"{_CASE}/handover"),
    "POST /desk/cases/{case_id}/handover-question": Cell(
        _each(409, dora=403), path=f"{_CASE}/handover-question", form={"to_id": "{erna}"}
    ),
    "POST /desk/handover-questions/{asked_id}/answer": Cell(
        _each(303, dora=403) | {"amina": 422, "badr": 404},
        path="/desk/handover-questions/{amina.question}/answer",
        form={"answer": "yes", "parts": "goals", "channel": "oral", "language": "ar"},
    ),
    "POST /desk/handover-questions/{asked_id}/withdrawal": Cell(
        _each(303, dora=403), path="/desk/handover-questions/{amina.question}/withdrawal"
    ),
    "POST /desk/objections/{handover_case_id}/settled": Cell(
        case(303), path="/desk/objections/{amina.handover}/settled", prepare=objecting
    ),
    "POST /desk/cases/{case_id}/hold": Cell(
        case(303), path=f"{_CASE}/hold", form={"reason": "law", "until": "2028-03-01"}, prepare=closed
    ),
    "POST /desk/cases/{case_id}/hold/end": Cell(case(303), path=f"{_CASE}/hold/end", prepare=closed),
    "POST /desk/cases/{case_id}/reopening": Cell(
        case(409),
        path=f"{_CASE}/reopening",
        form={"answer": "declined", "channel": "oral", "language": "ar"},
        prepare=closed,
    ),
    "GET /office/handovers": Cell(office()),
    "POST /office/handovers": Cell(office(303), form={"from_id": "{karin}", "to_id": "{olle}", "reason": "leaves"}),
    "GET /office/retention": Cell(office()),
    "POST /office/retention": Cell(office(303), form=_CARRIER),
}
