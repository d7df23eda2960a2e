"""GET /desk/workload: one's own work in numbers. Nobody else sees it, and it compares with nobody."""

from datetime import timedelta

from starlette.responses import Response

from pwa_server.domain.times import later
from pwa_server.pages.counsellor.words import CONTACT_KINDS, STATES
from pwa_server.web.visit import Visit

AHEAD_DAYS = 28
BACK_DAYS = 90


async def show_workload(visit: Visit) -> Response:
    """Own cases by state, meetings ahead and behind, contacts, steps of one's own."""
    read = visit.read
    cases = read.rows("workload.cases")
    times = {"since": later(visit.now, days=-BACK_DAYS), "ahead": later(visit.now, days=AHEAD_DAYS)}
    since_on = (visit.today - timedelta(days=BACK_DAYS)).isoformat()
    contacts = {row["kind"]: row["number"] for row in read.rows("workload.contacts", since_on=since_on)}
    return visit.page(
        "counsellor/workload.html",
        nav="workload",
        own=sum(row["number"] for row in cases if row["relationship"] == "counsellor"),
        stand_in=sum(row["number"] for row in cases if row["relationship"] == "deputy"),
        states=[
            (visit.say(label), sum(row["number"] for row in cases if row["state"] == state))
            for state, label in STATES.items()
            if state != "closed"
        ],
        meetings=read.row("workload.meetings", **times) or {},
        steps=read.row("workload.steps") or {},
        contacts=[(visit.say(label), contacts.get(kind, 0)) for kind, label in CONTACT_KINDS.items()],
    )
