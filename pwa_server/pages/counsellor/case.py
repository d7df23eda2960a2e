"""The case page: the person, what comes next, goals as paths with what needs doing, and how the case goes on."""

import json
from collections.abc import Sequence
from typing import Any

from starlette.responses import Response

from pwa_server.casework import case_life, reports_beside
from pwa_server.casework.case_life import PlanAnswer
from pwa_server.casework.help import close_request as close
from pwa_server.casework.help import mark_read
from pwa_server.casework.restriction import is_withdrawn, may_be_shown
from pwa_server.domain.cases import AT_REST, TRANSITIONS
from pwa_server.domain.goals import LIVE, next_step
from pwa_server.domain.information import PLAN_INFORMATION
from pwa_server.domain.meetings import COMING_UP
from pwa_server.domain.problems import NotVisible
from pwa_server.i18n.languages import BY_TAG, SOURCE, direction, offered
from pwa_server.i18n.texts import own_words
from pwa_server.pages import views
from pwa_server.pages.counsellor import words
from pwa_server.pages.counsellor.card import latest_card
from pwa_server.pages.counsellor.case_end import end_view
from pwa_server.pages.counsellor.caseload import desk_names
from pwa_server.pages.counsellor.inputs import said
from pwa_server.pages.counsellor.meetings import wish_text
from pwa_server.pages.counsellor.opening import opened
from pwa_server.pages.counsellor.recordings import client_voices
from pwa_server.pages.counsellor.said_needs import new_of_case
from pwa_server.storage.database import Row
from pwa_server.web.forms import Refused
from pwa_server.web.visit import Visit

View = dict[str, Any]


async def show_case(visit: Visit) -> Response:
    """GET /desk/cases/{case_id}. A restricted case shows that it is, and how it goes on, and nothing else."""
    return await case_page(visit)


async def case_page(visit: Visit, refused: Refused | None = None) -> Response:
    """The page; `refused` is a form on it that has to be looked at again."""
    case = await opened(visit, visit.path["case_id"], even_restricted=True)
    person = person_view(visit, case)
    shared: View = {"nav": "cases", "case": case, "person": person, "moves": moves(visit, case)}
    shared |= {"refused": refused, "status": 422 if refused else 200}
    if case["hidden"]:
        shared |= {
            "shown_from": views.day(visit, case["shown_from"]),
            "withdrawn": is_withdrawn(visit.read, case["id"]),
            "may_be_shown": may_be_shown(visit.read, case),
        }
        return visit.page("counsellor/case_restricted.html", **shared, end=end_view(visit, case))
    return visit.page("counsellor/case.html", **shared, **_content(visit, case))


def _content(visit: Visit, case: Row) -> View:
    of_case = {"case_id": case["id"]}
    goals = visit.read.rows("goals.of_case", **of_case, high=case["high"])
    steps = visit.read.rows("steps.of_case", **of_case, high=case["high"])
    meetings = visit.read.rows("meetings.of_case", **of_case, high=case["high"])
    alone = {row["meeting_id"] for row in visit.read.rows("desk.waited_alone", **of_case)}
    shown = [_meeting(visit, row, row["id"] in alone) for row in meetings if row["state"] in COMING_UP]
    spoken = client_voices(visit, case, "help_request")
    told = [goal_view(visit, goal, [s for s in steps if s["goal_id"] == goal["id"]]) for goal in goals]
    return {
        "goals": [goal for goal in told if goal["state"] in LIVE],
        "resting_goals": [goal for goal in told if goal["state"] not in LIVE],
        "meetings": [meeting for meeting in shown if not meeting["over"]],
        "unresolved": [meeting for meeting in shown if meeting["over"]],
        "requests": [
            _request(visit, row) | {"recording": spoken.get((row["id"], ""))}
            for row in visit.read.rows("desk.help_of_case", **of_case, high=case["high"])
        ],
        "wishes": new_of_case(visit, case),
        "reports": [_report(visit, row) for row in visit.read.rows("desk.reports", **of_case, high=case["high"])],
        "contacts": [_contact(visit, row) for row in visit.read.rows("desk.contacts", **of_case)],
        "contact_kinds": said(visit, words.CONTACT_KINDS),
        "card": latest_card(visit, case["id"]),
        "consent": visit.read.row("desk.consent", **of_case),
        **_plan_question(visit, case),
        "closure_reasons": said(visit, words.CLOSURE_REASONS),
        "end": end_view(visit, case),
        "today": visit.today.isoformat(),
    }


def _plan_question(visit: Visit, case: Row) -> View:
    """What is still to be said about the plan: a question to ask, or information to give in a service that keeps it by law."""
    service = visit.read.row("situation.carrier", case_id=case["id"])
    by_law = service is not None and service["plan_basis"] == "law"
    told = visit.read.row("situation.information", case_id=case["id"])
    return {
        "asks_for_plan": not by_law,
        "tells_of_plan": by_law and told is None,
        "information": [visit.say(sentence) for sentence in PLAN_INFORMATION],
    }


def person_view(visit: Visit, case: Row) -> View:
    """The person as the case page shows her. Raises NotVisible."""
    row = visit.read.row("desk.person", case_id=case["id"])
    if row is None:
        raise NotVisible
    spoken = json.loads(row["spoken_languages"]) or [row["language"]]
    channels = json.loads(row["channels"]) or ["phone"]
    return desk_names(row) | {
        "phone": row["phone"] or "",
        "spoken": [(tag, words.language_name(tag), direction(tag)) for tag in spoken],
        "reads": offered(row["language"]) or BY_TAG[SOURCE],
        "interpreter": row["interpreter_language"],
        "interpreter_name": words.language_name(row["interpreter_language"]),
        "dialect": row["dialect"] or "",
        "literacy": visit.say(words.LITERACIES.get(row["literacy"], words.LITERACIES["not_stated"])),
        "first_channel": visit.say(words.CHANNELS.get(channels[0], words.CHANNELS["phone"])),
        "phone_use": visit.say(words.PHONE_USES[row["phone_use"]]),
        "safe_contact": row["safe_contact"] or "",
        "state": case["state"],
        "state_text": visit.say(words.STATES[case["state"]]),
        "deputy": case["relationship"] == "deputy",
        "url": f"/desk/cases/{case['id']}",
    }


def goal_view(visit: Visit, goal: Row, steps: Sequence[Row]) -> View:
    """A goal as a path: its stones, and what needs doing next."""
    needed = next_step(steps)
    title = views.text_of(visit, goal, "title", f"block.{goal['block_id']}.goal" if goal["block_id"] else None, {})
    return {
        "id": goal["id"],
        "life_area": goal["life_area"],
        "title": title,
        "own_words": own_words(goal["own_words"], goal["own_words_language"]) if goal["own_words"] else None,
        "state": goal["state"],
        "state_text": visit.say(words.GOAL_STATES[goal["state"]]),
        "protected": goal["sensitivity"] == "high",
        "steps": [
            {"state": step["state"], "is_next": needed is not None and step["id"] == needed["id"]} for step in steps
        ],
        "done": sum(step["state"] == "done" for step in steps),
        "next": _next(visit, needed),
        "url": f"/desk/goals/{goal['id']}",
    }


def _next(visit: Visit, step: Row | None) -> View | None:
    if step is None:
        return None
    return {
        "title": views.step_title(visit, step, {}),
        "who": words.who(visit, step),
        "due": views.day(visit, step["due_on"]),
        "late": bool(step["due_on"]) and step["due_on"] < visit.today.isoformat(),
        "obstacle": views.obstacle_text(visit, step["obstacle"]) if step["state"] == "blocked" else "",
        "blocked": step["state"] == "blocked",
    }


def _meeting(visit: Visit, row: Row, waited_alone: bool) -> View:
    return {
        "id": row["id"],
        "url": f"/desk/meetings/{row['id']}",
        "version": row["version"],
        "when": views.day_and_time(visit, row["local_date"], row["local_time"]),
        "kind": visit.say(words.MEETINGS[row["kind"]]),
        "place": ", ".join(filter(None, (row["place"], row["room"]))),
        "topic": row["topic"] or "",
        "interpreter_state": row["interpreter_state"],
        "interpreter": words.language_name(row["interpreter_language"]) if row["interpreter_language"] else "",
        "coming": row["client_answer"],
        "wants_other_day": row["state"] == "reschedule_requested",
        "wish": wish_text(visit, row["wish"]),
        "over": row["ends_at"] <= visit.now,
        "waited_alone": waited_alone,
        "mentor": row["mentor_name"] or "",
        "mentor_coming": row["mentor_answer"] == "coming",
        "mentor_cannot": row["mentor_answer"] == "cannot",
    }


def _request(visit: Visit, row: Row) -> View:
    return {
        "id": row["id"],
        "obstacle": views.obstacle_text(visit, row["obstacle"]),
        "words": row["words"] or "",
        "language": row["language"],
        "received": views.moment_of(visit, row["received_at"]),
        "answer_by": views.day(visit, row["answer_by_on"]),
        "read": views.moment_of(visit, row["read_at"]),
        "reader": row["reader_name"] or "",
        "step_url": f"/desk/steps/{row['step_id']}" if row["step_id"] else "",
    }


def _report(visit: Visit, row: Row) -> View:
    return {
        "id": row["id"],
        "report": visit.say(
            words.REPORTS.get(row["report"], words.STEP_STATES.get(row["report"], words.REPORTS["begun"]))
        ),
        "by": visit.say(words.REPORTERS.get(row["by_relationship"], words.REPORTERS["counsellor"])),
        "at": views.moment_of(visit, row["tapped_at"]),
        "step": views.step_title(visit, row | {"id": row["step_id"]}, {}),
        "obstacle": views.obstacle_text(visit, row["obstacle"]),
        "beside": row["to_state"] is None and row["seen_at"] is None and row["by_relationship"] in ("client", "mentor"),
        "state": visit.say(words.STEP_STATES[row["state"]]),
    }


def _contact(visit: Visit, row: Row) -> View:
    return {
        "day": views.day(visit, row["on_day"]),
        "kind": visit.say(words.CONTACT_KINDS[row["kind"]]),
        "reached": row["reached"] == "yes",
        "sentence": row["sentence"] or "",
        "staff": row["staff_name"],
    }


def moves(visit: Visit, case: Row) -> list[tuple[str, str]]:
    """Where the case may go from here, in words; ending and protecting it stand apart."""
    if case["state"] in AT_REST:
        return [("resume", visit.say(words.MOVES["resume"]))]
    if case["state"] == "closed":
        return []
    apart = {"restricted", "closed", "erased"}
    return [(to, visit.say(words.MOVES[to])) for to in words.MOVES if to in TRANSITIONS[case["state"]] - apart]


async def answer_plan_question(visit: Visit) -> Response:
    """POST /desk/cases/{case_id}/consent with `state` and the language in which it was asked."""
    form = await visit.form()
    case_id = visit.path["case_id"]
    language = offered(str(form.get("language", ""))) or BY_TAG[SOURCE]
    await visit.write(case_life.answer_plan_question, case_id, PlanAnswer(str(form.get("state", "")), language.tag))
    return visit.redirect(f"/desk/cases/{case_id}")


async def read_request(visit: Visit) -> Response:
    """POST /desk/help-requests/{request_id}/read: from now on the client sees who has read it."""
    request = await visit.write(mark_read, visit.path["request_id"])
    return visit.redirect(f"/desk/cases/{request['case_id']}#help")


async def close_request(visit: Visit) -> Response:
    """POST /desk/help-requests/{request_id}/close."""
    request = await visit.write(close, visit.path["request_id"])
    return visit.redirect(f"/desk/cases/{request['case_id']}#help")


async def see_report(visit: Visit) -> Response:
    """POST /desk/reports/{report_id}/seen: compared with what stands here."""
    case_id = await visit.write(reports_beside.mark_report_seen, visit.path["report_id"])
    return visit.redirect(f"/desk/cases/{case_id}#reports")
