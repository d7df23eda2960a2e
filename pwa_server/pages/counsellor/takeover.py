"""Take over my list: paste or upload, look at each row, then all at once; and the cards of everybody who is not in yet."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from starlette.responses import Response

from pwa_server.casework import takeover
from pwa_server.casework.case_life import NewPerson
from pwa_server.casework.codes import CARD_DAYS
from pwa_server.casework.takeover import Card, Newcomer
from pwa_server.domain.problems import N_, BadInput
from pwa_server.domain.takeover import COLUMNS, MOST_ROWS, Entry, decoded, read_list
from pwa_server.domain.times import berlin_day, later
from pwa_server.i18n.languages import BY_TAG, OFFERED, SOURCE, SPOKEN, language_name, offered
from pwa_server.pages import views
from pwa_server.pages.counsellor.as_client import in_language
from pwa_server.pages.counsellor.card import card_words, qr
from pwa_server.pages.counsellor.caseload import desk_names, people
from pwa_server.storage.database import Row
from pwa_server.web.forms import clean
from pwa_server.web.visit import Visit

View = dict[str, Any]
LIST_BYTES = 256_000
NOTHING = N_("Hier steht noch niemand. Bitte fügen Sie Ihre Liste ein.")
TOO_MANY = N_("Das sind zu viele Zeilen auf einmal. Bitte teilen Sie die Liste.")
HEADINGS = {
    "name": N_("Name"),
    "language": N_("Sprache"),
    "phone": N_("Telefon"),
    "day": N_("Nächster Termin"),
    "clock": N_("Uhrzeit"),
}


async def show_form(visit: Visit) -> Response:
    """GET /desk/takeover."""
    return _form_page(visit)


async def preview(visit: Visit) -> Response:
    """POST /desk/takeover/preview with `list` or a file in `sheet`: every row with what is wrong. Nothing is kept."""
    form, body = await visit.form_with_file("sheet")
    text = decoded(body) if body else str(form.get("list", ""))
    return _preview(visit, _plain(text))


async def take_over(visit: Visit) -> Response:
    """POST /desk/takeover with `list` once more: what was looked at is read again, and kept if it still fits."""
    form = await visit.form()
    text = _plain(str(form.get("list", "")))
    entries = _entries(visit, text)
    wanted = [entry for entry in entries if not entry.errors] if form.get("only_right") else entries
    if not wanted or len(entries) > MOST_ROWS or any(entry.errors for entry in wanted):
        return _preview(visit, text)
    await visit.write(takeover.take_over, [_newcomer(entry) for entry in wanted])
    return visit.redirect("/desk/cards")


async def show_cards(visit: Visit) -> Response:
    """GET /desk/cards: everybody of the own caseload who has not come in yet."""
    rows = visit.read.rows("takeover.without_access")
    return visit.page("counsellor/cards.html", nav="cases", people=[_person(row) for row in rows])


async def print_cards(visit: Visit) -> Response:
    """POST /desk/cards with the ticked people: all cards on one page. The codes stand nowhere else."""
    form = await visit.form()
    rows = {row["id"]: row for row in visit.read.rows("takeover.without_access")}
    cards = await visit.write(takeover.make_cards, [str(case_id) for case_id in form.getlist("case")])
    sides = {tag: _sides(visit, tag) for tag in {rows[card.case_id]["client_language"] for card in cards}}
    address = f"{visit.parts.settings.public_origin.partition('://')[2]}/code"
    passes = [_pass(visit, card, rows[card.case_id], sides) for card in cards]
    return visit.page("counsellor/cards_printed.html", passes=passes, address=address)


def _plain(text: str) -> str:
    """The list without invisible signs; what can't be read as text is refused."""
    if "\ufffd" in text:
        raise BadInput(N_("Wir konnten das nicht lesen. Bitte versuchen Sie es noch einmal."))
    return str(clean(text.replace("\r\n", "\n").replace("\r", "\n")))


def _entries(visit: Visit, text: str) -> list[Entry]:
    return read_list(text, languages(), visit.today)


@lru_cache(maxsize=1)
def languages() -> dict[str, str]:
    """Every way in which a language may be written, in lower case: its tag, its own name, its names in our languages."""
    ways: dict[str, str] = {}
    for tag, own in SPOKEN.items():
        names = {tag, own, *(language_name(reader.tag, tag) for reader in OFFERED)}
        for name in names:
            ways.setdefault(name.casefold(), tag)
    return ways | {"farsi": "fa", "kurmandschi": "kmr", "kurmanji": "kmr", "sorani": "ckb", "dari": "fa-AF"}


def _newcomer(entry: Entry) -> Newcomer:
    reads = (offered(entry.language) or BY_TAG[SOURCE]).tag
    return Newcomer(NewPerson(entry.name, entry.language, reads, entry.phone), entry.day, entry.clock)


def _form_page(visit: Visit, text: str = "", problem: str = "", status: int = 200) -> Response:
    return visit.page(
        "counsellor/takeover.html", status=status, nav="cases", text=text, problem=problem, most=MOST_ROWS
    )


def _preview(visit: Visit, text: str) -> Response:
    entries = _entries(visit, text)
    if not entries:
        return _form_page(visit, text, visit.say(NOTHING), 422)
    if len(entries) > MOST_ROWS:
        return _form_page(visit, text, visit.say(TOO_MANY), 422)
    known = {name.casefold() for person in people(visit).values() for name in person["names"] if name}
    wrong = sum(bool(entry.errors) for entry in entries)
    return visit.page(
        "counsellor/takeover_preview.html",
        nav="cases",
        text=text,
        headings=[(column, visit.say(HEADINGS[column])) for column in COLUMNS],
        rows=[_row(visit, entry, known) for entry in entries],
        wrong=wrong,
        right=len(entries) - wrong,
    )


def _row(visit: Visit, entry: Entry, known: set[str]) -> View:
    return {
        "number": entry.number,
        "cells": entry.cells,
        "language": language_name(visit.language.tag, entry.language) if entry.language else "",
        "when": views.day_and_time(visit, entry.day, entry.clock) if entry.day and entry.clock else None,
        "errors": {column: visit.say(entry.errors[column]) if column in entry.errors else "" for column in COLUMNS},
        "known": entry.name.casefold() in known,
    }


def _person(row: Row) -> View:
    return desk_names(row) | {"case_id": row["id"], "has_card": bool(row["open_cards"])}


def _sides(visit: Visit, tag: str) -> Sequence[View]:
    """The words of a card in the client's language and in German: made once for all who read the same."""
    language = offered(tag) or BY_TAG[SOURCE]
    until = berlin_day(later(visit.now, days=CARD_DAYS)).isoformat()
    readers = [language] if language.tag == SOURCE else [language, BY_TAG[SOURCE]]
    return [
        {
            "language": side,
            "words": card_words(in_language(visit, side)),
            "until": views.day(in_language(visit, side), until),
        }
        for side in readers
    ]


def _pass(visit: Visit, card: Card, row: Row, sides: dict[str, Sequence[View]]) -> View:
    return {
        "code": card.code,
        "sign_in_name": card.sign_in_name,
        "qr": qr(visit, card.code),
        "sides": sides[row["client_language"]],
        "office_phone": row["office_phone"],
        # Folded away before the card is handed over: nothing on the card itself names the person.
        "who": desk_names(row),
    }
