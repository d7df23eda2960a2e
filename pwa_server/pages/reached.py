"""Opening a meeting's page tells that its announcement has reached the reader."""

from pwa_server.casework import reminders
from pwa_server.web.visit import Visit


def note_opened(visit: Visit, meeting_id: str) -> None:
    """Note beside the answer that the reader opened this meeting: a page must open while nothing can be written.

    A copy that the phone fetches for later is no opening; nothing is written where there is nothing to be reached by.
    """
    headers = visit.request.headers
    for_later = "keep-copy" in headers or "prefetch" in headers.get("sec-purpose", "")
    if not for_later and visit.read.row("reminders.unreached", meeting_id=meeting_id):
        database = visit.parts.database
        visit.parts.later(database.write(visit.actor.id, visit.now, reminders.mark_reached, meeting_id, "opened"))
