"""The personas file by first names, and how its words stand on pages."""

import json
from typing import Any

from pwa_server.demo.seed import PERSONAS
from pwa_server.i18n.catalogues import translate
from pwa_server.i18n.texts import catalogue_texts
from pwa_server.storage import catalogue

FILE: dict[str, Any] = json.loads(PERSONAS.read_text(encoding="utf-8"))
PEOPLE = {
    entry["name_latin" if kind == "clients" else "name"].split()[0]: entry
    for kind in ("clients", "mentors", "staff")
    for entry in FILE[kind]
}


def persona(name: str) -> dict[str, Any]:
    """A person of the file by first name."""
    return PEOPLE[name]


def id_of(name: str) -> str:
    """The id of a person in the file."""
    return str(PEOPLE[name]["id"])


def expected(name: str) -> list[str]:
    """What the file expects to be true for a client."""
    return list(persona(name)["expects"])


def said(tag: str, sentence: str, **values: object) -> str:
    """A sentence of the interface as it stands in the HTML of a page in this language."""
    return translate(tag, sentence, **values).replace("'", "&#39;")


def goal_title(name: str, goal_id: str, tag: str = "de") -> str:
    """The agreed wording of a client's goal; of one with gaps, the longest piece between them."""
    return _longest_piece(tag, catalogue.blocks()[_goal(name, goal_id)["block"]].key("goal"))


def wordings(name: str, goal_id: str, tag: str = "de") -> set[str]:
    """All that is written about a client's goal: title, text, steps, what the client said."""
    goal = _goal(name, goal_id)
    block = catalogue.blocks()[goal["block"]]
    keys = [block.key("goal"), block.key("text"), *(step.key for step in block.steps)]
    return {_longest_piece(tag, key) for key in keys} | ({goal["own_words"]} if goal["own_words"] else set())


def all_wordings(name: str, tag: str = "de") -> set[str]:
    """The same of all goals of a client."""
    return set().union(*(wordings(name, goal["id"], tag) for goal in persona(name)["goals"]))


def _goal(name: str, goal_id: str) -> dict[str, Any]:
    return next(goal for goal in persona(name)["goals"] if goal["id"] == goal_id)


def _longest_piece(tag: str, key: str) -> str:
    text = catalogue_texts(tag)[key]
    return max(text.replace("}", "{").split("{")[::2], key=len).strip().replace("'", "&#39;")
