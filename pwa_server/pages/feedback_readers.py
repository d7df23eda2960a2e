"""Whether somebody outside the teams reads messages now: a right that is new, or given to nobody, leaves them unread."""

from typing import Any

from pwa_server.casework.feedback import a_year_ago
from pwa_server.domain.times import berlin_day
from pwa_server.pages import views
from pwa_server.web.visit import Visit


def nobody_yet(visit: Visit) -> dict[str, Any] | None:
    """None while somebody reads; else `from`, the day on which the first one may, or None where nobody has the right."""
    rows = visit.read.rows("feedback.readers", since=a_year_ago(visit.now))
    begins = [row["complaint_from"] for row in rows]
    if any(begin is None or begin <= visit.now for begin in begins):
        return None
    return {"from": views.day(visit, berlin_day(min(begins)).isoformat()) if begins else None}
