"""/office/demand: how many people look for a course on each level, and how many seats there are. Nobody's name is near.

These numbers are of this moment, so each stands in a band of five: the page of today beside the page of yesterday does
not tell of one person. Fewer than five could be known by who else is asked; gaps that few name their area alone.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from pwa_server.domain.offers import COURSES, LEVELS, is_over
from pwa_server.pages import offer_words, views
from pwa_server.storage.database import Row
from pwa_server.web.visit import Visit

View = dict[str, Any]
FEWEST = 5
GAP_MONTHS = 12


async def show_demand(visit: Visit) -> Response:
    """Demand beside seats by level, and the gaps of a year."""
    wanted = visit.read.rows("demand.courses")
    today = visit.today.isoformat()
    seats = [row for row in visit.read.rows("demand.seats") if row["kind"] in COURSES and not is_over(row, today)]
    first = f"{visit.today.year - 1:04d}-{visit.today.month:02d}"
    return visit.page(
        "coordinator/demand.html",
        nav="demand",
        levels=[_level(visit, level, wanted, seats) for level in LEVELS],
        gaps=_gaps(visit, visit.read.rows("gaps.by_kind", first=first)),
        fewest=FEWEST,
    )


def shown(number: int) -> str | None:
    """The band of five a number lies in, as "5–9", or None below the first: nobody looks like somebody there."""
    first = number - number % FEWEST
    return f"{first}–{first + FEWEST - 1}" if first else None


def _level(visit: Visit, level: str, wanted: list[Row], seats: list[Row]) -> View:
    people = [row for row in wanted if row["level"] == level]
    courses = [row for row in seats if LEVELS.index(row["level_from"]) <= LEVELS.index(level) < _end(row)]
    return {
        "level": offer_words.level_name(visit, level),
        "people": shown(sum(row["number"] for row in people)),
        "courses": len(courses),
        "free": sum(row["seats_free"] or 0 for row in courses),
        "total": sum(row["seats_total"] or 0 for row in courses),
        "waiting": sum(row["waiting"] or 0 for row in courses),
        "with_childcare": sum(row["seats_free"] or 0 for row in courses if row["childcare"] == "yes"),
    }


def _end(row: Row) -> int:
    # Whoever already is where a course ends does not look for it, unless it begins there.
    first, last = LEVELS.index(row["level_from"]), LEVELS.index(row["level_to"])
    return max(last, first + 1)


def _gaps(visit: Visit, rows: list[Row]) -> list[View]:
    few: Counter[str] = Counter()
    for row in rows:
        few[row["life_area"]] += row["number"] if row["number"] < FEWEST else 0
    told = [_gap(visit, row) for row in rows if row["number"] >= FEWEST]
    return told + [_few_gaps(visit, area, number) for area, number in sorted(few.items()) if number]


def _gap(visit: Visit, row: Mapping[str, Any]) -> View:
    return {
        "area": row["life_area"],
        "area_name": views.life_area(visit, row["life_area"]),
        "level": offer_words.level_name(visit, row["level"]) if row["level"] else "",
        "childcare": row["childcare"] == "yes",
        "number": shown(row["number"]),
    }


def _few_gaps(visit: Visit, area: str, number: int) -> View:
    return _gap(visit, {"life_area": area, "level": "", "childcare": "not_known", "number": number})
