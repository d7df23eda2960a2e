"""Whose a mentor's step is: two mentors of one person don't learn of each other, so each step is one mentor's alone."""

from pwa_server.domain.problems import N_, BadInput
from pwa_server.domain.steps import FINISHED
from pwa_server.storage.database import Row, Tx

CHOOSE = N_("Bitte wählen Sie, wer begleitet.")


def mentor_for(tx: Tx, goal_id: str, chosen: str | None, was: Row | None = None) -> str | None:
    """The mentor of a step in this goal: the chosen one, or the only one who accompanies it; None while there is nobody.

    A finished step stays with whoever did it. Raises BadInput for somebody who does not accompany the goal, and where
    several do and none is chosen for a new step.
    """
    was_mentors = was is not None and was["responsible"] == "mentor"
    if was is not None and was_mentors and was["state"] in FINISHED:
        return str(was["mentor_id"]) if was["mentor_id"] else None
    running = [row["mentor_id"] for row in tx.rows("goals.mentors", goal_id=goal_id)]
    if chosen:
        if chosen not in running:
            raise BadInput(N_("Bitte wählen Sie eines davon."))
        return chosen
    if len(running) < 2:
        return str(running[0]) if running else None
    if was is None or not was_mentors:
        raise BadInput(CHOOSE)
    return str(was["mentor_id"]) if was["mentor_id"] in running else None


def take_on(tx: Tx, grant_id: str) -> None:
    """With a grant that begins or grows its mentor takes on what is to do in its goals, where she is the only one.

    What somebody else did before stays with that person: who comes new inherits no history.
    """
    for step in tx.rows("unscoped.steps_for_grant", grant_id=grant_id):
        tx.update("steps", step["id"], mentor_id=step["mentor_id"])
