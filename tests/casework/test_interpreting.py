"""Who interprets: the register, what a meeting needs, and that no meeting is settled by the office before."""

from typing import Any

import pytest

from pwa_server.casework import interpreting, meeting_answers, meetings
from pwa_server.casework.interpreting import Arrangement, Interpreter
from pwa_server.casework.meetings import Time
from pwa_server.domain.meetings import INTERPRETER_MOVES, INTERPRETER_STATES
from pwa_server.domain.problems import BadInput, NotAllowed, NotVisible, RuleBroken
from tests.casework.desk import Desk
from tests.world import World


@pytest.fixture
def desk(parts: Any, world: World) -> Desk:
    made = Desk(parts, world)
    needed = {"interpreter_language": "ar", "interpreter_state": "needed"}
    made.does("karin", lambda tx: tx.update("meetings", world.ids["amina.standard.meeting"], **needed))
    return made


@pytest.fixture
def meeting(world: World) -> str:
    return world.ids["amina.standard.meeting"]


def found(desk: Desk, meeting: str) -> Any:
    return desk.row("karin", "meetings.find", meeting_id=meeting, high="no")


def arrange(desk: Desk, meeting: str, state: str, name: str = "karin", **more: Any) -> None:
    desk.does(name, interpreting.arrange, meeting, found(desk, meeting)["version"], Arrangement(state, **more))


@pytest.mark.requirement("R22")
def test_office_does_not_settle_a_meeting_before_the_interpreter_is(
    desk: Desk, browser_of: Any, world: World, meeting: str
) -> None:
    karin, amina = browser_of("karin"), browser_of("amina")
    for state in ("needed", "booked", "none_found"):
        desk.does("karin", lambda tx, state=state: tx.update("meetings", meeting, interpreter_state=state))
        answer = karin.post(f"/desk/meetings/{meeting}/settlement")
        assert answer.status_code == 409
        assert "Der Termin steht fest, wenn die Übersetzung feststeht." in answer.text
        assert (found(desk, meeting)["state"], found(desk, meeting)["client_answer"]) == ("planned", None)
    arrange(desk, meeting, "confirmed", interpreter_id=world.ids["interpreter"])
    assert karin.post(f"/desk/meetings/{meeting}/settlement").status_code == 303
    assert found(desk, meeting)["state"] == "confirmed"
    amina.post("/settings/reading", data={"language": "de", "text_size": "normal"})
    assert "Jemand übersetzt für Sie." in amina.get(f"/meetings/{meeting}").text


@pytest.mark.requirement("R22")
def test_clients_yes_is_always_kept(desk: Desk, browser_of: Any, meeting: str) -> None:
    assert browser_of("amina").post(f"/meetings/{meeting}/answers", data={"answer": "coming"}).status_code == 303
    assert (found(desk, meeting)["client_answer"], found(desk, meeting)["state"]) == ("coming", "planned")
    desk.does("karin", meeting_answers.record_spoken_answer, meeting, "coming")
    arrange(desk, meeting, "confirmed", name="karin")
    assert found(desk, meeting)["state"] == "confirmed", "now both are sure"


@pytest.mark.parametrize("to", INTERPRETER_STATES)
@pytest.mark.parametrize("state", INTERPRETER_STATES)
def test_interpreting_moves_only_where_the_table_says(state: str, to: str, desk: Desk, meeting: str) -> None:
    desk.does("karin", lambda tx: tx.update("meetings", meeting, interpreter_state=state))
    if to in INTERPRETER_MOVES[state] and to != "not_needed":
        arrange(desk, meeting, to)
        assert found(desk, meeting)["interpreter_state"] == to
    else:
        with pytest.raises((RuleBroken, BadInput)):
            arrange(desk, meeting, to)
        assert found(desk, meeting)["interpreter_state"] == state


@pytest.mark.requirement("R22")
def test_language_dialect_wish_and_person_are_kept(desk: Desk, browser_of: Any, world: World, meeting: str) -> None:
    arrange(desk, meeting, "booked", interpreter_id=world.ids["interpreter"], dialect="Levante", wish="woman")
    kept = desk.row("karin", "interpreters.of_meeting", meeting_id=meeting)
    assert (kept["dialect"], kept["wish"], kept["interpreter_id"]) == ("Levante", "woman", world.ids["interpreter"])
    assert found(desk, meeting)["interpreter_name"] == "Ida Idiom"
    page = browser_of("karin").get(f"/desk/meetings/{meeting}").text
    assert 'value="Levante"' in page
    stored = str(list(desk.database.utils().query("SELECT * FROM meeting_interpreting, interpreters")))
    assert "Levante" not in stored
    assert "Ida" not in stored


@pytest.mark.requirement("R22")
@pytest.mark.parametrize("state", ["needed", "booked", "none_found", "confirmed"])
def test_wish_and_dialect_are_noted_at_any_time_and_nothing_else_moves(
    state: str, desk: Desk, browser_of: Any, world: World, meeting: str
) -> None:
    somebody = {"interpreter_name_sealed": "Ida Idiom"} if state in ("booked", "confirmed") else {}
    desk.does("karin", lambda tx: tx.update("meetings", meeting, interpreter_state=state, **somebody))
    before = found(desk, meeting)
    form = {"version": before["version"], "state": "", "wish": "woman", "dialect": "Levante"}
    assert browser_of("karin").post(f"/desk/meetings/{meeting}/confirm-interpreter", data=form).status_code == 303
    kept, after = desk.row("karin", "interpreters.of_meeting", meeting_id=meeting), found(desk, meeting)
    assert (kept["wish"], kept["dialect"]) == ("woman", "Levante")
    assert [after[what] for what in ("state", "interpreter_state", "interpreter_name")] == [
        before[what] for what in ("state", "interpreter_state", "interpreter_name")
    ]


def test_the_list_says_whom_the_wish_fits(desk: Desk, browser_of: Any, world: World, meeting: str) -> None:
    facts = {"gender": "woman", "dialects": "Levante"}
    desk.does("ada", lambda tx: tx.update("interpreters", world.ids["interpreter"], **facts))
    assert "Ida Idiom · Frau · Levante" in browser_of("karin").get(f"/desk/meetings/{meeting}").text


def test_wish_goes_along_to_another_day_and_whoever_was_asked_is_asked_anew(
    desk: Desk, world: World, meeting: str
) -> None:
    arrange(desk, meeting, "confirmed", interpreter_id=world.ids["interpreter"], wish="woman")
    new = desk.does("karin", meetings.move, meeting, found(desk, meeting)["version"], Time("2026-12-08", "10:00", 60))
    kept = desk.row("karin", "interpreters.of_meeting", meeting_id=new)
    assert (kept["wish"], kept["interpreter_id"]) == ("woman", None)
    assert found(desk, new)["interpreter_state"] == "needed"


@pytest.mark.parametrize("changes", [{"languages": '["tr"]'}, {"confidential_since": None}])
def test_who_does_not_speak_it_or_has_not_promised_is_not_booked(
    changes: dict[str, Any], desk: Desk, world: World, meeting: str
) -> None:
    desk.does("ada", lambda tx: tx.update("interpreters", world.ids["interpreter"], **changes))
    with pytest.raises(RuleBroken):
        arrange(desk, meeting, "booked", interpreter_id=world.ids["interpreter"])
    assert found(desk, meeting)["interpreter_state"] == "needed"


@pytest.mark.parametrize("more", [{"interpreter_id": "nobody"}, {"wish": "a friend"}, {"dialect": "x" * 201}])
def test_what_can_not_be_is_refused(more: dict[str, str], desk: Desk, meeting: str) -> None:
    with pytest.raises(BadInput):
        arrange(desk, meeting, "booked", **more)


@pytest.mark.parametrize(("name", "problem"), [("olle", NotVisible), ("badr", NotVisible), ("amina", NotAllowed)])
def test_nobody_else_arranges_it(name: str, problem: type[Exception], desk: Desk, meeting: str) -> None:
    with pytest.raises(problem):
        arrange(desk, meeting, "booked", name=name)


class TestRegister:
    def test_coordination_keeps_it_and_counsellors_read_it(self, desk: Desk, browser_of: Any) -> None:
        entry = Interpreter("Rana Dolmetsch", "woman", ("ar", "kmr"), "Levante", phone="030 23125-700")
        made = desk.does("ada", interpreting.add, entry)
        karin = browser_of("karin")
        assert "Rana Dolmetsch" in karin.get("/office/interpreters?language=kmr").text
        assert "Versprechen fehlt noch" in karin.get("/office/interpreters").text
        assert karin.get(f"/office/interpreters/{made}").status_code == 403
        desk.does("ada", interpreting.end, made, 1)
        assert "Rana Dolmetsch" not in karin.get("/office/interpreters").text

    @pytest.mark.parametrize("name", ["karin", "amina", "mona"])
    def test_nobody_else_changes_it(self, name: str, desk: Desk) -> None:
        with pytest.raises(NotAllowed):
            desk.does(name, interpreting.add, Interpreter("X", languages=("ar",)))

    @pytest.mark.parametrize(
        "entry",
        [Interpreter("", languages=("ar",)), Interpreter("X"), Interpreter("X", "other", ("ar",))],
    )
    def test_entries_that_can_not_be_are_refused(self, entry: Interpreter, desk: Desk) -> None:
        with pytest.raises(BadInput):
            desk.does("ada", interpreting.add, entry)


def test_day_list_names_meetings_for_which_nobody_was_found(desk: Desk, browser_of: Any, meeting: str) -> None:
    arrange(desk, meeting, "none_found")
    assert 'id="interpreters"' in browser_of("karin").get("/desk").text


def test_an_entry_without_a_language_says_what_is_missing_beside_it(browser_of: Any) -> None:
    answer = browser_of("ada").post("/office/interpreters", data={"name": "Ida Idiom", "gender": "woman"})
    assert answer.status_code == 422
    assert 'id="languages-error"' in answer.text
