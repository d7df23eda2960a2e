"""Days of the demo data: offsets from the day of seeding, appointments moved off the weekend."""

from datetime import date, timedelta
from typing import Any


class Calendar:
    """Turns `{"day": 9, "time": "10:30"}` into days and times, counted from the day of seeding."""

    def __init__(self, today: date) -> None:
        self.today = today

    def on(self, offset: dict[str, Any] | None) -> str | None:
        """A day as `YYYY-MM-DD`, or None."""
        return self.day(offset["day"]).isoformat() if offset else None

    def at(self, offset: dict[str, Any] | None, clock: str = "09:00:00") -> str | None:
        """An instant on that day, or None."""
        return f"{self.on(offset)}T{clock}Z" if offset else None

    def day(self, offset: int) -> date:
        """The day `offset` days from today."""
        return self.today + timedelta(days=offset)

    def working_day(self, offset: int) -> date:
        """The same, moved from a weekend to the Monday after (to the Friday before, for days that are over)."""
        day = self.day(offset)
        if day.weekday() < 5:
            return day
        return day + timedelta(days=7 - day.weekday()) if offset >= 0 else day - timedelta(days=day.weekday() - 4)

    def clock(self, offset: dict[str, Any]) -> str:
        """A wall-clock time as `HH:MM`."""
        hour, _, minute = offset["time"].partition(":")
        return f"{int(hour):02d}:{minute}"
