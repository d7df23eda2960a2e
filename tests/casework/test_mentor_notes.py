"""A mentor's words are the client's: where the grant says so, in the grant's time, read by nobody else."""

from datetime import date

import pytest

from pwa_server.casework import grants, mentoring
from pwa_server.casework.mentor_notes import MOST_A_DAY, put_away, write_note
from pwa_server.domain.problems import BadInput, NotAllowed, NotVisible, RuleBroken
from tests.casework.desk import Desk
from tests.world import World

RIGHTS = '["see_goals", "write_note_to_client"]'


@pytest.fixture
def desk(parts, world: World) -> Desk:
    made = Desk(parts, world)
    parts.database.utils().conn.execute("DELETE FROM mentor_notes")
    allow = {"rights": RIGHTS}
    parts.database.write_now("", made.now, lambda tx: tx.update("mentor_grants", world.ids["mona.grant"], **allow))
    return made


def write(desk: Desk, name: str = "mona", words: str = "Bis Dienstag am Eingang") -> str:
    return desk.does(name, write_note, desk.world.ids["mona.grant"], words, "de")


def notes_of(desk: Desk, name: str) -> list[str]:
    rows = desk.rows(name, "mentor_notes.of_client", case_id=desk.world.ids["amina.case"])
    return [row["text"] for row in rows]


def test_the_client_reads_it_and_is_told(desk: Desk) -> None:
    write(desk)
    assert notes_of(desk, "amina") == ["Bis Dienstag am Eingang"]
    assert [row["person_id"] for row in desk.database.utils()["reminders"].rows] == [desk.world.ids["amina"]]


def test_it_lies_sealed(desk: Desk) -> None:
    write(desk)
    (row,) = desk.database.utils()["mentor_notes"].rows
    assert "Dienstag" not in row["text_sealed"]


@pytest.mark.parametrize("name", ["karin", "dora", "ada", "magnus", "badr", "mona"])
def test_nobody_else_reads_it(name: str, desk: Desk) -> None:
    write(desk)
    assert notes_of(desk, name) == []


@pytest.mark.requirement("R19")
def test_without_the_clients_choice_nothing_is_written(desk: Desk) -> None:
    without = {"rights": '["see_goals", "see_steps"]'}
    desk.database.write_now(
        "", desk.now, lambda tx: tx.update("mentor_grants", desk.world.ids["mona.grant"], **without)
    )
    with pytest.raises(NotAllowed):
        write(desk)


@pytest.mark.parametrize("name", ["magnus", "karin", "ada", "amina", "badr"])
def test_only_the_mentor_of_the_grant_writes(name: str, desk: Desk) -> None:
    with pytest.raises(NotVisible):
        write(desk, name)


@pytest.mark.parametrize("words", ["", "x" * 501])
def test_no_words_and_too_many_are_refused(words: str, desk: Desk) -> None:
    with pytest.raises(BadInput):
        write(desk, words=words)


def test_nobody_is_rung_all_day(desk: Desk) -> None:
    for number in range(MOST_A_DAY):
        write(desk, words=f"Wort {number}")
    with pytest.raises(RuleBroken):
        write(desk)
    desk.now = "2026-11-25T10:00:00Z"
    assert write(desk)


def test_after_the_end_nothing_is_written_or_read_by_the_mentor(desk: Desk) -> None:
    write(desk)
    desk.does("amina", grants.end_grant, desk.world.ids["mona.grant"])
    with pytest.raises(NotVisible):
        write(desk)
    assert desk.rows("mona", "mentor_notes.of_grant", grant_id=desk.world.ids["mona.grant"]) == []
    assert notes_of(desk, "amina") == ["Bis Dienstag am Eingang"]


def test_another_mentor_and_a_new_grant_begin_without_notes(desk: Desk) -> None:
    write(desk)
    goal = desk.world.ids["amina.standard.goal"]
    code = desk.row("ada", "mentors.find", id=desk.world.ids["magnus"])["mentor_code"]
    made = desk.does("amina", grants.request_grant, code, "", [goal], date(2027, 1, 1), ["write_note_to_client"])
    desk.does("magnus", mentoring.answer_grant, made, "accept")
    for grant_id in (made, desk.world.ids["mona.grant"]):
        assert desk.rows("magnus", "mentor_notes.of_grant", grant_id=grant_id) == []


def test_what_was_read_leaves_the_first_page_once(desk: Desk) -> None:
    note = write(desk)
    desk.does("amina", put_away, note)
    first = desk.row("amina", "mentor_notes.find", note_id=note)["read_at"]
    desk.now = "2026-11-25T10:00:00Z"
    desk.does("amina", put_away, note)
    assert desk.row("amina", "mentor_notes.find", note_id=note)["read_at"] == first


@pytest.mark.parametrize("name", ["badr", "mona", "karin"])
def test_nobody_else_puts_it_away(name: str, desk: Desk) -> None:
    note = write(desk)
    with pytest.raises(NotVisible):
        desk.does(name, put_away, note)
