"""The short forms of the case page: what is missing is said beside its field, and what was typed stays."""

from datetime import date

from starlette.responses import Response

from pwa_server.casework import case_life, holds, openings
from pwa_server.domain.problems import N_, BadInput
from pwa_server.domain.retention import HOLD_REASONS
from pwa_server.i18n.formats import parse_day
from pwa_server.pages.counsellor.case import case_page
from pwa_server.web.forms import clean, refused
from pwa_server.web.visit import Visit

REASON_LIMIT = 200


async def change_state(visit: Visit) -> Response:
    """POST /desk/cases/{case_id}/state with `to` and, for closing, `reason` and `service`: who goes on helping."""
    form = await visit.form()
    case_id, to, reason = visit.path["case_id"], str(form.get("to", "")), str(form.get("reason", ""))
    if to == "closed" and not reason:
        problem = BadInput(N_("Bitte wählen Sie, warum die Beratung endet."))
        return await case_page(visit, refused(visit, "close", "closure", problem, form))
    services = [str(partner_id) for partner_id in form.getlist("service") if partner_id]
    await visit.write(case_life.move_case, case_id, to, reason, services)
    return visit.redirect(f"/desk/cases/{case_id}")


async def open_protected(visit: Visit) -> Response:
    """POST /desk/cases/{case_id}/protected with `reason`: a deputy sees protected goals for 30 minutes."""
    form = await visit.form()
    case_id = visit.path["case_id"]
    reason = clean(str(form.get("reason", "")))[:REASON_LIMIT]
    try:
        await visit.write(openings.open_protected, case_id, reason)
    except BadInput as problem:
        return await case_page(visit, refused(visit, "protected", "reason", problem, form))
    return visit.redirect(f"/desk/cases/{case_id}")


async def hold(visit: Visit) -> Response:
    """POST /desk/cases/{case_id}/hold with `reason` and `until`."""
    form = await visit.form()
    case_id, reason = visit.path["case_id"], str(form.get("reason", ""))
    at = "hold-until" if reason in HOLD_REASONS else "hold-reason"
    try:
        if not reason:
            raise BadInput(N_("Bitte wählen Sie einen Grund."))
        await visit.write(holds.hold, case_id, reason, _day(str(form.get("until", ""))))
    except BadInput as problem:
        return await case_page(visit, refused(visit, "hold", at, problem, form))
    return visit.redirect(f"/desk/cases/{case_id}#state-title")


def _day(text: str) -> date:
    try:
        return parse_day(text)
    except ValueError as error:
        raise BadInput(N_("Bitte wählen Sie einen Tag.")) from error
