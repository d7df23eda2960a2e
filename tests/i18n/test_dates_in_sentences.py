"""A date stands in a sentence: its own words never end with a stop."""

from datetime import date

import pytest

from pwa_server.i18n.formats import when
from pwa_server.i18n.languages import BY_TAG


@pytest.mark.parametrize("tag", BY_TAG)
def test_date_brings_no_full_stop_of_its_own(tag: str) -> None:
    day = when(tag, date(2026, 3, 24), date(2026, 3, 1))
    assert not day.long.endswith(".")
    assert not day.full.endswith(".")


def test_year_is_written_out_in_ukrainian() -> None:
    day = when("uk", date(2026, 3, 24), date(2026, 3, 1))
    assert " ".join(day.long.split()) == "24 березня 2026 року"
    assert " ".join(day.full.split()) == "вівторок, 24 березня 2026 року"
