"""How a partner's answer on a shared step is told, to the desk and to the client; and whom to ask for at a partner."""

import json
from typing import Any

from markupsafe import Markup

from pwa_server.domain.problems import N_
from pwa_server.domain.sharing import is_open
from pwa_server.i18n.languages import language_name
from pwa_server.pages import views
from pwa_server.storage.database import Row
from pwa_server.web.visit import Visit

View = dict[str, Any]

PROGRESS = {
    "working_on_it": N_("Wir arbeiten daran."),
    "appointment": N_("Es gibt einen Termin."),
    "finished": N_("Bei uns ist das fertig."),
    "not_possible": N_("Das geht bei uns gerade nicht."),
}


# What of the client's name a partner reads: hers to choose.
NAMES = {
    "none": N_("Kein Name"),
    "first": N_("Nur der Vorname"),
    "whole": N_("Der ganze Name"),
}


def qr(address: str) -> Markup:
    """A link as a picture to scan."""
    import segno

    drawing = segno.make(address, error="m", micro=False)
    return Markup(drawing.svg_inline(scale=3, border=2, omitsize=True, light="#fff"))  # noqa: S704 (made of an address of ours)


def notes(visit: Visit, step_id: str) -> list[View]:
    """What the partner answered on a step, the newest first."""
    return [
        {
            "id": row["id"],
            "progress": visit.say(PROGRESS[row["progress"]]),
            "words": row["words"] or "",
            "partner": row["partner_name"],
            "when": views.moment_of(visit, row["at"]),
            "unread": row["seen_at"] is None,
        }
        for row in visit.read.rows("shares.notes_of_step", step_id=step_id)
    ]


def link(visit: Visit, step: Row) -> View | None:
    """The last link of a step: for whom, whether it was opened, whether it still opens. None where there was none."""
    rows = visit.read.rows("shares.of_step", step_id=step["id"])
    if not rows:
        return None
    row = rows[0]
    facts = row | {
        "removed_at": None, "sensitivity": step["sensitivity"], "case_state": "", "cooperates": "yes",
        "partner_now": step["partner_id"],
    }  # fmt: skip
    return {
        "partner": row["partner_name"],
        "made": views.moment_of(visit, row["made_at"]),
        "until": views.moment_of(visit, row["expires_at"]),
        "opened": views.moment_of(visit, row["opened_at"]),
        "name_shown": row["name_shown"] or "",
        "open": is_open(facts, visit.now, visit.today.isoformat()),
    }


def contact(visit: Visit, partner_id: str | None) -> View | None:
    """Whom to ask for at a partner: name, number, hours, languages. None where nobody is named."""
    if not partner_id:
        return None
    people = {row["place"]: row for row in visit.read.rows("partners.contacts", partner_id=partner_id)}
    named = people.get("contact")
    if named is None:
        return None
    return {
        "name": named["name"],
        "phone": named["phone"] or "",
        "hours": named["hours"],
        "languages": " · ".join(language_name(visit.language.tag, tag) for tag in json.loads(named["languages"])),
        "deputy": people["deputy"]["name"] if "deputy" in people else "",
    }
