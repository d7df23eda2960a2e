"""Showing one step to its partner: the client is asked first, the partner gets a link on a slip, and answers there."""

from typing import Any

from starlette.responses import Response

from pwa_server.casework import step_shares, waiting
from pwa_server.casework.step_shares import Asked
from pwa_server.domain.consents import ASKED_BY_STAFF, PURPOSES, holds
from pwa_server.domain.problems import N_, BadInput
from pwa_server.domain.sharing import LINK_HOURS, VISIT_MINUTES
from pwa_server.domain.times import later
from pwa_server.i18n.formats import parse_day
from pwa_server.i18n.languages import BY_TAG, SOURCE
from pwa_server.pages import partner_words, views
from pwa_server.pages.counsellor import inputs
from pwa_server.pages.counsellor.as_client import as_client, in_language, language_of, sentence
from pwa_server.pages.counsellor.steps import found_step
from pwa_server.storage.database import Row
from pwa_server.web.visit import Visit

View = dict[str, Any]
PURPOSE = PURPOSES[step_shares.PURPOSE]
CHANNELS = {
    "oral": N_("Wir haben gesprochen"),
    "oral_with_interpreter": N_("Wir haben gesprochen, jemand hat übersetzt"),
    "paper": N_("Die Person hat unterschrieben"),
    "paper_with_interpreter": N_("Die Person hat unterschrieben, jemand hat übersetzt"),
}


async def show_sharing(visit: Visit) -> Response:
    """What would be shown, what the client is asked, and what became of the last link."""
    case, step = await found_step(visit)
    reader = as_client(visit, case)
    return visit.page(
        "counsellor/sharing.html",
        nav="cases",
        case=case,
        step={"id": step["id"], "title": views.step_title(visit, step, {}), "partner": step["partner_name"] or ""},
        goal_id=step["goal_id"],
        cooperates=visit.read.row("partners.cooperates", partner_id=step["partner_id"] or "") is not None,
        protected=step["sensitivity"] == "high",
        contact=partner_words.contact(visit, step["partner_id"]),
        said_yes=_said_yes(visit, step),
        ask=[sentence(reader, words) for words in PURPOSE.ask],
        ask_german=[visit.say(words) for words in PURPOSE.ask],
        language=language_of(case),
        channels=inputs.said(visit, CHANNELS, ASKED_BY_STAFF),
        names=inputs.said(visit, partner_words.NAMES),
        link=partner_words.link(visit, step),
        notes=partner_words.notes(visit, step["id"]),
        hours=LINK_HOURS,
        minutes=VISIT_MINUTES,
    )


def _said_yes(visit: Visit, step: Row) -> Any:
    today = visit.today.isoformat()
    rows = visit.read.rows("consents.of_purpose", case_id=step["case_id"], purpose=PURPOSE.code)
    own = (row for row in rows if row["recipient"] == step["partner_id"] and holds(row, today))
    return next((views.moment_of(visit, row["made_at"]) for row in own), None)


async def share_step(visit: Visit) -> Response:
    """The client's answer. After a yes the slip with the link is shown, once: only its digest is stored."""
    form = await visit.form()
    case, step = await found_step(visit)
    told = str(form.get("answer", ""))
    channel = str(form.get("channel", ""))
    if told == "declined":
        await visit.write(step_shares.decline, step["id"], language_of(case).tag, channel)
        return visit.redirect(f"/desk/steps/{step['id']}/sharing")
    if told not in ("given", "again") or (told == "given" and channel not in ASKED_BY_STAFF):
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    asked = Asked(language_of(case).tag, channel if told == "given" else "", str(form.get("name", "none")))
    token = await visit.write(step_shares.share, step["id"], asked)
    return _slip(visit, case, step, token)


def _slip(visit: Visit, case: Row, step: Row, token: str) -> Response:
    address = f"{visit.parts.settings.public_origin}/shared/{token}"
    languages = [BY_TAG[SOURCE]] + ([language_of(case)] if language_of(case).tag != SOURCE else [])
    return visit.page(
        "counsellor/sharing_slip.html",
        step_id=step["id"],
        partner=step["partner_name"],
        address=address,
        qr=partner_words.qr(address),
        contact=partner_words.contact(visit, step["partner_id"]),
        until=views.moment_of(visit, later(visit.now, hours=LINK_HOURS)),
        sides=[_side(in_language(visit, language), step) for language in languages],
        office=visit.read.row("meetings.office_of_case", case_id=case["id"]),
        staff=visit.actor.name,
    )


def _side(reader: Visit, step: Row) -> View:
    return {
        "language": reader.language,
        "title": views.step_title(reader, step, {}),
        "due": views.day(reader, step["due_on"]),
        "papers": [paper["name"] for paper in views.documents(reader, step["documents"])],
        "until": reader.say(N_("Bis:")),
        "bring": reader.say(N_("Bitte mitbringen:")),
    }


async def stop_sharing(visit: Visit) -> Response:
    """The link ends at once."""
    step = await visit.write(step_shares.stop, visit.path["step_id"])
    return visit.redirect(f"/desk/steps/{step['id']}/sharing")


async def see_note(visit: Visit) -> Response:
    """Somebody has read what the partner answered."""
    note = await visit.write(step_shares.see_note, visit.path["note_id"])
    return visit.redirect(f"/desk/steps/{note['step_id']}/sharing")


async def wait(visit: Visit) -> Response:
    """Since when we wait for the partner; an empty day says that it is over."""
    text = str((await visit.form()).get("since", ""))
    try:
        since = parse_day(text) if text else None
    except ValueError as error:
        raise BadInput(N_("Bitte wählen Sie einen Tag.")) from error
    step = await visit.write(waiting.note_waiting, visit.path["step_id"], since)
    return visit.redirect(f"/desk/steps/{step['id']}")
