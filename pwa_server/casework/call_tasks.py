"""The call list: somebody could not be reached otherwise, so a person picks up the telephone."""

from pwa_server.access import rights
from pwa_server.casework import found, reminders
from pwa_server.casework.cases import touch
from pwa_server.domain.problems import N_, BadInput, NotVisible, RuleBroken
from pwa_server.storage.database import Row, Tx

RESULTS = ("spoken", "no_answer", "wrong_number")


def record_attempt(tx: Tx, task_id: str, result: str) -> Row:
    """Note one try, dated, and return the task as it was. `spoken` closes it and counts as reached.

    No answer and a wrong number leave it on the list: the person has not been told yet. Raises NotVisible,
    or RuleBroken for a closed task.
    """
    task = tx.row("announcements.call_task", task_id=task_id)
    if task is None:
        raise NotVisible
    if task["meeting_id"]:
        found.meeting(tx, task["meeting_id"], "reminder.send")
    else:
        _require_case(tx, task["case_id"])
    if result not in RESULTS:
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    if task["closed_at"]:
        raise RuleBroken(N_("Dieser Anruf ist schon erledigt."))
    tx.insert(
        "call_attempts", call_task_id=task_id, case_id=task["case_id"], result=result, at=tx.now, by_id=tx.actor_id
    )
    if result == "spoken":
        tx.update("call_tasks", task_id, closed_at=tx.now, closed_as="spoken")
        if task["meeting_id"]:
            reminders.mark_reached(tx, task["meeting_id"], "spoken")
    touch(tx, task["case_id"])
    return task


def _require_case(tx: Tx, case_id: str) -> None:
    """A call about the case itself is made after its end too: that it will be erased."""
    case = tx.row("cases.find", case_id=case_id)
    if case is None or case["state"] == "erased":
        raise NotVisible
    rights.require(case["relationship"], "reminder.send")
    if case["state"] == "restricted":
        raise RuleBroken(found.RESTRICTED)
