"""By which working day somebody reads a request for help: office hours, closing days and the Land's public holidays."""

from collections.abc import Collection
from datetime import date, timedelta

from pwa_server.domain.working_days import Closing, why_closed

FURTHEST_DAYS = 60


def is_working_day(day: date, weekdays: Collection[int], land: str, closing: Closing = ()) -> bool:
    """Whether somebody is in the office on `day`. `weekdays` count from Monday 0; none known means Monday to Friday."""
    return not why_closed(day, land, closing) and (not weekdays or day.weekday() in weekdays)


def read_by(asked_on: date, weekdays: Collection[int], land: str, closing: Closing = ()) -> date:
    """The first working day after the day of asking: it also holds for whoever asks just before closing time."""
    days = (asked_on + timedelta(days=ahead) for ahead in range(1, FURTHEST_DAYS))
    open_days = (day for day in days if is_working_day(day, weekdays, land, closing))
    return next(open_days, asked_on + timedelta(days=FURTHEST_DAYS))
