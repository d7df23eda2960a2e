"""A goal that comes under special protection takes its meetings with it."""

from datetime import timedelta

import pytest

from pwa_server.casework import agreements, goals, needs
from pwa_server.casework.goals import Agreed
from pwa_server.casework.needs import Wish
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


def raise_to(parts, world: World, sensitivity: str) -> None:
    def edit(tx: Tx) -> None:
        goal = tx.row("goals.find", goal_id=world.ids["amina.standard.goal"], high="yes")
        goals.edit(tx, goal["id"], goal["version"], goal["title"], Agreed(sensitivity=sensitivity))

    parts.database.write_now(world.ids["karin"], NOW_TEXT, edit)


def scope(parts, world: World, grant: str) -> list[str]:
    rows = parts.database.utils().query(
        "SELECT goal_id FROM mentor_grant_goals WHERE grant_id = ?", [world.ids[f"{grant}.grant"]]
    )
    return [row["goal_id"] for row in rows]


@pytest.mark.parametrize("sensitivity", ["elevated", "high"])
def test_what_can_not_be_shared_leaves_every_running_grant(parts, browser_of, world: World, sensitivity: str) -> None:
    raise_to(parts, world, sensitivity)
    assert scope(parts, world, "mona") == []
    # An ended grant keeps what it was about: it lets nobody in.
    assert scope(parts, world, "magnus") == [world.ids["amina.standard.goal"]]
    mona = browser_of("mona")
    assert mona.get(f"/mentor/clients/{world.ids['mona.grant']}").status_code == 404
    assert world.canaries["amina.standard.goal.title"] not in mona.get("/mentor/clients").text
    step = f"/mentor/clients/{world.ids['mona.grant']}/steps/{world.ids['amina.standard.step1']}/reports"
    assert mona.post(step, data={"report": "done"}).status_code == 404


def test_an_everyday_goal_stays_granted_when_its_words_change(parts, browser_of, world: World) -> None:
    raise_to(parts, world, "standard")
    assert scope(parts, world, "mona") == [world.ids["amina.standard.goal"]]
    assert browser_of("mona").get(f"/mentor/clients/{world.ids['mona.grant']}").status_code == 200


def test_a_mentor_who_sees_no_goal_any_more_does_not_come_along(parts, world: World) -> None:
    raise_to(parts, world, "elevated")
    row = meeting(parts.database, world)
    assert (row["sensitivity"], row["mentor_id"]) == ("standard", None)


def test_a_mentor_with_another_goal_still_comes_along(parts, world: World) -> None:
    def more(tx: Tx) -> None:
        goal = tx.insert(
            "goals", case_id=world.ids["amina.case"], life_area="work", title_sealed="Arbeit", state="agreed",
            made_at=NOW_TEXT,
        )  # fmt: skip
        tx.insert("mentor_grant_goals", grant_id=world.ids["mona.grant"], goal_id=goal)

    parts.database.write_now("", NOW_TEXT, more)
    raise_to(parts, world, "elevated")
    assert meeting(parts.database, world)["mentor_id"] == world.ids["mona"]


def test_a_request_that_waits_loses_the_goal_too(parts, world: World) -> None:
    parts.database.write_now(
        "", NOW_TEXT, lambda tx: tx.update("mentor_grants", world.ids["mona.grant"], state="offered")
    )
    raise_to(parts, world, "elevated")
    assert scope(parts, world, "mona") == []


@pytest.mark.parametrize(("before", "after"), [("standard", "high"), ("elevated", "high"), ("high", "high")])
def test_wish_of_a_goal_protected_later_is_protected_too(
    browser_of, parts, clock, world: World, before: str, after: str
) -> None:
    def wish(tx: Tx) -> str:
        words = {
            "own_words_sealed": "Mein Wunsch",
            "own_words_language": "ar",
            "state": "goal_made",
            "made_at": NOW_TEXT,
        }
        of_goal = {"case_id": world.ids["amina.case"], "goal_id": world.ids["amina.standard.goal"]}
        return tx.insert("needs", life_area="language", urgency="soon", sensitivity=before, **of_goal, **words)

    def protect(tx: Tx) -> None:
        goals.edit(tx, world.ids["amina.standard.goal"], 1, "Ziel", Agreed(sensitivity="high"))

    need_id = parts.database.write_now("", NOW_TEXT, wish)
    parts.database.write_now(world.ids["karin"], NOW_TEXT, protect)
    assert parts.database.utils()["needs"].get(need_id)["sensitivity"] == after
    assert "Mein Wunsch" not in browser_of("dora").get(f"/desk/cases/{world.ids['amina.case']}/needs").text
    amina = browser_of("amina")
    clock.at += timedelta(minutes=11)
    assert "Mein Wunsch" not in amina.get("/about-me").text


@pytest.fixture
def wish_id(parts, world: World) -> str:
    """A standard wish of which Amina's first goal was made: Mona sees it, a partner's link too, and it is offered."""

    def make(tx: Tx) -> str:
        made = needs.add(tx, world.ids["amina.case"], Wish("language", "soon", german="Sicher wohnen"))
        needs.link(tx, world.ids["amina.case"], made, world.ids["amina.standard.goal"], "standard")
        return made

    return parts.database.write_now(world.ids["karin"], NOW_TEXT, make)


def raise_wish(parts, world: World, wish_id: str, sensitivity: str) -> None:
    version = parts.database.utils()["needs"].get(wish_id)["version"]
    wish = Wish("language", "soon", german="Sicher wohnen", sensitivity=sensitivity)
    parts.database.write_now(world.ids["karin"], NOW_TEXT, needs.edit, wish_id, version, wish)


def test_more_protection_of_a_wish_takes_its_goal_along(parts, browser_of, world: World, wish_id: str) -> None:
    raise_wish(parts, world, wish_id, "high")
    table, ids = parts.database.utils(), world.ids
    assert table["goals"].get(ids["amina.standard.goal"])["sensitivity"] == "high"
    assert not list(table["mentor_grant_goals"].rows_where("grant_id = ?", [ids["mona.grant"]]))
    assert not list(table["step_shares"].rows_where("ended_at IS NULL"))
    version = table["agreement_versions"].get(ids["amina.agreement"])
    assert (version["state"], version["snapshot_sealed"], version["hash"]) == ("draft", None, None)
    assert meeting(parts.database, world)["sensitivity"] == "high"
    title = world.canaries["amina.standard.goal.title"]
    for name, path in (
        ("amina", "/plan"), ("amina", "/agreement"), ("mona", f"/mentor/clients/{ids['mona.grant']}"),
        ("karin", f"/desk/agreements/{ids['amina.agreement']}"), ("karin", f"/desk/cases/{ids['amina.case']}/print"),
    ):  # fmt: skip
        assert title not in browser_of(name).get(path).text, path


def test_a_wish_a_little_more_protected_leaves_mentors_but_not_the_agreement(parts, world: World, wish_id: str) -> None:
    raise_wish(parts, world, wish_id, "elevated")
    table = parts.database.utils()
    assert table["goals"].get(world.ids["amina.standard.goal"])["sensitivity"] == "elevated"
    assert not list(table["mentor_grant_goals"].rows_where("grant_id = ?", [world.ids["mona.grant"]]))
    assert table["agreement_versions"].get(world.ids["amina.agreement"])["state"] == "offered"


def test_a_wish_is_never_less_protected_than_its_goal(parts, world: World, wish_id: str) -> None:
    raise_wish(parts, world, wish_id, "high")
    raise_wish(parts, world, wish_id, "standard")
    assert parts.database.utils()["needs"].get(wish_id)["sensitivity"] == "high"


@pytest.mark.parametrize(
    ("state", "becomes"), [("partly_signed", "discarded"), ("in_force", "in_force"), ("draft", "draft")]
)
def test_what_is_signed_already_is_thrown_away_or_stays_as_it_was_agreed(
    parts, world: World, wish_id: str, state: str, becomes: str
) -> None:
    version = world.ids["amina.agreement"]
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.update("agreement_versions", version, state=state))
    raise_wish(parts, world, wish_id, "high")
    assert parts.database.utils()["agreement_versions"].get(version)["state"] == becomes


def test_an_agreement_without_the_goal_waits_on(parts, world: World) -> None:
    parts.database.write_now(world.ids["karin"], NOW_TEXT, agreements.leave_out, world.ids["amina.high.goal"])
    assert parts.database.utils()["agreement_versions"].get(world.ids["amina.agreement"])["state"] == "offered"


def test_the_desk_says_what_becomes_of_the_goal_before_anything_is_saved(
    parts, browser_of, world: World, wish_id: str
) -> None:
    karin, path = browser_of("karin"), f"/desk/needs/{wish_id}"
    version = parts.database.utils()["needs"].get(wish_id)["version"]
    form = {"version": str(version), "life_area": "language", "urgency": "soon", "german": "Sicher wohnen"}
    form |= {"sensitivity": "high", "own_words": "", "own_words_language": ""}
    page = karin.post(path, data=form)
    assert page.status_code == 200
    assert "Auch das Ziel kommt unter Schutz." in page.text
    assert world.canaries["amina.standard.goal.title"] in page.text
    goal = parts.database.utils()["goals"]
    assert goal.get(world.ids["amina.standard.goal"])["sensitivity"] == "standard"
    assert 'name="goal_too" type="hidden" value="yes"' in page.text
    assert karin.post(path, data=form | {"goal_too": "yes"}).status_code == 303
    assert goal.get(world.ids["amina.standard.goal"])["sensitivity"] == "high"
