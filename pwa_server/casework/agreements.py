"""Versions of an agreement: written, offered, in force, ended. Signing stands in agreement_signing.py.

A plan works without any of this. What is offered is a frozen text under a hash; only a new version says something else.
"""

import json
from collections.abc import Mapping
from typing import Any

from pwa_server.access import rights
from pwa_server.casework import found
from pwa_server.casework.cases import touch
from pwa_server.domain import agreements as rules
from pwa_server.domain.ages import AgeGroup, age_group, needs_guardian, require_own_agreement
from pwa_server.domain.problems import N_, BadInput, NotVisible, RuleBroken, Stale
from pwa_server.domain.times import berlin_day
from pwa_server.storage.database import Read, Row, Tx

REASON_LIMIT = 300
LONGEST_NAME = 100
UNFROZEN: dict[str, Any] = dict.fromkeys(("snapshot_sealed", "hash", "offered_at", "copy_given_at", "copy_how"))
IN_THE_AGREEMENT = N_(
    "Dieses Ziel steht in der Vereinbarung. Bitte ändern Sie es in der Auswertung oder mit einer neuen Fassung."
)


def in_force(tx: Tx, case_id: str) -> Row | None:
    """The version that counts now, or None. `snapshot` is its text as JSON (see pages/agreement_snapshot.py)."""
    return tx.row("agreements.in_force", case_id=case_id)


def end_version(tx: Tx, case_id: str, state: str, reason: str = "") -> str | None:
    """End the version in force as `fulfilled` or `ended` and return its id; None where none is. Changes nothing else.

    For verbs that have found the case and may act: a review, closing a case, a withdrawal. `reason` is one of
    domain.agreements.END_REASONS. Raises RuleBroken for any other state.
    """
    current = in_force(tx, case_id)
    if current is None:
        return None
    if state not in ("fulfilled", "ended"):
        raise RuleBroken(N_("Das geht bei dieser Vereinbarung nicht mehr. Bitte sehen Sie noch einmal nach."))
    if reason not in rules.END_REASONS:
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    move(tx, current, state, reason, ended_at=tx.now)
    return str(current["id"])


def discard_open(tx: Tx, case_id: str, reason: str = "") -> None:
    """Throw away what is only being written or waits for signatures: for verbs that end or restrict a case."""
    waiting = tx.row("agreements.open", case_id=case_id)
    if waiting:
        move(tx, waiting, "discarded", reason, ended_at=tx.now)


def leave_out(tx: Tx, goal_id: str) -> None:
    """A goal came under protection: the version that waits for signatures with it is a draft again, or thrown away
    where somebody has signed. A draft says what the plan says, without protected goals."""
    goal = tx.row("goals.find", goal_id=goal_id, high="yes")
    waiting = tx.row("agreements.open", case_id=goal["case_id"]) if goal else None
    row = tx.row("agreements.find", agreement_id=waiting["id"]) if waiting else None
    if row is None or row["state"] not in rules.SIGNABLE:
        return
    if goal_id not in {known["id"] for known in text_of(row)["goals"]}:
        return
    if row["state"] == "offered":
        move(tx, row, "draft", "protected", **UNFROZEN)
    else:
        move(tx, row, "discarded", "protected", ended_at=tx.now)


def begin(tx: Tx, case_id: str, reason: str = "") -> str:
    """Begin a version and return its id: the first one, or one that will follow the version in force.

    Client and counsellor sign, with a minor a guardian too. Raises RuleBroken while another version is open, for
    somebody under 16, and where the case is not at planning yet.
    """
    case = found.case(tx, case_id, "agreement.edit")
    if case["state"] not in rules.IN_CASES:
        raise RuleBroken(N_("Eine Vereinbarung geht erst beim gemeinsamen Plan."))
    if tx.row("agreements.open", case_id=case_id):
        raise RuleBroken(N_("Es gibt schon eine Fassung, die noch offen ist."))
    if len(reason) > REASON_LIMIT:
        raise BadInput(N_("Das ist zu lang. Bitte schreiben Sie kürzer."))
    group = age_of_client(tx, case_id)
    require_own_agreement(group)
    current, last = in_force(tx, case_id), tx.row("agreements.last_number", case_id=case_id)
    agreement_id = tx.insert(
        "agreement_versions",
        case_id=case_id,
        number=(last["number"] if last else 0) + 1,
        state="draft",
        change_reason_sealed=reason or None,
        supersedes_id=current["id"] if current else None,
        made_at=tx.now,
        made_by=tx.actor_id,
    )
    _note_state(tx, agreement_id, case_id, "draft")
    insert_place(tx, agreement_id, case_id, "client", person_id=case["client_id"])
    insert_place(tx, agreement_id, case_id, "counsellor", person_id=tx.actor_id)
    if needs_guardian(group):
        insert_place(tx, agreement_id, case_id, "guardian")
    touch(tx, case_id)
    return agreement_id


def insert_place(tx: Tx, agreement_id: str, case_id: str, role: str, **place: Any) -> str:
    """A place to sign. The caller has found the version."""
    place = {"required": "yes", "made_at": tx.now} | place
    return tx.insert("agreement_signatures", agreement_id=agreement_id, case_id=case_id, role=role, **place)


def offer(tx: Tx, agreement_id: str, version: int, snapshot: Mapping[str, Any], case_version: int) -> Row:
    """Freeze the text and show it to the client. `snapshot` was read from the plan when the case had `case_version`.

    Raises Stale when plan or version have moved on since, RuleBroken while the situation record is empty, a goal is only
    a proposal, or a goal, a step or its responsible party is missing.
    """
    row = find(tx, agreement_id, "agreement.edit")
    rules.require_move(row["state"], "offered")
    case = tx.row("cases.find", case_id=row["case_id"])
    if case is None or case["version"] != case_version or row["version"] != version:
        raise Stale
    if tx.row("situation.is_filled", case_id=row["case_id"]) is None:
        raise RuleBroken(N_("Bitte schreiben Sie zuerst die Situation auf. Ein Eintrag ist genug."))
    rules.require_content(snapshot)
    rules.require_agreed(snapshot, _states(tx, row["case_id"]))
    _require_unprotected(tx, row["case_id"], snapshot)
    text = {"snapshot_sealed": rules.canonical(snapshot), "hash": rules.hash_of(snapshot)}
    move(tx, row, "offered", offered_at=tx.now, **text)
    return row


def take_back(tx: Tx, agreement_id: str, version: int) -> Row:
    """Write on at an offered version that nobody has signed: its text is gone, the next offer freezes a new one."""
    row = find(tx, agreement_id, "agreement.edit")
    _require_version(row, version)
    move(tx, row, "draft", "", **UNFROZEN)
    return row


def discard(tx: Tx, agreement_id: str, version: int) -> Row:
    """Throw away a version that is not in force. What it said stays for staff to read."""
    row = find(tx, agreement_id, "agreement.edit")
    _require_version(row, version)
    move(tx, row, "discarded", ended_at=tx.now)
    return row


def bring_into_force(tx: Tx, agreement_id: str) -> Row:
    """Let a signed version count from now on. Raises RuleBroken with the first thing that is missing."""
    row = find(tx, agreement_id, "agreement.edit")
    rules.require_move(row["state"], "in_force")
    review = _ready(tx, row)
    _enter_force(tx, row, review)
    return row


def settle(tx: Tx, agreement_id: str) -> bool:
    """After a signature, a copy or a booking: in force as soon as nothing is missing. Says whether it is."""
    row = tx.row("agreements.find", agreement_id=agreement_id)
    if row is None or row["state"] != "partly_signed":
        return False
    try:
        review = _ready(tx, row)
    except RuleBroken:
        return False
    _enter_force(tx, row, review)
    return True


def require_changeable(tx: Tx, goal: Row, to: str, within: str = "") -> None:
    """Raise RuleBroken where a goal of the version in force would be changed or dropped by the way.

    That happens in a review (`within="review"`, said by the review's verb) or while a new version is being written.
    """
    if to not in ("changed", "dropped") or within == "review":
        return
    current = in_force(tx, goal["case_id"])
    if current is None or goal["id"] not in {known["id"] for known in text_of(current)["goals"]}:
        return
    writing = tx.row("agreements.open", case_id=goal["case_id"])
    if writing is None or writing["state"] != "draft":
        raise RuleBroken(IN_THE_AGREEMENT)


def text_of(row: Row) -> dict[str, Any]:
    """The frozen text of a version; no goals while it is a draft."""
    return dict(json.loads(row["snapshot"])) if row["snapshot"] else {"goals": []}


def find(tx: Tx, agreement_id: str, action: str) -> Row:
    """A version that the actor may do `action` with. Raises NotVisible, NotAllowed, RuleBroken (closed or restricted)."""
    row = tx.row("agreements.find", agreement_id=agreement_id)
    if row is None:
        raise NotVisible
    rights.require(row["relationship"], action)
    found.case(tx, row["case_id"], action)
    return row


def age_of_client(tx: Read, case_id: str) -> AgeGroup:
    """On which side of 16 and 18 the client is today."""
    birth = tx.row("clearings.birth", case_id=case_id) or {"birth_year": None, "birth_month": None}
    year, month = birth["birth_year"], birth["birth_month"]
    return age_group(int(year) if year else None, int(month) if month else None, berlin_day(tx.now))


def move(tx: Tx, row: Row, to: str, reason: str = "", **changes: Any) -> None:
    """Take a version to another state, with a dated row. Raises RuleBroken for a way that does not exist, or Stale."""
    rules.require_move(row["state"], to)
    tx.update("agreement_versions", row["id"], version=row["version"], state=to, **changes)
    _note_state(tx, row["id"], row["case_id"], to, reason)
    touch(tx, row["case_id"])


def _ready(tx: Tx, row: Row) -> Row | None:
    """The review meeting of a version that may count. Raises RuleBroken with the first thing that is missing."""
    adult = not needs_guardian(age_of_client(tx, row["case_id"]))
    rules.require_content(text_of(row))
    rules.require_agreed(text_of(row), _states(tx, row["case_id"]))
    rules.require_signed(tx.rows("agreements.signatures", agreement_id=row["id"]), row["hash"], adult)
    rules.require_copy(row["copy_given_at"])
    review = tx.row("agreements.review_ahead", case_id=row["case_id"])
    rules.require_review(review)
    return review


def _states(tx: Tx, case_id: str) -> dict[str, str]:
    return {goal["id"]: goal["state"] for goal in tx.rows("agreements.goal_states", case_id=case_id)}


def _enter_force(tx: Tx, row: Row, review: Row | None) -> None:
    before = in_force(tx, row["case_id"])
    if before:
        move(tx, before, "superseded", ended_at=tx.now)
    move(tx, row, "in_force", in_force_at=tx.now, review_meeting_id=review["id"] if review else None)
    case = tx.row("cases.find", case_id=row["case_id"])
    if case and case["state"] == "planning":
        tx.update("cases", case["id"], version=case["version"], state="active")
        tx.insert("case_states", case_id=case["id"], state="active", at=tx.now, by_id=tx.actor_id)


def _require_unprotected(tx: Tx, case_id: str, snapshot: Mapping[str, Any]) -> None:
    # Whoever holds the paper reads it: protected goals stay in the plan, behind the PIN.
    goals = {goal["id"]: goal["sensitivity"] for goal in tx.rows("agreements.goal_states", case_id=case_id)}
    if any(goals.get(goal["id"], "high") == "high" for goal in snapshot["goals"]):
        raise BadInput(N_("Geschützte Ziele stehen nicht in der Vereinbarung."))


def _require_version(row: Row, version: int) -> None:
    if row["version"] != version:
        raise Stale


def _note_state(tx: Tx, agreement_id: str, case_id: str, state: str, reason: str = "") -> None:
    tx.insert(
        "agreement_states",
        agreement_id=agreement_id,
        case_id=case_id,
        state=state,
        at=tx.now,
        by_id=tx.actor_id,
        reason=reason,
    )
