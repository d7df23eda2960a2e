"""What the day list says about partners: their answers, and who has let us wait for more than two weeks."""

from datetime import timedelta
from typing import Any

from pwa_server.domain.times import berlin_day, later
from pwa_server.pages import partner_words, views
from pwa_server.pages.counsellor.caseload import once
from pwa_server.web.visit import Visit

View = dict[str, Any]
WAITING_DAYS = 14


def partner_notes(visit: Visit, everybody: dict[str, View]) -> list[View]:
    """What partners answered on a step and nobody has read yet."""
    return [
        {
            "who": everybody[row["case_id"]],
            "url": f"/desk/steps/{row['step_id']}/sharing",
            "progress": visit.say(partner_words.PROGRESS[row["progress"]]),
            "partner": row["partner_name"],
            "step": views.step_title(visit, row | {"id": row["step_id"]}, {}),
        }
        for row in once(visit.read.rows("shares.unread_notes"))
    ]


def waiting_for(visit: Visit, everybody: dict[str, View]) -> list[View]:
    """Partners who have let us wait for more than two weeks."""
    first = visit.today - timedelta(days=WAITING_DAYS + 1)
    params = {"first": first.isoformat(), "first_instant": later(visit.now, days=-WAITING_DAYS)}
    return [
        {
            "who": everybody[row["case_id"]],
            "url": f"/desk/steps/{row['id']}",
            "partner": row["partner_name"] or "",
            "step": views.step_title(visit, row, {}),
            "since": views.day(visit, _day_of(row["since"])),
            "life_area": row["life_area"],
        }
        for row in once(visit.read.rows("shares.waiting", **params))
    ]


def _day_of(text: str) -> str:
    """A stored day, or the Berlin day of an instant."""
    return berlin_day(text).isoformat() if "T" in text else text
