"""What holds of every code, moment, name, text message and list, and not only of those that somebody thought of."""

from __future__ import annotations

import csv
import io
import unicodedata
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa_server.domain import names, quiet_days, reminders, secrets, sms, takeover, times
from pwa_server.storage.ids import new_code
from pwa_server.web.forms import clean

ANY_TEXT = st.text(max_size=60)
MOMENTS = st.integers(946_684_800, 4_102_444_800).map(lambda second: times.instant(datetime.fromtimestamp(second, UTC)))
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
CLOCKS = st.times().map(lambda clock: clock.strftime("%H:%M"))
NAMES = st.text(st.characters(categories=["L", "Mn", "Mc"]), min_size=1, max_size=30)
OVERRIDES = {*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A)), "\u200e", "\u200f", "\u061c"}


def last_sunday(year: int, month: int) -> date:
    """The night to this day the clocks change, in March and in October."""
    end = date(year, month, 31)
    return end - timedelta(days=(end.weekday() + 1) % 7)


CHANGES = st.builds(last_sunday, st.integers(2024, 2060), st.sampled_from([3, 10]))


# Codes


def test_no_code_of_thousands_has_a_sign_that_is_taken_for_another() -> None:
    codes = [new_code() for _ in range(3000)]
    assert set("".join(codes)) == {*secrets.CODE_ALPHABET, "-"}
    assert len({secrets.read_code(code) for code in codes}) == len(codes)


@given(st.text(max_size=10))
def test_reading_a_code_twice_reads_the_same(typed: str) -> None:
    once = secrets.read_code(typed)
    assert secrets.read_code(once) == once
    assert secrets.read_code(secrets.show_code(once)) == once
    assert once.isalnum() or not once


@given(ANY_TEXT)
def test_any_text_is_read_as_a_code_a_name_or_digits_without_breaking(typed: str) -> None:
    assert not set(secrets.read_code(typed)) & set("OQDILJSZBGU")
    assert secrets.tidy_code(typed).count("-") <= 2
    assert secrets.read_sign_in_name(typed) == secrets.read_sign_in_name(secrets.read_sign_in_name(typed))
    assert len(secrets.read_digits(typed)) == len(typed)


# Moments


@given(DAYS, CLOCKS)
def test_clock_on_the_wall_is_the_one_that_was_booked(day: date, clock: str) -> None:
    shown = times.berlin(times.starts_at(day.isoformat(), clock)).strftime("%Y-%m-%d %H:%M")
    skipped = day == last_sunday(day.year, 3) and clock.startswith("02:")
    assert shown == f"{day} {'03' + clock[2:] if skipped else clock}"


@given(CHANGES, CLOCKS)
def test_an_hour_that_comes_twice_is_the_first_and_one_that_is_left_out_is_the_next(day: date, clock: str) -> None:
    start = times.starts_at(day.isoformat(), clock)
    hour_earlier = times.berlin(times.later(start, hours=-1)).strftime("%H:%M")
    if clock.startswith("02:"):
        assert hour_earlier == "01" + clock[2:]
    assert times.berlin_day(start) == day


@given(MOMENTS, MOMENTS, st.integers(-(10**7), 10**7))
def test_moments_are_ordered_as_their_texts(one: str, other: str, seconds: int) -> None:
    assert (one < other) == (times.moment(one) < times.moment(other))
    assert times.later(times.later(one, seconds=seconds), seconds=-seconds) == one


@given(ANY_TEXT | st.from_regex(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", fullmatch=True))
def test_what_is_no_moment_is_no_moment(text: str) -> None:
    try:
        found = times.moment(text)
    except ValueError:
        return
    assert times.instant(found) == text


@given(st.dictionaries(st.sampled_from(quiet_days.STEPS), MOMENTS, min_size=1), MOMENTS)
def test_an_account_counts_seven_days_after_the_last_who_let_somebody_in(steps: dict[str, str], now: str) -> None:
    counts = quiet_days.counts_from(steps)
    assert all(times.moment(counts) - times.moment(step) >= timedelta(days=7) for step in steps.values())
    assert times.later(counts, days=-7) in steps.values()
    read = quiet_days.rights_in_force({quiet_days.COMPLAINTS, "account_management"}, counts, now)
    assert (quiet_days.COMPLAINTS in read) == (now >= counts)


@given(CHANGES, st.integers(-4, 4), CLOCKS, st.integers(0, 6 * 24 * 60))
def test_reminders_around_a_change_of_the_clocks_come_in_time_and_by_day(
    change: date, days: int, clock: str, before: int
) -> None:
    start = times.starts_at((change + timedelta(days=days)).isoformat(), clock)
    now = times.later(start, minutes=-before)
    plan = reminders.plan_meeting("booked", start, now)
    for message in plan.messages:
        assert now <= message.due_at < start
        assert message.kind == "booked" or 8 <= times.berlin(message.due_at).hour < 20
    assert all(one.due_at < other.due_at for one, other in pairwise(plan.messages))
    for offset in reminders.OFFSETS:
        due = reminders.reminder_due(start, offset)
        assert timedelta(0) <= times.moment(start) - times.moment(due) - timedelta(hours=offset) < timedelta(hours=14)


# Names and typed text


@given(NAMES)
def test_everybody_is_found_by_the_own_name_however_it_is_typed(name: str) -> None:
    for typed in (name, name.upper(), name.lower(), f"  {name} ", unicodedata.normalize("NFD", name)):
        assert names.matches(typed, [name])


@given(ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_no_question_breaks_the_search(asked: str, name: str, phone: str) -> None:
    assert names.matches(asked, [name, None], phone) in (0, 1, 2)
    assert names.fold(names.fold(asked)) == names.fold(asked)
    assert all(set(skeleton) <= set("fhjklmnprst") for skeleton in names.skeletons(asked))


@given(st.text(st.characters() | st.sampled_from(sorted(OVERRIDES)), max_size=60))
def test_typed_text_turns_no_direction_and_hides_nothing(typed: str) -> None:
    kept = clean(typed)
    assert not OVERRIDES & set(kept)
    assert clean(kept) == kept
    assert all(sign in "\n\t" or unicodedata.category(sign) != "Cc" for sign in kept)


# Text messages


@given(st.text(st.characters(codec="utf-8"), max_size=500), st.text(max_size=100))
def test_a_longer_text_never_costs_less(text: str, more: str) -> None:
    assert 1 <= sms.parts(text) <= sms.parts(text + more)


@given(st.text(st.characters(min_codepoint=0x600, max_codepoint=0x6FF), min_size=1, max_size=500))
def test_arabic_letters_are_seventy_to_a_message(text: str) -> None:
    assert sms.parts(text) == (1 if len(text) <= 70 else -(-len(text) // 67))


@given(st.text("abcdefghijklmnopqrstuvwxyzäöüß 0123456789.,:", max_size=900))
def test_german_letters_are_a_hundred_and_sixty_to_a_message(text: str) -> None:
    assert sms.parts(text) == (1 if len(text) <= 160 else -(-len(text) // 153))


# Lists that somebody kept

CELLS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=60)
PEOPLE = st.lists(CELLS.map(str.strip).filter(bool), min_size=1, max_size=12)


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@given(found=PEOPLE)
def test_a_list_that_a_spreadsheet_wrote_is_read_as_it_was(separator: str, found: list[str]) -> None:
    written = io.StringIO()
    writer = csv.writer(written, delimiter=separator)
    writer.writerows(
        [["Name", "Sprache", "Telefon", "Termin", "Uhrzeit"], *([name, "ar", "", "", ""] for name in found)]
    )
    entries = takeover.read_list(written.getvalue(), {"ar": "ar"}, date(2026, 11, 24))
    assert [entry.name for entry in entries] == found
    assert not [entry.errors for entry in entries if entry.errors]


@given(st.text(max_size=400) | st.text(';,\t"\n\r=12.:', max_size=400))
def test_any_text_is_a_list_with_errors_at_most(text: str) -> None:
    for entry in takeover.read_list(text, {"ar": "ar"}, date(2026, 11, 24)):
        assert set(entry.errors) <= set(takeover.COLUMNS)
        assert len(entry.name) <= takeover.LONGEST_CELL


@given(st.binary(max_size=200))
def test_any_file_is_read_as_text(body: bytes) -> None:
    assert isinstance(takeover.decoded(body), str)


@given(CELLS, st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_a_file_in_any_encoding_of_unicode_says_the_same(text: str, encoding: str) -> None:
    assert takeover.decoded(text.lstrip("\ufeff").encode(encoding)) == text.lstrip("\ufeff")
