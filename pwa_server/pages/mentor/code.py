"""GET /mentor/code: the mentor's own code. A client scans it with the phone's camera, or types it; nothing opens by that."""

from markupsafe import Markup
from starlette.responses import Response

from pwa_server.web.visit import Visit


async def show_code(visit: Visit) -> Response:
    """The code in large letters and as a picture that leads to the client's own form."""
    own = visit.read.row("mentoring.own_clearance", today=visit.today.isoformat())
    code = own["mentor_code"] if own else ""
    address = f"{visit.parts.settings.public_origin}/grants/new?code={code}"
    return visit.page("mentor/code.html", nav="clients", code=code, qr=_qr(address))


def _qr(address: str) -> Markup:
    import segno

    drawing = segno.make(address, error="m", micro=False)
    return Markup(drawing.svg_inline(scale=5, border=2, omitsize=True, light="#fff"))  # noqa: S704 (made of our own address)
