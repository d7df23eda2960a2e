"""Feedback, network, monitoring: what each person gets."""

from typing import Any

from pwa_server.casework import indicators
from tests.access.expected import Cell, counsellors, office, public
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


def told_quarter(parts: Any, world: World) -> None:
    """The worker has told the third quarter."""
    while parts.database.write_now("", NOW_TEXT, indicators.write_due):
        pass


def note_of_ada(parts: Any, world: World) -> None:
    """Ada has written something for colleagues."""
    facts = {"topic": "Neu", "words_sealed": "Neu", "made_at": NOW_TEXT, "made_by": world.ids["ada"]}
    world.ids["adas.note"] = parts.database.write_now("", NOW_TEXT, lambda tx: tx.insert("staff_notes", **facts))


def staff(status: int = 200) -> dict[str, int]:
    """All who work here."""
    return counsellors(status) | {"ada": status}


def outside(status: int, path: str = "", **form: str) -> Cell:
    """A page of the complaint office."""
    return Cell(office(status), path=path, form=form, prepare=complaint_office, complaints=True)


NETWORK: dict[str, Cell] = {
    "GET /feedback": Cell(public()),
    "POST /feedback": Cell(
        public(303),
        form={"kind": "praise", "about": "app", "text": "Gut", "receipt": "ABCD-EFGH-2345", "carrier_id": ""},
    ),
    "POST /feedback/recordings": Cell(public(422), form={"kind": "praise", "receipt": "ABCD-EFGH-2345"}),
    "GET /feedback/sent": Cell(public()),
    "GET /feedback/answer": Cell(public()),
    "POST /feedback/answer": Cell(public(422), form={"code": "ABCD-EFGH-9999"}),
    "GET /accessibility": Cell(public()),
    "GET /office/feedback": outside(200),
    "POST /office/feedback/phone": outside(303, "", phone="030 23125-100", hours="Mo bis Fr", version="0"),
    "GET /office/feedback/{feedback_id}/sound": outside(200, "/office/feedback/{complaint}/sound"),
    "GET /office/feedback/{feedback_id}": outside(200, "/office/feedback/{complaint}"),
    "POST /office/feedback/{feedback_id}/state": outside(
        303, "/office/feedback/{complaint}/state", to="in_progress", version="1"
    ),
    "POST /office/feedback/{feedback_id}/answers": Cell(
        office(303),
        path="/office/feedback/{complaint}/answers",
        form={"text": "Danke", "version": "1"},
        prepare=taken_on,
        complaints=True,
    ),
    "GET /office/numbers": Cell(office()),
    "GET /office/numbers.csv": Cell(office()),
    "GET /office/numbers/{indicator}": Cell(office(), path="/office/numbers/I01"),
    "GET /office/funding/{carrier_id}": Cell(office(), path="/office/funding/{carrier}"),
    "POST /office/funding/{carrier_id}": Cell(
        office(303),
        path="/office/funding/{carrier}",
        form={"text": "Viel", "period": "2026-Q3", "version": "0"},
        prepare=told_quarter,
    ),
    "GET /office/funding/{carrier_id}/print": Cell(
        office(), path="/office/funding/{carrier}/print", prepare=told_quarter
    ),
    "GET /office/report": Cell(office(), prepare=told_quarter),
    "POST /office/report": Cell(
        office(303), form={"text": "Viel", "period": "2026-Q3", "version": "0"}, prepare=told_quarter
    ),
    "GET /office/report/print": Cell(office(), prepare=told_quarter),
    "GET /office/comparison": Cell(office()),
    "POST /office/comparison": Cell(office(422), form={"table": "nothing"}),
    "POST /office/comparison/{place_id}/removal": Cell(office(303), path="/office/comparison/{place}/removal"),
    "GET /network": Cell(staff()),
    "POST /network/goals": Cell(office(303), form={"words": "Mehr Plätze"}),
    "POST /network/goals/{goal_id}/end": Cell(
        office(303), path="/network/goals/{network.goal}/end", form={"how": "reached", "version": "1"}
    ),
    "POST /network/rules": Cell(office(409), form={"words": "Wir helfen uns."}),
    "POST /network/rules/{rules_id}/adoption": Cell(staff(409), path="/network/rules/{network.old}/adoption"),
    "POST /network/rules/{rules_id}/withdrawal": Cell(
        office(303), path="/network/rules/{network.rules}/withdrawal", form={"version": "1"}
    ),
    "POST /network/meetings": Cell(office(303), form={"on_day": "2026-12-10", "clock": "10:00", "topics": "Kurse"}),
    "POST /network/meetings/{meeting_id}/state": Cell(
        office(303), path="/network/meetings/{network.meeting}/state", form={"to": "held", "version": "1"}
    ),
    "POST /network/tasks": Cell(office(303), form={"kind": "task", "words": "Liste der Kurse"}),
    "POST /network/tasks/{task_id}/end": Cell(
        office(303), path="/network/tasks/{network.task}/end", form={"how": "done", "version": "1"}
    ),
    "GET /network/notes": Cell(staff()),
    "POST /network/notes": Cell(staff(303), form={"topic": "Kurse", "text": "Neu", "without_people": "y"}),
    "POST /network/notes/{note_id}/removal": Cell(
        staff(403) | {"ada": 303}, path="/network/notes/{adas.note}/removal", prepare=note_of_ada
    ),
    "GET /desk/workload": Cell(counsellors()),
    "GET /office/accessibility": Cell(office()),
    "POST /office/accessibility": Cell(office(303), form={"contact": "Wir", "version": "0"}),
}
