"""Goals: taken from the catalogue or in own words, and what becomes of them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pwa_server.casework import found, needs, recordings
from pwa_server.casework.agreements import require_changeable
from pwa_server.casework.cases import touch
from pwa_server.casework.offer_checks import require_agreeable
from pwa_server.casework.protection import sensitivity_changed
from pwa_server.casework.step_editing import StepDetails, insert_step
from pwa_server.casework.translations import Typed, german_changed, keep
from pwa_server.domain.goals import (
    LIFE_AREAS,
    LIVE,
    SENSITIVITIES,
    TRANSITIONS,
    placeholders,
    require_move,
    require_reason,
)
from pwa_server.domain.places import shifted
from pwa_server.domain.problems import N_, BadInput
from pwa_server.domain.steps import OBSTACLES
from pwa_server.storage import catalogue
from pwa_server.storage.database import Row, Tx


@dataclass(frozen=True)
class Agreed:
    """What stands beside a goal's wording. `agreed` says that both already said yes to it; `need_id`: made of that need."""

    sensitivity: str = "standard"
    own_words: str = ""
    own_words_language: str = ""
    agreed: bool = False
    need_id: str = ""


@dataclass(frozen=True)
class ChosenStep:
    """One step of a block as the counsellor and the client want it; `key` names its text in the catalogue."""

    key: str
    details: StepDetails = field(default_factory=StepDetails)


def add_from_block(
    tx: Tx, case_id: str, block_id: str, steps: Sequence[ChosenStep], values: Mapping[str, str], about: Agreed
) -> str:
    """Copy a block into the plan, German wording and all, and return the goal's id. Later changes of the catalogue
    do not reach it. Raises BadInput for an unknown block or step, or an empty gap in a wording, RuleBroken where
    it is said to be agreed and nobody is named for a step."""
    found.plan(tx, case_id)
    block = catalogue.blocks().get(block_id)
    german = catalogue.german()
    if block is None or any(step.key not in _keys_of(block) for step in steps):
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    _require_values([german[block.key("goal")], german[block.key("text")], *(german[s.key] for s in steps)], values)
    title, text = german[block.key("goal")], german[block.key("text")]
    goal_id = _insert(tx, case_id, block.life_area, title, about, block_id=block_id, text=text, values=values)
    for position, step in enumerate(steps, 1):
        gaps = _only(values, german[step.key])
        insert_step(tx, goal_id, case_id, position, step.details, text=german[step.key], text_key=step.key, values=gaps)
    if about.agreed:
        require_agreeable(tx, goal_id)
    touch(tx, case_id)
    return goal_id


def add_own(tx: Tx, case_id: str, life_area: str, title: str, about: Agreed, typed: Typed | None = None) -> str:
    """A goal in a free German sentence, perhaps with a translation by somebody who speaks the language."""
    found.plan(tx, case_id)
    if life_area not in LIFE_AREAS or not title:
        raise BadInput(N_("Bitte füllen Sie das aus."))
    goal_id = _insert(tx, case_id, life_area, title, about)
    if typed and typed.text:
        keep(tx, case_id, goal_id, "title", typed)
    touch(tx, case_id)
    return goal_id


def edit(tx: Tx, goal_id: str, version: int, title: str, about: Agreed) -> Row:
    """Change a goal's wording, own words or protection; its meetings are as protected as it is. Raises Stale."""
    goal = found.goal(tx, goal_id)
    if not title or about.sensitivity not in SENSITIVITIES:
        raise BadInput(N_("Bitte füllen Sie das aus."))
    changes: dict[str, str | None] = {"sensitivity": about.sensitivity}
    added = about.own_words if not goal["own_words"] else ""
    if added:
        # What the client has said stays as it was said.
        changes |= {"own_words_sealed": added, "own_words_language": about.own_words_language or None}
    if title != goal["title"]:
        changes["title_sealed"] = title
        german_changed(tx, goal["case_id"], goal_id, "title")
    tx.update("goals", goal_id, version=version, **changes)
    if title != goal["title"] or added:
        recordings.words_changed(tx, goal_id)
    if about.sensitivity != goal["sensitivity"]:
        sensitivity_changed(tx, goal_id, about.sensitivity)
    touch(tx, goal["case_id"])
    return goal


def move(tx: Tx, goal_id: str, to: str, reason: str, version: int, *, within: str = "") -> Row:
    """Take a goal to another state, with a dated row. Raises RuleBroken for a way that does not exist, or Stale.

    A goal of the agreement in force is changed or dropped only `within="review"` or while a new version is written.
    """
    goal = found.goal(tx, goal_id)
    if to not in TRANSITIONS or (reason and reason not in OBSTACLES):
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    require_move(goal["state"], to)
    require_reason(goal["state"], to, reason)
    require_changeable(tx, goal, to, within)
    if to == "agreed":
        require_agreeable(tx, goal_id)
    tx.update("goals", goal_id, version=version, state=to)
    _note_state(tx, goal_id, goal["case_id"], to, reason)
    needs.follow_goal(tx, goal["case_id"], goal_id, to)
    touch(tx, goal["case_id"])
    return goal


def shift(tx: Tx, goal_id: str, direction: str) -> Row:
    """Let a goal change places with its neighbour (`up` or `down`) among those that the actor sees on the plan.

    Goals at rest and, for a deputy, protected ones keep their places. Raises NotVisible, NotAllowed, BadInput.
    """
    goal = found.goal(tx, goal_id)
    rows = tx.rows("goals.of_case", case_id=goal["case_id"], high="yes")
    shown = [
        row["id"]
        for row in rows
        if row["state"] in LIVE and (row["sensitivity"] != "high" or goal["relationship"] == "counsellor")
    ]
    order = iter(shifted(shown, goal_id, direction))
    for priority, row in enumerate(rows, 1):
        tx.update("goals", next(order) if row["id"] in shown else row["id"], priority=priority)
    touch(tx, goal["case_id"])
    return goal


def _insert(
    tx: Tx,
    case_id: str,
    life_area: str,
    title: str,
    about: Agreed,
    *,
    block_id: str | None = None,
    text: str | None = None,
    values: Mapping[str, str] | None = None,
) -> str:
    if about.sensitivity not in SENSITIVITIES:
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    last = tx.row("goals.last_priority", case_id=case_id)
    goal_id = tx.insert(
        "goals",
        case_id=case_id,
        block_id=block_id,
        life_area=life_area,
        title_sealed=title,
        text_sealed=text,
        values_sealed=json.dumps(dict(values), ensure_ascii=False) if values else None,
        own_words_sealed=about.own_words or None,
        own_words_language=about.own_words_language or None if about.own_words else None,
        state="agreed" if about.agreed else "proposed",
        priority=(last["priority"] if last else 0) + 1,
        sensitivity=about.sensitivity,
        made_at=tx.now,
        made_by=tx.actor_id,
    )
    _note_state(tx, goal_id, case_id, "agreed" if about.agreed else "proposed", "")
    if about.need_id:
        needs.link(tx, case_id, about.need_id, goal_id, about.sensitivity)
    return goal_id


def _note_state(tx: Tx, goal_id: str, case_id: str, state: str, reason: str) -> None:
    # `reason` is one of the neutral codes: what hinders somebody is never kept as free text in a history.
    tx.insert("goal_states", goal_id=goal_id, case_id=case_id, state=state, at=tx.now, by_id=tx.actor_id, reason=reason)


def _keys_of(block: catalogue.Block) -> set[str]:
    without = {f"{step.key}.without_mentor" for step in block.steps if step.without_mentor}
    return {step.key for step in block.steps} | without


def _only(values: Mapping[str, str], text: str) -> dict[str, str]:
    return {name: values[name] for name in placeholders([text])}


def _require_values(texts: Sequence[str], values: Mapping[str, str]) -> None:
    if any(not values.get(name) for name in placeholders(texts)):
        raise BadInput(N_("Bitte füllen Sie alle Lücken aus."))
