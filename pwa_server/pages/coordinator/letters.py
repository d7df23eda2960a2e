"""Letters with a link or a code: shown once, right after they were made, to be printed or read out."""

from typing import Any

from markupsafe import Markup
from starlette.responses import Response

from pwa_server.casework.accounts import INVITATION_DAYS, LETTER_DAYS
from pwa_server.domain.secrets import show_code
from pwa_server.domain.times import berlin_day, later
from pwa_server.pages import views
from pwa_server.web.visit import Visit


def invitation(visit: Visit, name: str, token: str, back: str) -> Response:
    """The invitation of a new account."""
    address = f"{visit.parts.settings.public_origin}/invitation?c={token}"
    return _letter(visit, "invitation", name, back, INVITATION_DAYS, address=address, code="", qr=_qr(address))


def reset(visit: Visit, name: str, code: str, back: str) -> Response:
    """The code with which somebody chooses a new password."""
    address = f"{visit.parts.settings.public_origin}/reset"
    return _letter(visit, "reset", name, back, LETTER_DAYS, address=address, code=show_code(code), qr=_qr(address))


def _letter(visit: Visit, kind: str, name: str, back: str, days: int, **context: Any) -> Response:
    until = views.day(visit, berlin_day(later(visit.now, days=days)).isoformat())
    return visit.page("coordinator/letter.html", kind=kind, name=name, back=back, until=until, **context)


def _qr(address: str) -> Markup:
    import segno

    drawing = segno.make(address, error="m", micro=False)
    return Markup(drawing.svg_inline(scale=4, border=2, omitsize=True, light="#fff"))  # noqa: S704 (made of our own address)
