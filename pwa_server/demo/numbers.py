"""The demo's monitoring: invented numbers of past quarters, told by the same rules as real ones, and two neighbours'."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from pwa_server.casework import benchmarks, indicators, period_reports
from pwa_server.casework.indicators import Counted
from pwa_server.domain import periods
from pwa_server.domain.benchmarks import write_table
from pwa_server.domain.disclosure import TOTAL, Count
from pwa_server.domain.indicators import INDICATORS, Indicator

if TYPE_CHECKING:
    from pwa_server.demo.seed import Demo

QUARTERS = 9
DAYS = {"I02": (6, 24), "I06": (40, 160), "I16b": (1, 9), "I17": (0, 2)}
# How often things happen, beside the number of people.
OFTEN = {"I07": 0.3, "I12": 0.4, "I14a": 0.2, "I14b": 0.12, "I15": 0.1, "I16a": 0.3, "F02": 3.5}
# The same things cut in another way: as many as there.
SAME = {"I05b": "I05a", "I11b": "I11a", "I11c": "I11a", "I13a": "I03", "I13b": "I03"}
# Which share of things the first category has, the second, and so on: most is of few kinds.
SHARES = (0.34, 0.22, 0.14, 0.09, 0.07, 0.05, 0.03, 0.02, 0.02, 0.01, 0.01)
SIZES = {"car-landkreis": 90, "car-beispielverband": 60, "car-jugendwerk": 25}
NEIGHBOURS = {"Kreis Musterland": 1.4, "Stadt Nebenan": 0.7}
STORY = "Mehr Menschen als im Quartal davor. Die Plätze mit Kinderbetreuung reichen nicht."
QUICK_WINS = "Ein Kurs am Abend. Eine Liste der Plätze, die jede Stelle selbst ändert."


def add_numbers(demo: Demo) -> None:
    """Two years of quarters, a report in words, two municipalities to compare with."""
    draw = Random(7)  # noqa: S311 (invented numbers, the same each time)
    quarter = periods.quarter_of(demo.calendar.today - timedelta(days=92 * QUARTERS))
    told = []
    while quarter < periods.quarter_of(demo.calendar.today):
        known: dict[str, dict[str, Counted]] = {}
        for indicator in INDICATORS:
            same = known.get(SAME.get(indicator.id, ""), {})
            invented = {one: _invent(draw, indicator, size, same.get(one)) for one, size in SIZES.items()}
            known[indicator.id] = invented
            indicators.store(demo.tx, indicator, quarter, {demo.ids[one]: made for one, made in invented.items()})
        told.append(quarter)
        quarter = periods.next_quarter(quarter)
    words = period_reports.Words(STORY, QUICK_WINS, "2,5")
    with demo.acting("st-platzhalter", demo.tx.now) as tx:
        period_reports.write(tx, told[-1], "", words, 0)
        period_reports.write(tx, told[-1], demo.ids["car-beispielverband"], words, 0)
        rows = tx.rows("snapshots.all_together")
        for name, factor in NEIGHBOURS.items():
            theirs = [{**row, "value": row["value"] and max(5, round(row["value"] * factor))} for row in rows]
            benchmarks.take(tx, write_table(name, theirs))


def _invent(draw: Random, indicator: Indicator, size: int, same: Counted | None) -> Counted:
    made = Counted()
    if indicator.days:
        shortest, longest = DAYS[indicator.id]
        made.days = [draw.randint(shortest, longest) for _ in range(size // 6)]
        made.people = len(made.days)
        return made
    rest = round(size * OFTEN.get(indicator.id, 1) * draw.uniform(0.7, 1.3))
    rest = same.counts[TOTAL].number if same else rest
    for code, share in zip(indicators.categories_of(indicator), SHARES, strict=False):
        number = round(rest * share * draw.uniform(0.7, 1.3))
        made.counts[code] = Count(number, number)
    if not made.counts:
        made.counts[TOTAL] = Count(rest, rest)
        return made
    if same:
        first = next(iter(made.counts))
        more = same.counts[TOTAL].number - sum(one.number for one in made.counts.values())
        made.counts[first] = Count(made.counts[first].number + more, made.counts[first].people + more)
    made.counts[TOTAL] = sum(made.counts.values(), Count())
    return made
