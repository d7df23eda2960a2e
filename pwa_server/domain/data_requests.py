"""Requests about one's own data: to correct, to hide or to erase. Answered within a month, a no always with its reason."""

from calendar import monthrange
from datetime import date

from pwa_server.domain.problems import N_, BadInput, RuleBroken

KINDS = ("correct", "restrict", "erase")
TRANSITIONS: dict[str, frozenset[str]] = {
    "open": frozenset({"granted", "declined", "taken_back", "handed_over"}),
    "granted": frozenset(),
    "declined": frozenset(),
    "taken_back": frozenset(),
    "handed_over": frozenset(),
}
LONGEST_WORDS = 500
# What is granted to be erased can still be saved for a week.
ERASE_AFTER_DAYS = 7


def due_day(asked: date) -> date:
    """The last day to answer: one month later, in a shorter month its last day."""
    year, month = (asked.year + 1, 1) if asked.month == 12 else (asked.year, asked.month + 1)
    return date(year, month, min(asked.day, monthrange(year, month)[1]))


def require_question(kind: str, words: str) -> None:
    """Raise BadInput for a kind that there is not, and for too many words."""
    if kind not in KINDS:
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    if len(words) > LONGEST_WORDS:
        raise BadInput(N_("Das ist zu lang. Bitte schreiben Sie kürzer."))
    if kind == "correct" and not words:
        raise BadInput(N_("Bitte schreiben Sie: Was ist falsch?"))


def require_answer(state: str, to: str, reason: str) -> None:
    """Raise RuleBroken for a request that was answered already, BadInput for a no without a reason."""
    if to not in TRANSITIONS[state]:
        raise RuleBroken(N_("Das ist schon beantwortet."))
    if to == "declined" and not reason:
        raise BadInput(N_("Bitte schreiben Sie den Grund."))
    if len(reason) > LONGEST_WORDS:
        raise BadInput(N_("Das ist zu lang. Bitte schreiben Sie kürzer."))
