"""Agreements, their versions, signatures and prints: what each person gets."""

from tests.access.expected import Cell, aminas, case, clients, office
from tests.worlds import agreements as plant


def edits(status: int = 303) -> dict[str, int]:
    """Something about Amina's agreement that only its counsellor does: a deputy reads."""
    return case(status) | {"dora": 403}


VERSION = "/desk/agreements/{amina.agreement}"
OWN = "/agreement/{amina.agreement}"
AGREEMENTS: dict[str, Cell] = {
    "GET /agreement": Cell(clients(), stored=True),
    "GET /agreement/{agreement_id}": Cell(aminas(), path=OWN, stored=True),
    "GET /agreement/{agreement_id}/sign": Cell(aminas(), path=f"{OWN}/sign", stored=True),
    "POST /agreement/{agreement_id}/signature": Cell(
        aminas(303), path=f"{OWN}/signature", form={"hash": "{amina.agreement.hash}"}
    ),
    "POST /agreement/{agreement_id}/questions": Cell(aminas(303), path=f"{OWN}/questions", form={"words": "Wann?"}),
    "POST /agreement/{agreement_id}/decline": Cell(aminas(303), path=f"{OWN}/decline", form={"words": ""}),
    "GET /agreement/{agreement_id}/print": Cell(aminas(), path=f"{OWN}/print", stored=True),
    "GET /agreement/{agreement_id}/pdf": Cell(aminas(), path=f"{OWN}/pdf", stored=True),
    "GET /plan/document": Cell(clients(), stored=True),
    "GET /plan/pdf": Cell(clients(), stored=True),
    "GET /desk/cases/{case_id}/agreements": Cell(case(), path="/desk/cases/{amina.case}/agreements"),
    "POST /desk/cases/{case_id}/agreements": Cell(
        edits(), path="/desk/cases/{amina.case}/agreements", prepare=plant.none
    ),
    "GET /desk/cases/{case_id}/document": Cell(case(), path="/desk/cases/{amina.case}/document", stored=True),
    "GET /desk/cases/{case_id}/pdf": Cell(case(), path="/desk/cases/{amina.case}/pdf", stored=True),
    "GET /desk/agreements/{agreement_id}": Cell(case(), path=VERSION),
    "GET /desk/agreements/{agreement_id}/print": Cell(case(), path=f"{VERSION}/print", stored=True),
    "GET /desk/agreements/{agreement_id}/pdf": Cell(case(), path=f"{VERSION}/pdf", stored=True),
    "POST /desk/agreements/{agreement_id}/offer": Cell(
        edits(),
        path=f"{VERSION}/offer",
        form={"goals": "{amina.standard.goal}", "version": "1", "case_version": "1"},
        prepare=plant.draft,
    ),
    "POST /desk/agreements/{agreement_id}/state": Cell(
        edits(), path=f"{VERSION}/state", form={"to": "draft", "version": "1"}
    ),
    "POST /desk/agreements/{agreement_id}/signature": Cell(
        edits(), path=f"{VERSION}/signature", form={"hash": "{amina.agreement.hash}"}
    ),
    "POST /desk/agreements/{agreement_id}/places": Cell(
        edits(), path=f"{VERSION}/places", form={"role": "partner", "name": "Frau Beispiel", "required": "y"}
    ),
    "POST /desk/agreements/{agreement_id}/copy": Cell(edits(), path=f"{VERSION}/copy"),
    "POST /desk/agreements/{agreement_id}/review": Cell(
        edits(),
        path=f"{VERSION}/review",
        form={
            "day": "2026-12-10",
            "clock": "10:00",
            "minutes": "60",
            "place_kind": "office",
            "place": "Büro",
            "interpreter_language": "ar",
        },
    ),
    "POST /desk/agreement-signatures/{signature_id}": Cell(
        edits(), path="/desk/agreement-signatures/{amina.agreement.client}", form={"method": "paper_scan"}
    ),
    "POST /desk/agreement-signatures/{signature_id}/removal": Cell(
        edits(), path="/desk/agreement-signatures/{amina.agreement.other}/removal"
    ),
    "GET /office/documents": Cell(office()),
    "GET /office/documents/{carrier_id}": Cell(office(), path="/office/documents/{carrier}"),
    "POST /office/documents/{carrier_id}": Cell(
        office(303), path="/office/documents/{carrier}", form={"version": "0", "heading": "Integrationsplan"}
    ),
    "POST /desk/agreement-answers/{answer_id}/seen": Cell(
        case(303), path="/desk/agreement-answers/{amina.agreement.question}/seen"
    ),
}
