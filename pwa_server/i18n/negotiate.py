"""Which language a reader gets: her profile, then the cookie, then what the browser asks for, then German."""

from pwa_server.i18n.languages import BY_TAG, SOURCE, Language, offered


def choose(profile: str | None, cookie: str | None, accept_language: str) -> Language:
    """The first of the three that names an offered language."""
    return offered(profile) or offered(cookie) or _accepted(accept_language) or BY_TAG[SOURCE]


def _accepted(header: str) -> Language | None:
    weighted = []
    for place, part in enumerate(header[:500].split(",")):
        tag, _, quality = part.strip().partition(";")
        weighted.append((-_weight(quality), place, tag.strip()))
    for weight, _, tag in sorted(weighted):
        language = offered(tag) if weight else None
        if language:
            return language
    return None


def _weight(quality: str) -> float:
    try:
        return float(quality.strip().removeprefix("q=")) if quality.strip() else 1.0
    except ValueError:
        return 0.0
