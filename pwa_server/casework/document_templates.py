"""What a carrier writes on its plans and agreements: no logo, one heading, who sends it, one closing sentence."""

from dataclasses import dataclass

from pwa_server.casework.staff import require_coordinator
from pwa_server.domain.problems import N_, BadInput, NotVisible, Stale
from pwa_server.storage.database import Tx

LONGEST_HEADING = 80
LONGEST_SENDER = 200
LONGEST_CLOSING = 300


@dataclass(frozen=True)
class Wording:
    """Each may stay empty: then the carrier's name and address stand there, and no heading or closing."""

    heading: str = ""
    sender: str = ""
    closing: str = ""


def save(tx: Tx, carrier_id: str, version: int, wording: Wording) -> None:
    """Keep a carrier's wording; versions that were offered before say what they said. `version` is 0 where none is kept.

    Raises NotVisible, NotAllowed, BadInput, Stale.
    """
    require_coordinator(tx)
    known = tx.row("document_templates.of_carrier", carrier_id=carrier_id)
    if known is None:
        raise NotVisible
    lengths = (len(wording.heading), len(wording.sender), len(wording.closing))
    if any(
        length > most for length, most in zip(lengths, (LONGEST_HEADING, LONGEST_SENDER, LONGEST_CLOSING), strict=True)
    ):
        raise BadInput(N_("Das ist zu lang. Bitte schreiben Sie kürzer."))
    if (known["version"] or 0) != version:
        raise Stale
    words = {"heading": wording.heading, "sender": wording.sender, "closing": wording.closing}
    if known["template_id"]:
        tx.update("document_templates", known["template_id"], version=version, **words)
    else:
        tx.insert("document_templates", carrier_id=carrier_id, made_at=tx.now, made_by=tx.actor_id, **words)
    tx.run("installation.touch")
