"""Client and mentor hear in time that a grant ends: on their pages, and by a push that says no more than "something new"."""

from datetime import timedelta

from pwa_server.casework import news
from pwa_server.domain import grants
from pwa_server.domain.times import berlin_day
from pwa_server.storage.database import Tx


def tell_before_end(tx: Tx) -> int:
    """Tell both of every grant that ends within fourteen days, each once, and return how many. Once a day."""
    last = (berlin_day(tx.now) + timedelta(days=grants.TOLD_DAYS)).isoformat()
    ending = tx.rows("unscoped.grants_ending", last=last)
    for grant in ending:
        for person_id in (grant["client_id"], grant["mentor_id"]):
            news.tell(tx, grant["case_id"], person_id)
        tx.update("mentor_grants", grant["id"], end_told_at=tx.now)
        tx.run("unscoped.touch_case", case_id=grant["case_id"])
    return len(ending)
