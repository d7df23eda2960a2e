"""The plan on paper, in the client's language and in German side by side. Protected goals are never printed."""

from typing import Any

from starlette.responses import Response

from pwa_server.domain.goals import LIVE
from pwa_server.domain.meetings import COMING_UP
from pwa_server.domain.problems import N_
from pwa_server.i18n.languages import BY_TAG, SOURCE
from pwa_server.pages import situation, views
from pwa_server.pages.counsellor.as_client import in_language, language_of, rendered
from pwa_server.pages.counsellor.opening import opened
from pwa_server.storage.database import Row
from pwa_server.web.visit import Visit

View = dict[str, Any]
ON_PAPER = LIVE | {"paused"}


async def print_plan(visit: Visit) -> Response:
    """Goals with their steps, and the meetings that are coming up."""
    case = await opened(visit, visit.path["case_id"], "print")
    goals = [row for row in visit.read.rows("goals.of_case", case_id=case["id"], high="no") if row["state"] in ON_PAPER]
    steps = visit.read.rows("steps.of_case", case_id=case["id"], high="no")
    found = views.translations_of(visit.read.rows("translations.of_case", case_id=case["id"]))
    language = language_of(case)
    languages = [language] if language.tag == SOURCE else [language, BY_TAG[SOURCE]]
    sides = [in_language(visit, side) for side in languages]
    on_paper = [[_printed(side, goal=_goal(side, row, steps, found)) for side in sides] for row in goals]
    for row in _coming_up(visit, case):
        on_paper.append([_printed(side, meeting=views.meeting_view(side, row, "/meetings")) for side in sides])
    return visit.page(
        "counsellor/plan_print.html",
        case=case,
        office=visit.read.row("meetings.office_of_case", case_id=case["id"]),
        strengths=_strengths(visit, case, sides),
        rows=on_paper,
        on=views.day(visit, visit.today.isoformat()),
    )


def _strengths(visit: Visit, case: Row, sides: list[Visit]) -> list[View]:
    """What the person can build on stands first: her own words where she reads, German beside."""
    told = situation.strengths(visit.read.row("situation.facts", case_id=case["id"]), case["client_language"])
    if told is None:
        return []
    if told["words"] is None:
        sides = sides[-1:]
    return [
        {
            "language": side.language,
            "title": side.say(N_("Das kann ich gut")),
            "words": told["words"] if side is sides[0] and told["words"] else None,
            "german": told["german"],
        }
        for side in sides
    ]


def _coming_up(visit: Visit, case: Row) -> list[Row]:
    rows = visit.read.rows("meetings.of_case", case_id=case["id"], high="no")
    return [row for row in rows if row["state"] in COMING_UP and row["ends_at"] > visit.now]


def _printed(side: Visit, goal: View | None = None, meeting: View | None = None) -> View:
    """A goal or a meeting in the language of one side of the paper."""
    return {"language": side.language, "html": rendered(side, "counsellor/_plan_side.html", goal=goal, meeting=meeting)}


def _goal(side: Visit, goal: Row, steps: list[Row], found: views.Translations) -> View:
    own = [step for step in steps if step["goal_id"] == goal["id"]]
    next_id = views.next_id(own)
    key = f"block.{goal['block_id']}.goal" if goal["block_id"] else None
    return {
        "life_area": goal["life_area"],
        "life_area_name": views.life_area(side, goal["life_area"]),
        "title": views.text_of(side, goal, "title", key, found),
        "steps": [views.step_view(side, step, found, "/steps", next_id) for step in own],
    }
