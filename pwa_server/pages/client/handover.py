"""Somebody else counsels from now on, or would like to: the client reads who, chooses what goes along, and may say no."""

from typing import Any

from starlette.responses import Response

from pwa_server.casework import carrier_handovers, handovers
from pwa_server.casework.carrier_handovers import Answer
from pwa_server.domain.consents import PURPOSES
from pwa_server.domain.handovers import LONGEST_OBJECTION, PARTS, Asked
from pwa_server.domain.problems import N_, BadInput, NotVisible, Stale
from pwa_server.pages import views
from pwa_server.pages.client.own_case import office, own_case, with_own_case
from pwa_server.storage.database import Row
from pwa_server.web.forms import clean
from pwa_server.web.thanks import with_thanks
from pwa_server.web.visit import Visit

View = dict[str, Any]


@with_own_case
async def show_handover(visit: Visit, case: Row) -> Response:
    """GET /handover: the open question about another service, and the last change of counsellor."""
    asked = visit.read.row("endings.carrier_question", case_id=case["id"], state=Asked.ASKED)
    handed = visit.read.row("endings.own_handover", case_id=case["id"])
    return visit.page(
        "client/handover.html",
        question=_question(visit, asked) if asked else None,
        handed=_handed(visit, handed) if handed else None,
        longest=LONGEST_OBJECTION,
        **office(visit, case),
    )


def _question(visit: Visit, asked: Row) -> View:
    return {
        "id": asked["id"],
        "name": asked["to_name"],
        "carrier": asked["carrier_name"],
        "public": asked["carrier_kind"] == "public",
        "sentences": [visit.say(sentence) for sentence in PURPOSES["handover"].ask],
        "parts": [(part, visit.say(views.HANDOVER_PARTS[part])) for part in PARTS],
    }


def _handed(visit: Visit, handed: Row) -> View:
    return {
        "name": handed["to_name"],
        "day": views.moment_of(visit, handed["made_at"]),
        "objected": handed["objected_at"] is not None,
        "settled": handed["settled_at"] is not None,
    }


async def answer(visit: Visit) -> Response:
    """POST /handover/answer with `answer` yes or no and the chosen `parts`. A yes takes the plan along at once.

    `question` is the one on the page: a yes to one service is none to another that was asked about since (Stale), and
    none once the question was taken back.
    """
    case = own_case(visit)
    form = await visit.form()
    asked = visit.read.row("endings.carrier_question", case_id=case["id"], state=Asked.ASKED)
    if form.get("answer") not in ("yes", "no"):
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    question = str(form.get("question", ""))
    if asked is None and visit.read.row("endings.carrier_question_by_id", asked_id=question) is None:
        raise NotVisible
    if asked is None or question != asked["id"]:
        raise Stale
    parts = tuple(str(part) for part in form.getlist("parts"))
    said = Answer(form.get("answer") == "yes", parts, visit.language.tag)
    await visit.write(carrier_handovers.answer, asked["id"], said)
    return visit.redirect(with_thanks("/today", "sent"))


async def object_to(visit: Visit) -> Response:
    """POST /handover/objection with `words`: the client would rather not have the new counsellor."""
    own_case(visit)
    form = await visit.form()
    await visit.write(handovers.object_to, clean(str(form.get("words", ""))), visit.language.tag)
    return visit.redirect(with_thanks("/handover", "sent"))
