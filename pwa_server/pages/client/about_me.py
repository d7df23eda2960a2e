"""About me: what the office wrote down of one's strengths, situation and wishes. Nobody goes along here to look."""

from starlette.responses import Response

from pwa_server.i18n.texts import said
from pwa_server.pages import situation
from pwa_server.pages.client.own_case import high, office, with_own_case
from pwa_server.storage.database import Row
from pwa_server.web.visit import Visit


@with_own_case
async def show_about_me(visit: Visit, case: Row) -> Response:
    """GET /about-me. Never stored on the phone; wishes under protection only just after the PIN."""
    of_case = {"case_id": case["id"]}
    facts = visit.read.row("situation.facts", **of_case)
    shown = high(visit)
    needs = visit.read.rows("needs.of_case", **of_case, high=shown)
    parts = situation.facts(
        visit,
        facts,
        visit.read.rows("situation.certificates", **of_case),
        visit.read.rows("situation.household", **of_case),
    )
    strengths = situation.strengths(facts, visit.language.tag)
    return visit.page(
        "client/about_me.html",
        nav="plan",
        strengths=strengths,
        strengths_german=said(strengths["german"], "de", "german" if visit.language.tag != "de" else "")
        if strengths and strengths["german"]
        else None,
        levels=situation.levels(visit, visit.read.rows("situation.languages", **of_case)),
        lines=[line for lines in parts.values() for line in lines if line["value"] or line["not_said"]],
        needs=[situation.need(visit, row) for row in needs],
        pin_given=shown == "yes",
        **office(visit, case),
    )
