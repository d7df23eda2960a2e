"""/office/processing and /office/impact: the record of processing and a template of the impact assessment, to print.

Both are made of the table of purposes, so that they say what the program does. They are German documents.
"""

from typing import Any

from starlette.responses import Response

from pwa_server.domain import processing
from pwa_server.domain.problems import NotAllowed
from pwa_server.pages import views
from pwa_server.web.visit import Visit

KINDS = {"public": "öffentlicher Träger", "free": "freier Träger"}


async def show_record(visit: Visit) -> Response:
    """GET /office/processing: one table for each service, which is the controller of its plans."""
    return visit.page("coordinator/processing.html", **_shared(visit))


async def show_impact(visit: Visit) -> Response:
    """GET /office/impact: what an assessment begins with; the last column is for whoever assesses."""
    return visit.page("coordinator/impact.html", risks=processing.RISKS, **_shared(visit))


def _shared(visit: Visit) -> dict[str, Any]:
    if visit.actor.role != "coordinator":
        raise NotAllowed
    installation = visit.read.row("installation.current")
    carriers = [
        carrier
        | {
            "kind_text": KINDS[carrier["kind"]],
            "activities": processing.activities(carrier["plan_basis"], carrier["retention_days"]),
        }
        for carrier in visit.read.rows("public_texts.controllers")
    ]
    return {
        "on": views.day(visit, visit.today.isoformat()),
        "host": installation["municipality"] if installation else "",
        "carriers": carriers,
        "measures": processing.MEASURES,
    }
