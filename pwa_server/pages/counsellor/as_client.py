"""What the client sees, shown at the desk: the same views, said in the client's language."""

from typing import Any

from pwa_server.i18n.languages import BY_TAG, SOURCE, Language, offered
from pwa_server.i18n.texts import Said, said
from pwa_server.pages.sides import in_language, rendered
from pwa_server.storage.database import Row
from pwa_server.web.visit import Visit

__all__ = ["as_client", "in_language", "language_of", "rendered", "sentence", "with_facts"]


def language_of(case: Row) -> Language:
    """The language in which the client reads."""
    return offered(case["client_language"]) or BY_TAG[SOURCE]


def as_client(visit: Visit, case: Row) -> Visit:
    """The same visit as the client of this case would read it."""
    return in_language(visit, language_of(case))


def with_facts(visit: Visit, case: Row, card: dict[str, Any]) -> dict[str, Any]:
    """A step as the client's card, the words around its place, day and papers in the client's language too."""
    return card | {"facts_html": rendered(as_client(visit, case), "counsellor/_client_facts.html", step=card)}


def sentence(reader: Visit, message: str) -> Said:
    """A sentence of the app as this reader gets it; marked where the language has no translation of it yet."""
    words = reader.say(message)
    if reader.language.tag == SOURCE:
        return said(words, SOURCE)
    return said(words, SOURCE, "german") if words == message else said(words, reader.language.tag)
