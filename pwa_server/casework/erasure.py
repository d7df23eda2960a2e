"""The end of what is kept: a closed case goes as a whole on its day, and a tombstone says that it did.

Every table with something about a case or a person stands in one of the lists below; a test compares them with the schema,
so that a new table can't be forgotten. Children come before the rows they point at.
"""

from dataclasses import dataclass
from datetime import date

from pwa_server.casework import indicators
from pwa_server.domain.problems import NotVisible
from pwa_server.domain.retention import erase_day
from pwa_server.domain.times import berlin_day
from pwa_server.storage.database import Row, Tx
from pwa_server.storage.never_undone import ERASED


@dataclass(frozen=True)
class Place:
    """Rows of `table` whose `column` names the case or person, or a row of `through` whose `key` does."""

    table: str
    column: str
    through: str = ""
    key: str = ""


OF_CASE = (
    Place("partner_notes", "case_id"),
    Place("step_shares", "case_id"),
    Place("meeting_interpreting", "case_id"),
    Place("offer_checks", "case_id"),
    Place("agreement_answers", "case_id"),
    Place("agreement_signatures", "case_id"),
    Place("agreement_states", "case_id"),
    Place("agreement_versions", "case_id"),
    Place("mentor_notes", "case_id"),
    Place("recordings", "case_id"),
    Place("review_decisions", "case_id"),
    Place("review_hurdles", "case_id"),
    Place("reviews", "case_id"),
    Place("need_states", "case_id"),
    Place("needs", "case_id"),
    Place("situation_household", "case_id"),
    Place("situation_certificates", "case_id"),
    Place("situation_languages", "case_id"),
    Place("situation_facts", "case_id"),
    Place("clearing_decisions", "case_id"),
    Place("clearings", "case_id"),
    Place("case_information", "case_id"),
    Place("data_requests", "case_id"),
    Place("holds", "case_id"),
    Place("carrier_handovers", "case_id"),
    Place("handover_cases", "case_id"),
    Place("tellings", "case_id"),
    Place("handed_steps", "case_id"),
    Place("call_attempts", "case_id"),
    Place("call_tasks", "case_id"),
    Place("deliveries", "reminder_id", "reminders", "case_id"),
    Place("reminders", "case_id"),
    Place("events", "case_id"),
    Place("access_log", "case_id"),
    Place("contacts", "case_id"),
    Place("help_requests", "case_id"),
    Place("mentor_grant_goals", "grant_id", "mentor_grants", "case_id"),
    Place("mentor_grants", "case_id"),
    Place("meeting_states", "case_id"),
    Place("meeting_answers", "case_id"),
    Place("meetings", "case_id"),
    Place("translations", "case_id"),
    Place("step_reports", "case_id"),
    Place("steps", "case_id"),
    Place("goal_states", "case_id"),
    Place("goals", "case_id"),
    Place("consents", "case_id"),
    Place("case_assignments", "case_id"),
    Place("case_states", "case_id"),
    Place("cases", "id"),
)
# The client's account goes with the last case; nobody else's account is erased here.
OF_PERSON = (
    Place("feedback_answers", "feedback_id", "feedback", "account_id"),
    Place("feedback_states", "feedback_id", "feedback", "account_id"),
    Place("feedback", "account_id"),
    Place("deliveries", "reminder_id", "reminders", "person_id"),
    Place("reminders", "person_id"),
    Place("push_subscriptions", "account_id"),
    Place("account_news", "account_id"),
    Place("sessions", "account_id"),
    Place("passkeys", "account_id"),
    Place("device_people", "account_id"),
    Place("sign_in_codes", "account_id"),
    Place("mails", "account_id"),
    Place("secrets", "account_id"),
    Place("recovery_codes", "account_id"),
    Place("second_factors", "account_id"),
    Place("idempotency_keys", "actor_id"),
    Place("denials", "actor_id"),
    Place("events", "actor_id"),
    Place("events", "subject_id"),
    Place("clients", "id"),
    Place("accounts", "id"),
)
# What names a person or holds something sealed and has nothing to do with a case.
KEPT = {
    "second_factor_renewals": "Only staff have a second factor.",
    "mentors": "A mentor's account is ended by the volunteer office.",
    "clearances": "A mentor's certificate; its own day of deletion counts.",
    "partner_contacts": "Whom to ask at a partner: a person at work.",
    "deputyships": "Which colleague stood in for which, with a number of cases.",
    "standing_deputies": "Which colleague stands in for which.",
    "colleague_confirmations": "Which counsellor knows which new colleague.",
    "absences": "Days on which a colleague is not there.",
    "handovers": "Which colleague went on for which, with a number of cases.",
    "interpreters": "Who interprets: a person or service at work.",
    "catalogue_blocks": "Texts for everybody; who checked them is staff.",
    "catalogue_wordings": "Texts for everybody; who wrote them is staff.",
    "staff_notes": "What colleagues learn from each other; nothing leads from there to a case.",
    "period_reports": "What a service writes beside its numbers.",
    "network_adoptions": "Which colleague said yes to the rules of the network.",
    "accessibility_statement": "A public text; who changed it is staff.",
    "devices": "A telephone without anybody on it goes with its last person.",
}


def day_of(tx: Tx, carrier_id: str) -> str:
    """The day on which a case that this carrier closes today is erased. Raises NotVisible for no carrier."""
    carrier = tx.row("offices.carrier", id=carrier_id)
    if carrier is None:
        raise NotVisible
    return erase_day(berlin_day(tx.now), carrier["retention_days"]).isoformat()


def erase_due(tx: Tx) -> bool:
    """Erase one closed case whose day has come and that nobody holds. True when one was found: there may be more."""
    case = tx.row("unscoped.case_to_erase", today=berlin_day(tx.now).isoformat())
    if case is None:
        return False
    erase(tx, case["id"], case["reason"])
    return True


def erase(tx: Tx, case_id: str, reason: str) -> None:
    """Erase a case and, with the last one, the client's account. What is left: a digest, a day, a reason.

    Raises NotVisible for a case that there is not.
    """
    case = tx.row("unscoped.case_of_erasure", case_id=case_id)
    if case is None:
        raise NotVisible
    indicators.keep_before_erasure(tx, case_id)
    noted = tx.row("unscoped.newest_never_undone")
    for place in OF_CASE:
        tx.delete(place.table, place.column, case_id, place.through, place.key)
    if not tx.rows("unscoped.cases_of_client", client_id=case["client_id"]):
        _erase_person(tx, case["client_id"])
    # That rows went with the case need not be noted one by one.
    tx.run("unscoped.forget_never_undone_after", seq=noted["seq"] if noted else 0)
    tx.run("unscoped.leave_out_of_journal", id=case_id)
    _set_tombstone(tx, case, reason)


def _erase_person(tx: Tx, client_id: str) -> None:
    devices = [row["device_id"] for row in tx.rows("unscoped.devices_of_person", account_id=client_id)]
    for place in OF_PERSON:
        tx.delete(place.table, place.column, client_id, place.through, place.key)
    for device_id in devices:
        tx.run("unscoped.drop_device_of_nobody", id=device_id)
    tx.run("unscoped.leave_out_of_journal", id=client_id)


def _set_tombstone(tx: Tx, case: Row, reason: str) -> None:
    today = berlin_day(tx.now)
    due = date.fromisoformat(case["erase_due_on"]) if case["erase_due_on"] else today
    digest = tx.digest("case", case["id"])
    # By its digest: nothing that stays names the case, and a backup that still has it knows it by that.
    tx.never_undo(ERASED, digest, reason)
    tx.insert(
        "tombstones",
        case_digest=digest,
        carrier_id=case["carrier_id"],
        erased_on=today.isoformat(),
        reason=reason,
        days_after_due=max(0, (today - due).days),
    )
