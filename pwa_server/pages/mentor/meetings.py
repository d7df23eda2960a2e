"""/mentor/meetings/{meeting_id}: one meeting that the client invited the mentor to, and the mentor's answers."""

from starlette.responses import Response

from pwa_server.casework import mentoring
from pwa_server.pages.mentor import telling
from pwa_server.pages.mentor.seen import kindly, write_opening
from pwa_server.pages.reached import note_opened
from pwa_server.web.visit import Visit


@kindly
async def show_meeting(visit: Visit) -> Response:
    """The meeting with everything a mentor needs on the way. Written to the access log first."""
    found = mentoring.find_meeting(visit.read, visit.path["meeting_id"])
    await write_opening(visit, found["case_id"], "meeting")
    note_opened(visit, found["id"])
    said = {row["answer"] for row in visit.read.rows("mentoring.own_answers", meeting_id=found["id"])}
    told = "did_not_come" in said
    return visit.page("mentor/meeting.html", nav="mentor", meeting=telling.meeting(visit, found), absence_told=told)


@kindly
async def answer_meeting(visit: Visit) -> Response:
    """Going along, or not."""
    form = await visit.form()
    meeting_id = visit.path["meeting_id"]
    await visit.write(mentoring.answer_invitation, meeting_id, str(form.get("answer", "")), visit.tapped_at(form))
    return visit.redirect(f"/mentor/meetings/{meeting_id}")


@kindly
async def tell_absence(visit: Visit) -> Response:
    """One tap: I wait, and nobody has come."""
    form = await visit.form()
    meeting_id = visit.path["meeting_id"]
    await visit.write(mentoring.report_absence, meeting_id, visit.tapped_at(form))
    return visit.redirect(f"/mentor/meetings/{meeting_id}")
