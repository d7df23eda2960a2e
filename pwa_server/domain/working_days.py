"""Days on which an office works: not weekends, not the public holidays of its Land, not its closing days."""

from collections.abc import Sequence
from datetime import date, timedelta

from pwa_server.domain.office_days import public_holidays
from pwa_server.domain.problems import N_

WEEKEND = (5, 6)
WORDS = {
    "weekend": N_("An diesem Tag ist Wochenende."),
    "holiday": N_("An diesem Tag ist ein Feiertag."),
    "closed": N_("An diesem Tag ist Ihre Stelle geschlossen."),
}
Closing = Sequence[tuple[str, str]]


def why_closed(day: date, land: str, closing: Closing = ()) -> str:
    """'' for a working day, else 'weekend', 'holiday' or 'closed'. `closing` holds (first, last) days as ISO text."""
    if day in public_holidays(land, day.year):
        return "holiday"
    if day.weekday() in WEEKEND:
        return "weekend"
    return "closed" if any(first <= day.isoformat() <= last for first, last in closing) else ""


def working_day_from(day: date, land: str, closing: Closing = ()) -> date:
    """`day` itself, or the first working day after it."""
    while why_closed(day, land, closing):
        day += timedelta(days=1)
    return day
