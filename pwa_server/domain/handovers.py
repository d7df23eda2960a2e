"""Handing counselling over: why, and which parts of a plan a client may take along to another service."""

from collections.abc import Collection
from enum import StrEnum

from pwa_server.domain.problems import N_, BadInput, RuleBroken

REASONS = ("leaves", "new_task", "client_wish", "other")
# In the order in which they are asked; nothing is chosen beforehand, and protected goals are a question of their own.
PARTS = ("goals", "protected", "meetings", "situation", "needs", "notes")
LONGEST_OBJECTION = 1000


class Asked(StrEnum):
    """How far the question is whether a plan may go to another carrier."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


TRANSITIONS: dict[str, frozenset[str]] = {
    Asked.ASKED: frozenset({Asked.ACCEPTED, Asked.DECLINED, Asked.WITHDRAWN}),
    Asked.ACCEPTED: frozenset(),
    Asked.DECLINED: frozenset(),
    Asked.WITHDRAWN: frozenset(),
}


def require_reason(reason: str) -> None:
    """Raise BadInput unless this is one of the reasons for which somebody else goes on."""
    if reason not in REASONS:
        raise BadInput(N_("Bitte wählen Sie eines davon."))


def require_answer(state: str, to: str) -> None:
    """Raise RuleBroken unless a question in `state` may become `to`."""
    if to not in TRANSITIONS[state]:
        raise RuleBroken(N_("Diese Frage ist schon beantwortet."))


def require_parts(parts: Collection[str]) -> None:
    """Raise BadInput unless these are parts of a plan; nothing at all can't be handed over."""
    if not parts or not set(parts) <= set(PARTS):
        raise BadInput(N_("Bitte wählen Sie eines davon."))
