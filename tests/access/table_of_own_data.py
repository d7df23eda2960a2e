"""The client's own documents, data and requests, privacy: what each person gets."""

from tests.access.expected import Cell, aminas, case, clients

CONSENTS = {
    "GET /consents": Cell(clients()),
    "GET /consents/ask/{purpose}": Cell(clients(), path="/consents/ask/interpreter"),
    "POST /consents/ask/{purpose}": Cell(clients(303), path="/consents/ask/interpreter", form={"answer": "given"}),
    "GET /consents/{id}/end": Cell(aminas(), path="/consents/{amina.consent.mona}/end"),
    "POST /consents/{id}/end": Cell(aminas(303), path="/consents/{amina.consent.mona}/end"),
    "GET /desk/cases/{case_id}/consents": Cell(case(), path="/desk/cases/{amina.case}/consents"),
    "POST /desk/cases/{case_id}/consents": Cell(
        case(303),
        path="/desk/cases/{amina.case}/consents",
        form={"purpose": "interpreter", "answer": "given", "channel": "oral", "language": "ar"},
    ),
    "POST /desk/cases/{case_id}/consents/{consent_id}/end": Cell(
        case(303),
        path="/desk/cases/{amina.case}/consents/{amina.consent.plan}/end",
        form={"channel": "oral", "language": "ar"},
    ),
}

OWN_DATA: dict[str, Cell] = {**CONSENTS}
