"""Meetings at the desk: the week, a new one, one with everything about it."""

import json
from datetime import timedelta
from typing import Any

from starlette.responses import Response

from pwa_server.casework import meetings
from pwa_server.domain.meetings import COMING_UP, INTERPRETER_MOVES, WISHES, is_settled
from pwa_server.domain.problems import N_, BadInput, NotVisible, RuleBroken, Stale
from pwa_server.i18n.formats import parse_day, when
from pwa_server.i18n.languages import SPOKEN
from pwa_server.pages import views
from pwa_server.pages.counsellor import inputs, meeting_forms, plan_words, words
from pwa_server.pages.counsellor.as_client import as_client, language_of, sentence
from pwa_server.pages.counsellor.caseload import desk_names
from pwa_server.pages.counsellor.goals import moment_view
from pwa_server.pages.counsellor.meeting_forms import BookingForm, DetailsForm
from pwa_server.pages.counsellor.opening import opened
from pwa_server.storage.database import Row
from pwa_server.web.forms import version_of
from pwa_server.web.visit import Visit

View = dict[str, Any]
WEEK = 7
# What leaves the house says nothing about anybody: whoever finds the phone learns only that there is an app.
NEUTRAL = N_("Sie haben einen Termin. Bitte öffnen Sie die App.")


async def show_week(visit: Visit) -> Response:
    """The desk's meetings of one week, by day."""
    try:
        # At the weekend the week that counts is the next one.
        start = visit.today + timedelta(days=WEEK - visit.today.weekday() if visit.today.weekday() > 4 else 0)
        asked = parse_day(visit.request.query_params.get("from", start.isoformat()))
        monday = asked - timedelta(days=asked.weekday())
        days = [monday + timedelta(days=number) for number in range(-WEEK, 2 * WEEK)]
    except (ValueError, OverflowError) as error:
        raise BadInput(meeting_forms.TOO_FAR) from error
    week = days[WEEK : 2 * WEEK]
    rows = visit.read.rows("meetings.week", first=week[0].isoformat(), last=week[-1].isoformat())
    by_day = [
        {
            "day": when(visit.language.tag, day, visit.today),
            "meetings": [_row_view(visit, row) for row in rows if row["local_date"] == day.isoformat()],
            "is_today": day == visit.today,
            "weekend": day.weekday() > 4,
        }
        for day in week
    ]
    shown = [entry for entry in by_day if entry["meetings"] or not entry["weekend"]]
    return visit.page(
        "counsellor/meetings.html",
        nav="meetings",
        days=shown,
        before=days[0].isoformat(),
        after=days[-WEEK].isoformat(),
    )


async def found_meeting(visit: Visit) -> tuple[Row, Row]:
    """The case and the meeting of this address, its opening written down. Raises NotVisible."""
    meeting = visit.read.row("meetings.find", meeting_id=visit.path["meeting_id"], high="yes")
    if meeting is None:
        raise NotVisible
    case = await opened(visit, meeting["case_id"], "meeting")
    if meeting["sensitivity"] == "high" and case["high"] != "yes":
        raise NotVisible
    return case, meeting


async def new_meeting(visit: Visit) -> Response:
    """The form for a new meeting, prefilled with what is usual for this client."""
    case = await opened(visit, visit.path["case_id"], "meeting")
    start = meeting_forms.prefilled(visit, case)
    return _form_page(visit, case, BookingForm.empty(visit, **start), "new")


async def book_meeting(visit: Visit) -> Response:
    """Book it and announce it. A day in the past or a day off is asked about once more."""
    case = await opened(visit, visit.path["case_id"], "meeting")
    form = meeting_forms.bind(visit, case, await BookingForm.of(visit))
    if not meeting_forms.validate_time(visit, form):
        return _form_page(visit, case, form, "new", 422)
    warnings = meeting_forms.warnings_for(visit, case, form)
    if warnings:
        return _form_page(visit, case, form, "new", 422, warnings=warnings)
    try:
        time, details = meeting_forms.time_of(form), meeting_forms.details_of(form)
        meeting_id = await visit.write(meetings.book, case["id"], time, details)
    except (BadInput, RuleBroken) as problem:
        return _form_page(visit, case, form, "new", problem.status, warnings=[visit.say(problem.message)])
    return visit.redirect(f"/desk/meetings/{meeting_id}")


async def show_meeting(visit: Visit) -> Response:
    """Everything about one meeting, what the client sees, and what can be done now."""
    case, meeting = await found_meeting(visit)
    return visit.page("counsellor/meeting.html", nav="cases", case=case, **_meeting_context(visit, case, meeting))


async def edit_meeting(visit: Visit) -> Response:
    """The form for everything but the time."""
    case, meeting = await found_meeting(visit)
    form = DetailsForm.empty(visit, **meeting_forms.values_of(meeting))
    return _form_page(visit, case, form, "edit", meeting=meeting)


async def save_meeting(visit: Visit) -> Response:
    """Keep it. Where somebody else was faster both are shown, and nothing is lost."""
    case, meeting = await found_meeting(visit)
    form = meeting_forms.bind(visit, case, await DetailsForm.of(visit), meeting)
    if not form.validate():
        return _form_page(visit, case, form, "edit", 422, meeting=meeting)
    try:
        details = meeting_forms.details_of(form)
        await visit.write(meetings.edit, meeting["id"], version_of(form.version.data), details)
    except (BadInput, RuleBroken) as problem:
        warnings = [visit.say(problem.message)]
        return _form_page(visit, case, form, "edit", problem.status, meeting=meeting, warnings=warnings)
    except Stale:
        now = visit.read.row("meetings.find", meeting_id=meeting["id"], high="yes") or meeting
        form.version.data = now["version"]
        theirs = views.meeting_view(visit, now, "/desk/meetings")
        return _form_page(visit, case, form, "edit", 409, meeting=now, theirs=theirs)
    return visit.redirect(f"/desk/meetings/{meeting['id']}")


def _form_page(visit: Visit, case: Row, form: Any, mode: str, status: int = 200, **more: Any) -> Response:
    shown = {"meeting": None, "warnings": [], "theirs": None} | more
    return visit.page(
        "counsellor/meeting_form.html",
        status=status,
        nav="cases",
        case=case,
        form=meeting_forms.bind(visit, case, form, shown["meeting"]),
        mode=mode,
        has_mentors=len(form.mentor_id.choices) > 1,
        **shown,
    )


def _row_view(visit: Visit, row: Row) -> View:
    return {
        "id": row["id"],
        "who": desk_names(row, "client_") | {"deputy": row["relationship"] == "deputy"},
        "kind": visit.say(words.MEETINGS[row["kind"]]),
        "place": row["place"],
        "when": views.day_and_time(visit, row["local_date"], row["local_time"]),
        "state": row["state"],
        "state_text": visit.say(plan_words.MEETING_STATES[row["state"]]),
        "tone": plan_words.MEETING_TONES.get(row["state"], "quiet"),
        "interpreter": SPOKEN.get(row["interpreter_language"], ""),
        "interpreter_open": row["interpreter_state"] in ("needed", "booked", "none_found"),
        "interpreter_text": visit.say(plan_words.INTERPRETER_STATES[row["interpreter_state"]]),
        "coming": row["client_answer"] == "coming",
        "is_past": row["ends_at"] < visit.now,
    }


def _meeting_context(visit: Visit, case: Row, meeting: Row) -> View:
    coming_up = meeting["state"] in COMING_UP
    moved_to = meeting["moved_to_id"]
    return {
        "meeting": views.meeting_view(visit, meeting, "/desk/meetings"),
        "row": meeting,
        "language": language_of(case),
        "sample": sentence(as_client(visit, case), NEUTRAL),
        "kind": visit.say(words.MEETINGS[meeting["kind"]]),
        "place_kind": visit.say(plan_words.PLACE_KINDS[meeting["place_kind"]]),
        "state_text": visit.say(plan_words.MEETING_STATES[meeting["state"]]),
        "tone": plan_words.MEETING_TONES.get(meeting["state"], "quiet"),
        "settled": is_settled(meeting["client_answer"], meeting["interpreter_state"]),
        "interpreter_text": visit.say(plan_words.INTERPRETER_STATES[meeting["interpreter_state"]]),
        "interpreter_language": SPOKEN.get(meeting["interpreter_language"], ""),
        "interpreter_moves": _interpreter_moves(visit, meeting) if coming_up else [],
        "interpreting": _interpreting(visit, case, meeting) if meeting["interpreter_language"] else None,
        "answers": _answers(visit, meeting, case["high"]),
        "history": _history(visit, meeting, case["high"]),
        "coming_up": coming_up,
        "begun": meeting["starts_at"] <= visit.now,
        "moved_to": f"/desk/meetings/{moved_to}" if moved_to else "",
        "wish": wish_text(visit, meeting["wish"]),
    }


def wish_text(visit: Visit, packed: str | None) -> View | None:
    """What the client wished instead: a chosen wish in words, and own words."""
    if not packed:
        return None
    wish = json.loads(packed) if packed.startswith("{") else {"words": packed}
    chosen = wish.get("wish")
    return {"wish": visit.say(WISHES[chosen]) if chosen in WISHES else "", "words": wish.get("words", "")}


def _interpreter_moves(visit: Visit, meeting: Row) -> list[tuple[str, str]]:
    if not meeting["interpreter_language"]:
        return []
    possible = INTERPRETER_MOVES[meeting["interpreter_state"]]
    order = [state for state in ("booked", "confirmed", "none_found", "needed") if state in possible]
    return inputs.said(visit, plan_words.INTERPRETER_STATES, order)


def _interpreting(visit: Visit, case: Row, meeting: Row) -> View:
    """What the client wishes, who could be asked and who was."""
    known = visit.read.row("interpreters.of_meeting", meeting_id=meeting["id"])
    person = visit.read.row("desk.person", case_id=case["id"])
    language = meeting["interpreter_language"]
    fitting = [row for row in visit.read.rows("interpreters.list") if language in json.loads(row["languages"])]
    return {
        "wish": known["wish"] if known else "none",
        "wishes": inputs.said(visit, plan_words.INTERPRETER_WISHES),
        "dialect": known["dialect"] or "" if known else person["dialect"] or "" if person else "",
        "chosen": known["interpreter_id"] or "" if known else "",
        "people": [
            {
                "id": row["id"],
                "name": row["name"],
                "promised": bool(row["confidential_since"]),
                "facts": [fact for fact in (_gender(visit, row), row["dialects"], row["phone"]) if fact],
            }
            for row in fitting
        ],
    }


def _gender(visit: Visit, interpreter: Row) -> str:
    gender = plan_words.INTERPRETER_GENDERS.get(interpreter["gender"])
    return visit.say(gender) if gender else ""


def _answers(visit: Visit, meeting: Row, high: str) -> list[View]:
    return [
        {
            "by": visit.say(words.REPORTERS[row["by_relationship"]]),
            "answer": visit.say(plan_words.ANSWERS[row["answer"]]),
            "good": row["answer"] == "coming",
            "wish": wish_text(visit, row["wish"]),
            "when": moment_view(visit, row["tapped_at"]),
        }
        for row in visit.read.rows("meetings.answers", meeting_id=meeting["id"], high=high)
    ]


def _history(visit: Visit, meeting: Row, high: str) -> list[View]:
    return [
        {
            "what": visit.say(plan_words.MEETING_STATES[row["state"]]),
            "by": row["by_name"] or "",
            "when": moment_view(visit, row["at"]),
        }
        for row in visit.read.rows("meetings.history", meeting_id=meeting["id"], high=high)
    ]
