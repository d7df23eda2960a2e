"""One goal: the way with its stones."""

from starlette.responses import Response

from pwa_server.domain.problems import NotVisible
from pwa_server.pages import catalogue_words, views
from pwa_server.pages.client import telling
from pwa_server.pages.client.own_case import READ_ONLY_STATES, high, issued, office, pin_first, stored, with_own_case
from pwa_server.pages.client.voices import heard
from pwa_server.storage.database import Row
from pwa_server.web.visit import Visit


@with_own_case
async def show_goal(visit: Visit, case: Row) -> Response:
    """A goal as a way. `?landed=` names a step that was just ticked: its stone lands and the next one is named."""
    goal = visit.read.row("goals.find", goal_id=visit.path["id"], high="yes")
    if goal is None or goal["case_id"] != case["id"]:
        raise NotVisible
    if goal["sensitivity"] == "high" and high(visit) != "yes":
        return pin_first(f"/goals/{goal['id']}")
    steps = visit.read.rows("steps.of_case", case_id=case["id"], high="yes")
    translations = views.translations_of(visit.read.rows("steps.translations_of_case", case_id=case["id"]))
    view = telling.goal_view(visit, goal, steps, translations)
    view["audio"] = heard(visit, case, high(visit)).get(goal["id"], "")
    read_only = case["state"] in READ_ONLY_STATES
    if read_only:
        view["steps"] = [telling.at_rest(step) for step in view["steps"]]
    landed = visit.request.query_params.get("landed", "")
    return visit.page(
        "client/goal.html",
        stored_seconds=None if landed else stored(case, goal["sensitivity"]),
        nav="plan",
        issued=issued(visit),
        goal=view,
        fresh=catalogue_words.freshness(visit, goal),
        landed=next((step for step in view["steps"] if step["id"] == landed and step["state"] == "done"), None),
        next_step=next((step for step in view["steps"] if step["is_next"]), None),
        read_only=read_only,
        **office(visit, case),
    )
