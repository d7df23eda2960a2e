"""How a goal, a step, a meeting and a person are told to one reader: the shapes the components take."""

import json
from collections.abc import Sequence
from typing import Any

from pwa_server.domain.goals import next_step
from pwa_server.domain.meetings import COMING_UP
from pwa_server.domain.problems import N_
from pwa_server.domain.roles import ROLE_TEXTS
from pwa_server.domain.times import berlin
from pwa_server.i18n.formats import When, parse_clock, parse_day, when
from pwa_server.i18n.texts import Said, from_catalogue, from_person, own_words, said
from pwa_server.storage.database import Row
from pwa_server.web.visit import Visit

View = dict[str, Any]
Translations = dict[tuple[str, str], dict[str, tuple[str, bool]]]

MEETING_TITLES = {
    "intake": N_("Wir lernen uns kennen."),
    "clearing": N_("Wir sprechen über Ihre Wünsche."),
    "signing": N_("Wir besprechen Ihren Plan zu Ende."),
    "review": N_("Wir schauen zusammen auf Ihren Plan."),
    "counselling": N_("Beratung"),
    "partner_appointment": N_("Termin bei einer anderen Stelle"),
    "outreach": N_("Wir kommen zu Ihnen."),
    "closing": N_("Wir schließen die Beratung zusammen ab."),
    "acute_help": N_("Wir helfen Ihnen schnell."),
}

# Why it does not go on: circumstances, never fault.
# Whose turn it is, as the client reads it.
NOW_TEXTS = {
    "client": N_("Ihr nächster Schritt"),
    "counsellor": N_("Das machen wir gerade"),
    "mentor": N_("Das macht gerade Ihre Begleitung"),
    "partner": N_("Das macht gerade eine andere Stelle"),
}
OBSTACLE_TEXTS = {
    "no_place_available": N_("Kein Platz frei"),
    "no_offer": N_("Kein passendes Angebot"),
    "waiting_time": N_("Ich warte schon lange"),
    "no_childcare": N_("Niemand ist bei den Kindern"),
    "missing_document": N_("Ein Papier fehlt"),
    "cost": N_("Es kostet zu viel"),
    "language": N_("Die Sprache ist schwer"),
    "health": N_("Gesundheit"),
    "transport": N_("Der Weg ist zu weit"),
    "work_hours": N_("Ich arbeite zu der Zeit"),
    "residence_status": N_("Ausweis und Aufenthalt"),
    "authority_no_answer": N_("Das Amt antwortet nicht"),
    "no_internet": N_("Kein Internet"),
    "family": N_("Familie"),
    "worry": N_("Ich mache mir Sorgen"),
    "plans_changed": N_("Ich möchte etwas anderes"),
    "other": N_("Etwas anderes"),
}


# What a client may take along to another counselling service, and why somebody else goes on.
HANDOVER_PARTS = {
    "goals": N_("Meine Ziele und Schritte"),
    "protected": N_("Auch meine geschützten Ziele"),
    "meetings": N_("Meine Termine bei anderen Stellen"),
    "situation": N_("Sprache, Schule, Arbeit und Familie"),
    "needs": N_("Meine Wünsche"),
    "notes": N_("Was wir besprochen haben"),
}
HANDOVER_REASONS = {
    "leaves": N_("Die Beratung geht weg"),
    "new_task": N_("Neue Aufgaben im Team"),
    "client_wish": N_("Die Person wünscht es"),
    "other": N_("Etwas anderes"),
}


def translations_of(rows: Sequence[Row]) -> Translations:
    """Typed translations by (subject, field), then language."""
    found: Translations = {}
    for row in rows:
        by_language = found.setdefault((row["subject_id"], row["field"]), {})
        by_language[row["language"]] = (row["text"], row["checked_at"] is not None)
    return found


def text_of(visit: Visit, row: Row, field: str, key: str | None, translations: Translations) -> Said:
    """The text in `row[field]`: from the catalogue by `key`, or written by a person with typed translations."""
    return text_in(visit.language.tag, row, field, key, translations)


def text_in(reader: str, row: Row, field: str, key: str | None, translations: Translations) -> Said:
    """The same in any language; in one that is not offered only what somebody typed is not German."""
    # A catalogue sentence that was worded anew has typed translations of its own.
    if key and (row["id"], field) not in translations:
        values = json.loads(row["values"]) if row.get("values") else None
        return from_catalogue(reader, key, row[field], values)
    return from_person(reader, row[field] or "", translations.get((row["id"], field), {}))


def day(visit: Visit, iso: str | None) -> When | None:
    """A day in words, or None."""
    return when(visit.language.tag, parse_day(iso), visit.today) if iso else None


def day_and_time(visit: Visit, iso: str, clock: str) -> When:
    """A Berlin day and wall-clock time in words."""
    return when(visit.language.tag, parse_day(iso), visit.today, parse_clock(clock))


def moment_of(visit: Visit, instant: str | None) -> When | None:
    """An instant as day and time in Berlin, in words, or None."""
    if not instant:
        return None
    local = berlin(instant)
    return when(visit.language.tag, local.date(), visit.today, local.time())


def documents(visit: Visit, ids: str) -> list[View]:
    """Papers (a JSON list of ids) with name and explanation."""
    tag = visit.language.tag
    return [
        {
            "id": document,
            "name": from_catalogue(tag, f"document.{document}"),
            "explain": from_catalogue(tag, f"document.{document}.explain"),
        }
        for document in json.loads(ids)
    ]


def obstacle_text(visit: Visit, obstacle: str | None) -> str:
    """Why it does not go on, in the client's words; '' for none."""
    return visit.say(OBSTACLE_TEXTS[obstacle]) if obstacle in OBSTACLE_TEXTS else ""


def life_area(visit: Visit, area: str) -> str:
    """The name of a life area."""
    return from_catalogue(visit.language.tag, f"life_area.{area}").text


def goal_title(visit: Visit, goal: Row, translations: Translations) -> Said:
    """A goal in one sentence: the client's own words when she reads them in her language, else the agreed wording."""
    if goal["own_words"]:
        return own_words(goal["own_words"], goal["own_words_language"])
    return text_of(visit, goal, "title", f"block.{goal['block_id']}.goal" if goal["block_id"] else None, translations)


def step_view(visit: Visit, step: Row, translations: Translations, base: str, next_id: str | None = None) -> View:
    """A step for the components; `base` is the audience's path of steps, such as `/steps`."""
    papers = documents(visit, step["documents"])
    return {
        "id": step["id"],
        "title": step_title(visit, step, translations),
        "parts": step_parts(visit, step),
        "life_area": step["life_area"],
        "life_area_name": life_area(visit, step["life_area"]),
        "state": step["state"],
        "is_next": step["id"] == next_id,
        "next_label": visit.say(NOW_TEXTS.get(step["responsible"], NOW_TEXTS["client"])),
        "place": step["place"] or ", ".join(filter(None, (step["partner_name"], step["partner_address"]))),
        "with_whom": step["with_whom"] or "",
        "phone": step["partner_phone"] or "",
        "due": day(visit, step["due_on"]),
        "documents": [paper["name"] for paper in papers],
        "papers": papers,
        "responsible": step["responsible"],
        "obstacle": step["obstacle"],
        "sensitivity": step["sensitivity"],
        "url": f"{base}/{step['id']}",
    }


def step_title(visit: Visit, step: Row, translations: Translations) -> Said:
    """What to do: a catalogue sentence, a built card's first part, or a counsellor's sentence."""
    parts = step_parts(visit, step)
    if parts:
        return said(" · ".join(part["text"] for part in parts), visit.language.tag)
    return text_of(visit, step, "text", step["text_key"], translations)


# A built card says what to do · which paper, each part a translated word, so that it needs no grammar.
CARD_ACTIONS = {
    "bring": N_("Hinbringen"),
    "fetch": N_("Abholen"),
    "send": N_("Schicken"),
    "fill_in": N_("Ausfüllen"),
    "sign": N_("Unterschreiben"),
    "copy": N_("Kopieren"),
    "call": N_("Anrufen"),
    "go": N_("Hingehen"),
    "ask": N_("Fragen"),
    "register": N_("Anmeldung machen"),
    "read": N_("Lesen"),
    "look_for": N_("Suchen"),
    "learn": N_("Lernen"),
    "wait": N_("Auf Antwort warten"),
}


def step_parts(visit: Visit, step: Row) -> list[View]:
    """The translated parts of a built card, or nothing for other steps."""
    if not step["parts"]:
        return []
    built = json.loads(step["parts"])
    parts = [{"kind": "action", "code": built["action"], "text": visit.say(CARD_ACTIONS[built["action"]])}]
    if built.get("document"):
        name = from_catalogue(visit.language.tag, f"document.{built['document']}").text
        parts.append({"kind": "document", "code": built["document"], "text": name})
    return parts


def meeting_view(visit: Visit, meeting: Row, base: str) -> View:
    """A meeting for the components; `base` is the audience's path of meetings."""
    papers = documents(visit, meeting["documents"])
    return {
        "id": meeting["id"],
        "kind": meeting["kind"],
        "title": said(visit.say(MEETING_TITLES[meeting["kind"]]), visit.language.tag),
        "topic": meeting["topic"],
        "when": day_and_time(visit, meeting["local_date"], meeting["local_time"]),
        "minutes": meeting["duration_minutes"],
        "place_kind": meeting["place_kind"],
        "place": meeting["place"],
        "room": meeting["room"] or "",
        "way": meeting["way"] or "",
        "with_whom": meeting["partner_name"] or meeting["staff_name"],
        "phone": meeting["staff_phone"] or "",
        "interpreter": interpreter(meeting["interpreter_state"]) if meeting["state"] in COMING_UP else "",
        "bring": [paper["name"] for paper in papers],
        "papers": papers,
        "mentor": meeting["mentor_name"] or "",
        "mentor_answer": meeting["mentor_answer"],
        "client_answer": meeting["client_answer"],
        "state": meeting["state"],
        "url": f"{base}/{meeting['id']}",
    }


def interpreter(state: str) -> str:
    """What the reader needs to know of the interpreter: '' not needed, 'yes' settled, 'asked' not yet."""
    return {"not_needed": "", "confirmed": "yes"}.get(state, "asked")


def person_view(visit: Visit, name: str, role: str, phone: str | None, colour: int = 0) -> View:
    """A person with the role in plain words."""
    return {
        "name": name,
        "initials": "".join(word[0] for word in name.split()[:2]),
        "role_text": visit.say(ROLE_TEXTS[role]),
        "phone": phone or "",
        "picture_colour": colour,
    }


def next_id(steps: Sequence[Row]) -> str | None:
    """The id of the step that comes next among these, or None."""
    found = next_step(steps)
    return found["id"] if found else None
