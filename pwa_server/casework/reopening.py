"""Counselling goes on after it had ended: only with a fresh yes to the plan."""

from pwa_server.casework import case_life, consents
from pwa_server.domain.problems import N_, BadInput, RuleBroken
from pwa_server.storage.database import Tx


def reopen(tx: Tx, case_id: str, said: str, language: str, channel: str) -> None:
    """Take a closed case back to its beginning, with the client's new yes as it was given to the counsellor.

    Raises NotVisible, NotAllowed, BadInput without an answer, RuleBroken after a no or for a case that is not closed.
    """
    case_life.reopen(tx, case_id)
    if said not in ("given", "declined"):
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    if said == "declined":
        raise RuleBroken(N_("Dann bleibt alles, wie es ist. Wir löschen den Plan an seinem Tag."))
    consents.end(tx, case_id, "case_record", state="expired")
    consents.give(tx, case_id, "case_record", language=language, channel=channel)
