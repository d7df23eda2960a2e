"""The numbers of a quarter: counted by the worker, told once, never changed (domain/disclosure.py, docs/decisions/0018).

One call writes one indicator of one quarter, so that nobody waits long. A case that is erased before its quarter is
written leaves numbers behind, and nothing else.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from pwa_server.domain import disclosure, periods
from pwa_server.domain.disclosure import TOTAL, Count, Figure, Table
from pwa_server.domain.indicators import INDICATORS, OTHER, Indicator
from pwa_server.domain.times import berlin_day, later
from pwa_server.storage import catalogue
from pwa_server.storage.database import Row, Tx

# What was done in a quarter may be written down a few days later.
SETTLE_DAYS = 7
LOOK_BACK_QUARTERS = 4
WAITING_DAYS = 14
IN_TIME_DAYS = 14
ALL = ""
# Ids are letters and digits: everything lies between these two.
FIRST, LAST = "", "~"


@dataclass
class Counted:
    """What one carrier has of one indicator in one quarter: things by category, or days."""

    counts: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    days: list[int] = field(default_factory=list)
    people: int = 0


def categories_of(indicator: Indicator) -> tuple[str, ...]:
    """The categories of an indicator; kinds of partners are the catalogue's."""
    if indicator.words == "partner_kind":
        return (*catalogue.partner_kinds(), OTHER)
    return indicator.categories


def write_due(tx: Tx) -> bool:
    """Write one indicator of the earliest quarter that is over and not told yet. True when there was one."""
    due = next(iter(_due(tx)), None)
    if due is None:
        return False
    quarter, indicator = due
    counted = count(tx, indicator, quarter)
    _add_tallies(tx, indicator, quarter, counted)
    store(tx, indicator, quarter, counted)
    tx.run("snapshots.forget_tallies", quarter=quarter, indicator=indicator.id)
    return True


def _due(tx: Tx) -> Iterable[tuple[str, Indicator]]:
    today = berlin_day(tx.now)
    last = periods.quarter_of(today - timedelta(days=SETTLE_DAYS))
    return ((quarter, indicator) for quarter, indicator in _unwritten(tx, today) if quarter < last)


def _unwritten(tx: Tx, today: date) -> list[tuple[str, Indicator]]:
    """Every indicator of the last quarters and this one that is not told yet, the earliest first."""
    began = tx.row("snapshots.first_moment")
    if began is None or began["at"] is None:
        return []
    quarter = periods.quarter_of(today - timedelta(days=92 * LOOK_BACK_QUARTERS))
    quarter = max(quarter, periods.quarter_of(berlin_day(began["at"])))
    written = {(row["period"], row["indicator"]) for row in tx.rows("snapshots.written", since=quarter)}
    found = []
    while quarter <= periods.quarter_of(today):
        found += [(quarter, one) for one in INDICATORS if (quarter, one.id) not in written]
        quarter = periods.next_quarter(quarter)
    return found


def count(tx: Tx, indicator: Indicator, quarter: str, case_id: str = "") -> dict[str, Counted]:
    """What there is of an indicator by carrier, of all cases or of one."""
    rows = tx.rows(f"indicators.{indicator.statement}", **_span(quarter, case_id))
    found: dict[str, Counted] = defaultdict(Counted)
    if indicator.days:
        _collect_days(rows, found)
    elif rows and "from_day" in rows[0]:
        _collect_delays(rows, found)
    else:
        _collect_counts(indicator, rows, found)
    return found


def _span(quarter: str, case_id: str) -> dict[str, str]:
    from_at, until_at = periods.bounds(quarter)
    first, until = periods.first_day(quarter), periods.first_day(periods.next_quarter(quarter))
    return {
        "from_at": from_at,
        "until_at": until_at,
        "from_on": first.isoformat(),
        "until_on": until.isoformat(),
        "from_month": first.isoformat()[:7],
        "until_month": until.isoformat()[:7],
        "waiting_on": (until - timedelta(days=WAITING_DAYS + 1)).isoformat(),
        "waiting_at": later(until_at, days=-WAITING_DAYS),
        "first_case": case_id or FIRST,
        "last_case": case_id or LAST,
    }


def _collect_counts(indicator: Indicator, rows: Sequence[Row], found: dict[str, Counted]) -> None:
    known = set(categories_of(indicator))
    for row in rows:
        code = row["dimension"] if row["dimension"] in known or row["dimension"] == TOTAL else OTHER
        found[row["carrier_id"]].counts[code] += Count(row["number"], row["people"])


def _collect_days(rows: Sequence[Row], found: dict[str, Counted]) -> None:
    people = defaultdict(set)
    for row in rows:
        days = row["days"] if "days" in row else _between(row["from_day"], row["until_day"])
        found[row["carrier_id"]].days.append(max(0, days))
        people[row["carrier_id"]].add(row["person"])
    for carrier_id, persons in people.items():
        found[carrier_id].people = len(persons)


def _collect_delays(rows: Sequence[Row], found: dict[str, Counted]) -> None:
    """Planned and held days as categories: in time, later, not held."""
    people: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        code = "not_held"
        if row["until_day"]:
            code = "in_time" if abs(_between(row["from_day"], row["until_day"])) <= IN_TIME_DAYS else "later"
        for each in (code, TOTAL):
            known = people[row["carrier_id"], each]
            fresh = row["person"] not in known
            known.add(row["person"])
            found[row["carrier_id"]].counts[each] += Count(1, int(fresh))


def _between(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def keep_before_erasure(tx: Tx, case_id: str) -> None:
    """Keep what a case adds to quarters that are not told yet, as numbers. Call it right before the case is erased."""
    today = berlin_day(tx.now)
    this_quarter = periods.quarter_of(today)
    for quarter, indicator in _unwritten(tx, today):
        # What counts at the end of this quarter will not be there then.
        if indicator.at_end and quarter == this_quarter:
            continue
        for carrier_id, counted in count(tx, indicator, quarter, case_id).items():
            _keep(tx, quarter, indicator, carrier_id, counted)


def _keep(tx: Tx, quarter: str, indicator: Indicator, carrier_id: str, counted: Counted) -> None:
    place = {"quarter": quarter, "carrier_id": carrier_id, "indicator": indicator.id}
    for code, one in counted.counts.items():
        tx.insert("indicator_tallies", dimension=code, number=one.number, people=one.people, **place)
    for number, days in enumerate(counted.days):
        people = counted.people if number == 0 else 0
        tx.insert("indicator_tallies", dimension=TOTAL, number=1, people=people, days=days, **place)


def _add_tallies(tx: Tx, indicator: Indicator, quarter: str, counted: dict[str, Counted]) -> None:
    for row in tx.rows("snapshots.tallies", quarter=quarter, indicator=indicator.id):
        mine = counted[row["carrier_id"]]
        if row["days"] is None:
            mine.counts[row["dimension"]] += Count(row["number"], row["people"])
        else:
            mine.days.append(row["days"])
            mine.people += row["people"]


def store(tx: Tx, indicator: Indicator, quarter: str, counted: dict[str, Counted]) -> None:
    """Tell one indicator of one quarter: of each carrier, of all together, and of the longer periods that end with it."""
    carriers = [row["id"] for row in tx.rows("snapshots.carriers")]
    # Feedback that names no carrier is a part of its own, told in the sum only.
    units = [*carriers, *(unit for unit in counted if unit not in carriers)]
    told = {unit: _table(indicator, counted.get(unit, Counted())) for unit in units}
    together = disclosure.tables_together(list(told.values()), days=indicator.days)
    scopes = {unit: told[unit] for unit in carriers} | {ALL: together}
    for scope, table in scopes.items():
        _insert(tx, indicator, quarter, scope, table)
    for period in periods.longer_ending_with(quarter):
        _store_longer(tx, indicator, period)


def _table(indicator: Indicator, counted: Counted) -> Table:
    if indicator.days:
        return disclosure.publish_days(counted.days, counted.people)
    return disclosure.publish(categories_of(indicator), counted.counts, counted.counts[TOTAL])


def _store_longer(tx: Tx, indicator: Indicator, period: str) -> None:
    """A longer period, of whoever has all its quarters by one definition."""
    quarters = periods.quarters_of(period)
    names = dict(zip(("first", "second", "third", "fourth"), (quarters * 4)[:4], strict=True))
    tables: dict[str, dict[str, Table]] = defaultdict(lambda: defaultdict(dict))
    definitions = set()
    for row in tx.rows("snapshots.of_periods", indicator=indicator.id, **names):
        definitions.add(row["definition"])
        figure = Figure(row["state"], row["value"], row["base"])
        tables[row["carrier_id"]][row["period"]][row["dimension"]] = figure
    if definitions != {indicator.definition}:
        return
    for scope, by_quarter in tables.items():
        if set(by_quarter) == set(quarters):
            _insert(tx, indicator, period, scope, _longer(indicator, [by_quarter[each] for each in quarters]))


def _longer(indicator: Indicator, tables: Sequence[Table]) -> Table:
    """Quarters as one: what happened is added; who was there on the last day is whoever was there on the very last."""
    if indicator.at_end:
        return tables[-1]
    if indicator.again:
        return disclosure.largest(tables)
    return disclosure.tables_together(tables, days=indicator.days)


def _insert(tx: Tx, indicator: Indicator, period: str, scope: str, table: Table) -> None:
    for code, figure in table.items():
        tx.insert(
            "indicator_snapshots", period=period, carrier_id=scope or None, indicator=indicator.id,
            definition=indicator.definition, dimension=code, state=figure.state, value=figure.value, base=figure.base,
            made_at=tx.now,
        )  # fmt: skip
