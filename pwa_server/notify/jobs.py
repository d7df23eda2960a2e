"""What the worker does besides sending: every minute and once a day."""

from datetime import date

from pwa_server.domain import office_days
from pwa_server.domain.account_news import KEPT_DAYS
from pwa_server.domain.times import berlin, berlin_day, later
from pwa_server.storage.database import Read, Tx
from pwa_server.storage.never_undone import KEPT_DAYS as NEVER_UNDONE_DAYS
from pwa_server.storage.offices import office_of

DAILY_ID = "daily"
DAILY_FROM_HOUR = 3
CARDS_DAYS = 30
IDEMPOTENCY_DAYS = 30
MAILS_DAYS = 30
TESTS_DAYS = 7
LOG_DAYS = 365


def every_minute(tx: Tx, worker_id: str, alarm: str) -> None:
    """Say that the worker lives, and close call tasks whose meeting has begun."""
    tx.run("unscoped.worker_alive", id=worker_id, alarm=alarm)
    tx.run("unscoped.close_late_call_tasks")


def daily_is_due(read: Read) -> bool:
    """Whether today's work is still to be done: once a day in Berlin, from three in the morning on.

    A day ahead was done by a clock that was wrong then: waiting for it would keep what is to be erased.
    """
    last = read.row("unscoped.worker_state", id=DAILY_ID)
    if last is None:
        return True
    return berlin_day(last["alive_at"]) != berlin_day(read.now) and berlin(read.now).hour >= DAILY_FROM_HOUR


def every_day(tx: Tx) -> None:
    """Grants that ended, call days that a new closing day moved, and everything whose time to be kept is over."""
    expire_grants(tx)
    tx.run("unscoped.expire_consents", today=berlin_day(tx.now).isoformat())
    move_call_days(tx)
    forget(tx)
    tx.run("unscoped.worker_job_done", id=DAILY_ID)


def expire_grants(tx: Tx) -> None:
    """A mentor's grant whose last day has passed ends: nobody waits for the mentor, who is told nothing more."""
    for grant in tx.rows("unscoped.grants_to_expire", today=berlin_day(tx.now).isoformat()):
        state = "expired" if grant["state"] in ("active", "suspended") else "cancelled"
        ended = {"state": state, "state_at": tx.now, "valid_until": tx.now}
        tx.update("mentor_grants", grant["id"], version=grant["version"], **ended)
        tx.run("unscoped.touch_case", case_id=grant["case_id"])
        # Whoever is let in by a newer grant still comes along.
        if grant["mentor_id"] and not tx.rows("unscoped.other_grant_in_force", grant_id=grant["id"]):
            of_case = {"case_id": grant["case_id"]}
            tx.run("unscoped.leave_meetings_of_mentor", mentor_id=grant["mentor_id"], **of_case)
            tx.run("unscoped.cancel_reminders_of_person", person_id=grant["mentor_id"], reason="grant_ended", **of_case)


def move_call_days(tx: Tx) -> None:
    """Call tasks of the days ahead come earlier where the office has meanwhile closed on their day."""
    offices: dict[str, office_days.Office] = {}
    for task in tx.rows("unscoped.call_tasks_ahead", today=berlin_day(tx.now).isoformat()):
        if task["carrier_id"] not in offices:
            offices[task["carrier_id"]] = office_of(tx, task["carrier_id"])
        office = offices[task["carrier_id"]]
        if not office_days.is_working_day(office, date.fromisoformat(task["due_on"])):
            due_on = office_days.last_day_to_call(office, tx.now, task["starts_at"])
            tx.update("call_tasks", task["id"], due_on=due_on.isoformat())


def forget(tx: Tx) -> None:
    """Delete what is not kept any longer."""
    tx.run("unscoped.forget_cards", before=later(tx.now, days=-CARDS_DAYS))
    tx.run("unscoped.forget_rate_limits")
    tx.run("unscoped.forget_passkey_challenges")
    tx.run("unscoped.forget_idempotency_keys", before=later(tx.now, days=-IDEMPOTENCY_DAYS))
    tx.run("unscoped.forget_access_log", before=later(tx.now, days=-LOG_DAYS))
    tx.run("unscoped.forget_denials", before=later(tx.now, days=-LOG_DAYS))
    tx.run("unscoped.forget_mails", before=later(tx.now, days=-MAILS_DAYS))
    tx.run("unscoped.forget_account_news", before=later(tx.now, days=-KEPT_DAYS))
    tx.run("unscoped.forget_test_deliveries", before=later(tx.now, days=-TESTS_DAYS))
    tx.run("unscoped.forget_tests", before=later(tx.now, days=-TESTS_DAYS))
    tx.run("unscoped.forget_never_undone", before=later(tx.now, days=-NEVER_UNDONE_DAYS))
