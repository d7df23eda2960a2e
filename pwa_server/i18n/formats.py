"""Days and times for a reader: weekday and long date in her language, numeric German date, 24 hours, Latin digits."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from pwa_server.i18n.catalogues import translate
from pwa_server.i18n.languages import BY_TAG


def N_(message: str) -> str:
    """Mark a German sentence for translation without translating it."""
    return message


NEAR_DAYS = {-1: N_("gestern"), 0: N_("heute"), 1: N_("morgen"), 2: N_("übermorgen")}
DAY_PARTS = (
    (5, N_("in der Nacht")),
    (11, N_("am Morgen")),
    (13, N_("am Mittag")),
    (18, N_("am Nachmittag")),
    (22, N_("am Abend")),
    (24, N_("in der Nacht")),
)


# Names of the solar Hijri months for readers who live with that calendar too.
HIJRI_MONTHS = {
    "fa-AF": ("حمل", "ثور", "جوزا", "سرطان", "اسد", "سنبله", "میزان", "عقرب", "قوس", "جدی", "دلو", "حوت"),
}
HIJRI_ANCHOR = 1403, date(2024, 3, 20)
HIJRI_LEAP_YEARS = frozenset({1, 5, 9, 13, 17, 22, 26, 30})


@dataclass(frozen=True)
class When:
    """A day, perhaps with a time, in words for one reader. `time` is '' for a whole day; `iso` serves `<time datetime>`.

    `full` is weekday and date as her language joins them. `also` is the same day in the calendar that the reader grew
    up with, or ''.
    """

    weekday: str
    day: int
    month: str
    long: str
    numeric: str
    time: str
    hour: int
    minute: int
    day_part: str
    relative: str
    iso: str
    also: str = ""
    full: str = ""


@lru_cache(maxsize=4096)
def when(tag: str, day: date, today: date, clock: time | None = None) -> When:
    """`day` (and `clock`, Berlin wall time) for a reader of `tag` on `today`."""
    from babel.dates import format_date, get_month_names

    locale = BY_TAG[tag].locale
    near = NEAR_DAYS.get((day - today).days)
    return When(
        weekday=format_date(day, "EEEE", locale=locale),
        day=day.day,
        month=get_month_names("wide", "format", locale)[day.month],
        long=_written_out(format_date(day, "long", locale=locale)),
        numeric=day.strftime("%d.%m.%Y"),
        time=clock.strftime("%H:%M") if clock else "",
        hour=clock.hour if clock else 0,
        minute=clock.minute if clock else 0,
        day_part=translate(tag, _day_part(clock.hour)) if clock else "",
        relative=translate(tag, near) if near else "",
        iso=datetime.combine(day, clock).isoformat(timespec="minutes") if clock else day.isoformat(),
        also=_solar_hijri_words(tag, day),
        full=_written_out(format_date(day, "full", locale=locale)),
    )


def _written_out(words: str) -> str:
    """Ukrainian dates end with a short word and its stop, which would stand before the stop of the sentence."""
    return f"{words.removesuffix('р.')}року" if words.endswith("р.") else words


def solar_hijri(day: date) -> tuple[int, int, int]:
    """Year, month and day in the solar Hijri calendar by the rule of 33 years. True for 1930 to 2099."""
    year, first = HIJRI_ANCHOR
    while day < first:
        year -= 1
        first -= timedelta(days=_hijri_length(year))
    while day >= first + timedelta(days=_hijri_length(year)):
        first += timedelta(days=_hijri_length(year))
        year += 1
    # Six months of 31 days, then five of 30 and the last with what is left.
    month, rest = divmod((day - first).days, 31)
    if month >= 6:
        month, rest = divmod((day - first).days - 6, 30)
    return year, month + 1, rest + 1


def _hijri_length(year: int) -> int:
    return 366 if year % 33 in HIJRI_LEAP_YEARS else 365


def _solar_hijri_words(tag: str, day: date) -> str:
    months = HIJRI_MONTHS.get(tag)
    if not months:
        return ""
    year, month, number = solar_hijri(day)
    return f"{number} {months[month - 1]} {year}"


def weekday_names(tag: str) -> list[str]:
    """Narrow names of the days for the head of a month, Monday first."""
    from babel.dates import get_day_names

    names = get_day_names("narrow", "stand-alone", BY_TAG[tag].locale)
    return [names[number] for number in range(7)]


def _day_part(hour: int) -> str:
    return next(words for until, words in DAY_PARTS if hour < until)


def parse_day(text: str) -> date:
    """A day as `YYYY-MM-DD`. Raises ValueError."""
    return date.fromisoformat(text)


def parse_clock(text: str) -> time:
    """A wall-clock time as `HH:MM`. Raises ValueError."""
    if len(text) != len("HH:MM"):
        raise ValueError("not a clock time")
    return time.fromisoformat(text)


def days_between(first: date, last: date) -> list[date]:
    """All days from `first` to `last`, both included."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
