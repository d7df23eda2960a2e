"""First talk, situation, needs, list to take over: what each person gets."""

from tests.access.expected import Cell

FIRST_CONTACT: dict[str, Cell] = {}
