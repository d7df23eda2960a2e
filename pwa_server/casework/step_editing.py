"""The path of a goal: steps are added, worded, ordered, taken away and moved on by staff."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pwa_server.casework import found, gaps, mentor_steps, recordings
from pwa_server.casework.cases import touch
from pwa_server.casework.translations import Typed, german_changed, keep
from pwa_server.domain.places import shifted
from pwa_server.domain.problems import N_, BadInput, RuleBroken
from pwa_server.domain.steps import CARD_ACTIONS, OBSTACLES, REPORTS, RESPONSIBLE, require_move
from pwa_server.storage import catalogue
from pwa_server.storage.database import Row, Tx

LONGEST_TEXT = 500
REPORT_OF = {state: report for report, state in REPORTS.items()} | {"not_needed": "not_needed"}


@dataclass(frozen=True)
class StepDetails:
    """Everything about a step but what to do. Days are ISO text, `documents` ids of papers."""

    responsible: str = "client"
    partner_id: str | None = None
    mentor_id: str | None = None
    place: str = ""
    with_whom: str = ""
    due_on: str | None = None
    documents: tuple[str, ...] = ()


@dataclass(frozen=True)
class Card:
    """A step built from translated parts: a verb and perhaps a paper. It needs no grammar in any language."""

    action: str
    document: str = ""


def add_from_catalogue(tx: Tx, goal_id: str, key: str, values: Mapping[str, str], details: StepDetails) -> str:
    """Put a step of the catalogue at the end of a goal's path and return its id."""
    goal = found.goal(tx, goal_id)
    german = catalogue.german()
    if key not in catalogue.step_keys():
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    return _append(tx, goal, details, text=german[key], text_key=key, values=values)


def add_card(tx: Tx, goal_id: str, card: Card, details: StepDetails) -> str:
    """Put a built card at the end of a goal's path and return its id."""
    goal = found.goal(tx, goal_id)
    return _append(tx, goal, details, parts=card_parts(card))


def add_own(tx: Tx, goal_id: str, text: str, details: StepDetails, typed: Typed | None = None) -> str:
    """Put a free German sentence at the end of a goal's path, perhaps with a translation, and return its id."""
    goal = found.goal(tx, goal_id)
    _require_text(text)
    step_id = _append(tx, goal, details, text=text)
    if typed and typed.text:
        keep(tx, goal["case_id"], step_id, "text", typed)
    return step_id


def insert_step(tx: Tx, goal_id: str, case_id: str, position: int, details: StepDetails, **wording: Any) -> str:
    """One step row. The caller has found the goal. Raises BadInput for an unknown paper, partner or party."""
    values = wording.get("values")
    return tx.insert(
        "steps",
        goal_id=goal_id,
        case_id=case_id,
        position=position,
        text_key=wording.get("text_key"),
        text_sealed=wording.get("text"),
        parts_sealed=wording.get("parts"),
        values_sealed=json.dumps(dict(values), ensure_ascii=False) if values else None,
        state="open",
        state_at=tx.now,
        made_at=tx.now,
        made_by=tx.actor_id,
        **_columns(tx, goal_id, details),
    )


def edit(
    tx: Tx, step_id: str, version: int, details: StepDetails, *, text: str | None = None, card: Card | None = None
) -> Row:
    """Change a step and return what it was. A catalogue sentence that is worded anew becomes a free German sentence.

    Raises Stale when somebody else was faster: nothing of theirs is overwritten unseen.
    """
    step = found.step(tx, step_id)
    changes = _columns(tx, step["goal_id"], details, step)
    if card is not None:
        changes["parts_sealed"] = card_parts(card)
    elif text is not None and text != step["text"]:
        _require_text(text)
        changes |= {"text_sealed": text, "text_key": None, "values_sealed": None}
        german_changed(tx, step["case_id"], step_id, "text")
    tx.update("steps", step_id, version=version, **changes)
    recordings.forget_if_other(tx, step, changes)
    touch(tx, step["case_id"])
    return step


def shift(tx: Tx, step_id: str, direction: str) -> Row:
    """Let a step change places with its neighbour (`up` or `down`); at the end of the path nothing happens."""
    step = found.step(tx, step_id)
    order = [row["id"] for row in tx.rows("steps.of_goal", goal_id=step["goal_id"], high="yes")]
    for position, moved in enumerate(shifted(order, step_id, direction), 1):
        tx.update("steps", moved, position=position)
    touch(tx, step["case_id"])
    return step


def remove(tx: Tx, step_id: str, version: int) -> Row:
    """Take a step off the path. It stays in the case's memory with its reports."""
    step = found.step(tx, step_id)
    tx.update("steps", step_id, version=version, removed_at=tx.now)
    touch(tx, step["case_id"])
    return step


def move(tx: Tx, step_id: str, to: str, obstacle: str | None, version: int) -> Row:
    """Staff take a step to another state, with a dated row; `blocked` has an obstacle. Raises RuleBroken or Stale."""
    step = found.step(tx, step_id)
    require_move(step["state"], to)
    if to == "blocked" and obstacle not in OBSTACLES:
        raise BadInput(N_("Bitte wählen Sie, was im Weg steht."))
    kept = obstacle if to == "blocked" else None
    tx.update("steps", step_id, version=version, state=to, state_at=tx.now, obstacle=kept)
    tx.insert(
        "step_reports",
        step_id=step_id,
        case_id=step["case_id"],
        by_id=tx.actor_id,
        by_relationship=step["relationship"],
        report=REPORT_OF[to],
        obstacle=kept,
        reason="staff_corrected" if step["state"] == "done" else "",
        tapped_at=tx.now,
        received_at=tx.now,
        from_state=step["state"],
        to_state=to,
    )
    gaps.note_blocked(tx, step, kept)
    touch(tx, step["case_id"])
    return step


def _append(tx: Tx, goal: Row, details: StepDetails, **wording: Any) -> str:
    if goal["state"] in ("changed", "not_needed_anymore", "dropped"):
        raise RuleBroken(N_("Dieses Ziel ist schon zu Ende."))
    steps = tx.rows("steps.of_goal", goal_id=goal["id"], high="yes")
    last = max((step["position"] for step in steps), default=0)
    step_id = insert_step(tx, goal["id"], goal["case_id"], last + 1, details, **wording)
    touch(tx, goal["case_id"])
    return step_id


def _columns(tx: Tx, goal_id: str, details: StepDetails, was: Row | None = None) -> dict[str, Any]:
    if details.responsible not in RESPONSIBLE or not set(details.documents) <= set(catalogue.documents()):
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    if details.partner_id and not any(p["id"] == details.partner_id for p in tx.rows("meetings.partners")):
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    is_mentors = details.responsible == "mentor"
    return {
        "responsible": details.responsible,
        "mentor_id": mentor_steps.mentor_for(tx, goal_id, details.mentor_id, was) if is_mentors else None,
        "partner_id": details.partner_id or None,
        "place_sealed": details.place or None,
        "with_whom_sealed": details.with_whom or None,
        "due_on": details.due_on or None,
        "documents": json.dumps(list(details.documents)),
    }


def card_parts(card: Card) -> str:
    """A card as a step row keeps it. Raises BadInput for an unknown verb or paper."""
    if card.action not in CARD_ACTIONS or (card.document and card.document not in catalogue.documents()):
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    return json.dumps({"action": card.action, "document": card.document})


def _require_text(text: str) -> None:
    if not text:
        raise BadInput(N_("Bitte füllen Sie das aus."))
    if len(text) > LONGEST_TEXT:
        raise BadInput(N_("Das ist zu lang. Bitte schreiben Sie kürzer."))
