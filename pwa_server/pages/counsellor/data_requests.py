"""What the person asks about her data: until when it is to be answered, and the answer with its reason."""

from starlette.responses import Response

from pwa_server.casework import data_requests as verbs
from pwa_server.casework import restriction
from pwa_server.domain.problems import N_
from pwa_server.pages import views
from pwa_server.pages.counsellor.caseload import once
from pwa_server.pages.counsellor.opening import opened
from pwa_server.pages.views import View
from pwa_server.storage.database import Row
from pwa_server.web.forms import clean, version_of
from pwa_server.web.visit import Visit

KINDS = {
    "correct": N_("Etwas ändern"),
    "restrict": N_("Nicht mehr zeigen"),
    "erase": N_("Löschen"),
}
STATES = {
    "open": N_("offen"),
    "granted": N_("zugestimmt"),
    "declined": N_("nicht zugestimmt"),
    "taken_back": N_("zurückgenommen"),
    "handed_over": N_("mitgegangen"),
}
# What a yes does, said before it is given.
GRANTING = {
    "correct": N_("Bitte ändern Sie zuerst, was falsch ist."),
    "restrict": N_("Der Plan ist danach für alle verborgen."),
    "erase": N_("Die Beratung endet. Nach 7 Tagen wird alles gelöscht. So lange kann die Person noch speichern."),
}


async def show_requests(visit: Visit) -> Response:
    """GET /desk/cases/{case_id}/requests, also of a protected plan: whether it is erased or kept is decided here."""
    case = await opened(visit, visit.path["case_id"], "requests", even_restricted=True)
    rows = visit.read.rows("data_requests.of_case", case_id=case["id"])
    return visit.page(
        "counsellor/data_requests.html", nav="cases", case=case, requests=[_request(visit, row) for row in rows]
    )


async def answer(visit: Visit) -> Response:
    """POST /desk/data-requests/{request_id}/answer with `to`, `reason` and the version that was read."""
    form = await visit.form()
    to, reason = str(form.get("to", "")), clean(str(form.get("reason", "")))
    version = version_of(form.get("version"))
    case_id = await visit.write(verbs.answer, visit.path["request_id"], to, reason, version)
    return visit.redirect(f"/desk/cases/{case_id}/requests")


async def announce_showing(visit: Visit) -> Response:
    """POST /desk/cases/{case_id}/showing: the person is told that the hidden plan is shown again in seven days."""
    case_id = visit.path["case_id"]
    await visit.write(restriction.announce, case_id)
    return visit.redirect(f"/desk/cases/{case_id}")


def open_requests(visit: Visit, names: dict[str, View]) -> list[View]:
    """What waits for an answer, for the day list; `names` are those of the caseload by case."""
    return [
        {
            # A hidden plan is decided on without a name in a list that others may see over one's shoulder.
            "who": names[row["case_id"]] if row["case_state"] != "restricted" else None,
            "url": f"/desk/cases/{row['case_id']}/requests",
            "kind": visit.say(KINDS[row["kind"]]),
            "due": views.day(visit, row["due_on"]),
            "late": row["due_on"] < visit.today.isoformat(),
        }
        for row in once(visit.read.rows("data_requests.open_at_the_desk"))
        if row["case_id"] in names
    ]


def _request(visit: Visit, row: Row) -> View:
    return {
        "id": row["id"],
        "version": row["version"],
        "kind": visit.say(KINDS[row["kind"]]),
        "granting": visit.say(GRANTING[row["kind"]]),
        "state": row["state"],
        "state_text": visit.say(STATES[row["state"]]),
        "words": row["words"] or "",
        "language": row["language"],
        "asked": views.moment_of(visit, row["made_at"]),
        "due": views.day(visit, row["due_on"]),
        "answered": views.moment_of(visit, row["answered_at"]),
        "answered_by": row["answered_by_name"] or "",
        "reason": row["reason"] or "",
    }
