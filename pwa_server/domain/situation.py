"""The situation record: what somebody can and where she stands, as far as she wants to say. Every field is optional.

There is no field for prospects of staying, for taking part, for reasons of flight, for religion or for ethnicity.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from pwa_server.domain.problems import N_, BadInput

SKILLS = ("listening", "speaking", "reading", "writing")
# From nothing to like a first language; `not_said` is an answer, not a level.
LEVELS = ("none", "A1", "A2", "B1", "B2", "C1", "C2")
NOT_SAID = "not_said"
SOURCES = ("self", "test", "course", "certificate")

CERTIFICATE_KINDS = ("school", "vocational", "university", "language", "licence", "other")
PAPERS = ("original", "copy", "translation")
RELATIONS = ("partner", "child", "parent", "sibling", "grandparent", "other")
AGE_BANDS = ("0-2", "3-5", "6-9", "10-15", "16-17", "18-26", "27-64", "65+")
# For whom a course with childcare at the same time comes first.
BANDS_UNDER_6 = frozenset({"0-2", "3-5"})

DOCUMENTS = (
    "residence_permit",
    "settlement_permit",
    "section_24",
    "asylum_process",
    "toleration",
    "fiction",
    "eu",
    "german",
    "other",
)
YES_NO = ("yes", "no")
PERMISSIONS = ("yes", "no", "ask")

# Which fields belong together, asked on one page; each may be left open or answered with "does not want to say".
PARTS: dict[str, tuple[str, ...]] = {
    "strengths": ("strengths", "strengths_words", "strengths_language"),
    "school": ("school_years", "job", "work_years", "skills", "skills_language"),
    "household": ("childcare_needed", "childcare_hours"),
    "residence": ("residence_document", "residence_until", "residence_obligation", "work_permission"),
}
# Fields that can be answered with "does not want to say"; `certificates` and `household` are whole lists.
DECLINABLE: dict[str, tuple[str, ...]] = {
    "strengths": (),
    "school": ("school_years", "job", "work_years", "skills", "certificates"),
    "household": ("household", "childcare_needed"),
    "residence": ("residence_document", "residence_until", "residence_obligation", "work_permission"),
}
# What is no text in a form.
NUMBERS_AND_DAYS = frozenset({"school_years", "work_years", "childcare_hours", "residence_until"})
MOST_SCHOOL_YEARS = 25
MOST_WORK_YEARS = 70
MOST_HOURS = 60
MOST_PEOPLE = 20
MOST_CERTIFICATES = 10
TEXT_LIMIT = 500
ENDING_DAYS = 60
# How long a paper that has run out stays on the day list.
ENDED_DAYS = 30


def require_level(skill: str, level: str, source: str, on_day: date, today: date) -> None:
    """Raise BadInput unless this is a level that can be noted."""
    if skill not in SKILLS or level not in (*LEVELS, NOT_SAID) or source not in SOURCES:
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    if on_day > today:
        raise BadInput(N_("Dieser Tag kommt erst noch."))


def latest(
    levels: Iterable[Mapping[str, Any]],
) -> tuple[dict[tuple[str, str], Mapping[str, Any]], list[Mapping[str, Any]]]:
    """Of levels with the newest first: the one that counts by (language, skill), and the older ones."""
    counting: dict[tuple[str, str], Mapping[str, Any]] = {}
    older = []
    for level in levels:
        if (level["language"], level["skill"]) in counting:
            older.append(level)
        else:
            counting[level["language"], level["skill"]] = level
    return counting, older


def require_numbers(facts: Mapping[str, Any]) -> None:
    """Raise BadInput for years or hours that cannot be."""
    for field, most in (
        ("school_years", MOST_SCHOOL_YEARS),
        ("work_years", MOST_WORK_YEARS),
        ("childcare_hours", MOST_HOURS),
    ):
        number = facts.get(field)
        if number is not None and not 0 <= number <= most:
            raise BadInput(N_("Diese Zahl stimmt noch nicht."))


def require_choices(facts: Mapping[str, Any]) -> None:
    """Raise BadInput for an answer that is none of those there are."""
    for field, known in (
        ("childcare_needed", YES_NO),
        ("residence_document", DOCUMENTS),
        ("residence_obligation", YES_NO),
        ("work_permission", PERMISSIONS),
    ):
        value = facts.get(field)
        if value is not None and value not in known:
            raise BadInput(N_("Bitte wählen Sie eines davon."))


def require_certificate(kind: str, papers: Collection[str]) -> None:
    """Raise BadInput unless this kind of certificate and these papers exist."""
    if kind not in CERTIFICATE_KINDS or not set(papers) <= set(PAPERS):
        raise BadInput(N_("Bitte wählen Sie eines davon."))


def require_person(relation: str, age_band: str) -> None:
    """Raise BadInput unless relation and age band exist. The age may stay open, like all that is asked."""
    if relation not in RELATIONS or age_band not in ("", *AGE_BANDS):
        raise BadInput(N_("Bitte wählen Sie eines davon."))


def ending_between(today: date) -> tuple[str, str]:
    """The days between which a paper's end belongs on the counsellor's day list."""
    return (today - timedelta(days=ENDED_DAYS)).isoformat(), (today + timedelta(days=ENDING_DAYS)).isoformat()
