"""What is important to me: a picture of the area, in own words or by voice if wanted. Taken back while nobody works on it.

Words and voice are not shown here again: somebody else may look at the screen. They stand under "About me".
"""

from typing import Any

from starlette.responses import Response

from pwa_server.casework import said_needs
from pwa_server.domain.goals import LIFE_AREAS
from pwa_server.domain.needs import TEXT_LIMIT, may_take_back, usual_sensitivity
from pwa_server.domain.problems import Problem
from pwa_server.pages import consent_words, views, voices
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
from pwa_server.pages.situation import NEED_STATES
from pwa_server.pages.views import View
from pwa_server.storage.database import Row
from pwa_server.web.forms import clean
from pwa_server.web.visit import Visit

OPEN = "/wishes"
PROTECTED = "/wishes/protected"
ONLINE_ONLY = tuple(area for area in LIFE_AREAS if usual_sensitivity(area) == "high")


@with_own_case
async def show_wishes(visit: Visit, case: Row) -> Response:
    """GET /wishes, also without network. `?said=` thanks for the one that was just sent, `?back=` for one taken back."""
    return _page(visit, case, OPEN)


@with_own_case
async def show_protected(visit: Visit, case: Row) -> Response:
    """GET /wishes/protected: areas that are kept on no phone. What was said before is listed after the PIN only."""
    return _page(visit, case, PROTECTED)


async def say(visit: Visit) -> Response:
    """POST /wishes: an area, and words as far as somebody wants to."""
    case, form = own_case(visit), await visit.form()
    area, words = str(form.get("life_area", "")), clean(str(form.get("words", "")))
    try:
        said = await visit.write(said_needs.say, area, words, visit.language.tag)
    except Problem as problem:
        if visit.wants_json or problem.status != 422 or case["state"] in READ_ONLY_STATES:
            raise
        return _page(visit, case, _page_of(area), problem, area, words)
    return visit.redirect(f"{_page_of(area)}?said={said}")


async def say_by_voice(visit: Visit) -> Response:
    """POST /wishes/recordings: the same by speaking, or spoken to one that was just sent (`need_id`)."""
    own_case(visit)
    form, voice = await voices.sent_voice(visit, "client", visit.language.tag)
    area, need_id = str(form.get("life_area", "")), str(form.get("need_id", ""))
    if need_id:
        said = await visit.write(said_needs.speak, need_id, voice)
    else:
        said = await visit.write(said_needs.say, area, "", visit.language.tag, voice)
    return visit.redirect(f"{_page_of(area)}?said={said}")


async def take_back(visit: Visit) -> Response:
    """POST /wishes/{id}/removal: gone, with its recording. A protected one after the PIN."""
    own_case(visit)
    need = visit.read.row("needs.find", need_id=visit.path["id"], high="yes")
    if need and need["sensitivity"] == "high" and high(visit) != "yes":
        return pin_first(PROTECTED)
    gone = await visit.write(said_needs.take_back, visit.path["id"])
    return visit.redirect(f"{_page_of(gone['life_area'])}?back=1")


def _page_of(area: str) -> str:
    return PROTECTED if area in ONLINE_ONLY else OPEN


def _page(
    visit: Visit, case: Row, path: str, problem: Problem | None = None, area: str = "", words: str = ""
) -> Response:
    query = visit.request.query_params
    protected = path == PROTECTED
    said = _said(visit, query.get("said", ""))
    plain = not (protected or problem or said or "back" in query)
    answer = visit.page(
        "client/wishes.html",
        status=problem.status if problem else 200,
        stored_seconds=stored(case) if plain else None,
        nav="plan",
        issued=issued(visit),
        protected=protected,
        areas=_areas(visit, ONLINE_ONLY if protected else [one for one in LIFE_AREAS if one not in ONLINE_ONLY]),
        chosen=area,
        typed_words=words,
        most=TEXT_LIMIT,
        problem=visit.say(problem.message, **problem.values) if problem else "",
        said=said,
        taken_back="back" in query,
        wishes=_wishes(visit, case, protected),
        pin_given=high(visit) == "yes",
        read_only=case["state"] in READ_ONLY_STATES,
        may_say=said_needs.may_say(visit.read, case["id"]),
        asks=consent_words.asks_for_plan(visit, case["id"]),
        **office(visit, case),
    )
    return voices.with_microphone(answer)


def _areas(visit: Visit, areas: Any) -> list[tuple[str, str]]:
    return [(area, views.life_area(visit, area)) for area in areas]


def _said(visit: Visit, need_id: str) -> View | None:
    """What was just sent, so that a voice can be added to it."""
    row = visit.read.row("needs.find", need_id=need_id, high="yes") if need_id else None
    if row is None or row["said_by"] != "client":
        return None
    return {"id": row["id"], "life_area": row["life_area"], "spoken": row["recording_id"] is not None}


def _wishes(visit: Visit, case: Row, protected: bool) -> list[View]:
    rows = visit.read.rows("needs.of_case", case_id=case["id"], high=high(visit) if protected else "no")
    own = [row for row in rows if row["said_by"] == "client" and (row["sensitivity"] == "high") == protected]
    return [
        {
            "id": row["id"],
            "life_area": row["life_area"],
            "area": views.life_area(visit, row["life_area"]),
            "on": views.moment_of(visit, row["made_at"]),
            "written": bool(row["own_words"]),
            "spoken": row["recording_id"] is not None,
            "state": row["state"],
            "state_text": "" if row["state"] == "open" else visit.say(NEED_STATES[row["state"]]),
            "seen_by": (row["seen_name"] or "") if row["seen_at"] else "",
            "may_take_back": may_take_back(row) and case["state"] not in READ_ONLY_STATES,
        }
        for row in own
    ]
