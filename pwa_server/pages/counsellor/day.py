"""My day: everything that needs somebody, in the order of what can't wait. Each row is one tap."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from starlette.responses import Response

from pwa_server.domain.steps import REPORTS
from pwa_server.pages import views
from pwa_server.pages.counsellor import words
from pwa_server.pages.counsellor.caseload import once, people
from pwa_server.pages.counsellor.data_requests import open_requests
from pwa_server.pages.counsellor.day_agreements import agreement_rows
from pwa_server.pages.counsellor.day_changes import changes
from pwa_server.pages.counsellor.day_partners import partner_notes, waiting_for
from pwa_server.pages.counsellor.plan_words import CALL_REASONS
from pwa_server.pages.counsellor.residence_ends import residence_rows
from pwa_server.pages.counsellor.said_needs import new_wishes
from pwa_server.pages.sending import reminders_worker
from pwa_server.storage.database import Row
from pwa_server.web.visit import Visit

View = dict[str, Any]
INTERPRETER_DAYS = 28


async def show_day(visit: Visit) -> Response:
    """GET /desk: the same number of statements for ten cases and for ninety."""
    everybody = people(visit)
    today = visit.today.isoformat()
    meetings = [_meeting(visit, row, everybody) for row in once(visit.read.rows("desk.meetings"))]
    day = {
        "calls": [_call(visit, row, everybody) for row in once(visit.read.rows("desk.call_tasks", today=today))],
        "requests": [_request(visit, row, everybody) for row in once(visit.read.rows("desk.help_requests"))],
        "wishes": new_wishes(visit, everybody),
        "unresolved": [m for m in meetings if m["over"] and m["day"] < today],
        "today": [m for m in meetings if m["day"] == today],
        "reviews": [_review(visit, row, everybody) for row in once(visit.read.rows("desk.without_review"))],
        "interpreters": _without_interpreter(visit, meetings),
        "agreements": agreement_rows(visit, everybody),
        "residence": residence_rows(visit, everybody),
        "reports": _reports(visit, everybody),
        "partner_notes": partner_notes(visit, everybody),
        "waiting": waiting_for(visit, everybody),
        "data_requests": open_requests(visit, everybody),
        "steps": [_step(visit, row, everybody) for row in once(visit.read.rows("desk.office_steps", today=today))],
    }
    day |= changes(visit, everybody)
    waiting = sum(len(rows) for name, rows in day.items() if name != "today")
    return visit.page(
        "counsellor/day.html",
        nav="day",
        day=day,
        waiting=waiting,
        date=views.day(visit, today),
        sending=reminders_worker(visit)["alive"],
    )


def _call(visit: Visit, row: Row, everybody: dict[str, View]) -> View:
    # The meeting of a protected goal stays unnamed: who stands in calls with the same words as the message would have.
    named = row["meeting_id"] and (row["sensitivity"] != "high" or row["relationship"] == "counsellor")
    when = views.day_and_time(visit, row["local_date"], row["local_time"]) if named else None
    return {
        "who": everybody[row["case_id"]],
        "url": f"/desk/call-tasks/{row['id']}",
        "callee": row["person_name"] if row["person_role"] != "client" else "",
        "phone": row["person_phone"] or "",
        "when": when,
        "kind": visit.say(words.MEETINGS[row["kind"]]) if named else "",
        "reason": "" if row["meeting_id"] else visit.say(CALL_REASONS.get(row["reason"], CALL_REASONS["news"])),
        "tries": row["tries"],
    }


def _request(visit: Visit, row: Row, everybody: dict[str, View]) -> View:
    return {
        "who": everybody[row["case_id"]],
        "url": f"/desk/cases/{row['case_id']}#help",
        "obstacle": views.obstacle_text(visit, row["obstacle"]),
        "words": row["words"] or "",
        "language": row["language"],
        "answer_by": views.day(visit, row["answer_by_on"]),
        "due": row["answer_by_on"] <= visit.today.isoformat(),
    }


def _meeting(visit: Visit, row: Row, everybody: dict[str, View]) -> View:
    return {
        "who": everybody[row["case_id"]],
        "id": row["id"],
        "url": f"/desk/meetings/{row['id']}",
        "day": row["local_date"],
        "when": views.day_and_time(visit, row["local_date"], row["local_time"]),
        "kind": visit.say(words.MEETINGS[row["kind"]]),
        "place": ", ".join(filter(None, (row["place"], row["room"]))),
        "over": row["ends_at"] <= visit.now,
        "running": row["starts_at"] <= visit.now < row["ends_at"],
        "begun": row["starts_at"] <= visit.now,
        "coming": row["client_answer"],
        "waited_alone": bool(row["waited_alone"]),
        "wants_other_day": row["state"] == "reschedule_requested",
        "interpreter_state": row["interpreter_state"],
        "interpreter": words.language_name(row["interpreter_language"])
        if row["interpreter_state"] != "not_needed"
        else "",
        "version": row["version"],
    }


def _without_interpreter(visit: Visit, meetings: Sequence[View]) -> list[View]:
    last = (visit.today + timedelta(days=INTERPRETER_DAYS)).isoformat()
    return [
        m
        for m in meetings
        if m["interpreter_state"] in ("needed", "none_found") and not m["begun"] and m["day"] <= last
    ]


def _review(visit: Visit, row: Row, everybody: dict[str, View]) -> View:
    who = everybody[row["case_id"]]
    return {
        "who": who,
        "url": f"{who['url']}/meetings/new?kind=review",
        "last": views.day(visit, row["last_review_on"]),
    }


def _reports(visit: Visit, everybody: dict[str, View]) -> list[View]:
    # A second "done" on a step that is done already asks for nothing.
    rows = [row for row in once(visit.read.rows("desk.reports_beside")) if REPORTS.get(row["report"]) != row["state"]]
    return [
        {
            "who": everybody[row["case_id"]],
            "id": row["id"],
            "url": f"/desk/cases/{row['case_id']}#reports",
            "report": visit.say(words.REPORTS[row["report"]]),
            "state": visit.say(words.STEP_STATES[row["state"]]),
            "step": views.step_title(visit, row | {"id": row["step_id"]}, {}),
        }
        for row in rows
    ]


def _step(visit: Visit, row: Row, everybody: dict[str, View]) -> View:
    return {
        "who": everybody[row["case_id"]],
        "url": f"/desk/goals/{row['goal_id']}",
        "step": views.step_title(visit, row, {}),
        "due": views.day(visit, row["due_on"]),
        "life_area": row["life_area"],
    }
