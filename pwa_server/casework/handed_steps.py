"""Taps on a step that were made offline before the case went to another carrier: they arrive too."""

from pwa_server.casework.steps import require_readable
from pwa_server.storage.database import Read, Tx


def step_now(read: Read, step_id: str) -> str:
    """The id under which a step of the actor's old case goes on; any other id as it is."""
    handed = read.row("endings.step_after_handover", step_id=step_id)
    return str(handed["step_id"]) if handed else step_id


def keep_report(tx: Tx, step_id: str, report: str, tapped_at: str, obstacle: str | None = None) -> bool:
    """Keep the client's report on a step that she left behind; it moves nothing. False where it is none of hers.

    Raises BadInput for a report that there is not.
    """
    step = tx.row("unscoped.step_left_behind", step_id=step_id)
    if step is None:
        return False
    require_readable(report, obstacle)
    tx.insert(
        "step_reports", step_id=step_id, case_id=step["case_id"], by_id=tx.actor_id, by_relationship="client",
        report=report, obstacle=obstacle if report == "blocked" else None, tapped_at=tapped_at, received_at=tx.now,
        from_state=step["state"],
    )  # fmt: skip
    return True
