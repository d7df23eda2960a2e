"""A list with a thousand rows stays a page that can be read: thirty at a time, and the way to the others."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.world import LONG_AGO, World

Browser = Callable[..., TestClient]
MANY = 1000


@pytest.fixture
def many_partners(parts: Any, world: World) -> None:
    """A thousand places more."""

    def add(tx: Any) -> None:
        for number in range(MANY):
            tx.insert(
                "partners", name=f"Stelle {number:04d}", kind="childcare", verified_on="2026-11-20", made_at=LONG_AGO
            )

    parts.database.write_now("", parts.now(), add)


def named(text: str) -> list[str]:
    return re.findall(r"Stelle \d{4}", text)


@pytest.mark.usefixtures("many_partners")
def test_a_thousand_places_are_shown_in_parts_and_none_is_left_out(browser_of: Browser) -> None:
    ada, path, seen = browser_of("ada"), "/office/partners", []
    while path:
        page = ada.get(path).text
        assert len(page) < 100_000
        seen += named(page)
        found = re.search(r'rel="next" href="([^"]+)"', page)
        path = found[1] if found else ""
    assert len(seen) == len(set(seen)) == MANY


@pytest.mark.usefixtures("many_partners")
def test_the_next_part_keeps_what_was_asked(browser_of: Browser) -> None:
    page = browser_of("ada").get("/office/partners?q=Stelle+00&page=2").text
    assert len(named(page)) == 30
    assert 'rel="prev" href="/office/partners?q=Stelle+00&amp;page=1"' in page
    assert "Seite 2 von 4" in page


@pytest.mark.usefixtures("many_partners")
@pytest.mark.parametrize("asked", ["0", "-1", "x", "99999999999", "²", "", "9999"])
def test_a_part_that_does_not_exist_shows_the_nearest(browser_of: Browser, asked: str) -> None:
    answer = browser_of("ada").get("/office/partners", params={"page": asked})
    assert answer.status_code == 200
    assert named(answer.text)


def test_a_short_list_has_no_parts(browser_of: Browser, world: World) -> None:
    for path in ("/office/offers", "/office/interpreters", "/office/accounts", "/office/mentors", "/network/notes"):
        assert 'rel="next"' not in browser_of("ada").get(path).text
