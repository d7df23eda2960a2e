"""A slip for an employer or a school: that somebody has an appointment, or was at one. Day, time, address; no reason.

An office for debts or addiction tells the reason by its name, and so does counselling for migrants: the name stands on
the slip only where the person asks for it on the preview. There is no slip for what is specially protected.
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

ELSEWHERE = "partner_appointment"
BEFORE = N_("Diese Person hat einen Termin:")
AFTER = N_("Diese Person war bei einem Termin:")


def may_have_slip(meeting: Row, now: str) -> bool:
    """Whether there is anything to confirm: it lies ahead, or it took place in our own office."""
    if meeting["sensitivity"] == "high":
        return False
    held_here = meeting["state"] == "held" and meeting["kind"] != ELSEWHERE
    return held_here or (meeting["state"] in COMING_UP and meeting["ends_at"] > now)


def slip(visit: Visit, meeting: Row, names: Mapping[str, Any], language: Language) -> View:
    """The slip in the person's language and German, with `?office=yes` the office's name too. Raises NotVisible where
    there is nothing to confirm."""
    office = visit.read.row("meetings.office_of_case", case_id=meeting["case_id"])
    if office is None or not may_have_slip(meeting, visit.now):
        raise NotVisible
    named = visit.request.query_params.get("office") == "yes"
    ends = berlin(meeting["ends_at"]).strftime("%H:%M")
    return {
        "ends": ends,
        "place": _place(meeting, office, named=named),
        "named": named,
        "signed_here": meeting["kind"] != ELSEWHERE,
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


def _place(meeting: Row, office: Row, *, named: bool) -> str:
    # What was typed as the place of a meeting may be a name: it stands there only where names do.
    if meeting["kind"] == ELSEWHERE:
        name, address = meeting["partner_name"] or meeting["place"], meeting["partner_address"]
    else:
        name, address = office["name"], office["address"]
    return ", ".join(filter(None, (name if named else "", address)))
