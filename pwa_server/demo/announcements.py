"""What was announced before this morning: what the verbs planned, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pwa_server.casework import own_settings, reminders
from pwa_server.domain.reminders import ANNOUNCED, SILENT_CASES
from pwa_server.domain.times import later

if TYPE_CHECKING:
    from pwa_server.demo.seed import Demo
    from pwa_server.storage.database import Row

BOOKED_DAYS_AGO = 6
# For whose phone the push service took no message until it was too late.
WITHOUT_PHONE = {"cl-farid"}
# Who chose an SMS for when the phone shows nothing, with a number that is kept for stories.
BY_SMS = {"cl-yonas": "0176 04069444"}
# What a message keeps when the next channel takes it over.
HANDED_ON = ("meeting_id", "person_id", "kind", "starts_at", "offset_hours", "stale_at")


def add_announcements(demo: Demo) -> None:
    """Plan every coming meeting as its counsellor did when it was booked, and play the days since."""
    for persona in demo.personas["clients"]:
        if persona["case"]["state"] in SILENT_CASES:
            continue
        opened = later(str(demo.calendar.at(persona["case"]["opened"])), hours=1)
        _choose_sms(demo, persona["id"], opened)
        with demo.acting(persona["case"]["counsellor"], max(opened, later(demo.tx.now, days=-BOOKED_DAYS_AGO))) as tx:
            meetings = tx.rows("meetings.of_case", case_id=demo.ids[f"{persona['id']}.case"], high="yes")
            for meeting in meetings:
                if meeting["state"] in ANNOUNCED and meeting["starts_at"] > tx.now:
                    reminders.meeting_booked(tx, meeting["id"])
        play_the_days_since(demo, persona["id"])


def _choose_sms(demo: Demo, client: str, at: str) -> None:
    if client not in BY_SMS:
        return
    with demo.acting(client, at) as tx:
        wanted = own_settings.Reaching(("push", "sms", "phone"), "neutral", mobile=BY_SMS[client], language="en")
        own_settings.set_reaching(tx, wanted)


def play_the_days_since(demo: Demo, client: str) -> None:
    """What became of messages whose time has come before this morning."""
    persona = demo.persona(client)
    takes_push = any(device["push"] == "subscribed" for device in persona["devices"])
    with demo.acting(persona["case"]["counsellor"], demo.tx.now) as tx:
        rows = tx.rows("reminders.of_case", case_id=demo.ids[f"{client}.case"])
        for row in rows:
            if row["due_at"] <= tx.now and row["state"] == "due":
                _say_what_became_of_it(demo, row, client, takes_push or row["person_role"] == "mentor")


def _say_what_became_of_it(demo: Demo, row: Row, client: str, takes_push: bool) -> None:
    handed_over = later(row["due_at"], seconds=20)
    if client in BY_SMS and later(row["due_at"], hours=2) < demo.tx.now:
        _hand_on(demo, row, client, later(row["due_at"], hours=2))
    elif not takes_push:
        demo.tx.update("reminders", row["id"], state="not_sendable", ended_at=handed_over, end_reason="no_device")
    elif client in WITHOUT_PHONE and row["person_role"] == "client":
        demo.tx.update("reminders", row["id"], state="failed", ended_at=handed_over, end_reason="push_service", tries=9)
    else:
        _sent(demo, row["id"], row["due_at"])


def _sent(demo: Demo, reminder_id: str, due_at: str) -> None:
    handed_over, opened = later(due_at, seconds=20), later(due_at, hours=2)
    read: dict[str, Any] = {"reached_at": opened, "reached_how": "opened"} if opened < demo.tx.now else {}
    demo.tx.update("reminders", reminder_id, state="sent", sent_at=handed_over, ended_at=handed_over, tries=1, **read)


def _hand_on(demo: Demo, row: Row, client: str, at: str) -> None:
    """The push service took nothing for two hours; then the SMS went."""
    demo.tx.update("reminders", row["id"], state="failed", ended_at=at, end_reason="push_service", tries=9)
    copied = {name: row[name] for name in HANDED_ON} | {"case_id": demo.ids[f"{client}.case"], "channel": "sms"}
    _sent(demo, demo.tx.insert("reminders", **copied, follows_id=row["id"], due_at=at, made_at=at), at)
