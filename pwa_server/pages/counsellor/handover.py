"""Handing over at the desk: own people to a colleague in one go, or one person to another service with her yes."""

from typing import Any

from starlette.responses import Response

from pwa_server.access import rights
from pwa_server.casework import carrier_handovers, colleagues, handovers
from pwa_server.casework.carrier_handovers import Answer
from pwa_server.domain.consents import ASKED_BY_STAFF, PURPOSES
from pwa_server.domain.handovers import PARTS, Asked
from pwa_server.domain.names import fold
from pwa_server.domain.problems import N_, BadInput
from pwa_server.domain.quiet_days import QUIET_DAYS, counts_from
from pwa_server.domain.times import later
from pwa_server.i18n.languages import BY_TAG, SOURCE, offered
from pwa_server.pages import views
from pwa_server.pages.counsellor.caseload import people
from pwa_server.pages.counsellor.inputs import said
from pwa_server.pages.counsellor.opening import opened
from pwa_server.storage.database import Row
from pwa_server.web.forms import Refused, refused
from pwa_server.web.visit import Visit

View = dict[str, Any]
CHANNELS = {
    "oral": N_("Vorgelesen"),
    "oral_with_interpreter": N_("Vorgelesen mit Übersetzung"),
    "paper": N_("Auf Papier"),
    "paper_with_interpreter": N_("Auf Papier mit Übersetzung"),
}


async def show_handover(visit: Visit) -> Response:
    """GET /desk/handover: everybody of the own caseload; `?case=` is ticked already."""
    return _page(visit, chosen={visit.request.query_params.get("case", "")})


def _page(visit: Visit, chosen: set[str], refused: Refused | None = None) -> Response:
    own = [person for person in people(visit).values() if not person["deputy"]]
    return visit.page(
        "counsellor/handover.html",
        status=422 if refused else 200,
        refused=refused,
        nav="cases",
        people=sorted(own, key=lambda person: (person["state"] == "closed", fold(person["name"]))),
        chosen=chosen,
        newcomers=_newcomers(visit),
        **_colleagues(visit),
    )


def _newcomers(visit: Visit) -> list[View]:
    """Colleagues who are new, and whether this counsellor said since then that she knows them."""
    rows = visit.read.rows("colleagues.of_carrier", carrier_id=visit.actor.carrier_id, staff_id=visit.actor.id)
    return [
        {
            "id": row["id"],
            "name": row["name"],
            "title": row["title"],
            "from": views.moment_of(visit, counts_from(row)),
            "known": bool(row["known_at"]) and row["known_at"] >= later(counts_from(row), days=-QUIET_DAYS),
        }
        for row in rows
        if visit.now < counts_from(row)
    ]


async def confirm_colleague(visit: Visit) -> Response:
    """POST /desk/colleagues/{account_id}/confirmation: I know this person; the office may give her my plans."""
    await visit.write(colleagues.confirm, visit.path["account_id"])
    return visit.redirect("/desk/handover#new")


def _colleagues(visit: Visit) -> View:
    rows = visit.read.rows("endings.colleagues", carrier_id=visit.actor.carrier_id)
    return {
        "colleagues": [(row["id"], row["name"]) for row in rows],
        "reasons": said(visit, views.HANDOVER_REASONS),
    }


async def hand_over(visit: Visit) -> Response:
    """POST /desk/handover with `cases`, `to_id` and `reason`: they are the colleague's from this moment on."""
    form = await visit.form()
    chosen = {str(case_id) for case_id in form.getlist("cases")}
    to_id, reason = str(form.get("to_id", "")), str(form.get("reason", ""))
    try:
        if not to_id and chosen:
            raise BadInput(N_("Bitte wählen Sie eine Person."))
        await visit.write(handovers.hand_over_own, to_id, reason, chosen)
    except BadInput as problem:
        at = "reason" if to_id and chosen else "to_id" if chosen else "cases"
        return _page(visit, chosen, refused(visit, "hand_over", at, problem, form))
    return visit.redirect("/desk/cases")


async def show_of_case(visit: Visit) -> Response:
    """GET /desk/cases/{case_id}/handover: both ways for one person."""
    return await _page_of_case(visit)


async def _page_of_case(visit: Visit, refused: Refused | None = None) -> Response:
    case = await opened(visit, visit.path["case_id"])
    rights.require(case["relationship"], "case.hand_over")
    asked = visit.read.row("endings.carrier_question", case_id=case["id"], state=Asked.ASKED)
    declined = visit.read.row("endings.carrier_question", case_id=case["id"], state=Asked.DECLINED)
    elsewhere = visit.read.rows("endings.counsellors_elsewhere", carrier_id=case["carrier_id"])
    return visit.page(
        "counsellor/handover_case.html",
        nav="cases",
        case=case,
        closed=case["state"] == "closed",
        elsewhere=[(row["id"], f"{row['carrier_name']} · {row['name']}") for row in elsewhere],
        question=_question(visit, case, asked) if asked else None,
        declined=views.moment_of(visit, declined["made_at"]) if declined and not asked else None,
        refused=refused,
        status=422 if refused else 200,
        **_colleagues(visit),
    )


def _question(visit: Visit, case: Row, asked: Row) -> View:
    language = offered(case["client_language"]) or BY_TAG[SOURCE]
    return {
        "id": asked["id"],
        "name": asked["to_name"],
        "carrier": asked["carrier_name"],
        "day": views.moment_of(visit, asked["made_at"]),
        "sentences": [visit.say(sentence) for sentence in PURPOSES["handover"].ask],
        "parts": [(part, visit.say(views.HANDOVER_PARTS[part])) for part in PARTS],
        "channels": said(visit, CHANNELS, ASKED_BY_STAFF),
        "language": language.tag,
    }


async def ask(visit: Visit) -> Response:
    """POST /desk/cases/{case_id}/handover-question with `to_id`: the client is asked; nothing goes yet."""
    form = await visit.form()
    case_id, to_id = visit.path["case_id"], str(form.get("to_id", ""))
    if not to_id:
        problem = BadInput(N_("Bitte wählen Sie eine Stelle."))
        return await _page_of_case(visit, refused(visit, "ask", "elsewhere", problem, form))
    await visit.write(carrier_handovers.ask, case_id, to_id)
    return visit.redirect(f"/desk/cases/{case_id}/handover")


async def answer(visit: Visit) -> Response:
    """POST /desk/handover-questions/{asked_id}/answer: what the client said, written down. After a yes the case is gone."""
    form = await visit.form()
    if form.get("answer") not in ("yes", "no"):
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    language = offered(str(form.get("language", ""))) or BY_TAG[SOURCE]
    parts = tuple(str(part) for part in form.getlist("parts"))
    given = Answer(form.get("answer") == "yes", parts, language.tag, str(form.get("channel", "")))
    went = await visit.write(carrier_handovers.answer, visit.path["asked_id"], given)
    return visit.redirect("/desk/cases" if went else "/desk")


async def withdraw(visit: Visit) -> Response:
    """POST /desk/handover-questions/{asked_id}/withdrawal: the question is not asked any more."""
    case_id = await visit.write(carrier_handovers.withdraw, visit.path["asked_id"])
    return visit.redirect(f"/desk/cases/{case_id}/handover")


async def settle(visit: Visit) -> Response:
    """POST /desk/objections/{handover_case_id}/settled: we spoke about it."""
    case_id = await visit.write(handovers.settle, visit.path["handover_case_id"])
    return visit.redirect(f"/desk/cases/{case_id}")
