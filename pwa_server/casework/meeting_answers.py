"""The client's answer to a meeting, tapped or said on the telephone: kept, and applied where the meeting still stands."""

import json

from pwa_server.access import rights
from pwa_server.casework import cases, found, reminders
from pwa_server.domain.meetings import COMING_UP, WISHES, is_settled, may_move, require_interpreter_settled
from pwa_server.domain.problems import N_, BadInput, NotVisible, RuleBroken
from pwa_server.storage.database import Row, Tx

ANSWERS = ("coming", "cannot")
LONGEST_WORDS = 2000


def answer_meeting(tx: Tx, meeting_id: str, answer: str, tapped_at: str, wish: str = "", words: str = "") -> str:
    """Keep `coming` or `cannot` and return the meeting's state afterwards.

    A second answer, a late one and one to a meeting that was moved are kept as well; an older tap never wins.
    Raises NotVisible for a meeting of somebody else, BadInput for another answer or an unknown wish.
    """
    meeting = tx.row("meetings.find_for_answer", meeting_id=meeting_id)
    if meeting is None:
        raise NotVisible
    rights.require(meeting["relationship"], "meeting.answer")
    if answer not in ANSWERS or (wish and wish not in WISHES):
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    if len(words) > LONGEST_WORDS:
        raise BadInput(N_("Das ist zu lang. Bitte schreiben Sie kürzer."))
    packed = pack_wish(wish, words) if answer == "cannot" else None
    _keep(tx, meeting, answer, packed, tapped_at)
    reminders.mark_reached(tx, meeting_id, "confirmed" if answer == "coming" else "answered")
    return _apply(tx, meeting, answer, packed, tapped_at)


def record_spoken_answer(tx: Tx, meeting_id: str, answer: str) -> str:
    """What the client said on the telephone, written down by staff: she is reached. Returns the meeting's state.

    Raises NotVisible, NotAllowed, BadInput for another answer, RuleBroken for a meeting that has begun or is called off.
    """
    coming = found.meeting(tx, meeting_id)
    if answer not in ANSWERS:
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    if coming["state"] not in COMING_UP or coming["starts_at"] <= tx.now:
        raise RuleBroken(N_("Das geht bei diesem Termin nicht mehr. Bitte sehen Sie noch einmal nach."))
    meeting = tx.row("meetings.find_for_answer", meeting_id=meeting_id)
    if meeting is None:
        raise NotVisible
    _keep(tx, meeting, answer, None, tx.now)
    reminders.mark_reached(tx, meeting_id, "spoken")
    return _apply(tx, meeting, answer, None, tx.now)


def settle(tx: Tx, meeting_id: str) -> str:
    """The office settles a meeting: the client said yes, and whoever interprets is sure. Returns the meeting's state.

    Raises NotVisible, NotAllowed, RuleBroken before the interpreting is settled, or for a meeting that has begun or is
    called off. The client's own yes is kept at any time.
    """
    require_interpreter_settled(found.meeting(tx, meeting_id)["interpreter_state"])
    return record_spoken_answer(tx, meeting_id, "coming")


def _keep(tx: Tx, meeting: Row, answer: str, wish: str | None, tapped_at: str) -> None:
    tx.insert(
        "meeting_answers",
        meeting_id=meeting["id"],
        case_id=meeting["case_id"],
        by_id=tx.actor_id,
        by_relationship=meeting["relationship"],
        answer=answer,
        wish_sealed=wish,
        tapped_at=tapped_at,
        received_at=tx.now,
    )
    cases.touch(tx, meeting["case_id"])


def pack_wish(wish: str, words: str) -> str | None:
    """A wish and free words as they are stored, or None when there is neither."""
    return json.dumps({"wish": wish, "words": words}, ensure_ascii=False) if wish or words else None


def _apply(tx: Tx, meeting: Row, answer: str, wish: str | None, tapped_at: str) -> str:
    newer_known = (meeting["client_answered_at"] or "") > tapped_at
    if meeting["state"] not in COMING_UP or newer_known or meeting["case_state"] in ("closed", "restricted", "erased"):
        return str(meeting["state"])
    state = _state_after(meeting, answer)
    changes = {"client_answer": answer, "client_answered_at": tapped_at, "wish_sealed": wish, "state": state}
    tx.update("meetings", meeting["id"], version=meeting["version"], **changes)
    if state != meeting["state"]:
        tx.insert(
            "meeting_states",
            meeting_id=meeting["id"],
            case_id=meeting["case_id"],
            state=state,
            at=tx.now,
            by_id=tx.actor_id,
        )
    return state


def _state_after(meeting: Row, answer: str) -> str:
    state = str(meeting["state"])
    if answer == "cannot":
        return "reschedule_requested" if may_move(state, "reschedule_requested") else state
    settled = is_settled(answer, meeting["interpreter_state"])
    if state == "reschedule_requested":
        return "confirmed" if settled else "planned"
    return "confirmed" if settled and may_move(state, "confirmed") else state
