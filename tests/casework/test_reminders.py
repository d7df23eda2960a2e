"""What is made, moved and withdrawn with a meeting, in the transaction that changes it."""

import json
from datetime import timedelta

import pytest

from pwa_server.casework import call_tasks, meetings, own_settings, push_subscriptions, reminders
from pwa_server.domain.problems import NotAllowed, NotVisible, RuleBroken
from pwa_server.domain.push_endpoints import Subscription
from tests.world import NOW_TEXT, World


@pytest.fixture
def office(parts, world: World, clock):
    return Office(parts, world, clock)


class Office:
    """Verbs of the cast on Amina's meeting of 3 December, 14:30, seen from 24 November, 10:00."""

    def __init__(self, parts, world: World, clock) -> None:
        self.parts, self.world, self.clock = parts, world, clock
        self.meeting = world.ids["amina.standard.meeting"]

    def do(self, name: str, verb, *args, **kwargs):
        return self.parts.database.write_now(self.world.ids[name], self.parts.now(), verb, *args, **kwargs)

    def table(self, name: str) -> list[dict]:
        return list(self.parts.database.utils()[name].rows)

    def change(self, table: str, row_id: str, **changes) -> None:
        self.do("karin", lambda tx: tx.update(table, row_id, **changes))

    def due(self, name: str) -> list[tuple[str, int]]:
        person = self.world.ids[name]
        rows = [row for row in self.table("reminders") if row["person_id"] == person and row["state"] == "due"]
        rows.sort(key=lambda row: (row["due_at"], row["offset_hours"]))
        return [(row["kind"], row["offset_hours"]) for row in rows]

    def open_tasks(self) -> list[tuple[str, str]]:
        return [(task["reason"], task["due_on"]) for task in self.table("call_tasks") if not task["closed_at"]]

    def with_push(self) -> None:
        self.change("clients", self.world.ids["amina"], channels=json.dumps(["push", "phone"]))
        self.do(
            "amina",
            lambda tx: tx.insert(
                "push_subscriptions", account_id=tx.actor_id, service="Test", endpoint_sealed="x", endpoint_digest="x",
                p256dh_sealed="x", auth_sealed="x", made_at=tx.now, seen_at=tx.now,
            ),
        )  # fmt: skip

    def move(self, day: str, clock: str = "14:30") -> str:
        version = next(row["version"] for row in self.table("meetings") if row["id"] == self.meeting)
        return self.do("karin", meetings.move, self.meeting, version, meetings.Time(day, clock, 60))

    def cancel(self) -> None:
        version = next(row["version"] for row in self.table("meetings") if row["id"] == self.meeting)
        self.do("karin", meetings.cancel, self.meeting, version)


ALL = [("booked", 0), ("reminder", 72), ("reminder", 24), ("reminder", 2)]


def test_booking_announces_to_the_client(office):
    office.do("karin", reminders.meeting_booked, office.meeting)
    assert office.due("amina") == ALL
    assert {row["starts_at"] for row in office.table("reminders")} == {"2026-12-03T13:30:00Z"}


def test_invited_mentor_gets_the_notice_alone(office):
    office.do("karin", reminders.meeting_booked, office.meeting)
    assert office.due("mona") == [("booked", 0)]


def test_mentor_who_comes_is_reminded_like_the_client(office):
    office.change("meetings", office.meeting, mentor_answer="coming")
    office.do("karin", reminders.meeting_booked, office.meeting)
    assert office.due("mona") == ALL


def test_mentor_who_says_yes_later_is_reminded_once(office):
    office.do("karin", reminders.meeting_booked, office.meeting)
    for _ in range(2):
        office.do("mona", reminders.mentor_going_along, office.meeting)
    assert office.due("mona") == ALL[1:]


def test_mentor_who_can_not_come_hears_nothing_more(office):
    office.do("karin", reminders.meeting_booked, office.meeting)
    office.do("mona", reminders.mentor_going_along, office.meeting)
    office.do("mona", reminders.mentor_not_going, office.meeting)
    assert office.due("mona") == []
    assert office.due("amina") == ALL


def test_mentor_whose_grant_ended_is_told_nothing(office, world):
    office.change("meetings", office.meeting, mentor_id=world.ids["magnus"])
    office.do("karin", reminders.meeting_booked, office.meeting)
    assert office.due("magnus") == []


def test_protected_meeting_is_told_to_no_mentor(office, world):
    office.meeting = world.ids["amina.high.meeting"]
    office.change("meetings", office.meeting, mentor_id=world.ids["mona"])
    office.do("karin", reminders.meeting_booked, office.meeting)
    assert office.due("mona") == []
    assert office.due("amina") == ALL


@pytest.mark.parametrize("state", ["not_needed", "needed", "booked", "confirmed"])
def test_who_books_the_interpreter_hears_of_it(office, state):
    office.change("meetings", office.meeting, interpreter_state=state)
    office.do("karin", reminders.meeting_booked, office.meeting)
    assert office.due("karin") == ([] if state == "not_needed" else [("booked", 0)])


def test_announcing_twice_in_one_second_is_once(office):
    for verb in (
        reminders.meeting_booked,
        reminders.meeting_booked,
        reminders.mentor_invited,
        reminders.mentor_invited,
    ):
        office.do("karin", verb, office.meeting)
    assert office.due("amina") == ALL
    assert office.due("mona") == [("booked", 0)]
    assert len(office.open_tasks()) == 1


def test_stranger_can_announce_nothing(office):
    for name in ("olle", "tilde", "badr", "ada", "magnus"):
        for verb in (reminders.meeting_booked, reminders.meeting_cancelled, reminders.remind_now):
            with pytest.raises(NotVisible):
                office.do(name, verb, office.meeting)
    assert not office.table("reminders")


def test_nobody_but_staff_reminds_by_hand(office):
    for name in ("amina", "mona"):
        with pytest.raises(NotAllowed):
            office.do(name, reminders.remind_now, office.meeting)


def test_client_without_push_is_called_on_the_last_day(office):
    office.do("karin", reminders.meeting_booked, office.meeting)
    assert office.open_tasks() == [("no_push", "2026-12-02")]


def test_client_with_push_is_called_on_the_last_day_unless_reached(office):
    office.with_push()
    office.do("karin", reminders.meeting_booked, office.meeting)
    assert office.open_tasks() == [("not_reached", "2026-12-02")]
    office.do("amina", reminders.mark_reached, office.meeting, "opened")
    assert office.open_tasks() == []


def test_client_who_put_the_telephone_first_is_called(office, world):
    office.with_push()
    office.change("clients", world.ids["amina"], channels='["phone", "push"]')
    office.do("karin", reminders.meeting_booked, office.meeting)
    assert office.open_tasks() == [("no_push", "2026-12-02")]


def test_meeting_in_a_quarter_of_an_hour_is_called_about_today(office):
    office.with_push()
    office.change("meetings", office.meeting, starts_at="2026-11-24T09:15:00Z")
    office.do("karin", reminders.meeting_booked, office.meeting)
    assert office.open_tasks() == [("too_late", "2026-11-24")]


def test_meeting_written_down_afterwards_is_not_announced(office):
    office.change("meetings", office.meeting, starts_at=NOW_TEXT)
    office.do("karin", reminders.meeting_booked, office.meeting)
    assert not office.table("reminders")
    assert not office.table("call_tasks")


def test_moving_withdraws_the_old_and_announces_the_new(office):
    office.do("karin", reminders.meeting_booked, office.meeting)
    new_id = office.move("2026-12-10")
    assert office.due("amina") == [("moved", 0), *ALL[1:]]
    assert {row["meeting_id"] for row in office.table("reminders") if row["state"] == "due"} == {new_id}


def test_move_is_called_about_before_anybody_comes_on_the_old_day(office):
    office.do("karin", reminders.meeting_booked, office.meeting)
    office.move("2027-01-14")
    assert office.open_tasks() == [("moved", "2026-11-24")]


def test_move_is_called_about_on_the_last_day_before_the_old_date_where_push_may_reach(office):
    office.with_push()
    office.do("karin", reminders.meeting_booked, office.meeting)
    office.move("2027-01-14")
    assert office.open_tasks() == [("moved", "2026-12-02")]


def test_mentor_of_the_old_date_hears_that_it_falls_out(office, world):
    office.do("karin", reminders.meeting_booked, office.meeting)
    later = _copy(office, mentor_id=None, starts_at="2026-12-10T13:30:00Z")
    new = office.do("karin", lambda tx: tx.insert("meetings", **later))
    office.do("karin", reminders.meeting_moved, office.meeting, new)
    assert office.due("mona") == [("cancelled", 0)]


def _copy(office, **changes) -> dict:
    row = next(row for row in office.table("meetings") if row["id"] == office.meeting)
    kept = {name: value for name, value in row.items() if name != "id" and not name.endswith("_sealed")}
    return {**kept, "place_sealed": "Raum 2", **changes}


def test_cancelling_withdraws_everything_and_tells_everybody(office):
    office.do("karin", reminders.meeting_booked, office.meeting)
    office.do("mona", reminders.mentor_going_along, office.meeting)
    office.cancel()
    assert office.due("amina") == [("cancelled", 0)]
    assert office.due("mona") == [("cancelled", 0)]
    assert office.open_tasks() == [("cancelled", "2026-11-24")]


def test_change_and_announcement_are_one_transaction(office, monkeypatch):
    """Nothing is announced of a change that did not happen."""
    office.do("karin", reminders.meeting_booked, office.meeting)
    before = office.table("reminders")

    def booked_and_broken(tx):
        reminders.meeting_cancelled(tx, office.meeting)
        raise RuleBroken("no")

    with pytest.raises(RuleBroken):
        office.do("karin", booked_and_broken)
    assert office.table("reminders") == before


def test_reminding_by_hand_goes_by_push_or_on_the_list(office):
    assert office.do("karin", reminders.remind_now, office.meeting) == "call"
    assert office.open_tasks() == [("by_hand", "2026-11-24")]
    office.with_push()
    assert office.do("karin", reminders.remind_now, office.meeting) == "message"
    assert office.due("amina") == [("by_hand", 0)]


def test_nobody_is_rung_twice_by_hand(office):
    office.with_push()
    office.do("karin", reminders.remind_now, office.meeting)
    with pytest.raises(RuleBroken):
        office.do("dora", reminders.remind_now, office.meeting)


@pytest.mark.parametrize("changes", [{"state": "cancelled"}, {"state": "held"}, {"starts_at": NOW_TEXT}])
def test_nobody_is_reminded_of_what_is_over(office, changes):
    office.change("meetings", office.meeting, **changes)
    with pytest.raises(RuleBroken):
        office.do("karin", reminders.remind_now, office.meeting)


def sent(office) -> None:
    for row in office.table("reminders"):
        if row["kind"] == "booked":
            office.change("reminders", row["id"], state="sent", sent_at=NOW_TEXT)


def test_reached_is_who_opened_it_and_nobody_else(office, world):
    office.do("karin", reminders.meeting_booked, office.meeting)
    sent(office)
    office.do("mona", reminders.mark_reached, office.meeting, "opened")
    reached = {row["person_id"]: row["reached_how"] for row in office.table("reminders") if row["reached_at"]}
    assert reached == {world.ids["mona"]: "opened"}
    assert len(office.open_tasks()) == 1


def test_sent_is_not_reached(office):
    office.with_push()
    office.do("karin", reminders.meeting_booked, office.meeting)
    sent(office)
    assert not [row for row in office.table("reminders") if row["reached_at"]]
    assert office.open_tasks() == [("not_reached", "2026-12-02")]


def test_spoken_with_the_office_is_reached(office, world):
    office.do("karin", reminders.meeting_booked, office.meeting)
    sent(office)
    [task] = office.table("call_tasks")
    office.do("karin", call_tasks.record_attempt, task["id"], "no_answer")
    assert len(office.open_tasks()) == 1
    office.do("karin", call_tasks.record_attempt, task["id"], "spoken")
    assert office.open_tasks() == []
    [row] = [row for row in office.table("reminders") if row["reached_at"]]
    assert (row["person_id"], row["reached_how"]) == (world.ids["amina"], "spoken")


def test_ended_case_says_nothing_more(office, world):
    office.do("karin", reminders.meeting_booked, office.meeting)
    office.do("karin", reminders.cancel_for_case, world.ids["amina.case"])
    assert office.due("amina") == office.due("mona") == []
    assert office.open_tasks() == []


def test_ended_grant_silences_that_mentor_alone(office, world):
    office.do("karin", reminders.meeting_booked, office.meeting)
    office.do("amina", reminders.cancel_for_person, world.ids["amina.case"], world.ids["mona"])
    assert office.due("mona") == []
    assert office.due("amina") == ALL


def test_opening_the_page_reaches_and_storing_a_copy_does_not(office, browser_of):
    office.do("karin", reminders.meeting_booked, office.meeting)
    browser = browser_of("amina")
    browser.get(f"/meetings/{office.meeting}", headers={"Keep-Copy": "1"})
    finish(office)
    assert len(office.open_tasks()) == 1
    browser.get(f"/meetings/{office.meeting}")
    finish(office)
    assert office.open_tasks() == []


def test_protected_meeting_is_not_reached_before_the_pin(office, browser_of, world, clock):
    office.meeting = world.ids["amina.high.meeting"]
    office.do("karin", reminders.meeting_booked, office.meeting)
    browser = browser_of("amina")
    clock.at += timedelta(hours=2)
    assert browser.get(f"/meetings/{office.meeting}").status_code == 303
    finish(office)
    assert len(office.open_tasks()) == 1


def finish(office) -> None:
    """What is done beside an answer goes through the writer, one after the other."""
    office.parts.database.write_now("", NOW_TEXT, lambda tx: None)


PHONE = Subscription("https://fcm.googleapis.com/fcm/send/a", "key", "auth", "fcm.googleapis.com")


def switch_on(office) -> None:
    office.do("amina", push_subscriptions.switch_on, PHONE, "session", "Handy", "ar")


def closed_tasks(office) -> list[tuple[str, str]]:
    return [(task["reason"], task["closed_as"]) for task in office.table("call_tasks") if task["closed_at"]]


def test_switching_push_on_takes_back_the_call_for_want_of_it(office):
    office.do("karin", reminders.meeting_booked, office.meeting)
    assert [reason for reason, _ in office.open_tasks()] == ["no_push"]
    due_on = office.open_tasks()[0][1]
    switch_on(office)
    assert closed_tasks(office) == [("no_push", "not_needed")]
    # Whoever does not open the push is still called: on the last day, as if push had been on from the start.
    assert office.open_tasks() == [("not_reached", due_on)]


def test_putting_push_first_in_the_settings_does_the_same(office):
    office.do("karin", reminders.meeting_booked, office.meeting)
    switch_on(office)
    office.do("amina", own_settings.set_reaching, own_settings.Reaching(["phone", "push"], "neutral"))
    office.do("karin", reminders.meeting_booked, office.meeting)
    assert [reason for reason, _ in office.open_tasks()] == ["no_push"]
    office.do("amina", own_settings.set_reaching, own_settings.Reaching(["push", "phone"], "off"))
    assert [reason for reason, _ in office.open_tasks()] == ["no_push"]
    office.do("amina", own_settings.set_reaching, own_settings.Reaching(["push", "phone"], "neutral"))
    assert [reason for reason, _ in office.open_tasks()] == ["not_reached"]


def test_call_stays_when_no_push_will_come_in_time(office, clock):
    office.do("karin", reminders.meeting_booked, office.meeting)
    clock.at = clock.at.replace(month=12, day=3, hour=13, minute=0)
    for row in office.table("reminders"):
        office.change("reminders", row["id"], state="not_sendable")
    switch_on(office)
    assert [reason for reason, _ in office.open_tasks()] == ["no_push"]


@pytest.mark.parametrize("reason", ["moved", "cancelled", "too_late", "by_hand"])
def test_calls_about_a_change_are_made_whatever_is_switched_on(office, reason):
    office.do("karin", reminders.meeting_booked, office.meeting)
    (task,) = office.table("call_tasks")
    office.change("call_tasks", task["id"], reason=reason)
    switch_on(office)
    assert [kind for kind, _ in office.open_tasks()] == [reason]


def test_somebody_elses_calls_are_left_alone(office, world):
    office.do("karin", reminders.meeting_booked, world.ids["badr.standard.meeting"])
    switch_on(office)
    assert [reason for reason, _ in office.open_tasks()] == ["no_push"]
