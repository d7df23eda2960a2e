"""/office/mentor-requests: who wishes for company, and one mentor to propose. First name, language, wish, no more."""

import json

from starlette.responses import Response

from pwa_server.casework import mentor_search
from pwa_server.domain.people import first_name, readable_name
from pwa_server.pages import paging, views
from pwa_server.pages.coordinator import words
from pwa_server.pages.views import View
from pwa_server.storage.database import Row
from pwa_server.web.visit import Visit


async def show_requests(visit: Visit) -> Response:
    """All open requests, the oldest first, each with the mentors who could be asked."""
    mentors = [row for row in visit.read.rows("mentors.list") if _is_ready(visit, row)]
    not_again = mentor_search.not_again(visit.read)
    rows, pages = paging.part(visit, visit.read.rows("mentors.requests"))
    requests = [
        _view(visit, row, [mentor for mentor in mentors if mentor["id"] not in not_again.get(row["grant_id"], ())])
        for row in rows
    ]
    return visit.page("coordinator/requests.html", nav="mentors", requests=requests, pages=pages)


def _is_ready(visit: Visit, row: Row) -> bool:
    cleared = (row["lapses_on"] or "") > visit.today.isoformat()
    return (
        bool(cleared and row["confidentiality_on"])
        and not row["deactivated_at"]
        and (row["clients"] or 0) < row["max_clients"]
    )


def _view(visit: Visit, row: Row, mentors: list[Row]) -> View:
    spoken = json.loads(row["client_spoken"]) or [row["client_language"]]
    speaking = sorted(mentors, key=lambda mentor: not set(spoken) & set(json.loads(mentor["languages"])))
    return {
        "id": row["grant_id"],
        "name": first_name(readable_name(row["client_name_latin"], row["client_name"])),
        "language": words.language_names(visit, spoken),
        "wish": row["wish"] or "",
        "since": views.moment_of(visit, row["made_at"]),
        "mentor": row["mentor_name"] or "",
        "mentor_url": f"/office/mentors/{row['mentor_id']}" if row["mentor_id"] else "",
        "asked": row["state"] == "offered",
        "unconfirmed": bool(row["unconfirmed_since"]),
        "mentors": [
            {
                "id": mentor["id"],
                "name": mentor["name"],
                "languages": words.language_names(visit, json.loads(mentor["languages"])),
            }
            for mentor in speaking
        ]
        if not row["mentor_id"]
        else [],
    }


async def propose(visit: Visit) -> Response:
    """Ask one mentor."""
    form = await visit.form()
    await visit.write(mentor_search.propose, visit.path["grant_id"], str(form.get("mentor_id", "")))
    return visit.redirect("/office/mentor-requests")
