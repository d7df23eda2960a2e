"""Meetings: booked, changed, moved, called off, and what became of them; each announced in its transaction."""

import json
from dataclasses import dataclass
from typing import Any

from pwa_server.casework import found, recordings, reminders
from pwa_server.casework.cases import touch
from pwa_server.domain.goals import SENSITIVITIES
from pwa_server.domain.meetings import (
    COMING_UP,
    KINDS,
    PLACE_KINDS,
    is_settled,
    require_interpreter_move,
    require_length,
    require_move,
)
from pwa_server.domain.problems import N_, BadInput, RuleBroken
from pwa_server.domain.times import berlin, later, starts_at
from pwa_server.storage import catalogue
from pwa_server.storage.database import Row, Tx

COPIED = (
    "goal_id",
    "kind",
    "sensitivity",
    "place_kind",
    "staff_id",
    "partner_id",
    "documents",
    "interpreter_language",
    "mentor_wished",
    "mentor_id",
)
COPIED_SEALED = ("place", "room", "way", "topic")


@dataclass(frozen=True)
class Time:
    """A Berlin wall clock: day `YYYY-MM-DD`, clock `HH:MM`, and how long."""

    day: str
    clock: str
    minutes: int


@dataclass(frozen=True)
class Details:
    """Everything about a meeting but its time."""

    kind: str
    place_kind: str
    place: str
    room: str = ""
    way: str = ""
    topic: str = ""
    goal_id: str | None = None
    partner_id: str | None = None
    documents: tuple[str, ...] = ()
    interpreter_language: str = ""
    mentor_wished: bool = False
    mentor_id: str | None = None
    sensitivity: str = "standard"


def book(tx: Tx, case_id: str, time: Time, details: Details) -> str:
    """Book a meeting, announce it and return its id. A day in the past or a day off is possible, it only warns.

    Raises BadInput for unknown codes, RuleBroken for a mentor whom the client did not wish or does not let look.
    """
    found.case(tx, case_id)
    columns = _columns(tx, case_id, details)
    interpreter = "needed" if details.interpreter_language else "not_needed"
    meeting_id = tx.insert(
        "meetings",
        case_id=case_id,
        staff_id=tx.actor_id,
        interpreter_state=interpreter,
        state="planned",
        made_at=tx.now,
        made_by=tx.actor_id,
        **_time_columns(time),
        **columns,
    )
    _note_state(tx, meeting_id, case_id, "planned")
    reminders.meeting_booked(tx, meeting_id)
    touch(tx, case_id)
    return meeting_id


def edit(tx: Tx, meeting_id: str, version: int, details: Details) -> Row:
    """Change everything but the time. Another language to interpret is asked for anew; another place is announced."""
    meeting = found.meeting(tx, meeting_id)
    _require_coming_up(meeting)
    changes = _columns(tx, meeting["case_id"], details)
    if details.interpreter_language != meeting["interpreter_language"]:
        changes["interpreter_state"] = "needed" if details.interpreter_language else "not_needed"
        changes["interpreter_name_sealed"] = None
        changes |= _state_for(meeting, changes["interpreter_state"])
    another_mentor = (details.mentor_id or None) != meeting["mentor_id"]
    if another_mentor:
        reminders.mentor_not_going(tx, meeting_id)
        changes |= {"mentor_answer": None, "mentor_answered_at": None}
    tx.update("meetings", meeting_id, version=version, **changes)
    _note_change(tx, meeting, changes)
    recordings.forget_if_other(tx, meeting, changes)
    if (details.place, details.place_kind) != (meeting["place"], meeting["place_kind"]):
        reminders.meeting_moved(tx, meeting_id, meeting_id)
    elif another_mentor:
        reminders.mentor_invited(tx, meeting_id)
    touch(tx, meeting["case_id"])
    return meeting


def move(tx: Tx, meeting_id: str, version: int, time: Time) -> str:
    """Another day or time: the old row stays as `moved`, a new one is made and announced. Returns the new id."""
    old = found.meeting(tx, meeting_id)
    require_move(old["state"], "moved")
    tx.update("meetings", meeting_id, version=version, state="moved")
    copied = {column: old[column] for column in COPIED}
    copied |= {f"{column}_sealed": old[column] for column in COPIED_SEALED}
    new_id = tx.insert(
        "meetings",
        case_id=old["case_id"],
        interpreter_state="needed" if old["interpreter_language"] else "not_needed",
        state="planned",
        made_at=tx.now,
        made_by=tx.actor_id,
        **_time_columns(time),
        **copied,
    )
    tx.update("meetings", meeting_id, moved_to_id=new_id)
    tx.run("interpreters.move_to", meeting_id=meeting_id, new_id=new_id)
    _note_state(tx, meeting_id, old["case_id"], "moved")
    _note_state(tx, new_id, old["case_id"], "planned")
    reminders.meeting_moved(tx, meeting_id, new_id)
    touch(tx, old["case_id"])
    return new_id


def cancel(tx: Tx, meeting_id: str, version: int) -> Row:
    """Call a meeting off and tell everybody who was invited."""
    meeting = _to_state(tx, meeting_id, version, "cancelled")
    reminders.meeting_cancelled(tx, meeting_id)
    return meeting


def record_outcome(tx: Tx, meeting_id: str, version: int, outcome: str) -> Row:
    """Whether a meeting took place (`held`) or not (`not_held`). Nobody's fault is asked for. Not before its start."""
    if outcome not in ("held", "not_held"):
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    meeting = found.meeting(tx, meeting_id)
    if tx.now < meeting["starts_at"]:
        raise RuleBroken(N_("Dieser Termin war noch nicht."))
    _to_state(tx, meeting_id, version, outcome)
    reminders.meeting_over(tx, meeting_id)
    return meeting


def held_today(tx: Tx, meeting: Row) -> None:
    """A talk whose result is being written down has taken place, perhaps a little before its time."""
    _to_state(tx, meeting["id"], meeting["version"], "held")
    reminders.meeting_over(tx, meeting["id"])


def remind(tx: Tx, meeting_id: str) -> Row:
    """Remind the client by hand. Raises RuleBroken after the start and within an hour of the message before."""
    meeting = found.meeting(tx, meeting_id, "reminder.send")
    hour_ago = later(tx.now, hours=-1)
    sent = (
        row["sent_at"]
        for row in tx.rows("reminders.of_meeting", meeting_id=meeting_id)
        if row["person_role"] == "client"
    )
    if any(at and at > hour_ago for at in sent):
        raise RuleBroken(N_("Wir haben gerade erst an diesen Termin erinnert."))
    reminders.remind_now(tx, meeting_id)
    return meeting


def keep(tx: Tx, meeting_id: str, version: int) -> Row:
    """There is no other day for the client's wish: the meeting stays, and she is asked again whether she comes."""
    meeting = found.meeting(tx, meeting_id)
    if meeting["state"] != "reschedule_requested":
        raise RuleBroken(N_("Das geht bei diesem Termin nicht mehr. Bitte sehen Sie noch einmal nach."))
    return _to_state(tx, meeting_id, version, "planned", client_answer=None, client_answered_at=None)


def set_interpreter(tx: Tx, meeting_id: str, version: int, state: str, name: str = "") -> Row:
    """Interpreting is needed, booked, confirmed, or nobody was found; '' leaves it where it is.

    Confirmed settles the meeting where the client said yes.
    """
    meeting = found.meeting(tx, meeting_id)
    _require_coming_up(meeting)
    if state not in ("", "needed", "booked", "none_found", "confirmed"):
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    if not meeting["interpreter_language"]:
        raise RuleBroken(N_("Für diesen Termin brauchen Sie keine Übersetzung."))
    if state:
        require_interpreter_move(meeting["interpreter_state"], state)
    state = state or meeting["interpreter_state"]
    changes: dict[str, Any] = {"interpreter_state": state, **_state_for(meeting, state)}
    changes["interpreter_name_sealed"] = (
        (name or meeting["interpreter_name"]) if state not in ("needed", "none_found") else None
    )
    tx.update("meetings", meeting_id, version=version, **changes)
    _note_change(tx, meeting, changes)
    touch(tx, meeting["case_id"])
    return meeting


def _to_state(tx: Tx, meeting_id: str, version: int, to: str, **changes: Any) -> Row:
    meeting = found.meeting(tx, meeting_id)
    require_move(meeting["state"], to)
    tx.update("meetings", meeting_id, version=version, state=to, **changes)
    _note_state(tx, meeting_id, meeting["case_id"], to)
    touch(tx, meeting["case_id"])
    return meeting


def _state_for(meeting: Row, interpreter_state: str) -> dict[str, str]:
    """A meeting is confirmed exactly while the client comes and the interpreting is sure."""
    if meeting["state"] not in ("planned", "confirmed"):
        return {}
    return {"state": "confirmed" if is_settled(meeting["client_answer"], interpreter_state) else "planned"}


def _note_change(tx: Tx, meeting: Row, changes: dict[str, Any]) -> None:
    if changes.get("state", meeting["state"]) != meeting["state"]:
        _note_state(tx, meeting["id"], meeting["case_id"], changes["state"])


def _note_state(tx: Tx, meeting_id: str, case_id: str, state: str) -> None:
    tx.insert("meeting_states", meeting_id=meeting_id, case_id=case_id, state=state, at=tx.now, by_id=tx.actor_id)


def _require_coming_up(meeting: Row) -> None:
    if meeting["state"] not in COMING_UP:
        raise RuleBroken(N_("Das geht bei diesem Termin nicht mehr. Bitte sehen Sie noch einmal nach."))


def _time_columns(time: Time) -> dict[str, Any]:
    """The wall clock as it will really show: a time that the spring change skips is the one an hour later."""
    require_length(time.minutes)
    start = starts_at(time.day, time.clock)
    return {
        "local_date": berlin(start).strftime("%Y-%m-%d"),
        "local_time": berlin(start).strftime("%H:%M"),
        "starts_at": start,
        "ends_at": later(start, minutes=time.minutes),
        "duration_minutes": time.minutes,
    }


def _columns(tx: Tx, case_id: str, details: Details) -> dict[str, Any]:
    _require_known(tx, case_id, details)
    _require_mentor(tx, case_id, details)
    return {
        "kind": details.kind,
        "goal_id": details.goal_id or None,
        "sensitivity": details.sensitivity,
        "place_kind": details.place_kind,
        "place_sealed": details.place,
        "room_sealed": details.room or None,
        "way_sealed": details.way or None,
        "topic_sealed": details.topic or None,
        "partner_id": details.partner_id or None,
        "documents": json.dumps(list(details.documents)),
        "interpreter_language": details.interpreter_language,
        "mentor_wished": "yes" if details.mentor_wished else "no",
        "mentor_id": details.mentor_id or None,
    }


def _require_known(tx: Tx, case_id: str, details: Details) -> None:
    goal = found.goal(tx, details.goal_id) if details.goal_id else None
    known = (
        details.kind in KINDS
        and details.place_kind in PLACE_KINDS
        and details.sensitivity in SENSITIVITIES
        and set(details.documents) <= set(catalogue.documents())
        and (not details.partner_id or any(p["id"] == details.partner_id for p in tx.rows("meetings.partners")))
        and (goal is None or goal["case_id"] == case_id)
    )
    if not known:
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    if goal and goal["sensitivity"] == "high" and details.sensitivity != "high":
        raise RuleBroken(N_("Das Ziel ist geschützt. Dann ist es der Termin auch."))


def _require_mentor(tx: Tx, case_id: str, details: Details) -> None:
    if not details.mentor_id:
        return
    if not details.mentor_wished:
        raise RuleBroken(N_("Jemand kommt nur mit, wenn die Person es möchte."))
    if details.sensitivity == "high":
        raise RuleBroken(N_("Zu einem geschützten Termin kommt keine Begleitung mit."))
    mentors = tx.rows("meetings.mentors_of_case", case_id=case_id)
    rights = [json.loads(row["rights"]) for row in mentors if row["mentor_id"] == details.mentor_id]
    if not any("see_meetings_invited" in right for right in rights):
        raise RuleBroken(N_("Diese Begleitung darf gerade nicht mitkommen."))
