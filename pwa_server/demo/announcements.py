"""What was announced before this morning: what the verbs planned, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pwa_server.casework import reminders
from pwa_server.domain.reminders import ANNOUNCED, SILENT_CASES
from pwa_server.domain.times import later

if TYPE_CHECKING:
    from pwa_server.demo.seed import Demo
    from pwa_server.storage.database import Row

BOOKED_DAYS_AGO = 6
# For whose phone the push service took no message until it was too late.
WITHOUT_PHONE = {"cl-farid"}


def add_announcements(demo: Demo) -> None:
    """Plan every coming meeting as its counsellor did when it was booked, and play the days since."""
    for persona in demo.personas["clients"]:
        if persona["case"]["state"] in SILENT_CASES:
            continue
        opened = later(str(demo.calendar.at(persona["case"]["opened"])), hours=1)
        with demo.acting(persona["case"]["counsellor"], max(opened, later(demo.tx.now, days=-BOOKED_DAYS_AGO))) as tx:
            meetings = tx.rows("meetings.of_case", case_id=demo.ids[f"{persona['id']}.case"], high="yes")
            for meeting in meetings:
                if meeting["state"] in ANNOUNCED and meeting["starts_at"] > tx.now:
                    reminders.meeting_booked(tx, meeting["id"])
        _play_the_days_since(demo, persona["id"])


def _play_the_days_since(demo: Demo, client: str) -> None:
    persona = demo.persona(client)
    takes_push = any(device["push"] == "subscribed" for device in persona["devices"])
    with demo.acting(persona["case"]["counsellor"], demo.tx.now) as tx:
        rows = tx.rows("reminders.of_case", case_id=demo.ids[f"{client}.case"])
        for row in rows:
            if row["due_at"] <= tx.now and row["state"] == "due":
                _say_what_became_of_it(demo, row, client, takes_push or row["person_role"] == "mentor")


def _say_what_became_of_it(demo: Demo, row: Row, client: str, takes_push: bool) -> None:
    handed_over = later(row["due_at"], seconds=20)
    if not takes_push:
        demo.tx.update("reminders", row["id"], state="not_sendable", ended_at=handed_over, end_reason="no_device")
    elif client in WITHOUT_PHONE and row["person_role"] == "client":
        demo.tx.update("reminders", row["id"], state="failed", ended_at=handed_over, end_reason="push_service", tries=9)
    else:
        opened = later(row["due_at"], hours=2)
        demo.tx.update(
            "reminders",
            row["id"],
            state="sent",
            sent_at=handed_over,
            ended_at=handed_over,
            tries=1,
            reached_at=opened if opened < demo.tx.now else None,
            reached_how="opened" if opened < demo.tx.now else None,
        )
