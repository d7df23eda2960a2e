"""The access log: every opening of a case by somebody other than the client is written down, and the client can read it."""

from pwa_server.domain.problems import NotVisible
from pwa_server.domain.times import later
from pwa_server.storage.database import Row, Tx

SAME_OPENING_MINUTES = 15


def record_opening(tx: Tx, case_id: str, reason: str) -> Row:
    """Write that the actor opened the case, and return it. Within 15 minutes one row counts up. Raises NotVisible."""
    case = tx.row("cases.find", case_id=case_id)
    if case is None:
        raise NotVisible
    if case["relationship"] == "client":
        return case
    since = later(tx.now, minutes=-SAME_OPENING_MINUTES)
    before = tx.row("access_log.same_opening", case_id=case_id, reason=reason, since=since)
    if before:
        tx.update("access_log", before["id"], times=before["times"] + 1, last_at=tx.now)
    else:
        tx.insert(
            "access_log",
            actor_id=tx.actor_id,
            relationship=case["relationship"],
            case_id=case_id,
            reason=reason,
            first_at=tx.now,
            last_at=tx.now,
        )
    return case
