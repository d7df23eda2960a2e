"""Feedback, network, monitoring: what each person gets."""

from tests.access.expected import Cell

NETWORK: dict[str, Cell] = {}
