"""Reviews and recordings: what each person gets."""

from tests.access.expected import Cell

REVIEWS: dict[str, Cell] = {}
