"""Why nobody works on a day, and the next day on which somebody does: for what is planned ahead at the desk."""

from datetime import date

from pwa_server.domain.office_days import Office, is_working_day, next_working_day, public_holidays
from pwa_server.domain.problems import N_

WEEKEND = (5, 6)
WORDS = {
    "weekend": N_("An diesem Tag ist Wochenende."),
    "holiday": N_("An diesem Tag ist ein Feiertag."),
    "closed": N_("An diesem Tag ist Ihre Stelle geschlossen."),
}


def why_closed(office: Office, day: date) -> str:
    """'' for a working day, else 'holiday', 'weekend' or 'closed'."""
    if day in public_holidays(office.land, day.year):
        return "holiday"
    if day.weekday() in WEEKEND and not office.hours.get(day.weekday()):
        return "weekend"
    return "" if is_working_day(office, day) else "closed"


def working_day_from(office: Office, day: date) -> date:
    """`day` itself, or the first working day after it."""
    return day if is_working_day(office, day) else next_working_day(office, day)
