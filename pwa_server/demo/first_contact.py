"""What the demo's clients told in the first long talk: strengths, situation, wishes, and what was decided."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pwa_server.domain.needs import usual_sensitivity

if TYPE_CHECKING:
    from pwa_server.demo.seed import Demo

Persona = dict[str, Any]
URGENCIES = {"high": "now", "medium": "soon", "low": "later"}
SKILLS = ("listening", "speaking", "reading", "writing")
DOCUMENTS = {
    "Aufenthaltserlaubnis": "residence_permit",
    "Aufenthaltserlaubnis (§ 24)": "section_24",
    "Duldung": "toleration",
    "Unionsbürger (kein Titel nötig)": "eu",
}
RELATIONS = {"spouse": "partner", "child": "child"}
BANDS = ((2, "0-2"), (5, "3-5"), (9, "6-9"), (15, "10-15"), (17, "16-17"), (26, "18-26"), (64, "27-64"), (200, "65+"))
# School years, job, years at work; a certificate with its country and what of it lies there.
SCHOOL: dict[str, Persona] = {
    "cl-samira": {"school_years": 10, "job": "Schneiderin", "work_years": 8},
    "cl-farid": {"school_years": 0, "job": "Maurer", "work_years": 20},
    "cl-olena": {"school_years": 11, "job": "Krankenschwester", "work_years": 15},
    "cl-yonas": {"school_years": 8, "skills": "Praktikum als Maler"},
    "cl-elif": {"school_years": 12, "job": "Buchhalterin", "work_years": 4},
    "cl-hodan": {"school_years": 6, "skills": "Praktikum in der Altenpflege"},
}
CERTIFICATES = {
    "cl-olena": ("vocational", "Diplom als Krankenschwester", "Ukraine", ["original", "translation"]),
    "cl-elif": ("university", "Bachelor Wirtschaft", "Türkei", ["original", "copy"]),
}
CHILDCARE_HOURS = {"cl-samira": 20, "cl-hodan": 25}
WISHES = {
    "language": "Besser Deutsch sprechen und lesen",
    "education": "Einen Schulabschluss machen",
    "work": "Arbeit oder eine Ausbildung finden",
    "recognition": "Mit dem Zeugnis hier arbeiten",
    "housing": "Eine größere Wohnung",
    "health": "Einen guten Arzt finden",
    "family": "Einen Platz in der Kita",
    "residence": "Sicher hier leben",
    "finance": "Die Briefe vom Amt verstehen",
    "social": "Menschen kennenlernen",
    "everyday": "Briefe und Termine ordnen",
}
# What somebody has said herself a day ago: area and own words.
SAID = {"cl-samira": ("social", "أريد أن أتعرف على نساء أخريات في الحي.")}
REASONS = {
    "agreement_sensible": "Ziele und Schritte sind klar. Beide Seiten wissen, was sie tun.",
}


def add_first_contact(demo: Demo, persona: Persona) -> None:
    """The record of one client; who came for quick help only has told less."""
    _add_situation(demo, persona)
    if persona["clearing"]:
        _add_talk(demo, persona, persona["clearing"])
        for area, urgency in persona["clearing"]["needs"].items():
            _add_need(demo, persona, area, URGENCIES[urgency])
    if persona["id"] in SAID:
        _add_said(demo, persona, *SAID[persona["id"]])


def _made(demo: Demo, persona: Persona) -> Persona:
    clearing = persona["clearing"]
    at = demo.calendar.at(clearing["held"] if clearing else persona["case"]["opened"])
    counsellor = persona["case"].get("previous_counsellor") or persona["case"]["counsellor"]
    return {"case_id": demo.ids[f"{persona['id']}.case"], "made_at": at, "made_by": demo.ids[counsellor]}


def _add_talk(demo: Demo, persona: Persona, clearing: Persona) -> None:
    made = _made(demo, persona)
    interpreter = clearing["interpreter"]
    demo.tx.insert(
        "clearings",
        held_on=demo.calendar.on(clearing["held"]),
        place_kind="office",
        participants=json.dumps(["client", "counsellor", *(["interpreter"] if interpreter else [])]),
        interpreter_language=persona["languages"]["interpreter"] if interpreter else "",
        interpreter_name_sealed=demo.interpreters.get(interpreter) if interpreter else None,
        **made,
    )
    demo.tx.insert(
        "clearing_decisions",
        case_id=made["case_id"],
        decision=clearing["decision"],
        reason_sealed=REASONS[clearing["decision"]],
        decided_at=made["made_at"],
        decided_by=made["made_by"],
    )


def _add_situation(demo: Demo, persona: Persona) -> None:
    made = _made(demo, persona)
    german = persona["german"]
    for skill in SKILLS:
        source = "test" if german["tested"] else "self"
        level = {"language": "de", "skill": skill, "level": german[skill], "source": source}
        demo.tx.insert("situation_languages", on_day=str(made["made_at"])[:10], **level, **made)
    if persona["id"] in CERTIFICATES:
        kind, name, country, papers = CERTIFICATES[persona["id"]]
        demo.tx.insert(
            "situation_certificates", kind=kind, name_sealed=name, country=country, papers=json.dumps(papers), **made
        )
    for person in persona["family"]:
        if person["relation"] in RELATIONS:
            band = next(name for last, name in BANDS if person["age"] <= last)
            demo.tx.insert("situation_household", relation=RELATIONS[person["relation"]], age_band=band, **made)
    _add_facts(demo, persona, made)


def _add_facts(demo: Demo, persona: Persona, made: Persona) -> None:
    school = SCHOOL.get(persona["id"], {})
    residence, hours = persona["residence"], CHILDCARE_HOURS.get(persona["id"])
    strengths = filter(None, (persona["strengths_de"], (persona["clearing"] or {}).get("resources_de")))
    demo.tx.insert(
        "situation_facts",
        case_id=made["case_id"],
        strengths_sealed=" ".join(strengths) or None,
        school_years=school.get("school_years"),
        job_sealed=school.get("job"),
        work_years=school.get("work_years"),
        skills_sealed=school.get("skills"),
        skills_language="de" if school.get("skills") else None,
        childcare_needed="yes" if hours else None,
        childcare_hours=hours,
        residence_document=DOCUMENTS.get(residence["document"]),
        residence_until=demo.calendar.on(residence["valid_until"]),
        filled_at=made["made_at"],
        made_at=made["made_at"],
        changed_at=made["made_at"],
        changed_by=made["made_by"],
    )


def _add_need(demo: Demo, persona: Persona, area: str, urgency: str) -> None:
    """A wish; where a goal of this area exists, it was made of it."""
    made = _made(demo, persona)
    of_area = [goal for goal in persona["goals"] if goal["life_area"] == area]
    # Of two goals the more protected one: a wish is never better protected than what became of it.
    goal = max(of_area, key=lambda one: one["sensitivity"] == "high", default=None)
    state = "goal_made" if goal else "open"
    own_words = goal["own_words"] if goal else None
    need_id = demo.tx.insert(
        "needs",
        life_area=area,
        urgency=urgency,
        sensitivity=goal["sensitivity"] if goal else usual_sensitivity(area),
        own_words_sealed=own_words,
        own_words_language=persona["languages"]["ui"] if own_words else None,
        german_sealed=WISHES[area],
        state=state,
        goal_id=demo.ids[f"{persona['id']}.{goal['id']}"] if goal else None,
        **made,
    )
    history = {"need_id": need_id, "case_id": made["case_id"], "at": made["made_at"], "by_id": made["made_by"]}
    for passed in ("open", "goal_made") if goal else ("open",):
        demo.tx.insert("need_states", state=passed, **history)


def _add_said(demo: Demo, persona: Persona, area: str, words: str) -> None:
    """A wish that the client said herself; nobody has looked at it yet."""
    said = {
        "case_id": demo.ids[f"{persona['id']}.case"],
        "made_at": demo.calendar.at({"day": -1}),
        "made_by": demo.ids[persona["id"]],
    }
    need_id = demo.tx.insert(
        "needs",
        life_area=area,
        urgency="soon",
        sensitivity=usual_sensitivity(area),
        own_words_sealed=words,
        own_words_language=persona["languages"]["ui"],
        state="open",
        said_by="client",
        **said,
    )
    demo.tx.insert(
        "need_states", need_id=need_id, case_id=said["case_id"], state="open", at=said["made_at"], by_id=said["made_by"]
    )
