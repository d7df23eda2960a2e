"""Papers of residence that end soon: a line for the counsellor, and no message to anybody."""

from collections.abc import Mapping
from typing import Any

from pwa_server.domain.situation import ending_between
from pwa_server.pages import views
from pwa_server.pages.counsellor.caseload import once
from pwa_server.web.visit import Visit

View = dict[str, Any]


def residence_rows(visit: Visit, everybody: Mapping[str, View]) -> list[View]:
    """Whose paper ends in the next 60 days or ended in the last 30, in one statement."""
    first, last = ending_between(visit.today)
    today = visit.today.isoformat()
    return [
        {
            "who": everybody[row["case_id"]],
            "url": f"/desk/cases/{row['case_id']}/situation",
            "until": views.day(visit, row["residence_until"]),
            "over": row["residence_until"] < today,
        }
        for row in once(visit.read.rows("situation.residence_ending", first=first, last=last))
    ]
