"""The German sentences of templates and program, and the catalogues that translate them (`locales/<language>/…`)."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ROOT / "locales"
TEMPLATE_CATALOGUE = LOCALES / "messages.pot"

# How many forms a number needs, and the gettext rule that picks one. Stands in the head of each .po file.
PLURAL_FORMS = {
    "en": "nplurals=2; plural=(n != 1);",
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
    "uk": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
    "fa-AF": "nplurals=2; plural=(n > 1);",
    "tr": "nplurals=2; plural=(n != 1);",
}
LANGUAGES = tuple(PLURAL_FORMS)

_JINJA_OPTIONS = {
    "newstyle_gettext": "true",
    "trimmed": "true",
    "trim_blocks": "true",
    "lstrip_blocks": "true",
    "silent": "false",
}
_METHODS = [("**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2")]
_KEYWORDS = {
    "_": None,
    "gettext": None,
    "N_": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")
_CONTEXT_SEPARATOR = "\x04"
_HEADER = "# Translations of Wegplan. The German sentences are the keys."


def extract(folder: Path = ROOT / "pwa_server") -> Catalog:
    """Every sentence marked for translation, with the files that use it."""
    catalog = Catalog(
        project="Wegplan",
        creation_date=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC),
        header_comment=_HEADER,
        fuzzy=False,
    )
    options = {pattern: _JINJA_OPTIONS for pattern, method in _METHODS if method == "jinja2"}
    found = extract_from_dir(folder, _METHODS, options, _KEYWORDS, ("NOTE:",), strip_comment_tags=True)
    for name, line, message, comments, context in found:
        location = (f"{folder.name}/{name}", line)
        catalog.add(message, None, [location], auto_comments=comments, context=context)
    return catalog


def messages(catalog: Catalog) -> Iterator[Message]:
    """The messages without the head of the file."""
    return (message for message in catalog if message.id)


def singular(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def forms(message: Message) -> tuple[str, ...]:
    """The translation, one text for each plural form."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def sources(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def key(message: Message) -> str:
    """How JSON files name a message: with its context in front where it has one, as gettext does."""
    return f"{message.context}{_CONTEXT_SEPARATOR}{singular(message)}" if message.context else singular(message)


def name(message: Message) -> str:
    """How a finding names a message."""
    return repr(key(message).replace(_CONTEXT_SEPARATOR, " | "))


def placeholders(text: str) -> set[str]:
    return {a or b for a, b in _PLACEHOLDER.findall(text.replace("%%", ""))}


def path_of(language: str) -> Path:
    return LOCALES / language / "LC_MESSAGES" / "messages.po"


def read(language: str) -> Catalog:
    """The catalogue of one language; an empty one where there is no file yet."""
    path = path_of(language)
    if not path.exists():
        return new_catalogue(language)
    with path.open("rb") as file:
        return read_po(file, locale=language.replace("-", "_"))


def new_catalogue(language: str) -> Catalog:
    catalog = Catalog(
        locale=language.replace("-", "_"),
        project="Wegplan",
        header_comment=_HEADER,
        fuzzy=False,
        creation_date=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC),
        revision_date=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC),
    )
    catalog.mime_headers = [("Plural-Forms", PLURAL_FORMS[language])]
    return catalog


def write(language: str, catalog: Catalog) -> None:
    """Write a catalogue so that two runs give the same bytes: in the order of the German text, without line numbers."""
    path = path_of(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(path, catalog)


def write_template(catalog: Catalog) -> None:
    _write(TEMPLATE_CATALOGUE, catalog)


def _write(path: Path, catalog: Catalog) -> None:
    with path.open("wb") as file:
        write_po(file, catalog, width=120, sort_output=True, ignore_obsolete=True, include_lineno=False)


def read_json(path: Path) -> dict[str, str]:
    content: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return content
