"""Whether reminders go out at all: coordination and counsellors are told when they do not."""

from pwa_server.domain.times import later
from pwa_server.pages import views
from pwa_server.pages.views import View
from pwa_server.web.visit import Visit

SILENT_MINUTES = 10


def reminders_worker(visit: Visit) -> View:
    """The process that sends them: whether it is `alive`, when it was last `seen`, and the `alarm` that it raised."""
    row = visit.read.row("offices.worker")
    return {
        "alive": row is not None and row["alive_at"] >= later(visit.now, minutes=-SILENT_MINUTES),
        "seen": views.moment_of(visit, row["alive_at"]) if row else None,
        "alarm": row["alarm"] if row else "",
    }
