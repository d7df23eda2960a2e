"""The same slip from the desk, for whoever has no app or no printer."""

from starlette.responses import Response

from pwa_server.domain.problems import NotVisible
from pwa_server.pages.counsellor.as_client import language_of
from pwa_server.pages.counsellor.opening import opened
from pwa_server.pages.slips import slip
from pwa_server.web.visit import Visit


async def print_slip(visit: Visit) -> Response:
    """GET /desk/meetings/{meeting_id}/slip."""
    meeting = visit.read.row("meetings.find", meeting_id=visit.path["meeting_id"], high="no")
    if meeting is None:
        raise NotVisible
    case = await opened(visit, meeting["case_id"], "print")
    names = {"name": case["client_name"], "name_latin": case["client_name_latin"]}
    made = slip(visit, meeting, names, language_of(case))
    return visit.page("counsellor/slip.html", slip=made, back=f"/desk/meetings/{meeting['id']}")
