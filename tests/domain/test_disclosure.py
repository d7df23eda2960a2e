"""Which numbers may be told: no cell of fewer than five people, and no way to work one out.

The attackers here know the rules, the order of the categories and everything that is told.
"""

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa_server.domain.disclosure import (
    FEWEST_PEOPLE,
    SUPPRESSED,
    TOTAL,
    Count,
    Figure,
    Table,
    days_together,
    publish,
    publish_days,
    tables_together,
)

CATEGORIES = ("a", "b", "c", "d")
QUARTERS = ("2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4")
PERIODS = {**{q: (q,) for q in QUARTERS}, "H1": QUARTERS[:2], "H2": QUARTERS[2:], "Y": QUARTERS}
CARRIERS = ("awo", "caritas")

Cell = tuple[str, str, str]
World = dict[Cell, int]


def people(*numbers: int) -> dict[str, Count]:
    """A table in which everything has a person of its own."""
    return {code: Count(number, number) for code, number in zip(CATEGORIES, numbers, strict=False)}


def told(counts: dict[str, Count]) -> Table:
    return publish(tuple(counts), counts, sum(counts.values(), Count()))


def plain(table: Table) -> dict[str, int | None]:
    return {code: figure.value for code, figure in table.items()}


def test_large_numbers_are_told() -> None:
    assert plain(told(people(9, 5, 12))) == {"a": 9, "b": 5, "c": 12, TOTAL: 26}


def test_small_number_hides_another_so_that_the_total_does_not_tell_it() -> None:
    assert plain(told(people(20, 3, 12, 15))) == {"a": 20, "b": None, "c": 12, "d": None, TOTAL: 50}


def test_zero_is_hidden_like_every_small_number() -> None:
    assert plain(told(people(20, 0, 12))) == {"a": 20, "b": None, "c": None, TOTAL: 32}


def test_total_of_few_people_hides_everything() -> None:
    assert set(told(people(1, 0, 3)).values()) == {SUPPRESSED}


def test_five_beside_a_zero_does_not_tell_the_zero() -> None:
    """0 and 5 hidden together would be 5, and everybody knows that one of them is 5 at least."""
    assert plain(told(people(20, 0, 5))) == {"a": None, "b": None, "c": None, TOTAL: 25}


def test_twelve_talks_with_one_person_are_hidden() -> None:
    counts = {"a": Count(12, 1), "b": Count(30, 20), "c": Count(40, 25)}
    assert plain(told(counts)) == {"a": None, "b": 30, "c": None, TOTAL: 82}


def test_days_of_fewer_than_five_people_are_hidden() -> None:
    assert publish_days([1, 2, 3, 4, 9, 9], people=4) == {TOTAL: SUPPRESSED}
    assert publish_days([1, 2, 3, 4, 9], people=5) == {TOTAL: Figure("value", 3, 5)}


def test_days_of_a_longer_period_are_the_middle_of_what_was_told() -> None:
    parts = [Figure("value", 10, 5), Figure("value", 30, 20), SUPPRESSED]
    assert days_together(parts) == Figure("at_least", 30, 25)
    assert days_together([SUPPRESSED]) == SUPPRESSED


def test_sum_that_leaves_something_out_says_so() -> None:
    whole, part = {"a": Figure("value", 7)}, {"a": SUPPRESSED}
    assert tables_together([whole, whole])["a"] == Figure("value", 14)
    assert tables_together([whole, part])["a"] == Figure("at_least", 7)
    assert tables_together([part, part])["a"] == SUPPRESSED


@pytest.mark.requirement("R37")
@pytest.mark.parametrize("number_of_categories", [2, 3, 4])
def test_every_hidden_cell_of_every_small_table_could_have_another_value(number_of_categories: int) -> None:
    """All tables up to a total of 24: those that look the same outside differ inside, in every hidden cell."""
    categories = CATEGORIES[:number_of_categories]
    largest = {2: 24, 3: 24, 4: 18}[number_of_categories]
    looks: dict[Any, list[tuple[int, ...]]] = defaultdict(list)
    for numbers in product(range(largest + 1), repeat=number_of_categories):
        if sum(numbers) <= largest:
            looks[tuple(plain(told(people(*numbers))).values())].append(numbers)
    for look, worlds in looks.items():
        for place, _ in enumerate(categories):
            if look[place] is None:
                values = {world[place] for world in worlds}
                assert len(values) >= min(4, largest + 1), (look, values)


# The whole publication: quarters, half-years and a year, of two carriers and of both together.

cells = st.one_of(st.integers(0, 4), st.integers(0, 30))
worlds = st.fixed_dictionaries({(q, c, d): cells for q in QUARTERS for c in CARRIERS for d in CATEGORIES[:3]})


def publication(world: World) -> dict[tuple[str, str], Table]:
    """Everything that is told of a world, by period and carrier ('' is both together)."""
    fine = {
        (q, c): told({d: Count(world[q, c, d], world[q, c, d]) for d in CATEGORIES[:3]})
        for q in QUARTERS
        for c in CARRIERS
    }
    for q in QUARTERS:
        fine[q, ""] = tables_together([fine[q, c] for c in CARRIERS])
    return {
        (period, scope): tables_together([fine[q, scope] for q in parts])
        for period, parts in PERIODS.items()
        for scope in (*CARRIERS, "")
    }


def equations(world: World) -> Iterator[tuple[dict[Cell, Fraction], int]]:
    """Everything that is told as a sum of unknown cells: an attacker knows which tables a told sum is made of."""
    public = publication(world)
    for (period, scope), table in public.items():
        for code, figure in table.items():
            if figure.value is None:
                continue
            parts = [(q, c) for q in PERIODS[period] for c in CARRIERS if scope in ("", c)]
            parts = [(q, c) for q, c in parts if public[q, c][code].value is not None]
            codes = CATEGORIES[:3] if code == TOTAL else (code,)
            yield {(q, c, d): Fraction(1) for q, c in parts for d in codes}, figure.value


def solved(rows: list[tuple[dict[Cell, Fraction], int]]) -> dict[Cell, Fraction]:
    """All cells that the equations give away, by elimination."""
    done: list[tuple[Cell, dict[Cell, Fraction], Fraction]] = []
    for row, value in rows:
        row, right = dict(row), Fraction(value)
        for pivot, known, known_right in done:
            if factor := row.get(pivot, Fraction(0)):
                row = {cell: row.get(cell, Fraction(0)) - factor * known.get(cell, Fraction(0)) for cell in row | known}
                right -= factor * known_right
        row = {cell: weight for cell, weight in row.items() if weight}
        if row:
            pivot = next(iter(row))
            scale = row[pivot]
            row, right = {cell: weight / scale for cell, weight in row.items()}, right / scale
            done = [_reduced(each, pivot, row, right) for each in done]
            done.append((pivot, row, right))
    return {pivot: right for pivot, row, right in done if len(row) == 1}


def _reduced(
    each: tuple[Cell, dict[Cell, Fraction], Fraction], pivot: Cell, row: dict[Cell, Fraction], right: Fraction
) -> tuple[Cell, dict[Cell, Fraction], Fraction]:
    of, known, known_right = each
    if factor := known.get(pivot, Fraction(0)):
        known = {cell: known.get(cell, Fraction(0)) - factor * row.get(cell, Fraction(0)) for cell in known | row}
        known, known_right = {cell: weight for cell, weight in known.items() if weight}, known_right - factor * right
    return of, known, known_right


def hidden(world: World) -> list[Cell]:
    public = publication(world)
    return [(q, c, d) for (q, c, d) in world if public[q, c][d].value is None]


@pytest.mark.requirement("R37")
@given(worlds)
def test_no_hidden_cell_follows_from_totals_carriers_longer_periods_or_other_quarters(world: World) -> None:
    given_away = solved(list(equations(world)))
    assert not [cell for cell in hidden(world) if cell in given_away]


@pytest.mark.requirement("R37")
@given(worlds)
def test_another_world_with_another_hidden_cell_looks_the_same_in_everything_that_is_told(world: World) -> None:
    public = publication(world)
    for quarter, carrier, code in hidden(world):
        if public[quarter, carrier][TOTAL].value is None:
            continue
        assert any(publication(other) == public for other in others(world, (quarter, carrier, code))), (
            quarter,
            carrier,
            code,
        )


def others(world: World, cell: Cell) -> Iterator[World]:
    """Worlds in which this cell differs and its table has the same total."""
    quarter, carrier, code = cell
    rest = [d for d in CATEGORIES[:3] if d != code]
    total = sum(world[quarter, carrier, d] for d in CATEGORIES[:3])
    for value in range(total + 1):
        for split in range(total - value + 1):
            numbers = dict(zip((code, *rest), (value, split, total - value - split), strict=True))
            if value != world[cell]:
                yield world | {(quarter, carrier, d): number for d, number in numbers.items()}


@given(worlds)
def test_nothing_told_is_of_fewer_than_five(world: World) -> None:
    for table in publication(world).values():
        assert all(figure.value is None or figure.value >= FEWEST_PEOPLE for figure in table.values())


@given(worlds)
def test_told_values_are_true_and_totals_of_longer_periods_add_up(world: World) -> None:
    public = publication(world)
    for (period, scope), table in public.items():
        for code, figure in table.items():
            codes = CATEGORIES[:3] if code == TOTAL else (code,)
            true = sum(world[q, c, d] for q in PERIODS[period] for c in CARRIERS for d in codes if scope in ("", c))
            assert figure.value is None or (figure.value == true if figure.state == "value" else figure.value <= true)
