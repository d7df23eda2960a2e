"""What a mentor does: answer a request, hand a grant back, go along to meetings, tick the own steps."""

import json

from pwa_server.access import rights
from pwa_server.casework import cases, clearances, mentor_steps, reminders, steps, tellings
from pwa_server.casework.staff import note
from pwa_server.domain import grants, mentoring
from pwa_server.domain.problems import N_, BadInput, NotVisible, RuleBroken
from pwa_server.domain.times import berlin_day
from pwa_server.storage.database import Read, Row, Tx

NOT_A_CHOICE = N_("Bitte wählen Sie eines davon.")
NOT_NOW = N_("Das geht gerade nicht. Bitte sehen Sie noch einmal nach.")


def answer_grant(tx: Tx, grant_id: str, answer: str) -> str:
    """Say `accept` or `decline` to a client who asks, and return the grant's state.

    Accepting opens the granted goals at once, until the end of the chosen day. Where the office proposed this mentor, a
    no leaves the client's request open: the office proposes another. Raises NotVisible for somebody else's grant or one
    that is not offered any more, RuleBroken without a valid certificate.
    """
    grant = tx.row("mentoring.asked_for", grant_id=grant_id)
    if grant is None:
        find_grant(tx, grant_id)
        raise RuleBroken(NOT_NOW)
    if answer not in ("accept", "decline"):
        raise BadInput(NOT_A_CHOICE)
    changes = _opening(tx, grant) if answer == "accept" else _declining(tx, grant)
    state = str(changes["state"])
    grants.require_move(grant["state"], state)
    tx.update("mentor_grants", grant_id, version=grant["version"], state_at=tx.now, **changes)
    if state == "active":
        _end_renewed(tx, grant_id)
        mentor_steps.take_on(tx, grant_id)
    else:
        _tell_client(tx, grant_id, "mentor_declined")
    tx.run("unscoped.touch_case_of_grant", grant_id=grant_id)
    return state


def _tell_client(tx: Tx, grant_id: str, kind: str) -> None:
    """Nobody waits for somebody who does not come: the client reads it on the first page, never why."""
    for asking in tx.rows("unscoped.client_of_grant", grant_id=grant_id):
        tellings.tell(tx, asking["case_id"], kind, person_id=tx.actor_id)


def _end_renewed(tx: Tx, grant_id: str) -> None:
    """What the client renewed ends where the new grant begins; the mentor still comes along."""
    for older in tx.rows("unscoped.other_grant_in_force", grant_id=grant_id):
        grants.require_move("active", "expired")
        ended = {"state": "expired", "state_at": tx.now, "valid_until": tx.now}
        tx.update("mentor_grants", older["id"], version=older["version"], **ended)


def _declining(tx: Tx, grant: Row) -> dict[str, str | None]:
    if grant["proposed_by"]:
        note(tx, "proposal_declined", grant["grant_id"])
        return {"state": "requested", "mentor_id": None, "proposed_by": None, "unconfirmed_since": None}
    return {"state": "declined", "valid_until": tx.now}


def _opening(tx: Tx, grant: Row) -> dict[str, str | None]:
    _require_clearance(tx)
    ends = mentoring.end_of_day(grant["expires_on"])
    if ends <= tx.now:
        raise RuleBroken(NOT_NOW)
    return {"state": "active", "valid_from": tx.now, "valid_until": ends}


def _require_clearance(tx: Tx) -> None:
    if not clearances.is_ready(tx, tx.actor_id):
        raise RuleBroken(N_("Das geht noch nicht. Bitte fragen Sie die Freiwilligenstelle."))


def return_grant(tx: Tx, grant_id: str) -> str:
    """Hand a grant back: from now on nothing of it is visible, and nobody waits for this mentor. Raises NotVisible."""
    grant = find_grant(tx, grant_id)
    rights.require(grant["relationship"], "grant.answer")
    grants.require_move("active", "returned")
    cases.touch(tx, grant["case_id"])
    tx.run("mentoring.leave_meetings", case_id=grant["case_id"])
    reminders.cancel_for_person(tx, grant["case_id"], tx.actor_id, "grant_ended")
    ended = {"state": "returned", "state_at": tx.now, "valid_until": tx.now}
    tx.update("mentor_grants", grant_id, version=grant["version"], **ended)
    _tell_client(tx, grant_id, "mentor_returned")
    return "returned"


def find_grant(read: Read, grant_id: str) -> Row:
    """A grant of the actor that is active now, its rights as a list. Raises NotVisible."""
    grant = read.row("mentoring.grant", grant_id=grant_id, today=_today(read))
    if grant is None:
        raise NotVisible
    return grant | {"rights": json.loads(grant["rights"])}


def current_grants(read: Read) -> list[Row]:
    """All grants of the actor that are active now, the oldest first."""
    rows = read.rows("mentoring.grants", today=_today(read))
    return [row | {"rights": json.loads(row["rights"])} for row in rows]


def own_steps(read: Read) -> list[Row]:
    """What the actor has taken on and not done yet, of all grants that show steps, each once, the next due first."""
    rows = read.rows("mentoring.own_steps", today=_today(read))
    return list({row["id"]: row for row in rows if "see_steps" in json.loads(row["rights"])}.values())


def invited_meetings(read: Read, since: str) -> list[Row]:
    """The meetings from `since` on that the actor was invited to and may see, each once, by start."""
    rows = read.rows("mentoring.meetings", since=since, today=_today(read))
    return list({row["id"]: row for row in rows if "see_meetings_invited" in json.loads(row["rights"])}.values())


def find_meeting(read: Read, meeting_id: str) -> Row:
    """A meeting that the actor was invited to and may see now. Raises NotVisible."""
    found = next((row for row in invited_meetings(read, "") if row["id"] == meeting_id), None)
    if found is None:
        raise NotVisible
    return found


def answer_invitation(tx: Tx, meeting_id: str, answer: str, tapped_at: str) -> None:
    """Say `coming` or `cannot`; who comes is reminded like the client. An older tap never wins over a newer one.

    Raises NotVisible, BadInput, and RuleBroken for a meeting that has begun or does not take place.
    """
    meeting = find_meeting(tx, meeting_id)
    rights.require(meeting["relationship"], "meeting.accompany")
    if answer not in ("coming", "cannot"):
        raise BadInput(NOT_A_CHOICE)
    if not mentoring.may_answer(meeting["state"], meeting["starts_at"], tx.now):
        raise RuleBroken(N_("Das geht bei diesem Termin nicht mehr. Bitte sehen Sie noch einmal nach."))
    _note_answer(tx, meeting, answer, tapped_at)
    if (meeting["mentor_answered_at"] or "") > tapped_at:
        return
    tx.update("meetings", meeting_id, version=meeting["version"], mentor_answer=answer, mentor_answered_at=tapped_at)
    if answer == "coming":
        reminders.mark_reached(tx, meeting_id, "confirmed")
        reminders.mentor_going_along(tx, meeting_id)
    else:
        reminders.mentor_not_going(tx, meeting_id)
    cases.touch(tx, meeting["case_id"])


def report_absence(tx: Tx, meeting_id: str, tapped_at: str) -> None:
    """Tell the office that the mentor waits alone; telling it twice is once. Nobody is at fault and no state changes.

    Raises NotVisible, and RuleBroken before the start or long after the end.
    """
    meeting = find_meeting(tx, meeting_id)
    rights.require(meeting["relationship"], "meeting.accompany")
    if any(said["answer"] == "did_not_come" for said in tx.rows("mentoring.own_answers", meeting_id=meeting_id)):
        return
    if not mentoring.may_tell_absence(meeting["state"], meeting["starts_at"], meeting["ends_at"], tx.now):
        raise RuleBroken(N_("Das geht erst, wenn der Termin angefangen hat."))
    _note_answer(tx, meeting, "did_not_come", tapped_at)
    cases.touch(tx, meeting["case_id"])


def report_own_step(tx: Tx, step_id: str, report: str, tapped_at: str) -> str | None:
    """Tick or untick an own step of the mentor, where the grant says so. Raises NotVisible, NotAllowed, BadInput."""
    found = tx.rows("mentoring.grants_of_step", step_id=step_id, today=_today(tx))
    granted = {right for grant in found for right in json.loads(grant["rights"])}
    if "see_steps" not in granted:
        raise NotVisible
    if "mark_own_steps_done" not in granted or report not in ("done", "undone"):
        raise BadInput(NOT_A_CHOICE)
    return steps.report_step(tx, step_id, report, tapped_at)


def _note_answer(tx: Tx, meeting: Row, answer: str, tapped_at: str) -> None:
    tx.insert(
        "meeting_answers",
        meeting_id=meeting["id"],
        case_id=meeting["case_id"],
        by_id=tx.actor_id,
        by_relationship=meeting["relationship"],
        answer=answer,
        tapped_at=tapped_at,
        received_at=tx.now,
    )


def _today(read: Read) -> str:
    return berlin_day(read.now).isoformat()
