"""The phone stylesheet inside a page, because each blocking file costs a slow network a whole round trip."""

from functools import lru_cache

from markupsafe import Markup

from pwa_server.web.static_files import StaticFiles


def inline_css(static: StaticFiles) -> Markup:
    """The stylesheet of phones as text; the content policy allows it by its hash."""
    return Markup(_inlined(static))  # noqa: S704 (a file of ours)


@lru_cache(maxsize=4)
def _inlined(static: StaticFiles) -> str:
    return static.inlined("css/phone.css")
