"""A plan or an agreement as a document in two languages side by side: the shape that page, print and PDF share.

Every text is a pair: what the client reads on one side, German on the other; a reader of German gets German alone.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import replace
from typing import Any

from markupsafe import Markup, escape

from pwa_server.domain.agreements import ROLES
from pwa_server.domain.goals import LIFE_AREAS
from pwa_server.domain.problems import N_
from pwa_server.domain.times import berlin_day
from pwa_server.i18n.formats import parse_day, when
from pwa_server.i18n.languages import BY_TAG, SOURCE, SPOKEN, direction, language_name
from pwa_server.i18n.texts import Said, from_catalogue, own_words, said
from pwa_server.pages.plan_text import PlanText, sentence, told
from pwa_server.storage.database import Row
from pwa_server.web.visit import Visit

View = dict[str, Any]
Pair = list[Said]

WHO_DOES = {
    "client": N_("Das mache ich"),
    "counsellor": N_("Das machen wir"),
    "mentor": N_("Das macht meine Begleitung"),
    "partner": N_("Das macht: %(name)s"),
}
SIGNERS = {
    "client": N_("Ich"),
    "counsellor": N_("Beratung"),
    "guardian": N_("Vormund oder Eltern"),
    "mentor": N_("Begleitung"),
    "partner": N_("Andere Stelle"),
    "other": N_("Weitere Person"),
}
METHODS = {
    "app_confirm": N_("In der App bestätigt"),
    "paper_scan": N_("Auf Papier unterschrieben"),
    "oral_read_aloud": N_("Vorgelesen und Ja gesagt"),
    "paper_mark_read_aloud": N_("Vorgelesen und auf Papier ein Zeichen gemacht"),
}
LABELS = {
    "plan": N_("Mein Plan"),
    "agreement": N_("Unsere Vereinbarung"),
    "strengths": N_("Das kann ich gut"),
    "own_words": N_("Mit eigenen Worten"),
    "goal": N_("Ziel"),
    "until": N_("Bis"),
    "done": N_("erledigt"),
    "as_of": N_("Stand"),
    "number": N_("Fassung"),
    "signatures": N_("Unterschriften"),
    "sign_here": N_("Datum und Unterschrift"),
    "voluntary": N_("Das ist freiwillig. Der Plan geht auch ohne Unterschrift."),
    "partly_german": N_("Einige Texte haben wir nur auf Deutsch."),
    "nothing": N_("Im Plan steht noch kein Ziel."),
    "check": N_("Prüfzahl"),
}
# What a difference shows of a goal or a step, in this order.
FACTS = ("text", "own_words", "who", "due_on", "place")
# The writer of PDF reads how a picture is drawn from its attributes alone: without them all is filled black.
DRAWN = '<svg fill="none" stroke="#14211f" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" '
KINDS = {"added": N_("Neu"), "removed": N_("Nicht mehr dabei"), "changed": N_("Geändert")}


def sides_of(text: PlanText, wanted: str | None = None) -> list[str]:
    """The languages of the two sides: the one that is wanted, else the client's own, and German; German alone for it."""
    own = wanted if wanted in text["languages"] else text["languages"][0]
    return list(dict.fromkeys((str(own), SOURCE)))


def document(text: PlanText, sides: Sequence[str], day: str, hidden: Collection[str] = ()) -> View:
    """The whole document. `day` is when its text was written; `hidden` goals came under special protection since."""
    goals = [_goal(goal, sides) for goal in text["goals"] if goal["id"] not in hidden]
    return {
        "sides": [{"tag": tag, "dir": direction(tag)} for tag in sides],
        "others": [(tag, SPOKEN.get(tag, tag)) for tag in text["languages"] if tag not in (*sides, SOURCE)],
        "labels": labels(sides),
        "heading": text["heading"],
        "sender": text["sender"] or ", ".join(filter(None, (text["carrier"]["name"], text["carrier"]["address"]))),
        "phone": text["carrier"]["phone"],
        "closing": text["closing"],
        "strengths": _strengths(text["strengths"], sides),
        "goals": goals,
        "partly_german": any(cell.mark == "german" for goal in goals for cell in _cells(goal)),
        "day": dates(sides, day),
        "number": None,
        "check": "",
        "signatures": [],
    }


def agreement(
    row: Row, text: PlanText, sides: Sequence[str], signatures: Iterable[Row], hidden: Collection[str]
) -> View:
    """A version as a document, with who signed it how."""
    since = row["in_force_at"] or row["offered_at"] or row["made_at"]
    return document(text, sides, berlin_day(since).isoformat(), hidden) | {
        "number": row["number"],
        "check": (row["hash"] or "")[:12],
        "signatures": [signature(place, sides) for place in in_order(signatures)],
    }


def in_order(places: Iterable[Row]) -> list[Row]:
    """Who signs, the client first; without those who need not and did not."""
    shown = [place for place in places if place["required"] == "yes" or place["signed_at"]]
    return sorted(shown, key=lambda place: ROLES.index(place["role"]))


def labels(sides: Sequence[str]) -> dict[str, Pair]:
    """The words of the document itself."""
    return {name: pair(sides, message) for name, message in LABELS.items()}


def pair(sides: Sequence[str], message: str, **values: object) -> Pair:
    """A sentence of ours on both sides."""
    return [sentence(tag, message, **values) for tag in sides]


def named(sides: Sequence[str], message: str, name: str) -> Pair:
    """A sentence with somebody's name in it: what was typed keeps its own direction, and htmx never reads it."""
    apart = Markup('<bdi dir="auto" hx-ignore>{}</bdi>').format(name)
    return [replace(words, text=escape(words.text) % {"name": apart}) for words in pair(sides, message)]


def dates(sides: Sequence[str], iso: str) -> list[View]:
    """A day on both sides: in words, and as it stands on German letters."""
    day = parse_day(iso)
    spoken = [tag if tag in BY_TAG else SOURCE for tag in sides]
    return [{"tag": tag, "dir": direction(tag), "when": when(tag, day, day)} for tag in spoken]


def signature(place: Row, sides: Sequence[str]) -> View:
    """Who signs, and for whoever has: when, how, in which language it was explained, who translated and who was there."""
    view: View = {
        "id": place["id"],
        "role": place["role"],
        "role_text": pair(sides, SIGNERS[place["role"]]),
        "name": place["name"] or place["person_name"] or "",
        "signed": bool(place["signed_at"]),
        "required": place["required"] == "yes",
        "day": dates(sides, berlin_day(place["signed_at"]).isoformat()) if place["signed_at"] else None,
        "record": [],
    }
    if place["signed_at"]:
        view["record"] = _record(place, sides)
    return view


def _record(place: Row, sides: Sequence[str]) -> list[Pair]:
    lines = [pair(sides, METHODS[place["method"]])]
    if place["explained_in"]:
        lines.append([_explained(tag, place["explained_in"]) for tag in sides])
    if place["interpreter"]:
        lines.append(named(sides, N_("Übersetzt von: %(name)s"), place["interpreter"]))
    if place["witness"]:
        lines.append(named(sides, N_("Dabei war: %(name)s"), place["witness"]))
    return lines


def _explained(tag: str, language: str) -> Said:
    reader = tag if tag in BY_TAG else SOURCE
    return sentence(tag, N_("Erklärt auf: %(language)s"), language=language_name(reader, language))


def differences(found: Iterable[Mapping[str, Any]], sides: Sequence[str], hidden: Collection[str] = ()) -> list[View]:
    """What another version says differently, on these sides: what is the same once, then before and now what is not."""
    shown = [one for one in found if (one["after"] or one["before"])["id"] not in hidden]
    return [_changed(one, sides) for one in shown]


def _changed(one: Mapping[str, Any], sides: Sequence[str]) -> View:
    before, after = one["before"], one["after"]
    both = bool(before and after)
    # A whole goal that is new or gone has its title; its own words stand with its text.
    facts = [name for name in FACTS if _said(before, name) != _said(after, name) and (both or name != "own_words")]
    return {
        "kind": one["kind"],
        "kind_text": pair(sides, KINDS[one["kind"]]),
        "what": one["what"],
        "same": _in_words(after, ["text"], sides)["text"] if both and "text" not in facts else None,
        "before_text": pair(sides, N_("Vorher")) if both else None,
        "after_text": pair(sides, N_("Jetzt")) if both else None,
        "before": _in_words(before, facts, sides) if before else None,
        "after": _in_words(after, facts, sides) if after else None,
    }


def _said(part: Mapping[str, Any] | None, name: str) -> Any:
    if part is None:
        return None
    return (part["responsible"], part["who"]) if name == "who" and "who" in part else part.get(name)


def _in_words(part: Mapping[str, Any], facts: Collection[str], sides: Sequence[str]) -> View:
    step, words = "responsible" in part, part.get("own_words")
    due = part["due_on"] if step and "due_on" in facts else None
    return {
        "text": [told(part["text"], tag) for tag in sides] if "text" in facts else None,
        "own_words": own_words(words["text"], words["lang"]) if words and "own_words" in facts else None,
        "who": _who(part, sides) if step and "who" in facts else None,
        "due": dates(sides, due) if due else None,
        "no_day": pair(sides, N_("ohne Tag")) if step and "due_on" in facts and not due else None,
        "place": part["place"] if step and "place" in facts else None,
    }


def _strengths(strengths: PlanText | None, sides: Sequence[str]) -> Pair | None:
    if strengths is None:
        return None
    words, german = strengths["own_words"], strengths["text"]
    own = own_words(words["text"], words["lang"]) if words else said(german, SOURCE, "german" if len(sides) > 1 else "")
    return [own, said(german or own.text, SOURCE if german else own.lang)][: len(sides)]


def _goal(goal: PlanText, sides: Sequence[str]) -> View:
    words = goal["own_words"]
    area = goal["life_area"] if goal["life_area"] in LIFE_AREAS else "everyday"
    return {
        "id": goal["id"],
        "life_area": area,
        "area": [from_catalogue(tag, f"life_area.{area}") for tag in sides],
        "title": [told(goal["text"], tag) for tag in sides],
        "own_words": own_words(words["text"], words["lang"]) if words else None,
        "groups": _groups(goal["steps"], sides),
    }


def _groups(steps: Sequence[PlanText], sides: Sequence[str]) -> list[View]:
    """The steps by who does them, the client's first, numbered in the order in which they are read."""
    groups: dict[tuple[str, str], View] = {}
    order = list(WHO_DOES)
    for number, step in enumerate(sorted(steps, key=lambda step: order.index(step["responsible"])), 1):
        group = groups.setdefault(
            (step["responsible"], step["who"]),
            {"responsible": step["responsible"], "who": _who(step, sides), "steps": []},
        )
        group["steps"].append(_step(number, step, sides))
    return list(groups.values())


def _who(step: Mapping[str, Any], sides: Sequence[str]) -> Pair:
    if step["responsible"] == "partner" and not step["who"]:
        return pair(sides, N_("Das macht eine andere Stelle."))
    if step["responsible"] == "partner":
        return named(sides, WHO_DOES["partner"], step["who"])
    return pair(sides, WHO_DOES[step["responsible"]])


def _step(number: int, step: PlanText, sides: Sequence[str]) -> View:
    return {
        "number": number,
        "text": [told(step["text"], tag) for tag in sides],
        "due": dates(sides, step["due_on"]) if step["due_on"] else None,
        "place": step["place"],
        "done": step["done"],
    }


def _cells(goal: View) -> Pair:
    return [*goal["title"], *(cell for group in goal["groups"] for step in group["steps"] for cell in step["text"])]


def as_html(visit: Visit, doc: View, *, large: bool) -> str:
    """The document as one HTML text that needs nothing else: what the PDF is written from."""
    tag = doc["sides"][0]["tag"]
    reader = copy(visit)
    reader.language = BY_TAG.get(tag, BY_TAG[SOURCE])
    css = Markup(visit.parts.static.inlined("css/document.css"))  # noqa: S704 (a file of ours)
    page = reader.render("components/document_pdf.html", doc=doc, large=large, css=css)
    return page.replace("<svg ", DRAWN)
