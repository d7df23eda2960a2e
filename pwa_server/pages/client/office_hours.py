"""When somebody answers the office's telephone, in the client's language."""

from datetime import date, timedelta
from itertools import groupby
from typing import Any

from pwa_server.i18n.formats import when
from pwa_server.storage.database import Row
from pwa_server.storage.offices import office_of
from pwa_server.web.visit import Visit

A_MONDAY = date(2024, 1, 1)
Spans = tuple[tuple[str, str], ...]


def week(visit: Visit, case: Row) -> list[dict[str, Any]]:
    """Neighbouring days with the same hours in one line: first and last weekday ('' for one alone) and opening spans."""
    hours = office_of(visit.read, case["carrier_id"]).hours
    lines = []
    for spans, days in groupby(range(7), key=lambda weekday: tuple(map(tuple, hours.get(weekday, ())))):
        same = list(days)
        if spans:
            last = _name(visit, same[-1]) if len(same) > 1 else ""
            lines.append({"first": _name(visit, same[0]), "last": last, "spans": spans})
    return lines


def _name(visit: Visit, weekday: int) -> str:
    return when(visit.language.tag, A_MONDAY + timedelta(days=weekday), visit.today).weekday
