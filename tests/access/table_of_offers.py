"""Offers, partners, catalogue, interpreters: what each person gets."""

from tests.access.expected import Cell

OFFERS: dict[str, Cell] = {}
