"""One step: what, where, with whom, until when, which papers; and the client's own report on it."""

from starlette.responses import JSONResponse, Response

from pwa_server.casework.handed_steps import keep_report, step_now
from pwa_server.casework.steps import report_step
from pwa_server.domain.problems import NotVisible
from pwa_server.pages import views
from pwa_server.pages.client import telling
from pwa_server.pages.client.own_case import (
    READ_ONLY_STATES,
    high,
    issued,
    office,
    own_case,
    pin_first,
    stored,
    with_own_case,
)
from pwa_server.pages.client.shared_steps import beside
from pwa_server.pages.client.voices import heard
from pwa_server.storage.database import Row
from pwa_server.web.errors import WORDS
from pwa_server.web.visit import Visit

OPEN = ("open", "in_progress", "blocked")


@with_own_case
async def show_step(visit: Visit, case: Row) -> Response:
    """A step. `?kept=` says that a report was kept which did not move it."""
    step = visit.read.row("steps.find", step_id=visit.path["id"], high="yes")
    if step is None or step["case_id"] != case["id"]:
        raise NotVisible
    if step["sensitivity"] == "high" and high(visit) != "yes":
        return pin_first(f"/steps/{step['id']}")
    translations = views.translations_of(visit.read.rows("steps.translations_of_case", case_id=case["id"]))
    kept = "kept" in visit.request.query_params
    view = telling.step_view(visit, step, translations)
    view = telling.at_rest(view) if case["state"] in READ_ONLY_STATES else view
    return visit.page(
        "client/step.html",
        stored_seconds=None if kept else stored(case, step["sensitivity"]),
        nav="plan",
        issued=issued(visit),
        step=view | {"audio": heard(visit, case, high(visit)).get(step["id"], "")},
        **beside(visit, step),
        fresh={"checked": None, "ask_lawyer": step["life_area"] == "residence"},
        goal_id=step["goal_id"],
        kept=kept,
        obstacles=telling.obstacles(visit),
        may_share=step["sensitivity"] != "high" and step["state"] in OPEN and case["state"] not in READ_ONLY_STATES,
        may_report=step["responsible"] == "client" and case["state"] not in READ_ONLY_STATES,
        **office(visit, case),
    )


async def report(visit: Visit) -> Response:
    """Keep the client's report: always accepted for an own step, also late, twice or when it has moved on."""
    own_case(visit)
    step_id = step_now(visit.read, visit.path["id"])
    step = visit.read.row("steps.find_any", step_id=step_id)
    if step is None:
        return await _left_behind(visit, step_id)
    if step["sensitivity"] == "high" and high(visit) != "yes":
        return _secret_needed(visit, step_id)
    form = await visit.form()
    what = str(form.get("report", ""))
    obstacle = str(form.get("obstacle", "")) or None
    moved_to = await visit.write(report_step, step_id, what, visit.tapped_at(form), obstacle)
    if moved_to == "done":
        return visit.redirect(f"/goals/{step['goal_id']}?landed={step_id}#{step_id}")
    if step["removed_at"]:
        return visit.redirect("/plan")
    return visit.redirect(f"/steps/{step_id}" if moved_to else f"/steps/{step_id}?kept=1")


async def _left_behind(visit: Visit, step_id: str) -> Response:
    form = await visit.form()
    said = (str(form.get("report", "")), visit.tapped_at(form), str(form.get("obstacle", "")) or None)
    if not await visit.write(keep_report, step_id, *said):
        raise NotVisible
    return visit.redirect("/plan")


def _secret_needed(visit: Visit, step_id: str) -> Response:
    # The outbox never gets a redirect, which would look like success: it keeps the entry.
    if visit.wants_json:
        return JSONResponse({"error": visit.say(WORDS[401])}, 401, headers={"Cache-Control": "no-store"})
    return pin_first(f"/steps/{step_id}")
