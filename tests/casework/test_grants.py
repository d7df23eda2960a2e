"""Only the client makes a grant; ending it works at once."""

import json
from datetime import date

import pytest

from pwa_server.casework.grants import change_grant, end_grant, request_grant
from pwa_server.casework.mentoring import answer_invitation
from pwa_server.domain.problems import BadInput, NotVisible, RuleBroken
from tests.world import NOW_TEXT, World

UNTIL = date(2027, 5, 24)


@pytest.fixture
def run(parts, world: World):
    def as_person(name: str, verb, *args):
        return parts.database.write_now(world.ids[name], NOW_TEXT, verb, *args)

    return as_person


def grant(parts, grant_id: str) -> dict:
    return dict(parts.database.utils().conn.execute("SELECT * FROM mentor_grants WHERE id = ?", [grant_id]).fetchone())


def code(parts, world: World, name: str) -> str:
    row = parts.database.utils().conn.execute("SELECT mentor_code FROM mentors WHERE id = ?", [world.ids[name]])
    return row.fetchone()[0]


def test_mentor_with_a_valid_certificate_is_asked_at_once(run, parts, world: World) -> None:
    made = run("amina", request_grant, code(parts, world, "magnus"), "", [world.ids["amina.standard.goal"]], UNTIL)
    assert grant(parts, made)["state"] == "offered"
    assert grant(parts, made)["expires_on"] == "2027-05-24"


def test_farids_grant_waits_while_the_certificate_was_not_shown(run, parts, world: World) -> None:
    parts.database.utils().conn.execute("DELETE FROM clearances WHERE mentor_id = ?", [world.ids["magnus"]])
    made = run("amina", request_grant, code(parts, world, "magnus"), "", [world.ids["amina.standard.goal"]], UNTIL)
    assert grant(parts, made)["state"] == "requested"


def test_lapsed_certificate_is_none(run, parts, world: World) -> None:
    parts.database.utils().conn.execute("UPDATE clearances SET lapses_on = '2026-11-24'")
    made = run("amina", request_grant, code(parts, world, "magnus"), "", [world.ids["amina.standard.goal"]], UNTIL)
    assert grant(parts, made)["state"] == "requested"


def test_somebody_is_wished_for_without_a_code(run, parts, world: World) -> None:
    made = run("amina", request_grant, "", "Jobcenter", [world.ids["amina.standard.goal"]], UNTIL)
    assert (grant(parts, made)["state"], grant(parts, made)["mentor_id"]) == ("requested", None)


def test_new_grant_lets_nobody_in_yet(run, parts, world: World) -> None:
    run("amina", request_grant, code(parts, world, "magnus"), "", [world.ids["amina.standard.goal"]], UNTIL)
    assert not parts.database.read(world.ids["magnus"], NOW_TEXT).rows(
        "goals.of_case", case_id=world.ids["amina.case"], high="no"
    )


@pytest.mark.parametrize("until", [date(2026, 11, 24), date(2026, 11, 1), date(2027, 11, 25), date(2030, 1, 1)])
def test_grant_runs_from_tomorrow_to_twelve_months(run, world: World, until: date) -> None:
    with pytest.raises(BadInput):
        run("amina", request_grant, "", "", [world.ids["amina.standard.goal"]], until)


@pytest.mark.parametrize("until", [date(2026, 11, 25), date(2027, 11, 24)])
def test_first_and_last_day_are_allowed(run, world: World, until: date) -> None:
    assert run("amina", request_grant, "", "", [world.ids["amina.standard.goal"]], until)


@pytest.mark.parametrize("goal", ["amina.high.goal", "badr.standard.goal"])
def test_protected_and_foreign_goals_are_never_granted(run, world: World, goal: str) -> None:
    with pytest.raises(NotVisible):
        run("amina", request_grant, "", "", [world.ids["amina.standard.goal"], world.ids[goal]], UNTIL)


def test_grant_shows_a_goal_or_lets_somebody_come_along(run, parts, world: World) -> None:
    with pytest.raises(BadInput):
        run("amina", request_grant, "", "", [], UNTIL, ["see_steps"])
    made = run("amina", request_grant, "", "", [], UNTIL, ["see_steps", "see_meetings_invited"])
    assert grant(parts, made)["rights"] == '["see_meetings_invited"]'


def test_unknown_code_is_said(run, world: World) -> None:
    with pytest.raises(BadInput):
        run("amina", request_grant, "NOBODY", "", [world.ids["amina.standard.goal"]], UNTIL)


def test_same_mentor_is_not_asked_twice(run, parts, world: World) -> None:
    with pytest.raises(RuleBroken):
        run("amina", request_grant, code(parts, world, "mona"), "", [world.ids["amina.standard.goal"]], UNTIL)


@pytest.mark.parametrize("name", ["karin", "dora", "mona", "ada"])
def test_nobody_but_the_client_makes_a_grant(run, world: World, name: str) -> None:
    with pytest.raises(NotVisible):
        run(name, request_grant, "", "", [world.ids["amina.standard.goal"]], UNTIL)


def test_ended_grant_shows_the_mentor_nothing_any_more(run, parts, world: World) -> None:
    assert run("amina", end_grant, world.ids["mona.grant"]) == "revoked"
    read = parts.database.read(world.ids["mona"], NOW_TEXT)
    assert not read.rows("goals.of_case", case_id=world.ids["amina.case"], high="no")
    assert not read.rows("meetings.of_case", case_id=world.ids["amina.case"], high="no")


def test_mentor_whose_grant_ended_does_not_come_along(run, parts, world: World) -> None:
    run("amina", end_grant, world.ids["mona.grant"])
    found = parts.database.read(world.ids["amina"], NOW_TEXT).row(
        "meetings.find", meeting_id=world.ids["amina.standard.meeting"], high="no"
    )
    assert found["mentor_id"] is None


def test_ending_twice_is_no_mistake(run, parts, world: World) -> None:
    run("amina", end_grant, world.ids["mona.grant"])
    before = grant(parts, world.ids["mona.grant"])
    assert run("amina", end_grant, world.ids["mona.grant"]) == "revoked"
    assert grant(parts, world.ids["mona.grant"]) == before


def test_waiting_grant_is_taken_back(run, parts, world: World) -> None:
    made = run("amina", request_grant, "", "", [world.ids["amina.standard.goal"]], UNTIL)
    assert run("amina", end_grant, made) == "cancelled"


@pytest.mark.parametrize("name", ["badr", "karin", "mona"])
def test_others_find_no_grant_to_end(run, world: World, name: str) -> None:
    with pytest.raises(NotVisible):
        run(name, end_grant, world.ids["mona.grant"])


@pytest.mark.parametrize(("chosen", "stays"), [(["see_steps"], False), (["see_meetings_invited"], True)])
def test_mentor_who_may_not_see_meetings_any_more_is_reminded_of_none(
    run, parts, world: World, chosen: list[str], stays: bool
) -> None:
    meeting = world.ids["amina.standard.meeting"]
    run("mona", answer_invitation, meeting, "coming", NOW_TEXT)
    run("amina", change_grant, world.ids["mona.grant"], 1, [world.ids["amina.standard.goal"]], chosen)
    connection = parts.database.utils().conn
    found = connection.execute("SELECT mentor_id FROM meetings WHERE id = ?", [meeting]).fetchone()
    assert (found[0] == world.ids["mona"]) is stays
    about = "SELECT id FROM reminders WHERE person_id = ? AND state = 'due' AND meeting_id = ?"
    assert bool(connection.execute(about, [world.ids["mona"], meeting]).fetchall()) is stays


@pytest.mark.requirement("R19")
def test_another_choice_is_a_yes_of_its_own_that_says_what_it_covers(run, parts, world: World) -> None:
    made, goal = world.ids["mona.grant"], world.ids["amina.standard.goal"]
    run("amina", change_grant, made, 1, [goal], ["see_steps"])
    run("amina", change_grant, made, 2, [goal], ["see_steps", "write_note_to_client"])
    first, *others = consents_of(parts, made)
    assert first["state"] == "expired"
    covered = [json.loads(row["scope"]) for row in others]
    assert covered == [
        {"goals": [goal], "rights": ["see_goals", "see_steps"]},
        {"goals": [goal], "rights": ["see_goals", "see_steps", "write_note_to_client"]},
    ]
    assert [row["state"] for row in others] == ["expired", "given"]
    assert {row["expires_on"] for row in others} == {grant(parts, made)["expires_on"]}


def test_same_choice_again_is_no_new_yes_and_tells_nobody(run, parts, world: World) -> None:
    made, goal = world.ids["mona.grant"], world.ids["amina.standard.goal"]
    now = json.loads(grant(parts, made)["rights"])
    run("amina", change_grant, made, 1, [goal], now[1:])
    assert len(consents_of(parts, made)) == 1
    assert not told(parts)


@pytest.mark.parametrize(("state", "who"), [("active", {"amina", "mona"}), ("suspended", {"amina"})])
def test_client_and_mentor_are_told_of_a_change_but_nobody_why_a_grant_rests(
    run, parts, world: World, state: str, who: set[str]
) -> None:
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.update("mentor_grants", world.ids["mona.grant"], state=state))
    run("amina", change_grant, world.ids["mona.grant"], 1, [world.ids["amina.standard.goal"]], ["see_steps"])
    assert told(parts) == {world.ids[name] for name in who}


def consents_of(parts, grant_id: str) -> list[dict]:
    rows = parts.database.utils().query("SELECT * FROM consents WHERE recipient = ? ORDER BY rowid", [grant_id])
    return list(rows)


def told(parts) -> set[str]:
    """Who reads of it on the first page, or gets the message that there is something new."""
    of_client = (
        "SELECT c.client_id AS id FROM tellings t JOIN cases c ON c.id = t.case_id WHERE t.kind = 'grant_changed'"
    )
    pushed = "SELECT person_id AS id FROM reminders WHERE kind = 'news'"
    return {row["id"] for words in (of_client, pushed) for row in parts.database.utils().query(words)}
