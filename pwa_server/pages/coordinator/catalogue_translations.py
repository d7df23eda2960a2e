"""/office/catalogue/{block_id}/translations/{language}: a block's wordings beside each other, and who checked them."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from starlette.datastructures import FormData
from starlette.responses import Response

from pwa_server.casework import catalogue_editing
from pwa_server.casework.catalogue_editing import Translation, keys_of
from pwa_server.domain.problems import BadInput, NotVisible, RuleBroken, Stale
from pwa_server.i18n.languages import BY_TAG, SOURCE
from pwa_server.i18n.texts import from_catalogue
from pwa_server.pages import catalogue_words, views
from pwa_server.pages.coordinator.catalogue import find
from pwa_server.pages.views import View
from pwa_server.storage import catalogue
from pwa_server.storage.catalogue import Block
from pwa_server.web.forms import clean
from pwa_server.web.visit import Visit

# Twelve steps in another script, each sign of it six signs long on the way.
ROUTE_BYTES = 64_000


async def show_translations(visit: Visit) -> Response:
    """The wordings of a block beside each other, German and one other language."""
    return _translations_page(visit, find(visit), _language(visit))


async def save_translations(visit: Visit) -> Response:
    """Keep what was typed or ticked on this page, and who checked it; what nobody touched stays as it is."""
    block, language, form = find(visit), _language(visit), await visit.form()
    texts = {key: _typed(form, key) for key in keys_of(block) if f"text:{key}" in form}
    try:
        await visit.write(
            catalogue_editing.translate, block.id, language, _touched(visit, block, language, texts, form)
        )
    except (BadInput, RuleBroken, Stale) as problem:
        told = visit.say(problem.message)
        return _translations_page(visit, block, language, problem=told, sent=texts, status=problem.status)
    return visit.redirect(f"/office/catalogue/{block.id}")


def _touched(
    visit: Visit, block: Block, tag: str, texts: Mapping[str, Translation], form: FormData
) -> dict[str, Translation]:
    """The translations that are others than the page showed. Raises Stale where somebody else changed one meanwhile."""
    now = {wording["key"]: _mark(wording["text"], wording["checked"]) for wording in _wordings(visit, block, tag)}
    shown = {key: str(form.get(f"was:{key}", now[key])) for key in texts}
    touched = {key: sent for key, sent in texts.items() if _mark(sent.text, sent.checked) != shown[key]}
    if any(shown[key] != now[key] for key in touched):
        raise Stale
    return touched


def _mark(text: str, checked: bool) -> str:
    """By what a wording is known again: a few signs, so that a page need not carry every sentence twice."""
    return sha256(f"{checked}{clean(text)}".encode()).hexdigest()[:12]


def _typed(form: FormData, key: str) -> Translation:
    return Translation(str(clean(str(form[f"text:{key}"]))), f"checked:{key}" in form)


def _language(visit: Visit) -> str:
    tag = str(visit.path["language"])
    if tag not in BY_TAG or tag == SOURCE:
        raise NotVisible
    return tag


def _translations_page(
    visit: Visit,
    block: Block,
    tag: str,
    *,
    problem: str = "",
    sent: dict[str, Translation] | None = None,
    status: int = 200,
) -> Response:
    wordings = [one | {"was": _mark(one["text"], one["checked"])} for one in _wordings(visit, block, tag)]
    if sent:
        wordings = [one | _as_sent(sent.get(one["key"]), one) for one in wordings]
    return visit.page(
        "coordinator/catalogue_translations.html",
        status=status,
        nav="catalogue",
        block=catalogue_words.block_view(visit, block),
        language=BY_TAG[tag],
        problem=problem,
        wordings=wordings,
    )


def _as_sent(sent: Translation | None, shown: View) -> View:
    """What somebody typed stays in the form; what it is compared with next time is what is there now."""
    if sent is None:
        return {}
    return {"text": sent.text, "ticked": sent.checked, "now": shown["text"] if shown["text"] != sent.text else ""}


def _wordings(visit: Visit, block: Block, tag: str) -> list[View]:
    """Every wording of a block with its translation as it is now."""
    german = catalogue.german()
    prefix = f"block.{block.id}."
    rows = visit.read.rows("catalogue.wordings_of", language=tag, first=prefix, last=f"{prefix}~")
    known = {row["key"]: row for row in rows if row["german"] == german.get(row["key"])}
    return [
        {
            "key": key,
            "german": german[key],
            "text": _present(tag, key, german[key], known),
            "checked": key in known and known[key]["checked_at"] is not None,
            "now": "",
            "ticked": key in known and known[key]["checked_at"] is not None,
            "by": known[key]["checked_by_name"] or "" if key in known else "",
            "on": views.moment_of(visit, known[key]["checked_at"]) if key in known else None,
        }
        for key in keys_of(block)
    ]


def _present(tag: str, key: str, german: str, known: dict[str, Any]) -> str:
    if key in known:
        return str(known[key]["text"])
    text = from_catalogue(tag, key, german)
    return text.text if text.lang == tag else ""
