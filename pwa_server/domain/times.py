"""Instants and wall-clock times.

Instants are UTC text `YYYY-MM-DDTHH:MM:SSZ`, days `YYYY-MM-DD`; appointments are wall-clock times in Europe/Berlin.
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")
OPEN_END = "9999-12-31T00:00:00Z"


def instant(moment: datetime) -> str:
    """An aware moment as instant text, whole seconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment(instant_text: str) -> datetime:
    """Instant text as an aware UTC datetime. Raises ValueError for anything else."""
    if len(instant_text) != len(OPEN_END) or instant_text[10] != "T" or instant_text[19] != "Z":
        raise ValueError("not an instant")
    return datetime.fromisoformat(instant_text)


def starts_at(day: str, clock: str) -> str:
    """The instant at which a Berlin wall clock shows `clock` (HH:MM) on `day`.

    A time that a spring change skips moves forward by the gap; a time that an autumn change shows twice is the first.
    """
    wall = datetime.strptime(f"{day} {clock}", "%Y-%m-%d %H:%M").replace(tzinfo=BERLIN, fold=0)
    return instant(wall)


def berlin(instant_text: str) -> datetime:
    """The Berlin wall-clock time of an instant."""
    return moment(instant_text).astimezone(BERLIN)


def berlin_day(instant_text: str) -> date:
    """The calendar day in Berlin at an instant."""
    return berlin(instant_text).date()


def later(instant_text: str, **delta: float) -> str:
    """The instant that lies `timedelta(**delta)` after another."""
    return instant(moment(instant_text) + timedelta(**delta))
