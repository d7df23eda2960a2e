"""The plan: life areas, in each the goals as paths of steps; the same on paper in two languages."""

from collections.abc import Sequence
from typing import Any

from starlette.responses import Response

from pwa_server.i18n.texts import Said
from pwa_server.pages import services, situation, views
from pwa_server.pages.client import telling
from pwa_server.pages.client.own_case import READ_ONLY_STATES, issued, office, stored, with_own_case
from pwa_server.pages.client.voices import heard
from pwa_server.storage.database import Row
from pwa_server.web.visit import Visit

View = dict[str, Any]


@with_own_case
async def show_plan(visit: Visit, case: Row) -> Response:
    """All goals without special protection; the link to protected ones stands there whether or not there are any."""
    goals = goal_views(visit, case, "no")
    spoken = heard(visit, case)
    read_only = case["state"] in READ_ONLY_STATES
    for goal in goals:
        goal["audio"] = spoken.get(goal["id"], "")
        if read_only:
            goal["steps"] = [telling.at_rest(step) for step in goal["steps"]]
    return visit.page(
        "client/plan.html",
        stored_seconds=stored(case),
        nav="plan",
        issued=issued(visit),
        areas=by_life_area([goal for goal in goals if goal["live"]]),
        others=[goal for goal in goals if not goal["live"]],
        agreement=visit.read.row("agreements.newest", case_id=case["id"]),
        read_only=read_only,
        erase_on=views.day(visit, case["erase_due_on"]),
        services=services.named(visit, case) if read_only else [],
        **office(visit, case),
    )


@with_own_case
async def show_plan_on_paper(visit: Visit, case: Row) -> Response:
    """The plan to print: strengths first, then goals that are not protected, each text with its German beside it."""
    goals = [goal for goal in goal_views(visit, case, "no") if goal["live"]]
    strengths = situation.strengths(visit.read.row("situation.facts", case_id=case["id"]), visit.language.tag)
    shown: View = {"strengths": strengths, "areas": by_life_area(goals), "issued": issued(visit)}
    return visit.page("client/plan_print.html", **shown, **office(visit, case))


def goal_views(visit: Visit, case: Row, high: str) -> list[View]:
    """The case's goals with their ways, in the client's order."""
    goals = visit.read.rows("goals.of_case", case_id=case["id"], high=high)
    steps = visit.read.rows("steps.of_case", case_id=case["id"], high=high)
    translations = views.translations_of(visit.read.rows("steps.translations_of_case", case_id=case["id"]))
    return [with_german(telling.goal_view(visit, goal, steps, translations), goal, steps) for goal in goals]


def with_german(view: View, goal: Row, steps: Sequence[Row]) -> View:
    """The view with the German wording of goal and steps as it was agreed."""
    by_id = {step["id"]: step for step in steps}
    for step in view["steps"]:
        row = by_id[step["id"]]
        step["german_text"] = _german(step["title"], row, "text", row["text_key"])
    key = f"block.{goal['block_id']}.goal" if goal["block_id"] else None
    return view | {"german_text": _german(view["title"], goal, "title", key)}


def _german(shown: Said, row: Row, field: str, key: str | None) -> str:
    """The German wording where something else is shown, else ''."""
    wording = telling.german_text(row, field, key)
    return wording if shown.text != wording else ""


def by_life_area(goals: Sequence[View]) -> list[View]:
    """Goals grouped by life area, areas in the order of their first goal."""
    areas: dict[str, View] = {}
    for goal in goals:
        area = areas.setdefault(
            goal["life_area"], {"id": goal["life_area"], "name": goal["life_area_name"], "goals": []}
        )
        area["goals"].append(goal)
    return list(areas.values())
