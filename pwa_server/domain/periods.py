"""Quarters, half-years and years of the monitoring: `2026-Q3`, `2026-H2`, `2026-Y`."""

import re
from datetime import date, timedelta

from pwa_server.domain.times import starts_at

PERIOD = re.compile(r"20\d\d-(Q[1-4]|H[12]|Y)")


def is_period(text: str) -> bool:
    """Whether `text` names a period."""
    return PERIOD.fullmatch(text) is not None


def quarter_of(day: date) -> str:
    """The quarter in which a day lies."""
    return f"{day.year}-Q{(day.month - 1) // 3 + 1}"


def next_quarter(quarter: str) -> str:
    """The quarter after `quarter`."""
    year, number = int(quarter[:4]), int(quarter[-1])
    return f"{year + number // 4}-Q{number % 4 + 1}"


def first_day(quarter: str) -> date:
    """The first day of a quarter."""
    return date(int(quarter[:4]), 3 * int(quarter[-1]) - 2, 1)


def last_day(quarter: str) -> date:
    """The last day of a quarter."""
    return first_day(next_quarter(quarter)) - timedelta(days=1)


def bounds(quarter: str) -> tuple[str, str]:
    """The instants at which a quarter begins and the next one does, in Berlin."""
    return tuple(starts_at(first_day(each).isoformat(), "00:00") for each in (quarter, next_quarter(quarter)))  # type: ignore[return-value]


def quarters_of(period: str) -> tuple[str, ...]:
    """The quarters that a period consists of."""
    year, part = period.split("-")
    numbers = {"Y": (1, 2, 3, 4), "H1": (1, 2), "H2": (3, 4)}.get(part) or (int(part[1]),)
    return tuple(f"{year}-Q{number}" for number in numbers)


def longer_ending_with(quarter: str) -> tuple[str, ...]:
    """The half-year and the year whose last quarter this is."""
    year, number = quarter.split("-Q")
    return {"2": (f"{year}-H1",), "4": (f"{year}-H2", f"{year}-Y")}.get(number, ())


def kind_of(period: str) -> str:
    """`quarter`, `half` or `year`."""
    return {"Q": "quarter", "H": "half", "Y": "year"}[period[5]]
