"""Demand beside seats: people and gaps as the last finished quarter told them, so that no page tells of one person."""

import re
from typing import Any

import pytest

from pwa_server.casework import indicators
from tests.world import World

QUARTER_OVER = "2027-01-12T09:00:00Z"


def add_case(parts: Any, world: World, name: str, level: str = "A2") -> None:
    """Somebody who looks for a German course."""

    def insert(tx: Any) -> None:
        account = tx.insert(
            "accounts", role="client", carrier_id=world.ids["carrier"], name_sealed=name, opaque_id=name, language="uk",
            made_at=tx.now,
        )  # fmt: skip
        tx.insert("clients", id=account, made_at=tx.now)
        case_id = tx.insert(
            "cases", client_id=account, carrier_id=world.ids["carrier"], path="plan", state="planning", opened_at=tx.now
        )
        tx.insert(
            "goals", case_id=case_id, life_area="language", title_sealed="Deutsch", state="agreed", made_at=tx.now
        )
        tx.insert(
            "situation_languages", case_id=case_id, language="de", skill="speaking", level=level, source="test",
            on_day="2026-11-25", made_at=tx.now,
        )  # fmt: skip
        tx.insert(
            "service_gaps", carrier_id=world.ids["carrier"], month="2026-11", life_area="language", level=level,
            childcare="yes", source="no_match", about_digest=name,
        )  # fmt: skip

    parts.database.write_now("", "2026-11-25T09:00:00Z", insert)


def tell_quarter(parts: Any) -> None:
    while parts.database.write_now("", QUARTER_OVER, indicators.write_due):
        pass


def shown(browser_of: Any) -> str:
    return browser_of("ada").get("/office/demand").text.split("<main")[1].split("</main>")[0]


def level(page: str, name: str) -> str:
    return page.split(f'<th scope="row">{name}</th>')[1].split("</tr>")[0]


@pytest.mark.requirement("R30")
def test_people_of_the_last_quarter_stand_beside_the_seats_of_today(parts: Any, browser_of: Any, world: World) -> None:
    for number in range(27):
        add_case(parts, world, f"case-{number}", ("A1", "A2", "B1")[number % 3])
    tell_quarter(parts)
    page = shown(browser_of)
    assert "4. Quartal 2026" in page
    assert "3 von 12" in level(page, "A2")
    assert re.search(r'class="number" data-label="Menschen">(mindestens )?\d+<', level(page, "A2"))
    assert re.search(r'class="number">(mindestens )?\d+<', page.split("Hier fehlt ein Angebot")[1])
    assert "Amina" not in page


@pytest.mark.requirement("R30")
def test_one_case_more_shows_the_same_page(parts: Any, browser_of: Any, world: World) -> None:
    for number in range(9):
        add_case(parts, world, f"a2-{number}")
    tell_quarter(parts)
    before = shown(browser_of)
    for place in ("A2", "B1"):
        add_case(parts, world, f"one more {place}", place)
        assert shown(browser_of) == before
        tell_quarter(parts)
        assert shown(browser_of) == before, "a quarter is told once"


@pytest.mark.requirement("R30")
@pytest.mark.parametrize("number", range(5))
def test_few_people_look_like_nobody(parts: Any, browser_of: Any, world: World, number: int) -> None:
    for each in range(number):
        add_case(parts, world, f"b1-{each}", "B1")
    tell_quarter(parts)
    page = shown(browser_of)
    assert "nicht gezeigt" in level(page, "B1")
    assert level(page, "B1").split("data-label")[1] == level(page, "C2").split("data-label")[1]


def test_before_the_first_quarter_nothing_is_told_of_people(parts: Any, browser_of: Any, world: World) -> None:
    before = shown(browser_of)
    for number in range(9):
        add_case(parts, world, f"a2-{number}")
    assert shown(browser_of) == before
    assert "Die Zahl der Menschen kommt nach dem ersten Quartal." in before
