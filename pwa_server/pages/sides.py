"""The same page part in several languages side by side: for paper that the reader's language and German share."""

from collections.abc import Mapping, Sequence
from copy import copy
from typing import Any

from markupsafe import Markup

from pwa_server.domain.people import readable_name
from pwa_server.i18n.languages import BY_TAG, SOURCE, Language
from pwa_server.web.visit import Visit


def in_language(visit: Visit, language: Language) -> Visit:
    """The same visit, its views and templates said in another language."""
    other = copy(visit)
    other.language = language
    return other


def own_and_german(visit: Visit, language: Language) -> Sequence[Visit]:
    """The visit in this language and, beside it, in German."""
    languages = [language] if language.tag == SOURCE else [language, BY_TAG[SOURCE]]
    return [in_language(visit, side) for side in languages]


def name_on_paper(names: Mapping[str, Any], language: Language) -> str:
    """A name for one side of a paper: on the German one in letters that can be read there."""
    if language.tag == SOURCE:
        return readable_name(names["name_latin"], names["name"])
    return str(names["name"])


def rendered(reader: Visit, template: str, **context: Any) -> Markup:
    """A part of a page in this reader's language, for a page in another one."""
    return Markup(reader.render(template, **context))  # noqa: S704 (our own template has escaped it)
