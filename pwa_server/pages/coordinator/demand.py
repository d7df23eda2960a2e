"""/office/demand: how many people look for a course on each level, and how many seats there are. Nobody's name is near.

People and gaps are those of the last finished quarter, as the monitoring told them once (docs/decisions/0018): a page of
this moment would tell of one person, beside the page of yesterday. Only seats, which are nobody's, are of today.
"""

from typing import Any

from starlette.responses import Response

from pwa_server.domain.indicators import BY_ID
from pwa_server.domain.offers import COURSES, LEVELS, is_over
from pwa_server.domain.periods import kind_of
from pwa_server.pages import offer_words
from pwa_server.pages.coordinator import figures
from pwa_server.storage.database import Row
from pwa_server.web.visit import Visit

View = dict[str, Any]
PEOPLE = "F03"
GAPS = ("I11a", "I11b", "I11c")


async def show_demand(visit: Visit) -> Response:
    """Demand of the last quarter beside the seats of today, by level; and the gaps of that quarter."""
    told = _told(visit, PEOPLE)
    period = max((row["period"] for row in told), default="")
    people = {row["dimension"]: row for row in told if row["period"] == period}
    today = visit.today.isoformat()
    seats = [row for row in visit.read.rows("demand.seats") if row["kind"] in COURSES and not is_over(row, today)]
    return visit.page(
        "coordinator/demand.html",
        nav="demand",
        period=figures.period_text(visit, period) if period else "",
        levels=[_level(visit, level, people.get(level), seats) for level in LEVELS],
        gaps=[_gaps(visit, code, period) for code in GAPS] if period else [],
    )


def _told(visit: Visit, indicator: str) -> list[Row]:
    rows = visit.read.rows("snapshots.of_indicator", indicator=indicator, carrier_id="")
    return [row for row in rows if kind_of(row["period"]) == "quarter"]


def _level(visit: Visit, level: str, people: Row | None, seats: list[Row]) -> View:
    courses = [row for row in seats if LEVELS.index(row["level_from"]) <= LEVELS.index(level) < _end(row)]
    return {
        "level": offer_words.level_name(visit, level),
        "people": figures.figure(visit, people),
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


def _gaps(visit: Visit, code: str, period: str) -> View:
    indicator = BY_ID[code]
    return {"title": visit.say(indicator.title), "lines": figures.table(visit, indicator, _told(visit, code), [period])}
