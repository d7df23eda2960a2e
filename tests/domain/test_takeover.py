"""A list that somebody kept, as people write it: separators, marks, old encodings, days and times."""

from datetime import date

import pytest

from pwa_server.domain.takeover import clock_of, day_of, decoded, read_list

TODAY = date(2026, 11, 24)
LANGUAGES = {"arabisch": "ar", "ar": "ar", "dari": "fa-AF", "türkisch": "tr"}
ONE = "Sonne;Arabisch;030 23125-400;24.12.2026;14:30"


def read(text: str) -> list:
    return read_list(text, LANGUAGES, TODAY)


def test_a_row_is_a_person_with_the_next_meeting() -> None:
    (entry,) = read(ONE)
    assert (entry.name, entry.language, entry.phone) == ("Sonne", "ar", "030 23125-400")
    assert (entry.day, entry.clock, entry.errors) == ("2026-12-24", "14:30", {})


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_spreadsheets_separate_in_different_ways(separator: str) -> None:
    (entry,) = read(ONE.replace(";", separator))
    assert (entry.name, entry.language, entry.day, entry.errors) == ("Sonne", "ar", "2026-12-24", {})


def test_quoted_cells_may_hold_the_separator_and_a_line_break() -> None:
    (entry,) = read('"Sonne; die Ältere";Arabisch;;;')
    assert entry.name == "Sonne; die Ältere"


@pytest.mark.parametrize(
    "body",
    [
        ONE.encode(),
        b"\xef\xbb\xbf" + ONE.encode(),
        ONE.encode("utf-16"),
        ONE.replace("Sonne", "Müller").encode("cp1252"),
    ],
    ids=["utf-8", "with a mark", "utf-16", "windows"],
)
def test_files_come_in_many_encodings(body: bytes) -> None:
    (entry,) = read(decoded(body))
    assert entry.name in ("Sonne", "Müller")
    assert not entry.errors


def test_the_first_row_may_name_the_columns_in_any_order() -> None:
    (entry,) = read("Telefon;Vorname;Notiz;Uhrzeit;Datum;Sprache\n030 23125-400;Mond;streng geheim;9;1.12.26;Dari")
    assert (entry.name, entry.language, entry.day, entry.clock) == ("Mond", "fa-AF", "2026-12-01", "09:00")
    assert entry.number == 2
    assert "streng geheim" not in str(entry)


@pytest.mark.parametrize(
    "cell",
    ["24.12.2026 14:30", "24.12.26, 14.30 Uhr", "2026-12-24 14:30:00", "2026-12-24T14:30", "24.12.2026 um 14:30"],
)
def test_day_and_time_may_stand_in_one_cell(cell: str) -> None:
    (entry,) = read(f"Name;Sprache;Telefon;Nächster Termin\nSonne;Arabisch;;{cell}")
    assert (entry.day, entry.clock, entry.errors) == ("2026-12-24", "14:30", {})


def test_wrong_day_beside_a_time_is_told_as_a_wrong_day() -> None:
    (entry,) = read("Sonne;Arabisch;;31.02.2026 14:30")
    assert set(entry.errors) == {"day"}
    assert entry.clock == "14:30"


def test_empty_rows_are_no_people() -> None:
    assert [entry.name for entry in read("\n;;;;\nSonne;Arabisch;;;\n\n  \n")] == ["Sonne"]
    assert read("") == []


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (";Arabisch;;;", "name"),
        ("x" * 201 + ";Arabisch;;;", "name"),
        ("Sonne;;;;", "language"),
        ("Sonne;Klingonisch;;;", "language"),
        ("Sonne;Arabisch;anrufen!;;", "phone"),
        ("Sonne;Arabisch;;30.2.2027;10:00", "day"),
        ("Sonne;Arabisch;;morgen;10:00", "day"),
        ("Sonne;Arabisch;;23.11.2026;10:00", "day"),
        ("Sonne;Arabisch;;24.12.2036;10:00", "day"),
        ("Sonne;Arabisch;;24.12.2026;25:00", "clock"),
        ("Sonne;Arabisch;;24.12.2026;", "clock"),
        ("Sonne;Arabisch;;;10:00", "day"),
    ],
)
def test_what_is_wrong_is_said_at_its_column(row: str, column: str) -> None:
    (entry,) = read(row)
    assert set(entry.errors) == {column}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("24.12.2026", "2026-12-24"), ("4.1.27", "2027-01-04"), ("24/12/2026", "2026-12-24"), ("2026-12-24", "2026-12-24"),
        ("", None), ("24.12.", None), ("32.1.2027", None), ("heute", None), ("2026-13-01", None),
    ],
)  # fmt: skip
def test_days_are_read_as_people_write_them(text: str, day: str | None) -> None:
    assert day_of(text) == (date.fromisoformat(day) if day else None)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("14:30", "14:30"), ("9.05", "09:05"), ("9", "09:00"), ("14 Uhr", "14:00"), ("14:30 Uhr", "14:30"),
        ("08:00:00", "08:00"), ("24:00", None), ("", None), ("früh", None), ("-1", None),
    ],
)  # fmt: skip
def test_times_are_read_as_people_write_them(text: str, clock: str | None) -> None:
    found = clock_of(text)
    assert (found.strftime("%H:%M") if found else None) == clock


@pytest.mark.parametrize("text", ['"', '"a;b', "\x00;\x00", "a" * 20_000, '";"\n";"', ";" * 999, "\ufeff" + ONE])
def test_nothing_that_is_pasted_breaks_the_reading(text: str) -> None:
    assert isinstance(read(text), list)
