"""The first long talk and the counsellor's decision after it: who decided what, when, and why. Nothing is added up."""

import json
from dataclasses import dataclass
from datetime import date

from pwa_server.casework import case_life, cases, found, situation
from pwa_server.casework.situation import Answers
from pwa_server.domain import ages
from pwa_server.domain import clearing as rules
from pwa_server.domain.cases import TRANSITIONS
from pwa_server.domain.problems import N_, BadInput, NotVisible
from pwa_server.domain.times import berlin_day
from pwa_server.storage.database import Read, Row, Tx

TALKS_BEGIN_FROM = ("new", "acute_help")


@dataclass(frozen=True)
class Talk:
    """Who was there, where and when."""

    held_on: date
    place_kind: str
    participants: tuple[str, ...]
    others: str = ""
    interpreter_language: str = ""
    interpreter_name: str = ""


@dataclass(frozen=True)
class Strengths:
    """What the person can build on: in her own words, and in German."""

    german: str = ""
    own_words: str = ""
    own_words_language: str = ""


def note_talk(tx: Tx, case_id: str, talk: Talk, strengths: Strengths, facts_version: int) -> str:
    """Keep a talk and the strengths that came up, and return the talk's id. A case that was new is in clearing then.

    Raises NotVisible, NotAllowed, RuleBroken, BadInput, Stale when the strengths were changed meanwhile.
    """
    case = found.case(tx, case_id)
    rules.require_talk(talk.held_on, talk.place_kind, talk.participants, berlin_day(tx.now))
    if max(len(talk.others), len(talk.interpreter_name)) > rules.TEXT_LIMIT:
        raise BadInput(N_("Das ist zu lang. Bitte schreiben Sie kürzer."))
    talk_id = tx.insert(
        "clearings",
        case_id=case_id,
        held_on=talk.held_on.isoformat(),
        place_kind=talk.place_kind,
        participants=json.dumps(sorted(talk.participants, key=rules.PARTICIPANTS.index)),
        others_sealed=talk.others or None,
        interpreter_language=talk.interpreter_language,
        interpreter_name_sealed=talk.interpreter_name or None,
        made_at=tx.now,
        made_by=tx.actor_id,
    )
    situation.keep_part(tx, case_id, "strengths", facts_version, strengths_as_answers(strengths))
    if case["state"] in TALKS_BEGIN_FROM:
        case_life.move_case(tx, case_id, "clearing")
    cases.touch(tx, case_id)
    return talk_id


def strengths_as_answers(strengths: Strengths) -> Answers:
    """Strengths as a part of the situation record."""
    language = strengths.own_words_language if strengths.own_words else ""
    facts = {
        "strengths": strengths.german or None,
        "strengths_words": strengths.own_words or None,
        "strengths_language": language or None,
    }
    return Answers(facts)


def decide(tx: Tx, case_id: str, decision: str, reason: str, talk: tuple[Talk, Strengths, int] | None = None) -> str:
    """Keep the counsellor's decision with person and moment, and return its id; the case goes on from it.

    Who decides about a plan has talked: a case that is new or at help at once passes through clearing on its way.

    `talk` is what was written about the talk on the same page: kept first, as `note_talk` does, or neither is.
    Raises NotVisible, NotAllowed, BadInput without a reason, RuleBroken for an agreement of somebody under 16, Stale.
    """
    if talk:
        note_talk(tx, case_id, *talk)
    case = found.case(tx, case_id)
    rules.require_decision(decision, reason)
    if decision == "agreement_sensible":
        ages.require_own_agreement(age_group_of(tx, case_id, berlin_day(tx.now)))
    decision_id = tx.insert(
        "clearing_decisions",
        case_id=case_id,
        decision=decision,
        reason_sealed=reason,
        decided_at=tx.now,
        decided_by=tx.actor_id,
    )
    state = case["state"]
    if decision != "acute_only" and state in TALKS_BEGIN_FROM and _keeps_a_plan(tx, case_id):
        state = case_life.move_case(tx, case_id, "clearing")
    to = rules.state_after(decision, state)
    if to and to in TRANSITIONS[state]:
        case_life.move_case(tx, case_id, to)
    cases.touch(tx, case_id)
    return decision_id


def _keeps_a_plan(tx: Tx, case_id: str) -> bool:
    answer = tx.row("desk.consent", case_id=case_id)
    return answer is None or answer["state"] != "declined"


def age_group_of(read: Read, case_id: str, today: date) -> ages.AgeGroup:
    """On which side of 16 and 18 the client of a case is. Raises NotVisible."""
    year, month = birth_of(_birth(read, case_id))
    return ages.age_group(year, month, today)


def birth_of(row: Row) -> tuple[int | None, int | None]:
    """Year and month as far as they were said."""
    year, month = row["birth_year"], row["birth_month"]
    return int(year) if year else None, int(month) if month else None


def keep_birth(tx: Tx, case_id: str, version: int, year: int | None, month: int | None) -> None:
    """Keep the year of birth; the month only where 16 or 18 depends on it. Raises NotVisible, BadInput, Stale."""
    found.case(tx, case_id)
    person = _birth(tx, case_id)
    today = berlin_day(tx.now)
    ages.require_birth(year, month, today)
    kept_month = month if year is not None and ages.needs_month(year, today) else None
    tx.update(
        "clients",
        person["id"],
        version=version,
        birth_year_sealed=str(year) if year else None,
        birth_month_sealed=str(kept_month) if kept_month else None,
    )
    cases.touch(tx, case_id)


def _birth(read: Read, case_id: str) -> Row:
    row = read.row("clearings.birth", case_id=case_id)
    if row is None:
        raise NotVisible
    return row
