"""The client's own documents, data and requests, privacy: what each person gets."""

from tests.access.expected import Cell

OWN_DATA: dict[str, Cell] = {}
