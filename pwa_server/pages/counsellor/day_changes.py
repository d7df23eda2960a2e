"""What a change of people brings into the day list: who came by a handover, who did not want it, who was not heard of."""

from datetime import date, timedelta
from typing import Any

from pwa_server.domain.retention import SHORTEST_IDLE_DAYS
from pwa_server.domain.times import berlin_day, later
from pwa_server.pages import views
from pwa_server.pages.counsellor.caseload import once
from pwa_server.storage.database import Row
from pwa_server.web.visit import Visit

View = dict[str, Any]


def changes(visit: Visit, everybody: dict[str, View]) -> dict[str, list[View]]:
    """Groups of the day list by name; each statement runs once for the whole caseload."""
    asked = once(visit.read.rows("endings.objections"))
    return {
        "new_here": [_new(visit, row, everybody) for row in once(visit.read.rows("endings.new_here"))],
        "objections": [_objection(visit, row, everybody) for row in asked],
        "wishes_to_stay": [{"name": row["to_name"]} for row in visit.read.rows("endings.objections_about_me")],
        "idle": _idle(visit, everybody),
    }


def _new(visit: Visit, row: Row, everybody: dict[str, View]) -> View:
    return {"who": everybody[row["case_id"]], "since": views.moment_of(visit, row["valid_from"])}


def _objection(visit: Visit, row: Row, everybody: dict[str, View]) -> View:
    return {
        "id": row["id"],
        "who": everybody[row["case_id"]],
        "words": row["words"] or "",
        "language": row["objection_language"] or "",
        "since": views.moment_of(visit, row["objected_at"]),
    }


def _idle(visit: Visit, everybody: dict[str, View]) -> list[View]:
    before = later(visit.now, days=-SHORTEST_IDLE_DAYS)
    rows = once(visit.read.rows("endings.idle", opened_before=before))
    heard = [(row, _last_heard(row)) for row in rows]
    return [
        {"who": everybody[row["case_id"]], "last": views.day(visit, last.isoformat())}
        for row, last in sorted(heard, key=lambda one: one[1])
        if last + timedelta(days=row["idle_review_days"]) <= visit.today
    ]


def _last_heard(row: Row) -> date:
    """The last day on which something was heard of the person, else the day on which the case began."""
    days = [date.fromisoformat(row[name]) for name in ("contact_on", "meeting_on") if row[name]]
    moments = [berlin_day(row[name]) for name in ("report_at", "help_at", "opened_at") if row[name]]
    return max(*days, *moments) if days else max(moments)
