"""GET /mentor: when and where a mentor is needed next. Only this page may be kept on the phone.

It holds the next meeting's day, time and place and the office's number, and nobody's name. With whom, what comes
after it and who asks is a part of its own, which is never stored.
"""

from typing import Any

from starlette.responses import Response

from pwa_server.casework import mentoring
from pwa_server.domain.times import later, moment
from pwa_server.pages.mentor import telling
from pwa_server.pages.mentor.readiness import people_of, readiness
from pwa_server.storage.database import Row
from pwa_server.web.visit import Visit


async def show_today(visit: Visit) -> Response:
    """The next meeting; the own phone keeps it until it is over or the grant ends."""
    found = telling.next_meeting(mentoring.invited_meetings(visit.read, visit.now), visit.now)
    seconds = _seconds_to_keep(found, visit.now) if found else 0
    meeting = telling.meeting(visit, found) if found else None
    return visit.page("mentor/today.html", stored_seconds=seconds, nav="mentor", meeting=meeting)


def _seconds_to_keep(meeting: Row, now: str) -> int:
    until = min(meeting["ends_at"], meeting["grant_until"])
    return max(0, int((moment(until) - moment(now)).total_seconds()))


async def show_more(visit: Visit) -> Response:
    """With whom the next meeting is, what comes after it, and who asks. A list of names and next days is no opening."""
    meetings = mentoring.invited_meetings(visit.read, later(visit.now, days=-1))
    found = telling.next_meeting(meetings, visit.now)
    others = [m for m in meetings if found is None or m["id"] != found["id"]]
    context: dict[str, Any] = {
        "nav": "mentor",
        "meeting": telling.meeting(visit, found) if found else None,
        "others": [telling.meeting(visit, m) for m in others],
        "readiness": readiness(visit),
        "ending": [one for one in people_of(visit) if one["ends_soon"]],
        "steps": [telling.own_step(visit, row) for row in mentoring.own_steps(visit.read)],
        "requests": [telling.request(visit, row) for row in visit.read.rows("mentoring.asked")],
    }
    if visit.is_fragment:
        return visit.html(visit.render("mentor/_more.html", **context))
    return visit.page("mentor/more.html", **context)
