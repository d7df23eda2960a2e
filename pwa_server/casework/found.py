"""Finding what a verb changes, through the actor's relationship: what is not found does not exist for this actor."""

from pwa_server.access import rights
from pwa_server.domain.openings import PROTECTED_MINUTES
from pwa_server.domain.problems import N_, NotVisible, RuleBroken
from pwa_server.domain.times import later
from pwa_server.storage.database import Row, Tx

READ_ONLY_CASES = ("closed", "restricted", "erased")
NO_PLAN = N_("Die Person möchte keinen Plan speichern. Die Beratung geht trotzdem weiter.")
RESTRICTED = N_("Dieser Plan ist gerade geschützt. Wir zeigen nichts davon.")


def case(tx: Tx, case_id: str, action: str = "case.edit") -> Row:
    """A case that the actor may do `action` with. Raises NotVisible, NotAllowed, or RuleBroken for a closed or restricted plan."""
    row = tx.row("cases.find", case_id=case_id)
    if row is None:
        raise NotVisible
    rights.require(row["relationship"], action)
    if row["state"] == "restricted":
        raise RuleBroken(RESTRICTED)
    if row["state"] in READ_ONLY_CASES:
        raise RuleBroken(N_("Dieser Plan ist abgeschlossen. Er bleibt, wie er ist."))
    return row


def plan(tx: Tx, case_id: str, action: str = "case.edit") -> Row:
    """The same for what is written into the plan: a client who said no to keeping one has none. Raises as `case` does."""
    row = case(tx, case_id, action)
    answer = tx.row("desk.consent", case_id=case_id)
    if answer and answer["state"] == "declined":
        raise RuleBroken(NO_PLAN)
    return row


def goal(tx: Tx, goal_id: str, action: str = "case.edit") -> Row:
    """A goal that the actor may do `action` with. Raises NotVisible or NotAllowed."""
    return _of(tx, tx.row("goals.find", goal_id=goal_id, high="yes"), action)


def step(tx: Tx, step_id: str, action: str = "case.edit") -> Row:
    """A step that the actor may do `action` with. Raises NotVisible or NotAllowed."""
    return _of(tx, tx.row("steps.find", step_id=step_id, high="yes"), action)


def meeting(tx: Tx, meeting_id: str, action: str = "case.edit") -> Row:
    """A meeting that the actor may do `action` with. Raises NotVisible or NotAllowed."""
    return _of(tx, tx.row("meetings.find", meeting_id=meeting_id, high="yes"), action)


def need(tx: Tx, need_id: str, action: str = "case.edit") -> Row:
    """A need that the actor may do `action` with. Raises NotVisible or NotAllowed."""
    return _of(tx, tx.row("needs.find", need_id=need_id, high="yes"), action)


def _of(tx: Tx, row: Row | None, action: str) -> Row:
    if row is None or (row["sensitivity"] == "high" and not _may_see_protected(tx, row)):
        raise NotVisible
    case(tx, row["case_id"], action)
    return row


def _may_see_protected(tx: Tx, row: Row) -> bool:
    # For a deputy it does not exist until she has written down why she has to see it.
    since = later(tx.now, minutes=-PROTECTED_MINUTES)
    reason = {"case_id": row["case_id"], "since": since}
    return row["relationship"] in ("client", "counsellor") or bool(tx.row("openings.protected_since", **reason))
