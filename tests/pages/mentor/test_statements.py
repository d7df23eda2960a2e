"""Pages about mentors make as many statements for many people as for few."""

import pytest

from tests.world import NOW_TEXT, World

PAGES = {
    "/office/mentor-requests": "ada", "/office/mentors": "ada", "/mentor": "mona", "/mentor/more": "mona",
    "/mentor/clients": "mona", "/today": "amina", "/sharing": "amina",
}  # fmt: skip


def add(parts, world: World, number: int) -> None:
    """More wishes, more mentors with grants of Amina, more notes."""

    def insert(tx) -> None:
        for place in range(number):
            asked = {
                "rights": '["see_goals", "see_steps"]',
                "expires_on": "2026-12-01",
                "made_at": tx.now,
                "state_at": tx.now,
            }
            tx.insert("mentor_grants", case_id=world.ids["badr.case"], state="requested", wish_sealed="Wunsch", **asked)
            person = tx.insert(
                "accounts", role="mentor", name_sealed="Neu", opaque_id=f"n{tx.now}{number}{place}", made_at=tx.now
            )
            code = f"N{number}X{place}"
            tx.insert("mentors", id=person, mentor_code=code, confidentiality_on="2026-01-01", made_at=tx.now)
            valid = {"valid_from": tx.now, "state": "active"}
            for mentor in (person, world.ids["mona"]):
                grant = tx.insert("mentor_grants", case_id=world.ids["amina.case"], mentor_id=mentor, **asked, **valid)
                tx.insert("mentor_grant_goals", grant_id=grant, goal_id=world.ids["amina.standard.goal"])
            note = {"grant_id": grant, "mentor_id": world.ids["mona"], "text_sealed": "Hallo", "language": "de"}
            tx.insert("mentor_notes", case_id=world.ids["amina.case"], made_at=tx.now, **note)
        tx.update("steps", world.ids["amina.standard.step2"], responsible="mentor", mentor_id=world.ids["mona"])
        tx.run("unscoped.touch_case", case_id=world.ids["amina.case"])

    parts.database.write_now("", NOW_TEXT, insert)


def statements(parts, browser, path: str) -> int:
    seen: list[str] = []
    parts.database._reading.set_trace_callback(seen.append)
    try:
        assert browser.get(path).status_code == 200
    finally:
        parts.database._reading.set_trace_callback(None)
    return len(seen)


@pytest.mark.parametrize("path", PAGES)
def test_as_many_statements_for_many_as_for_few(path: str, browser_of, parts, world: World) -> None:
    browser = browser_of(PAGES[path])
    browser.get(path)
    add(parts, world, 2)
    few = statements(parts, browser, path)
    add(parts, world, 15)
    assert statements(parts, browser, path) == few
