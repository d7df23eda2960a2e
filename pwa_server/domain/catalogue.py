"""Blocks of the catalogue: what staff may change of them, when they are to be looked at again."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from pwa_server.domain.goals import LIFE_AREAS, SENSITIVITIES, placeholders
from pwa_server.domain.problems import N_, BadInput
from pwa_server.domain.steps import RESPONSIBLE

VOLATILITIES = ("low", "medium", "high")
# The gaps that a wording may leave open; the desk fills them when a goal is made.
GAPS = ("level", "job", "date", "deadline")
LONGEST_TEXT = 300
LONGEST_NOTE = 1000
MOST_STEPS = 12
# What changes often is looked at twice a year, everything else once.
MONTHS = {"low": 12, "medium": 12, "high": 6}
LISTED_DAYS = 60


def next_review(volatility: str, today: date) -> date:
    """The day by which a block that was looked at today is to be looked at again."""
    months = today.month - 1 + MONTHS[volatility]
    year, month = today.year + months // 12, months % 12 + 1
    return date(year, month, min(today.day, 28))


def is_due(review_by: str, today: date) -> bool:
    """Whether a block stands on the list of those to look at: from 60 days before its day."""
    return date.fromisoformat(review_by) <= today + timedelta(days=LISTED_DAYS)


def is_overdue(review_by: str, today: date) -> bool:
    """Whether a block's day has passed: it warns, and can be used all the same."""
    return date.fromisoformat(review_by) < today


def require_block(life_area: str, sensitivity: str, volatility: str) -> None:
    """Raise BadInput for codes that there are not."""
    if life_area not in LIFE_AREAS or sensitivity not in SENSITIVITIES or volatility not in VOLATILITIES:
        raise BadInput(N_("Bitte wählen Sie eines davon."))


def require_step(responsible: str, days: int | None) -> None:
    """Raise BadInput for a party or a number of days that there is not."""
    if responsible not in RESPONSIBLE:
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    if days is not None and not 0 <= days <= 730:
        raise BadInput(N_("Diese Zahl stimmt noch nicht."))


def require_german(texts: Sequence[str]) -> None:
    """Raise BadInput for an empty or long wording, or one with a gap that nobody could fill."""
    if not all(texts):
        raise BadInput(N_("Bitte füllen Sie das aus."))
    if any(len(text) > LONGEST_TEXT for text in texts):
        raise BadInput(N_("Das ist zu lang. Bitte schreiben Sie kürzer."))
    if not set(placeholders(texts)) <= set(GAPS):
        raise BadInput(N_("Diese Lücke kennen wir nicht. Es gibt: level, job, date, deadline."))


def require_translations(pairs: Mapping[str, str]) -> None:
    """Raise BadInput unless each translation (German -> translation) is short enough and keeps its gaps."""
    for german, text in pairs.items():
        if len(text) > 2 * LONGEST_TEXT:
            raise BadInput(N_("Das ist zu lang. Bitte schreiben Sie kürzer."))
        if text and set(placeholders([german])) != set(placeholders([text])):
            raise BadInput(N_("Die Lücken in geschweiften Klammern bleiben, wie sie sind."))
