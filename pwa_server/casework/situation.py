"""The situation record, part by part. Whoever says nothing leaves it open; nothing depends on it but an agreement."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pwa_server.casework import cases, found
from pwa_server.domain import situation as rules
from pwa_server.domain.problems import N_, BadInput, NotVisible, Stale
from pwa_server.domain.times import berlin_day
from pwa_server.storage.database import Read, Tx

SEALED = frozenset({"strengths", "strengths_words", "job", "skills"})
EMPTY: dict[str, Any] = {"version": 0, "not_said": "[]"}


@dataclass(frozen=True)
class Level:
    """One level of one skill: how it is known and since when."""

    language: str
    skill: str
    level: str
    source: str
    on_day: date


@dataclass(frozen=True)
class Certificate:
    """A certificate: which kind, from where, what of it lies there on paper."""

    kind: str
    name: str = ""
    country: str = ""
    papers: tuple[str, ...] = ()


@dataclass(frozen=True)
class HouseholdPerson:
    """Somebody at home: how related, and an age band."""

    relation: str
    age_band: str


@dataclass(frozen=True)
class Answers:
    """What one page of the record says. A field that is missing or None was not asked; `not_said` names the declined."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    not_said: tuple[str, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    household: tuple[HouseholdPerson, ...] = ()


def is_filled(read: Read, case_id: str) -> bool:
    """Whether anything of language, school, work, household or residence was asked: no agreement is offered before.

    "Does not want to say" is an answer. Somebody without a relationship to the case gets False.
    """
    return read.row("situation.is_filled", case_id=case_id) is not None


def note_levels(tx: Tx, case_id: str, levels: Sequence[Level]) -> None:
    """Add language levels; earlier ones stay below. Raises NotVisible, NotAllowed, RuleBroken, BadInput."""
    found.plan(tx, case_id)
    today = berlin_day(tx.now)
    for level in levels:
        rules.require_level(level.skill, level.level, level.source, level.on_day, today)
        tx.insert(
            "situation_languages",
            case_id=case_id,
            language=level.language,
            skill=level.skill,
            level=level.level,
            source=level.source,
            on_day=level.on_day.isoformat(),
            made_at=tx.now,
            made_by=tx.actor_id,
        )
    cases.touch(tx, case_id)


def withdraw_level(tx: Tx, level_id: str) -> str:
    """Take a slip of the pen out of the record, once; returns the case's id. Raises NotVisible, NotAllowed, RuleBroken."""
    level = tx.row("situation.find_language", level_id=level_id)
    if level is None:
        raise NotVisible
    found.case(tx, level["case_id"])
    if not level["withdrawn_at"]:
        tx.update("situation_languages", level_id, withdrawn_at=tx.now)
        cases.touch(tx, level["case_id"])
    return str(level["case_id"])


def keep_part(tx: Tx, case_id: str, part: str, version: int, answers: Answers) -> None:
    """Keep one page of the record as it is now. Version 0 is a record that does not exist yet.

    Raises NotVisible, NotAllowed, RuleBroken for a closed plan, BadInput, Stale when somebody else was faster.
    """
    found.plan(tx, case_id)
    if part not in rules.PARTS:
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    facts = {name: answers.facts.get(name) for name in rules.PARTS[part] if name not in answers.not_said}
    rules.require_numbers(facts)
    rules.require_choices(facts)
    _require_short(facts)
    known = tx.row("situation.facts", case_id=case_id)
    kept = known or EMPTY
    not_said = _not_said(part, json.loads(kept["not_said"]), answers)
    columns = {_column(name): facts.get(name) for name in rules.PARTS[part]}
    _keep_lists(tx, case_id, part, answers)
    changes = columns | {"not_said": json.dumps(not_said), "changed_at": tx.now, "changed_by": tx.actor_id}
    changes["filled_at"] = _filled_at(tx, kept, part, facts, not_said)
    if known is None and version == 0:
        tx.insert("situation_facts", case_id=case_id, made_at=tx.now, **changes)
    elif known is None or known["version"] != version:
        raise Stale
    else:
        tx.update("situation_facts", known["id"], version=version, **changes)
    cases.touch(tx, case_id)


def _not_said(part: str, before: list[str], answers: Answers) -> list[str]:
    declinable = rules.DECLINABLE[part]
    if not set(answers.not_said) <= set(declinable):
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    return sorted({name for name in before if name not in declinable} | set(answers.not_said))


def _filled_at(tx: Tx, kept: Mapping[str, Any], part: str, facts: Mapping[str, Any], not_said: list[str]) -> str | None:
    """The moment since which anything but the strengths is answered."""
    if part == "strengths":
        return kept.get("filled_at")
    others = (name for other in rules.PARTS if other not in ("strengths", part) for name in rules.PARTS[other])
    values = [*facts.values(), *(kept.get(name) for name in others)]
    answered = not_said or any(value is not None for value in values)
    return (kept.get("filled_at") or tx.now) if answered else None


def _keep_lists(tx: Tx, case_id: str, part: str, answers: Answers) -> None:
    made: dict[str, str] = {"case_id": case_id, "made_at": tx.now, "made_by": tx.actor_id}
    if part == "school":
        _require_few(answers.certificates, rules.MOST_CERTIFICATES)
        tx.run("situation.forget_certificates", case_id=case_id)
        for one in () if "certificates" in answers.not_said else answers.certificates:
            rules.require_certificate(one.kind, one.papers)
            _require_short({"name": one.name, "country": one.country})
            papers = json.dumps(sorted(one.papers, key=rules.PAPERS.index))
            tx.insert(
                "situation_certificates",
                kind=one.kind,
                name_sealed=one.name or None,
                country=one.country,
                papers=papers,
                **made,
            )
    if part == "household":
        _require_few(answers.household, rules.MOST_PEOPLE)
        tx.run("situation.forget_household", case_id=case_id)
        for person in () if "household" in answers.not_said else answers.household:
            rules.require_person(person.relation, person.age_band)
            tx.insert("situation_household", relation=person.relation, age_band=person.age_band, **made)


def _require_few(entries: Sequence[object], most: int) -> None:
    if len(entries) > most:
        raise BadInput(N_("Das ist zu viel auf einmal."))


def _require_short(facts: Mapping[str, Any]) -> None:
    if any(isinstance(value, str) and len(value) > rules.TEXT_LIMIT for value in facts.values()):
        raise BadInput(N_("Das ist zu lang. Bitte schreiben Sie kürzer."))


def _column(name: str) -> str:
    return f"{name}_sealed" if name in SEALED else name
