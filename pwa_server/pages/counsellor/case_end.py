"""After the end of a counselling: keep it longer for a reason, or begin again with a fresh yes."""

from typing import Any

from starlette.responses import Response

from pwa_server.casework import holds, reopening
from pwa_server.domain.consents import ASKED_BY_STAFF
from pwa_server.domain.problems import N_
from pwa_server.domain.retention import HOLD_REASONS, erase_day
from pwa_server.i18n.languages import BY_TAG, SOURCE, offered
from pwa_server.pages import services, views
from pwa_server.pages.counsellor.handover import CHANNELS
from pwa_server.pages.counsellor.inputs import partners, said
from pwa_server.storage.database import Row
from pwa_server.web.visit import Visit

HOLD_WORDS = {
    "client_wish": N_("Die Person hat darum gebeten"),
    "open_dispute": N_("Es gibt noch eine offene Frage"),
    "law": N_("Ein Gesetz sagt es"),
}


def end_view(visit: Visit, case: Row) -> dict[str, Any]:
    """When the case is erased or would be, what keeps it, and the choices of both forms."""
    carrier = visit.read.row("offices.carrier", id=case["carrier_id"])
    held = visit.read.row("endings.hold", case_id=case["id"])
    after = erase_day(visit.today, carrier["retention_days"]) if carrier else visit.today
    return {
        "erase_day": views.day(visit, case["erase_due_on"]),
        "erase_day_if_closed": views.day(visit, after.isoformat()),
        "held": visit.say(HOLD_WORDS[held["reason"]]) if held else "",
        "offices": partners(visit.read, visit),
        "services": services.named(visit, case),
        "hold_reasons": said(visit, HOLD_WORDS, HOLD_REASONS),
        "ask_channels": said(visit, CHANNELS, ASKED_BY_STAFF),
    }


async def release(visit: Visit) -> Response:
    """POST /desk/cases/{case_id}/hold/end."""
    await visit.write(holds.release, visit.path["case_id"])
    return visit.redirect(f"/desk/cases/{visit.path['case_id']}#state-title")


async def reopen(visit: Visit) -> Response:
    """POST /desk/cases/{case_id}/reopening with the answer to "May we keep a plan again?"."""
    form = await visit.form()
    case_id = visit.path["case_id"]
    language = offered(str(form.get("language", ""))) or BY_TAG[SOURCE]
    asked = (str(form.get("answer", "")), language.tag, str(form.get("channel", "")))
    await visit.write(reopening.reopen, case_id, *asked)
    return visit.redirect(f"/desk/cases/{case_id}")
