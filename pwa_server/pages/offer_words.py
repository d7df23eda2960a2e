"""How offers are told: kinds, levels, groups, prices, times, and why one stands where it stands."""

import json
from datetime import date
from itertools import groupby
from typing import Any

from pwa_server.domain import offers as rules
from pwa_server.domain.problems import N_
from pwa_server.i18n.languages import language_name
from pwa_server.pages import views
from pwa_server.storage.database import Row
from pwa_server.web.visit import Visit

View = dict[str, Any]

STATES = {
    "draft": N_("Entwurf"),
    "published": N_("sichtbar"),
    "full": N_("voll"),
    "expired": N_("vorbei"),
    "withdrawn": N_("zurückgenommen"),
}
MOVES = {
    "published": N_("Alle dürfen es sehen"),
    "full": N_("Gerade kein Platz frei"),
    "expired": N_("Das Angebot ist vorbei"),
    "withdrawn": N_("Wir nehmen das Angebot zurück"),
}
TONES = {"draft": "quiet", "published": "good", "full": "warn", "expired": "quiet", "withdrawn": "quiet"}
KINDS = {
    "integration_course": N_("Integrationskurs"),
    "literacy_course": N_("Alphabetisierungskurs"),
    "women_course": N_("Frauenkurs"),
    "evening_course": N_("Abendkurs"),
    "vocational_german": N_("Berufssprachkurs"),
    "language_course": N_("Anderer Deutschkurs"),
    "learning_support": N_("Lernhilfe"),
    "school_or_training": N_("Schule oder Ausbildung"),
    "work": N_("Arbeit oder Praktikum"),
    "counselling": N_("Beratung"),
    "childcare": N_("Kinderbetreuung"),
    "sport": N_("Sport"),
    "meeting_place": N_("Treffpunkt"),
    "digital_skills": N_("Computer und Handy"),
    "other": N_("Etwas anderes"),
}
TARGET_GROUPS = {
    "all": N_("Alle"),
    "women": N_("Frauen"),
    "men": N_("Männer"),
    "parents": N_("Eltern"),
    "youth": N_("Junge Menschen"),
    "elderly": N_("Ältere Menschen"),
    "health_professions": N_("Menschen mit einem Gesundheitsberuf"),
    "other_group": N_("Eine andere Gruppe"),
}
ACCESSES = {"mainstream": N_("offen für alle"), "specific": N_("für eine bestimmte Gruppe")}
ACCESSIBILITIES = {
    "not_known": N_("nicht bekannt"),
    "yes": N_("ohne Stufen"),
    "partly": N_("zum Teil ohne Stufen"),
    "no": N_("nur mit Stufen"),
}
COSTS = {
    "not_known": N_("nicht bekannt"),
    "free": N_("kostenlos"),
    "sometimes_free": N_("für manche kostenlos"),
    "paid": N_("kostet Geld"),
}
WEEKDAYS = (N_("Mo"), N_("Di"), N_("Mi"), N_("Do"), N_("Fr"), N_("Sa"), N_("So"))
NO_GERMAN = N_("noch kein Deutsch")


def offer_view(visit: Visit, row: Row) -> View:
    """An offer for lists and pages of staff."""
    today = visit.today.isoformat()
    over = rules.is_over(row, today)
    return {
        **{name: row[name] for name in ("id", "title", "words", "place", "registration", "state", "version")},
        **{name: row[name] for name in ("partner_id", "seats_total", "seats_free", "waiting")},
        "partner": row["partner_name"],
        "kind": visit.say(KINDS[row["kind"]]),
        "area": row["life_area"],
        "area_name": views.life_area(visit, row["life_area"]),
        "levels": level_span(visit, row),
        "group": visit.say(TARGET_GROUPS[row["target_group"]]) if row["target_group"] != "all" else "",
        "times": times(visit, row),
        "starts": views.day(visit, row["starts_on"]),
        "cost": visit.say(COSTS[row["cost"]]) if row["cost"] != "not_known" else "",
        "cost_words": row["cost_words"],
        "accessibility": visit.say(ACCESSIBILITIES[row["accessibility"]])
        if row["accessibility"] != "not_known"
        else "",
        "childcare": row["childcare"] == "yes",
        "languages": " · ".join(language_name(visit.language.tag, tag) for tag in json.loads(row["languages"])),
        "state_text": visit.say(STATES["expired" if over and row["state"] in rules.OPEN else row["state"]]),
        "tone": "quiet" if over else TONES[row["state"]],
        "open": row["state"] in rules.OPEN and not over,
        "verified": views.day(visit, row["verified_on"]),
        "old": rules.is_old(row["verified_on"], visit.today),
    }


def level_name(visit: Visit, level: str) -> str:
    """A level of German as it is called: `A2`, or that there is none yet."""
    return visit.say(NO_GERMAN) if level == "none" else level


def level_span(visit: Visit, row: Row) -> str:
    """The levels of a course, '' where it is for every level."""
    if (row["level_from"], row["level_to"]) == ("none", "C2"):
        return ""
    return f"{level_name(visit, row['level_from'])} – {row['level_to']}"


def times(visit: Visit, row: Row) -> list[View]:
    """When an offer takes place: the days that share a clock stand together."""
    found = sorted(json.loads(row["times"]), key=lambda time: (time["begins"], time["ends"], time["weekday"]))
    return [
        {"days": ", ".join(visit.say(WEEKDAYS[time["weekday"]]) for time in same), "clock": f"{begins}–{ends}"}
        for (begins, ends), same in groupby(found, key=lambda time: (time["begins"], time["ends"]))
    ]


def day_of(iso: str | None) -> date | None:
    """A stored day for a date field."""
    return date.fromisoformat(iso) if iso else None
