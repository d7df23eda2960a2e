"""What the worker sends, and what it must never send."""

import asyncio
import json

import pytest

from pwa_server.casework import push_subscriptions, reminders
from pwa_server.domain.push_endpoints import checked
from pwa_server.notify import outbox, payloads
from pwa_server.storage.database import Busy
from tests.support.push_service import Device, check_vapid

START = "2026-12-03T13:30:00Z"


@pytest.mark.requirement("R55")
def test_booking_reaches_the_phone_at_once(post):
    phone = post.phone_of("amina")
    post.book()
    assert post.work() > 0
    [notification] = post.said(phone)
    assert notification["navigate"] == f"https://plan.example.org/meetings/{post.meeting}"
    assert post.states()["booked"] == "sent"


def test_message_is_signed_by_our_key_and_lives_until_it_is_worthless(post, push_service):
    phone = post.phone_of("amina")
    post.book()
    post.at("2026-12-03T11:30:00Z")
    post.work()
    [message] = push_service.messages(phone.path)
    claims = check_vapid(message.headers, push_service.origin)
    assert claims["sub"] == "mailto:it@example.org"
    assert message.headers["ttl"] == str(2 * 3600)
    assert message.headers["urgency"] == "high"
    [row] = [row for row in post.rows() if row["offset_hours"] == 2]
    assert message.headers["topic"] == payloads.topic(row["id"]) == post.said(phone)[0]["tag"]


@pytest.mark.requirement("R55")
def test_nothing_private_stands_in_the_payload(post, world):
    phone = post.phone_of("amina")
    post.book()
    post.at("2026-11-30T13:30:00Z")
    post.work()
    text = json.dumps(post.said(phone), ensure_ascii=False)
    assert not [place for place, word in world.canaries.items() if word in text]
    assert "14:30" not in text


@pytest.mark.requirement("R55")
def test_each_reminder_goes_once(post):
    phone = post.phone_of("amina")
    post.book()
    for moment in ("2026-11-24T09:00:00Z", "2026-11-30T13:30:00Z", "2026-12-02T13:30:00Z", "2026-12-03T11:30:00Z"):
        post.at(moment)
        post.work()
        post.work()
    assert len(post.said(phone)) == 4
    post.at("2026-12-03T14:00:00Z")
    assert post.work() == 0


@pytest.mark.fault("F11")
def test_worker_that_was_down_sends_the_latest_reminder_only(post):
    phone = post.phone_of("amina")
    post.book()
    post.at("2026-12-03T12:00:00Z")
    post.work()
    assert len(post.said(phone)) == 1
    assert post.states() == {"booked": "failed", "reminder72": "failed", "reminder24": "failed", "reminder2": "sent"}


def test_nothing_is_sent_from_the_start_on(post):
    phone = post.phone_of("amina")
    post.book()
    post.at(START)
    post.work()
    assert not post.said(phone)
    assert set(post.states().values()) == {"failed"}


def test_cancelled_meeting_is_told_and_not_reminded(post):
    phone = post.phone_of("amina")
    post.book()
    post.work()
    post.do("karin", reminders.meeting_cancelled, post.meeting)
    post.change("meetings", post.meeting, state="cancelled")
    for moment in ("2026-11-24T09:05:00Z", "2026-11-30T13:30:00Z", "2026-12-03T11:30:00Z"):
        post.at(moment)
        post.work()
    assert len(post.said(phone)) == 2


@pytest.mark.parametrize("state", ["cancelled", "moved", "held", "not_held", "proposed", "reschedule_requested"])
def test_state_is_read_again_right_before_sending(post, state):
    """Even where nobody withdrew the row."""
    phone = post.phone_of("amina")
    post.book()
    post.change("meetings", post.meeting, state=state)
    post.work()
    assert not post.said(phone)
    assert post.states()["booked"] == "cancelled"


def test_start_is_read_again_right_before_sending(post):
    phone = post.phone_of("amina")
    post.book()
    post.change("meetings", post.meeting, starts_at="2026-12-04T13:30:00Z")
    post.work()
    assert not post.said(phone)


@pytest.mark.parametrize("state", ["closed", "restricted", "erased"])
def test_ended_case_is_silent(post, world, state):
    phone = post.phone_of("amina")
    post.book()
    post.change("cases", world.ids["amina.case"], state=state)
    post.work()
    assert not post.said(phone)


@pytest.mark.parametrize(("until", "rings"), [(None, True), ("2026-11-23", True), ("2026-11-24", False)])
def test_phone_is_left_in_peace_until_the_last_day_of_a_pause(post, world, until, rings):
    phone = post.phone_of("amina")
    post.book()
    post.change("clients", world.ids["amina"], reminders_paused_until=until)
    post.work()
    assert bool(post.said(phone)) is rings
    assert {row["end_reason"] for row in post.rows() if row["state"] == "not_sendable"} == (
        set() if rings else {"paused"}
    )


def test_switched_off_text_is_not_sent(post, world):
    phone = post.phone_of("amina")
    post.book()
    post.change("clients", world.ids["amina"], push_text="off")
    post.work()
    assert not post.said(phone)
    assert {row["end_reason"] for row in post.rows() if row["state"] == "not_sendable"} == {"switched_off"}


@pytest.mark.requirement("R55")
def test_withdrawn_consent_is_not_sent(post, world):
    phone = post.phone_of("amina")
    post.book()
    [consent] = [row for row in post.all_rows("consents") if row["purpose"] == "push_reminders"]
    post.change("consents", consent["id"], ended_at=post.parts.now())
    post.work()
    assert not post.said(phone)


def test_deactivated_account_gets_nothing(post, world):
    phone = post.phone_of("amina")
    post.book()
    post.change("accounts", world.ids["amina"], deactivated_at=post.parts.now())
    post.work()
    assert not post.said(phone)


@pytest.mark.requirement("R55")
def test_client_without_a_phone_stands_on_the_call_list(post):
    post.book()
    post.work()
    assert post.states()["booked"] == "not_sendable"
    [task] = [task for task in post.all_rows("call_tasks") if not task["closed_at"]]
    assert (task["reason"], task["due_on"]) == ("no_push", "2026-12-02")


def test_phone_added_later_is_reminded(post):
    post.book()
    post.work()
    phone = post.phone_of("amina")
    post.at("2026-11-30T13:30:00Z")
    post.work()
    assert len(post.said(phone)) == 1


def test_reader_gets_her_language(post, world):
    phone = post.phone_of("badr")
    post.meeting = world.ids["badr.standard.meeting"]
    post.book()
    post.work()
    [notification] = post.said(phone)
    translated = payloads.translate("tr", payloads.TITLES["booked"])
    assert notification["title"] == translated
    assert notification["lang"] == ("tr" if translated != payloads.TITLES["booked"] else "de")


def test_mentor_who_was_invited_hears_of_it_and_is_reminded_after_saying_yes(post):
    phone = post.phone_of("mona")
    post.book()
    post.work()
    assert post.states("mona") == {"booked": "sent"}
    post.do("karin", lambda tx: tx.update("meetings", post.meeting, mentor_answer="coming"))
    post.do("mona", reminders.mentor_going_along, post.meeting)
    post.at("2026-11-30T13:30:00Z")
    post.work()
    assert len(post.said(phone)) == 2


def test_mentor_without_a_grant_gets_nothing(post, world):
    phone = post.phone_of("mona")
    post.book()
    post.change("mentor_grants", world.ids["mona.grant"], state="revoked", valid_until=post.parts.now())
    post.work()
    assert not post.said(phone)
    assert post.states("mona") == {"booked": "cancelled"}


def test_mentor_never_hears_of_a_protected_meeting(post, world):
    phone = post.phone_of("mona")
    post.book()
    post.change("meetings", post.meeting, sensitivity="high")
    post.work()
    assert not post.said(phone)


def test_counsellor_who_books_the_interpreter_hears_of_changes(post):
    phone = post.phone_of("karin")
    post.change("meetings", post.meeting, interpreter_state="needed")
    post.book()
    post.work()
    assert [said["navigate"] for said in post.said(phone)] == ["https://plan.example.org/desk"]


def test_quiet_hours_hold_back_what_is_not_near(post):
    post.at("2026-11-24T21:00:00Z")
    phone = post.phone_of("amina")
    post.book()
    post.work()
    assert not post.said(phone)
    post.at("2026-11-25T07:00:00Z")
    post.work()
    assert len(post.said(phone)) == 1


def test_retry_does_not_ring_in_the_quiet_hours(post, push_service):
    post.at("2026-11-24T18:58:00Z")
    phone = post.phone_of("amina")
    post.book()
    push_service.answer(phone.path, 503)
    post.work()
    push_service.forget_answers()
    post.at("2026-11-24T21:00:00Z")
    post.work()
    assert len(push_service.messages(phone.path)) == 1
    post.at("2026-11-25T07:00:00Z")
    post.work()
    assert push_service.messages(phone.path)[-1].status == 201


def test_two_phones_each_ring_once(post, push_service):
    first, second = post.phone_of("amina", "one"), post.phone_of("amina", "two")
    push_service.answer(second.path, 503)
    post.book()
    post.work()
    push_service.forget_answers()
    post.at("2026-11-24T09:05:00Z")
    post.work()
    assert len(push_service.messages(first.path)) == 1
    assert [message.status for message in push_service.messages(second.path)] == [503, 201]
    assert post.states()["booked"] == "sent"


@pytest.mark.fault("F24")
def test_two_workers_never_send_the_same_row(post, world):
    phones = [post.phone_of(name) for name in ("amina", "badr", "mona")]
    post.book()
    post.do("karin", reminders.meeting_booked, world.ids["badr.standard.meeting"])

    async def both():
        async with post.sender() as one, post.sender() as two:
            return await asyncio.gather(*(post.worker(sender).work_off() for sender in (one, two, one, two)))

    asyncio.run(both())
    assert [len(post.said(phone)) for phone in phones] == [1, 1, 1]


@pytest.mark.fault("F23")
def test_crash_between_sending_and_marking_repeats_the_same_message(post, push_service, monkeypatch):
    """After the lease another worker sends it again: same Topic, same tag, so that the phone shows one."""
    phone = post.phone_of("amina")
    post.book()

    async def crash():
        async with post.sender() as sender:
            worker = post.worker(sender)
            ids = await worker._claim()
            await asyncio.gather(*(worker._deliver(reminder_id) for reminder_id in ids))

    asyncio.run(crash())
    assert post.work() == 0
    post.at("2026-11-24T09:01:59Z")
    assert post.work() == 0
    post.at("2026-11-24T09:02:00Z")
    assert post.work() > 0
    first, second = push_service.messages(phone.path)
    assert first.headers["topic"] == second.headers["topic"]
    assert {said["tag"] for said in post.said(phone)} == {first.headers["topic"]}
    assert post.states()["booked"] == "sent"


@pytest.mark.fault("F24")
def test_worker_whose_lease_ran_out_does_not_send(post):
    phone = post.phone_of("amina")
    post.book()

    async def late():
        async with post.sender() as sender:
            worker = post.worker(sender)
            ids = await worker._claim()
            post.at("2026-11-24T09:03:00Z")
            return [await worker._deliver(reminder_id) for reminder_id in ids]

    assert set(asyncio.run(late())) == {None}
    assert not post.said(phone)


def test_cancelled_while_on_its_way_stays_cancelled_and_is_known_as_sent(post):
    post.phone_of("amina")
    post.book()

    async def crossing():
        async with post.sender() as sender:
            worker = post.worker(sender)
            ids = await worker._claim()
            done = [await worker._deliver(reminder_id) for reminder_id in ids]
            await asyncio.to_thread(post.do, "karin", reminders.meeting_cancelled, post.meeting)
            await worker._mark([one for one in done if one])

    asyncio.run(crossing())
    [row] = [row for row in post.rows() if row["kind"] == "booked"]
    assert row["state"] == "cancelled"
    assert row["sent_at"]


@pytest.mark.fault("F44")
def test_row_that_can_not_be_handled_is_put_aside_and_stops_nobody(post, world):
    poisoned, healthy = post.phone_of("amina"), post.phone_of("badr")
    post.book()
    post.do("karin", reminders.meeting_booked, world.ids["badr.standard.meeting"])
    [row] = [row for row in post.all_rows("push_subscriptions") if row["account_id"] == world.ids["amina"]]
    post.parts.database.utils()["push_subscriptions"].update(row["id"], {"auth_sealed": "broken.AAAA"})
    for minute in range(6):
        post.at(f"2026-11-24T09:{10 + 2 * minute}:00Z")
        post.work()
    assert len(post.said(healthy)) == 1
    assert not post.service.messages(poisoned.path)
    [booked] = [row for row in post.rows() if row["kind"] == "booked"]
    assert (booked["state"], booked["end_reason"]) == ("failed", "error")


def test_sample_comes_in_quiet_hours_too_and_is_reached_by_a_tap(post):
    post.at("2026-11-24T21:00:00Z")
    phone = post.phone_of("ada")
    post.do("ada", push_subscriptions.ask_for_test)
    post.work()
    [notification] = post.said(phone)
    post.do("ada", push_subscriptions.notification_opened, notification["data"]["reminder"])
    [row] = post.all_rows("reminders")
    assert (row["state"], row["reached_how"]) == ("sent", "notification")


def test_stopped_worker_gives_back_what_it_has_not_begun(post):
    post.phone_of("amina")
    post.book()

    async def stopped():
        async with post.sender() as sender:
            worker = post.worker(sender)
            original = worker._claim

            async def claim_then_stop():
                ids = await original()
                worker.stop.set()
                return ids

            worker._claim = claim_then_stop
            await worker.work_off()

    asyncio.run(stopped())
    assert not post.service.messages()
    assert {row["lease_until"] for row in post.all_rows("reminders")} == {None}
    assert post.work() > 0


@pytest.mark.fault("F11")
def test_clock_that_jumps_back_loses_nothing(post):
    phone = post.phone_of("amina")
    post.book()
    post.at("2026-11-24T07:30:00Z")
    assert post.work() == 0
    post.at("2026-11-24T09:00:00Z")
    post.work()
    assert len(post.said(phone)) == 1


def test_marks_that_can_not_be_written_wait_and_nothing_more_is_sent(post):
    """What is sent and not marked would go out again."""
    phone = post.phone_of("amina")
    post.book()

    async def busy_then_free():
        async with post.sender() as sender:
            worker = post.worker(sender)
            write, worker._marks._write = worker._marks._write, _always_busy
            await worker.work_off()
            post.do("ada", push_subscriptions.switch_on, *_another_phone(post))
            post.do("ada", push_subscriptions.ask_for_test)
            assert await worker.work_off() == 0
            worker._marks._write = write
            assert await worker._marks.flush()
            return await worker.work_off()

    assert asyncio.run(busy_then_free()) == 1
    assert post.states()["booked"] == "sent"
    assert len(post.said(phone)) == 1


async def _always_busy(batch):
    raise Busy


def _another_phone(post):
    device = Device(post.service.origin, "phone-ada")
    keys = device.subscription["keys"]
    return checked(device.endpoint, keys["p256dh"], keys["auth"], post.service.origin), "session", "Android", "de"


def test_worker_ends_however_the_last_marks_come_in(post):
    """Fifty marks at the very moment at which the work ends."""

    async def many_rounds():
        written = []

        async def write(batch):
            await asyncio.sleep(0)
            written.extend(batch)

        for rounds in range(200):
            marks = outbox.Marks(write)
            async with asyncio.timeout(5), marks.written_meanwhile():
                for number in range(outbox.MARKED_AT_ONCE + rounds % 3 - 1):
                    marks.add(outbox.Done(str(number), "sent"))
                for _ in range(rounds % 5):
                    await asyncio.sleep(0)
        return len(written)

    assert asyncio.run(many_rounds()) == sum(49 + rounds % 3 for rounds in range(200))


def test_device_of_somebody_else_is_never_written_to(post):
    phone = post.phone_of("amina")
    post.phone_of("badr")
    post.book()
    post.work()
    assert {message.path for message in post.service.messages()} == {phone.path}
    assert Device(post.service.origin, "phone-badr").path != phone.path
