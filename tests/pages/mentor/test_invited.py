"""A client asks somebody along to a talk, also to the first one, when there is no goal yet to show."""

from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.world import World

Browser = Callable[..., TestClient]
BOOKING = {
    "day": "2026-12-01", "clock": "09:30", "minutes": "60", "topic": "", "goal_id": "", "place": "Weg 3",
    "room": "", "way": "", "partner_id": "", "interpreter_language": "", "mentor_id": "", "sensitivity": "standard",
    "place_kind": "office", "accepted": "2026-12-01 09:30",
}  # fmt: skip
COMING_ALONG = {"rights": ["see_steps", "see_meetings_invited", "mark_own_steps_done"]}


@pytest.fixture
def ask(browser_of: Browser, parts: Any, world: World) -> Callable[..., int]:
    """Badr, who has no goal yet, asks Magnus along by the code on his card."""
    parts.database.utils().conn.execute(
        "UPDATE goals SET state = 'dropped' WHERE case_id = ?", [world.ids["badr.case"]]
    )
    code = parts.database.utils()["mentors"].get(world.ids["magnus"])["mentor_code"]
    sent = {"who": "code", "code": code, "person": world.ids["magnus"], "until": "2027-05-24"}

    def answer(**changes: Any) -> int:
        return browser_of("badr").post("/grants", data=sent | COMING_ALONG | changes).status_code

    return answer


@pytest.fixture
def grant(ask: Callable[..., int], browser_of: Browser, parts: Any, world: World) -> str:
    """Magnus has said yes."""
    assert ask() == 303
    (row,) = parts.database.utils().query(
        "SELECT id, rights FROM mentor_grants WHERE case_id = ? AND mentor_id = ?",
        [world.ids["badr.case"], world.ids["magnus"]],
    )
    assert row["rights"] == '["see_meetings_invited"]', "what shows nothing without a goal is not kept"
    assert browser_of("magnus").post(f"/mentor/grants/{row['id']}/answer", data={"answer": "accept"}).status_code == 303
    return str(row["id"])


def book(browser_of: Browser, parts: Any, world: World, kind: str) -> str:
    answer = browser_of("karin").post(
        f"/desk/cases/{world.ids['badr.case']}/meetings/new", data=BOOKING | {"kind": kind}
    )
    assert answer.status_code == 303
    (row,) = parts.database.utils().query(
        "SELECT id FROM meetings WHERE case_id = ? AND local_date = '2026-12-01'", [world.ids["badr.case"]]
    )
    return str(row["id"])


@pytest.mark.requirement("R21")
def test_somebody_without_a_goal_can_ask_for_company(browser_of: Browser, ask: Callable[..., int]) -> None:
    form = browser_of("badr").get("/grants/new").text
    assert 'value="see_meetings_invited"' in form
    assert 'value="see_steps"' not in form, "there is no step to see"
    assert 'name="goals"' not in form


@pytest.mark.requirement("R21")
def test_neither_goals_nor_meetings_is_no_grant(ask: Callable[..., int]) -> None:
    assert ask(rights=["see_steps"]) == 422


@pytest.mark.parametrize("kind", ["clearing", "review", "partner_appointment"])
@pytest.mark.requirement("R21")
def test_the_invited_mentor_reads_when_and_where_and_answers(
    kind: str, grant: str, browser_of: Browser, parts: Any, world: World
) -> None:
    meeting, magnus = book(browser_of, parts, world, kind), browser_of("magnus")
    path = f"/mentor/meetings/{meeting}"
    assert magnus.get(path).status_code == 404, "nobody has asked yet"
    badr = browser_of("badr")
    assert f'value="{world.ids["magnus"]}"' in badr.get(f"/meetings/{meeting}").text
    invited = badr.post(f"/meetings/{meeting}/companion", data={"mentor_id": world.ids["magnus"]})
    assert invited.status_code == 303
    assert "Weg 3" in magnus.get(path).text
    assert magnus.post(f"{path}/answers", data={"answer": "coming"}).status_code == 303
    assert world.canaries["magnus.name"] in badr.get(f"/meetings/{meeting}").text
    assert badr.post(f"/meetings/{meeting}/companion", data={"mentor_id": ""}).status_code == 303
    assert magnus.get(path).status_code == 404


@pytest.mark.requirement("R21")
def test_company_without_goals_shows_none(grant: str, browser_of: Browser, parts: Any, world: World) -> None:
    parts.database.utils().conn.execute("UPDATE goals SET state = 'agreed' WHERE case_id = ?", [world.ids["badr.case"]])
    page = browser_of("magnus").get(f"/mentor/clients/{grant}").text
    seen = {place for place, word in world.canaries.items() if word in page}
    assert {place for place in seen if place.startswith("badr")} == {"badr.name"}
    badr = browser_of("badr").get("/sharing").text
    assert world.canaries["magnus.name"] in badr


@pytest.mark.requirement("R21")
def test_goals_that_are_shown_later_are_seen(grant: str, browser_of: Browser, parts: Any, world: World) -> None:
    connection = parts.database.utils().conn
    connection.execute("UPDATE goals SET state = 'agreed' WHERE case_id = ?", [world.ids["badr.case"]])
    (row,) = parts.database.utils().query("SELECT version FROM mentor_grants WHERE id = ?", [grant])
    chosen = {
        "version": str(row["version"]),
        "goals": [world.ids["badr.standard.goal"]],
        "rights": ["see_meetings_invited"],
    }
    assert browser_of("badr").post(f"/grants/{grant}", data=chosen).status_code == 303
    assert world.canaries["badr.standard.goal.title"] in browser_of("magnus").get(f"/mentor/clients/{grant}").text
