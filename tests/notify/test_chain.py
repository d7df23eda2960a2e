"""Push, e-mail or SMS in the client's order, and at the end a call: nobody is forgotten, and nobody is told twice."""

import asyncio

import pytest

from pwa_server.casework import push_subscriptions, reminders, withdrawals
from pwa_server.domain.problems import BadInput, RuleBroken
from pwa_server.domain.times import later
from pwa_server.notify import outbox, sms_channel
from pwa_server.notify.mail_channel import MailChannel
from pwa_server.notify.mails import Mailer
from pwa_server.notify.payloads import topic
from pwa_server.notify.ways import Ways
from tests.support.sms_gateway import PATH, SmsGateway
from tests.support.waiting import free_port

NOW = "2026-11-24T09:00:00Z"
MAIL, MOBILE = "amina@example.org", "0176 12345678"
GERMAN = {"language": "de"}


@pytest.fixture(autouse=True)
def in_german(chain) -> None:
    chain.change("accounts", chain.world.ids["amina"], **GERMAN)


def calls(chain) -> list[str]:
    return [task["reason"] for task in chain.all_rows("call_tasks") if not task["closed_at"]]


def test_push_that_was_taken_ends_the_chain(chain, mailbox, gateway):
    phone = chain.phone_of("amina")
    chain.wants("amina", "push", "email", "sms", "phone", email=MAIL, mobile=MOBILE)
    chain.book()
    chain.work()
    assert len(chain.said(phone)) == 1
    assert not mailbox.mails
    assert not gateway.taken
    assert chain.tried() == [("push", "sent", "")]


def test_without_a_phone_the_mail_says_it(chain, mailbox):
    chain.wants("amina", "push", "email", "phone", email=MAIL)
    chain.book()
    chain.work()
    [mail] = mailbox.wait_for(1)
    assert (mail["To"], mail["Subject"]) == (MAIL, "Sie haben einen Termin.")
    assert f"https://plan.example.org/meetings/{chain.meeting}" in mail.get_content()
    assert chain.tried() == [("push", "not_sendable", "no_device"), ("email", "sent", "")]


def test_each_channel_in_the_order_that_the_client_chose(chain, mailbox, gateway):
    mailbox.refusal = "550 no such person"
    chain.wants("amina", "email", "sms", "push", "phone", email=MAIL, mobile=MOBILE)
    phone = chain.phone_of("amina")
    chain.wants("amina", "email", "sms", "push", "phone", email=MAIL, mobile=MOBILE)
    gateway.answer(PATH, 400)
    chain.book()
    chain.work()
    assert chain.tried() == [("email", "failed", "refused"), ("sms", "failed", "refused"), ("push", "sent", "")]
    assert len(chain.said(phone)) == 1


def test_after_the_last_channel_somebody_calls(chain, gateway):
    gateway.answer(PATH, 404)
    chain.wants("amina", "sms", "phone", mobile=MOBILE)
    chain.book()
    chain.work()
    assert chain.tried() == [("sms", "failed", "refused")]
    assert calls(chain) == ["not_reached"]


def test_what_the_client_did_not_choose_is_not_tried(chain, mailbox, gateway):
    chain.wants("amina", "push", "phone", "email", "sms")
    chain.book()
    chain.work()
    assert chain.tried() == [("push", "not_sendable", "no_device")]
    assert not mailbox.mails
    assert not gateway.taken


@pytest.mark.parametrize("push_text", ["neutral", "with_time"])
@pytest.mark.requirement("R55")
def test_nothing_private_stands_in_mail_and_sms(chain, world, mailbox, gateway, push_text):
    mailbox.refusal = "550 no"
    chain.wants("amina", "email", "sms", "phone", email=MAIL, mobile=MOBILE, push_text=push_text)
    chain.book()
    chain.work()
    mailbox.refusal = ""
    chain.at("2026-11-30T13:30:00Z")
    chain.work()
    [mail], [sms] = mailbox.wait_for(1), gateway.taken
    text = f"{mail} {sms['message']}"
    assert not [place for place, word in world.canaries.items() if word in text]
    assert ("14:30" in text) is (push_text == "with_time")


def test_sms_says_it_in_one_part_to_the_number_that_was_typed(chain, gateway):
    chain.wants("amina", "sms", "phone", mobile=MOBILE, push_text="with_time")
    chain.book()
    chain.work()
    [sms] = gateway.taken
    assert sms["to"] == "+4917612345678"
    assert sms["message"] == "Sie haben einen Termin. Donnerstag, 3. Dezember 2026, 14:30. Bitte öffnen Sie die App."


@pytest.mark.parametrize("status", [400, 404, 410, 413, 422, 302])
def test_refused_number_is_not_tried_again(chain, gateway, mailbox, status):
    gateway.answer(PATH, status, headers={"Location": f"{gateway.origin}/elsewhere"})
    chain.wants("amina", "sms", "email", "phone", email=MAIL, mobile=MOBILE)
    chain.book()
    chain.work()
    assert [message.path for message in gateway.messages()] == [PATH]
    assert chain.tried() == [("sms", "failed", "refused"), ("email", "sent", "")]
    assert len(mailbox.mails) == 1


@pytest.mark.parametrize("status", [401, 403, 408, 429, 500, 502, 503])
def test_busy_gateway_is_asked_again(chain, gateway, status):
    gateway.answer(PATH, status)
    chain.wants("amina", "sms", "email", "phone", email=MAIL, mobile=MOBILE)
    chain.book()
    chain.work()
    assert chain.tried() == [("sms", "due", "")]
    gateway.forget_answers()
    chain.at("2026-11-24T09:01:00Z")
    chain.work()
    assert chain.tried() == [("sms", "sent", "")]
    assert len(gateway.taken) == 1


@pytest.mark.parametrize(
    ("retry_after", "again_at"),
    [
        ("600", "2026-11-24T09:10:00Z"), ("soon", "2026-11-24T09:01:00Z"), ("-5", "2026-11-24T09:01:00Z"),
    ],
)  # fmt: skip
def test_gateway_is_left_in_peace_as_long_as_it_asks(chain, gateway, retry_after, again_at):
    gateway.answer(PATH, 429, headers={"Retry-After": retry_after})
    chain.wants("amina", "sms", "phone", mobile=MOBILE)
    chain.book()
    chain.work()
    gateway.forget_answers()
    chain.at(later(again_at, seconds=-40))
    chain.work()
    assert not gateway.taken
    chain.at(again_at)
    chain.work()
    assert len(gateway.taken) == 1


def test_gateway_that_stays_away_hands_over_in_time(chain, gateway, mailbox):
    gateway.answer(PATH, 503)
    chain.wants("amina", "sms", "email", "phone", email=MAIL, mobile=MOBILE)
    chain.book()
    at = NOW
    while at < "2026-11-24T11:00:00Z":
        chain.at(at)
        chain.work()
        at = later(at, minutes=10)
    assert chain.tried() == [("sms", "failed", "gateway"), ("email", "sent", "")]
    assert len(mailbox.mails) == 1
    assert not gateway.taken


def test_push_service_that_stays_away_hands_over_in_time(chain, gateway, push_service):
    phone = chain.phone_of("amina")
    push_service.answer(phone.path, 503)
    chain.wants("amina", "push", "sms", "phone", mobile=MOBILE)
    chain.book()
    at = NOW
    while at < "2026-11-24T11:00:00Z":
        chain.at(at)
        chain.work()
        at = later(at, minutes=10)
    assert chain.tried() == [("push", "failed", "push_service"), ("sms", "sent", "")]
    assert len(gateway.taken) == 1


@pytest.mark.fault("F19")
def test_gateway_that_never_answers_is_given_up(chain, gateway, monkeypatch):
    monkeypatch.setattr(sms_channel, "READ_SECONDS", 0.2)
    gateway.answer(PATH, 200, never=True)
    chain.wants("amina", "sms", "phone", mobile=MOBILE)
    chain.book()
    chain.work()
    assert chain.tried() == [("sms", "due", "")]


@pytest.mark.fault("F19")
def test_slow_gateway_is_waited_for(chain, gateway):
    gateway.answer(PATH, 200, delay_seconds=0.3)
    chain.wants("amina", "sms", "phone", mobile=MOBILE)
    chain.book()
    chain.work()
    assert chain.tried() == [("sms", "sent", "")]


@pytest.mark.fault("F18")
def test_gateway_that_is_not_there_is_tried_again(chain):
    with SmsGateway() as closed:
        url = closed.url
    chain.ways = Ways(sms=sms_channel.SmsChannel(url))
    chain.wants("amina", "sms", "phone", mobile=MOBILE)
    chain.book()
    chain.work()
    assert chain.tried() == [("sms", "due", "")]


@pytest.mark.parametrize(
    ("refusal", "tried"),
    [
        ("451 try later", [("email", "due", "")]),
        ("550 no such person", [("email", "failed", "refused")]),
        ("554 spam", [("email", "failed", "refused")]),
    ],
)
def test_answers_of_a_mail_server(chain, mailbox, refusal, tried):
    mailbox.refusal = refusal
    chain.wants("amina", "email", "phone", email=MAIL)
    chain.book()
    chain.work()
    assert chain.tried() == tried
    mailbox.refusal = ""
    chain.at("2026-11-24T09:01:00Z")
    chain.work()
    assert len(mailbox.mails) == (1 if tried[0][1] == "due" else 0)


@pytest.mark.fault("F18")
def test_mail_server_that_is_not_there_hands_over_in_time(chain, gateway):
    gone = MailChannel(Mailer(f"smtp://127.0.0.1:{free_port()}", "wegplan@example.org"), "https://plan.example.org")
    chain.ways = Ways(gone, sms_channel.SmsChannel(gateway.url))
    chain.wants("amina", "email", "sms", "phone", email=MAIL, mobile=MOBILE)
    chain.book()
    at = NOW
    while at < "2026-11-24T11:00:00Z":
        chain.at(at)
        chain.work()
        at = later(at, minutes=10)
    assert chain.tried() == [("email", "failed", "gateway"), ("sms", "sent", "")]


def test_reminder_goes_in_no_clear_text_to_another_machine(chain, mailbox, gateway):
    """0.0.0.0 leads to the same mailbox, and is no loopback address."""
    elsewhere = Mailer(mailbox.url.replace("127.0.0.1", "0.0.0.0"), "wegplan@example.org")
    chain.ways = Ways(MailChannel(elsewhere, "https://plan.example.org"))
    chain.wants("amina", "email", "phone", email=MAIL)
    chain.book()
    chain.work()
    assert not mailbox.mails


@pytest.mark.parametrize("channel", ["email", "sms"])
def test_channel_that_is_not_set_up_here_is_passed_over(chain, mailbox, gateway, channel):
    chain.ways = Ways(*({"email": (None, sms_channel.SmsChannel(gateway.url)), "sms": (chain.ways._email,)}[channel]))
    others = {"email": "sms", "sms": "email"}[channel]
    chain.wants("amina", channel, others, "phone", email=MAIL, mobile=MOBILE)
    chain.book()
    chain.work()
    assert chain.tried() == [(channel, "not_sendable", "no_channel"), (others, "sent", "")]


@pytest.mark.fault("F23")
def test_worker_killed_between_sending_and_marking_repeats_the_same_mail_and_sms(chain, mailbox, gateway):
    """Under the same Message-ID, and the same id for the gateway: both know it as the same."""
    chain.wants("amina", "email", "phone", email=MAIL)
    chain.wants("badr", "sms", "phone", mobile=MOBILE)
    chain.book()
    chain.do("karin", reminders.meeting_booked, chain.world.ids["badr.standard.meeting"])

    async def crash():
        async with chain.sender() as sender:
            worker = chain.worker(sender)
            for reminder_id in await worker._claim():
                await worker._deliver(reminder_id)

    asyncio.run(crash())
    assert chain.work() == 0
    chain.at("2026-11-24T09:02:00Z")
    chain.work()
    first, second = mailbox.wait_for(2)
    [row] = [row for row in chain.rows() if row["kind"] == "booked"]
    assert first["Message-ID"] == second["Message-ID"] == f"<{topic(row['id'])}@plan.example.org>"
    assert len(gateway.taken) == 2
    assert len({sms["id"] for sms in gateway.taken}) == 1


@pytest.mark.fault("F24")
def test_marking_twice_hands_on_once(chain, gateway):
    """What was given up is written in one transaction with what follows: a second mark of the same finds nothing."""
    chain.wants("amina", "push", "sms", "phone", mobile=MOBILE)
    chain.book()

    async def twice():
        async with chain.sender() as sender:
            worker = chain.worker(sender)
            ids = await worker._claim()
            done = [found for found in [await worker._deliver(one) for one in ids] if found]
            await worker._mark(done)
            await worker._mark(done)
            await worker.work_off()

    asyncio.run(twice())
    assert len(gateway.taken) == 1


@pytest.mark.fault("F23")
def test_what_can_not_be_handed_on_is_not_ended_either(chain, gateway, monkeypatch):
    """Both are one transaction: a message is due by one channel or by the next, never by none."""
    chain.wants("amina", "push", "sms", "phone", mobile=MOBILE)
    chain.book()

    def broken(tx, row):
        raise OSError

    async def once():
        async with chain.sender() as sender:
            await chain.worker(sender).work_off()

    with monkeypatch.context() as patched:
        patched.setattr(outbox, "_hand_on", broken)
        asyncio.run(once())
    assert chain.tried() == [("push", "due", "")]
    chain.at("2026-11-24T09:02:00Z")
    chain.work()
    assert chain.tried() == [("push", "not_sendable", "no_device"), ("sms", "sent", "")]


@pytest.mark.fault("F24")
def test_two_workers_hand_on_once(chain, gateway, mailbox):
    chain.wants("amina", "push", "email", "sms", "phone", email=MAIL, mobile=MOBILE)
    mailbox.refusal = "550 no"
    chain.book()

    async def both():
        async with chain.sender() as one, chain.sender() as two:
            await asyncio.gather(*(chain.worker(sender).work_off() for sender in (one, two, one, two)))

    asyncio.run(both())
    chain.work()
    assert len(gateway.taken) == 1


def test_moved_meeting_withdraws_every_channel(chain, gateway):
    gateway.answer(PATH, 503)
    chain.wants("amina", "push", "sms", "phone", mobile=MOBILE)
    chain.book()
    chain.work()
    assert ("sms", "due", "") in chain.tried()
    chain.do("karin", reminders.meeting_cancelled, chain.meeting)
    chain.change("meetings", chain.meeting, state="cancelled")
    gateway.forget_answers()
    chain.at("2026-11-24T09:30:00Z")
    chain.work()
    assert [sms["message"] for sms in gateway.taken] == ["Ein Termin findet nicht statt. Bitte öffnen Sie die App."]
    assert ("sms", "cancelled", "cancelled") in chain.tried()


def test_client_who_has_read_it_meanwhile_is_left_in_peace(chain, gateway):
    phone = chain.phone_of("amina")
    chain.wants("amina", "push", "sms", "phone", mobile=MOBILE)
    chain.book()
    gateway.answer(PATH, 503)
    chain.at("2026-12-02T13:30:00Z")
    chain.work()
    assert len(chain.said(phone)) == 1
    assert ("sms", "due", "") in chain.tried(kind="reminder")
    chain.do("amina", reminders.mark_reached, chain.meeting, "opened")
    gateway.forget_answers()
    chain.at("2026-12-02T13:40:00Z")
    chain.work()
    assert not gateway.taken
    assert ("sms", "cancelled", "reached") in chain.tried(kind="reminder")


@pytest.mark.fault("F22")
@pytest.mark.parametrize(("silent_days", "sms"), [(6, 0), (7, 1)])
def test_phone_without_a_sign_of_life_is_not_relied_on(chain, gateway, silent_days, sms):
    phone = chain.phone_of("amina")
    chain.wants("amina", "push", "sms", "phone", mobile=MOBILE)
    chain.book()
    chain.work()
    [device] = chain.all_rows("push_subscriptions")
    chain.at("2026-11-30T13:30:00Z")
    chain.change("push_subscriptions", device["id"], seen_at=later("2026-11-30T13:30:00Z", days=-silent_days))
    chain.work()
    assert len(chain.said(phone)) == 2
    assert len(gateway.taken) == sms


def test_one_phone_that_lives_is_enough(chain, gateway):
    silent = chain.phone_of("amina", "old")
    alive = chain.phone_of("amina", "new")
    old = chain.all_rows("push_subscriptions")[0]
    chain.change("push_subscriptions", old["id"], seen_at="2026-10-01T09:00:00Z")
    chain.wants("amina", "push", "sms", "phone", mobile=MOBILE)
    chain.book()
    chain.work()
    assert chain.said(silent)
    assert chain.said(alive)
    assert not gateway.taken


def test_quiet_hours_hold_for_every_channel(chain, gateway):
    chain.at("2026-11-24T21:00:00Z")
    chain.wants("amina", "push", "sms", "phone", mobile=MOBILE)
    chain.book()
    chain.work()
    assert not gateway.taken
    chain.at("2026-11-25T07:00:00Z")
    chain.work()
    assert len(gateway.taken) == 1


@pytest.mark.fault("F12")
@pytest.mark.parametrize(
    ("start", "due"),
    [
        # 9 o'clock on the Monday after the clocks go back, and forward: a day before is not 24 hours of wall clock.
        ("2026-10-26T08:00:00Z", "2026-10-25T08:00:00Z"),
        ("2027-03-29T07:00:00Z", "2027-03-28T07:00:00Z"),
    ],
)
def test_day_on_which_the_clocks_change(chain, gateway, start, due):
    chain.at(later(start, days=-10))
    chain.change("meetings", chain.meeting, starts_at=start, local_date=start[:10], local_time="09:00")
    chain.wants("amina", "sms", "phone", mobile=MOBILE, push_text="with_time")
    chain.book()
    for at in (later(start, hours=-72), later(due, seconds=-1), due):
        chain.at(at)
        chain.work()
    last = gateway.taken[-1]["message"]
    assert "09:00" in last
    assert chain.tried(kind="reminder")[1] == ("sms", "sent", "")


def test_number_that_was_typed_later_counts_for_meetings_already_booked(chain, gateway):
    chain.wants("amina", "push", "phone")
    chain.book()
    chain.work()
    chain.wants("amina", "sms", "phone", mobile=MOBILE)
    chain.at("2026-11-30T13:30:00Z")
    chain.work()
    assert len(gateway.taken) == 1


def test_pause_and_switching_off_hold_for_every_channel(chain, gateway, mailbox):
    chain.wants("amina", "sms", "email", "phone", email=MAIL, mobile=MOBILE)
    chain.book()
    chain.change("clients", chain.world.ids["amina"], reminders_paused_until="2026-11-24")
    chain.work()
    assert not gateway.taken
    assert not mailbox.mails
    assert chain.tried() == [("sms", "not_sendable", "paused")]


def test_yes_that_was_taken_back_deletes_number_and_address(chain, gateway, mailbox):
    chain.wants("amina", "sms", "email", "phone", email=MAIL, mobile=MOBILE)
    chain.book()
    [consent] = [row for row in chain.all_rows("consents") if row["purpose"] == "message_reminders"]
    chain.do("amina", withdrawals.withdraw, consent["id"])
    chain.work()
    assert not gateway.taken
    assert not mailbox.mails
    [client] = [row for row in chain.all_rows("clients") if row["id"] == chain.world.ids["amina"]]
    assert (client["reminder_email_sealed"], client["reminder_mobile_sealed"]) == (None, None)
    assert client["channels"] == '["phone"]'


def test_yes_is_checked_right_before_sending(chain, gateway):
    chain.wants("amina", "sms", "phone", mobile=MOBILE)
    chain.book()
    [consent] = [row for row in chain.all_rows("consents") if row["purpose"] == "message_reminders"]
    chain.change("consents", consent["id"], ended_at=NOW)
    chain.work()
    assert not gateway.taken
    assert chain.tried() == [("sms", "not_sendable", "no_consent")]


def test_who_takes_back_push_goes_on_with_what_else_she_chose(chain, gateway):
    chain.phone_of("amina")
    chain.wants("amina", "push", "sms", "phone", mobile=MOBILE)
    chain.book()
    [consent] = [row for row in chain.all_rows("consents") if row["purpose"] == "push_reminders"]
    chain.do("amina", withdrawals.withdraw, consent["id"])
    chain.work()
    assert len(gateway.taken) == 1


def test_address_is_sealed_and_kept_only_while_it_is_used(chain):
    chain.wants("amina", "sms", "email", "phone", email=MAIL, mobile=MOBILE)
    stored = str(chain.all_rows("clients"))
    assert MAIL not in stored
    assert "17612345678" not in stored
    chain.wants("amina", "phone", email=MAIL, mobile=MOBILE)
    [client] = [row for row in chain.all_rows("clients") if row["id"] == chain.world.ids["amina"]]
    assert client["reminder_email_sealed"] is None
    [consent] = [row for row in chain.all_rows("consents") if row["purpose"] == "message_reminders"]
    assert consent["state"] == "withdrawn"


@pytest.mark.parametrize(
    ("channels", "addresses"),
    [
        (("email", "phone"), {}),
        (("sms", "phone"), {"mobile": "030 23125100"}),
        (("email", "phone"), {"email": "a@example.org\nBcc: b@example.org"}),
        (("email", "email"), {"email": MAIL}),
        (("fax",), {}),
    ],
)
def test_channel_without_an_address_is_not_taken(chain, channels, addresses):
    before = chain.all_rows("clients")
    with pytest.raises(BadInput):
        chain.wants("amina", *channels, **addresses)
    assert chain.all_rows("clients") == before


@pytest.mark.parametrize("channel", ["email", "sms"])
def test_sample_goes_to_the_address_and_three_times_a_day(chain, mailbox, gateway, channel):
    chain.wants("amina", channel, "phone", email=MAIL, mobile=MOBILE)
    for minute in range(3):
        chain.at(f"2026-11-24T09:{minute * 2:02}:00Z")
        chain.do("amina", push_subscriptions.ask_for_test, channel)
        chain.work()
    assert len(mailbox.mails) + len(gateway.taken) == 3
    chain.at("2026-11-24T10:00:00Z")
    with pytest.raises(RuleBroken):
        chain.do("amina", push_subscriptions.ask_for_test, channel)


@pytest.mark.parametrize("channel", ["email", "sms", "push", "fax", ""])
def test_sample_needs_something_to_go_to(chain, channel):
    with pytest.raises(RuleBroken):
        chain.do("amina", push_subscriptions.ask_for_test, channel)


def test_mentors_and_staff_get_push_alone(chain, mailbox, gateway):
    chain.wants("amina", "email", "phone", email=MAIL)
    chain.change("meetings", chain.meeting, interpreter_state="needed")
    chain.book()
    chain.work()
    assert {row["channel"] for name in ("mona", "karin") for row in chain.rows(name)} == {"push"}
    assert len(mailbox.mails) == 1
