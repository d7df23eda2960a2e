"""One entry a route."""

from tests.access.expected import Cell, aminas, case, clients, counsellors, protected_case, public, signed_in
from tests.access.table_of_agreements import AGREEMENTS
from tests.access.table_of_endings import ENDINGS
from tests.access.table_of_first_contact import FIRST_CONTACT
from tests.access.table_of_mentors_and_office import MENTOR, OFFICE
from tests.access.table_of_network import NETWORK
from tests.access.table_of_offers import OFFERS
from tests.access.table_of_own_data import OWN_DATA
from tests.access.table_of_reviews import REVIEWS
from tests.access.table_of_signing_in import SIGNING_IN
from tests.pages.counsellor import plant

EXPECTED: dict[str, Cell] = {
    **MENTOR,
    **OFFICE,
    **SIGNING_IN,
    **FIRST_CONTACT,
    **AGREEMENTS,
    **REVIEWS,
    **OFFERS,
    **OWN_DATA,
    **ENDINGS,
    **NETWORK,
    # Everyone
    "GET /service_worker.js": Cell(public()),
    "GET /manifest.webmanifest": Cell(public()),
    "GET /offline": Cell(public()),
    "GET /healthz": Cell(public()),
    "GET /emergency": Cell(public()),
    "GET /quick-exit": Cell(public()),
    "GET /demo": Cell(public(404)),
    "POST /demo/sessions": Cell(public(404)),
    "GET /settings": Cell(signed_in() | {"mona": 303, "magnus": 303}),
    # Client
    "GET /today": Cell(clients(), stored=True),
    "GET /plan": Cell(clients(), stored=True),
    "GET /plan/print": Cell(clients(), stored=True),
    "GET /protected": Cell(clients()),
    "GET /goals/{id}": Cell(aminas(), path="/goals/{amina.standard.goal}", stored=True),
    "GET /steps/{id}": Cell(aminas(), path="/steps/{amina.standard.step1}", stored=True),
    "POST /steps/{id}/reports": Cell(
        aminas(303), path="/steps/{amina.standard.step1}/reports", form={"report": "done"}
    ),
    "GET /meetings": Cell(clients(), stored=True),
    "GET /meetings/{id}": Cell(aminas(), path="/meetings/{amina.standard.meeting}", stored=True),
    "POST /meetings/{id}/answers": Cell(
        aminas(303), path="/meetings/{amina.standard.meeting}/answers", form={"answer": "coming"}
    ),
    "POST /meetings/{id}/companion": Cell(
        aminas(303), path="/meetings/{amina.standard.meeting}/companion", form={"mentor_id": ""}
    ),
    "GET /meetings/{id}/calendar.ics": Cell(
        aminas(), path="/meetings/{amina.standard.meeting}/calendar.ics", stored=True
    ),
    "GET /people": Cell(clients(), stored=True),
    "GET /help": Cell(clients(), stored=True),
    "POST /help": Cell(clients(303), form={"obstacle": "worry"}),
    "GET /sharing": Cell(clients()),
    "GET /grants/new": Cell(clients()),
    "POST /grants": Cell(
        clients(303) | {"badr": 422},
        form={"who": "somebody", "goals": "{amina.standard.goal}", "until": "2027-01-01"},
    ),
    "GET /grants/{id}": Cell(aminas(), path="/grants/{mona.grant}"),
    "POST /grants/{id}": Cell(
        aminas(303), path="/grants/{mona.grant}", form={"version": "1", "goals": "{amina.standard.goal}"}
    ),
    "POST /grants/{id}/person": Cell(
        aminas(303), path="/grants/{mona.grant}/person", form={"person": "{mona}", "answer": "yes"}
    ),
    "POST /mentor-notes/{id}/read": Cell(aminas(303), path="/mentor-notes/{amina.note}/read"),
    "POST /grants/{id}/end": Cell(aminas(303), path="/grants/{mona.grant}/end"),
    "POST /settings/reading": Cell(signed_in(303), form={"language": "de", "text_size": "large"}),
    "POST /settings/reaching": Cell(
        signed_in(404) | {"amina": 303, "badr": 303}, form={"first": "phone", "push_text": "off"}
    ),
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
    # Goals, steps, meetings and calls at the desk
    "GET /desk/cases/{case_id}/goals/new": Cell(case(), path="/desk/cases/{amina.case}/goals/new"),
    "POST /desk/cases/{case_id}/goals": Cell(
        case(303),
        path="/desk/cases/{amina.case}/goals",
        form={"title": "Schwimmen", "life_area": "social", "own_words_language": "", "sensitivity": "standard"},
    ),
    "GET /desk/goals/{goal_id}": Cell(case(), path="/desk/goals/{amina.standard.goal}"),
    "POST /desk/goals/{goal_id}": Cell(
        case(409),
        path="/desk/goals/{amina.standard.goal}",
        form={"version": "99", "title": "Neu", "own_words_language": "", "sensitivity": "standard"},
    ),
    "GET /desk/goals/{goal_id}/edit": Cell(protected_case(), path="/desk/goals/{amina.high.goal}/edit"),
    "POST /desk/goals/{goal_id}/state": Cell(
        protected_case(303), path="/desk/goals/{amina.high.goal}/state", form={"to": "paused", "version": "1"}
    ),
    "POST /desk/goals/{goal_id}/place": Cell(
        protected_case(303), path="/desk/goals/{amina.high.goal}/place", form={"direction": "up"}
    ),
    "POST /desk/goals/{goal_id}/translations": Cell(
        protected_case(303), path="/desk/goals/{amina.high.goal}/translations", form={"text": "x"}
    ),
    "GET /desk/goals/{goal_id}/steps/new": Cell(case(), path="/desk/goals/{amina.standard.goal}/steps/new"),
    "POST /desk/goals/{goal_id}/steps": Cell(
        case(303),
        path="/desk/goals/{amina.standard.goal}/steps",
        form={"how": "card", "action": "bring", "responsible": "client"},
    ),
    "POST /desk/goals/{goal_id}/steps/preview": Cell(
        protected_case(),
        path="/desk/goals/{amina.high.goal}/steps/preview",
        form={"how": "card", "action": "bring", "responsible": "client"},
    ),
    "GET /desk/steps/{step_id}": Cell(case(), path="/desk/steps/{amina.standard.step1}"),
    "POST /desk/steps/{step_id}": Cell(
        case(409),
        path="/desk/steps/{amina.standard.step1}",
        form={"version": "99", "text": "Neu", "responsible": "client"},
    ),
    "POST /desk/steps/{step_id}/place": Cell(
        protected_case(303), path="/desk/steps/{amina.high.step1}/place", form={"direction": "down"}
    ),
    "POST /desk/steps/{step_id}/removal": Cell(
        case(409), path="/desk/steps/{amina.standard.step1}/removal", form={"version": "99"}
    ),
    "POST /desk/steps/{step_id}/state": Cell(
        case(409),
        path="/desk/steps/{amina.standard.step1}/state",
        form={"to": "in_progress", "version": "99"},
    ),
    "POST /desk/steps/{step_id}/translations": Cell(
        case(303), path="/desk/steps/{amina.standard.step1}/translations", form={"text": "x"}
    ),
    "GET /desk/meetings": Cell(counsellors(), one_case=False),
    "GET /desk/cases/{case_id}/meetings/new": Cell(case(), path="/desk/cases/{amina.case}/meetings/new"),
    "POST /desk/cases/{case_id}/meetings/new": Cell(case(422), path="/desk/cases/{amina.case}/meetings/new"),
    "GET /desk/meetings/{meeting_id}": Cell(case(), path="/desk/meetings/{amina.standard.meeting}"),
    "GET /desk/meetings/{meeting_id}/edit": Cell(protected_case(), path="/desk/meetings/{amina.high.meeting}/edit"),
    "POST /desk/meetings/{meeting_id}/edit": Cell(case(422), path="/desk/meetings/{amina.standard.meeting}/edit"),
    "GET /desk/meetings/{meeting_id}/move": Cell(case(), path="/desk/meetings/{amina.standard.meeting}/move"),
    "POST /desk/meetings/{meeting_id}/move": Cell(
        case(409),
        path="/desk/meetings/{amina.standard.meeting}/move",
        form={"day": "2026-12-09", "clock": "11:00", "minutes": "45", "version": "99"},
    ),
    "POST /desk/meetings/{meeting_id}/cancel": Cell(
        protected_case(303), path="/desk/meetings/{amina.high.meeting}/cancel", form={"version": "1"}
    ),
    "POST /desk/meetings/{meeting_id}/keep": Cell(
        case(409), path="/desk/meetings/{amina.standard.meeting}/keep", form={"version": "1"}
    ),
    "POST /desk/meetings/{meeting_id}/outcome": Cell(
        case(409), path="/desk/meetings/{amina.standard.meeting}/outcome", form={"version": "1", "outcome": "held"}
    ),
    "POST /desk/meetings/{meeting_id}/confirm-interpreter": Cell(
        case(409),
        path="/desk/meetings/{amina.standard.meeting}/confirm-interpreter",
        form={"version": "1", "state": "booked"},
    ),
    "POST /desk/meetings/{meeting_id}/answer": Cell(
        protected_case(303), path="/desk/meetings/{amina.high.meeting}/answer", form={"answer": "coming"}
    ),
    "POST /desk/meetings/{meeting_id}/reminders": Cell(
        case(303), path="/desk/meetings/{amina.standard.meeting}/reminders"
    ),
    "GET /desk/cases/{case_id}/reminders": Cell(case(), path="/desk/cases/{amina.case}/reminders"),
    "GET /desk/reminders": Cell(counsellors(), one_case=False),
    "GET /desk/reminders/chosen": Cell(case(), path="/desk/reminders/chosen?meeting={amina.standard.meeting}"),
    "POST /desk/reminders/chosen": Cell(
        case(303), path="/desk/reminders/chosen", form={"meeting": "{amina.standard.meeting}"}
    ),
    "POST /desk/cases/{case_id}/reminders/pause": Cell(
        case(303), path="/desk/cases/{amina.case}/reminders/pause", form={"until": "2026-12-01"}
    ),
    "GET /desk/call-tasks/{task_id}": Cell(case(), path="/desk/call-tasks/{amina.call}", prepare=plant.call_task),
    "GET /desk/call-tasks/{task_id}/letter": Cell(
        case(), path="/desk/call-tasks/{amina.call}/letter", prepare=plant.call_task, stored=True
    ),
    "POST /desk/call-tasks/{task_id}/attempts": Cell(
        case(303),
        path="/desk/call-tasks/{amina.call}/attempts",
        form={"result": "no_answer"},
        prepare=plant.call_task,
    ),
    "GET /desk/cases/{case_id}/print": Cell(case(), path="/desk/cases/{amina.case}/print", stored=True),
}
