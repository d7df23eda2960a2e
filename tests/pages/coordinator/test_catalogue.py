"""The catalogue at the desk: what a reader sees of a wording that leaves something open."""

import re
from typing import Any


def test_gap_in_a_wording_is_told_in_words(browser_of: Any) -> None:
    page = browser_of("ada").get("/office/catalogue?area=language").text
    assert "Deutschtest [Sprachniveau] bestehen" in page
    assert not re.search(r"\{[a-z]+\}", page)
