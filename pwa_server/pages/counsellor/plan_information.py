"""That somebody was told about the plan, where a public service keeps it by law."""

from starlette.responses import Response

from pwa_server.casework.plan_information import note_told
from pwa_server.i18n.languages import BY_TAG, SOURCE, offered
from pwa_server.web.visit import Visit


async def note_information(visit: Visit) -> Response:
    """POST /desk/cases/{case_id}/information with `channel` and the language in which it was told."""
    form = await visit.form()
    case_id = visit.path["case_id"]
    language = offered(str(form.get("language", ""))) or BY_TAG[SOURCE]
    await visit.write(note_told, case_id, language.tag, str(form.get("channel", "")))
    return visit.redirect(f"/desk/cases/{case_id}")
