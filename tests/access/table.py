"""One entry a route."""

from tests.access.expected import Cell, aminas, case, clients, counsellors, mentors, public, signed_in
from tests.pages.counsellor import plant

EXPECTED: dict[str, Cell] = {
    # Everyone
    "GET /service_worker.js": Cell(public()),
    "GET /manifest.webmanifest": Cell(public()),
    "GET /offline": Cell(public()),
    "GET /healthz": Cell(public()),
    "GET /emergency": Cell(public()),
    "GET /quick-exit": Cell(public()),
    "GET /demo": Cell(public(404)),
    "POST /demo/sessions": Cell(public(404)),
    "GET /settings": Cell(signed_in()),
    # Client
    "GET /today": Cell(clients(), stored=True),
    "GET /plan": Cell(clients(), stored=True),
    "GET /plan/print": Cell(clients(), stored=True),
    "GET /protected": Cell(clients()),
    "GET /goals/{id}": Cell(aminas(), path="/goals/{amina.standard.goal}", stored=True),
    "GET /steps/{id}": Cell(aminas(), path="/steps/{amina.standard.step1}", stored=True),
    "POST /steps/{id}/reports": Cell(aminas(303), path="/steps/{amina.standard.step1}/reports", form={"report": "done"}),
    "GET /meetings": Cell(clients(), stored=True),
    "GET /meetings/{id}": Cell(aminas(), path="/meetings/{amina.standard.meeting}", stored=True),
    "POST /meetings/{id}/answers": Cell(
        aminas(303), path="/meetings/{amina.standard.meeting}/answers", form={"answer": "coming"}
    ),
    "GET /meetings/{id}/calendar.ics": Cell(aminas(), path="/meetings/{amina.standard.meeting}/calendar.ics", stored=True),
    "GET /people": Cell(clients(), stored=True),
    "GET /help": Cell(clients(), stored=True),
    # Mentor
    "GET /mentor": Cell(mentors(), stored=True),
    "GET /mentor/clients": Cell(mentors()),
    # Counsellor
    "GET /desk": Cell(counsellors(), one_case=False),
    "GET /desk/cases": Cell(counsellors(), one_case=False),
    "GET /desk/cases/new": Cell(counsellors()),
    "POST /desk/cases/new": Cell(
        counsellors(303), form={"name": "Neu", "language": "ar", "path": "plan", "consent": "given", "channel": "oral"}
    ),
    "GET /desk/cases/{case_id}": Cell(case(), path="/desk/cases/{amina.case}"),
    "POST /desk/cases/{case_id}/state": Cell(case(409), path="/desk/cases/{amina.case}/state", form={"to": "active"}),
    "POST /desk/cases/{case_id}/consent": Cell(
        case(303), path="/desk/cases/{amina.case}/consent", form={"state": "given", "language": "ar"}
    ),
    "POST /desk/cases/{case_id}/protected": Cell(
        case(303) | {"karin": 403}, path="/desk/cases/{amina.case}/protected", form={"reason": "Anruf der Praxis"}
    ),
    "POST /desk/cases/{case_id}/contacts": Cell(
        case(303), path="/desk/cases/{amina.case}/contacts", form={"kind": "phone", "reached": "yes"}
    ),
    "GET /desk/cases/{case_id}/details": Cell(case(), path="/desk/cases/{amina.case}/details"),
    "POST /desk/cases/{case_id}/details": Cell(case(422), path="/desk/cases/{amina.case}/details", form={"name": ""}),
    "GET /desk/cases/{case_id}/card": Cell(case(), path="/desk/cases/{amina.case}/card"),
    "POST /desk/cases/{case_id}/card": Cell(case(), path="/desk/cases/{amina.case}/card", form={"what": "card"}),
    "GET /desk/cases/{case_id}/turned": Cell(case(), path="/desk/cases/{amina.case}/turned", stored=True),
    "POST /desk/help-requests/{request_id}/read": Cell(
        case(303), path="/desk/help-requests/{amina.help}/read", prepare=plant.help_request
    ),
    "POST /desk/help-requests/{request_id}/close": Cell(
        case(303), path="/desk/help-requests/{amina.help}/close", prepare=plant.help_request
    ),
    "POST /desk/reports/{report_id}/seen": Cell(
        case(303), path="/desk/reports/{amina.report}/seen", prepare=plant.report_beside
    ),
}
