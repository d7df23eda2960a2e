"""Numbers that municipalities show each other: one table with fixed columns, without ids, free text or few people."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pwa_server.domain.disclosure import FEWEST_PEOPLE
from pwa_server.domain.indicators import BY_ID
from pwa_server.domain.periods import is_period
from pwa_server.domain.problems import N_, BadInput

COLUMNS = ("municipality", "period", "indicator", "definition", "dimension", "state", "value", "base")
# Ten years of quarters, half-years and years.
MOST_ROWS = 20_000
LONGEST_NAME = 80
LARGEST = 10_000_000
FEWEST_PLACES = 3
# What a spreadsheet would take for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,59}")
NUMBER = re.compile(r"[0-9]{1,8}")


@dataclass(frozen=True)
class Told:
    """One number of one municipality."""

    period: str
    indicator: str
    definition: int
    dimension: str
    state: str
    value: int | None
    base: int | None


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def write_table(municipality: str, rows: Iterable[Mapping[str, Any]]) -> str:
    """The table as CSV, every cell quoted. What is not told is empty."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        cells = ["" if row[name] is None else str(row[name]) for name in COLUMNS[1:]]
        writer.writerow([harmless(cell) for cell in (municipality, *cells)])
    return out.getvalue()


def read_table(text: str) -> tuple[str, list[Told]]:
    """(municipality, numbers) of a table in our form. Raises BadInput that names the line; a bad table is refused whole."""
    rows = _rows(text)
    if not rows or tuple(cell.strip().lower() for cell in rows[0]) != COLUMNS:
        raise BadInput(N_("Die erste Zeile stimmt nicht. Sie heißt: %(columns)s"), columns=",".join(COLUMNS))
    if len(rows) == 1 or len(rows) > MOST_ROWS:
        raise BadInput(N_("Die Tabelle ist leer oder zu lang."))
    names, told, seen = set(), [], set()
    for line, row in enumerate(rows[1:], 2):
        name, figure = _read_row(line, row)
        names.add(name)
        told.append(figure)
        if (place := (figure.period, figure.indicator, figure.dimension)) in seen:
            raise BadInput(N_("Zeile %(line)s steht zweimal in der Tabelle."), line=line)
        seen.add(place)
    if len(names) != 1:
        raise BadInput(N_("In der Tabelle steht mehr als eine Kommune."))
    return names.pop(), told


def _rows(text: str) -> list[list[str]]:
    text = text.removeprefix("\ufeff")
    first = text.split("\n", 1)[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    try:
        return [row for row in csv.reader(io.StringIO(text), delimiter=delimiter, strict=True) if any(row)]
    except csv.Error as error:
        raise BadInput(N_("Wir konnten die Tabelle nicht lesen.")) from error


def _read_row(line: int, row: Sequence[str]) -> tuple[str, Told]:
    cells = [cell.strip() for cell in row]
    if len(cells) != len(COLUMNS):
        raise BadInput(N_("In Zeile %(line)s fehlt etwas, oder es ist zu viel."), line=line)
    name, period, indicator, definition, dimension, state, value, base = cells
    right = (
        0 < len(name) <= LONGEST_NAME
        and not name.startswith(FORMULA)
        and is_period(period)
        and indicator in BY_ID
        and NUMBER.fullmatch(definition)
        and CODE.fullmatch(dimension)
        and state in ("value", "at_least", "suppressed")
        and (state == "suppressed") == (value == "")
    )
    if not right:
        raise BadInput(N_("Zeile %(line)s stimmt nicht."), line=line)
    days = BY_ID[indicator].days
    counted = base if days else value
    if state != "suppressed" and (not NUMBER.fullmatch(counted) or int(counted) < FEWEST_PEOPLE):
        raise BadInput(N_("In Zeile %(line)s steht eine Zahl unter 5. So eine Tabelle nehmen wir nicht."), line=line)
    return name, Told(period, indicator, int(definition), dimension, state, _number(line, value), _number(line, base))


def _number(line: int, text: str) -> int | None:
    if not text:
        return None
    if not NUMBER.fullmatch(text) or int(text) > LARGEST:
        raise BadInput(N_("Zeile %(line)s stimmt nicht."), line=line)
    return int(text)
