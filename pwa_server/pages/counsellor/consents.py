"""What the person said yes and no to: asked aloud in her language, written down with how it was asked, taken back at once."""

from starlette.responses import Response

from pwa_server.access import rights
from pwa_server.casework import consents as verbs
from pwa_server.casework import withdrawals
from pwa_server.domain import consents
from pwa_server.domain.problems import N_, BadInput
from pwa_server.i18n.languages import BY_TAG, SOURCE
from pwa_server.pages import consent_words, opening_words
from pwa_server.pages.counsellor.as_client import as_client, in_language
from pwa_server.pages.counsellor.opening import opened
from pwa_server.pages.views import View
from pwa_server.storage.database import Row
from pwa_server.web.visit import Visit

CHANNELS = {
    "oral": N_("selbst vorgelesen"),
    "oral_with_interpreter": N_("jemand hat übersetzt"),
    "paper": N_("auf Papier gelesen"),
    "paper_with_interpreter": N_("auf Papier, jemand hat übersetzt"),
    "app": N_("in der App"),
}
STATES = {
    "given": N_("Ja"),
    "declined": N_("Nein"),
    "withdrawn": N_("beendet"),
    "expired": N_("abgelaufen"),
}


async def show_consents(visit: Visit) -> Response:
    """GET /desk/cases/{case_id}/consents, also of a protected plan: then nothing but the question about the plan."""
    case = await opened(visit, visit.path["case_id"], "consents", even_restricted=True)
    known = [view | _at_the_desk(visit, view) for view in consent_words.answers(visit, case["id"])]
    answered = {view["code"] for view in known if view["holds"]}
    reader = as_client(visit, case)
    sides = [reader] if reader.language.tag == SOURCE else [reader, in_language(visit, BY_TAG[SOURCE])]
    return visit.page(
        "counsellor/consents.html",
        nav="cases",
        case=case,
        known=known,
        to_ask=[
            consent_words.purpose_view(visit, purpose) | {"sides": [_side(side, purpose) for side in sides]}
            for purpose in consent_words.askable(visit, case)
            if purpose.by_staff and purpose.code not in answered
        ],
        to_ask_language=reader.language.tag,
        channels=[(code, visit.say(CHANNELS[code])) for code in consents.ASKED_BY_STAFF],
        looked=opening_words.days(visit, case["id"]) if _may_see_who_looked(case) else None,
    )


def _may_see_who_looked(case: Row) -> bool:
    return not case["hidden"] and rights.may(case["relationship"], "access_log.read")


def _side(side: Visit, purpose: consents.Purpose) -> View:
    return {"language": side.language, "ask": [side.say(sentence) for sentence in purpose.ask]}


def _at_the_desk(visit: Visit, view: View) -> View:
    return {"state_text": visit.say(STATES[view["state"]]), "channel_text": visit.say(CHANNELS[view["channel"]])}


async def note_answer(visit: Visit) -> Response:
    """POST /desk/cases/{case_id}/consents with `purpose`, `answer`, `channel`, and the language in which it was asked."""
    form = await visit.form()
    case_id = visit.path["case_id"]
    verb = {"given": verbs.give, "declined": verbs.decline}.get(str(form.get("answer", "")))
    language = str(form.get("language", ""))
    if verb is None or language not in BY_TAG:
        raise BadInput(consents.NOT_A_CHOICE)
    purpose, channel = str(form.get("purpose", "")), str(form.get("channel", ""))
    await visit.write(verb, case_id, purpose, language=language, channel=channel)
    return visit.redirect(f"/desk/cases/{case_id}/consents")


async def end(visit: Visit) -> Response:
    """POST /desk/cases/{case_id}/consents/{consent_id}/end: the person said that she does not want it any more."""
    form = await visit.form()
    case_id = visit.path["case_id"]
    language = str(form.get("language", ""))
    if language not in BY_TAG:
        raise BadInput(consents.NOT_A_CHOICE)
    channel = str(form.get("channel", ""))
    await visit.write(withdrawals.withdraw, visit.path["consent_id"], channel=channel, language=language)
    return visit.redirect(f"/desk/cases/{case_id}/consents")
