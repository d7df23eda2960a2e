"""Who is told of what in one case, when, and whether it arrived; and one call with its letter."""

from typing import Any
from urllib.parse import quote

from starlette.responses import Response

from pwa_server.casework import call_tasks
from pwa_server.domain.meetings import COMING_UP
from pwa_server.domain.problems import N_, NotVisible
from pwa_server.domain.reminders import is_paused
from pwa_server.i18n.formats import When
from pwa_server.i18n.languages import BY_TAG, SOURCE, Language, offered
from pwa_server.pages import views
from pwa_server.pages.counsellor import plan_words, words
from pwa_server.pages.counsellor.as_client import in_language, language_of, rendered, sentence
from pwa_server.pages.counsellor.caseload import desk_names
from pwa_server.pages.counsellor.goals import moment_view
from pwa_server.pages.counsellor.meetings import NEUTRAL
from pwa_server.pages.counsellor.opening import opened
from pwa_server.storage.database import Row
from pwa_server.web.forms import Refused
from pwa_server.web.visit import Visit

View = dict[str, Any]
NEUTRAL_CALL = N_("Sie haben einen Termin. Bitte rufen Sie uns an.")
NEWS = N_("Es gibt etwas Neues für Sie. Bitte rufen Sie uns an.")


async def show_case_reminders(visit: Visit) -> Response:
    """Of one case, meeting by meeting: what was and will be sent, whether it was reached, and every try to call."""
    return await case_reminders(visit)


async def case_reminders(visit: Visit, refused: Refused | None = None) -> Response:
    """The page; `refused` is the pause that has to be looked at again."""
    case = await opened(visit, visit.path["case_id"], "reminder")
    rows = visit.read.rows("meetings.of_case", case_id=case["id"], high=case["high"])
    sent = visit.read.rows("reminders.of_case", case_id=case["id"])
    tasks = visit.read.rows("announcements.call_tasks_of_case", case_id=case["id"], high=case["high"])
    tries = visit.read.rows("announcements.attempts", case_id=case["id"])
    told = {row["meeting_id"] for row in (*sent, *tasks)}
    shown = [row for row in reversed(rows) if _still_to_tell(visit, row) or row["id"] in told]
    language = language_of(case)
    return visit.page(
        "counsellor/reminders_case.html",
        nav="cases",
        case=case,
        meetings=[_meeting_block(visit, row, sent, tasks, tries) for row in shown],
        language=language,
        sample=sentence(in_language(visit, language), NEUTRAL),
        paused_until=_paused_until(visit, case),
        today=visit.today.isoformat(),
        refused=refused,
        status=422 if refused else 200,
    )


async def show_call_task(visit: Visit) -> Response:
    """One call: the number, what to say, a text message, a letter, and what came of it."""
    task, case, meeting = await _found_task(visit, "call")
    language = _language_of(task)
    theirs = in_language(visit, language)
    tries = visit.read.rows("announcements.attempts", case_id=case["id"])
    return visit.page(
        "counsellor/call_task.html",
        nav="cases",
        case=case,
        task=call_view(visit, task, tries) | {"safe_contact": task["safe_contact"] or ""},
        person=desk_names(task, "person_") | {"phone": task["person_phone"] or ""},
        meeting=views.meeting_view(visit, meeting, "/desk/meetings") if meeting else None,
        theirs=views.meeting_view(theirs, meeting, "/meetings") if meeting else None,
        language=language,
        sms_text=sentence(theirs, NEUTRAL if meeting else NEWS),
        sms_link=_sms_link(task["person_phone"], theirs.say(NEUTRAL if meeting else NEWS)),
        results=[(result, visit.say(plan_words.CALL_RESULTS[result])) for result in call_tasks.RESULTS],
    )


async def record_attempt(visit: Visit) -> Response:
    """Note what came of a call."""
    form = await visit.form()
    await visit.write(call_tasks.record_attempt, visit.path["task_id"], str(form.get("result", "")))
    return visit.redirect(f"/desk/call-tasks/{visit.path['task_id']}")


async def print_letter(visit: Visit) -> Response:
    """The letter in the reader's language and in German. Of a protected meeting it says no more than a push."""
    task, case, meeting = await _found_task(visit, "print")
    language = _language_of(task)
    protected = meeting is None or meeting["sensitivity"] == "high"
    sides = [language] if language.tag == SOURCE else [language, BY_TAG[SOURCE]]
    return visit.page(
        "counsellor/letter.html",
        task=task,
        who=desk_names(task, "person_"),
        office=visit.read.row("meetings.office_of_case", case_id=case["id"]),
        today=views.day(in_language(visit, BY_TAG[SOURCE]), visit.today.isoformat()),
        sides=[_letter_side(visit, side, task, None if protected else meeting) for side in sides],
    )


def _paused_until(visit: Visit, case: Row) -> When | None:
    """The last day of the client's pause, while it lasts."""
    row = visit.read.row("announcements.pause", case_id=case["id"])
    until = row["reminders_paused_until"] if row else None
    return views.day(visit, until) if is_paused(until, visit.now) else None


def _still_to_tell(visit: Visit, meeting: Row) -> bool:
    return meeting["state"] in COMING_UP and meeting["starts_at"] > visit.now


def _letter_side(visit: Visit, language: Language, task: Row, meeting: Row | None) -> View:
    side = in_language(visit, language)
    html = rendered(
        side,
        "counsellor/_letter_side.html",
        name=desk_names(task, "person_")["name"] if language.tag == SOURCE else task["person_name"],
        meeting=views.meeting_view(side, meeting, "/meetings") if meeting else None,
        cancelled=task["reason"] == "cancelled",
        moved=task["reason"] == "moved",
        neutral=side.say(NEUTRAL_CALL if task["meeting_id"] else NEWS),
    )
    return {"language": language, "html": html}


async def _found_task(visit: Visit, reason: str) -> tuple[Row, Row, Row | None]:
    task = visit.read.row("announcements.call_task", task_id=visit.path["task_id"])
    if task is None:
        raise NotVisible
    case = await opened(visit, task["case_id"], reason)
    if not task["meeting_id"]:
        return task, case, None
    meeting = visit.read.row("meetings.find", meeting_id=task["meeting_id"], high=case["high"])
    if meeting is None:
        raise NotVisible
    return task, case, meeting


def _language_of(task: Row) -> Language:
    return offered(task["person_language"]) or BY_TAG[SOURCE]


def _sms_link(phone: str | None, text: str) -> str:
    digits = "".join(sign for sign in phone or "" if sign.isdigit() or sign == "+")
    return f"sms:{digits}?body={quote(text)}" if digits else ""


def _meeting_block(visit: Visit, row: Row, sent: list[Row], tasks: list[Row], tries: list[Row]) -> View:
    return {
        "meeting": views.meeting_view(visit, row, "/desk/meetings"),
        "kind": visit.say(words.MEETINGS[row["kind"]]),
        "state_text": visit.say(plan_words.MEETING_STATES[row["state"]]),
        "tone": plan_words.MEETING_TONES.get(row["state"], "quiet"),
        "may_remind": _still_to_tell(visit, row),
        "messages": [_message_view(visit, message) for message in reversed(sent) if message["meeting_id"] == row["id"]],
        "tasks": [call_view(visit, task, tries) for task in tasks if task["meeting_id"] == row["id"]],
    }


def _message_view(visit: Visit, row: Row) -> View:
    """One message in words: planned for, sent at, reached how, or why not."""
    return {
        "id": row["id"],
        "kind": visit.say(plan_words.MESSAGE_KINDS[row["kind"]]),
        "to": visit.say(words.WHO[row["person_role"]]),
        "channel": visit.say(plan_words.CHANNELS[row["channel"]]),
        "state": row["state"],
        "at": moment_view(visit, row["sent_at"] or row["ended_at"] or row["due_at"]),
        "reached": visit.say(plan_words.REACHED_HOW[row["reached_how"]]) if row["reached_how"] else "",
        "reached_at": moment_view(visit, row["reached_at"]) if row["reached_at"] else None,
        "why": why_not(visit, row),
    }


def why_not(visit: Visit, row: Row) -> str:
    """Why a message did not go out, in words; nothing for one that did or will."""
    if row["state"] not in ("failed", "cancelled", "not_sendable"):
        return ""
    reason = row["end_reason"] or ""
    if row["channel"] == "push" and reason == "refused":  # a phone has neither number nor address
        return visit.say(plan_words.NOT_SENT_OTHERWISE)
    return visit.say(plan_words.NOT_SENT.get(reason, plan_words.NOT_SENT_OTHERWISE))


def call_view(visit: Visit, task: Row, tries: list[Row]) -> View:
    """One call in words: why, by when, what became of it, and every try."""
    return {
        "id": task["id"],
        "reason": visit.say(plan_words.CALL_REASONS.get(task["reason"], plan_words.CALL_REASONS["booked"])),
        "due": views.day(visit, task["due_on"]),
        "is_due": task["due_on"] <= visit.today.isoformat(),
        "closed": visit.say(plan_words.CLOSED_AS[task["closed_as"]]) if task.get("closed_as") else "",
        "closed_at": moment_view(visit, task["closed_at"]) if task.get("closed_at") else None,
        "tries": [
            {
                "result": visit.say(plan_words.CALL_RESULTS[row["result"]]),
                "when": moment_view(visit, row["at"]),
                "by": row["by_name"],
            }
            for row in tries
            if row["call_task_id"] == task["id"]
        ],
    }
