"""A plan as one text in all the languages that its people read: what an agreement freezes and a document prints.

The text is plain data (JSON), so that a version says the same in ten years. A cell is `{"text", "lang", "mark"}`, its
language being the one it is really in. Goals under special protection never come near it: the caller leaves them out.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from pwa_server.domain.goals import LIVE
from pwa_server.i18n.catalogues import translate
from pwa_server.i18n.languages import BY_TAG, SOURCE, offered
from pwa_server.i18n.texts import Said, from_catalogue, said
from pwa_server.pages import views
from pwa_server.storage.database import Read, Row

Cell = dict[str, str]
PlanText = dict[str, Any]
# What this form of the text is called, should another one follow.
FORMAT = 1


def languages_of(paper: Mapping[str, Any]) -> list[str]:
    """The client's language in the app, the first one she reads (else speaks) beside it, and German, each once."""
    interface = offered(paper["language"]) or BY_TAG[SOURCE]
    others = json.loads(paper["reading_languages"]) or json.loads(paper["spoken_languages"])
    return list(dict.fromkeys((interface.tag, *others[:1], SOURCE)))


def plan_text(read: Read, paper: Row, only: Collection[str] | None = None, states: Collection[str] = LIVE) -> PlanText:
    """The case's goals in these states, without special protection (or `only` those named), with their steps, in every
    language."""
    of_case = {"case_id": paper["id"], "high": "no"}
    goals = [goal for goal in read.rows("goals.of_case", **of_case) if goal["state"] in states]
    if only is not None:
        goals = [goal for goal in goals if goal["id"] in only]
    steps = read.rows("steps.of_case", **of_case)
    found = views.translations_of(read.rows("steps.translations_of_case", case_id=paper["id"]))
    tags = languages_of(paper)
    return {
        "format": FORMAT,
        "languages": tags,
        "carrier": {name: paper[f"carrier_{name}"] for name in ("name", "address", "phone")},
        "heading": paper["heading"] or "",
        "sender": paper["sender"] or "",
        "closing": paper["closing"] or "",
        "strengths": _strengths(read.row("situation.facts", case_id=paper["id"])),
        "goals": [_goal(tags, goal, [s for s in steps if s["goal_id"] == goal["id"]], found) for goal in goals],
    }


def _strengths(facts: Row | None) -> PlanText | None:
    if facts is None or not (facts["strengths"] or facts["strengths_words"]):
        return None
    return {
        "text": facts["strengths"] or "",
        "own_words": _own_words(facts["strengths_words"], facts["strengths_language"]),
    }


def _goal(tags: Sequence[str], goal: Row, steps: Sequence[Row], found: views.Translations) -> PlanText:
    key = f"block.{goal['block_id']}.goal" if goal["block_id"] else None
    return {
        "id": goal["id"],
        "life_area": goal["life_area"],
        "text": {tag: cell(views.text_in(tag, goal, "title", key, found)) for tag in tags},
        "own_words": _own_words(goal["own_words"], goal["own_words_language"]),
        "steps": [_step(tags, step, found) for step in steps if step["state"] != "not_needed"],
    }


def _own_words(words: str | None, language: str | None) -> PlanText | None:
    return {"text": words, "lang": language or SOURCE} if words else None


def _step(tags: Sequence[str], step: Row, found: views.Translations) -> PlanText:
    named = step["partner_name"] or step["with_whom"] if step["responsible"] == "partner" else ""
    place = step["place"] or ", ".join(filter(None, (step["partner_name"], step["partner_address"])))
    return {
        "id": step["id"],
        "responsible": step["responsible"],
        "who": named or "",
        "due_on": step["due_on"],
        "place": place,
        "done": step["state"] == "done",
        "text": {tag: cell(_step_title(tag, step, found)) for tag in tags},
    }


def _step_title(tag: str, step: Row, found: views.Translations) -> Said:
    if not step["parts"]:
        return views.text_in(tag, step, "text", step["text_key"], found)
    built = json.loads(step["parts"])
    words = [sentence(tag, views.CARD_ACTIONS[built["action"]])]
    if built.get("document"):
        words.append(from_catalogue(tag, f"document.{built['document']}"))
    german = next((word for word in words if word.mark), words[0])
    return said(" · ".join(word.text for word in words), german.lang, german.mark)


def sentence(tag: str, message: str, **values: object) -> Said:
    """A sentence of ours in any language; German and marked so where the language has none of it."""
    words = translate(tag, message) if tag in BY_TAG else message
    missing = tag != SOURCE and words == message
    told = words % values if values else words
    return said(told, SOURCE, "german") if missing else said(told, tag)


def cell(words: Said) -> Cell:
    """A text as data."""
    return {"text": words.text, "lang": words.lang, "mark": words.mark}


def told(kept: Mapping[str, Mapping[str, str]], tag: str) -> Said:
    """A frozen text in one language, or in the first that it has."""
    found = kept.get(tag) or next(iter(kept.values()))
    return said(found["text"], found["lang"], _mark(found["mark"]))


def _mark(mark: str) -> Any:
    return mark if mark in ("german", "draft") else ""
