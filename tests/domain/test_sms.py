"""What a text message costs."""

import pytest

from pwa_server.domain.sms import parts


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("ä" * 160, 1),
        # The euro sign takes two places, and is not cut in the middle.
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("a" + "€" * 152, 2),
        ("a" + "€" * 153, 3),
        ("م" * 70, 1),
        ("م" * 71, 2),
        ("م" * 134, 2),
        ("م" * 135, 3),
        # One sign that is not of the alphabet makes all of them cost more.
        ("a" * 70 + "ş", 2),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
        ("😀" * 66, 2),
        ("😀" * 67, 3),
    ],
)
def test_parts_are_counted_as_networks_count_them(text: str, count: int) -> None:
    assert parts(text) == count
