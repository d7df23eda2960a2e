"""A closed case that is kept longer, and the client told when her data goes."""

from datetime import date, timedelta

from pwa_server.access import rights
from pwa_server.casework import tellings
from pwa_server.casework.staff import note, require_right
from pwa_server.domain.problems import NotVisible
from pwa_server.domain.retention import NOTICE_DAYS, notice_due, require_hold, require_retention
from pwa_server.domain.times import berlin_day
from pwa_server.storage.database import Row, Tx


def hold(tx: Tx, case_id: str, reason: str, until: date) -> str:
    """Erase a closed case on a later day; an earlier hold is replaced. The client is told why. Returns the hold's id.

    Raises NotVisible, NotAllowed, BadInput, RuleBroken for a case that is not closed.
    """
    case = _found(tx, case_id)
    today = berlin_day(tx.now)
    earlier = tx.row("endings.hold", case_id=case_id)
    due = (earlier["was_due_on"] if earlier else case["erase_due_on"]) or today.isoformat()
    require_hold(case["state"], reason, until, date.fromisoformat(due), today)
    tx.run("endings.end_holds", case_id=case_id)
    facts = {"reason": reason, "until_on": until.isoformat(), "was_due_on": due}
    hold_id = tx.insert("holds", case_id=case_id, made_at=tx.now, made_by=tx.actor_id, **facts)
    tx.update("cases", case_id, version=case["version"], erase_due_on=until.isoformat())
    _take_back_days(tx, case_id)
    tellings.tell(tx, case_id, "held", last_on=until.isoformat(), reason=reason, call=True)
    return hold_id


def release(tx: Tx, case_id: str) -> None:
    """The reason is gone: the case goes on its first day, or in a week when that is over. Raises NotVisible, NotAllowed."""
    case = _found(tx, case_id)
    held = tx.row("endings.hold", case_id=case_id)
    if held is None:
        return
    tx.run("endings.end_holds", case_id=case_id)
    soonest = berlin_day(tx.now) + timedelta(days=min(NOTICE_DAYS))
    due = max(held["was_due_on"], soonest.isoformat())
    tx.update("cases", case_id, version=case["version"], erase_due_on=due)
    _take_back_days(tx, case_id)
    tellings.tell(tx, case_id, "released", last_on=due)


def set_retention(tx: Tx, retention_days: int, idle_review_days: int, version: int) -> None:
    """For how long the actor's carrier keeps closed cases, and after how many quiet days it asks. Closed ones keep their day.

    Raises NotAllowed without the right, BadInput for days that can't be, Stale.
    """
    actor = require_right(tx, "accounts.edit")
    if not actor["carrier_id"]:
        raise NotVisible
    require_retention(retention_days, idle_review_days)
    days = {"retention_days": retention_days, "idle_review_days": idle_review_days}
    tx.update("carriers", actor["carrier_id"], version=version, **days)
    note(tx, "retention_changed", actor["carrier_id"])


def announce_erasures(tx: Tx) -> None:
    """Tell each client 30 days and 7 days before that the plan goes. Once a day."""
    today = berlin_day(tx.now)
    soon = (today + timedelta(days=max(NOTICE_DAYS))).isoformat()
    for case in tx.rows("unscoped.cases_near_their_end", soon=soon):
        due = date.fromisoformat(case["erase_due_on"])
        given = [row["days"] for row in tx.rows("unscoped.erasure_notices", case_id=case["id"], due_on=due.isoformat())]
        days = notice_due(due, today, given)
        if days:
            tellings.tell(tx, case["id"], "erasure", last_on=due.isoformat(), days=days, call=True)


def _take_back_days(tx: Tx, case_id: str) -> None:
    """The day has moved: what was told of the earlier one and not yet read is told no more, on the page or by a call."""
    for kind in ("erasure", "held", "released"):
        tx.run("unscoped.drop_unread_tellings", case_id=case_id, kind=kind)
        tx.run("unscoped.close_calls_about", case_id=case_id, kind=kind)


def _found(tx: Tx, case_id: str) -> Row:
    case = tx.row("cases.find", case_id=case_id)
    if case is None or case["state"] == "erased":
        raise NotVisible
    rights.require(case["relationship"], "case.edit")
    return case
