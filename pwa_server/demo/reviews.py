"""The demo's talks about plans: those that were held, and one that is prepared for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pwa_server.domain.times import starts_at

if TYPE_CHECKING:
    from pwa_server.demo.seed import Demo

Persona = dict[str, Any]
DECISIONS = {"changed_to": "changed", "not_needed_anymore": "not_needed"}
STATES = {"changed": "changed", "achieved": "achieved", "not_needed": "not_needed_anymore", "continue": "in_progress"}
# Who has tapped at home already what the talk ahead is to be about: a face and what is in the way.
PREPARED = {"cl-samira": (4, ("language", "no_childcare"))}


def add_reviews(demo: Demo) -> None:
    """All reviews of the personas, and what is prepared for the next ones."""
    for persona in demo.personas["clients"]:
        for review in persona["reviews"]:
            _add_review(demo, persona, review)
        if persona["id"] in PREPARED:
            _add_prepared(demo, persona)


def _add_review(demo: Demo, persona: Persona, review: Persona) -> None:
    case_id, meeting_id = demo.ids[f"{persona['id']}.case"], demo.ids[f"{persona['id']}.{review['meeting']}"]
    meeting = next(one for one in persona["meetings"] if one["id"] == review["meeting"])
    day = demo.calendar.working_day(meeting["starts"]["day"]).isoformat()
    at, staff = starts_at(day, demo.calendar.clock(meeting["starts"])), demo.ids[persona["case"]["counsellor"]]
    next_review = review["next_review"]
    review_id = demo.tx.insert(
        "reviews",
        case_id=case_id,
        state="finished",
        meeting_id=meeting_id,
        planned_on=day,
        held_on=day,
        client_rating=review["client_rating"],
        staff_good_sealed=review["successes_de"],
        staff_hard_sealed=review["hurdles_de"],
        read_back="yes",
        outcome="next" if next_review else "fulfilled",
        outcome_reason=None if next_review else "goals_met",
        confirmed=None if next_review else "client",
        next_meeting_id=demo.ids[f"{persona['id']}.{next_review}"] if next_review else None,
        opened_at=at,
        opened_by=staff,
        finished_at=at,
        finished_by=staff,
    )
    for code in review["hurdle_codes"]:
        demo.tx.insert("review_hurdles", review_id=review_id, case_id=case_id, side="counsellor", code=code)
    for decided in review["decisions"]:
        _add_decision(demo, persona, decided, review_id=review_id, case_id=case_id, applied_at=at)


def _add_decision(demo: Demo, persona: Persona, decided: Persona, **record: str) -> None:
    decision = str(DECISIONS.get(decided["decision"], decided["decision"]))
    became = str(decided["to"] or "")
    demo.tx.insert(
        "review_decisions",
        goal_id=demo.ids[f"{persona['id']}.{decided['goal']}"],
        decision=decision,
        from_state="in_progress",
        to_state=STATES[decision],
        became_id=demo.ids[f"{persona['id']}.{became}"] if became else None,
        **record,
    )


def _add_prepared(demo: Demo, persona: Persona) -> None:
    case_id, (rating, hurdles) = demo.ids[f"{persona['id']}.case"], PREPARED[persona["id"]]
    at, client_id = demo.calendar.at({"day": -1}, "17:30:00"), demo.ids[persona["id"]]
    review = {"opened_at": at, "opened_by": client_id, "client_prepared_at": at, "client_rating": rating}
    review_id = demo.tx.insert("reviews", case_id=case_id, client_language=persona["languages"]["ui"], **review)
    for code in hurdles:
        demo.tx.insert("review_hurdles", review_id=review_id, case_id=case_id, side="client", code=code)
