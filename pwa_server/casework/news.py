"""A push that says no more than that there is something new: the page tells what."""

from pwa_server.domain.reminders import NEWS_DAYS, next_allowed
from pwa_server.domain.times import later
from pwa_server.storage.database import Tx


def tell(tx: Tx, case_id: str, person_id: str) -> None:
    """Say so to somebody of a case, outside the quiet hours. Whether it goes out is decided when it is sent."""
    until = later(tx.now, days=NEWS_DAYS)
    tx.insert(
        "reminders",
        case_id=case_id,
        person_id=person_id,
        kind="news",
        starts_at=until,
        due_at=next_allowed(tx.now),
        stale_at=until,
        made_at=tx.now,
        made_by=tx.actor_id or None,
    )
