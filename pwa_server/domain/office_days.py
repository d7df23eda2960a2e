"""On which days somebody is in the office: office hours, weekends, public holidays, closing days."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache

from pwa_server.domain.problems import N_
from pwa_server.domain.times import BERLIN, berlin

Span = tuple[datetime, datetime]
USUAL_HOURS: Mapping[int, Sequence[tuple[str, str]]] = dict.fromkeys(range(5), (("09:00", "16:00"),))
# A call list is worth something while an hour is left to work on it.
CALL_MINUTES = 60
# Nobody plans further ahead; it bounds every search for a day.
LONGEST_CLOSURE_DAYS = 60
WEEKEND = (5, 6)
# The Länder by their codes: each has public holidays of its own.
LAENDER = ("BB", "BE", "BW", "BY", "HB", "HE", "HH", "MV", "NI", "NW", "RP", "SH", "SL", "SN", "ST", "TH")
USUAL_LAND = "NW"
WORDS = {
    "weekend": N_("An diesem Tag ist Wochenende."),
    "holiday": N_("An diesem Tag ist ein Feiertag."),
    "closed": N_("An diesem Tag ist Ihre Stelle geschlossen."),
}


@dataclass(frozen=True)
class Office:
    """`hours` maps weekdays (Monday is 0) to opening spans `HH:MM`; `closed` has (first, last) days; `land` a Land's code."""

    hours: Mapping[int, Sequence[tuple[str, str]]] = field(default_factory=lambda: USUAL_HOURS)
    closed: Sequence[tuple[date, date]] = ()
    land: str = USUAL_LAND


@cache
def public_holidays(land: str, year: int) -> frozenset[date]:
    """The public holidays of a Land in one year."""
    import holidays  # a tenth of the time that the server takes to start

    return frozenset(holidays.country_holidays("DE", subdiv=land, years=year))


def why_closed(office: Office, day: date) -> str:
    """'' for a working day, else 'holiday', 'weekend' or 'closed'. An office may open on a Saturday."""
    if day in public_holidays(office.land, day.year):
        return "holiday"
    opens = bool(office.hours.get(day.weekday()))
    if not opens and day.weekday() in WEEKEND:
        return "weekend"
    return "" if opens and not any(first <= day <= last for first, last in office.closed) else "closed"


def is_working_day(office: Office, day: date) -> bool:
    """Whether the office opens on this day at all."""
    return not why_closed(office, day)


def open_spans(office: Office, day: date) -> list[Span]:
    """When the office is open on this day, as Berlin times."""
    if not is_working_day(office, day):
        return []
    return [(_at(day, opens), _at(day, closes)) for opens, closes in office.hours[day.weekday()]]


def last_day_to_call(office: Office, now: str, before: str) -> date:
    """The last working day that leaves time to call about something at `before`: a day before it, else its own day.

    When no office hour is left until then it is today: the person who books it can still call at once.
    """
    today, last = berlin(now).date(), berlin(before).date()
    earlier = (last - timedelta(days=back) for back in range(1, (last - today).days + 1))
    return next(_leaving_time(office, (*earlier, last), now, before), today)


def first_day_to_call(office: Office, now: str, before: str) -> date:
    """The first working day that leaves time to call about something at `before`; today when there is none."""
    today, last = berlin(now).date(), berlin(before).date()
    days = (today + timedelta(days=ahead) for ahead in range((last - today).days + 1))
    return next(_leaving_time(office, days, now, before), today)


def working_day_from(office: Office, day: date) -> date:
    """`day` itself or the first working day after it; `day` when the office never opens."""
    ahead = (day + timedelta(days=number) for number in range(LONGEST_CLOSURE_DAYS))
    return next((later for later in ahead if is_working_day(office, later)), day)


def next_working_day(office: Office, day: date) -> date:
    """The first working day after `day`: what is promised late on a day is kept as well."""
    return working_day_from(office, day + timedelta(days=1))


def _leaving_time(office: Office, days: Iterator[date] | Sequence[date], now: str, before: str) -> Iterator[date]:
    return (day for day in days if _open_minutes(office, day, now, before) >= CALL_MINUTES)


def _open_minutes(office: Office, day: date, now: str, before: str) -> float:
    spans = [(max(opens, berlin(now)), min(closes, berlin(before))) for opens, closes in open_spans(office, day)]
    return sum(max(0.0, (until - since).total_seconds() / 60) for since, until in spans)


def _at(day: date, clock: str) -> datetime:
    return datetime.strptime(f"{day.isoformat()} {clock}", "%Y-%m-%d %H:%M").replace(tzinfo=BERLIN)
