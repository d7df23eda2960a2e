"""After a restore: what ended since the backup ends again, and nothing of that time is sent a second time.

Row by row and not verb by verb: the verbs asked who did it and whether it was allowed when it was done. Only what closes is
done again, the last word about each thing counts, and doing it twice is doing it once. Of two things a verb does the work,
because rows are not enough: erasing a plan, and a plan that went to another service.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pwa_server.casework import carrier_handovers, erasure, reminders
from pwa_server.domain import data_requests as requests
from pwa_server.domain.problems import Problem
from pwa_server.domain.reminders import ANNOUNCED, SILENT_CASES
from pwa_server.domain.times import OPEN_END, berlin_day
from pwa_server.storage.database import Row, Tx
from pwa_server.storage.journal import Entry
from pwa_server.storage.never_undone import ERASED, WATCHES, Watch

WHY = "restored"
# What stands beside a moment that is set or a value that goes.
BESIDE: Mapping[str, dict[str, Any]] = {
    "sessions.ended_at": {"end_reason": WHY},
    "staff_notes.removed_at": {"words_sealed": ""},
    "mentor_grants.mentor_id": {"proposed_by": None},
    "meetings.mentor_id": {"mentor_answer": None, "mentor_answered_at": None},
    "meetings.interpreter_state": {"interpreter_language": "", "interpreter_name_sealed": None},
}
DEFAULT_CHANNELS = ["phone"]
BY_KIND = {watch.kind: watch for watch in WATCHES}


@dataclass(frozen=True)
class Done:
    """How many things were ended again by kind, calls made instead of messages, messages and mails dropped.

    `not_possible` counts plans that had gone to another service and could not be handed over again.
    """

    ended: Mapping[str, int]
    calls: int
    dropped: int
    not_possible: int


def end_again(tx: Tx, entries: Sequence[Entry]) -> Done:
    """Do again what the journal's entries say, in one transaction, and turn what was due meanwhile into calls."""
    ended: Counter[str] = Counter()
    ended[ERASED] = _erase(tx, entries)
    last = _last_words(entries)
    gone, not_possible = _hand_over(tx, last)
    ended["carrier_handovers.accepted"] = len(gone)
    for entry in last:
        watch = BY_KIND.get(entry.kind) or _of_sealed_value(entry.kind)
        if watch and watch.rule in RULES and entry.subject and entry.subject not in gone:
            ended[entry.kind] += RULES[watch.rule](tx, watch, entry)
    ended["case_assignments.counsellor"] = _assign(tx, last)
    calls, dropped = _hold_messages(tx)
    return Done({kind: number for kind, number in ended.items() if number}, calls, dropped, not_possible)


def _last_words(entries: Iterable[Entry]) -> list[Entry]:
    """Of several entries about the same, the last, in their order. What is shown again is not gone."""
    last: dict[tuple[str, str, str], Entry] = {}
    for entry in entries:
        of_goal = entry.kind.startswith("mentor_grant_goals.")
        about = ("mentor_grant_goals", entry.subject, entry.other) if of_goal else (entry.kind, entry.subject, "")
        last.pop(about, None)
        last[about] = entry
    return list(last.values())


def _erase(tx: Tx, entries: Iterable[Entry]) -> int:
    reasons = {entry.subject: entry.other for entry in entries if entry.kind == ERASED}
    found = [(row["id"], tx.digests("case", row["id"])) for row in tx.rows("unscoped.all_cases")] if reasons else []
    erased = [(case_id, reasons[digest]) for case_id, digests in found for digest in digests if digest in reasons]
    for case_id, reason in erased:
        erasure.erase(tx, case_id, reason)
    return len(erased)


def _hand_over(tx: Tx, entries: Sequence[Entry]) -> tuple[set[str], int]:
    """Plans go over again as their clients said: the cases that went, and how many could not."""
    asked = {entry.subject: entry.other for entry in entries if entry.kind == "carrier_handovers.asked"}
    gone, not_possible = set(), 0
    for entry in entries:
        if entry.kind != "carrier_handovers.accepted":
            continue
        case_id = _handed_over(tx, entry, asked.get(entry.subject, ""))
        if case_id:
            gone.add(case_id)
        not_possible += case_id is None
    return gone, not_possible


def _handed_over(tx: Tx, entry: Entry, asked: str) -> str | None:
    """The case that went over, '' for one that is not there or went before, None where it can't."""
    question = _row(tx, "carrier_handovers", entry.subject)
    case_id, _, to_id = asked.partition(" ")
    case = _row(tx, "cases", question["case_id"] if question else case_id)
    if case is None or case["handed_to_id"]:
        return ""
    client = tx.as_actor(case["client_id"])
    if question is None:
        to = tx.row("accounts.find", id=to_id)
        if to is None:
            return None
        to = {"to_id": to_id, "to_carrier_id": to["carrier_id"]}
        tx.insert("carrier_handovers", id=entry.subject, case_id=case["id"], made_at=entry.at, made_by=to_id, **to)
    try:
        carrier_handovers.answer(client, entry.subject, carrier_handovers.Answer(True, json.loads(entry.other)))
    except Problem:
        return None
    return str(case["id"])


def _of_sealed_value(kind: str) -> Watch | None:
    table, _, column = kind.partition(".")
    return Watch("emptied", table, column) if column.endswith("_sealed") else None


def _row(tx: Tx, table: str, row_id: str, key: str = "id") -> Row | None:
    return next(iter(tx.whole_rows(table, key, row_id)), None)


def _ends(tx: Tx, watch: Watch, entry: Entry) -> int:
    row = _row(tx, watch.table, entry.subject)
    if row is None or not entry.other or row[watch.column]:
        return 0
    _set(tx, watch, entry, entry.other)
    return 1


def _set(tx: Tx, watch: Watch, entry: Entry, value: str | None, **beside: Any) -> None:
    changes: dict[str, Any] = {watch.column: value} | BESIDE.get(watch.kind, {}) | beside
    tx.update(watch.table, entry.subject, **changes)


def _gets_code(tx: Tx, watch: Watch, entry: Entry) -> int:
    row = _row(tx, watch.table, entry.subject)
    if row is None or entry.other not in watch.closing or row[watch.column] == entry.other:
        return 0
    follow = FOLLOW.get(watch.kind)
    beside = follow(tx, row, entry) if follow else {}
    _set(tx, watch, entry, entry.other, **beside)
    return 1


def _case_rests(tx: Tx, row: Row, entry: Entry) -> dict[str, Any]:
    tx.insert("case_states", case_id=row["id"], state=entry.other, at=entry.at, reason=WHY)
    reminders.cancel_for_case(tx, row["id"], entry.other)
    if entry.other == "restricted":
        return {"shown_from": None}
    due = row["erase_due_on"] or erasure.day_of(tx, row["carrier_id"])
    return {"closed_at": entry.at, "closure_reason": row["closure_reason"] or "client_ended", "erase_due_on": due}


def _meeting_is_off(tx: Tx, row: Row, entry: Entry) -> dict[str, Any]:
    """Of a meeting that was moved the new day is not in the backup; on the old one nobody comes."""
    tx.insert("meeting_states", meeting_id=row["id"], case_id=row["case_id"], state="cancelled", at=entry.at)
    tx.run("unscoped.cancel_reminders_of_meeting", meeting_id=row["id"], reason=WHY)
    tx.run("unscoped.close_call_tasks_of_meeting", meeting_id=row["id"])
    return {"state": "cancelled"}


def _grant_rests(tx: Tx, row: Row, entry: Entry) -> dict[str, Any]:
    if row["mentor_id"]:
        reminders.cancel_for_person(tx, row["case_id"], row["mentor_id"], "grant_ended")
    return {"state_at": entry.at}


def _request_answered(_: Tx, __: Row, entry: Entry) -> dict[str, Any]:
    return {"answered_at": entry.at}


def _comes_sooner(tx: Tx, watch: Watch, entry: Entry) -> int:
    row = _row(tx, watch.table, entry.subject)
    if row is None or not entry.other or entry.other >= (row[watch.column] or OPEN_END):
        return 0
    _set(tx, watch, entry, entry.other)
    return 1


def _gets_fewer(tx: Tx, watch: Watch, entry: Entry) -> int:
    row = _row(tx, watch.table, entry.subject)
    before = json.loads(row[watch.column]) if row else []
    kept = [code for code in json.loads(entry.other) if code in before]
    if watch.column == "channels":
        kept = kept or DEFAULT_CHANNELS
    if row is None or kept == before:
        return 0
    _set(tx, watch, entry, json.dumps(kept))
    return 1


def _is_emptied(tx: Tx, watch: Watch, entry: Entry) -> int:
    row = _row(tx, watch.table, entry.subject)
    if row is None or row[watch.column] is None:
        return 0
    _set(tx, watch, entry, None)
    return 1


def _is_gone(tx: Tx, watch: Watch, entry: Entry) -> int:
    if watch.table == "mentor_grant_goals":
        return tx.run("unscoped.drop_goal_of_grant", grant_id=entry.subject, goal_id=entry.other)
    if watch.table == "needs":
        tx.delete("need_states", "need_id", entry.subject)
    return tx.delete(watch.table, watch.key, entry.subject)


def _is_replaced(tx: Tx, watch: Watch, entry: Entry) -> int:
    """What took its place is not in the backup, and what was replaced opens nothing any more."""
    if watch.table != "sessions":
        return tx.delete(watch.table, watch.key, entry.subject)
    row = _row(tx, watch.table, entry.subject)
    if row is None or row["ended_at"]:
        return 0
    tx.update("sessions", entry.subject, ended_at=entry.at, end_reason=WHY)
    return 1


def _is_made(tx: Tx, watch: Watch, entry: Entry) -> int:
    """A wish about the own data is asked again, with its last day to answer; its words are not in the backup."""
    if watch.table != "data_requests" or _row(tx, watch.table, entry.subject):
        return 0
    case = tx.row("unscoped.whom_to_tell", case_id=entry.other)
    person = tx.row("accounts.find", id=case["client_id"]) if case else None
    if person is None:
        return 0
    due_on = requests.due_day(berlin_day(entry.at)).isoformat()
    of_case = {"case_id": entry.other, "kind": watch.name, "language": person["language"]}
    tx.insert("data_requests", id=entry.subject, made_at=entry.at, due_on=due_on, **of_case)
    return 1


def _assign(tx: Tx, entries: Iterable[Entry]) -> int:
    """Who went on with a plan goes on with it: somebody else was taken off it above, and nobody may be left alone."""
    assigned = 0
    for entry in entries:
        if entry.kind != "case_assignments.counsellor" or not entry.subject:
            continue
        case, staff = _row(tx, "cases", entry.subject), tx.row("accounts.find", id=entry.other)
        running = [
            row for row in tx.whole_rows("case_assignments", "case_id", entry.subject) if row["valid_until"] > tx.now
        ]
        of_others = any(row["relationship"] == "counsellor" for row in running)
        if case is None or case["handed_to_id"] or staff is None or staff["deactivated_at"] or of_others:
            continue
        begins = {"relationship": "counsellor", "valid_from": tx.now, "reason": "handover"}
        tx.insert("case_assignments", case_id=entry.subject, staff_id=entry.other, **begins)
        assigned += 1
    return assigned


def _hold_messages(tx: Tx) -> tuple[int, int]:
    """Nobody knows whether what was due until now went out. Clients are called about meetings ahead; the rest is dropped."""
    due = tx.rows("unscoped.reminders_until_now")
    for row in due:
        tx.update("reminders", row["id"], state="not_sendable", ended_at=tx.now, end_reason=WHY, lease_until=None)
    ahead = {row["meeting_id"]: row["client_id"] for row in due if _is_to_call(row, tx.now)}
    for meeting_id, client_id in ahead.items():
        reminders.call_instead(tx.as_actor(client_id), meeting_id)
    return len(ahead), len(due) + tx.run("unscoped.drop_mails_due")


def _is_to_call(row: Row, now: str) -> bool:
    announced = row["meeting_state"] in ANNOUNCED and row["case_state"] not in SILENT_CASES
    return bool(announced and row["person_id"] == row["client_id"] and row["meeting_starts_at"] > now)


RULES: Mapping[str, Callable[[Tx, Watch, Entry], int]] = {
    "ends": _ends,
    "code": _gets_code,
    "sooner": _comes_sooner,
    "fewer": _gets_fewer,
    "emptied": _is_emptied,
    "gone": _is_gone,
    "replaced": _is_replaced,
    "made": _is_made,
}
FOLLOW: Mapping[str, Callable[[Tx, Row, Entry], dict[str, Any]]] = {
    "cases.state": _case_rests,
    "meetings.state": _meeting_is_off,
    "mentor_grants.state": _grant_rests,
    "data_requests.state": _request_answered,
}
