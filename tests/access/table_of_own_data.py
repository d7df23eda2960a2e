"""The client's own documents, data and requests, privacy: what each person gets."""

from tests.access.expected import Cell, aminas, case, clients, office, public
from tests.worlds import own_data

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

DATA = {
    "GET /summary": Cell(clients()),
    "POST /summary": Cell(clients(), form={"whom": "myself", "parts": "goals"}),
    "GET /meetings/{id}/slip": Cell(aminas(), path="/meetings/{amina.standard.meeting}/slip"),
    "GET /desk/meetings/{meeting_id}/slip": Cell(case(), path="/desk/meetings/{amina.standard.meeting}/slip"),
    "GET /my-data": Cell(clients(), recipients=True),
    "GET /my-data/file.json": Cell(clients(), recipients=True),
    "GET /requests": Cell(clients()),
    "POST /requests": Cell(clients(303), form={"kind": "erase", "words": ""}),
    "POST /requests/show-again": Cell(clients(409)),
    "POST /desk/cases/{case_id}/showing": Cell(case(409), path="/desk/cases/{amina.case}/showing"),
    "POST /requests/{id}/end": Cell(aminas(303), path="/requests/{amina.request}/end", prepare=own_data.ask),
    "GET /desk/cases/{case_id}/requests": Cell(case(), path="/desk/cases/{amina.case}/requests", prepare=own_data.ask),
    "POST /desk/data-requests/{request_id}/answer": Cell(
        # A no without a reason: it is answered once only, and each of them tries.
        case(422),
        path="/desk/data-requests/{amina.request}/answer",
        form={"to": "declined", "reason": "", "version": "1"},
        prepare=own_data.ask,
    ),
}

LEGAL = {
    "GET /imprint": Cell(public()),
    "GET /privacy": Cell(public()),
    "GET /privacy/{number}": Cell(public(), path="/privacy/2"),
    "GET /office/texts": Cell(office()),
    "GET /office/texts/{kind}/{owner}": Cell(office(), path="/office/texts/exceptions/{carrier}"),
    "POST /office/texts/{kind}/{owner}": Cell(
        office(303), path="/office/texts/exceptions/{carrier}", form={"text": "Wir fragen zuerst Sie."}
    ),
    "GET /office/processing": Cell(office()),
    "GET /office/impact": Cell(office()),
}

OWN_DATA: dict[str, Cell] = {**CONSENTS, **DATA, **LEGAL}
