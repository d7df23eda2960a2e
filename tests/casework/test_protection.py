"""A goal that comes under special protection takes its meetings with it."""

import pytest

from pwa_server.casework import goals
from pwa_server.casework.goals import Agreed
from pwa_server.domain.problems import NotVisible
from pwa_server.storage.database import Database, Tx
from tests.world import NOW_TEXT, World


@pytest.fixture
def protected(parts, world: World) -> World:
    """Amina's first goal, about which Mona was asked along to a meeting, is protected from now on."""

    def protect(tx: Tx) -> None:
        goal = tx.row("goals.find", goal_id=world.ids["amina.standard.goal"], high="yes")
        goals.edit(tx, goal["id"], goal["version"], goal["title"], Agreed(sensitivity="high"))

    parts.database.write_now(world.ids["karin"], NOW_TEXT, protect)
    return world


def meeting(database: Database, world: World) -> dict:
    return database.utils()["meetings"].get(world.ids["amina.standard.meeting"])


def test_meetings_of_a_goal_are_as_protected_as_it_is(parts, protected: World) -> None:
    row = meeting(parts.database, protected)
    assert (row["sensitivity"], row["mentor_id"], row["mentor_wished"]) == ("high", None, "no")


def test_nothing_of_a_goal_protected_later_is_stored_or_in_a_calendar(browser_of, protected: World) -> None:
    amina = browser_of("amina")
    word = protected.canaries["amina.standard.meeting.place"]
    assert all(word not in amina.get(path).text for path in ("/today", "/meetings", "/plan/print"))
    path = f"/meetings/{protected.ids['amina.standard.meeting']}"
    assert amina.get(f"{path}/calendar.ics").status_code == 404
    assert amina.get(path).headers["SW-Store"].endswith(";0")


@pytest.mark.parametrize("name", ["mona", "dora"])
def test_mentor_and_deputy_lose_sight_of_it_at_once(browser_of, protected: World, name: str) -> None:
    area = "mentor" if name == "mona" else "desk"
    path = f"/{area}/meetings/{protected.ids['amina.standard.meeting']}"
    assert browser_of(name).get(path).status_code == 404


def test_nothing_more_is_said_to_the_mentor(parts, world: World) -> None:
    def waiting(tx: Tx) -> None:
        tx.insert(
            "reminders", case_id=world.ids["amina.case"], meeting_id=world.ids["amina.standard.meeting"],
            person_id=world.ids["mona"], kind="reminder", starts_at="2026-12-03T13:30:00Z",
            due_at="2026-12-02T13:30:00Z", stale_at="2026-12-03T13:30:00Z", made_at=NOW_TEXT,
        )  # fmt: skip

    def protect(tx: Tx) -> None:
        goals.edit(tx, world.ids["amina.standard.goal"], 1, "Ziel", Agreed(sensitivity="high"))

    parts.database.write_now("", NOW_TEXT, waiting)
    parts.database.write_now(world.ids["karin"], NOW_TEXT, protect)
    states = [row["state"] for row in parts.database.utils().query("SELECT state FROM reminders")]
    assert states == ["cancelled"]


def test_nobody_protects_what_is_not_theirs(parts, world: World) -> None:
    with pytest.raises(NotVisible):
        parts.database.write_now(
            world.ids["olle"], NOW_TEXT, goals.edit, world.ids["amina.standard.goal"], 1, "Ziel", Agreed("high")
        )
    assert meeting(parts.database, world)["sensitivity"] == "standard"
