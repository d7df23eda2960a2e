"""Today: what next, when, where, with whom, what to bring."""

from starlette.responses import Response

from pwa_server.domain.goals import LIVE
from pwa_server.domain.meetings import COMING_UP
from pwa_server.pages import views
from pwa_server.pages.client import telling
from pwa_server.pages.client.own_case import READ_ONLY_STATES, issued, office, stored, with_own_case
from pwa_server.storage.database import Row
from pwa_server.web.visit import Visit


@with_own_case
async def show_today(visit: Visit, case: Row) -> Response:
    """The client's first page: the own next step, else what somebody else does now, and the next meeting."""
    goals = {g["id"]: g for g in visit.read.rows("goals.of_case", case_id=case["id"], high="no") if g["state"] in LIVE}
    steps = [s for s in visit.read.rows("steps.of_case", case_id=case["id"], high="no") if s["goal_id"] in goals]
    meetings = visit.read.rows("meetings.of_case", case_id=case["id"], high="no")
    translations = views.translations_of(visit.read.rows("steps.translations_of_case", case_id=case["id"]))
    own = [step for step in steps if step["responsible"] == "client"]
    next_id = views.next_id(own) or views.next_id(steps)
    step = next((telling.step_view(visit, s, translations, next_id) for s in steps if s["id"] == next_id), None)
    meeting = next((m for m in meetings if m["state"] in COMING_UP and m["ends_at"] > visit.now), None)
    visit.kept_until = meeting["ends_at"] if meeting else ""
    return visit.page(
        "client/today.html",
        stored_seconds=stored(case),
        nav="today",
        issued=issued(visit),
        step=step,
        has_goals=bool(goals),
        meeting=telling.meeting_view(visit, meeting) if meeting else None,
        read_only=case["state"] in READ_ONLY_STATES,
        erase_on=views.day(visit, case["erase_due_on"]),
        **office(visit, case),
    )
