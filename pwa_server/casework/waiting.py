"""Since when we wait for a partner: after two weeks the step stands on the counsellor's day list."""

from datetime import date

from pwa_server.casework import found
from pwa_server.casework.cases import touch
from pwa_server.domain.problems import N_, BadInput, RuleBroken
from pwa_server.domain.times import berlin_day
from pwa_server.storage.database import Row, Tx

WAITING = ("open", "in_progress", "blocked")


def note_waiting(tx: Tx, step_id: str, since: date | None) -> Row:
    """Write down the day since when it is the partner's turn, or that it is over (`None`).

    Raises NotVisible, NotAllowed, BadInput for a day to come, RuleBroken for a step without a partner or an ended one.
    """
    step = found.step(tx, step_id)
    if since and since > berlin_day(tx.now):
        raise BadInput(N_("Dieser Tag kommt erst noch."))
    if since and not (step["partner_id"] or step["responsible"] == "partner"):
        raise RuleBroken(N_("Bei diesem Schritt steht noch keine Stelle."))
    if since and step["state"] not in WAITING:
        raise RuleBroken(N_("Dieser Schritt ist schon weiter. Bitte sehen Sie noch einmal nach."))
    tx.update("steps", step_id, version=step["version"], waiting_since=since.isoformat() if since else None)
    touch(tx, step["case_id"])
    return step
