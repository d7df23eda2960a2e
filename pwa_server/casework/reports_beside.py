"""Reports that came too late to move their step: somebody at the desk looks, and the row says so."""

from pwa_server.casework import cases, found
from pwa_server.domain.problems import NotVisible
from pwa_server.storage.database import Tx


def mark_report_seen(tx: Tx, report_id: str) -> str:
    """Note that the report was looked at and return its case. Seeing it twice changes nothing. Raises NotVisible."""
    report = tx.row("desk.report_beside", report_id=report_id)
    if report is None:
        raise NotVisible
    found.step(tx, report["step_id"])
    if report["seen_at"] is None:
        tx.update("step_reports", report_id, seen_at=tx.now, seen_by=tx.actor_id)
        cases.touch(tx, report["case_id"])
    return str(report["case_id"])
