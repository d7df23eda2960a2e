"""A goal comes under protection: what is about it does too, at once; no grant, no partner's link and no agreement that
waits for signatures holds it any longer."""

from typing import Any

from pwa_server.casework import agreements, reminders
from pwa_server.domain import grants
from pwa_server.domain.needs import stricter
from pwa_server.storage.database import Row, Tx


def sensitivity_changed(tx: Tx, goal_id: str, sensitivity: str) -> None:
    """Let everything follow a goal's new sensitivity. Called wherever it changes; the caller has found the goal."""
    if sensitivity == "high":
        protect_meetings(tx, goal_id)
        tx.run("shares.end_of_goal", goal_id=goal_id)
        agreements.leave_out(tx, goal_id)
    if not grants.may_be_shared(sensitivity):
        leave_grants(tx, goal_id)
    protect_needs(tx, goal_id, sensitivity)


def protect_goal(tx: Tx, goal: Row, sensitivity: str) -> None:
    """Protect the goal of a wish at least as much as the wish. `goal` was found through the actor's relationship."""
    if stricter(sensitivity, goal["sensitivity"]) != goal["sensitivity"]:
        tx.update("goals", goal["id"], version=goal["version"], sensitivity=sensitivity)
        sensitivity_changed(tx, goal["id"], sensitivity)


def protect_needs(tx: Tx, goal_id: str, sensitivity: str) -> None:
    """Protect the wish of which a goal was made at least as much: it says the same in the person's own words."""
    for need in tx.rows("needs.of_goal", goal_id=goal_id):
        if stricter(sensitivity, need["sensitivity"]) != need["sensitivity"]:
            tx.update("needs", need["id"], version=need["version"], sensitivity=sensitivity)


def protect_meetings(tx: Tx, goal_id: str) -> None:
    """Protect every meeting about a goal. Nobody comes along to those ahead."""
    for meeting in tx.rows("goals.meetings_to_protect", goal_id=goal_id):
        changes: dict[str, Any] = {"sensitivity": "high"}
        if meeting["starts_at"] > tx.now:
            reminders.mentor_not_going(tx, meeting["id"])
            changes |= {"mentor_id": None, "mentor_wished": "no", "mentor_answer": None, "mentor_answered_at": None}
        tx.update("meetings", meeting["id"], version=meeting["version"], **changes)


def leave_grants(tx: Tx, goal_id: str) -> None:
    """Take a goal out of every grant that runs or waits. A mentor who sees no goal any more does not come along."""
    holders = tx.rows("goals.grants_with", goal_id=goal_id)
    tx.run("goals.leave_grants", goal_id=goal_id)
    for grant in holders:
        if grant["mentor_id"] and not tx.row("goals.scope_of_mentor", **_of(grant)):
            tx.run("goals.leave_out_mentor", **_of(grant))
            reminders.cancel_for_person(tx, grant["case_id"], grant["mentor_id"], "grant_empty")


def _of(grant: dict[str, Any]) -> dict[str, str]:
    return {"mentor_id": grant["mentor_id"], "case_id": grant["case_id"]}
