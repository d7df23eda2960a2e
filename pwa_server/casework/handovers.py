"""Somebody else counsels from now on, within one carrier: one case or all of them, in one go.

Whoever counselled before finds nothing from that moment on; open work, deputies and meetings ahead move along. The client
is told at once, sees the new person and can say that she does not want it. Nobody's look at the case is forgotten.
"""

from collections.abc import Collection

from pwa_server.access import rights
from pwa_server.casework import cases, deputies, tellings
from pwa_server.casework.staff import note, require_right
from pwa_server.domain.handovers import LONGEST_OBJECTION, require_reason
from pwa_server.domain.problems import N_, BadInput, NotAllowed, NotVisible, RuleBroken
from pwa_server.domain.times import berlin_day
from pwa_server.storage.database import Row, Tx

SAME_PERSON = N_("Bitte wählen Sie zwei verschiedene Personen.")
NOTHING_CHOSEN = N_("Bitte wählen Sie mindestens einen Menschen.")


def hand_over_own(tx: Tx, to_id: str, reason: str, case_ids: Collection[str]) -> int:
    """The counsellor hands some of her own cases to a colleague; returns how many.

    Raises NotVisible for a case that is not hers or a colleague that there is not, BadInput, NotAllowed.
    """
    own = tx.row("accounts.find", id=tx.actor_id)
    if own is None or not own["carrier_id"]:
        raise NotAllowed
    if not case_ids:
        raise BadInput(NOTHING_CHOSEN)
    mine = _cases_of(tx, tx.actor_id, own["carrier_id"])
    for case_id in set(case_ids) - {case["id"] for case in mine}:
        case = tx.row("cases.find", case_id=case_id)
        if case is not None:
            rights.require(case["relationship"], "case.hand_over")
        raise NotVisible
    chosen = [case for case in mine if case["id"] in case_ids]
    return _hand_over(tx, own["carrier_id"], tx.actor_id, to_id, reason, chosen)


def hand_over_all(tx: Tx, from_id: str, to_id: str, reason: str) -> int:
    """Account management hands everything of one counsellor to another without seeing any of it; returns how many.

    Raises NotVisible for somebody of another carrier, BadInput, NotAllowed without the right, RuleBroken for nothing.
    """
    carrier_id = str(require_right(tx, "accounts.edit")["carrier_id"])
    before = tx.row("accounts.find", id=from_id)
    if before is None or before["role"] != "counsellor" or before["carrier_id"] != carrier_id:
        raise NotVisible
    found = _cases_of(tx, from_id, carrier_id)
    if not found:
        raise RuleBroken(N_("Diese Person berät gerade niemanden."))
    if to_id != from_id:
        deputies.require_able(tx, carrier_id, to_id)
        deputies.require_known(tx, from_id, to_id, tx.now)
    return _hand_over(tx, carrier_id, from_id, to_id, reason, found)


def object_to(tx: Tx, words: str, language: str) -> None:
    """The client does not want the new counsellor: a row for the desk of both and, as a number, for account management.

    Raises NotVisible where nothing was handed over, RuleBroken when she said so already, BadInput.
    """
    case = cases.own(tx)
    rights.require(case["relationship"], "handover.answer")
    handed = tx.row("endings.own_handover", case_id=case["id"])
    if handed is None:
        raise NotVisible
    if handed["objected_at"]:
        raise RuleBroken(N_("Das haben Sie uns schon gesagt. Wir melden uns."))
    if len(words) > LONGEST_OBJECTION:
        raise BadInput(N_("Das ist zu lang. Bitte schreiben Sie kürzer."))
    tx.update(
        "handover_cases",
        handed["id"],
        objected_at=tx.now,
        objection_sealed=words or None,
        objection_language=language,
    )
    # She has answered: the first page does not ask again.
    for telling in tx.rows("endings.tellings", case_id=case["id"]):
        if telling["kind"] == "counsellor":
            tellings.mark_read(tx, telling["id"])
    cases.touch(tx, case["id"])


def settle(tx: Tx, handover_case_id: str) -> str:
    """Staff spoke with the client about what she did not want; returns the case's id. Raises NotVisible, NotAllowed."""
    found = tx.row("endings.objection", handover_case_id=handover_case_id)
    if found is None:
        raise NotVisible
    rights.require(found["relationship"], "case.edit")
    if found["settled_at"] is None:
        tx.update("handover_cases", handover_case_id, settled_at=tx.now, settled_by=tx.actor_id)
        cases.touch(tx, found["case_id"])
    return str(found["case_id"])


def _cases_of(tx: Tx, staff_id: str, carrier_id: str) -> list[Row]:
    return tx.rows("unscoped.cases_to_hand_over", staff_id=staff_id, carrier_id=carrier_id)


def _hand_over(tx: Tx, carrier_id: str, from_id: str, to_id: str, reason: str, found: list[Row]) -> int:
    require_reason(reason)
    if to_id == from_id:
        raise BadInput(SAME_PERSON)
    deputies.require_able(tx, carrier_id, to_id)
    handover_id = tx.insert(
        "handovers",
        carrier_id=carrier_id,
        from_id=from_id,
        to_id=to_id,
        reason=reason,
        cases=len(found),
        made_at=tx.now,
        made_by=tx.actor_id,
    )
    for case in found:
        _move(tx, handover_id, case, from_id, to_id)
    note(tx, "handed_over", from_id)
    return len(found)


def _move(tx: Tx, handover_id: str, case: Row, from_id: str, to_id: str) -> None:
    case_id = case["id"]
    tx.run("unscoped.end_assignments_of_case", case_id=case_id)
    tx.insert(
        "case_assignments", case_id=case_id, staff_id=to_id, relationship="counsellor", valid_from=tx.now,
        made_by=tx.actor_id, reason="handover",
    )  # fmt: skip
    tx.run("unscoped.drop_unread_tellings", case_id=case_id, kind="deputy")
    deputies.stand_in_for_new(tx, case_id, to_id)
    tx.run("unscoped.meetings_to_colleague", case_id=case_id, from_id=from_id, to_id=to_id)
    tx.run("unscoped.signatures_to_colleague", case_id=case_id, from_id=from_id, to_id=to_id)
    tx.run("unscoped.cancel_reminders_of_person", case_id=case_id, person_id=from_id, reason="handover")
    tx.run("unscoped.settle_objections_of_case", case_id=case_id)
    tx.insert("handover_cases", handover_id=handover_id, case_id=case_id)
    today = berlin_day(tx.now).isoformat()
    tellings.tell(tx, case_id, "counsellor", person_id=to_id, first_on=today, call=case["state"] != "closed")
