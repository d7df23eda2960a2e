"""One entry a route."""

from tests.access.expected import Cell, aminas, clients, counsellors, mentors, public, signed_in

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
}
