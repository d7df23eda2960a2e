"""The desk's reminders over the own caseload: whom to call, who knows of the next meeting, who does not; send to several."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from pwa_server.casework import reminders
from pwa_server.domain.channels import is_doubtful
from pwa_server.domain.problems import N_, BadInput, NotVisible
from pwa_server.domain.reminders import ANNOUNCED, is_paused
from pwa_server.domain.times import later
from pwa_server.i18n.languages import BY_TAG, SOURCE, offered
from pwa_server.pages import views
from pwa_server.pages.counsellor import plan_words
from pwa_server.pages.counsellor.as_client import in_language, sentence
from pwa_server.pages.counsellor.caseload import desk_names, once
from pwa_server.pages.counsellor.goals import moment_view
from pwa_server.pages.counsellor.meetings import NEUTRAL
from pwa_server.pages.counsellor.reminders import call_view, case_reminders, why_not
from pwa_server.pages.sending import reminders_worker
from pwa_server.storage.database import Row
from pwa_server.web.forms import refused
from pwa_server.web.visit import Visit

View = dict[str, Any]
DAYS_BACK, DAYS_AHEAD = 7, 14
MOST_CHOSEN = 100
# What `reminders.remind_now` says that it could do.
OUTCOMES = ("message", "call", "just_now")
COUNT = re.compile(r"[1-9][0-9]?|100")


async def show_reminders(visit: Visit) -> Response:
    """GET /desk/reminders: calls that are left, then meeting by meeting, those first of which the client does not know."""
    rows = _meetings(visit)
    sent = _messages(visit)
    told = [_meeting_view(visit, row, sent.get(row["id"], [])) for row in rows]
    ahead = [meeting for meeting in told if not meeting["over"]]
    tasks = visit.read.rows("announcements.open_call_tasks", today=visit.today.isoformat())
    return visit.page(
        "counsellor/reminders.html",
        nav="reminders",
        sending=reminders_worker(visit)["alive"],
        told=_told(visit),
        tasks=[call_view(visit, row, []) | _whose(visit, row) | {"tries_count": row["tries"]} for row in tasks],
        unaware=[meeting for meeting in ahead if not meeting["knows"]],
        aware=[meeting for meeting in ahead if meeting["knows"]],
        past=[meeting for meeting in reversed(told) if meeting["over"]],
    )


def _told(visit: Visit) -> dict[str, int]:
    """How many were just told by hand, by what came of it: what `remind_chosen` put into the address."""
    asked = {outcome: visit.request.query_params.get(outcome, "") for outcome in OUTCOMES}
    return {outcome: int(number) if COUNT.fullmatch(number) else 0 for outcome, number in asked.items()}


async def preview_chosen(visit: Visit) -> Response:
    """GET /desk/reminders/chosen?meeting=…&meeting=…: what each of them will read, in each one's language."""
    chosen = _chosen(visit, visit.request.query_params.getlist("meeting"))
    return visit.page("counsellor/reminders_chosen.html", nav="reminders", chosen=chosen)


async def remind_chosen(visit: Visit) -> Response:
    """POST /desk/reminders/chosen with `meeting` once for each: all in one transaction."""
    form = await visit.form()
    ids = [str(value) for value in form.getlist("meeting")]
    if not 0 < len(ids) <= MOST_CHOSEN:
        raise BadInput(N_("Bitte wählen Sie mindestens einen Termin."))
    outcomes = Counter((await visit.write(reminders.remind_chosen, ids)).values())
    return visit.redirect(f"/desk/reminders?{urlencode(outcomes)}")


async def pause(visit: Visit) -> Response:
    """POST /desk/cases/{case_id}/reminders/pause with `until`, a day; without it the pause ends."""
    form = await visit.form()
    case_id = visit.path["case_id"]
    try:
        until = _day(str(form["until"])) if "until" in form else None
        await visit.write(reminders.pause, case_id, until)
    except BadInput as problem:
        return await case_reminders(visit, refused(visit, "pause", "until", problem, form))
    return visit.redirect(f"/desk/cases/{case_id}/reminders")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise BadInput(N_("Bitte wählen Sie einen Tag in den nächsten 3 Monaten.")) from None


def _chosen(visit: Visit, ids: Sequence[str]) -> list[View]:
    if not 0 < len(ids) <= MOST_CHOSEN:
        raise BadInput(N_("Bitte wählen Sie mindestens einen Termin."))
    known = {row["id"]: row for row in _meetings(visit) if row["starts_at"] > visit.now}
    if not set(ids) <= set(known):
        raise NotVisible
    return [_recipient(visit, known[meeting_id]) for meeting_id in dict.fromkeys(ids)]


def _recipient(visit: Visit, row: Row) -> View:
    language = offered(row["language"]) or BY_TAG[SOURCE]
    return _whose(visit, row) | {
        "id": row["id"],
        "sample": sentence(in_language(visit, language), NEUTRAL),
        "language": language,
        "paused": is_paused(row["reminders_paused_until"], visit.now),
        "reads": reminders.takes_messages(row, visit.now),
    }


def _span(visit: Visit) -> dict[str, str]:
    return {"since": later(visit.now, days=-DAYS_BACK), "until": later(visit.now, days=DAYS_AHEAD)}


def _meetings(visit: Visit) -> list[Row]:
    return once(visit.read.rows("announcements.meetings_of_caseload", **_span(visit)))


def _messages(visit: Visit) -> dict[str, list[Row]]:
    """What was and will be sent to clients, by meeting."""
    found: dict[str, list[Row]] = {}
    for row in visit.read.rows("announcements.messages_to_clients", **_span(visit)):
        found.setdefault(row["meeting_id"], []).append(row)
    return found


def _meeting_view(visit: Visit, row: Row, sent: Sequence[Row]) -> View:
    reached = next((message for message in reversed(sent) if message["reached_at"]), None)
    coming = next(
        (message for message in sent if message["state"] == "due" and _still_rings(visit, row, message)), None
    )
    return _whose(visit, row) | {
        "id": row["id"],
        "url": f"/desk/meetings/{row['id']}",
        "over": row["starts_at"] <= visit.now,
        "knows": bool(reached or row["client_answer"]),
        "how": visit.say(plan_words.REACHED_HOW[reached["reached_how"]]) if reached else "",
        "answer": row["client_answer"],
        "sent": _by(visit, [message for message in sent if message["sent_at"]]),
        "why": _latest_refusal(visit, sent),
        "doubtful": bool(row["client_devices"]) and is_doubtful(row["client_seen_at"], visit.now),
        "next": moment_view(visit, coming["due_at"]) if coming else None,
        "paused": is_paused(row["reminders_paused_until"], visit.now),
        "may_remind": row["state"] in ANNOUNCED and row["starts_at"] > visit.now,
    }


def _still_rings(visit: Visit, meeting: Row, message: Row) -> bool:
    """Whether a message may still go out: before the meeting, and after the client's pause."""
    is_ahead = message["stale_at"] > visit.now and meeting["starts_at"] > visit.now
    return is_ahead and not is_paused(meeting["reminders_paused_until"], max(message["due_at"], visit.now))


def _latest_refusal(visit: Visit, sent: Sequence[Row]) -> str:
    ended = [message for message in sent if message["state"] != "due"]
    return why_not(visit, ended[-1]) if ended else ""


def _by(visit: Visit, sent: Sequence[Row]) -> str:
    """By which way the latest message went out."""
    return visit.say(plan_words.CHANNELS[sent[-1]["channel"]]) if sent else ""


def _whose(visit: Visit, row: Row) -> View:
    return {
        "who": desk_names(row, "client_") | {"deputy": row["relationship"] == "deputy"},
        "case_id": row["case_id"],
        "meeting_when": views.day_and_time(visit, row["local_date"], row["local_time"]),
    }
