"""Meetings: what comes, what was, and the client's answer, which is always accepted."""

import json

from starlette.responses import JSONResponse, Response
from wtforms import RadioField, TextAreaField
from wtforms.validators import Length, Optional

from pwa_server.casework.companions import invite_companion
from pwa_server.casework.meeting_answers import LONGEST_WORDS, answer_meeting
from pwa_server.domain.meetings import COMING_UP, WISHES
from pwa_server.domain.problems import N_, NotVisible
from pwa_server.pages.client import telling
from pwa_server.pages.client.calendar_file import calendar_file
from pwa_server.pages.client.own_case import (
    READ_ONLY_STATES,
    high,
    issued,
    office,
    own_case,
    pin_first,
    stored,
    with_own_case,
)
from pwa_server.pages.client.voices import heard
from pwa_server.pages.reached import note_opened
from pwa_server.storage.database import Row
from pwa_server.web.errors import WORDS
from pwa_server.web.forms import Form, choices
from pwa_server.web.thanks import with_thanks
from pwa_server.web.visit import Visit

ANSWERABLE = COMING_UP | {"proposed"}
ANSWER_TEXTS = {"coming": N_("Ich komme"), "cannot": N_("Ich kann nicht")}
THANKS = {
    "confirmed": N_("Gut. Wir freuen uns auf Sie."),
    "planned": N_("Gut. Wir suchen noch jemanden zum Übersetzen."),
    "reschedule_requested": N_("Danke. Wir suchen einen neuen Tag und melden uns."),
    "moved": N_("Danke. Dieser Termin ist jetzt an einem anderen Tag."),
    "cancelled": N_("Danke. Dieser Termin fällt aus."),
}
THANKS_ANYWAY = N_("Danke. Ihre Nachricht ist da.")


class AnswerForm(Form):
    """Coming, or not and what would be better."""

    answer = RadioField(N_("Kommen Sie?"), choices=choices(ANSWER_TEXTS.items()))
    wish = RadioField(N_("Was passt Ihnen besser?"), choices=choices(WISHES.items()), validators=[Optional()])
    words = TextAreaField(
        N_("Möchten Sie etwas dazu schreiben?"), id="own-words", validators=[Optional(), Length(max=LONGEST_WORDS)]
    )


@with_own_case
async def list_meetings(visit: Visit, case: Row) -> Response:
    """What comes first, then what was. A meeting that falls out stays in sight until its day is over."""
    rows = visit.read.rows("meetings.of_case", case_id=case["id"], high="no")
    coming = [row for row in rows if row["ends_at"] > visit.now and row["state"] in ANSWERABLE | {"cancelled"}]
    others = [row for row in reversed(rows) if row not in coming]
    spoken = heard(visit, case)
    return visit.page(
        "client/meetings.html",
        stored_seconds=stored(case),
        nav="meetings",
        issued=issued(visit),
        coming=[telling.meeting_view(visit, row) | {"audio": spoken.get(row["id"], "")} for row in coming],
        past=[telling.meeting_view(visit, row) for row in others],
        **office(visit, case),
    )


@with_own_case
async def show_meeting(visit: Visit, case: Row) -> Response:
    """One meeting with everything to get there, and the answer."""
    meeting = _find(visit, case)
    if meeting["sensitivity"] == "high" and high(visit) != "yes":
        return pin_first(f"/meetings/{meeting['id']}")
    note_opened(visit, meeting["id"])
    return _page(visit, case, meeting, AnswerForm.empty(visit))


async def answer(visit: Visit) -> Response:
    """Keep the answer, whatever became of the meeting since the page was made."""
    case = own_case(visit)
    meeting = visit.read.row("meetings.find_for_answer", meeting_id=visit.path["id"])
    if meeting is None:
        raise NotVisible
    if meeting["sensitivity"] == "high" and high(visit) != "yes":
        if visit.wants_json:
            return JSONResponse({"error": visit.say(WORDS[401])}, 401, headers={"Cache-Control": "no-store"})
        return pin_first(f"/meetings/{meeting['id']}")
    form = await AnswerForm.of(visit)
    if not form.validate() and not visit.wants_json and case["state"] not in READ_ONLY_STATES:
        return _page(visit, case, _find(visit, case), form, 422)
    sent = await visit.form()
    given = form.answer.data or ""
    await visit.write(
        answer_meeting, meeting["id"], given, visit.tapped_at(sent), form.wish.data or "", form.words.data or ""
    )
    return visit.redirect(f"/meetings/{meeting['id']}?answered={given}")


async def choose_companion(visit: Visit) -> Response:
    """Ask somebody along who may look, or go without."""
    own_case(visit)
    form = await visit.form()
    mentor_id = str(form.get("mentor_id", "")) or None
    await visit.write(invite_companion, visit.path["id"], mentor_id)
    return visit.redirect(with_thanks(f"/meetings/{visit.path['id']}", "asked" if mentor_id else "changed"))


@with_own_case
async def send_calendar_file(visit: Visit, case: Row) -> Response:
    """The meeting for the phone's own calendar: day and time, nothing else. Protected meetings have none."""
    meeting = visit.read.row("meetings.find", meeting_id=visit.path["id"], high="no")
    if meeting is None or meeting["case_id"] != case["id"]:
        raise NotVisible
    body = calendar_file(meeting, visit.say(N_("Termin")), visit.now)
    headers = {"Content-Disposition": 'attachment; filename="termin.ics"', "Cache-Control": "private, no-store"}
    return Response(body, headers=headers, media_type="text/calendar; charset=utf-8")


def _find(visit: Visit, case: Row) -> Row:
    meeting = visit.read.row("meetings.find", meeting_id=visit.path["id"], high="yes")
    if meeting is None or meeting["case_id"] != case["id"]:
        raise NotVisible
    return meeting


def _companions(visit: Visit, case: Row, meeting: Row) -> list[Row]:
    """Whom the client may ask along: mentors who may look, each once; nobody to a protected meeting."""
    if meeting["sensitivity"] == "high" or meeting["starts_at"] <= visit.now:
        return []
    rows = visit.read.rows("meetings.mentors_of_case", case_id=case["id"])
    return list({row["mentor_id"]: row for row in rows if "see_meetings_invited" in json.loads(row["rights"])}.values())


def _page(visit: Visit, case: Row, meeting: Row, form: Form, status: int = 200) -> Response:
    answered = "answered" in visit.request.query_params and meeting["client_answer"] is not None
    words = THANKS.get(meeting["state"], THANKS_ANYWAY)
    if meeting["state"] == "planned" and meeting["client_answer"] != "coming":
        words = THANKS_ANYWAY
    wish = (
        json.loads(meeting["wish"])
        if meeting["wish"] and meeting["wish"].startswith("{")
        else {"words": meeting["wish"]}
    )
    spoken = heard(visit, case, high(visit))
    view = telling.meeting_view(visit, meeting) | {"url": "", "audio": spoken.get(meeting["id"], "")}
    return visit.page(
        "client/meeting.html",
        status=status,
        stored_seconds=None if answered or status != 200 else stored(case, meeting["sensitivity"]),
        nav="meetings",
        issued=issued(visit),
        meeting=view,
        form=form,
        thanks=visit.say(words) if answered else "",
        wish=visit.say(WISHES[wish["wish"]]) if wish.get("wish") in WISHES else "",
        wish_words=wish.get("words") or "",
        mentor_id=meeting["mentor_id"] or "",
        companions=_companions(visit, case, meeting),
        may_prepare=meeting["kind"] == "review"
        and meeting["state"] in COMING_UP
        and case["state"] not in READ_ONLY_STATES,
        may_answer=not view["over"] and meeting["state"] in ANSWERABLE and case["state"] not in READ_ONLY_STATES,
        **office(visit, case),
    )
