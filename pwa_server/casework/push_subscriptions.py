"""Devices that take push messages: switched on by a tap, looked after on each page, given up as easily."""

import json
from typing import Any

from pwa_server.casework import consents, reminders
from pwa_server.domain.problems import N_, NotVisible, RuleBroken
from pwa_server.domain.push_endpoints import Subscription
from pwa_server.domain.reminders import TEST_MINUTES
from pwa_server.domain.times import later
from pwa_server.storage.database import Read, Row, Tx

MOST_DEVICES = 5
PURPOSE = "push_reminders"
WITHOUT_MESSAGES = ("restricted", "closed", "erased")
TEST_AGAIN_SECONDS = 60
TESTS_A_DAY = 3


def switch_on(tx: Tx, subscription: Subscription, session_id: str, label: str, language: str) -> None:
    """The person tapped "remind me on this phone". The device is hers from now on, whoever had it before.

    A sixth device takes the place of the one not seen for longest. For a client it is the consent to this purpose too.
    """
    _keep(tx, subscription, session_id, label)
    for device in _longest_unseen(tx):
        tx.run("push.forget_own", id=device)
    _note_choice(tx, "push_on", session_id)
    _put_push_first(tx)
    case = tx.row("cases.own")
    if case and case["state"] not in WITHOUT_MESSAGES:
        consents.give(tx, case["id"], PURPOSE, language=language)
        reminders.go_on(tx, case["id"])
        reminders.push_switched_on(tx)


def keep_in_step(tx: Tx, subscription: Subscription, session_id: str, label: str) -> bool:
    """A page reports the subscription that its browser has; returns whether this phone is reminded.

    Nothing is switched on by this: a device of another person stays with that person, and one that was given up,
    perhaps from another phone, stays given up.
    """
    known = find(tx, subscription.endpoint)
    if known and known["account_id"] != tx.actor_id:
        return False
    if not known and not _chosen_here(tx, session_id):
        return False
    _keep(tx, subscription, session_id, label)
    return True


def switch_off(tx: Tx, device_id: str) -> None:
    """Give up one device. Without any device left the client's consent has ended too. Raises NotVisible."""
    device = next((row for row in tx.rows("push.own_devices") if row["id"] == device_id), None)
    if device is None:
        raise NotVisible
    tx.run("push.forget_own", id=device_id)
    if device["session_id"]:
        _note_choice(tx, "push_off", device["session_id"])
    case = tx.row("cases.own")
    if case and not tx.rows("push.own_devices"):
        consents.end(tx, case["id"], PURPOSE)


def switch_off_endpoint(tx: Tx, endpoint: str) -> None:
    """The same for a browser that knows its address only. An unknown or foreign one is given up already."""
    known = find(tx, endpoint)
    if known and known["account_id"] == tx.actor_id:
        switch_off(tx, known["id"])


def ask_for_test(tx: Tx, channel: str = "push") -> None:
    """Send a sample to all of the person's devices, or to the address or number that she gave.

    Raises RuleBroken where there is none, and right after the last sample; SMS and e-mail go out three times a day.
    """
    if not _has(tx, channel):
        raise RuleBroken(N_("Wir erinnern Sie noch auf keinem Telefon."))
    last = last_test(tx)
    if last and later(last["made_at"], seconds=TEST_AGAIN_SECONDS) > tx.now:
        raise RuleBroken(N_("Eine Probe ist schon unterwegs. Bitte warten Sie eine Minute."))
    day = {"channel": channel, "since": later(tx.now, hours=-24)}
    if channel != "push" and len(tx.rows("unscoped.own_tests", **day)) >= TESTS_A_DAY:
        raise RuleBroken(N_("Heute haben wir schon drei Proben geschickt. Bitte versuchen Sie es morgen."))
    until = later(tx.now, minutes=TEST_MINUTES)
    tx.insert(
        "reminders",
        person_id=tx.actor_id,
        kind="test",
        channel=channel,
        starts_at=until,
        due_at=tx.now,
        stale_at=until,
        made_at=tx.now,
        made_by=tx.actor_id,
    )


def _has(tx: Tx, channel: str) -> bool:
    if channel == "push":
        return bool(tx.rows("push.own_devices"))
    own = tx.row("own.settings")
    return own is not None and bool(own.get({"email": "reminder_email", "sms": "reminder_mobile"}.get(channel, "")))


def last_test(read: Read) -> Row | None:
    """The newest sample that the actor asked for."""
    return read.row("unscoped.last_test")


def notification_opened(tx: Tx, reminder_id: str) -> None:
    """The person tapped a notification: reached. Raises NotVisible for a message to somebody else."""
    message = tx.row("unscoped.own_message", id=reminder_id)
    if message is None:
        raise NotVisible
    tx.run("unscoped.mark_notification_seen", id=reminder_id)
    if message["meeting_id"] and message["kind"] != "cancelled":
        reminders.mark_reached(tx, message["meeting_id"], "notification")


def find(read: Read, endpoint: str) -> Row | None:
    """The device that an address stands for, whoever it belongs to."""
    return read.row_by_digest("push.by_digest", "digest", "push", endpoint)


def _keep(tx: Tx, subscription: Subscription, session_id: str, label: str) -> None:
    known = find(tx, subscription.endpoint)
    record: dict[str, Any] = {
        "account_id": tx.actor_id,
        "session_id": session_id,
        "label": label,
        "service": subscription.service,
        "endpoint_sealed": subscription.endpoint,
        "p256dh_sealed": subscription.p256dh,
        "auth_sealed": subscription.auth,
        "seen_at": tx.now,
    }
    if subscription.sender_key:
        record["sender_key"] = subscription.sender_key
    if known:
        device_id = str(known["id"])
        if known["account_id"] != tx.actor_id:
            record |= {"made_at": tx.now, "accepted_at": None}
        tx.update("push_subscriptions", device_id, **record, failed_at=None, failure=None)
    else:
        found_by = tx.digest("push", subscription.endpoint)
        device_id = tx.insert("push_subscriptions", **record, endpoint_digest=found_by, made_at=tx.now)
    tx.run("push.forget_other_of_session", id=device_id, session_id=session_id)


def _longest_unseen(tx: Tx) -> list[str]:
    devices = sorted(tx.rows("push.own_devices"), key=lambda row: (row["seen_at"], row["id"]), reverse=True)
    return [row["id"] for row in devices[MOST_DEVICES:]]


def _chosen_here(tx: Tx, session_id: str) -> bool:
    if any(row["session_id"] == session_id for row in tx.rows("push.own_devices")):
        return True
    choice = tx.row("push.last_choice", session_id=session_id)
    return choice is not None and choice["action"] == "push_on"


def _note_choice(tx: Tx, action: str, session_id: str) -> None:
    tx.insert("events", at=tx.now, actor_id=tx.actor_id, action=action, subject_id=session_id)


def _put_push_first(tx: Tx) -> None:
    own = tx.row("own.settings")
    if own is None:
        return
    channels = ["push", *(channel for channel in json.loads(own["channels"]) if channel != "push")]
    push_text = "neutral" if own["push_text"] == "off" else own["push_text"]
    tx.update("clients", tx.actor_id, version=own["version"], channels=json.dumps(channels), push_text=push_text)
    reminders.channels_changed(tx, tx.actor_id, channels)
