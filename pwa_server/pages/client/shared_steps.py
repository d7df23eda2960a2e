"""What the client reads on her step about its partner, and how she shows the step herself: to whom, what exactly, how long."""

from typing import Any

from starlette.responses import Response

from pwa_server.casework import step_shares
from pwa_server.casework.step_shares import Asked
from pwa_server.domain.consents import PURPOSES
from pwa_server.domain.problems import BadInput, NotVisible, RuleBroken
from pwa_server.domain.sharing import LINK_HOURS, NAMES, VISIT_MINUTES
from pwa_server.domain.times import later
from pwa_server.pages import consent_words, partner_words, views
from pwa_server.pages.client import telling
from pwa_server.pages.client.own_case import READ_ONLY_STATES, office, own_case, with_own_case
from pwa_server.storage.database import Row
from pwa_server.web.thanks import THANKS, with_thanks
from pwa_server.web.visit import Visit

PURPOSE = PURPOSES[step_shares.PURPOSE]


def beside(visit: Visit, step: Row) -> dict[str, Any]:
    """What stands on the page of a step beside the step itself."""
    return {
        "contact": partner_words.contact(visit, step["partner_id"]),
        "link": partner_words.link(visit, step),
        "notes": partner_words.notes(visit, step["id"]),
    }


@with_own_case
async def show_sharing(visit: Visit, case: Row) -> Response:
    """GET /steps/{id}/sharing: the question, with all that the partner would see."""
    return _page(visit, case, _step(visit, case))


@with_own_case
async def share(visit: Visit, case: Row) -> Response:
    """POST /steps/{id}/sharing: her yes. The link is shown to her, once: only its digest is stored."""
    step, form = _step(visit, case), await visit.form()
    partner_id, name = str(form.get("partner_id", "")), str(form.get("name", "none"))
    asked = Asked(visit.language.tag, "app", name, partner_id)
    try:
        token = await visit.write(step_shares.share, step["id"], asked)
    except (BadInput, RuleBroken) as problem:
        return _page(visit, case, step, visit.say(problem.message, **problem.values), problem.status)
    address = f"{visit.parts.settings.public_origin}/shared/{token}"
    return visit.page(
        "client/step_shown.html",
        nav="plan",
        step_id=step["id"],
        thanks=THANKS["yes"],
        link=partner_words.link(visit, step),
        address=address,
        qr=partner_words.qr(address),
        until=views.moment_of(visit, later(visit.now, hours=LINK_HOURS)),
        **office(visit, case),
    )


async def stop_sharing(visit: Visit) -> Response:
    """Nobody looks at this step any more: the link ends at once."""
    own_case(visit)
    step = await visit.write(step_shares.stop, visit.path["id"])
    return visit.redirect(with_thanks(f"/steps/{step['id']}", "ended"))


def _step(visit: Visit, case: Row) -> Row:
    """A step of her own; what is protected is shown to nobody."""
    step = visit.read.row("steps.find", step_id=visit.path["id"], high="no")
    if step is None or step["case_id"] != case["id"]:
        raise NotVisible
    return step


def _page(visit: Visit, case: Row, step: Row, problem: str = "", status: int = 200) -> Response:
    cooperates = visit.read.row("partners.cooperates", partner_id=step["partner_id"] or "")
    own = [{"id": step["partner_id"], "name": step["partner_name"]}] if cooperates else []
    translations = views.translations_of(visit.read.rows("steps.translations_of_case", case_id=case["id"]))
    others = [row for row in step_shares.to_choose_from(visit.read) if row["id"] != step["partner_id"]]
    return visit.page(
        "client/step_share.html",
        status=status,
        nav="plan",
        step=telling.step_view(visit, step, translations),
        purpose=consent_words.purpose_view(visit, PURPOSE),
        partners=own or others,
        names=[(code, visit.say(partner_words.NAMES[code])) for code in NAMES],
        hours=LINK_HOURS,
        minutes=VISIT_MINUTES,
        problem=problem,
        read_only=case["state"] in READ_ONLY_STATES,
        **office(visit, case),
    )
