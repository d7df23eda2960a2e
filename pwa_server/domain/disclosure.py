"""Which numbers may be told, so that none of them tells of a few people (docs/decisions/0018).

The finest table is one indicator of one carrier in one quarter. A category with fewer than five people behind it is
hidden, and enough others with it that nobody can work it out, not even who knows this file. Everything above, all carriers
together and longer periods, is put together from what the finest tables tell and from nothing else: it can't tell more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

FEWEST_PEOPLE = 5
# How far the hidden numbers of a table can still move against each other: from 0 to the largest hidden number.
ROOM = FEWEST_PEOPLE - 1
TOTAL = "total"

State = Literal["value", "at_least", "suppressed"]


@dataclass(frozen=True)
class Count:
    """How many things, and how many people are behind them: one person may have had twelve talks."""

    number: int = 0
    people: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(self.number + other.number, self.people + other.people)

    @property
    def small(self) -> bool:
        """Whether it speaks of too few people."""
        return self.people < FEWEST_PEOPLE


@dataclass(frozen=True)
class Figure:
    """What is told: a value, a value that leaves something out, or nothing. `base` counts what days were taken from."""

    state: State = "suppressed"
    value: int | None = None
    base: int | None = None


SUPPRESSED = Figure()
Table = dict[str, Figure]


def publish(categories: Sequence[str], counts: Mapping[str, Count], total: Count) -> Table:
    """One finest table: every category and the total.

    The categories give way from the last one on, whatever stands in them: a choice by size would itself tell a size.
    """
    if total.small:
        return dict.fromkeys((*categories, TOTAL), SUPPRESSED)
    hidden = _hidden(categories, {code: counts.get(code, Count()) for code in categories})
    told = {
        code: SUPPRESSED if code in hidden else Figure("value", counts.get(code, Count()).number) for code in categories
    }
    return told | {TOTAL: Figure("value", total.number)}


def _hidden(categories: Sequence[str], counts: Mapping[str, Count]) -> set[str]:
    hidden = {code for code in categories if counts[code].small}
    if not hidden:
        return hidden
    room = sum(counts[code].number for code in hidden)
    with_them = 0
    for code in reversed(categories):
        if code in hidden or (with_them and room >= ROOM):
            continue
        hidden.add(code)
        with_them += 1
        # Everybody may know that this one is five at least: only what it has above that is room.
        room += counts[code].number - FEWEST_PEOPLE
    return hidden


def publish_days(days: Sequence[int], people: int) -> Table:
    """The middle number of days, unless it speaks of too few people."""
    if people < FEWEST_PEOPLE:
        return {TOTAL: SUPPRESSED}
    return {TOTAL: Figure("value", round(median(days)), len(days))}


def together(parts: Sequence[Figure]) -> Figure:
    """Several told numbers as one: their sum, saying whether something is left out."""
    told = [part for part in parts if part.value is not None]
    if not told:
        return SUPPRESSED
    whole = len(told) == len(parts) and all(part.state == "value" for part in told)
    return Figure("value" if whole else "at_least", sum(part.value or 0 for part in told))


def days_together(parts: Sequence[Figure]) -> Figure:
    """Several told middles of days as one: the middle of the middles, each as often as things stand behind it."""
    told = sorted((part.value, part.base) for part in parts if part.value is not None and part.base)
    if not told:
        return SUPPRESSED
    base = sum(weight for _, weight in told if weight)
    whole = len(told) == len(parts) and all(part.state == "value" for part in parts)
    return Figure("value" if whole else "at_least", _middle(told, base), base)


def _middle(told: Sequence[tuple[int | None, int | None]], base: int) -> int:
    passed = 0
    for value, weight in told:
        passed += weight or 0
        if 2 * passed >= base:
            return value or 0
    return 0


def largest(tables: Sequence[Table]) -> Table:
    """Quarters in which the same people may come again, as one: at least as many people as in the largest of them."""
    codes = dict.fromkeys(code for table in tables for code in table)
    return {code: _largest([table.get(code, SUPPRESSED) for table in tables]) for code in codes}


def _largest(parts: Sequence[Figure]) -> Figure:
    told = [part.value for part in parts if part.value is not None]
    return Figure("at_least", max(told)) if told else SUPPRESSED


def tables_together(tables: Sequence[Table], *, days: bool = False) -> Table:
    """Tables of several carriers or quarters as one, from what they tell."""
    codes = dict.fromkeys(code for table in tables for code in table)
    join = days_together if days else together
    return {code: join([table.get(code, SUPPRESSED) for table in tables]) for code in codes}
