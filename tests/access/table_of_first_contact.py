"""First contact, situation, needs, clearing, taking over a list: what each person gets."""

from tests.access.expected import Cell, aminas, case, clients, counsellors, office, protected_case

_CASE = "/desk/cases/{amina.case}"

FIRST_CONTACT: dict[str, Cell] = {
    "GET /about-me": Cell(clients()),
    "GET /wishes": Cell(clients(), stored=True),
    "GET /wishes/protected": Cell(clients()),
    # Badr has not said yes to a plan.
    "POST /wishes": Cell(clients(303) | {"badr": 409}, form={"life_area": "work"}),
    "POST /wishes/recordings": Cell(clients(422) | {"badr": 409}, form={"life_area": "work"}),
    "POST /wishes/{id}/removal": Cell(aminas(303), path="/wishes/{amina.standard.said}/removal"),
    "POST /desk/needs/{need_id}/seen": Cell(protected_case(303), path="/desk/needs/{amina.high.said}/seen"),
    "GET /desk/cases/{case_id}/acute": Cell(case(), path=f"{_CASE}/acute"),
    "POST /desk/cases/{case_id}/acute": Cell(case(422), path=f"{_CASE}/acute", form={"life_area": "housing"}),
    "GET /desk/cases/{case_id}/clearing": Cell(case(), path=f"{_CASE}/clearing"),
    "POST /desk/cases/{case_id}/clearing": Cell(
        case(409),
        path=f"{_CASE}/clearing",
        form={
            "version": "99",
            "strengths_language": "",
            "held_on": "2026-11-20",
            "place_kind": "home",
            "participants": "client",
            "interpreter_language": "",
        },
    ),
    "POST /desk/cases/{case_id}/clearing/decision": Cell(
        case(303), path=f"{_CASE}/clearing/decision", form={"decision": "not_now", "reason": "Erst der Umzug"}
    ),
    "POST /desk/cases/{case_id}/clearing/birth": Cell(
        case(409), path=f"{_CASE}/clearing/birth", form={"version": "99", "birth_year": "1990"}
    ),
    "GET /desk/cases/{case_id}/situation": Cell(case(), path=f"{_CASE}/situation"),
    "GET /desk/cases/{case_id}/situation/{part}": Cell(case(), path=f"{_CASE}/situation/school"),
    "POST /desk/cases/{case_id}/situation/{part}": Cell(
        case(409),
        path=f"{_CASE}/situation/school",
        form={"version": "99", "school_years": "9", "skills_language": ""},
    ),
    "POST /desk/levels/{level_id}/withdrawal": Cell(case(303), path="/desk/levels/{amina.level}/withdrawal"),
    "GET /desk/cases/{case_id}/needs": Cell(case(), path=f"{_CASE}/needs"),
    "POST /desk/cases/{case_id}/needs": Cell(
        case(303),
        path=f"{_CASE}/needs",
        form={"life_area": "work", "urgency": "soon", "german": "Arbeit", "own_words_language": "", "sensitivity": ""},
    ),
    "GET /desk/needs/{need_id}": Cell(protected_case(), path="/desk/needs/{amina.high.need}"),
    "POST /desk/needs/{need_id}": Cell(
        case(409),
        path="/desk/needs/{amina.standard.need}",
        form={
            "version": "99",
            "life_area": "work",
            "urgency": "now",
            "german": "Arbeit",
            "own_words_language": "",
            "sensitivity": "",
        },
    ),
    "POST /desk/needs/{need_id}/state": Cell(
        protected_case(303), path="/desk/needs/{amina.high.need}/state", form={"to": "met", "version": "1"}
    ),
    "POST /desk/cases/{case_id}/information": Cell(
        case(409), path=f"{_CASE}/information", form={"channel": "oral", "language": "ar"}
    ),
    "GET /desk/takeover": Cell(counsellors()),
    "POST /desk/takeover/preview": Cell(counsellors(), form={"list": "Sonne;Arabisch;;;"}),
    "POST /desk/takeover": Cell(counsellors(303), form={"list": "Sonne;Arabisch;;;"}),
    "GET /office/times/{carrier_id}/plan-basis": Cell(office(), path="/office/times/{carrier}/plan-basis"),
    "POST /office/times/{carrier_id}/plan-basis": Cell(
        office(303), path="/office/times/{carrier}/plan-basis", form={"version": "1", "plan_basis": "consent"}
    ),
    "GET /desk/cards": Cell(counsellors(), one_case=False),
    "POST /desk/cards": Cell(counsellors(404) | {"karin": 200}, form={"case": "{amina.case}"}),
}
