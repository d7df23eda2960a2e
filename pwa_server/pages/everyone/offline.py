"""Which pages a person's own phone stores right after signing in, and again when something on them has changed."""

from starlette.responses import JSONResponse, Response

from pwa_server.domain.goals import LIVE
from pwa_server.web.visit import OFFLINE_DAYS, Visit

CLIENT_PAGES = ("/today", "/plan", "/meetings", "/people", "/help", "/settings")
MENTOR_PAGES = ("/mentor",)
MOST_PAGES = 60


async def list_pages(visit: Visit) -> Response:
    """The paths, and a version that changes with what stands on them. On a shared phone the header forbids storing."""
    paths, version = client_pages(visit) if visit.actor.role == "client" else (list(MENTOR_PAGES), visit.now[:13])
    listed = {"version": f"{version} {visit.language.tag} {visit.actor.text_size}", "pages": paths[:MOST_PAGES]}
    headers = {"Cache-Control": "no-store", "SW-Store": visit.store_header(OFFLINE_DAYS * 24 * 3600)}
    return JSONResponse(listed, headers=headers)


def client_pages(visit: Visit) -> tuple[list[str], str]:
    """Everything of the plan but what is specially protected."""
    case = visit.read.row("cases.own")
    if case is None:
        return [], ""
    goals = [g["id"] for g in visit.read.rows("goals.of_case", case_id=case["id"], high="no") if g["state"] in LIVE]
    steps = visit.read.rows("steps.of_case", case_id=case["id"], high="no")
    meetings = visit.read.rows("meetings.of_case", case_id=case["id"], high="no")
    paths = [
        *CLIENT_PAGES,
        *(f"/meetings/{meeting['id']}" for meeting in meetings if meeting["ends_at"] > visit.now),
        *(f"/goals/{goal_id}" for goal_id in goals),
        *(f"/steps/{step['id']}" for step in steps if step["goal_id"] in goals),
    ]
    versions = visit.read.row("cases.own_versions") or {}
    return paths, f"{versions.get('version')}.{versions.get('shared_version')} {visit.today}"
