"""A contact in two taps: today, how, and whether it worked."""

from starlette.responses import Response

from pwa_server.casework import contacts
from pwa_server.domain.problems import N_, BadInput
from pwa_server.i18n.formats import parse_day
from pwa_server.web.forms import clean
from pwa_server.web.visit import Visit


async def add_contact(visit: Visit) -> Response:
    """POST /desk/cases/{case_id}/contacts: `kind`, `reached`, perhaps `on_day` and one sentence for the client."""
    form = await visit.form()
    case_id = visit.path["case_id"]
    try:
        on_day = parse_day(str(form.get("on_day") or visit.today.isoformat()))
    except ValueError as error:
        raise BadInput(N_("Bitte wählen Sie einen Tag.")) from error
    kind, reached = str(form.get("kind", "")), str(form.get("reached", ""))
    await visit.write(contacts.note_contact, case_id, on_day, kind, reached, clean(str(form.get("sentence", ""))))
    return visit.redirect(f"/desk/cases/{case_id}#contacts")
