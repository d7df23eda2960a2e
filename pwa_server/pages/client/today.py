"""Today: what next, when, where, with whom, what to bring."""

from starlette.responses import Response

from pwa_server.domain.goals import LIVE
from pwa_server.domain.meetings import COMING_UP
from pwa_server.domain.problems import NotVisible
from pwa_server.pages import views
from pwa_server.web.visit import OFFLINE_DAYS, Visit

OFFLINE_SECONDS = OFFLINE_DAYS * 24 * 3600


async def show_today(visit: Visit) -> Response:
    """The client's first page: the next step and the next meeting."""
    case = visit.read.row("cases.own")
    if case is None:
        raise NotVisible
    goals = {g["id"]: g for g in visit.read.rows("goals.of_case", case_id=case["id"], high="no") if g["state"] in LIVE}
    steps = [s for s in visit.read.rows("steps.of_case", case_id=case["id"], high="no") if s["goal_id"] in goals]
    meetings = visit.read.rows("meetings.of_case", case_id=case["id"], high="no")
    translations = views.translations_of(visit.read.rows("steps.translations_of_case", case_id=case["id"]))
    own = [step for step in steps if step["responsible"] == "client"]
    next_id = views.next_id(own) or views.next_id(steps)
    step = next((views.step_view(visit, s, translations, "/steps", next_id) for s in steps if s["id"] == next_id), None)
    meeting = next((m for m in meetings if m["state"] in COMING_UP and m["ends_at"] > visit.now), None)
    return visit.page(
        "client/today.html",
        stored_seconds=OFFLINE_SECONDS,
        nav="today",
        step=step,
        meeting=views.meeting_view(visit, meeting, "/meetings") if meeting else None,
    )
