"""Feedback, network, monitoring: what each person gets."""

from typing import Any

from tests.access.expected import Cell, office, public
from tests.world import NOW_TEXT, World


def complaint_office(parts: Any, world: World) -> None:
    """Ada is the complaint office as well."""
    rights = '["account_management", "complaint_office", "volunteer_office"]'
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.update("accounts", world.ids["ada"], staff_rights=rights))


def taken_on(parts: Any, world: World) -> None:
    """The same, and somebody works on the complaint."""
    complaint_office(parts, world)
    parts.database.write_now(
        "", NOW_TEXT, lambda tx: tx.update("feedback", world.ids["complaint"], state="in_progress")
    )


def outside(status: int, path: str = "", **form: str) -> Cell:
    """A page of the complaint office."""
    return Cell(office(status), path=path, form=form, prepare=complaint_office, complaints=True)


NETWORK: dict[str, Cell] = {
    "GET /feedback": Cell(public()),
    "POST /feedback": Cell(
        public(303),
        form={"kind": "praise", "about": "app", "words": "Gut", "receipt": "ABCD-EFGH-2345", "carrier_id": ""},
    ),
    "GET /feedback/sent": Cell(public()),
    "GET /feedback/answer": Cell(public()),
    "POST /feedback/answer": Cell(public(422), form={"code": "ABCD-EFGH-9999"}),
    "GET /accessibility": Cell(public()),
    "GET /office/feedback": outside(200),
    "GET /office/feedback/{feedback_id}": outside(200, "/office/feedback/{complaint}"),
    "POST /office/feedback/{feedback_id}/state": outside(
        303, "/office/feedback/{complaint}/state", to="in_progress", version="1"
    ),
    "POST /office/feedback/{feedback_id}/answers": Cell(
        office(303),
        path="/office/feedback/{complaint}/answers",
        form={"words": "Danke", "version": "1"},
        prepare=taken_on,
        complaints=True,
    ),
    "GET /office/accessibility": Cell(office()),
    "POST /office/accessibility": Cell(office(303), form={"contact": "Wir", "version": "0"}),
}
