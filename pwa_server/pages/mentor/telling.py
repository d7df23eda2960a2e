"""How requests, meetings and steps are told to a mentor."""

import json

from pwa_server.domain.meetings import COMING_UP
from pwa_server.domain.mentoring import may_answer, may_tell_absence
from pwa_server.domain.people import first_name, readable_name
from pwa_server.domain.problems import N_
from pwa_server.i18n.languages import language_name
from pwa_server.pages import views
from pwa_server.pages.views import View
from pwa_server.storage.database import Row
from pwa_server.web.visit import Visit

MEETING_KINDS = {
    "intake": N_("Erstes Gespräch"),
    "clearing": N_("Gespräch über Wünsche"),
    "signing": N_("Gespräch über den Plan"),
    "review": N_("Gespräch über den Plan"),
    "counselling": N_("Gespräch in der Beratung"),
    "partner_appointment": N_("Termin bei einer anderen Stelle"),
    "outreach": N_("Besuch der Beratung"),
    "closing": N_("Letztes Gespräch in der Beratung"),
    "acute_help": N_("Gespräch in der Beratung"),
}


def next_meeting(meetings: list[Row], now: str) -> Row | None:
    """The first meeting that is still on, unless the mentor said that she can't come."""
    on = (m for m in meetings if m["state"] in COMING_UP and m["ends_at"] > now and m["mentor_answer"] != "cannot")
    return next(on, None)


def name_of(row: Row) -> str:
    """The client's name in letters that the mentor can read."""
    return readable_name(row["client_name_latin"], row["client_name"])


def meeting(visit: Visit, row: Row) -> View:
    """A meeting for the mentor's pages. What to bring stands there only for a goal that the mentor may see."""
    papers = views.documents(visit, row["documents"]) if row["granted"] == "yes" else []
    return {
        "id": row["id"],
        "url": f"/mentor/meetings/{row['id']}",
        "client": name_of(row),
        "kind": visit.say(MEETING_KINDS[row["kind"]]),
        "when": views.day_and_time(visit, row["local_date"], row["local_time"]),
        "minutes": row["duration_minutes"],
        "place": row["place"],
        "room": row["room"] or "",
        "way": row["way"] or "",
        "with_whom": row["partner_name"] or row["staff_name"],
        "phone": row["office_phone"],
        "interpreter": views.interpreter(row["interpreter_state"]),
        "bring": [paper["name"] for paper in papers],
        "state": row["state"],
        "answer": row["mentor_answer"],
        "may_answer": may_answer(row["state"], row["starts_at"], visit.now),
        "may_tell_absence": may_tell_absence(row["state"], row["starts_at"], row["ends_at"], visit.now),
        "is_over": row["ends_at"] <= visit.now,
    }


def request(visit: Visit, row: Row) -> View:
    """A client who asks, with the first name alone: the rest comes with saying yes."""
    spoken = json.loads(row["client_spoken"]) or [row["client_language"]]
    return {
        "id": row["grant_id"],
        "name": first_name(name_of(row)),
        "language": " · ".join(language_name(visit.language.tag, tag) for tag in spoken),
        "wish": row["wish"] or "",
        "until": views.day(visit, row["expires_on"]),
    }


def goal(visit: Visit, row: Row, steps: list[Row], grant: Row, translations: views.Translations) -> View:
    """A granted goal in its agreed wording, with its steps where the grant shows them."""
    key = f"block.{row['block_id']}.goal" if row["block_id"] else None
    return {
        "title": views.text_of(visit, row, "title", key, translations),
        "life_area": row["life_area"],
        "life_area_name": views.life_area(visit, row["life_area"]),
        "state": row["state"],
        "steps": [step(visit, s, grant, translations) for s in steps if s["goal_id"] == row["id"]],
    }


def step(visit: Visit, row: Row, grant: Row, translations: views.Translations) -> View:
    """A step; `may_report` says that it is the mentor's own and the grant lets her tick it."""
    own = row["responsible"] == "mentor" and "mark_own_steps_done" in grant["rights"]
    report = {"open": "done", "in_progress": "done", "done": "undone"}.get(row["state"], "")
    action = f"/mentor/clients/{grant['id']}/steps/{row['id']}/reports"
    return views.step_view(visit, row, translations, "") | {"may_report": report if own else "", "action": action}


def own_step(visit: Visit, row: Row) -> View:
    """Something that the mentor has taken on, for the list of all of them."""
    return {
        "title": views.step_title(visit, row, {}),
        "client": name_of(row),
        "due": views.day(visit, row["due_on"]),
        "url": f"/mentor/clients/{row['grant_id']}#step-{row['id']}",
    }
