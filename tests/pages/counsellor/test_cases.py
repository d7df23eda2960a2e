"""My people: the own caseload, found by any spelling, in any script, or by phone digits."""

import re

import pytest

from tests.pages.counsellor import plant
from tests.world import World


@pytest.fixture
def caseload(parts, world: World) -> World:
    plant.another_client(parts, world, 1, native="سميرة مثال", phone="030 23125-771")
    plant.another_client(parts, world, 2, native="Олена Приклад", phone="030 23125-772")
    plant.another_client(parts, world, 3, native="Jörg Müller")
    return world


def names(page: str) -> list[str]:
    return re.findall(r"<b><bdi[^>]*>([^<]*)</bdi></b>", page)


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("samira", "سميرة مثال"),
        ("سمير", "سميرة مثال"),
        ("olena", "Олена Приклад"),
        ("MUELLER", "Jörg Müller"),
        ("joerg", "Jörg Müller"),
        ("125-772", "Олена Приклад"),
    ],
)
def test_a_person_is_found_by_any_spelling(browser_of, caseload: World, asked: str, first: str) -> None:
    page = browser_of("karin").get("/desk/cases", params={"q": asked})
    assert page.status_code == 200
    assert names(page.text)[0] == first


def test_typing_answers_with_the_list_alone(browser_of, caseload: World) -> None:
    part = browser_of("karin").get("/desk/cases", params={"q": "olena"}, headers={"HX-Request-Type": "partial"})
    assert part.text.lstrip().startswith('<div id="people"')
    assert names(part.text) == ["Олена Приклад"]


def test_without_a_question_everybody_of_the_own_caseload_stands_there(browser_of, caseload: World) -> None:
    assert len(names(browser_of("karin").get("/desk/cases").text)) == 5
    assert names(browser_of("dora").get("/desk/cases").text) == [f"Amina {caseload.canaries['amina.name']}"]
    assert names(browser_of("olle").get("/desk/cases").text) == []


def test_nobody_found_says_so(browser_of, caseload: World) -> None:
    page = browser_of("karin").get("/desk/cases", params={"q": "Xylophon"})
    assert names(page.text) == []
    assert "Niemand gefunden" in page.text


@pytest.mark.parametrize(
    "asked", ["'; DROP TABLE cases; --", "<script>alert(1)</script>", "\u202eabc", "%", "x" * 5000, "\x00"]
)
def test_odd_questions_find_nobody_and_break_nothing(browser_of, caseload: World, asked: str) -> None:
    page = browser_of("karin").get("/desk/cases", params={"q": asked})
    assert page.status_code == 200
    assert "<script>alert" not in page.text


def test_a_closed_case_stands_at_the_end(browser_of, parts, caseload: World) -> None:
    parts.database.utils().execute("UPDATE cases SET state = 'closed' WHERE id = ?", (caseload.ids["amina.case"],))
    assert names(browser_of("karin").get("/desk/cases").text)[-1].startswith("Amina")


def test_an_erased_case_is_gone(browser_of, parts, caseload: World) -> None:
    parts.database.utils().execute("UPDATE cases SET state = 'erased' WHERE id = ?", (caseload.ids["amina.case"],))
    assert caseload.canaries["amina.name"] not in browser_of("karin").get("/desk/cases").text


def test_deputy_sees_no_protected_meeting_in_the_list(browser_of, parts, world: World) -> None:
    parts.database.utils().execute("UPDATE meetings SET state = 'held' WHERE sensitivity <> 'high'")
    assert "03.12.2026" not in browser_of("dora").get("/desk/cases").text
    assert "03.12.2026" in browser_of("karin").get("/desk/cases").text
