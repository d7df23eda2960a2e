"""What every way in shares: a checked secret, the answer that begins a session."""

from typing import Any

from starlette.responses import Response

from pwa_server.casework import sign_in
from pwa_server.pages.typed_secret import Checked, browser, check, count_wrong, label, write
from pwa_server.web import sessions
from pwa_server.web.visit import Visit, own_path

__all__ = ["Checked", "browser", "check", "count_wrong", "label", "write"]

HOME = {"client": "/today", "mentor": "/mentor", "counsellor": "/desk", "coordinator": "/office"}


def begun(visit: Visit, begun: sign_in.Begun, path: str = "") -> Response:
    """The answer that carries a new session's cookie on; `path` is a page that was asked for."""
    response = visit.redirect(_next(begun, path))
    sessions.set_cookie(response, visit.parts, begun.token, begun.role)
    sessions.set_device_cookie(response, visit.parts, begun.device_token)
    sessions.set_language_cookie(response, visit.parts, begun.language)
    return response


def _next(begun: sign_in.Begun, path: str) -> str:
    wanted = own_path(path) if path else ""
    if begun.asks_factor:
        return f"/second-factor?next={wanted}" if wanted and "?" not in wanted else "/second-factor"
    if not begun.by_secret:
        return "/welcome/language"
    if begun.asks_phone:
        return "/welcome/phone"
    return wanted or HOME[begun.role]


def asked_path(visit: Visit) -> str:
    """The page of ours that `?next=` names, or ''."""
    wanted = visit.request.query_params.get("next", "")[:300]
    return own_path(wanted) if wanted else ""


def public_page(visit: Visit, template: str, *, status: int = 200, **context: Any) -> Response:
    """A page for everybody, with the numbers to call."""
    return visit.page(template, status=status, offices=visit.read.rows("accounts.office_phones"), **context)
