"""A meeting as an `.ics` file: neutral words, the right instant around a clock change, no place and no topic."""

from datetime import timedelta

from pwa_server.domain.times import berlin, moment
from pwa_server.storage.database import Row

STATUS = {"cancelled": "CANCELLED", "moved": "CANCELLED", "proposed": "TENTATIVE"}


def calendar_file(meeting: Row, summary: str, now: str) -> bytes:
    """The file as bytes. Times are Berlin wall-clock times with the zone's rules beside them."""
    # A large library, and seldom asked for: it is loaded with the first file, not at start.
    from icalendar import Calendar, Event

    event = Event()
    event.add("uid", meeting["id"])
    event.add("dtstamp", moment(now))
    start = berlin(meeting["starts_at"])
    event.add("dtstart", start)
    event.add("duration", timedelta(minutes=meeting["duration_minutes"]))
    event.add("summary", summary)
    event.add("status", STATUS.get(meeting["state"], "CONFIRMED"))
    event.add("sequence", meeting["version"])
    event.add("class", "PRIVATE")
    calendar = Calendar()
    calendar.add("prodid", "-//Kalender//DE")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return calendar.to_ical()
