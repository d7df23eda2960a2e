"""What the client is told about the plan as a whole, on the first page until she taps that she read it."""

from typing import Any

from starlette.responses import Response

from pwa_server.casework import tellings
from pwa_server.domain.people import first_name
from pwa_server.domain.problems import N_
from pwa_server.pages import views
from pwa_server.storage.database import Row
from pwa_server.web.visit import Visit

View = dict[str, Any]
ICONS = {
    "deputy": "people",
    "deputy_ended": "people",
    "counsellor": "people",
    "carrier_asked": "people",
    "carrier": "office",
    "erasure": "calendar",
    "held": "calendar",
    "released": "calendar",
    "shown_again": "eye",
    "grant_changed": "mentor",
    "mentor_declined": "mentor",
    "mentor_returned": "mentor",
}
HOLD_REASONS = {
    "client_wish": N_("Sie haben darum gebeten."),
    "open_dispute": N_("Es gibt noch eine offene Frage."),
    "law": N_("Das steht so in einem Gesetz."),
}


def news(visit: Visit, case: Row) -> list[View]:
    """What is not read yet, the newest first."""
    return [
        {
            "id": row["id"],
            "kind": row["kind"],
            "icon": ICONS[row["kind"]],
            "name": _name(row),
            "phone": row["person_phone"] or "",
            "carrier": row["carrier_name"] or "",
            "first": views.day(visit, row["first_on"]),
            "last": views.day(visit, row["last_on"]),
            "over": case["state"] == "closed",
            "reason": visit.say(HOLD_REASONS[row["reason"]]) if row["reason"] in HOLD_REASONS else "",
        }
        for row in visit.read.rows("endings.tellings", case_id=case["id"])
        if _still_holds(visit, case, row)
    ]


def _name(row: Row) -> str:
    """Of a mentor who has said no she knows the first name, as before."""
    name = row["person_name"] or ""
    return first_name(name) if row["kind"] == "mentor_declined" else name


def _still_holds(visit: Visit, case: Row, row: Row) -> bool:
    """Nobody stands in for a counselling that is over, nor after the last day of it."""
    if row["kind"] not in tellings.OF_COUNSELLING:
        return True
    return case["state"] != "closed" and (row["last_on"] or "9999") >= visit.today.isoformat()


async def mark_read(visit: Visit) -> Response:
    """POST /news/{id}/read: the client knows; the card goes."""
    await visit.write(tellings.mark_read, visit.path["id"])
    return visit.redirect("/today")
