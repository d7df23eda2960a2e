"""Goals under special protection: only online, only just after the PIN, never in a copy, on paper or in a title."""

from starlette.responses import Response

from pwa_server.domain.meetings import COMING_UP
from pwa_server.pages.client import telling
from pwa_server.pages.client.own_case import high, office, pin_first, with_own_case
from pwa_server.pages.client.plan import goal_views
from pwa_server.storage.database import Row
from pwa_server.web.visit import Visit


@with_own_case
async def show_protected(visit: Visit, case: Row) -> Response:
    """Protected goals and their meetings. The same page, empty, for whoever has none."""
    if high(visit) != "yes":
        return pin_first("/protected")
    meetings = [
        row
        for row in visit.read.rows("meetings.of_case", case_id=case["id"], high="yes")
        if row["sensitivity"] == "high" and row["state"] in COMING_UP and row["ends_at"] > visit.now
    ]
    return visit.page(
        "client/protected.html",
        nav="plan",
        goals=[goal for goal in goal_views(visit, case, "yes") if goal["sensitivity"] == "high"],
        meetings=[telling.meeting_view(visit, row) for row in meetings],
        **office(visit, case),
    )
