"""Agreements, their versions, signatures and prints: what each person gets."""

from tests.access.expected import Cell

AGREEMENTS: dict[str, Cell] = {}
