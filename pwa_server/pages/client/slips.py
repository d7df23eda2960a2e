"""The client's own slip for an appointment: before it, and after it took place."""

from starlette.responses import Response

from pwa_server.domain.problems import NotVisible
from pwa_server.pages.client.own_case import with_own_case
from pwa_server.pages.slips import slip
from pwa_server.storage.database import Row
from pwa_server.web.visit import Visit


@with_own_case
async def show_slip(visit: Visit, case: Row) -> Response:
    """GET /meetings/{id}/slip."""
    meeting = visit.read.row("meetings.find", meeting_id=visit.path["id"], high="no")
    if meeting is None or meeting["case_id"] != case["id"]:
        raise NotVisible
    names = visit.read.row("own_data.names")
    if names is None:
        raise NotVisible
    made = slip(visit, meeting, names, visit.language)
    return visit.page("client/slip.html", slip=made, back=f"/meetings/{meeting['id']}")
