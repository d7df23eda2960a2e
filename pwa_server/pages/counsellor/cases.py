"""My people: the own caseload, found while typing, by any spelling of the name or by digits of the phone number."""

from typing import Any

from starlette.responses import Response

from pwa_server.domain.names import fold, matches
from pwa_server.pages import views
from pwa_server.pages.counsellor import words
from pwa_server.pages.counsellor.caseload import once, people
from pwa_server.web.visit import Visit

View = dict[str, Any]
LONGEST_QUESTION = 80


async def show_cases(visit: Visit) -> Response:
    """GET /desk/cases?q=: the page, or the list alone for htmx. As many statements for ten people as for ninety."""
    asked = visit.request.query_params.get("q", "")[:LONGEST_QUESTION].strip()
    everybody = people(visit)
    found = find(list(everybody.values()), asked)
    context: View = {"asked": asked, "people": _with_next(visit, found), "everybody": len(everybody)}
    if visit.is_fragment:
        return visit.html(visit.render("counsellor/_cases.html", **context))
    return visit.page("counsellor/cases.html", nav="cases", **context)


def find(people: list[View], asked: str) -> list[View]:
    """Who fits best first, then by name; closed cases stand at the end."""
    fitting = (
        [(matches(asked, person["names"], person["phone"]), person) for person in people]
        if asked
        else [(1, p) for p in people]
    )
    ordered = sorted(fitting, key=lambda one: (-one[0], one[1]["state"] == "closed", fold(one[1]["name"])))
    return [person for fit, person in ordered if fit]


def _with_next(visit: Visit, found: list[View]) -> list[View]:
    """The next meeting and what is open, so that the list answers the usual question without being opened."""
    next_meetings: dict[str, View] = {}
    for row in once(visit.read.rows("desk.meetings")):
        if row["ends_at"] > visit.now:
            next_meetings.setdefault(row["case_id"], row)
    asking = {row["case_id"] for row in visit.read.rows("desk.help_requests")}
    return [
        person | {"meeting": _next(visit, next_meetings.get(person["case_id"])), "asks": person["case_id"] in asking}
        for person in found
    ]


def _next(visit: Visit, row: View | None) -> View | None:
    if row is None:
        return None
    return {
        "when": views.day_and_time(visit, row["local_date"], row["local_time"]),
        "kind": visit.say(words.MEETINGS[row["kind"]]),
    }
