"""Needs: what somebody wishes for, in her own words, and what became of it."""

from dataclasses import dataclass

from pwa_server.casework import cases, found, gaps
from pwa_server.casework.protection import protect_goal
from pwa_server.casework.said_needs import seen_with
from pwa_server.domain import needs as rules
from pwa_server.domain.problems import N_, BadInput, RuleBroken
from pwa_server.storage.database import Row, Tx

FOLLOWS = {"achieved": "met", "dropped": "open"}


@dataclass(frozen=True)
class Wish:
    """A need as it was said. `own_words` may be in any language and are kept as they are; `german` stands beside them."""

    life_area: str
    urgency: str
    own_words: str = ""
    own_words_language: str = ""
    german: str = ""
    sensitivity: str = ""


def add(tx: Tx, case_id: str, wish: Wish) -> str:
    """Keep a need and return its id. Without a chosen protection it has the usual one of its life area.

    Raises NotVisible, NotAllowed, RuleBroken for a closed plan, BadInput.
    """
    found.plan(tx, case_id)
    sensitivity = _require(wish)
    need_id = tx.insert(
        "needs",
        case_id=case_id,
        life_area=wish.life_area,
        urgency=wish.urgency,
        sensitivity=sensitivity,
        own_words_sealed=wish.own_words or None,
        own_words_language=wish.own_words_language or None if wish.own_words else None,
        german_sealed=wish.german or None,
        state="open",
        made_at=tx.now,
        made_by=tx.actor_id,
    )
    _note_state(tx, need_id, case_id, "open")
    cases.touch(tx, case_id)
    return need_id


def edit(tx: Tx, need_id: str, version: int, wish: Wish) -> Row:
    """Change a need. The own words are written once and never overwritten. More protection takes the goal that was made
    of it along, and it never has less than that goal. Raises Stale too."""
    need = found.need(tx, need_id)
    sensitivity = _require(wish, need)
    goal = tx.row("goals.find", goal_id=need["goal_id"], high="yes") if need["goal_id"] else None
    if goal:
        sensitivity = rules.stricter(sensitivity, goal["sensitivity"])
    changes: dict[str, str | None] = {
        "life_area": wish.life_area,
        "urgency": wish.urgency,
        "sensitivity": sensitivity,
        "german_sealed": wish.german or None,
    }
    if not need["own_words"] and wish.own_words:
        changes |= {"own_words_sealed": wish.own_words, "own_words_language": wish.own_words_language or None}
    tx.update("needs", need_id, version=version, **changes, **seen_with(tx, need))
    if goal:
        protect_goal(tx, goal, sensitivity)
    cases.touch(tx, need["case_id"])
    return need


def move(tx: Tx, need_id: str, version: int, to: str) -> Row:
    """Take a need to another state, with a dated row. Only a goal makes it `goal_made`. Raises RuleBroken or Stale."""
    need = found.need(tx, need_id)
    if to not in rules.STATES or to == "goal_made":
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    rules.require_move(need["state"], to)
    # Open again means: without the goal that was made of it.
    goal_id = None if to == "open" else need["goal_id"]
    tx.update("needs", need_id, version=version, state=to, goal_id=goal_id, **seen_with(tx, need))
    _note_state(tx, need_id, need["case_id"], to)
    if to == "no_offer":
        gaps.note_need(tx, need)
    cases.touch(tx, need["case_id"])
    return need


def link(tx: Tx, case_id: str, need_id: str, goal_id: str, sensitivity: str) -> None:
    """A goal was made of a need, protected at least as much. Raises NotVisible for a need of another case, RuleBroken."""
    need = found.need(tx, need_id)
    if need["case_id"] != case_id:
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    if rules.stricter(sensitivity, need["sensitivity"]) != sensitivity:
        raise RuleBroken(N_("Der Wunsch ist geschützt. Dann ist es das Ziel auch."))
    rules.require_move(need["state"], "goal_made")
    made = {"state": "goal_made", "goal_id": goal_id, "sensitivity": sensitivity}
    tx.update("needs", need_id, version=need["version"], **made, **seen_with(tx, need))
    _note_state(tx, need_id, case_id, "goal_made")


def follow_goal(tx: Tx, case_id: str, goal_id: str, state: str) -> None:
    """What becomes of a goal's need: met when the goal is achieved, open again when it is taken back."""
    becomes = FOLLOWS.get(state)
    if becomes is None:
        return
    for need in tx.rows("needs.of_goal", goal_id=goal_id):
        if rules.may_move(need["state"], becomes):
            still_of = None if becomes == "open" else goal_id
            tx.update("needs", need["id"], version=need["version"], state=becomes, goal_id=still_of)
            _note_state(tx, need["id"], case_id, becomes)


def _require(wish: Wish, need: Row | None = None) -> str:
    """The protection that counts. What a client said herself may be without words: she tapped it, or spoke."""
    sensitivity = wish.sensitivity or rules.usual_sensitivity(wish.life_area)
    kept = need["own_words"] if need else ""
    wordless = need is not None and need["said_by"] == "client"
    rules.require_need(wish.life_area, wish.urgency, sensitivity, kept or wish.own_words, wish.german, wordless)
    return sensitivity


def _note_state(tx: Tx, need_id: str, case_id: str, state: str) -> None:
    tx.insert("need_states", need_id=need_id, case_id=case_id, state=state, at=tx.now, by_id=tx.actor_id)
