"""Documents at the desk: a version, or the plan without any, side by side in two languages, on paper and as PDF."""

from typing import Any

from starlette.responses import Response

from pwa_server.domain.problems import NotVisible
from pwa_server.pages import documents
from pwa_server.pages.counsellor.agreements import found_version
from pwa_server.pages.counsellor.opening import opened
from pwa_server.pages.frozen import frozen
from pwa_server.pages.plan_text import plan_text
from pwa_server.storage.database import Row
from pwa_server.web.pdf import pdf_of, pdf_response
from pwa_server.web.visit import Visit

View = dict[str, Any]


async def print_version(visit: Visit) -> Response:
    """GET /desk/agreements/{agreement_id}/print."""
    case, row = await found_version(visit, visit.path["agreement_id"], "print")
    doc = _version(visit, case, row)
    return _page(visit, doc, f"/desk/agreements/{row['id']}", f"/desk/agreements/{row['id']}/pdf")


async def send_version(visit: Visit) -> Response:
    """GET /desk/agreements/{agreement_id}/pdf."""
    case, row = await found_version(visit, visit.path["agreement_id"], "print")
    return pdf_response(await pdf_of(documents.as_html(visit, _version(visit, case, row), large=_large(visit))), "plan")


async def print_plan(visit: Visit) -> Response:
    """GET /desk/cases/{case_id}/document: the plan, signed or not."""
    case = await opened(visit, visit.path["case_id"], "print")
    return _page(visit, _plan(visit, case), f"/desk/cases/{case['id']}", f"/desk/cases/{case['id']}/pdf")


async def send_plan(visit: Visit) -> Response:
    """GET /desk/cases/{case_id}/pdf."""
    case = await opened(visit, visit.path["case_id"], "print")
    return pdf_response(await pdf_of(documents.as_html(visit, _plan(visit, case), large=_large(visit))), "plan")


def _plan(visit: Visit, case: Row) -> View:
    paper = visit.read.row("agreements.paper", case_id=case["id"])
    if paper is None:
        raise NotVisible
    text = plan_text(visit.read, paper)
    return documents.document(text, documents.sides_of(text, _side(visit)), visit.today.isoformat())


def _version(visit: Visit, case: Row, row: Row) -> View:
    text = frozen(row)
    if text is None:
        raise NotVisible
    goals = visit.read.rows("agreements.goal_states", case_id=case["id"])
    hidden = [goal["id"] for goal in goals if goal["sensitivity"] == "high"]
    places = visit.read.rows("agreements.signatures", agreement_id=row["id"])
    return documents.agreement(row, text, documents.sides_of(text, _side(visit)), places, hidden)


def _page(visit: Visit, doc: View, back: str, pdf: str) -> Response:
    return visit.page("counsellor/document.html", doc=doc, back_to=back, pdf=pdf, large=_large(visit))


def _large(visit: Visit) -> bool:
    return visit.request.query_params.get("size") == "large"


def _side(visit: Visit) -> str | None:
    return visit.request.query_params.get("side")
