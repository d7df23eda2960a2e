"""My agreement: read it, hear it, ask, say yes or no, each in one's own time. Nothing else depends on it."""

from collections.abc import Sequence
from typing import Any

from starlette.responses import Response
from wtforms import TextAreaField
from wtforms.validators import Length, Optional

from pwa_server.casework import agreement_signing
from pwa_server.casework.agreement_signing import LONGEST_WORDS
from pwa_server.domain import agreements as rules
from pwa_server.domain.ages import age_group, needs_guardian
from pwa_server.domain.problems import N_, NotVisible
from pwa_server.pages import documents, views
from pwa_server.pages.client.own_case import (
    READ_ONLY_STATES,
    high,
    issued,
    office,
    own_case,
    pin_first,
    stored,
    with_own_case,
)
from pwa_server.pages.frozen import frozen
from pwa_server.pages.plan_text import PlanText, plan_text
from pwa_server.storage.database import Row
from pwa_server.web.forms import Form
from pwa_server.web.pdf import pdf_of, pdf_response
from pwa_server.web.thanks import with_thanks
from pwa_server.web.visit import Visit

View = dict[str, Any]
STATES = {
    "offered": N_("Ein Vorschlag für Sie"),
    "partly_signed": N_("Noch nicht fertig"),
    "in_force": N_("Das gilt"),
    "superseded": N_("Alte Fassung. Es gibt eine neue."),
    "fulfilled": N_("Sie haben es geschafft."),
    "ended": N_("Diese Vereinbarung ist zu Ende."),
    "declined": N_("Das wollten Sie nicht. Das ist in Ordnung."),
}


class WordsForm(Form):
    """What somebody asks, or says besides no; both may stay empty."""

    words = TextAreaField(
        N_("Möchten Sie etwas dazu schreiben?"), id="own-words", validators=[Optional(), Length(max=LONGEST_WORDS)]
    )


@with_own_case
async def show_agreement(visit: Visit, case: Row) -> Response:
    """GET /agreement: the version that waits for her, else the one that counts, else the newest; or that there is none."""
    rows = visit.read.rows("agreements.of_case", case_id=case["id"])
    return _page(visit, case, _most_wanted(rows), rows)


@with_own_case
async def show_version(visit: Visit, case: Row) -> Response:
    """GET /agreement/{agreement_id}: an old version stays readable."""
    row = own_version(visit, case)
    return _page(visit, case, row, visit.read.rows("agreements.of_case", case_id=case["id"]))


@with_own_case
async def show_signing(visit: Visit, case: Row) -> Response:
    """GET /agreement/{agreement_id}/sign: the PIN, then one button. There is time."""
    row = own_version(visit, case)
    if high(visit) != "yes":
        return pin_first(f"/agreement/{row['id']}/sign")
    if row["state"] not in rules.SIGNABLE:
        return visit.redirect(f"/agreement/{row['id']}")
    text, sides = _text(row), documents.sides_of(_text(row), visit.language.tag)
    doc = documents.agreement(row, text, sides, [], _hidden(visit, case))
    return visit.page("client/agreement_sign.html", nav="plan", version=row, doc=doc, **office(visit, case))


async def sign(visit: Visit) -> Response:
    """POST /agreement/{agreement_id}/signature with the `hash` of the text that was shown."""
    form = await visit.form()
    row = own_version(visit, own_case(visit))
    agreement_id, fresh = row["id"], high(visit) == "yes"
    if not fresh:
        return pin_first(f"/agreement/{agreement_id}/sign")
    # The frozen text may not speak the language of the page: what was read is what counts.
    shown, language = str(form.get("hash", "")), documents.sides_of(_text(row), visit.language.tag)[0]
    await visit.write(agreement_signing.sign, agreement_id, shown, language, secret_is_fresh=fresh)
    return visit.redirect(with_thanks(f"/agreement/{agreement_id}", "signed"))


@with_own_case
async def ask(visit: Visit, case: Row) -> Response:
    """POST /agreement/{agreement_id}/questions: the counsellor reads it; nothing is decided."""
    return await _say(visit, case, question=True)


@with_own_case
async def decline(visit: Visit, case: Row) -> Response:
    """POST /agreement/{agreement_id}/decline: no to this version. Counselling goes on as before."""
    return await _say(visit, case, question=False)


async def _say(visit: Visit, case: Row, *, question: bool) -> Response:
    row = own_version(visit, case)
    form: Any = await WordsForm.of(visit)
    if not form.validate():
        rows = visit.read.rows("agreements.of_case", case_id=case["id"])
        return _page(visit, case, row, rows, form=form, status=422)
    verb: Any = agreement_signing.ask if question else agreement_signing.decline
    await visit.write(verb, row["id"], form.words.data or "", visit.language.tag)
    return visit.redirect(with_thanks(f"/agreement/{row['id']}", "sent" if question else "no"))


@with_own_case
async def print_version(visit: Visit, case: Row) -> Response:
    """GET /agreement/{agreement_id}/print: both languages side by side."""
    row = own_version(visit, case)
    return _paper(visit, _version_on_paper(visit, case, row), "/agreement", f"/agreement/{row['id']}/pdf")


@with_own_case
async def send_version(visit: Visit, case: Row) -> Response:
    """GET /agreement/{agreement_id}/pdf."""
    doc = _version_on_paper(visit, case, own_version(visit, case))
    return pdf_response(await pdf_of(documents.as_html(visit, doc, large=_large(visit))), "plan")


@with_own_case
async def print_plan(visit: Visit, case: Row) -> Response:
    """GET /plan/document: the plan as a document, signed or not."""
    return _paper(visit, _plan_on_paper(visit, case), "/plan", "/plan/pdf")


@with_own_case
async def send_plan(visit: Visit, case: Row) -> Response:
    """GET /plan/pdf."""
    doc = _plan_on_paper(visit, case)
    return pdf_response(await pdf_of(documents.as_html(visit, doc, large=_large(visit))), "plan")


def own_version(visit: Visit, case: Row) -> Row:
    """The version of this address. Raises NotVisible for another's, and for what is only being written."""
    row = visit.read.row("agreements.find", agreement_id=visit.path["agreement_id"])
    if row is None or row["case_id"] != case["id"]:
        raise NotVisible
    return row


def _most_wanted(rows: Sequence[Row]) -> Row | None:
    order = ("offered", "partly_signed", "in_force", "fulfilled", "ended")
    by_state = {row["state"]: row for row in reversed(rows)}
    return next((by_state[state] for state in order if state in by_state), rows[0] if rows else None)


def _page(
    visit: Visit, case: Row, row: Row | None, rows: Sequence[Row], form: Form | None = None, status: int = 200
) -> Response:
    return visit.page(
        "client/agreement.html",
        status=status,
        stored_seconds=stored(case) if status == 200 else None,
        nav="plan",
        issued=issued(visit),
        form=form or WordsForm.empty(visit),
        others=[_line(visit, other) for other in rows if row is None or other["id"] != row["id"]],
        version=_version(visit, case, row) if row else None,
        read_only=case["state"] in READ_ONLY_STATES,
        **office(visit, case),
    )


def _line(visit: Visit, row: Row) -> View:
    return {
        "id": row["id"],
        "number": row["number"],
        "state": row["state"],
        "state_text": visit.say(STATES[row["state"]]),
        "since": views.moment_of(visit, row["in_force_at"] or row["offered_at"]),
    }


def _version(visit: Visit, case: Row, row: Row) -> View:
    text, hidden = _text(row), _hidden(visit, case)
    places = visit.read.rows("agreements.signatures", agreement_id=row["id"])
    signable = row["state"] in rules.SIGNABLE
    own = next((place for place in places if place["role"] == "client"), None)
    sides = documents.sides_of(text, visit.language.tag)
    answers = visit.read.rows("agreements.answers", agreement_id=row["id"])
    return _line(visit, row) | {
        "doc": documents.agreement(row, text, sides, places, hidden),
        "signable": signable,
        "signed": bool(own and own["signed_at"]),
        "missing": len(rules.missing(places, row["hash"], _is_adult(visit, case))) if signable else 0,
        "change_reason": row["change_reason"] or "",
        "changes": _changes(visit, row, text, sides, hidden),
        "question": next((_question(visit, one) for one in answers if one["answer"] == "question"), None),
    }


def _question(visit: Visit, row: Row) -> View:
    # Own words are not shown again: somebody else may look at the screen.
    return {"answer_by": views.day(visit, row["answer_by_on"]), "reader": row["reader_name"] if row["seen_at"] else ""}


def _changes(visit: Visit, row: Row, text: PlanText, sides: Sequence[str], hidden: Sequence[str]) -> list[View]:
    # In her language alone: both stand side by side on the paper, mixed up on a phone nobody can read them.
    before = visit.read.row("agreements.find", agreement_id=row["supersedes_id"]) if row["supersedes_id"] else None
    return documents.differences(rules.differences(_text(before), text), sides[:1], hidden) if before else []


def _text(row: Row) -> PlanText:
    text = frozen(row)
    if text is None:
        raise NotVisible
    return text


def _hidden(visit: Visit, case: Row) -> list[str]:
    goals = visit.read.rows("agreements.goal_states", case_id=case["id"])
    return [goal["id"] for goal in goals if goal["sensitivity"] == "high"]


def _is_adult(visit: Visit, case: Row) -> bool:
    birth = visit.read.row("clearings.birth", case_id=case["id"]) or {"birth_year": None, "birth_month": None}
    year, month = birth["birth_year"], birth["birth_month"]
    group = age_group(int(year) if year else None, int(month) if month else None, visit.today)
    return not needs_guardian(group)


def _version_on_paper(visit: Visit, case: Row, row: Row) -> View:
    text, places = _text(row), visit.read.rows("agreements.signatures", agreement_id=row["id"])
    return documents.agreement(row, text, documents.sides_of(text, _side(visit)), places, _hidden(visit, case))


def _plan_on_paper(visit: Visit, case: Row) -> View:
    paper = visit.read.row("agreements.paper", case_id=case["id"])
    if paper is None:
        raise NotVisible
    text = plan_text(visit.read, paper)
    return documents.document(text, documents.sides_of(text, _side(visit)), visit.today.isoformat())


def _paper(visit: Visit, doc: View, back: str, pdf: str) -> Response:
    return visit.page("client/document.html", doc=doc, back_to=back, pdf=pdf, large=_large(visit))


def _large(visit: Visit) -> bool:
    return visit.request.query_params.get("size") == "large"


def _side(visit: Visit) -> str:
    return visit.request.query_params.get("side", visit.language.tag)
