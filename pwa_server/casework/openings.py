"""Who looked: each opening of a case by somebody other than the client is a row that the client can read."""

from pwa_server.access.rights import require
from pwa_server.domain.problems import N_, BadInput, NotVisible
from pwa_server.domain.times import later
from pwa_server.storage.database import Tx

SAME_OPENING_MINUTES = 15


def record_opening(tx: Tx, case_id: str, reason: str) -> None:
    """Note that the actor opened this case; `reason` is a code of domain/openings.py.

    The same actor, case and reason within 15 minutes are one row with a count. The client's own look is no opening.
    Raises NotVisible without a relationship; when the row can't be written the caller's page must not be shown.
    """
    row = tx.row("openings.relationship", case_id=case_id)
    if row is None:
        raise NotVisible
    if row["relationship"] == "client":
        return
    since = later(tx.now, minutes=-SAME_OPENING_MINUTES)
    known = tx.row("openings.recent", case_id=case_id, reason=reason, since=since)
    if known:
        tx.update("access_log", known["id"], times=known["times"] + 1, last_at=tx.now)
        return
    tx.insert(
        "access_log",
        actor_id=tx.actor_id,
        relationship=row["relationship"],
        case_id=case_id,
        reason=reason,
        first_at=tx.now,
        last_at=tx.now,
    )


def open_protected(tx: Tx, case_id: str, words: str) -> None:
    """A deputy writes down why protected goals have to be seen now; they are shown for 30 minutes. The client reads it.

    Raises NotVisible without a relationship, BadInput without words, NotAllowed to anybody but a deputy.
    """
    row = tx.row("openings.relationship", case_id=case_id)
    if row is None:
        raise NotVisible
    require(row["relationship"], "protected.open")
    if not words:
        raise BadInput(N_("Bitte schreiben Sie den Grund."))
    tx.insert(
        "access_log",
        actor_id=tx.actor_id,
        relationship=row["relationship"],
        case_id=case_id,
        reason="protected",
        words_sealed=words,
        first_at=tx.now,
        last_at=tx.now,
    )
