"""The client asks a companion along to a meeting, or goes without: nobody else decides that."""

import json

from pwa_server.access import rights
from pwa_server.casework import cases, reminders
from pwa_server.domain.meetings import COMING_UP
from pwa_server.domain.problems import N_, NotVisible, RuleBroken
from pwa_server.storage.database import Row, Tx


def invite_companion(tx: Tx, meeting_id: str, mentor_id: str | None) -> None:
    """Ask this mentor along, or nobody with None. The same mentor twice changes nothing.

    Raises NotVisible for a meeting or mentor the client has not, RuleBroken for a meeting that is over or protected.
    """
    meeting = tx.row("meetings.find", meeting_id=meeting_id, high="yes")
    if meeting is None:
        raise NotVisible
    rights.require(meeting["relationship"], "grant.make")
    if meeting["state"] not in COMING_UP or meeting["starts_at"] <= tx.now or meeting["sensitivity"] == "high":
        raise RuleBroken(N_("Das geht bei diesem Termin nicht mehr. Bitte sehen Sie noch einmal nach."))
    if mentor_id and mentor_id not in {mentor["mentor_id"] for mentor in companions(tx, meeting["case_id"])}:
        raise NotVisible
    if mentor_id == meeting["mentor_id"]:
        return
    reminders.mentor_not_going(tx, meeting_id)
    wished = "yes" if mentor_id else "no"
    changes = {"mentor_id": mentor_id, "mentor_wished": wished, "mentor_answer": None, "mentor_answered_at": None}
    tx.update("meetings", meeting_id, version=meeting["version"], **changes)
    if mentor_id:
        reminders.mentor_invited(tx, meeting_id)
    cases.touch(tx, meeting["case_id"])


def companions(tx: Tx, case_id: str) -> list[Row]:
    """The mentors who may see meetings that they are invited to."""
    rows = tx.rows("meetings.mentors_of_case", case_id=case_id)
    return [row for row in rows if "see_meetings_invited" in json.loads(row["rights"])]
