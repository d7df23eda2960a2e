"""The call list: somebody could not be reached otherwise, so a person picks up the telephone."""

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
        found.case(tx, task["case_id"], "reminder.send")
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
