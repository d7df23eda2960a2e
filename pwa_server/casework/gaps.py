"""Needs that nothing suits: a month, an area, a level. Neither case nor person can be found from a gap."""

from pwa_server.domain import situation
from pwa_server.domain.matching import Wanted, usual
from pwa_server.domain.times import berlin_day
from pwa_server.storage.database import Read, Row, Tx

# What blocks a step because there is nothing: these count as a gap by themselves.
BLOCKED = ("no_place_available", "no_offer")
GERMAN = "de"


def wanted_of(read: Read, case: Row, life_area: str) -> Wanted:
    """What the person of a case looks for in an area, as far as the situation record tells this reader."""
    levels, _ = situation.latest(read.rows("situation.languages", case_id=case["id"]))
    german = [level["level"] for (language, _skill), level in levels.items() if language == GERMAN]
    return Wanted(
        life_area=life_area,
        level=usual(german),
        reads=case["literacy"] != "not_literate",
        childcare=_needs_childcare(read, case["id"]),
    )


def _needs_childcare(read: Read, case_id: str) -> bool:
    facts = read.row("situation.facts", case_id=case_id)
    if facts and facts["childcare_needed"]:
        return str(facts["childcare_needed"]) == "yes"
    household = read.rows("situation.household", case_id=case_id)
    return any(person["relation"] == "child" and person["age_band"] in situation.BANDS_UNDER_6 for person in household)


def note(tx: Tx, case: Row, wanted: Wanted, source: str, about: str) -> None:
    """Count a gap once for whatever it is `about`, the id of a goal. Asked again, it is the same gap."""
    if tx.row_by_digest("gaps.known", "about_digest", "service gap", about):
        return
    tx.insert(
        "service_gaps",
        carrier_id=case["carrier_id"],
        month=berlin_day(tx.now).isoformat()[:7],
        life_area=wanted.life_area,
        level=wanted.level,
        childcare="yes" if wanted.childcare else "no",
        source=source,
        about_digest=tx.digest("service gap", about),
    )


def note_need(tx: Tx, need: Row) -> None:
    """Count a need that nothing suits; with a goal made of it, it is the goal's gap. The caller has found the need."""
    case = tx.row("cases.find", case_id=need["case_id"])
    if case:
        note(tx, case, wanted_of(tx, case, need["life_area"]), "no_match", need["goal_id"] or need["id"])


def note_blocked(tx: Tx, step: Row, obstacle: str | None) -> None:
    """Count a step that stands still because there is no place or no offer. The caller has found the step."""
    if obstacle not in BLOCKED:
        return
    case = tx.row("cases.find", case_id=step["case_id"])
    goal = tx.row("goals.find", goal_id=step["goal_id"], high="yes")
    if case and goal:
        note(tx, case, wanted_of(tx, case, goal["life_area"]), obstacle, goal["id"])
