"""A client goes to another carrier: only with her yes, only with the parts that she chose, with the same account.

The other carrier gets a new case with copies of those parts; nothing of it is seen there before the yes. The old case is
closed and lies with the old carrier, seen by nobody, until its day of erasing. The access log stays with it.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass, field

from pwa_server.access import rights
from pwa_server.casework import agreements, cases, consents, data_requests, erasure, found, reminders, tellings
from pwa_server.casework.handover_copies import copy_parts
from pwa_server.domain import consents as purposes
from pwa_server.domain.handovers import PARTS, Asked, require_answer, require_parts
from pwa_server.domain.problems import N_, NotVisible, RuleBroken
from pwa_server.storage.database import Row, Tx
from pwa_server.storage.ids import new_id

# What the client already said about the app itself counts for the new case too: account and phone stay the same.
SAME_ACCOUNT = ("app_use", "push_reminders", "message_reminders")


@dataclass(frozen=True)
class Answer:
    """What the client said: yes or no, to which parts, in which language and how she was asked."""

    yes: bool
    parts: Collection[str] = field(default_factory=tuple)
    language: str = ""
    channel: str = "app"


def ask(tx: Tx, case_id: str, to_id: str) -> str:
    """Ask the client whether a counsellor of another carrier may go on; returns the question's id. It shows nothing there.

    Raises NotVisible for a case or counsellor that there is not, NotAllowed, RuleBroken while one question is open.
    """
    case = found.case(tx, case_id, "case.hand_over")
    to = tx.row("endings.counsellor_elsewhere", id=to_id, carrier_id=case["carrier_id"])
    if to is None:
        raise NotVisible
    if tx.row("endings.carrier_question", case_id=case_id, state=Asked.ASKED):
        raise RuleBroken(N_("Diese Frage ist noch offen. Bitte warten Sie auf die Antwort."))
    asked_id = tx.insert(
        "carrier_handovers",
        case_id=case_id,
        to_carrier_id=to["carrier_id"],
        to_id=to_id,
        made_at=tx.now,
        made_by=tx.actor_id,
    )
    tellings.tell(tx, case_id, "carrier_asked", person_id=to_id)
    return asked_id


def withdraw(tx: Tx, asked_id: str) -> str:
    """The counsellor takes the question back; returns the case's id. Raises NotVisible, NotAllowed, RuleBroken."""
    asked = _find(tx, asked_id)
    rights.require(asked["relationship"], "case.hand_over")
    require_answer(asked["state"], Asked.WITHDRAWN)
    _close_question(tx, asked, Asked.WITHDRAWN)
    cases.touch(tx, asked["case_id"])
    return str(asked["case_id"])


def answer(tx: Tx, asked_id: str, said: Answer) -> str | None:
    """The client's answer, in the app or written down by the counsellor. With a yes the plan goes over at once.

    Returns the new case's id, None after a no. Raises NotVisible, NotAllowed, BadInput, RuleBroken.
    """
    asked = _find(tx, asked_id)
    rights.require(asked["relationship"], "handover.answer")
    require_answer(asked["state"], Asked.ACCEPTED if said.yes else Asked.DECLINED)
    case = tx.row("cases.find", case_id=asked["case_id"])
    if case is None:
        raise NotVisible
    if not said.yes:
        consents.decline(
            tx, case["id"], "handover", asked["to_carrier_id"], language=said.language, channel=said.channel
        )
        _close_question(tx, asked, Asked.DECLINED)
        cases.touch(tx, case["id"])
        return None
    if case["state"] in found.READ_ONLY_CASES:
        # A hidden plan stays hidden, and what is to be erased soon is not put off by going elsewhere.
        raise RuleBroken(N_("Das geht gerade nicht. Bitte sehen Sie noch einmal nach."))
    require_parts(said.parts)
    if not tx.row("endings.counsellor_elsewhere", id=asked["to_id"], carrier_id=case["carrier_id"]):
        raise RuleBroken(N_("Das geht gerade nicht. Bitte sehen Sie noch einmal nach."))
    consents.give(tx, case["id"], "handover", asked["to_carrier_id"], language=said.language, channel=said.channel)
    return _transfer(tx, asked, case, said)


def _transfer(tx: Tx, asked: Row, case: Row, said: Answer) -> str:
    new_case_id = new_id()
    ahead = [row for row in tx.whole_rows("meetings", "case_id", case["id"]) if _lies_ahead(tx, row)]
    _end_meetings(tx, ahead)
    _close(tx, case, new_case_id)
    _begin(tx, asked, case, new_case_id, said)
    ids = copy_parts(tx, case["id"], new_case_id, said.parts)
    client = tx.as_actor(case["client_id"])
    for meeting in ahead:
        if _goes_along(meeting, said.parts, ids):
            _copy_meeting(client, meeting, new_case_id, asked["to_id"], ids)
    data_requests.hand_over(tx, case["id"], new_case_id)
    _close_question(tx, asked, Asked.ACCEPTED, new_case_id, said.parts)
    tellings.tell(tx, new_case_id, "carrier", person_id=asked["to_id"])
    return new_case_id


def _lies_ahead(tx: Tx, meeting: Row) -> bool:
    return meeting["starts_at"] > tx.now and meeting["state"] in (
        "proposed",
        "planned",
        "confirmed",
        "reschedule_requested",
    )


def _goes_along(meeting: Row, parts: Collection[str], ids: dict[str, str]) -> bool:
    """Appointments elsewhere stay as they are; whatever the old office booked with itself ends."""
    if meeting["kind"] != "partner_appointment" or "meetings" not in parts:
        return False
    return meeting["sensitivity"] != "high" or meeting["goal_id"] in ids


def _end_meetings(tx: Tx, ahead: Collection[Row]) -> None:
    for meeting in ahead:
        tx.update("meetings", meeting["id"], version=meeting["version"], state="cancelled")
        tx.insert(
            "meeting_states", meeting_id=meeting["id"], case_id=meeting["case_id"], state="cancelled", at=tx.now,
            by_id=tx.actor_id,
        )  # fmt: skip


def _close(tx: Tx, case: Row, new_case_id: str) -> None:
    case_id = case["id"]
    agreements.discard_open(tx, case_id, "case_closed")
    agreements.end_version(tx, case_id, "ended", "case_closed")
    tx.run("unscoped.end_grants_of_case", case_id=case_id)
    reminders.cancel_for_case(tx, case_id, "handed_over")
    tx.insert(
        "case_states", case_id=case_id, state="closed", at=tx.now, by_id=tx.actor_id, reason="handed_over"
    )  # fmt: skip
    fresh = tx.row("cases.find", case_id=case_id)
    tx.update(
        "cases", case_id, version=fresh["version"] if fresh else case["version"], state="closed", closed_at=tx.now,
        closure_reason="handed_over", erase_due_on=erasure.day_of(tx, case["carrier_id"]), handed_to_id=new_case_id,
    )  # fmt: skip
    tx.run("unscoped.end_assignments_of_case", case_id=case_id)


def _begin(tx: Tx, asked: Row, case: Row, new_case_id: str, said: Answer) -> None:
    acute = case["path"] == "acute_help"
    state = "acute_help" if acute else "planning" if {"goals", "protected"} & set(said.parts) else "clearing"
    of_client = {"client_id": case["client_id"], "carrier_id": asked["to_carrier_id"]}
    tx.insert("cases", id=new_case_id, state=state, path=case["path"], opened_at=tx.now, **of_client)
    tx.insert("case_states", case_id=new_case_id, state=state, at=tx.now, by_id=tx.actor_id, reason="handed_over")
    tx.insert(
        "case_assignments", case_id=new_case_id, staff_id=asked["to_id"], relationship="counsellor", valid_from=tx.now,
        made_by=tx.actor_id, reason="handover",
    )  # fmt: skip
    account = tx.row("accounts.find", id=case["client_id"])
    if account:
        tx.update("accounts", account["id"], version=account["version"], carrier_id=asked["to_carrier_id"])
    _carry_consents(tx, case, new_case_id, said)


def _carry_consents(tx: Tx, case: Row, new_case_id: str, said: Answer) -> None:
    """The yes to going over is a yes to the plan there; what was said about the app counts on."""
    for row in tx.whole_rows("consents", "case_id", case["id"]):
        if row["purpose"] in SAME_ACCOUNT and row["ended_at"] is None:
            tx.insert("consents", **(row | {"id": new_id(), "case_id": new_case_id}))
    record = purposes.PURPOSES["case_record"]
    tx.insert(
        "consents", case_id=new_case_id, purpose=record.code, state="given", text_version=record.version,
        language=said.language or case["client_language"], channel=said.channel, made_at=tx.now, made_by=tx.actor_id,
    )  # fmt: skip


def _copy_meeting(client: Tx, meeting: Row, case_id: str, staff_id: str, ids: dict[str, str]) -> None:
    fresh = {
        "id": new_id(), "case_id": case_id, "staff_id": staff_id, "goal_id": ids.get(meeting["goal_id"] or ""),
        "mentor_id": None, "mentor_answer": None, "mentor_answered_at": None, "version": 1, "made_at": client.now,
    }  # fmt: skip
    client.insert("meetings", **(meeting | fresh))
    reminders.meeting_booked(client, str(fresh["id"]))


def _close_question(
    tx: Tx, asked: Row, state: Asked, new_case_id: str | None = None, parts: Collection[str] = ()
) -> None:
    chosen = json.dumps([part for part in PARTS if part in parts])
    tx.update("carrier_handovers", asked["id"], state=state, answered_at=tx.now, new_case_id=new_case_id, parts=chosen)
    tx.run("unscoped.drop_unread_tellings", case_id=asked["case_id"], kind="carrier_asked")


def _find(tx: Tx, asked_id: str) -> Row:
    asked = tx.row("endings.carrier_question_by_id", asked_id=asked_id)
    if asked is None:
        raise NotVisible
    return asked
