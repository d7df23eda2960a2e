"""Agreements at the desk: their versions, one version with what it says, who signed, and what is missing until it counts."""

from collections.abc import Callable, Sequence
from typing import Any

from starlette.responses import Response

from pwa_server.access.rights import may
from pwa_server.domain import agreements as rules
from pwa_server.domain.ages import age_group, needs_guardian
from pwa_server.domain.goals import LIVE
from pwa_server.domain.problems import N_, NotVisible, RuleBroken
from pwa_server.i18n.languages import language_name
from pwa_server.pages import documents, views
from pwa_server.pages.counsellor import inputs
from pwa_server.pages.counsellor.agreement_forms import ReviewForm, empty_review
from pwa_server.pages.counsellor.opening import opened
from pwa_server.pages.frozen import frozen
from pwa_server.pages.plan_text import PlanText, plan_text
from pwa_server.storage.database import Row
from pwa_server.web.forms import Refused
from pwa_server.web.visit import Visit

View = dict[str, Any]
STATES = {
    "draft": N_("Entwurf"),
    "offered": N_("gezeigt"),
    "partly_signed": N_("zum Teil unterschrieben"),
    "in_force": N_("gilt"),
    "superseded": N_("von einer neuen Fassung abgelöst"),
    "fulfilled": N_("geschafft"),
    "ended": N_("beendet"),
    "declined": N_("nicht gewollt"),
    "discarded": N_("verworfen"),
}
REASONS = {
    "case_closed": N_("Die Beratung ist zu Ende."),
    "consent_withdrawn": N_("Die Person möchte keinen Plan mehr speichern."),
    "review": N_("In der Auswertung beschlossen."),
    "protected": N_("Ein Ziel steht jetzt unter Schutz."),
}
METHODS = ("paper_scan", "oral_read_aloud", "paper_mark_read_aloud")
MORE_SIGNERS = ("guardian", "mentor", "partner", "other")


async def list_versions(visit: Visit) -> Response:
    """GET /desk/cases/{case_id}/agreements: all versions, and how to begin one. The plan works without any."""
    case = await opened(visit, visit.path["case_id"], "agreement")
    rows = visit.read.rows("agreements.of_case", case_id=case["id"])
    return visit.page(
        "counsellor/agreements.html",
        nav="cases",
        case=case,
        versions=[version_view(visit, row) for row in rows],
        may_begin=may(case["relationship"], "agreement.edit")
        and case["state"] in rules.IN_CASES
        and not any(row["state"] in rules.OPEN for row in rows),
        too_early=case["state"] in ("new", "clearing"),
        has_one_in_force=any(row["state"] == "in_force" for row in rows),
    )


async def found_version(visit: Visit, agreement_id: str, reason: str = "agreement") -> tuple[Row, Row]:
    """The case and a version of its agreement, its opening written down. Raises NotVisible."""
    row = visit.read.row("agreements.find", agreement_id=agreement_id)
    if row is None:
        raise NotVisible
    return await opened(visit, row["case_id"], reason), row


async def show_version(visit: Visit) -> Response:
    """GET /desk/agreements/{agreement_id}."""
    case, row = await found_version(visit, visit.path["agreement_id"])
    return version_page(visit, case, row)


def version_page(
    visit: Visit, case: Row, row: Row, review: ReviewForm | None = None, refused: Refused | None = None
) -> Response:
    """One version in its state; `review` is the booking form as it was sent, `refused` another one to look at again."""
    paper = visit.read.row("agreements.paper", case_id=case["id"])
    if paper is None:
        raise NotVisible
    kept = frozen(row)
    text = kept or plan_text(visit.read, paper, states=LIVE & rules.AGREED_GOALS)
    goals = {goal["id"]: goal for goal in visit.read.rows("agreements.goal_states", case_id=case["id"])}
    hidden = [goal["id"] for goal in goals.values() if goal["sensitivity"] == "high"]
    places = visit.read.rows("agreements.signatures", agreement_id=row["id"])
    sides = documents.sides_of(text)
    return visit.page(
        "counsellor/agreement.html",
        status=422 if review or refused else 200,
        refused=refused,
        nav="cases",
        case=case,
        version=version_view(visit, row),
        may_edit=may(case["relationship"], "agreement.edit"),
        doc=documents.agreement(row, text, sides, places, hidden),
        case_version=paper["case_version"],
        to_discuss=_to_discuss(visit, case, row, kept),
        places=[_place(visit, place, row) for place in documents.in_order(places)],
        own_place=next((p["id"] for p in places if p["person_id"] == visit.actor.id and not p["signed_at"]), ""),
        checks=_checks(visit, case, row, text, places, goals) if row["state"] in rules.SIGNABLE else [],
        review=visit.read.row("agreements.review_ahead", case_id=case["id"]),
        review_when=_review_when(visit, case),
        review_form=review or empty_review(visit, case),
        answers=[_answer(visit, answer) for answer in visit.read.rows("agreements.answers", agreement_id=row["id"])],
        history=_history(visit, row),
        differences=_differences(visit, row, text, sides, hidden),
        plan_differences=_since(visit, row, kept, paper, sides, hidden),
        methods=inputs.said(visit, documents.METHODS, METHODS),
        signers=inputs.said(visit, documents.SIGNERS, MORE_SIGNERS),
        languages=inputs.spoken_languages(visit, N_("keine Angabe")),
    )


def _to_discuss(visit: Visit, case: Row, row: Row, kept: PlanText | None) -> list[View]:
    """Goals that both have not said yes to: a draft waits for them, and so does a version that says them already."""
    if row["state"] not in rules.OPEN:
        return []
    said = {goal["id"] for goal in kept["goals"]} if kept else None
    rows = visit.read.rows("goals.of_case", case_id=case["id"], high="no")
    found = views.translations_of(visit.read.rows("steps.translations_of_case", case_id=case["id"]))
    waiting = [
        goal
        for goal in rows
        if goal["state"] not in rules.AGREED_GOALS
        and (goal["id"] in said if said is not None else goal["state"] in LIVE)
    ]
    return [{"title": views.goal_title(visit, goal, found), "url": f"/desk/goals/{goal['id']}"} for goal in waiting]


def version_view(visit: Visit, row: Row) -> View:
    """A version as lists name it."""
    kept = frozen(row)
    return {
        "id": row["id"],
        "number": row["number"],
        "version": row["version"],
        "state": row["state"],
        "state_text": visit.say(STATES[row["state"]]),
        "open": row["state"] in rules.OPEN,
        "signable": row["state"] in rules.SIGNABLE,
        "hash": row["hash"] or "",
        "copy": views.moment_of(visit, row["copy_given_at"]),
        "change_reason": row["change_reason"] or "",
        "since": views.moment_of(visit, row["in_force_at"] or row["offered_at"] or row["made_at"]),
        "ended": views.moment_of(visit, row["ended_at"]),
        "goals": len(kept["goals"]) if kept else 0,
        "languages": [(tag, language_name(visit.language.tag, tag)) for tag in (kept["languages"] if kept else [])],
        "url": f"/desk/agreements/{row['id']}",
    }


def _place(visit: Visit, place: Row, row: Row) -> View:
    return documents.signature(place, [visit.language.tag]) | {
        "by": place["recorder_name"] or "",
        "open": not place["signed_at"] and row["state"] in rules.SIGNABLE,
        "own": place["person_id"] == visit.actor.id,
        "removable": not place["signed_at"]
        and place["role"] in MORE_SIGNERS
        and (place["role"] != "guardian" or is_adult(visit, row["case_id"])),
    }


def _checks(
    visit: Visit, case: Row, row: Row, text: PlanText, places: Sequence[Row], goals: dict[str, Row]
) -> list[tuple[str, bool]]:
    states = {goal_id: goal["state"] for goal_id, goal in goals.items()}
    review = visit.read.row("agreements.review_ahead", case_id=case["id"])
    adult = is_adult(visit, case["id"])
    return [
        (visit.say(N_("Jedes Ziel ist besprochen.")), _holds(rules.require_agreed, text, states)),
        (
            visit.say(N_("Alle nötigen Unterschriften sind da.")),
            _holds(rules.require_signed, places, row["hash"], adult),
        ),
        (visit.say(N_("Die Person hat ein Exemplar.")), _holds(rules.require_copy, row["copy_given_at"])),
        (visit.say(N_("Der Termin für die Auswertung steht.")), _holds(rules.require_review, review)),
    ]


def is_adult(visit: Visit, case_id: str) -> bool:
    """Whether nobody signs as guardian today."""
    birth = visit.read.row("clearings.birth", case_id=case_id) or {"birth_year": None, "birth_month": None}
    year, month = birth["birth_year"], birth["birth_month"]
    group = age_group(int(year) if year else None, int(month) if month else None, visit.today)
    return not needs_guardian(group)


def _holds(require: Callable[..., None], *facts: Any) -> bool:
    try:
        require(*facts)
    except RuleBroken:
        return False
    return True


def _review_when(visit: Visit, case: Row) -> Any:
    review = visit.read.row("agreements.review_ahead", case_id=case["id"])
    return views.day_and_time(visit, review["local_date"], review["local_time"]) if review else None


def _answer(visit: Visit, row: Row) -> View:
    return {
        "id": row["id"],
        "question": row["answer"] == "question",
        "words": row["words"] or "",
        "language": row["language"],
        "received": views.moment_of(visit, row["received_at"]),
        "answer_by": views.day(visit, row["answer_by_on"]),
        "seen": views.moment_of(visit, row["seen_at"]),
    }


def _history(visit: Visit, row: Row) -> list[View]:
    # A last signature signs and brings into force in the same second.
    rows = visit.read.rows("agreements.history", agreement_id=row["id"])
    order = list(STATES)
    return [_moment(visit, one) for one in sorted(rows, key=lambda one: (one["at"], order.index(one["state"])))]


def _moment(visit: Visit, row: Row) -> View:
    return {
        "what": visit.say(STATES[row["state"]]),
        "why": visit.say(REASONS[row["reason"]]) if row["reason"] in REASONS else "",
        "when": views.moment_of(visit, row["at"]),
        "by": row["by_name"] or "",
    }


def _differences(visit: Visit, row: Row, text: PlanText, sides: Sequence[str], hidden: Sequence[str]) -> list[View]:
    before = visit.read.row("agreements.find", agreement_id=row["supersedes_id"]) if row["supersedes_id"] else None
    old = frozen(before) if before else None
    return documents.differences(rules.differences(old, text), sides, hidden) if old else []


def _since(
    visit: Visit, row: Row, kept: PlanText | None, paper: Row, sides: Sequence[str], hidden: Sequence[str]
) -> list[View]:
    """What the plan says differently today than the version in force."""
    if row["state"] != "in_force" or kept is None:
        return []
    return documents.differences(rules.differences(kept, plan_text(visit.read, paper)), sides, hidden)
