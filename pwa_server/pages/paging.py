"""A long list on several pages: `?page=2` shows the next part, a search keeps what was asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode

from pwa_server.web.visit import Visit

T = TypeVar("T")
# What a person looks through at once; a form in each row keeps the page small enough for a slow line.
PER_PAGE = 30


@dataclass(frozen=True)
class Paging:
    """Which page of how many, and the addresses of the pages before and after; "" where there is none."""

    number: int
    last: int
    before: str
    after: str


def part(visit: Visit, rows: Sequence[T]) -> tuple[list[T], Paging]:
    """The rows of the page that is asked for, the nearest one that there is for anything else."""
    last = max(1, -(-len(rows) // PER_PAGE))
    asked = visit.request.query_params.get("page", "")
    number = min(max(int(asked), 1), last) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    shown = list(rows[(number - 1) * PER_PAGE : number * PER_PAGE])
    before, after = (_address(visit, to) if 1 <= to <= last else "" for to in (number - 1, number + 1))
    return shown, Paging(number, last, before, after)


def _address(visit: Visit, number: int) -> str:
    kept = [(name, value) for name, value in visit.request.query_params.multi_items() if name != "page"]
    return f"{visit.request.url.path}?{urlencode([*kept, ('page', str(number))])}"
