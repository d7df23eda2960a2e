"""How the situation record and needs are told, to the client and at the desk: the same words and shapes for both."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pwa_server.domain import situation as rules
from pwa_server.domain.problems import N_
from pwa_server.i18n.languages import direction, language_name
from pwa_server.i18n.texts import own_words
from pwa_server.pages import views
from pwa_server.storage.database import Row
from pwa_server.web.visit import Visit

View = dict[str, Any]

SKILLS = {
    "listening": N_("Hören"),
    "speaking": N_("Sprechen"),
    "reading": N_("Lesen"),
    "writing": N_("Schreiben"),
}
LEVELS = {
    "none": N_("noch nichts"),
    "A1": "A1",
    "A2": "A2",
    "B1": "B1",
    "B2": "B2",
    "C1": "C1",
    "C2": "C2",
    "not_said": N_("Möchte das nicht sagen"),
}
SOURCES = {
    "self": N_("selbst geschätzt"),
    "test": N_("Test"),
    "course": N_("Kurs"),
    "certificate": N_("Zeugnis"),
}
CERTIFICATES = {
    "school": N_("Schule"),
    "vocational": N_("Ausbildung"),
    "university": N_("Studium"),
    "language": N_("Sprache"),
    "licence": N_("Führerschein"),
    "other": N_("Anderes Zeugnis"),
}
PAPERS = {"original": N_("Original"), "copy": N_("Kopie"), "translation": N_("Übersetzung")}
RELATIONS = {
    "partner": N_("Partner oder Partnerin"),
    "child": N_("Kind"),
    "parent": N_("Mutter oder Vater"),
    "sibling": N_("Bruder oder Schwester"),
    "grandparent": N_("Oma oder Opa"),
    "other": N_("Andere Person"),
}
AGE_BANDS = {
    "0-2": N_("0 bis 2 Jahre"),
    "3-5": N_("3 bis 5 Jahre"),
    "6-9": N_("6 bis 9 Jahre"),
    "10-15": N_("10 bis 15 Jahre"),
    "16-17": N_("16 bis 17 Jahre"),
    "18-26": N_("18 bis 26 Jahre"),
    "27-64": N_("27 bis 64 Jahre"),
    "65+": N_("ab 65 Jahre"),
}
DOCUMENTS = {
    "residence_permit": N_("Aufenthaltserlaubnis"),
    "settlement_permit": N_("Niederlassungserlaubnis"),
    "section_24": N_("Aufenthalt nach § 24"),
    "asylum_process": N_("Aufenthaltsgestattung"),
    "toleration": N_("Duldung"),
    "fiction": N_("Fiktionsbescheinigung"),
    "eu": N_("Ausweis aus der EU"),
    "german": N_("Deutscher Ausweis"),
    "other": N_("Anderes Papier"),
}
YES_NO = {"yes": N_("Ja"), "no": N_("Nein")}
PERMISSIONS = {"yes": N_("Ja"), "no": N_("Nein"), "ask": N_("Das fragen wir nach")}
URGENCIES = {"now": N_("jetzt"), "soon": N_("bald"), "later": N_("später")}
NEED_STATES = {
    "open": N_("offen"),
    "goal_made": N_("ist ein Ziel"),
    "no_offer": N_("kein passendes Angebot"),
    "not_wanted": N_("nicht gewünscht"),
    "met": N_("erledigt"),
}
NOT_ASKED = N_("nicht gefragt")
NOT_SAID = N_("Möchte das nicht sagen")


LABELS = {
    "school_years": N_("Jahre in der Schule"),
    "certificates": N_("Zeugnisse"),
    "job": N_("Gelernter Beruf"),
    "work_years": N_("Jahre im Beruf"),
    "skills": N_("Weitere Fähigkeiten"),
    "household": N_("Wer zu Hause wohnt"),
    "childcare_needed": N_("Betreuung für Kinder"),
    "residence_document": N_("Aufenthaltspapier"),
    "residence_until": N_("Gültig bis"),
    "residence_obligation": N_("Wohnsitzauflage"),
    "work_permission": N_("Arbeit erlaubt"),
}


def strengths(facts: Mapping[str, Any] | None, language: str) -> View | None:
    """What the person can build on, for a reader of `language`: her own words where she reads them, German beside."""
    if not facts or not (facts["strengths"] or facts["strengths_words"]):
        return None
    words = facts["strengths_words"]
    return {
        "words": own_words(words, facts["strengths_language"] or language) if words else None,
        "german": facts["strengths"] or "",
    }


def levels(visit: Visit, rows: Sequence[Row]) -> list[View]:
    """Language levels by language: the one that counts of each skill with its source and day, older ones below."""
    counting, older = rules.latest(rows)
    languages = list(dict.fromkeys(row["language"] for row in rows))
    return [
        {
            "language": language,
            "name": language_name(visit.language.tag, language),
            "skills": [
                _level(visit, counting[language, skill]) for skill in rules.SKILLS if (language, skill) in counting
            ],
            "older": [_level(visit, row) for row in older if row["language"] == language],
        }
        for language in sorted(languages, key=lambda tag: tag != "de")
    ]


def _level(visit: Visit, row: Mapping[str, Any]) -> View:
    return {
        "id": row["id"],
        "skill": visit.say(SKILLS[row["skill"]]),
        "level": visit.say(LEVELS[row["level"]]),
        "source": visit.say(SOURCES[row["source"]]),
        "day": views.day(visit, row["on_day"]),
        "said": row["level"] != rules.NOT_SAID,
    }


def facts(
    visit: Visit, row: Row | None, certificates: Sequence[Row], household: Sequence[Row]
) -> dict[str, list[View]]:
    """Each part of the record as lines (label, value), fields nobody asked for with an empty value."""
    kept: Mapping[str, Any] = row or {}
    not_said = json.loads(kept["not_said"]) if kept else []
    values = _plain(visit, kept) | {
        "certificates": [_certificate(visit, one) for one in certificates],
        "household": _people(visit, household),
    }
    return {
        part: [
            {
                "name": name,
                "label": visit.say(LABELS[name]),
                "value": values.get(name) or "",
                "typed": name in ("job", "skills"),
                "language": kept.get("skills_language") or "" if name == "skills" else "de",
                "not_said": name in not_said,
            }
            for name in names
        ]
        for part, names in rules.DECLINABLE.items()
        if part != "strengths"
    }


def _plain(visit: Visit, kept: Mapping[str, Any]) -> View:
    tables = {
        "residence_document": DOCUMENTS,
        "residence_obligation": YES_NO,
        "work_permission": PERMISSIONS,
    }
    chosen = {name: visit.say(table[kept[name]]) for name, table in tables.items() if kept.get(name)}
    years = {name: str(kept[name]) for name in ("school_years", "work_years") if kept.get(name) is not None}
    until = views.day(visit, kept.get("residence_until"))
    return (
        chosen
        | years
        | {
            "job": kept.get("job"),
            "skills": kept.get("skills"),
            "residence_until": until.numeric if until else "",
            "childcare_needed": _childcare(visit, kept),
        }
    )


def _childcare(visit: Visit, kept: Mapping[str, Any]) -> str:
    if kept.get("childcare_needed") == "yes" and kept.get("childcare_hours"):
        return visit.say(N_("Ja, %(hours)s Stunden in der Woche"), hours=kept["childcare_hours"])
    return visit.say(YES_NO[kept["childcare_needed"]]) if kept.get("childcare_needed") else ""


def _certificate(visit: Visit, row: Row) -> str:
    papers = [visit.say(PAPERS[paper]) for paper in json.loads(row["papers"])]
    return " · ".join(filter(None, (visit.say(CERTIFICATES[row["kind"]]), row["name"], row["country"], *papers)))


def _people(visit: Visit, rows: Sequence[Row]) -> list[str]:
    ages = {"": "", **{code: visit.say(words) for code, words in AGE_BANDS.items()}}
    return [" · ".join(filter(None, (visit.say(RELATIONS[row["relation"]]), ages[row["age_band"]]))) for row in rows]


def need(visit: Visit, row: Row) -> View:
    """A need: the own words first, German beside, what has become of it."""
    words = row["own_words"]
    return {
        "id": row["id"],
        "version": row["version"],
        "life_area": row["life_area"],
        "area": views.life_area(visit, row["life_area"]),
        "words": own_words(words, row["own_words_language"]) if words else None,
        "words_dir": direction(row["own_words_language"] or "de"),
        "german": row["german"] or "",
        "urgency": row["urgency"],
        "urgency_text": visit.say(URGENCIES[row["urgency"]]),
        "state": row["state"],
        "state_text": visit.say(NEED_STATES[row["state"]]),
        "protected": row["sensitivity"] == "high",
        "recording": row["recording_id"] or "",
        "by_client": row["said_by"] == "client",
        "new": row["said_by"] == "client" and row["seen_at"] is None and row["state"] == "open",
        "on": views.moment_of(visit, row["made_at"]),
        "goal_id": row["goal_id"],
        "goal_over": row["goal_state"] in ("dropped", "changed", "not_needed_anymore", "achieved"),
    }
