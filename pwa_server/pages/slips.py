"""A slip for an employer or a school: that somebody has an appointment, or was at one. Day, time, office; no reason.

It says neither what the appointment is about nor whom it is with, and there is none for what is specially protected.
"""

from collections.abc import Mapping
from typing import Any

from pwa_server.domain.meetings import COMING_UP
from pwa_server.domain.problems import N_, NotVisible
from pwa_server.domain.times import berlin
from pwa_server.i18n.languages import Language
from pwa_server.pages import views
from pwa_server.pages.sides import name_on_paper, own_and_german
from pwa_server.pages.views import View
from pwa_server.storage.database import Row
from pwa_server.web.visit import Visit

BEFORE = N_("Diese Person hat einen Termin:")
AFTER = N_("Diese Person war bei einem Termin:")


def may_have_slip(meeting: Row, now: str) -> bool:
    """Whether there is anything to confirm: it lies ahead, or it took place in our own office."""
    if meeting["sensitivity"] == "high":
        return False
    held_here = meeting["state"] == "held" and meeting["kind"] != "partner_appointment"
    return held_here or (meeting["state"] in COMING_UP and meeting["ends_at"] > now)


def slip(visit: Visit, meeting: Row, names: Mapping[str, Any], language: Language) -> View:
    """The slip in the person's language and German. Raises NotVisible where there is nothing to confirm."""
    office = visit.read.row("meetings.office_of_case", case_id=meeting["case_id"])
    if office is None or not may_have_slip(meeting, visit.now):
        raise NotVisible
    elsewhere = meeting["kind"] == "partner_appointment" and meeting["partner_name"]
    ends = berlin(meeting["ends_at"]).strftime("%H:%M")
    return {
        "ends": ends,
        "place": elsewhere or ", ".join(filter(None, (office["name"], office["address"]))),
        "signed_here": not elsewhere,
        "sides": [
            {
                "language": side.language,
                "name": name_on_paper(names, side.language),
                "text": side.say(AFTER if meeting["state"] == "held" else BEFORE),
                "when": views.day_and_time(side, meeting["local_date"], meeting["local_time"]),
                "until": side.say(N_("bis")),
                "signature": side.say(N_("Unterschrift")),
            }
            for side in own_and_german(visit, language)
        ],
    }
