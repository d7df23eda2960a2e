"""Offers for a goal at the desk: what suits first, with the reasons; one becomes a step, or none suits."""

import json
from dataclasses import replace
from typing import Any

from starlette.responses import Response

from pwa_server.casework import gaps, offer_checks
from pwa_server.domain.matching import DAY_PARTS, Match, Wanted, matches
from pwa_server.domain.offers import LEVELS, TARGET_GROUPS
from pwa_server.domain.problems import N_, BadInput
from pwa_server.pages import offer_words, views
from pwa_server.pages.counsellor import inputs
from pwa_server.pages.counsellor.goals import found_goal, goal_view
from pwa_server.storage.database import Row
from pwa_server.web.visit import Visit

View = dict[str, Any]
DAY_PART_WORDS = {
    "any": N_("egal"),
    "morning": N_("am Vormittag"),
    "afternoon": N_("am Nachmittag"),
    "evening": N_("am Abend"),
}
LONGEST_PLACE = 100
YES_NO = {"yes": N_("ja"), "no": N_("nein")}
_GROUPS = {code: offer_words.TARGET_GROUPS[code] for code in TARGET_GROUPS if code not in ("all", "other_group")}


async def show_matches(visit: Visit) -> Response:
    """All offers of the goal's area that can still be begun. What the situation record says can be chosen otherwise."""
    case, goal = await found_goal(visit)
    wanted = _chosen(dict(visit.request.query_params), gaps.wanted_of(visit.read, case, goal["life_area"]))
    rows = [
        row | {"times": json.loads(row["times"]), "times_text": row["times"]}
        for row in visit.read.rows("offers.of_area", life_area=goal["life_area"])
    ]
    found = matches(rows, wanted, visit.today.isoformat())
    checks = visit.read.rows("offer_checks.of_goal", goal_id=goal["id"])
    return visit.page(
        "counsellor/offers.html",
        nav="cases",
        case=case,
        goal=goal_view(visit, case, goal, visit.read.rows("translations.of_case", case_id=case["id"])),
        wanted=wanted,
        levels=[("", visit.say(N_("nicht bekannt"))), *((lvl, offer_words.level_name(visit, lvl)) for lvl in LEVELS)],
        day_parts=inputs.said(visit, DAY_PART_WORDS),
        groups=[("", visit.say(DAY_PART_WORDS["any"])), *inputs.said(visit, _GROUPS)],
        yes_no=inputs.said(visit, YES_NO),
        fitting=[_match(visit, match) for match in found if match.fits],
        others=[_match(visit, match) for match in found if not match.fits],
        nothing_found=next(
            (views.moment_of(visit, row["made_at"]) for row in checks if row["found"] == "no_offer"), None
        ),
        taken={row["offer_id"] for row in checks if row["offer_id"]},
    )


async def take_offer(visit: Visit) -> Response:
    """The offer becomes a step of the goal."""
    form = await visit.form()
    await visit.write(offer_checks.take, visit.path["goal_id"], str(form.get("offer_id", "")))
    return visit.redirect(f"/desk/goals/{visit.path['goal_id']}")


async def find_nothing(visit: Visit) -> Response:
    """None suits: the gap is counted without a name."""
    form = {name: str(value) for name, value in (await visit.form()).items()}
    goal_id = visit.path["goal_id"]
    await visit.write(offer_checks.find_nothing, goal_id, _chosen(form, Wanted(life_area="")))
    return visit.redirect(f"/desk/goals/{goal_id}/offers")


def _chosen(sent: dict[str, str], start: Wanted) -> Wanted:
    """What was chosen on the page, over what is known of the person. Raises BadInput."""
    level, part = sent.get("level", start.level), sent.get("part", start.day_part)
    if (level and level not in LEVELS) or part not in DAY_PARTS:
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    known: dict[str, Any] = {name: sent[name] == "yes" for name in ("reads", "childcare") if sent.get(name) in YES_NO}
    group, near = sent.get("group", start.group), " ".join(sent.get("near", start.near).split())[:LONGEST_PLACE]
    if group and group not in _GROUPS:
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    return replace(start, level=level, day_part=part, group=group, near=near, **known)


def _match(visit: Visit, match: Match) -> View:
    row: Row = dict(match.offer)
    view = offer_words.offer_view(visit, row | {"times": row["times_text"]})
    return view | {
        "fits": match.fits,
        "for": [visit.say(reason.words) for reason in match.reasons if reason.fits],
        "against": [visit.say(reason.words) for reason in match.reasons if not reason.fits],
    }
