"""Imprint, privacy notice and lawful exceptions: written by coordination, every wording kept."""

from pwa_server.casework.staff import require_coordinator
from pwa_server.domain.problems import N_, BadInput, NotVisible
from pwa_server.storage.database import Tx

KINDS = ("imprint", "privacy", "exceptions")
LONGEST = {"imprint": 4000, "privacy": 10_000, "exceptions": 500}
# One screen, each sentence on a line of its own.
MOST_SENTENCES = 5


def write(tx: Tx, kind: str, carrier_id: str, language: str, text: str) -> None:
    """Keep a new wording of a text: of one carrier, or of the whole installation ('').

    An empty one takes the text back to what holds without it. Exceptions are a carrier's own: a public body has others
    than an association. Raises NotVisible, NotAllowed, BadInput.
    """
    require_coordinator(tx)
    if kind not in KINDS or (kind == "exceptions" and not carrier_id):
        raise NotVisible
    if carrier_id and tx.row("offices.carrier", id=carrier_id) is None:
        raise NotVisible
    if len(text) > LONGEST[kind]:
        raise BadInput(N_("Das ist zu lang. Bitte schreiben Sie kürzer."))
    if kind == "exceptions" and sum(bool(line.strip()) for line in text.splitlines()) > MOST_SENTENCES:
        raise BadInput(N_("Höchstens 5 kurze Sätze, jeder in einer Zeile."))
    tx.insert(
        "public_texts",
        kind=kind,
        carrier_id=carrier_id or None,
        language=language,
        text=text,
        made_at=tx.now,
        made_by=tx.actor_id,
    )
