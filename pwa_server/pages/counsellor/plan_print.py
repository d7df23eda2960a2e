"""The plan on paper, in the client's language and in German side by side. Protected goals are never printed."""

from typing import Any

from markupsafe import Markup
from starlette.responses import Response

from pwa_server.domain.goals import LIVE
from pwa_server.domain.meetings import COMING_UP
from pwa_server.i18n.languages import BY_TAG, SOURCE, Language
from pwa_server.pages import views
from pwa_server.pages.counsellor.as_client import in_language, language_of
from pwa_server.pages.counsellor.opening import opened
from pwa_server.storage.database import Row
from pwa_server.web.visit import Visit

ON_PAPER = LIVE | {"paused"}


async def print_plan(visit: Visit) -> Response:
    """Goals with their steps, and the meetings that are coming up."""
    case = await opened(visit, visit.path["case_id"], "print")
    goals = [row for row in visit.read.rows("goals.of_case", case_id=case["id"], high="no") if row["state"] in ON_PAPER]
    rows = {
        "goals": goals,
        "steps": visit.read.rows("steps.of_case", case_id=case["id"], high="no"),
        "meetings": _coming_up(visit, case),
        "typed": visit.read.rows("translations.of_case", case_id=case["id"]),
    }
    language = language_of(case)
    sides = [language] if language.tag == SOURCE else [language, BY_TAG[SOURCE]]
    return visit.page(
        "counsellor/plan_print.html",
        case=case,
        office=visit.read.row("meetings.office_of_case", case_id=case["id"]),
        sides=[{"language": side, "html": Markup(_side(visit, side, rows))} for side in sides],
    )


def _coming_up(visit: Visit, case: Row) -> list[Row]:
    rows = visit.read.rows("meetings.of_case", case_id=case["id"], high="no")
    return [row for row in rows if row["state"] in COMING_UP and row["ends_at"] > visit.now]


def _side(visit: Visit, language: Language, rows: dict[str, list[Row]]) -> str:
    side = in_language(visit, language)
    found = views.translations_of(rows["typed"])
    return side.render(
        "counsellor/_plan_side.html",
        goals=[_goal(side, goal, rows["steps"], found) for goal in rows["goals"]],
        meetings=[views.meeting_view(side, row, "/meetings") for row in rows["meetings"]],
        on=views.day(side, visit.today.isoformat()),
    )


def _goal(side: Visit, goal: Row, steps: list[Row], found: views.Translations) -> dict[str, Any]:
    own = [step for step in steps if step["goal_id"] == goal["id"]]
    next_id = views.next_id(own)
    key = f"block.{goal['block_id']}.goal" if goal["block_id"] else None
    return {
        "life_area": goal["life_area"],
        "life_area_name": views.life_area(side, goal["life_area"]),
        "title": views.text_of(side, goal, "title", key, found),
        "steps": [views.step_view(side, step, found, "/steps", next_id) for step in own],
    }
