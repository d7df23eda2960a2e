"""Certificates of good conduct: seen on, issued on, by whom, suitable. Nothing else is kept, of nobody else."""

from dataclasses import dataclass
from datetime import date

from pwa_server.casework import reminders
from pwa_server.casework.staff import require_right
from pwa_server.domain import grants, mentoring
from pwa_server.domain.problems import N_, BadInput, NotVisible
from pwa_server.domain.times import berlin_day
from pwa_server.storage.database import Row, Tx

LONGEST_NAME = 120


@dataclass(frozen=True)
class Certificate:
    """What somebody of the volunteer office saw. `issued_on` and `seen_on` are days `YYYY-MM-DD`."""

    issued_on: str
    seen_on: str
    seen_by: str


def record(tx: Tx, mentor_id: str, certificate: Certificate) -> str:
    """Note that a certificate was seen and the mentor is suitable; what waited for it goes on. Returns the record's id.

    Raises NotVisible for somebody who is no mentor, BadInput for a certificate that was older than three months when it
    was seen, that no longer counts today, or without the name of who saw it, NotAllowed without the right.
    """
    require_right(tx, "mentors.edit")
    if tx.row("mentors.find", id=mentor_id) is None:
        raise NotVisible
    issued, today = date.fromisoformat(certificate.issued_on), berlin_day(tx.now)
    mentoring.require_fresh(issued, date.fromisoformat(certificate.seen_on), today)
    if not 0 < len(certificate.seen_by) <= LONGEST_NAME:
        raise BadInput(N_("Bitte füllen Sie das aus."))
    lapses = mentoring.lapses_on(issued)
    if lapses <= today:
        raise BadInput(N_("Dieses Führungszeugnis gilt heute nicht mehr. Bitte lassen Sie sich ein neues zeigen."))
    record_id = tx.insert(
        "clearances",
        mentor_id=mentor_id,
        issued_on=certificate.issued_on,
        seen_on=certificate.seen_on,
        seen_by_sealed=certificate.seen_by,
        suitable="yes",
        lapses_on=lapses.isoformat(),
        made_at=tx.now,
    )
    tx.insert("events", at=tx.now, actor_id=tx.actor_id, action="clearance_seen", subject_id=mentor_id)
    go_on(tx, mentor_id)
    return record_id


def go_on(tx: Tx, mentor_id: str) -> None:
    """What waited for certificate and promise goes on: suspended grants are active again, requests reach the mentor."""
    if not is_ready(tx, mentor_id):
        return
    for grant in tx.rows("unscoped.grants_waiting_for_clearance", mentor_id=mentor_id):
        _go_on(tx, grant)


def _go_on(tx: Tx, grant: Row) -> None:
    ends = mentoring.end_of_day(grant["expires_on"])
    if ends <= tx.now:
        return
    changes = {"state": "active", "valid_until": ends} if grant["state"] == "suspended" else {"state": "offered"}
    grants.require_move(grant["state"], changes["state"])
    tx.update("mentor_grants", grant["id"], version=grant["version"], state_at=tx.now, **changes)
    tx.run("unscoped.touch_case", case_id=grant["case_id"])


def is_ready(tx: Tx, mentor_id: str) -> bool:
    """Whether a mentor may be asked and let in: certificate valid today, confidentiality promised, account in use."""
    mentor = tx.row("mentors.find", id=mentor_id)
    if mentor is None or mentor["deactivated_at"] or not mentor["confidentiality_on"]:
        return False
    return (mentor["lapses_on"] or "") > berlin_day(tx.now).isoformat()


def suspend_lapsed(tx: Tx) -> int:
    """Suspend the active grants of mentors whose certificate no longer counts, and return how many. Once a day."""
    lapsed = tx.rows("unscoped.lapsed_grants", today=berlin_day(tx.now).isoformat())
    for grant in lapsed:
        suspend(tx, grant)
    return len(lapsed)


def suspend_all(tx: Tx, mentor_id: str) -> None:
    """Suspend every active grant of a mentor whose account has ended. The caller has the right to end it."""
    for grant in tx.rows("unscoped.active_grants_of_mentor", mentor_id=mentor_id):
        suspend(tx, grant)


def suspend(tx: Tx, grant: Row) -> None:
    """Let an active grant rest: the mentor sees nothing and nobody waits for the mentor. The caller has found it."""
    grants.require_move("active", "suspended")
    ends = min(tx.now, mentoring.end_of_day(grant["expires_on"]))
    tx.update(
        "mentor_grants", grant["id"], version=grant["version"], state="suspended", state_at=tx.now, valid_until=ends
    )
    tx.run("unscoped.leave_meetings_of_mentor", mentor_id=grant["mentor_id"], case_id=grant["case_id"])
    reminders.cancel_for_person(tx, grant["case_id"], grant["mentor_id"], "grant_suspended")
    tx.run("unscoped.touch_case", case_id=grant["case_id"])


def forget_unneeded(tx: Tx) -> int:
    """Delete the records of certificates that are not needed any more, and return how many. Once a day.

    That is 90 days after a mentor's last grant ended (after the record was made, where there was none), after the account
    ended, or after the certificate stopped counting.
    """
    today = berlin_day(tx.now)
    records = [row for row in tx.rows("unscoped.clearances_kept") if mentoring.forget_on(row) <= today]
    for record in records:
        tx.run("unscoped.forget_clearance", id=record["id"])
        tx.insert("events", at=tx.now, action="clearance_forgotten", subject_id=record["mentor_id"])
    return len(records)
