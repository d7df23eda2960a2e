"""Reports on steps: each is kept as a dated row and moves the step only where rules and order of taps allow."""

from pwa_server.access import rights
from pwa_server.casework import cases, gaps
from pwa_server.domain.problems import N_, BadInput, NotAllowed, NotVisible
from pwa_server.domain.steps import OBSTACLES, REPORTS, may_move, may_report
from pwa_server.storage.database import Row, Tx

CORRECTED = {"client": "client_corrected", "mentor": "mentor_corrected"}
READ_ONLY_CASES = ("closed", "restricted", "erased")


def report_step(tx: Tx, step_id: str, report: str, tapped_at: str, obstacle: str | None = None) -> str | None:
    """Keep a report (`done`, `undone`, `begun`, `blocked`) and return the step's new state, or None when it stays.

    The report is always kept, the client's even on a step that has become somebody else's since she saw it. It moves the
    step when it is the actor's to report on, the transition is allowed, the step and its case are still open to reports,
    and no later tap has been received before. Raises NotVisible, NotAllowed (somebody else's step), BadInput.
    """
    step = tx.row("steps.find_any", step_id=step_id)
    if step is None:
        raise NotVisible
    rights.require(step["relationship"], "step.report")
    if step["relationship"] != "client" and not may_report(step["relationship"], step["responsible"]):
        raise NotAllowed
    require_readable(report, obstacle)
    to_state = _new_state(tx, step, report, tapped_at)
    tx.insert(
        "step_reports",
        step_id=step_id,
        case_id=step["case_id"],
        by_id=tx.actor_id,
        by_relationship=step["relationship"],
        report=report,
        obstacle=obstacle if report == "blocked" else None,
        reason=CORRECTED.get(step["relationship"], "staff_corrected") if report == "undone" else "",
        tapped_at=tapped_at,
        received_at=tx.now,
        from_state=step["state"],
        to_state=to_state,
    )
    if to_state:
        kept_obstacle = obstacle if to_state == "blocked" else None
        tx.update("steps", step_id, version=step["version"], state=to_state, state_at=tapped_at, obstacle=kept_obstacle)
        gaps.note_blocked(tx, step, kept_obstacle)
    cases.touch(tx, step["case_id"])
    return to_state


def require_readable(report: str, obstacle: str | None) -> None:
    """Raise BadInput unless this is a report that there is, with a reason where it says that it goes no further."""
    if report not in REPORTS:
        raise BadInput(N_("Wir konnten das nicht lesen. Bitte versuchen Sie es noch einmal."))
    if report == "blocked" and obstacle not in OBSTACLES:
        raise BadInput(N_("Bitte wählen Sie eines davon."))


def _new_state(tx: Tx, step: Row, report: str, tapped_at: str) -> str | None:
    """The state that this report leads to; None when gone, another's, closed, not allowed, or older than a known tap."""
    if step["removed_at"] or step["case_state"] in READ_ONLY_CASES:
        return None
    if not may_report(step["relationship"], step["responsible"]):
        return None
    to_state = REPORTS[report]
    if not may_move(step["state"], to_state):
        return None
    newest = tx.row("steps.newest_report", step_id=step["id"])
    return None if newest and newest["tapped_at"] > tapped_at else to_state
