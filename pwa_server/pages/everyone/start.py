"""The way in: where `/` leads, and in a demo installation the people to sign in as."""

from starlette.responses import RedirectResponse, Response

from pwa_server.casework import devices
from pwa_server.domain.problems import NotVisible
from pwa_server.storage.database import Tx
from pwa_server.web import sessions
from pwa_server.web.visit import Visit, own_path

HOME = {"client": "/today", "mentor": "/mentor", "counsellor": "/desk", "coordinator": "/office"}


async def show_start(visit: Visit) -> Response:
    """To the reader's own first page, or to sign in."""
    if visit.somebody:
        return RedirectResponse(HOME[visit.actor.role], 303)
    return RedirectResponse("/demo" if visit.parts.demo else "/sign-in", 303)


async def show_demo(visit: Visit) -> Response:
    """The demo people, each one tap away. Exists in a demo installation only."""
    if not visit.parts.demo:
        raise NotVisible
    return visit.page("everyone/demo.html", people=visit.read.rows("accounts.demo_people"))


async def begin_demo_session(visit: Visit) -> Response:
    """Sign in as a demo person, on a device that knows it afterwards. Exists in a demo installation only."""
    if not visit.parts.demo:
        raise NotVisible
    form = await visit.form()
    account = visit.read.row("accounts.find", id=str(form.get("account_id", "")))
    if account is None:
        raise NotVisible
    known = sessions.device_token(visit.request, visit.parts)
    begun = await visit.parts.database.write("", visit.now, _begin_demo, account["id"], account["role"], known)
    response = visit.redirect(own_path(HOME[account["role"]]))
    sessions.set_cookie(response, visit.parts, begun[0], account["role"])
    sessions.set_device_cookie(response, visit.parts, begun[1])
    return response


def _begin_demo(tx: Tx, account_id: str, role: str, known_device: str) -> tuple[str, str]:
    phone = "own" if role in ("client", "mentor") else "desk"
    device_id, device_token = devices.known_or_new(tx, known_device)
    if phone == "own":
        devices.remember(tx, device_id, account_id)
    token = sessions.begin(
        tx,
        account_id,
        role,
        phone,
        label="Demo",
        second_factor_at=tx.now if phone == "desk" else None,
        secret_at=tx.now,
        device_id=device_id,
    )
    return token, device_token
