"""What a client is told about her plan as a whole: on the first page, by a push that says no more than "something new".

Whom a push does not reach is called where it matters (`call`): a row for the office, due on the next working day.
"""

import json

from pwa_server.casework import cases
from pwa_server.domain.office_days import next_working_day
from pwa_server.domain.problems import NotVisible
from pwa_server.domain.reminders import NEWS_DAYS, next_allowed
from pwa_server.domain.times import berlin_day, later
from pwa_server.storage.database import Row, Tx
from pwa_server.storage.offices import office_of

# Who is there meanwhile: of no matter for a plan whose counselling is over.
OF_COUNSELLING = ("deputy", "deputy_ended")
HIDDEN = ("restricted", "erased")


def tell(
    tx: Tx,
    case_id: str,
    kind: str,
    *,
    person_id: str | None = None,
    first_on: str | None = None,
    last_on: str | None = None,
    days: int | None = None,
    reason: str = "",
    call: bool = False,
) -> None:
    """Tell the client of a case one thing; an unread telling of the same kind is replaced. The caller checked the right."""
    case = tx.row("unscoped.whom_to_tell", case_id=case_id)
    if case is None:
        raise NotVisible
    tx.run("unscoped.drop_unread_tellings", case_id=case_id, kind=kind)
    if case["state"] == "closed" and kind in OF_COUNSELLING:
        return
    facts = {"person_id": person_id, "first_on": first_on, "last_on": last_on, "days": days, "reason": reason}
    tx.insert("tellings", case_id=case_id, kind=kind, made_at=tx.now, **facts)
    tx.run("unscoped.touch_case", case_id=case_id)
    if case["state"] in HIDDEN:
        # Nothing of a hidden plan goes to a phone; that it will be shown again somebody says in person.
        if kind == "shown_again":
            _call(tx, case, kind)
        return
    if _takes_push(case):
        _push(tx, case)
    elif call:
        _call(tx, case, kind)


def mark_read(tx: Tx, telling_id: str) -> None:
    """The client tapped that she read it; a second tap changes nothing. Raises NotVisible."""
    telling = tx.row("endings.telling", telling_id=telling_id)
    if telling is None:
        raise NotVisible
    if telling["read_at"] is None:
        tx.update("tellings", telling_id, read_at=tx.now)
        tx.run("endings.close_calls", case_id=telling["case_id"], reason=telling["kind"])
        cases.touch(tx, telling["case_id"])


def _takes_push(case: Row) -> bool:
    channels = json.loads(case["channels"]) or ["phone"]
    return channels[0] == "push" and case["push_text"] != "off" and case["devices"] > 0


def _push(tx: Tx, case: Row) -> None:
    if tx.row("unscoped.news_due", case_id=case["id"]):
        return
    until = later(tx.now, days=NEWS_DAYS)
    tx.insert(
        "reminders",
        case_id=case["id"],
        person_id=case["client_id"],
        kind="news",
        starts_at=until,
        due_at=next_allowed(tx.now),
        stale_at=until,
        made_at=tx.now,
        made_by=tx.actor_id or None,
    )


def _call(tx: Tx, case: Row, kind: str) -> None:
    if tx.row("unscoped.call_about", case_id=case["id"], reason=kind):
        return
    day = next_working_day(office_of(tx, case["carrier_id"]), berlin_day(tx.now))
    tx.insert(
        "call_tasks",
        case_id=case["id"],
        person_id=case["client_id"],
        reason=kind,
        due_on=day.isoformat(),
        made_at=tx.now,
    )
