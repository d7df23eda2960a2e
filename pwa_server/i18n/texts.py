"""What stands in a plan, said to one reader: in her language, or in German and marked as German.

Texts from the catalogue carry a key (`block.job-search.s1`) and the German wording that was copied into the plan. As long
as the catalogue's German is still that wording, its translation is shown; else the copied German counts.
"""

import json
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal, Protocol

from pwa_server.i18n.catalogues import FOLDER
from pwa_server.i18n.languages import SOURCE, direction, offered

Mark = Literal["", "german", "draft"]
# In these life areas the German text counts until a speaker has checked the translation.
GERMAN_COUNTS = frozenset({"residence", "health", "finance"})


@dataclass(frozen=True)
class Said:
    """A text with the language it is really in. `mark` says when that is not the reader's, or nobody has checked it."""

    text: str
    lang: str
    dir: str
    mark: Mark = ""

    def __bool__(self) -> bool:
        return bool(self.text)


class Wordings(Protocol):
    """What people of an installation wrote over the shipped texts: the German that counts now, and translations, each
    made for exactly one German wording, with whether somebody has checked them."""

    @property
    def german(self) -> Mapping[str, str]: ...

    @property
    def typed(self) -> Mapping[tuple[str, str, str], tuple[str, bool]]: ...


# Whoever answers a request says where its typed wordings come from.
written_here: ContextVar[Callable[[], Wordings] | None] = ContextVar("written_here", default=None)


@cache
def catalogue_texts(tag: str) -> dict[str, str]:
    """All texts of the shipped catalogue in one language, by key."""
    path = FOLDER / "catalogue" / f"{tag}.json"
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}


def said(text: str, lang: str, mark: Mark = "") -> Said:
    """A text in a known language."""
    return Said(text, lang, direction(lang), mark)


def from_catalogue(reader: str, key: str, copied: str | None = None, values: Mapping[str, str] | None = None) -> Said:
    """A catalogue text for a reader. `copied` is the German that was copied into the plan; `values` fill placeholders."""
    source = written_here.get()
    text = _typed_text(source(), reader, key, copied) if source else _catalogue_text(reader, key, copied)
    return _filled(text, values) if values else text


def _typed_text(written: Wordings, reader: str, key: str, copied: str | None) -> Said:
    """The same where people may have written other words: a plan made of older German keeps the translation of that."""
    german = copied or written.german.get(key, "")
    typed = written.typed.get((key, reader, german))
    if typed:
        return said(typed[0], reader, "" if typed[1] else "draft")
    return _catalogue_text(reader, key, german)


@lru_cache(maxsize=20_000)
def _catalogue_text(reader: str, key: str, copied: str | None) -> Said:
    german = catalogue_texts(SOURCE).get(key, copied or "")
    translated = catalogue_texts(reader).get(key) if copied in (None, german) else None
    if reader == SOURCE or not translated:
        return said(copied or german, SOURCE, "" if reader == SOURCE else "german")
    return said(translated, reader)


def from_person(reader: str, german: str, translations: Mapping[str, tuple[str, bool]]) -> Said:
    """What a counsellor wrote in German, with translations `{language: (text, checked)}` typed by people."""
    translated = translations.get(reader)
    if reader == SOURCE or not translated:
        return said(german, SOURCE, "" if reader == SOURCE else "german")
    text, checked = translated
    return said(text, reader, "" if checked else "draft")


def own_words(text: str, lang: str | None) -> Said:
    """The client's own words, never translated and never overwritten."""
    language = offered(lang)
    return said(text, language.tag if language else lang or SOURCE)


def _filled(text: Said, values: Mapping[str, str]) -> Said:
    filled = text.text
    for name, value in values.items():
        filled = filled.replace("{" + name + "}", value)
    return Said(filled, text.lang, text.dir, text.mark)
