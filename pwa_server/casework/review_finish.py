"""A review is finished: everything decided is applied, and how it goes on is settled, all in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass

from pwa_server.casework import agreements, cases, found, goals, meetings, reviews, step_editing
from pwa_server.casework.goals import Agreed
from pwa_server.casework.meetings import Details, Time
from pwa_server.casework.reviews import Balance
from pwa_server.domain import reviews as rules
from pwa_server.domain.problems import N_, BadInput, RuleBroken
from pwa_server.domain.times import berlin_day, starts_at
from pwa_server.storage.database import Row, Tx


@dataclass(frozen=True)
class Ending:
    """How it goes on. `outcome` next: a talk that is booked now (`time`, `details`) or is booked already (neither).

    `outcome` fulfilled or ended: `reason` why, `confirmed` by the client or `told` how she got to know.
    """

    outcome: str = ""
    reason: str = ""
    confirmed: str = ""
    told: str = ""
    time: Time | None = None
    details: Details | None = None


def finish(tx: Tx, case_id: str, version: int, balance: Balance, ending: Ending) -> str:
    """Apply all decisions, settle how it goes on, and return the review's id.

    Raises RuleBroken (409, nothing is changed) without a next talk or an end, for a way that does not exist, or for
    goals that are still open; BadInput, Stale, NotVisible, NotAllowed as every verb.
    """
    case = found.case(tx, case_id, "review.edit")
    rules.require_ending(ending.outcome, ending.reason, ending.confirmed, ending.told)
    review = reviews.keep_balance(tx, case_id, version, balance)
    _apply(tx, review)
    if ending.outcome == "fulfilled" and ending.reason == "goals_met":
        rules.require_goals_met(goal["state"] for goal in tx.rows("goals.of_case", case_id=case_id, high="yes"))
    rows = tx.rows("meetings.of_case", case_id=case_id, high="yes")
    held = _held_meeting(tx, case_id, rows)
    next_id = _next_meeting(tx, case, rows, ending) if ending.outcome == "next" else None
    _agreement(tx, case_id, ending.outcome, review["id"])
    tx.update(
        "reviews",
        review["id"],
        state="finished",
        meeting_id=held["id"] if held else None,
        planned_on=_planned_on(rows, held),
        held_on=berlin_day(tx.now).isoformat(),
        outcome=ending.outcome,
        outcome_reason=ending.reason or None if ending.outcome == "fulfilled" else None,
        confirmed=ending.confirmed or None if ending.outcome != "next" else None,
        told_sealed=ending.told or None if ending.outcome != "next" else None,
        next_meeting_id=next_id,
        finished_at=tx.now,
        finished_by=tx.actor_id,
    )
    cases.touch(tx, case_id)
    return str(review["id"])


def _agreement(tx: Tx, case_id: str, outcome: str, review_id: str) -> None:
    """An agreement ends with the plan. Where goals have become others, a new version of it is begun."""
    if outcome != "next":
        agreements.discard_open(tx, case_id, "review")
        agreements.end_version(tx, case_id, outcome, "review")
        return
    decided = tx.rows("reviews.decisions_of_case", case_id=case_id, high="yes")
    changed = any(row["review_id"] == review_id and row["decision"] in rules.CHANGING for row in decided)
    if changed and agreements.in_force(tx, case_id) and not tx.row("agreements.open", case_id=case_id):
        agreements.begin(tx, case_id)


def _held_meeting(tx: Tx, case_id: str, rows: Sequence[Row]) -> Row | None:
    """The booked talk that this was: it has taken place, and nobody is reminded of it any more."""
    finished = [row for row in tx.rows("reviews.of_case", case_id=case_id) if row["state"] == "finished"]
    meeting = reviews.meeting_of(rows, finished, tx.now)
    if meeting and meeting["state"] != "held":
        meetings.held_today(tx, meeting)
    return meeting


def _planned_on(rows: Sequence[Row], held: Row | None) -> str | None:
    """The day for which the talk was booked at first: moving it makes another row each time."""
    before = {row["moved_to_id"]: row for row in rows if row["moved_to_id"]}
    first = held
    while first and first["id"] in before:
        first = before[first["id"]]
    return str(first["local_date"]) if first else None


def _next_meeting(tx: Tx, case: Row, rows: Sequence[Row], ending: Ending) -> str:
    if ending.time is None or ending.details is None:
        booked = reviews.next_booked(rows, tx.now)
        if booked is None:
            raise RuleBroken(N_("Bitte buchen Sie das nächste Gespräch. Oder wählen Sie, wie der Plan endet."))
        return str(booked["id"])
    if starts_at(ending.time.day, ending.time.clock) <= tx.now:
        raise RuleBroken(N_("Dieser Tag ist schon vorbei. Bitte wählen Sie einen anderen Tag."))
    return meetings.book(tx, case["id"], ending.time, ending.details)


def _apply(tx: Tx, review: Row) -> None:
    """Steps first, then goals: a changed goal takes the steps along that go on."""
    for decision in tx.rows("reviews.decisions_of_case", case_id=review["case_id"], high="yes"):
        if decision["review_id"] == review["id"] and decision["step_id"]:
            _apply_to_step(tx, decision)
    for decision in tx.rows("reviews.decisions_of_case", case_id=review["case_id"], high="yes"):
        if decision["review_id"] == review["id"] and not decision["step_id"]:
            _apply_to_goal(tx, decision)


def _apply_to_step(tx: Tx, decision: Row) -> None:
    step = found.step(tx, decision["step_id"])
    way = rules.step_way(step["state"], decision["decision"])
    for number, state in enumerate(way):
        step_editing.move(tx, step["id"], state, None, step["version"] + number)
    became = None
    if decision["decision"] == "changed":
        became = _other_step(tx, step, decision["words"])
    elif decision["decision"] == "dropped":
        step_editing.remove(tx, step["id"], step["version"])
    _note_applied(tx, decision, step["state"], way, became)


def _other_step(tx: Tx, step: Row, words: str) -> str:
    """The step in other words, in the old one's place; party, day, place and papers stay."""
    _require_words(words)
    kept = ("responsible", "partner_id", "mentor_id", "due_on", "documents", "position", "goal_id", "case_id")
    return tx.insert(
        "steps",
        text_sealed=words,
        place_sealed=step["place"],
        with_whom_sealed=step["with_whom"],
        state="open",
        state_at=tx.now,
        made_at=tx.now,
        made_by=tx.actor_id,
        **{column: step[column] for column in kept},
    )


def _apply_to_goal(tx: Tx, decision: Row) -> None:
    goal = found.goal(tx, decision["goal_id"])
    way = rules.goal_way(goal["state"], decision["decision"])
    for number, state in enumerate(way):
        goals.move(tx, goal["id"], state, "", goal["version"] + number, within="review")
    became = _other_goal(tx, goal, decision["words"]) if decision["decision"] == "changed" else None
    _note_applied(tx, decision, goal["state"], way, became)


def _other_goal(tx: Tx, goal: Row, words: str) -> str:
    """What a changed goal has become: agreed, in its place, with the steps and meetings that go on."""
    _require_words(words)
    about = Agreed(sensitivity=goal["sensitivity"], agreed=True)
    became = goals.add_own(tx, goal["case_id"], goal["life_area"], words, about)
    tx.update("goals", became, priority=goal["priority"])
    for step in tx.rows("steps.of_goal", goal_id=goal["id"], high="yes"):
        if step["state"] in rules.UNFINISHED_STEPS:
            tx.update("steps", step["id"], goal_id=became)
    for meeting in tx.rows("meetings.of_case", case_id=goal["case_id"], high="yes"):
        if meeting["goal_id"] == goal["id"] and meeting["starts_at"] > tx.now:
            tx.update("meetings", meeting["id"], goal_id=became)
    return became


def _note_applied(tx: Tx, decision: Row, before: str, way: Sequence[str], became: str | None) -> None:
    after = way[-1] if way else before
    tx.update(
        "review_decisions", decision["id"], from_state=before, to_state=after, became_id=became, applied_at=tx.now
    )


def _require_words(words: str) -> None:
    if not words:
        raise BadInput(N_("Bitte schreiben Sie, wie es jetzt heißt."))
