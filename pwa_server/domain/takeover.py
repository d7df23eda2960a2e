"""A list that somebody kept so far, read as people: from a spreadsheet, a text file or pasted, with what is wrong in each row."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time

from pwa_server.domain.phones import NOT_A_NUMBER, is_phone
from pwa_server.domain.problems import N_

MOST_ROWS = 300
LONGEST_NAME = 200
LONGEST_CELL = 500
COLUMNS = ("name", "language", "phone", "day", "clock")
# How the columns are called in lists that people keep.
HEADERS = {
    "name": ("name", "vorname", "pseudonym", "person", "first name"),
    "language": ("sprache", "language", "muttersprache"),
    "phone": ("telefon", "handy", "mobil", "nummer", "telefonnummer", "phone", "tel"),
    "day": ("tag", "datum", "termin", "nachster termin", "naechster termin", "nächster termin", "day", "date"),
    "clock": ("uhrzeit", "zeit", "uhr", "time", "clock"),
}
NO_NAME = N_("Der Name fehlt.")
NAME_TOO_LONG = N_("Der Name ist zu lang.")
NO_LANGUAGE = N_("Die Sprache fehlt.")
UNKNOWN_LANGUAGE = N_("Diese Sprache kennen wir nicht.")
BAD_DAY = N_("Diesen Tag verstehen wir nicht. Schreiben Sie zum Beispiel 24.12.2026.")
BAD_CLOCK = N_("Diese Uhrzeit verstehen wir nicht. Schreiben Sie zum Beispiel 14:30.")
DAY_IS_OVER = N_("Dieser Tag ist schon vorbei.")
TOO_FAR = N_("Dieser Tag ist zu weit weg.")
NO_CLOCK = N_("Zum Tag fehlt die Uhrzeit.")
NO_DAY = N_("Zur Uhrzeit fehlt der Tag.")
FURTHEST_DAYS = 2 * 366
_GERMAN_DAY = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4}|\d{2})")
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?::\d{2})?(?:\s*uhr)?", re.IGNORECASE)
# Spreadsheets often keep day and time in one cell.
_DAY_AND_CLOCK = re.compile(r"(\S+?)(?:,?\s+(?:um\s+)?|T(?=\d))(.+)")


@dataclass(frozen=True)
class Entry:
    """One row: what was read, what it means, and what is wrong with it by column. `number` is the row in the list."""

    number: int
    cells: Mapping[str, str]
    language: str = ""
    day: str = ""
    clock: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.cells["name"]

    @property
    def phone(self) -> str:
        return self.cells["phone"]


def decoded(body: bytes) -> str:
    """A file as text: UTF-8 with or without a mark, UTF-16 with one, else what Windows writes in German offices."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", errors="replace")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", errors="replace")


def read_list(text: str, languages: Mapping[str, str], today: date) -> list[Entry]:
    """The rows of a list. `languages` gives the tag for every way in which a language may be written, in lower case.

    The first row may name the columns; without that they are name, language, phone, day, time.
    """
    rows = [(number, row) for number, row in enumerate(_cells(text), 1) if any(row)]
    order = _columns(rows[0][1]) if rows else None
    if order:
        rows = rows[1:]
    return [_entry(number, _named(row, order or COLUMNS), languages, today) for number, row in rows]


def _cells(text: str) -> Iterable[list[str]]:
    lines = text.replace("\x00", "").lstrip("\ufeff").splitlines()
    first = next((line for line in lines if line.strip()), "")
    separator = max((";", "\t", ","), key=first.count)
    reader = csv.reader(io.StringIO("\n".join(lines)), delimiter=separator, strict=False)
    try:
        for row in reader:
            yield [cell.strip()[:LONGEST_CELL] for cell in row]
    except csv.Error:
        return


def _columns(row: Sequence[str]) -> tuple[str, ...] | None:
    """The column that each cell of a heading names, or None for a row that is none."""
    found = [next((name for name, words in HEADERS.items() if cell.casefold() in words), "") for cell in row]
    return tuple(found) if "name" in found and sum(bool(name) for name in found) > 1 else None


def _named(row: Sequence[str], order: Sequence[str]) -> dict[str, str]:
    cells = dict.fromkeys(COLUMNS, "")
    cells |= {name: cell for name, cell in zip(order, row, strict=False) if name}
    both = None if cells["clock"] else _DAY_AND_CLOCK.fullmatch(cells["day"])
    if both and clock_of(both[2]):
        cells |= {"day": both[1], "clock": both[2]}
    return cells


def _entry(number: int, cells: Mapping[str, str], languages: Mapping[str, str], today: date) -> Entry:
    errors: dict[str, str] = {}
    if not cells["name"]:
        errors["name"] = NO_NAME
    elif len(cells["name"]) > LONGEST_NAME:
        errors["name"] = NAME_TOO_LONG
    language = languages.get(cells["language"].casefold(), "")
    if not language:
        errors["language"] = UNKNOWN_LANGUAGE if cells["language"] else NO_LANGUAGE
    if cells["phone"] and not is_phone(cells["phone"]):
        errors["phone"] = NOT_A_NUMBER
    day, clock = _meeting(cells, today, errors)
    return Entry(number, cells, language, day, clock, errors)


def _meeting(cells: Mapping[str, str], today: date, errors: dict[str, str]) -> tuple[str, str]:
    day, clock = day_of(cells["day"]), clock_of(cells["clock"])
    if cells["day"] and day is None:
        errors["day"] = BAD_DAY
    elif day and day < today:
        errors["day"] = DAY_IS_OVER
    elif day and (day - today).days > FURTHEST_DAYS:
        errors["day"] = TOO_FAR
    if cells["clock"] and clock is None:
        errors["clock"] = BAD_CLOCK
    if cells["day"] and not cells["clock"]:
        errors["clock"] = NO_CLOCK
    if cells["clock"] and not cells["day"]:
        errors["day"] = NO_DAY
    return (day.isoformat() if day else "", clock.strftime("%H:%M") if clock else "")


def day_of(text: str) -> date | None:
    """A day as people write it: 24.12.2026, 24.12.26, 24/12/2026 or 2026-12-24. None for anything else."""
    german = _GERMAN_DAY.fullmatch(text)
    try:
        if german:
            day, month, year = (int(part) for part in german.groups())
            return date(year + 2000 if year < 100 else year, month, day)
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def clock_of(text: str) -> time | None:
    """A time as people write it: 14:30, 14.30, 9, 14 Uhr. None for anything else."""
    found = _CLOCK.fullmatch(text)
    try:
        return time(int(found[1]), int(found[2] or 0)) if found else None
    except ValueError:
        return None
