"""The end of a counselling: told in time, kept longer for a reason only, begun again with a fresh yes."""

from datetime import date
from typing import Any

import pytest

from pwa_server.casework import case_life, erasure, holds, push_subscriptions, reopening
from pwa_server.domain.problems import BadInput, NotAllowed, NotVisible, RuleBroken
from pwa_server.domain.push_endpoints import checked
from pwa_server.domain.retention import notice_due
from tests.casework.test_handovers import Desk
from tests.support.push_service import Device
from tests.world import LONG_AGO, World

DUE = date(2027, 11, 24)


@pytest.fixture
def last_talk(parts: Any, world: World) -> Desk:
    """Badr's case before its end: no meeting is left."""
    made = Desk(parts, world)
    for meeting in made.rows("meetings", case_id=world.ids["badr.case"]):
        made.do("karin", lambda tx, row: tx.update("meetings", row["id"], state="cancelled"), meeting)
    return made


@pytest.fixture
def desk(last_talk: Desk) -> Desk:
    """Badr's case was closed today: everything goes on 24 November 2027."""
    last_talk.do("karin", case_life.move_case, last_talk.world.ids["badr.case"], "closed", "goals_met")
    return last_talk


def at(clock: Any, day: str) -> None:
    clock.at = clock.at.replace(year=int(day[:4]), month=int(day[5:7]), day=int(day[8:]))


def told(desk: Desk, kind: str) -> list[dict[str, Any]]:
    return [row for row in desk.rows("tellings", case_id=desk.world.ids["badr.case"]) if row["kind"] == kind]


@pytest.mark.requirement("R51")
@pytest.mark.parametrize(
    ("ahead", "given", "due"),
    [
        (31, (), None),
        (30, (), 30),
        (29, (30,), None),
        (8, (30,), None),
        (7, (30,), 7),
        (3, (), 7),
        (0, (7,), None),
        (-1, (), None),
    ],
)
def test_client_is_told_thirty_and_seven_days_before(ahead: int, given: tuple[int, ...], due: int | None) -> None:
    today = date.fromordinal(DUE.toordinal() - ahead)
    assert notice_due(DUE, today, given) == due


def test_notice_stands_on_the_first_page_and_on_the_call_list_of_the_office(
    desk: Desk, browser_of: Any, clock: Any
) -> None:
    at(clock, "2027-10-25")
    for _ in range(2):
        desk.do("", holds.announce_erasures)
    assert [row["days"] for row in told(desk, "erasure")] == [30]
    assert "24.11.2027" in browser_of("badr").get("/today").text
    at(clock, "2027-10-26")
    page = browser_of("karin").get("/desk").text
    assert 'data-rows="calls"' in page
    [task] = desk.rows("call_tasks", reason="erasure")
    assert browser_of("karin").get(f"/desk/call-tasks/{task['id']}").status_code == 200
    answer = browser_of("karin").post(f"/desk/call-tasks/{task['id']}/attempts", data={"result": "spoken"})
    assert answer.status_code == 303
    assert desk.rows("call_tasks", reason="erasure")[0]["closed_as"] == "spoken"


def test_notice_goes_by_push_where_the_client_chose_that(desk: Desk, clock: Any, push_service: Any) -> None:
    phone = Device(push_service.origin, "phone-badr")
    keys = phone.subscription["keys"]
    subscription = checked(phone.endpoint, keys["p256dh"], keys["auth"], push_service.origin)
    desk.do("badr", push_subscriptions.switch_on, subscription, "session", "Android", "de")
    desk.do("badr", lambda tx: tx.update("clients", desk.world.ids["badr"], channels='["push"]'))
    at(clock, "2027-11-17")
    desk.do("", holds.announce_erasures)
    assert [row["kind"] for row in desk.rows("reminders", state="due")] == ["news"]
    assert not desk.rows("call_tasks", reason="erasure")


@pytest.mark.requirement("R51")
def test_hold_keeps_a_closed_case_until_its_day_and_says_why(desk: Desk, browser_of: Any, clock: Any) -> None:
    case_id = desk.world.ids["badr.case"]
    karin = browser_of("karin")
    form = {"reason": "open_dispute", "until": "2028-03-01"}
    assert karin.post(f"/desk/cases/{case_id}/hold", data=form).status_code == 303
    assert "01.03.2028" in karin.get(f"/desk/cases/{case_id}").text
    assert "01.03.2028" in browser_of("badr").get("/today").text
    at(clock, "2028-02-29")
    assert not desk.do("", erasure.erase_due)
    at(clock, "2028-03-01")
    assert desk.do("", erasure.erase_due)


def test_client_and_office_read_one_day_of_erasing_after_it_moved(desk: Desk, browser_of: Any, clock: Any) -> None:
    case_id, badr = desk.world.ids["badr.case"], browser_of("badr")
    at(clock, "2027-10-25")
    desk.do("", holds.announce_erasures)
    desk.do("karin", holds.hold, case_id, "law", date(2028, 3, 1))
    assert "24.11.2027" not in badr.get("/today").text
    assert [task["reason"] for task in desk.rows("call_tasks", closed_at=None, case_id=case_id)] == ["held"]
    desk.do("karin", holds.release, case_id)
    assert "01.03.2028" not in badr.get("/today").text
    assert not desk.rows("call_tasks", closed_at=None, case_id=case_id)
    desk.do("", holds.announce_erasures)
    assert [row["days"] for row in told(desk, "erasure")] == [30]


def test_hold_that_ended_keeps_nothing(desk: Desk, clock: Any) -> None:
    case_id = desk.world.ids["badr.case"]
    desk.do("karin", holds.hold, case_id, "law", date(2028, 3, 1))
    desk.do("karin", holds.release, case_id)
    assert told(desk, "released")[0]["last_on"] == DUE.isoformat()
    at(clock, "2027-11-24")
    assert desk.do("", erasure.erase_due)


def test_client_has_a_week_when_a_hold_ends_after_the_first_day(desk: Desk, clock: Any) -> None:
    case_id = desk.world.ids["badr.case"]
    desk.do("karin", holds.hold, case_id, "law", date(2028, 3, 1))
    at(clock, "2028-01-10")
    desk.do("karin", holds.release, case_id)
    assert desk.rows("cases", id=case_id)[0]["erase_due_on"] == "2028-01-17"


@pytest.mark.parametrize(
    ("client", "reason", "until", "problem"),
    [
        ("badr", "because", date(2028, 3, 1), BadInput),
        ("badr", "law", DUE, BadInput),
        ("badr", "law", date(2028, 11, 24), BadInput),
        ("amina", "law", date(2028, 3, 1), RuleBroken),
    ],
)
def test_hold_without_a_good_reason_or_end_is_not_possible(
    desk: Desk, client: str, reason: str, until: date, problem: type[Exception]
) -> None:
    with pytest.raises(problem):
        desk.do("karin", holds.hold, desk.world.ids[f"{client}.case"], reason, until)


def test_nobody_else_holds_a_case(desk: Desk) -> None:
    with pytest.raises(NotVisible):
        desk.do("olle", holds.hold, desk.world.ids["badr.case"], "law", date(2028, 3, 1))
    with pytest.raises(NotAllowed):
        desk.do("badr", holds.hold, desk.world.ids["badr.case"], "law", date(2028, 3, 1))


@pytest.mark.requirement("R51")
def test_client_reads_the_plan_after_the_end_and_changes_nothing(desk: Desk, browser_of: Any) -> None:
    badr = browser_of("badr")
    for path in ("/today", "/plan", "/plan/print", "/people"):
        assert badr.get(path).status_code == 200
    assert desk.world.canaries["badr.standard.goal.own_words"] in badr.get("/plan").text


@pytest.mark.requirement("R51")
def test_client_reads_who_goes_on_helping_until_the_counselling_begins_again(last_talk: Desk, browser_of: Any) -> None:
    school = last_talk.world.ids["school"]
    [partner] = last_talk.rows("partners", id=school)
    case = f"/desk/cases/{last_talk.world.ids['badr.case']}"
    karin, badr = browser_of("karin"), browser_of("badr")
    form = {"to": "closed", "reason": "goals_met"}
    assert karin.post(f"{case}/state", data=form | {"service": ["nobody"]}).status_code == 422
    assert last_talk.rows("cases", id=last_talk.world.ids["badr.case"])[0]["state"] == "active"
    assert karin.post(f"{case}/state", data=form | {"service": [school, "", school]}).status_code == 303
    for page in (badr.get("/today").text, badr.get("/plan").text, karin.get(case).text):
        assert page.count(partner["name"]) == 1
    assert partner["address"] in badr.get("/today").text
    last_talk.do("karin", lambda tx: tx.update("partners", school, ended_at=tx.now))
    assert partner["name"] not in badr.get("/plan?again").text
    last_talk.do("karin", reopening.reopen, last_talk.world.ids["badr.case"], "given", "tr", "oral")
    assert last_talk.rows("cases", id=last_talk.world.ids["badr.case"])[0]["services"] == "[]"


@pytest.mark.requirement("R51")
def test_counselling_begins_again_only_with_a_fresh_yes(desk: Desk, browser_of: Any) -> None:
    case_id = desk.world.ids["badr.case"]
    with pytest.raises(RuleBroken):
        desk.do("karin", case_life.move_case, case_id, "clearing")
    with pytest.raises(RuleBroken):
        desk.do("karin", reopening.reopen, case_id, "declined", "tr", "oral")
    with pytest.raises(BadInput):
        desk.do("karin", reopening.reopen, case_id, "perhaps", "tr", "oral")
    form = {"answer": "given", "channel": "oral", "language": "tr"}
    assert browser_of("karin").post(f"/desk/cases/{case_id}/reopening", data=form).status_code == 303
    [case] = desk.rows("cases", id=case_id)
    assert (case["state"], case["erase_due_on"], case["closed_at"]) == ("clearing", None, None)
    assert [row["state"] for row in desk.rows("consents", case_id=case_id, purpose="case_record")] == ["given"]
    with pytest.raises(RuleBroken):
        desk.do("karin", reopening.reopen, case_id, "given", "tr", "oral")


def test_reopened_case_is_not_erased_and_nobody_reads_that_it_will_be(desk: Desk, clock: Any) -> None:
    case_id = desk.world.ids["badr.case"]
    desk.do("karin", holds.hold, case_id, "law", date(2028, 3, 1))
    desk.do("karin", reopening.reopen, case_id, "given", "tr", "oral")
    assert not desk.rows("tellings")
    at(clock, "2029-01-01")
    assert not desk.do("", erasure.erase_due)


@pytest.mark.requirement("R51")
def test_pause_and_going_on_lose_nothing(desk: Desk) -> None:
    case_id = desk.world.ids["amina.case"]

    def plan() -> list[tuple[str, str, str]]:
        tables = ("goals", "steps", "meetings", "needs", "agreement_versions", "reviews")
        return [(table, row["id"], row["state"]) for table in tables for row in desk.rows(table, case_id=case_id)]

    before = plan()
    assert len({table for table, _, _ in before}) == 6
    desk.do("karin", lambda tx: tx.insert("case_states", case_id=case_id, state="active", at=LONG_AGO))
    desk.do("karin", case_life.move_case, case_id, "paused")
    assert plan() == before
    assert desk.do("karin", case_life.move_case, case_id, "resume") == "active"
    assert plan() == before


@pytest.mark.requirement("R51")
def test_plan_of_which_nothing_was_heard_stands_in_the_day_list(desk: Desk, browser_of: Any, clock: Any) -> None:
    case_id = desk.world.ids["amina.case"]
    for meeting in desk.rows("meetings", case_id=case_id):
        desk.do("karin", lambda tx, row: tx.update("meetings", row["id"], state="cancelled"), meeting)
    assert 'data-rows="idle"' in browser_of("karin").get("/desk").text
    assert 'data-rows="idle"' in browser_of("dora").get("/desk").text

    def heard(tx: Any) -> None:
        tx.insert(
            "contacts",
            case_id=case_id,
            on_day="2026-03-30",
            kind="phone",
            reached="yes",
            made_at=tx.now,
            made_by=tx.actor_id,
        )

    desk.do("karin", heard)
    assert 'data-rows="idle"' not in browser_of("karin").get("/desk").text
    at(clock, "2026-11-25")
    assert 'data-rows="idle"' in browser_of("karin").get("/desk").text


def test_each_carrier_sets_its_own_days(desk: Desk, browser_of: Any) -> None:
    ada = browser_of("ada")
    assert ada.get("/office/retention").status_code == 200
    for days in ("30", "1096", "x", ""):
        form = {"retention_days": days, "idle_review_days": "240", "version": "1"}
        assert ada.post("/office/retention", data=form).status_code == 422
    form = {"retention_days": "180", "idle_review_days": "120", "version": "1"}
    assert ada.post("/office/retention", data=form).status_code == 303
    assert ada.post("/office/retention", data=form).status_code == 409
    assert desk.rows("carriers")[0]["retention_days"] == 180
    assert desk.rows("cases", id=desk.world.ids["badr.case"])[0]["erase_due_on"] == DUE.isoformat()


@pytest.mark.parametrize(
    ("tries", "calls", "ends"),
    [
        ([], 0, False),
        (["phone", "phone", "letter"], 0, True),
        (["phone", "letter"], 0, False),
        (["phone", "phone", "phone"], 0, False),
        (["letter"], 2, True),
        ([], 3, False),
        (["phone", "message", "visit", "reached"], 0, False),
        (["reached", "phone", "message", "visit"], 0, True),
    ],
)
def test_nobody_is_given_up_on_before_three_tries_two_ways(
    desk: Desk, browser_of: Any, tries: list[str], calls: int, ends: bool
) -> None:
    case_id = desk.world.ids["amina.case"]
    for table in ("contacts", "call_attempts"):
        desk.parts.database.utils()[table].delete_where()
    for meeting in desk.rows("meetings", case_id=case_id):
        desk.do("karin", lambda tx, row: tx.update("meetings", row["id"], state="cancelled"), meeting)

    def try_all(tx: Any) -> None:
        made = {"case_id": case_id, "made_at": tx.now, "made_by": tx.actor_id}
        for number, way in enumerate(tries, 1):
            facts = {"kind": "phone", "reached": "yes"} if way == "reached" else {"kind": way, "reached": "no"}
            tx.insert("contacts", **made, **facts, on_day=f"2026-11-{number:02d}")
        task = tx.insert(
            "call_tasks", case_id=case_id, person_id=desk.world.ids["amina"], reason="no_push", due_on="2026-11-20",
            made_at=tx.now,
        ) if calls else ""  # fmt: skip
        for number in range(calls):
            at = f"2026-11-{20 + number}T09:00:00Z"
            tx.insert("call_attempts", call_task_id=task, case_id=case_id, result="no_answer", at=at, by_id=tx.actor_id)

    desk.do("karin", try_all)
    form = {"to": "closed", "reason": "no_contact"}
    answer = browser_of("karin").post(f"/desk/cases/{case_id}/state", data=form)
    [case] = desk.rows("cases", id=case_id)
    if ends:
        assert (answer.status_code, case["state"], case["closure_reason"]) == (303, "closed", "no_contact")
        return
    assert (answer.status_code, case["state"]) == (409, "active")
    assert "3 Versuche auf 2 Wegen" in answer.text
