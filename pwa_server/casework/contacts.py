"""Contacts with the person: when, how, whether it worked, and one sentence that she can read."""

from datetime import date

from pwa_server.casework import cases, found
from pwa_server.domain.contacts import KINDS, SENTENCE_LIMIT
from pwa_server.domain.problems import N_, BadInput
from pwa_server.domain.times import berlin_day
from pwa_server.storage.database import Tx


def note_contact(tx: Tx, case_id: str, on_day: date, kind: str, reached: str, sentence: str = "") -> str:
    """Keep one contact and return its id. Raises NotVisible, NotAllowed, RuleBroken (closed case), BadInput."""
    found.case(tx, case_id)
    if kind not in KINDS or reached not in ("yes", "no"):
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    if on_day > berlin_day(tx.now):
        raise BadInput(N_("Dieser Tag kommt erst noch."))
    if len(sentence) > SENTENCE_LIMIT:
        raise BadInput(N_("Das ist zu lang. Bitte schreiben Sie kürzer."))
    contact_id = tx.insert(
        "contacts",
        case_id=case_id,
        on_day=on_day.isoformat(),
        kind=kind,
        reached=reached,
        sentence_sealed=sentence or None,
        made_at=tx.now,
        made_by=tx.actor_id,
    )
    cases.touch(tx, case_id)
    return contact_id
