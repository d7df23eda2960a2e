"""To correct, to hide, to erase: asked by the client alone, answered within a month, a no always with its reason."""

import re
from datetime import date
from typing import Any

import pytest

from pwa_server.casework import consents, data_requests, erasure, withdrawals
from pwa_server.domain import data_requests as rules
from pwa_server.domain.problems import BadInput, NotAllowed, NotVisible, RuleBroken, Stale
from tests.casework.desk import Desk
from tests.world import World


@pytest.fixture
def desk(parts: Any, world: World) -> Desk:
    return Desk(parts, world)


@pytest.fixture
def case_id(world: World) -> str:
    return world.ids["amina.case"]


def request_of(desk: Desk, case_id: str, request_id: str) -> dict[str, Any]:
    rows = desk.rows("amina", "data_requests.of_case", case_id=case_id)
    return next(dict(row) for row in rows if row["id"] == request_id)


def no_meetings_ahead(desk: Desk) -> None:
    def call_off(tx: Any) -> None:
        for name in ("amina.standard.meeting", "amina.high.meeting"):
            tx.update("meetings", desk.world.ids[name], state="cancelled")

    desk.does("karin", call_off)


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        (date(2026, 11, 24), date(2026, 12, 24)),
        (date(2026, 12, 24), date(2027, 1, 24)),
        (date(2027, 1, 31), date(2027, 2, 28)),
        (date(2028, 1, 30), date(2028, 2, 29)),
    ],
)
def test_answer_is_due_within_a_month(asked: date, due: date) -> None:
    assert rules.due_day(asked) == due


def test_request_carries_its_last_day(desk: Desk, case_id: str) -> None:
    made = desk.does("amina", data_requests.ask, "erase", "", "ar")
    assert request_of(desk, case_id, made)["due_on"] == "2026-12-24"


def test_same_request_is_asked_once_at_a_time(desk: Desk) -> None:
    first = desk.does("amina", data_requests.ask, "erase", "", "ar")
    with pytest.raises(RuleBroken):
        desk.does("amina", data_requests.ask, "erase", "", "ar")
    desk.does("amina", data_requests.take_back, first)
    assert desk.does("amina", data_requests.ask, "erase", "", "ar") != first


@pytest.mark.parametrize(("kind", "words"), [("everything", ""), ("correct", ""), ("erase", "x" * 501)])
def test_unreadable_requests_are_refused(desk: Desk, kind: str, words: str) -> None:
    with pytest.raises(BadInput):
        desk.does("badr", data_requests.ask, kind, words, "tr")


@pytest.mark.parametrize("name", ["karin", "mona", "ada"])
def test_nobody_asks_for_the_client(desk: Desk, name: str) -> None:
    with pytest.raises(NotVisible):
        desk.does(name, data_requests.ask, "erase", "", "de")


def test_no_needs_its_reason_and_the_client_reads_it(desk: Desk, case_id: str) -> None:
    made = desk.does("amina", data_requests.ask, "erase", "", "ar")
    with pytest.raises(BadInput):
        desk.does("karin", data_requests.answer, made, "declined", "", 1)
    desk.does("karin", data_requests.answer, made, "declined", "Das Gericht fragt noch.", 1)
    answered = request_of(desk, case_id, made)
    assert (answered["state"], answered["reason"]) == ("declined", "Das Gericht fragt noch.")


def test_answered_request_stays_as_it_is(desk: Desk) -> None:
    made = desk.does("amina", data_requests.ask, "restrict", "", "ar")
    desk.does("karin", data_requests.answer, made, "declined", "Noch nicht.", 1)
    for to in rules.TRANSITIONS:
        with pytest.raises(RuleBroken):
            desk.does("karin", data_requests.answer, made, to, "Doch.", 2)
    with pytest.raises(RuleBroken):
        desk.does("amina", data_requests.take_back, made)


def test_answer_to_what_changed_meanwhile_is_stale(desk: Desk) -> None:
    made = desk.does("amina", data_requests.ask, "restrict", "", "ar")
    with pytest.raises(Stale):
        desk.does("karin", data_requests.answer, made, "granted", "", 7)


@pytest.mark.parametrize("name", ["badr", "olle", "tilde", "magnus", "ada", "mona"])
def test_others_neither_find_nor_answer_it(desk: Desk, name: str) -> None:
    made = desk.does("amina", data_requests.ask, "erase", "", "ar")
    with pytest.raises(NotVisible):
        desk.does(name, data_requests.answer, made, "granted", "", 1)


def test_client_does_not_answer_herself(desk: Desk) -> None:
    made = desk.does("amina", data_requests.ask, "erase", "", "ar")
    with pytest.raises(NotAllowed):
        desk.does("amina", data_requests.answer, made, "granted", "", 1)


def test_counsellor_takes_no_request_back(desk: Desk) -> None:
    made = desk.does("amina", data_requests.ask, "erase", "", "ar")
    with pytest.raises(NotAllowed):
        desk.does("karin", data_requests.take_back, made)


def test_granted_hiding_hides_the_plan_at_once(desk: Desk, case_id: str) -> None:
    made = desk.does("amina", data_requests.ask, "restrict", "", "ar")
    desk.does("karin", data_requests.answer, made, "granted", "", 1)
    assert desk.row("karin", "cases.find", case_id=case_id)["state"] == "restricted"


def test_granted_erasure_leaves_a_week_to_save_and_then_everything_goes(desk: Desk, case_id: str, parts: Any) -> None:
    no_meetings_ahead(desk)
    made = desk.does("amina", data_requests.ask, "erase", "", "ar")
    desk.does("karin", data_requests.answer, made, "granted", "", 1)
    case = desk.row("amina", "cases.own")
    assert (case["state"], case["erase_due_on"]) == ("closed", "2026-12-01")
    assert not parts.database.write_now("", "2026-11-30T20:00:00Z", erasure.erase_due)
    assert parts.database.write_now("", "2026-12-01T09:00:00Z", erasure.erase_due)
    [stone] = parts.database.utils()["tombstones"].rows
    assert stone["reason"] == "requested"
    assert not list(parts.database.utils()["data_requests"].rows_where("case_id = ?", [case_id]))


def test_meeting_ahead_is_called_off_before_an_erasure(desk: Desk) -> None:
    made = desk.does("amina", data_requests.ask, "erase", "", "ar")
    with pytest.raises(RuleBroken):
        desk.does("karin", data_requests.answer, made, "granted", "", 1)


def test_whoever_takes_back_the_yes_to_the_plan_is_asked_whether_to_erase_it(desk: Desk, case_id: str) -> None:
    record = desk.world.ids["amina.consent.plan"]
    desk.does("amina", withdrawals.withdraw, record)
    [asked] = [row for row in desk.rows("karin", "data_requests.of_case", case_id=case_id) if row["kind"] == "erase"]
    assert (asked["state"], asked["due_on"]) == ("open", "2026-12-24")
    desk.does("karin", data_requests.answer, asked["id"], "granted", "", 1)
    assert desk.row("amina", "cases.own")["erase_due_on"] == "2026-12-01"


def test_kept_plan_needs_a_reason(desk: Desk, case_id: str) -> None:
    desk.does("amina", withdrawals.withdraw, desk.world.ids["amina.consent.plan"])
    [asked] = [row for row in desk.rows("karin", "data_requests.of_case", case_id=case_id) if row["kind"] == "erase"]
    desk.does("karin", data_requests.answer, asked["id"], "declined", "Sie brauchen den Plan noch beim Gericht.", 1)
    assert desk.row("karin", "cases.find", case_id=case_id)["state"] == "restricted"
    assert not consents.is_given(desk.database.read(desk.world.ids["karin"], desk.now), case_id, "case_record")


def test_office_reads_of_requests_only_that_an_answer_is_near(desk: Desk, browser_of: Any) -> None:
    def near() -> str:
        return re.sub(r'value="[0-9a-f]{32}[^"]*"', "", browser_of("ada").get("/office").text)

    without = near()
    desk.does("amina", data_requests.ask, "erase", "", "ar")
    assert near() == without, "who works on it hears of it, and nobody else"
    desk.database.utils().conn.execute("UPDATE data_requests SET due_on = '2026-11-26' WHERE state = 'open'")
    one = near()
    assert "Eine Antwort zu eigenen Daten ist bald fällig." in one
    desk.does("amina", data_requests.ask, "restrict", "", "ar")
    desk.database.utils().conn.execute("UPDATE data_requests SET due_on = '2026-11-26' WHERE state = 'open'")
    assert near() == one, "nor how many"
    assert "bald fällig" not in browser_of("tilde").get("/office").text
