"""Where a public service keeps a plan by law the person is told instead of asked; that she was told is kept."""

from pwa_server.casework import cases, found
from pwa_server.domain import information
from pwa_server.domain.consents import CHANNELS
from pwa_server.domain.problems import N_, BadInput, RuleBroken
from pwa_server.storage.database import Tx


def note_told(tx: Tx, case_id: str, language: str, channel: str) -> str:
    """Keep that the person was told about the plan, and return the row's id.

    Raises NotVisible, NotAllowed, BadInput, RuleBroken in a service that asks.
    """
    found.case(tx, case_id)
    service = tx.row("situation.carrier", case_id=case_id)
    if service is None or service["plan_basis"] != "law":
        raise RuleBroken(N_("Nur eine öffentliche Stelle darf einen Plan ohne Frage speichern."))
    if channel not in CHANNELS:
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    row_id = insert(tx, case_id, language, channel)
    cases.touch(tx, case_id)
    return row_id


def insert(tx: Tx, case_id: str, language: str, channel: str) -> str:
    """The row alone; the caller has found the case and its service."""
    return tx.insert(
        "case_information",
        case_id=case_id,
        text_version=information.PLAN_INFORMATION_VERSION,
        language=language,
        channel=channel,
        made_at=tx.now,
        made_by=tx.actor_id,
    )
