"""My data: everything that is kept about me, to read and to save as a file, with who got it and who looked."""

import base64
import json
import re
from collections.abc import Iterator
from typing import Any

from starlette.responses import Response

from pwa_server.domain import consents
from pwa_server.domain.openings import reason_text
from pwa_server.domain.problems import N_
from pwa_server.domain.times import OPEN_END, berlin
from pwa_server.i18n.formats import When, parse_clock, parse_day, when
from pwa_server.i18n.languages import language_name
from pwa_server.i18n.texts import Said, said
from pwa_server.pages import consent_words, views
from pwa_server.pages.client.own_case import high, office, own_case, pin_first
from pwa_server.pages.client.own_data_codes import LABELS, WORDS
from pwa_server.pages.client.own_data_words import CODES, COLUMNS, GROUPS
from pwa_server.pages.views import View
from pwa_server.storage import own_data
from pwa_server.storage.database import Row
from pwa_server.storage.own_data import Part
from pwa_server.web.visit import Visit

PATH = "/my-data"
OTHERS = N_("Sonst noch")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
CLOCK = re.compile(r"\d{2}:\d{2}")
LANGUAGES = {"language", "interpreter_language", "spoken_languages", "reading_languages", "own_words_language"}


async def show_own_data(visit: Visit) -> Response:
    """GET /my-data, only just after the PIN; also of a plan that is hidden or has ended. `?protected=yes` shows all."""
    case = own_case(visit)
    if high(visit) != "yes":
        return pin_first(PATH)
    found = [(part, rows) for part, rows in own_data.whole(visit.read, protected=_protected(visit)) if rows]
    names = _names(visit, case) | _called(found)
    return visit.page(
        "client/own_data.html",
        protected=_protected(visit),
        recipients=recipients(visit, case),
        groups=_groups(visit, found, names),
        **office(visit, case),
    )


def _called(found: list[tuple[Part, list[Row]]]) -> dict[str, str]:
    """What goals and steps are called, by id, for rows that name them; a card of a verb and a paper has no text of its own."""
    texts = {"goals": "title", "steps": "text"}
    named = ((row, texts[part.table]) for part, rows in found if part.table in texts for row in rows)
    return {row["id"]: _filled(row, column) for row, column in named if row.get(column)}


def _groups(visit: Visit, found: list[tuple[Part, list[Row]]], names: dict[str, str]) -> list[View]:
    """What is listed, in few groups with what stands in each; a part that no group names comes last."""
    known = {table for _, _, tables in GROUPS for table in tables}
    rest = tuple(part.table for part, _ in found if part.table not in known)
    shown = {
        part.table: {"title": visit.say(part.title), "rows": [_told(visit, part, row, names) for row in rows]}
        for part, rows in found
        if part.listed
    }
    groups = [
        {"title": visit.say(title), "icon": icon, "parts": [shown[table] for table in tables if table in shown]}
        for title, icon, tables in (*GROUPS, (OTHERS, "document", rest))
    ]
    return [group for group in groups if group["parts"]]


async def send_file(visit: Visit) -> Response:
    """GET /my-data/file.json: the same for other programs, with every row and column."""
    case = own_case(visit)
    if high(visit) != "yes":
        return pin_first(PATH)
    whole = own_data.whole(visit.read, protected=_protected(visit))
    content = {
        "made_at": visit.now,
        "recipients": [{"name": one["name"], "for": one["why"]} for one in recipients(visit, case)],
        "people": _names(visit, case),
        "data": {part.table: rows for part, rows in whole if rows},
    }
    body = json.dumps(content, ensure_ascii=False, indent=1, default=_bytes)
    headers = {"Cache-Control": "private, no-store", "Content-Disposition": 'attachment; filename="my-data.json"'}
    return Response(body, headers=headers, media_type="application/json")


def recipients(visit: Visit, case: Row) -> list[View]:
    """Who got something of it and what for: the service, its people, and whoever the client let in."""
    carrier = visit.read.row("own.carrier", case_id=case["id"])
    told = [{"name": carrier["name"], "why": visit.say(consents.PURPOSES["case_record"].title)}] if carrier else []
    for row in visit.read.rows("own_data.team", case_id=case["id"]):
        told.append({"name": row["name"], "why": visit.say(CODES[row["relationship"]])})
    for answer in consent_words.answers(visit, case["id"]):
        if answer["who"] and answer["state"] != "declined":
            told.append({"name": answer["who"], "why": answer["title"]})
    for row in visit.read.rows("push.own_devices"):
        told.append({"name": row["service"], "why": visit.say(consents.PURPOSES["push_reminders"].title)})
    own = visit.read.row("own.settings") or {}
    for way, address in (("sms", own.get("reminder_mobile")), ("email", own.get("reminder_email"))):
        if address:
            told.append({"name": visit.say(CODES[way]), "why": visit.say(consents.PURPOSES["message_reminders"].title)})
    return [dict(pair) for pair in dict.fromkeys(tuple(one.items()) for one in told)]


def _protected(visit: Visit) -> bool:
    return visit.request.query_params.get("protected") == "yes"


def _bytes(value: Any) -> str:
    return base64.b64encode(value).decode()


def _names(visit: Visit, case: Row) -> dict[str, str]:
    return {row["id"]: row["name"] for row in visit.read.rows("own_data.people", case_id=case["id"])}


def _told(visit: Visit, part: Part, row: Row, names: dict[str, str]) -> list[tuple[str, Said | When]]:
    """A row as pairs of label and value, without what says nothing to a reader."""
    own = {column: label for (table, column), label in LABELS.items() if table == part.table}
    told = (
        (visit.say(label), value)
        for column, label in (own | COLUMNS).items()
        if column in row
        for value in _values(visit, part, column, _filled(row, column), names)
    )
    # The same moment may stand in several columns.
    return list(dict.fromkeys(told))


def _filled(row: Row, column: str) -> Any:
    """The value of a column; in the text of a goal or step what was filled in stands where it belongs."""
    value, fillings = row[column], row.get("values")
    if column in ("title", "text") and value and fillings:
        for gap, word in json.loads(fillings).items():
            value = value.replace("{" + gap + "}", word)
    return value


def _values(visit: Visit, part: Part, column: str, value: Any, names: dict[str, str]) -> Iterator[Said | When]:
    tag = visit.language.tag
    if isinstance(value, int):
        yield said(str(value), tag)
    if not isinstance(value, str) or not value or value == OPEN_END:
        return
    if value.startswith("["):
        for one in json.loads(value):
            yield from _values(visit, part, column, one, names)
    elif INSTANT.fullmatch(value):
        local = berlin(value)
        yield when(tag, local.date(), visit.today, local.time())
    elif DAY.fullmatch(value):
        yield when(tag, parse_day(value), visit.today)
    elif CLOCK.fullmatch(value):
        yield said(parse_clock(value).strftime("%H:%M"), tag)
    elif text := _text(visit, part, column, value, names):
        yield text


def _text(visit: Visit, part: Part, column: str, value: str, names: dict[str, str]) -> Said | None:
    tag = visit.language.tag
    if column.endswith(("_id", "_by")) or column == "by_id":
        return said(names[value], "") if value in names else None
    if value in (words := WORDS.get((part.table, column), {})):
        return said(visit.say(words[value]), tag)
    if column in LANGUAGES:
        return said(language_name(tag, value), tag)
    if column == "purpose" and value in consents.PURPOSES:
        return said(visit.say(consents.PURPOSES[value].title), tag)
    if part.table == "access_log" and column == "reason":
        return said(visit.say(reason_text(value)), tag)
    if column in ("obstacle", "code"):
        return said(views.obstacle_text(visit, value), tag)
    if column == "life_area":
        return said(views.life_area(visit, value), tag)
    if part.table == "meetings" and column == "kind":
        return said(visit.say(views.MEETING_TITLES[value]), tag)
    if value in CODES:
        return said(visit.say(CODES[value]), tag)
    typed = column in _TYPED or (column == "reason" and part.table in _TYPED_REASONS)
    is_code = re.fullmatch(r"[a-z]+(_[a-z]+)*", value) is not None and not typed
    return None if is_code else said(value, "")


# Words of people, which may look like a code.
_TYPED = frozenset(
    {
        "name", "name_latin", "name_native", "sign_in_name", "place", "room", "way", "topic", "with_whom", "text", "title",
        "own_words", "german", "words", "sentence", "wish", "strengths", "strengths_words", "job", "skills", "changes", "told",
        "client_good", "client_hard", "staff_good", "staff_hard", "dialect", "others", "witness", "label", "service",
        "country", "safe_contact", "address", "interpreter", "interpreter_name", "objection", "person", "reach",
    }
)  # fmt: skip
_TYPED_REASONS = frozenset({"data_requests", "clearing_decisions", "case_assignments"})
