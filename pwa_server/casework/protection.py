"""A goal comes under special protection: what is about it does too, at once."""

from typing import Any

from pwa_server.casework import reminders
from pwa_server.storage.database import Tx


def protect_meetings(tx: Tx, goal_id: str) -> None:
    """Protect every meeting about a goal. Nobody comes along to those ahead. The caller has found the goal."""
    for meeting in tx.rows("goals.meetings_to_protect", goal_id=goal_id):
        changes: dict[str, Any] = {"sensitivity": "high"}
        if meeting["starts_at"] > tx.now:
            reminders.mentor_not_going(tx, meeting["id"])
            changes |= {"mentor_id": None, "mentor_wished": "no", "mentor_answer": None, "mentor_answered_at": None}
        tx.update("meetings", meeting["id"], version=meeting["version"], **changes)
