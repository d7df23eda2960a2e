"""How the client's own goals, steps and meetings are told to her: who does it, what is late, what the German says."""

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from pwa_server.domain.goals import LIVE, is_late
from pwa_server.domain.meetings import COMING_UP
from pwa_server.domain.problems import N_
from pwa_server.i18n.languages import SOURCE
from pwa_server.i18n.texts import GERMAN_COUNTS, Said, from_catalogue, said
from pwa_server.pages import views
from pwa_server.storage.database import Row
from pwa_server.web.visit import Visit

View = dict[str, Any]

WHO_TEXTS = {
    "client": N_("Das machen Sie."),
    "counsellor": N_("Das machen wir."),
    "mentor": N_("Das macht Ihre Begleitung."),
    "partner": N_("Das macht eine andere Stelle."),
}
GOAL_STATE_TEXTS = {
    "proposed": N_("Vorschlag"),
    "paused": N_("Pause"),
    "achieved": N_("Geschafft"),
    "changed": N_("Daraus ist ein neues Ziel geworden."),
    "not_needed_anymore": N_("nicht mehr nötig"),
    "dropped": N_("nicht mehr im Plan"),
}
# A day that is past, without blame; the office says of its own steps that it is late.
LATE_TEXTS = {
    "client": N_("Der Tag ist vorbei. Das ist in Ordnung. Sie können es noch machen."),
    "counsellor": N_("Wir sind zu spät. Unser Schritt ist noch offen. Das tut uns leid."),
}
OTHERS_LATE = N_("Das dauert länger. Das tut uns leid.")
PLACES_ON_A_MAP = ("office", "partner")
MAP = "https://www.openstreetmap.org/search?query="


def step_view(visit: Visit, step: Row, translations: views.Translations, next_id: str | None = None) -> View:
    """A step for the components and for its own page."""
    view = views.step_view(visit, step, translations, "/steps", next_id)
    who = step["responsible"]
    late = is_late(step, visit.today.isoformat())
    named = {"partner": step["partner_name"], "mentor": step["mentor_name"]}.get(who)
    return view | {
        "mine": who == "client",
        "who": visit.say(N_("Das macht: %(name)s"), name=named) if named else visit.say(WHO_TEXTS[who]),
        "late": late,
        "late_text": visit.say(LATE_TEXTS.get(who, OTHERS_LATE)) if late else "",
        "obstacle_text": views.obstacle_text(visit, step["obstacle"]),
        "german": german_wording(visit, step, "text", step["text_key"]),
    }


def at_rest(step: views.View) -> views.View:
    """A step of a plan that is only read any more: nobody is late with it, and it is nobody's turn."""
    return step | {"late": False, "late_text": "", "is_next": False}


def german_wording(visit: Visit, row: Row, field: str, key: str | None) -> Said | None:
    """The German that counts, beside a translated catalogue text on residence, health or money; else None."""
    if not key or visit.language.tag == SOURCE or row["life_area"] not in GERMAN_COUNTS:
        return None
    if views.text_of(visit, row, field, key, {}).lang == SOURCE:
        return None
    return said(german_text(row, field, key), SOURCE)


def german_text(row: Row, field: str, key: str | None) -> str:
    """The German wording as it was agreed, its gaps filled; '' for a built card, which has none."""
    values = json.loads(row["values"]) if row["values"] else None
    return from_catalogue(SOURCE, key, row[field], values).text if key else row[field] or ""


def goal_view(visit: Visit, goal: Row, steps: Sequence[Row], translations: views.Translations) -> View:
    """A goal with its way. The next stone is the first unfinished one; its label says whose turn it is."""
    own = [step for step in steps if step["goal_id"] == goal["id"]]
    next_id = views.next_id(own) if goal["state"] in LIVE else None
    block = f"block.{goal['block_id']}" if goal["block_id"] else ""
    key, text_key = (f"{block}.goal", f"{block}.text") if block else (None, None)
    return {
        "id": goal["id"],
        "title": views.goal_title(visit, goal, translations),
        "agreed": views.text_of(visit, goal, "title", key, translations) if goal["own_words"] else None,
        "more": views.text_of(visit, goal, "text", text_key, translations) if goal["text"] else None,
        "german": german_wording(visit, goal, "title", key),
        "life_area": goal["life_area"],
        "life_area_name": views.life_area(visit, goal["life_area"]),
        "state": goal["state"],
        "state_text": visit.say(GOAL_STATE_TEXTS[goal["state"]]) if goal["state"] in GOAL_STATE_TEXTS else "",
        "live": goal["state"] in LIVE,
        "steps": [step_view(visit, step, translations, next_id) for step in own],
        "done": sum(step["state"] == "done" for step in own),
        "sensitivity": goal["sensitivity"],
        "url": f"/goals/{goal['id']}",
    }


def meeting_view(visit: Visit, meeting: Row) -> View:
    """A meeting for the components and for its own page. A map is offered for public places only."""
    view = views.meeting_view(visit, meeting, "/meetings")
    over = meeting["ends_at"] <= visit.now
    if over:
        # Nobody comes or interprets any more; what took place keeps its word.
        view |= {"interpreter": "", "state": "over" if meeting["state"] in COMING_UP else meeting["state"]}
    may_map = meeting["place_kind"] in PLACES_ON_A_MAP and meeting["sensitivity"] != "high" and meeting["place"]
    return view | {
        "map_url": MAP + quote(meeting["place"]) if may_map else "",
        "moved_url": f"/meetings/{meeting['moved_to_id']}" if meeting["moved_to_id"] else "",
        "at_phone": meeting["place_kind"] == "phone",
        "sensitivity": meeting["sensitivity"],
        "over": over,
    }


def obstacles(visit: Visit) -> list[tuple[str, str]]:
    """All obstacles as (code, words), in the order of the tiles; the code is also the name of the icon."""
    return [(code, visit.say(words)) for code, words in views.OBSTACLE_TEXTS.items()]
