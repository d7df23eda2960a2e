"""Turn the screen: the client's own view in her language, without anything that only the desk sees."""

from starlette.responses import Response

from pwa_server.domain.goals import LIVE, first_to_do, whose_turn
from pwa_server.domain.meetings import COMING_UP
from pwa_server.pages import views
from pwa_server.pages.counsellor.as_client import as_client
from pwa_server.pages.counsellor.opening import opened
from pwa_server.web.visit import Visit


async def show_turned(visit: Visit) -> Response:
    """GET /desk/cases/{case_id}/turned. Protected goals are left out: somebody else may be in the room."""
    case = await opened(visit, visit.path["case_id"], "client_view")
    reader, of_case = as_client(visit, case), {"case_id": case["id"], "high": "no"}
    here = f"/desk/cases/{case['id']}/turned"
    goals = [goal for goal in visit.read.rows("goals.of_case", **of_case) if goal["state"] in LIVE]
    live = {goal["id"] for goal in goals}
    steps = [step for step in visit.read.rows("steps.of_case", **of_case) if step["goal_id"] in live]
    meetings = [
        m
        for m in visit.read.rows("meetings.of_case", **of_case)
        if m["state"] in COMING_UP and m["ends_at"] > visit.now
    ]
    translations = views.translations_of(visit.read.rows("steps.translations_of_case", case_id=case["id"]))
    first = first_to_do(whose_turn([goal["id"] for goal in goals], steps))
    next_id = first["id"] if first else None
    told = [views.step_view(reader, step, translations, "#", next_id) | {"url": here} for step in steps]
    by_goal = {
        goal["id"]: [one for one, step in zip(told, steps, strict=True) if step["goal_id"] == goal["id"]]
        for goal in goals
    }
    return reader.page(
        "counsellor/turned.html",
        back_to=f"/desk/cases/{case['id']}",
        step=next((one for one in told if one["id"] == next_id), None),
        meeting=views.meeting_view(reader, meetings[0], "#") | {"url": ""} if meetings else None,
        goals=[
            {
                "life_area": goal["life_area"],
                "life_area_name": views.life_area(reader, goal["life_area"]),
                "title": views.goal_title(reader, goal, translations),
                "steps": by_goal[goal["id"]],
            }
            for goal in goals
        ],
    )
