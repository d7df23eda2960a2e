"""What other programs got wrong about reminders, each as a rule that holds here.

After the start, after a cancellation, twice, for drafts, in the wrong language, lost because nothing ran or no phone was
there, not repeated after a meeting was moved and moved back.
"""

from datetime import date

import pytest

from pwa_server.casework import meetings, reminders
from pwa_server.casework.meetings import Time
from pwa_server.domain.times import later
from pwa_server.notify import payloads
from tests.notify.test_chain import MAIL, MOBILE

START = "2026-12-03T13:30:00Z"


def every_hour(chain, since: str, until: str) -> None:
    while since <= until:
        chain.at(since)
        chain.work()
        since = later(since, hours=1)


def version(chain, meeting_id: str) -> int:
    return next(row["version"] for row in chain.all_rows("meetings") if row["id"] == meeting_id)


def move(chain, meeting_id: str, day: str, clock: str) -> str:
    time = Time(day, clock, 45)
    return str(chain.do("karin", meetings.move, meeting_id, version(chain, meeting_id), time))


def test_nothing_is_said_from_the_start_on_by_any_channel(chain, mailbox, gateway):
    phone = chain.phone_of("amina")
    chain.wants("amina", "push", "sms", "email", "phone", email=MAIL, mobile=MOBILE)
    chain.book()
    every_hour(chain, "2026-12-03T13:30:00Z", "2026-12-04T13:30:00Z")
    assert not chain.said(phone)
    assert not gateway.taken
    assert not mailbox.mails


def test_nothing_but_the_cancellation_is_said_after_it(chain, gateway):
    chain.wants("amina", "sms", "phone", mobile=MOBILE)
    chain.book()
    chain.do("karin", meetings.cancel, chain.meeting, version(chain, chain.meeting))
    every_hour(chain, "2026-11-24T09:00:00Z", START)
    assert [sms["message"] for sms in gateway.taken] == [
        payloads.translate("ar", payloads.TITLES["cancelled"]) + " " + payloads.translate("ar", payloads.OPEN_THE_APP)
    ]


def test_each_reminder_rings_once_however_often_the_worker_looks(chain, gateway):
    chain.wants("amina", "sms", "phone", mobile=MOBILE)
    chain.book()
    every_hour(chain, "2026-11-24T09:00:00Z", later(START, hours=5))
    assert len(gateway.taken) == 4
    assert len({sms["id"] for sms in gateway.taken}) == 4


@pytest.mark.parametrize("state", ["proposed", "reschedule_requested", "held", "not_held"])
def test_nothing_is_said_about_what_is_no_appointment_yet_or_any_more(chain, gateway, state):
    chain.wants("amina", "sms", "phone", mobile=MOBILE)
    chain.book()
    chain.change("meetings", chain.meeting, state=state)
    every_hour(chain, "2026-11-30T09:00:00Z", START)
    assert not gateway.taken


@pytest.mark.parametrize("down_until", ["2026-11-30T20:00:00Z", "2026-12-02T16:00:00Z", "2026-12-03T12:00:00Z"])
def test_worker_that_was_down_over_the_time_still_says_it(chain, gateway, down_until):
    chain.wants("amina", "sms", "phone", mobile=MOBILE)
    chain.book()
    every_hour(chain, down_until, START)
    assert gateway.taken


def test_language_is_the_one_of_the_day_on_which_it_is_sent(chain, gateway):
    chain.wants("amina", "sms", "phone", mobile=MOBILE)
    chain.book()
    chain.change("accounts", chain.world.ids["amina"], language="tr")
    chain.work()
    assert gateway.taken[0]["message"].startswith(payloads.translate("tr", payloads.TITLES["booked"]))


def test_phone_that_was_added_later_is_rung_for_meetings_already_booked(chain):
    chain.wants("amina", "push", "phone")
    chain.book()
    chain.work()
    phone = chain.phone_of("amina")
    every_hour(chain, "2026-11-30T09:00:00Z", "2026-12-03T12:00:00Z")
    assert len(chain.said(phone)) == 3


def test_nobody_is_passed_over_in_silence_for_want_of_a_phone(chain):
    chain.wants("amina", "push", "phone")
    chain.book()
    chain.work()
    assert chain.tried() == [("push", "not_sendable", "no_device")]
    [task] = [task for task in chain.all_rows("call_tasks") if not task["closed_at"]]
    assert date.fromisoformat(task["due_on"]) < date(2026, 12, 3)


def test_meeting_that_was_moved_and_moved_back_is_announced_again(chain, gateway):
    chain.wants("amina", "sms", "phone", mobile=MOBILE)
    chain.book()
    chain.work()
    there = move(chain, chain.meeting, "2026-12-04", "10:00")
    chain.work()
    back = move(chain, there, "2026-12-03", "14:30")
    chain.work()
    assert len(gateway.taken) == 3
    every_hour(chain, "2026-11-25T09:00:00Z", later(START, hours=48))
    assert len(gateway.taken) == 6
    sent = [row for row in chain.all_rows("reminders") if row["sent_at"] and row["kind"] == "reminder"]
    assert {row["meeting_id"] for row in sent if row["person_id"] == chain.world.ids["amina"]} == {back}


def test_meeting_whose_messages_were_withdrawn_and_planned_again_rings_once(chain, gateway):
    """The same start, the same person, the same offset: a withdrawn row does not stand in the way of the new one."""
    chain.wants("amina", "sms", "phone", mobile=MOBILE)
    chain.book()
    chain.do("karin", reminders.meeting_booked, chain.meeting)
    chain.do("karin", reminders.meeting_booked, chain.meeting)
    every_hour(chain, "2026-11-24T09:00:00Z", START)
    assert len(gateway.taken) == 4
