"""What every page of a client begins with: the own case, what may be shown of it now, and who to call."""

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from starlette.responses import RedirectResponse, Response

from pwa_server.casework.restriction import is_withdrawn
from pwa_server.domain.problems import NotAllowed, NotVisible
from pwa_server.domain.times import berlin
from pwa_server.i18n.formats import When
from pwa_server.pages import views
from pwa_server.pages.client.news import news
from pwa_server.storage.database import Row
from pwa_server.web import sessions
from pwa_server.web.visit import OFFLINE_DAYS, Visit

OFFLINE_SECONDS = OFFLINE_DAYS * 24 * 3600
HIDDEN_STATES = ("restricted", "erased")
READ_ONLY_STATES = ("closed", *HIDDEN_STATES)

Page = Callable[[Visit, Row], Awaitable[Response]]


def with_own_case(show: Page) -> Callable[[Visit], Awaitable[Response]]:
    """A handler that gets the client's own case; a restricted case shows a notice and a number to call instead."""

    @wraps(show)
    async def handler(visit: Visit) -> Response:
        case = own_case(visit)
        if case["state"] in HIDDEN_STATES:
            return hidden_page(visit, case)
        return await show(visit, case)

    return handler


def own_case(visit: Visit) -> Row:
    """The signed-in client's case. Raises NotAllowed for other roles, NotVisible for a client without one."""
    if visit.actor.role != "client":
        raise NotAllowed
    case = visit.read.row("cases.own")
    if case is None:
        raise NotVisible
    return case


def hidden_page(visit: Visit, case: Row) -> Response:
    """Two lines and a number: nothing of a restricted case is shown or stored."""
    told = [one for one in news(visit, case) if one["kind"] == "shown_again"]
    mine = case["state"] == "restricted" and not is_withdrawn(visit.read, case["id"])
    return visit.page("client/restricted.html", news=told, may_show=mine, **office(visit, case))


def office(visit: Visit, case: Row) -> dict[str, Any]:
    """The number to call and whom to ask: the counsellor, else the carrier."""
    carrier = visit.read.row("own.carrier", case_id=case["id"]) or {"name": "", "phone": ""}
    reader = who_reads(visit.read.rows("own.team", case_id=case["id"], today=visit.today.isoformat()))
    return {
        "office_name": reader["name"] if reader else carrier["name"],
        "office_phone": (reader["phone"] if reader else None) or carrier["phone"],
    }


def who_reads(team: list[Row]) -> Row | None:
    """Who answers today: the counsellor, or a deputy while the counsellor is away."""
    present = [person for person in team if person["away"] == "no"]
    return next(iter(present or team), None)


def high(visit: Visit) -> str:
    """'yes' while goals under special protection may be shown: online, just after the PIN."""
    return "yes" if sessions.secret_is_fresh(visit.session, visit.now) else "no"


def pin_first(path: str) -> Response:
    """Ask for the PIN and come back."""
    return RedirectResponse(f"/pin?next={path}", 303, headers={"Cache-Control": "no-store"})


def stored(case: Row, sensitivity: str = "standard") -> int | None:
    """For how long the own phone may keep a page: protected things never."""
    return None if sensitivity == "high" or case["state"] in HIDDEN_STATES else OFFLINE_SECONDS


def issued(visit: Visit) -> When:
    """The moment of rendering, for the line that an old copy shows."""
    local = berlin(visit.now)
    return views.day_and_time(visit, local.date().isoformat(), local.strftime("%H:%M"))
