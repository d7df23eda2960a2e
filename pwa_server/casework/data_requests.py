"""The client asks to correct, hide or erase what is kept; whoever counsels her answers until a day, with a reason."""

from datetime import timedelta

from pwa_server.access import rights
from pwa_server.casework import case_life, cases
from pwa_server.domain import data_requests as rules
from pwa_server.domain.problems import N_, NotVisible, RuleBroken
from pwa_server.domain.times import berlin_day
from pwa_server.storage.database import Row, Tx
from pwa_server.storage.ids import new_id


def ask(tx: Tx, kind: str, words: str, language: str) -> str:
    """Ask about the own case and return the request's id; also of a plan that is hidden or has ended.

    Raises NotVisible, NotAllowed, BadInput, RuleBroken while the same is asked already.
    """
    case = cases.own(tx)
    rights.require(case["relationship"], "data_request.make")
    rules.require_question(kind, words)
    asked = tx.rows("data_requests.of_case", case_id=case["id"])
    if any(request["kind"] == kind and request["state"] == "open" for request in asked):
        raise RuleBroken(N_("Das haben Sie schon gefragt. Wir antworten bald."))
    return note(tx, case["id"], kind, language, words)


def note(tx: Tx, case_id: str, kind: str, language: str, words: str = "") -> str:
    """Note a request, with its last day to answer. The caller has checked who asks."""
    request_id = tx.insert(
        "data_requests",
        case_id=case_id,
        kind=kind,
        words_sealed=words or None,
        language=language,
        made_at=tx.now,
        made_by=tx.actor_id,
        due_on=rules.due_day(berlin_day(tx.now)).isoformat(),
    )
    cases.touch(tx, case_id)
    return request_id


def take_back(tx: Tx, request_id: str) -> None:
    """The client does not want it any more. Raises NotVisible, NotAllowed, RuleBroken."""
    request = _found(tx, request_id, "data_request.make")
    _answer(tx, request, "taken_back", "")


def answer(tx: Tx, request_id: str, to: str, reason: str, version: int) -> str:
    """Grant or decline a request, with a reason that the client reads; returns the case's id.

    Granting hides the plan at once, or lets it be erased after a week in which the client can still save it.
    Raises NotVisible, NotAllowed, BadInput, RuleBroken, Stale.
    """
    request = _found(tx, request_id, "data_request.answer") | {"version": version}
    if to in ("taken_back", "handed_over"):
        raise RuleBroken(N_("Das geht gerade nicht. Bitte sehen Sie noch einmal nach."))
    _answer(tx, request, to, reason)
    case = tx.row("cases.find", case_id=request["case_id"])
    if to == "granted" and case:
        if request["kind"] == "restrict":
            case_life.restrict(tx, case)
        elif request["kind"] == "erase":
            _erase_soon(tx, case)
    return str(request["case_id"])


def hand_over(tx: Tx, old_id: str, new_case_id: str) -> None:
    """What is open goes along to another carrier with its day; what the client wants erased goes there as well by that day.

    Nobody counsels at the old carrier any more: its copy is erased on the last day to answer, or sooner. The caller has
    checked the client's yes.
    """
    for request in tx.whole_rows("data_requests", "case_id", old_id):
        if request["state"] != "open":
            continue
        tx.insert("data_requests", **(request | {"id": new_id(), "case_id": new_case_id, "version": 1}))
        tx.update("data_requests", request["id"], version=request["version"], state="handed_over", answered_at=tx.now)
        if request["kind"] == "erase":
            tx.run("unscoped.erase_not_later", case_id=old_id, day=request["due_on"])


def _answer(tx: Tx, request: Row, to: str, reason: str) -> None:
    rules.require_answer(request["state"], to, reason)
    answered = {"state": to, "answered_at": tx.now, "answered_by": tx.actor_id, "reason_sealed": reason or None}
    tx.update("data_requests", request["id"], version=request["version"], **answered)
    cases.touch(tx, request["case_id"])


def _erase_soon(tx: Tx, case: Row) -> None:
    if case["state"] == "restricted":
        _call_off(tx, case)
    if case["state"] != "closed":
        case_life.move_case(tx, case["id"], "closed", "client_ended")
    day = (berlin_day(tx.now) + timedelta(days=rules.ERASE_AFTER_DAYS)).isoformat()
    fresh = tx.row("cases.find", case_id=case["id"])
    if fresh is None:
        raise NotVisible
    due = min(day, fresh["erase_due_on"] or day)
    tx.update("cases", case["id"], version=fresh["version"], erase_due_on=due)


def _call_off(tx: Tx, case: Row) -> None:
    """Meetings of a hidden plan can't be opened any more, and nobody is told of them: they end with it."""
    for meeting in tx.rows("desk.meetings_ahead", case_id=case["id"]):
        tx.update("meetings", meeting["id"], state="cancelled")
        how = {"state": "cancelled", "at": tx.now, "by_id": tx.actor_id}
        tx.insert("meeting_states", meeting_id=meeting["id"], case_id=case["id"], **how)


def _found(tx: Tx, request_id: str, action: str) -> Row:
    request = tx.row("data_requests.find", request_id=request_id)
    if request is None:
        raise NotVisible
    rights.require(request["relationship"], action)
    return request
