"""The client's answer to a meeting is always kept."""

import pytest

from pwa_server.casework import reminders
from pwa_server.casework.meeting_answers import answer_meeting, record_spoken_answer
from pwa_server.domain.problems import BadInput, NotAllowed, NotVisible, RuleBroken
from tests.world import NOW_TEXT, World

EARLIER, NOW = "2026-11-24T07:00:00Z", NOW_TEXT


@pytest.fixture
def answers(parts, world: World):
    def answer(name: str, what: str, tapped: str = NOW, **more) -> str:
        return parts.database.write_now(
            world.ids[name], NOW_TEXT, answer_meeting, world.ids["amina.standard.meeting"], what, tapped, **more
        )

    return answer


def meeting(parts, world: World) -> dict:
    return parts.database.read(world.ids["amina"], NOW_TEXT).row(
        "meetings.find", meeting_id=world.ids["amina.standard.meeting"], high="no"
    )


def put(parts, world: World, **changes) -> None:
    parts.database.write_now(
        "", NOW_TEXT, lambda tx: tx.update("meetings", world.ids["amina.standard.meeting"], **changes)
    )


def kept(parts) -> int:
    return parts.database.utils().conn.execute("SELECT COUNT(*) FROM meeting_answers").fetchone()[0]


def test_coming_confirms_the_meeting(answers, parts, world: World) -> None:
    assert answers("amina", "coming") == "confirmed"
    assert meeting(parts, world)["client_answer"] == "coming"


def test_coming_a_second_time_is_accepted(answers, parts) -> None:
    answers("amina", "coming")
    assert answers("amina", "coming") == "confirmed"
    assert kept(parts) == 2


@pytest.mark.parametrize("state", ["moved", "cancelled", "held", "not_held"])
def test_answer_to_a_meeting_that_no_longer_stands_is_kept_and_changes_nothing(
    answers, parts, world: World, state: str
) -> None:
    put(parts, world, state=state)
    assert answers("amina", "coming") == state
    assert kept(parts) == 1
    assert meeting(parts, world)["client_answer"] is None


@pytest.mark.parametrize("case_state", ["closed", "restricted"])
def test_answer_in_a_case_that_rests_changes_nothing(answers, parts, world: World, case_state: str) -> None:
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.update("cases", world.ids["amina.case"], state=case_state))
    assert answers("amina", "coming") == "planned"
    assert kept(parts) == 1


def test_cannot_asks_for_another_day_and_keeps_the_wish(answers, parts, world: World) -> None:
    assert answers("amina", "cannot", wish="phone", words="Kind krank") == "reschedule_requested"
    found = meeting(parts, world)
    assert found["client_answer"] == "cannot"
    assert "Kind krank" in found["wish"]


def test_coming_after_all_takes_the_wish_back(answers, parts, world: World) -> None:
    answers("amina", "cannot", wish="later")
    assert answers("amina", "coming") == "confirmed"
    assert meeting(parts, world)["wish"] is None


def test_meeting_is_not_confirmed_before_the_interpreter_is(answers, parts, world: World) -> None:
    put(parts, world, interpreter_state="booked")
    assert answers("amina", "coming") == "planned"
    assert meeting(parts, world)["client_answer"] == "coming"


def test_older_answer_does_not_win_over_a_newer_one(answers, parts, world: World) -> None:
    answers("amina", "coming", NOW)
    assert answers("amina", "cannot", EARLIER) == "confirmed"
    assert meeting(parts, world)["client_answer"] == "coming"
    assert kept(parts) == 2


@pytest.mark.parametrize(("answer", "wish"), [("perhaps", ""), ("", ""), ("cannot", "never")])
def test_unknown_answer_or_wish_changes_nothing(answers, parts, answer: str, wish: str) -> None:
    with pytest.raises(BadInput):
        answers("amina", answer, wish=wish)
    assert kept(parts) == 0


@pytest.mark.parametrize("name", ["badr", "mona", "magnus", "olle"])
def test_strangers_find_no_meeting(answers, name: str) -> None:
    with pytest.raises(NotVisible):
        answers(name, "coming")


def test_nobody_answers_for_the_client(answers) -> None:
    with pytest.raises(NotAllowed):
        answers("karin", "coming")


@pytest.fixture
def said(parts, world: World):
    """What somebody at the desk writes down after a call."""

    def write_down(name: str, what: str, now: str = NOW) -> str:
        return parts.database.write_now(
            world.ids[name], now, record_spoken_answer, world.ids["amina.standard.meeting"], what
        )

    return write_down


@pytest.mark.parametrize("name", ["karin", "dora"])
def test_yes_on_the_telephone_confirms_and_the_call_is_done(said, parts, world: World, name: str) -> None:
    parts.database.write_now(world.ids["karin"], NOW, reminders.meeting_booked, world.ids["amina.standard.meeting"])
    assert said(name, "coming") == "confirmed"
    assert meeting(parts, world)["client_answer"] == "coming"
    assert [task["closed_as"] for task in parts.database.utils()["call_tasks"].rows] == ["spoken"]
    assert [row["by_id"] for row in parts.database.utils()["meeting_answers"].rows] == [world.ids[name]]


def test_no_on_the_telephone_asks_for_another_day(said) -> None:
    assert said("karin", "cannot") == "reschedule_requested"


def test_answer_that_the_client_taps_later_wins_over_the_call(said, answers, parts, world: World) -> None:
    said("karin", "cannot")
    answers("amina", "coming", "2026-11-24T09:30:00Z")
    assert meeting(parts, world)["client_answer"] == "coming"


def test_nothing_is_written_down_once_the_meeting_has_begun(said, parts, world: World) -> None:
    with pytest.raises(RuleBroken):
        said("karin", "coming", "2026-12-03T13:30:00Z")
    put(parts, world, state="cancelled")
    with pytest.raises(RuleBroken):
        said("karin", "coming")
    assert not kept(parts)


@pytest.mark.parametrize(
    ("name", "what", "problem"),
    [
        ("karin", "perhaps", BadInput),
        ("amina", "coming", NotAllowed),
        ("mona", "coming", NotAllowed),
        ("olle", "coming", NotVisible),
        ("badr", "coming", NotVisible),
    ],
)
def test_only_the_desk_of_the_case_writes_an_answer_down(said, parts, name: str, what: str, problem: type) -> None:
    with pytest.raises(problem):
        said(name, what)
    assert not kept(parts)
