"""What a client has said herself that she needs: new on the day list and on the case page until somebody has looked at it."""

from starlette.responses import Response

from pwa_server.casework import said_needs
from pwa_server.pages import situation, views
from pwa_server.pages.counsellor.caseload import once
from pwa_server.pages.views import View
from pwa_server.storage.database import Row
from pwa_server.web.visit import Visit


def new_wishes(visit: Visit, everybody: dict[str, View]) -> list[View]:
    """For the day list: who has said something new, and about what as far as this reader may know."""
    return [
        {
            "who": everybody[row["case_id"]],
            "url": f"/desk/cases/{row['case_id']}#wishes",
            "life_area": row["life_area"],
            "area": views.life_area(visit, row["life_area"]) if row["life_area"] else "",
            "words": row["own_words"] or "",
            "language": row["own_words_language"] or "",
            "since": views.moment_of(visit, row["made_at"]),
        }
        for row in once(visit.read.rows("needs.new_said"))
    ]


def new_of_case(visit: Visit, case: Row) -> list[View]:
    """For the case page: what is new to talk about."""
    rows = visit.read.rows("needs.of_case", case_id=case["id"], high=case["high"])
    return [wish for wish in (situation.need(visit, row) for row in rows) if wish["new"]]


async def see(visit: Visit) -> Response:
    """POST /desk/needs/{need_id}/seen: the client reads who has looked at it."""
    need = await visit.write(said_needs.see, visit.path["need_id"])
    return visit.redirect(f"/desk/cases/{need['case_id']}/needs")
