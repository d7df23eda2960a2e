"""Announcing meetings: rows for the worker and call tasks for the office, made with the change of the meeting.

Every coming meeting has an open call task for its client from the start. It is closed when the client is reached, and
due on the last working day that leaves time to call: nobody is forgotten because a phone or a worker was silent.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import date

from pwa_server.access import rights
from pwa_server.casework.cases import touch
from pwa_server.domain import channels, office_days
from pwa_server.domain.problems import N_, NotVisible, RuleBroken
from pwa_server.domain.reminders import (
    ANNOUNCED,
    BY_HAND_AGAIN_HOURS,
    SILENT_CASES,
    Planned,
    is_paused,
    plan_meeting,
    plan_notice,
    plan_reminders,
    require_pause,
)
from pwa_server.domain.times import OPEN_END, berlin_day, later
from pwa_server.storage.database import Row, Tx
from pwa_server.storage.offices import office_of

REACHED_HOW = ("opened", "confirmed", "answered", "spoken", "notification")


def meeting_booked(tx: Tx, meeting_id: str) -> None:
    """Announce a meeting that was just booked; a second time takes the place of the first. Raises NotVisible."""
    meeting = _meeting(tx, meeting_id)
    _withdraw(tx, meeting, "booked_again")
    _announce(tx, meeting, "booked", meeting["starts_at"])


def meeting_moved(tx: Tx, old_meeting_id: str, new_meeting_id: str) -> None:
    """Withdraw what was to be said about the old date and announce the new one, before anybody comes on the old one."""
    was, meeting = _meeting(tx, old_meeting_id), _meeting(tx, new_meeting_id)
    _withdraw(tx, was, "moved")
    starts = (was["starts_at"], meeting["starts_at"], OPEN_END)
    _announce(tx, meeting, "moved", min(start for start in starts if start > tx.now))
    if _mentor(was) and _mentor(was) != _mentor(meeting):
        _insert(tx, was, was["mentor_id"], plan_notice("cancelled", was["starts_at"], tx.now).messages)


def meeting_cancelled(tx: Tx, meeting_id: str) -> None:
    """Withdraw everything about a meeting and tell everybody who knew of it. Raises NotVisible."""
    meeting = _meeting(tx, meeting_id)
    _withdraw(tx, meeting, "cancelled")
    plan = plan_notice("cancelled", meeting["starts_at"], tx.now)
    for person_id, _ in _listeners(meeting):
        _insert(tx, meeting, person_id, plan.messages)
    if plan.messages:
        _insert_call_task(tx, meeting, "cancelled", meeting["starts_at"])


def meeting_over(tx: Tx, meeting_id: str) -> None:
    """Withdraw what is still to be said about a meeting that took place or did not. Raises NotVisible."""
    _withdraw(tx, _meeting(tx, meeting_id), "over")


def remind_now(tx: Tx, meeting_id: str) -> str:
    """A counsellor reminds the client by hand; returns `message`, or `call` where only a call task could be made.

    Raises NotVisible, NotAllowed, and RuleBroken when the meeting is not to be announced or was just now.
    """
    meeting = _meeting(tx, meeting_id)
    rights.require(meeting["relationship"], "reminder.send")
    if meeting["state"] not in ANNOUNCED or meeting["starts_at"] <= tx.now:
        raise RuleBroken(N_("An diesen Termin kann man nicht mehr erinnern."))
    if tx.row("reminders.by_hand_since", meeting_id=meeting_id, since=later(tx.now, hours=-BY_HAND_AGAIN_HOURS)):
        raise RuleBroken(N_("Wir haben gerade erst an diesen Termin erinnert."))
    if not takes_messages(meeting, tx.now):
        tx.run("reminders.close_call_tasks", meeting_id=meeting_id, closed_as="not_needed")
        _insert_call_task(tx, meeting, "by_hand", meeting["starts_at"])
        return "call"
    _insert(tx, meeting, meeting["client_id"], plan_notice("by_hand", meeting["starts_at"], tx.now).messages)
    return "message"


def remind_chosen(tx: Tx, meeting_ids: Sequence[str]) -> dict[str, str]:
    """Remind the clients of several meetings by hand: `message` or `call` for each, `just_now` where nothing could be done.

    One that can't be announced any more, or was just now, does not hold up the others. Raises NotVisible, NotAllowed.
    """
    outcomes = {}
    for meeting_id in dict.fromkeys(meeting_ids):
        try:
            outcomes[meeting_id] = remind_now(tx, meeting_id)
        except RuleBroken:
            outcomes[meeting_id] = "just_now"
    return outcomes


def pause(tx: Tx, case_id: str, until: date | None) -> None:
    """Leave the client's phone in peace until the end of a day; None ends the pause. The office calls meanwhile.

    Raises NotVisible, NotAllowed, BadInput for a day that is past or far away.
    """
    case = tx.row("cases.find", case_id=case_id)
    if case is None or case["state"] in SILENT_CASES:
        raise NotVisible
    rights.require(case["relationship"], "reminder.send")
    if until:
        require_pause(until, berlin_day(tx.now))
    tx.update("clients", case["client_id"], reminders_paused_until=until.isoformat() if until else None)
    touch(tx, case_id)


def mentor_going_along(tx: Tx, meeting_id: str) -> None:
    """The mentor said yes: from now on reminded like the client. Saying it twice changes nothing. Raises NotVisible."""
    meeting = _meeting(tx, meeting_id)
    if _mentor(meeting):
        tx.run("reminders.cancel_of_meeting", meeting_id=meeting_id, person_id=meeting["mentor_id"], reason="answered")
        _insert(tx, meeting, meeting["mentor_id"], plan_reminders(meeting["starts_at"], tx.now))


def mentor_not_going(tx: Tx, meeting_id: str) -> None:
    """The mentor can't come, or is not invited any more: nothing further about this meeting. Raises NotVisible."""
    meeting = _meeting(tx, meeting_id)
    if meeting["mentor_id"]:
        tx.run("reminders.cancel_of_meeting", meeting_id=meeting_id, person_id=meeting["mentor_id"], reason="not_going")


def mentor_invited(tx: Tx, meeting_id: str) -> None:
    """The client asked a mentor along after the meeting was booked: a notice, no reminders yet. Raises NotVisible."""
    mentor_not_going(tx, meeting_id)
    meeting = _meeting(tx, meeting_id)
    if _mentor(meeting):
        _insert(tx, meeting, meeting["mentor_id"], plan_notice("booked", meeting["starts_at"], tx.now).messages)


def mark_reached(tx: Tx, meeting_id: str, how: str) -> None:
    """The person knows of the meeting: `opened`, `confirmed`, `answered` by the actor, or `spoken` with by staff.

    What was sent to that person counts as reached; the client's call task is closed. Raises NotVisible.
    """
    meeting = _meeting(tx, meeting_id)
    own = meeting["relationship"] in ("client", "mentor")
    person_id = tx.actor_id if own else meeting["client_id"]
    tx.run("reminders.reach", meeting_id=meeting_id, person_id=person_id, how=how)
    if person_id == meeting["client_id"]:
        closed_as = "spoken" if how == "spoken" else "not_needed"
        tx.run("reminders.close_call_tasks", meeting_id=meeting_id, closed_as=closed_as)


def go_on(tx: Tx, case_id: str) -> None:
    """The client said yes to messages again: what was stopped about meetings ahead is planned anew."""
    for row in tx.rows("consents.coming_up", case_id=case_id):
        meeting = _meeting(tx, row["id"])
        _insert(tx, meeting, meeting["client_id"], plan_reminders(meeting["starts_at"], tx.now))


def cancel_for_person(tx: Tx, case_id: str, person_id: str, reason: str = "ended") -> None:
    """Nothing more about this case to this person. The caller has checked the right to end the relationship."""
    tx.run("unscoped.cancel_reminders_of_person", case_id=case_id, person_id=person_id, reason=reason)
    tx.run("unscoped.close_call_tasks_of_person", case_id=case_id, person_id=person_id)


def cancel_for_case(tx: Tx, case_id: str, reason: str = "closed") -> None:
    """Nothing more about this case to anybody: it is closed, restricted or about to be erased."""
    tx.run("unscoped.cancel_reminders_of_case", case_id=case_id, reason=reason)
    tx.run("unscoped.close_call_tasks_of_case", case_id=case_id)


def call_instead(tx: Tx, meeting_id: str) -> None:
    """Nobody knows whether a message about this meeting went out: somebody calls the client. Raises NotVisible."""
    meeting = _meeting(tx, meeting_id)
    tx.run("reminders.close_call_tasks", meeting_id=meeting_id, closed_as="not_needed")
    _insert_call_task(tx, meeting, "restored", meeting["starts_at"])


def push_switched_on(tx: Tx) -> None:
    """The client can be reached by push from now on: who was to be called for want of it is called only if not reached.

    A meeting of which no push will come in time any more keeps its task: nobody would tell the client.
    """
    for task in tx.rows("reminders.no_push_tasks"):
        meeting = _meeting(tx, task["meeting_id"])
        if takes_messages(meeting, tx.now):
            tx.update("call_tasks", task["id"], closed_at=tx.now, closed_as="not_needed")
            _insert_call_task(tx, meeting, "booked", meeting["starts_at"])


def channels_changed(tx: Tx, client_id: str, order: Sequence[str]) -> None:
    """What is due goes out by the first channel of the client's new order. The caller has checked the right."""
    tx.run("reminders.begin_by", client_id=client_id, channel=channels.chain(order)[0])


def takes_messages(meeting: Row, now: str) -> bool:
    """Whether the client put messages first, has something to get them on, has not switched them off and no pause."""
    order = json.loads(meeting["channels"]) or ["phone"]
    means = {"push": "client_devices", "email": "client_email", "sms": "client_mobile"}
    wanted = order[0] in means and meeting["push_text"] != "off"
    able = any(meeting[means[channel]] for channel in channels.chain(order))
    return wanted and able and not is_paused(meeting["reminders_paused_until"], now)


def _meeting(tx: Tx, meeting_id: str) -> Row:
    meeting = tx.row("reminders.meeting", meeting_id=meeting_id)
    if meeting is None:
        raise NotVisible
    mentor = {"case_id": meeting["case_id"], "mentor_id": meeting["mentor_id"]}
    return meeting | {"mentor_grants": len(tx.rows("reminders.mentor_grants", **mentor)) if mentor["mentor_id"] else 0}


def _mentor(meeting: Row) -> str | None:
    """The mentor who hears of this meeting: invited, not declined, with a grant that is valid now."""
    hears = meeting["mentor_grants"] and meeting["mentor_answer"] != "cannot" and meeting["sensitivity"] != "high"
    return meeting["mentor_id"] if hears else None


def _listeners(meeting: Row) -> Iterator[tuple[str, bool]]:
    """Everybody who gets notices; True with those who get reminders too."""
    yield meeting["client_id"], True
    if mentor_id := _mentor(meeting):
        yield mentor_id, meeting["mentor_answer"] == "coming"
    if meeting["interpreter_state"] != "not_needed":
        yield meeting["staff_id"], False


def _announce(tx: Tx, meeting: Row, kind: str, before: str) -> None:
    plan = plan_meeting(kind, meeting["starts_at"], tx.now)
    for person_id, with_reminders in _listeners(meeting):
        _insert(tx, meeting, person_id, plan.messages if with_reminders else _notice_alone(kind, meeting, tx.now))
    if plan.messages:
        _insert_call_task(tx, meeting, "too_late" if plan.call_now else kind, before)


def _notice_alone(kind: str, meeting: Row, now: str) -> Sequence[Planned]:
    return plan_notice(kind, meeting["starts_at"], now).messages


def _withdraw(tx: Tx, meeting: Row, reason: str) -> None:
    tx.run("reminders.cancel_of_meeting", meeting_id=meeting["id"], person_id="", reason=reason)
    tx.run("reminders.close_call_tasks", meeting_id=meeting["id"], closed_as="not_needed")


def _insert(tx: Tx, meeting: Row, person_id: str, messages: Sequence[Planned]) -> None:
    own = person_id == meeting["client_id"]
    first = channels.chain(json.loads(meeting["channels"]))[0] if own else "push"
    for message in messages:
        tx.insert(
            "reminders",
            case_id=meeting["case_id"],
            meeting_id=meeting["id"],
            person_id=person_id,
            kind=message.kind,
            starts_at=meeting["starts_at"],
            offset_hours=message.offset_hours,
            due_at=message.due_at,
            stale_at=message.stale_at,
            channel=first,
            made_at=tx.now,
            made_by=tx.actor_id or None,
        )


def _insert_call_task(tx: Tx, meeting: Row, why: str, before: str) -> None:
    """A task for the client: on the last day, or at once for a change where push does not reach the client."""
    pushed = takes_messages(meeting, tx.now)
    at_once = why in ("too_late", "by_hand", "restored") or (why in ("moved", "cancelled") and not pushed)
    day_to_call = office_days.first_day_to_call if at_once else office_days.last_day_to_call
    tx.insert(
        "call_tasks",
        case_id=meeting["case_id"],
        meeting_id=meeting["id"],
        person_id=meeting["client_id"],
        reason=("not_reached" if pushed else "no_push") if why == "booked" else why,
        due_on=day_to_call(office_of(tx, meeting["carrier_id"]), tx.now, before).isoformat(),
        made_at=tx.now,
    )
