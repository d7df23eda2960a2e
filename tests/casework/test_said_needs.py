"""What a client says herself that she needs: with a yes to the plan, new at the desk, taken back while nobody works on it."""

from typing import Any

import pytest

from pwa_server.casework import consents, goals, needs, said_needs
from pwa_server.casework.goals import Agreed
from pwa_server.casework.needs import Wish
from pwa_server.casework.recordings import Voice
from pwa_server.domain.problems import BadInput, NotAllowed, NotVisible, RuleBroken
from tests.casework.desk import Desk
from tests.world import World
from tests.worlds.reviews import SILENCE


@pytest.fixture
def desk(parts: Any, world: World) -> Desk:
    return Desk(parts, world)


def sql(desk: Desk, statement: str, *values: Any) -> Any:
    return desk.database.utils().conn.execute(statement, values).fetchall()


def need(desk: Desk, need_id: str) -> Any:
    return desk.row("karin", "needs.find", need_id=need_id, high="yes")


@pytest.mark.requirement("R02", "R04")
def test_an_area_is_enough_and_words_stay_as_they_were_said(desk: Desk) -> None:
    silent = need(desk, desk.does("amina", said_needs.say, "work", "", "ar"))
    assert (silent["said_by"], silent["state"], silent["own_words"], silent["sensitivity"]) == (
        "client",
        "open",
        None,
        "standard",
    )
    said = need(desk, desk.does("amina", said_needs.say, "housing", "أريد بيتًا", "ar"))
    assert (said["own_words"], said["own_words_language"]) == ("أريد بيتًا", "ar")


def test_a_wish_about_health_is_protected_with_its_voice(desk: Desk) -> None:
    need_id = desk.does("amina", said_needs.say, "health", "", "ar", Voice(SILENCE, "ar", "client"))
    row = need(desk, need_id)
    assert row["sensitivity"] == "high"
    assert desk.row("amina", "recordings.find", recording_id=row["recording_id"])["sensitivity"] == "high"
    for who in ("amina", "karin"):
        shown = desk.rows(who, "recordings.of_case", case_id=row["case_id"], high="no")
        assert row["recording_id"] not in {voice["id"] for voice in shown}
    with pytest.raises(NotVisible):
        desk.does("dora", said_needs.see, need_id)


@pytest.mark.parametrize(("area", "words"), [("", ""), ("weather", ""), ("work", "x" * 501)])
def test_what_is_no_area_or_too_long_is_not_kept(desk: Desk, area: str, words: str) -> None:
    with pytest.raises(BadInput):
        desk.does("amina", said_needs.say, area, words, "ar")


def test_without_a_yes_to_the_plan_nothing_is_kept(desk: Desk) -> None:
    with pytest.raises(RuleBroken):
        desk.does("badr", said_needs.say, "work", "", "ar")
    desk.does("badr", consents.give, desk.world.ids["badr.case"], "case_record")
    assert desk.does("badr", said_needs.say, "work", "", "ar")


def test_where_the_law_keeps_the_plan_no_yes_is_asked(desk: Desk) -> None:
    sql(desk, "UPDATE carriers SET plan_basis = 'law'")
    assert desk.does("badr", said_needs.say, "work", "", "ar")


@pytest.mark.parametrize("state", ["closed", "restricted"])
def test_a_plan_that_is_over_or_hidden_takes_nothing(desk: Desk, state: str) -> None:
    sql(desk, "UPDATE cases SET state = ? WHERE id = ?", state, desk.world.ids["amina.case"])
    with pytest.raises(RuleBroken):
        desk.does("amina", said_needs.say, "work", "", "ar")


def test_nobody_else_says_what_a_client_needs(desk: Desk) -> None:
    for who in ("karin", "mona", "ada"):
        with pytest.raises(NotVisible):
            desk.does(who, said_needs.say, "work", "", "ar")


def test_it_is_new_at_the_desk_until_somebody_has_looked(desk: Desk) -> None:
    need_id = desk.does("amina", said_needs.say, "work", "شغل", "ar")
    assert need_id in {row["id"] for row in desk.rows("karin", "needs.new_said")}
    desk.does("karin", said_needs.see, need_id)
    desk.does("karin", said_needs.see, need_id)
    assert need_id not in {row["id"] for row in desk.rows("karin", "needs.new_said")}
    shown = desk.rows("amina", "needs.of_case", case_id=desk.world.ids["amina.case"], high="no")
    assert (
        next(row for row in shown if row["id"] == need_id)["seen_name"]
        == desk.row("karin", "accounts.find", id=desk.world.ids["karin"])["name"]
    )


def test_protected_words_stay_off_the_day_list_and_a_deputy_does_not_read_the_area(desk: Desk) -> None:
    need_id = desk.does("amina", said_needs.say, "health", "قلبي", "ar")
    listed = {
        who: next(row for row in desk.rows(who, "needs.new_said") if row["id"] == need_id) for who in ("karin", "dora")
    }
    assert [row["own_words"] for row in listed.values()] == [None, None]
    assert (listed["karin"]["life_area"], listed["dora"]["life_area"]) == ("health", "")


def test_she_takes_it_back_without_a_trace(desk: Desk) -> None:
    need_id = desk.does("amina", said_needs.say, "work", "", "ar", Voice(SILENCE, "ar", "client"))
    desk.does("karin", said_needs.see, need_id)
    desk.does("amina", said_needs.take_back, need_id)
    assert need(desk, need_id) is None
    for table, column in (("need_states", "need_id"), ("recordings", "subject_id")):
        assert sql(desk, f"SELECT count(*) FROM {table} WHERE {column} = ?", need_id)[0][0] == 0


def worked_on(desk: Desk, need_id: str, how: str) -> None:
    if how == "edited":
        desk.does("karin", needs.edit, need_id, 1, Wish("work", "soon", german="Arbeit"))
    elif how == "moved":
        desk.does("karin", needs.move, need_id, 1, "no_offer")
    else:
        case_id = desk.world.ids["amina.case"]
        desk.does("karin", goals.add_own, case_id, "work", "Ich finde Arbeit.", Agreed(need_id=need_id))


@pytest.mark.parametrize("how", ["edited", "moved", "made a goal"])
def test_what_somebody_works_on_stays_and_counts_as_looked_at(desk: Desk, how: str) -> None:
    need_id = desk.does("amina", said_needs.say, "work", "شغل", "ar")
    worked_on(desk, need_id, how)
    assert need(desk, need_id)["seen_at"]
    with pytest.raises(RuleBroken):
        desk.does("amina", said_needs.take_back, need_id)
    with pytest.raises(RuleBroken):
        desk.does("amina", said_needs.speak, need_id, Voice(SILENCE, "ar", "client"))


def test_what_the_office_wrote_down_is_not_hers_to_take_away_and_nobody_takes_hers(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        desk.does("amina", said_needs.take_back, desk.world.ids["amina.standard.need"])
    need_id = desk.does("amina", said_needs.say, "work", "", "ar")
    for who, problem in (("badr", NotVisible), ("mona", NotVisible), ("karin", NotAllowed)):
        with pytest.raises(problem):
            desk.does(who, said_needs.take_back, need_id)
