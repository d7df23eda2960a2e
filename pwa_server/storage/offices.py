"""A carrier's office as the rules of calling see it."""

from datetime import date

from pwa_server.domain.office_days import USUAL_HOURS, USUAL_LAND, Office
from pwa_server.domain.times import berlin_day
from pwa_server.storage.database import Read


def office_of(read: Read, carrier_id: str) -> Office:
    """Opening hours (the usual ones where none are kept), closing days from today on, and the installation's Land."""
    hours: dict[int, list[tuple[str, str]]] = {}
    for row in read.rows("reminders.office_hours", carrier_id=carrier_id):
        hours.setdefault(row["weekday"], []).append((row["opens"], row["closes"]))
    rows = read.rows("reminders.closing_days", carrier_id=carrier_id, from_on=berlin_day(read.now).isoformat())
    closed = [(date.fromisoformat(row["from_on"]), date.fromisoformat(row["until_on"])) for row in rows]
    installation = read.row("installation.current")
    return Office(hours or USUAL_HOURS, closed, installation["land"] if installation else USUAL_LAND)
