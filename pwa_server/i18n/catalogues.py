"""The interface's sentences: gettext catalogues in locales/, German sentences as keys."""

import gettext
import io
from functools import cache
from pathlib import Path

from pwa_server.i18n.languages import BY_TAG, SOURCE

FOLDER = Path(__file__).resolve().parents[2] / "locales"


@cache
def translations(tag: str) -> gettext.NullTranslations:
    """The translations of one offered language; German is its own source."""
    if tag == SOURCE:
        return gettext.NullTranslations()
    folder = FOLDER / tag / "LC_MESSAGES"
    source, compiled = folder / "messages.po", folder / "messages.mo"
    if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
        return gettext.GNUTranslations(io.BytesIO(compiled.read_bytes()))
    return gettext.GNUTranslations(io.BytesIO(compiled_catalogue(source, tag)))


def compiled_catalogue(source: Path, tag: str) -> bytes:
    """The `.po` file as `.mo` bytes; a sentence that is still fuzzy is left out."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with source.open("rb") as file:
        catalogue = read_po(file, locale=BY_TAG[tag].locale)
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def translate(tag: str, message: str, **values: object) -> str:
    """A German sentence in another language, placeholders filled."""
    said = translations(tag).gettext(message)
    return said % values if values else said


def translate_plural(tag: str, one: str, many: str, count: int, **values: object) -> str:
    """The plural form that `count` takes in this language (Arabic has six)."""
    return translations(tag).ngettext(one, many, count) % ({"num": count} | values)
