"""What I said yes to: each yes with one tap to its end and one to confirm; what was not asked yet, or declined, can be said."""

from starlette.responses import Response

from pwa_server.casework import consents as verbs
from pwa_server.casework import withdrawals
from pwa_server.domain import consents
from pwa_server.domain.problems import N_, BadInput, NotVisible
from pwa_server.pages import consent_words
from pwa_server.pages.client.own_case import office, own_case
from pwa_server.pages.views import View
from pwa_server.web import sessions
from pwa_server.web.thanks import with_thanks
from pwa_server.web.visit import Visit

# Where a yes needs more than a word: a browser that takes messages, a person, a step.
SAID_ELSEWHERE = {
    "push_reminders": "/settings/notifications",
    "message_reminders": "/settings",
    "mentor_access": "/sharing",
}
ENDED = N_("Wir haben das beendet. Danke, dass Sie es uns gesagt haben.")


async def show_consents(visit: Visit) -> Response:
    """GET /consents, also of a plan that is hidden or has ended. `?ended=` confirms what was just taken back."""
    case = own_case(visit)
    known = consent_words.answers(visit, case["id"])
    answered = {view["code"] for view in known if view["holds"]}
    open_ones = [purpose for purpose in consent_words.askable(visit, case) if purpose.code not in answered]
    return visit.page(
        "client/consents.html",
        given=[view for view in known if view["holds"]],
        before=[view for view in known if not view["holds"]],
        to_ask=[_asked(visit, purpose) for purpose in open_ones],
        ended=_confirmation(visit),
        **office(visit, case),
    )


async def ask(visit: Visit) -> Response:
    """GET /consents/ask/{purpose}: the question to read or hear, with both answers alike."""
    case, purpose = own_case(visit), _purpose(visit)
    view = consent_words.purpose_view(visit, purpose)
    if purpose not in consent_words.askable(visit, case):
        raise NotVisible
    return visit.page("client/consent_ask.html", purpose=view, **office(visit, case))


async def answer(visit: Visit) -> Response:
    """POST /consents/ask/{purpose} with `answer`."""
    case, purpose = own_case(visit), _purpose(visit)
    said = str((await visit.form()).get("answer", ""))
    verb = {"given": verbs.give, "declined": verbs.decline}.get(said)
    if verb is None:
        raise BadInput(consents.NOT_A_CHOICE)
    await visit.write(verb, case["id"], purpose.code, language=visit.language.tag)
    return visit.redirect(with_thanks("/consents", "yes" if said == "given" else "no"))


async def confirm_end(visit: Visit) -> Response:
    """GET /consents/{id}/end: what ends, and the second tap."""
    case = own_case(visit)
    found = (view for view in consent_words.answers(visit, case["id"]) if view["id"] == visit.path["id"])
    view = next((view for view in found if view["holds"]), None)
    if view is None:
        raise NotVisible
    return visit.page("client/consent_end.html", consent=view, **office(visit, case))


async def end(visit: Visit) -> Response:
    """POST /consents/{id}/end: at once. Ending the app signs this phone out too."""
    own_case(visit)
    purpose = await visit.write(withdrawals.withdraw, visit.path["id"], language=visit.language.tag)
    if purpose != "app_use":
        return visit.redirect(f"/consents?ended={purpose}")
    return sessions.signed_out(visit.redirect(f"/signed-out?lang={visit.language.tag}"), visit.parts)


def _purpose(visit: Visit) -> consents.Purpose:
    purpose = consents.PURPOSES.get(visit.path["purpose"])
    if purpose is None or purpose.recipient or purpose.code in SAID_ELSEWHERE:
        raise NotVisible
    return purpose


def _asked(visit: Visit, purpose: consents.Purpose) -> View:
    url = SAID_ELSEWHERE.get(purpose.code, f"/consents/ask/{purpose.code}")
    return consent_words.purpose_view(visit, purpose) | {"url": url}


def _confirmation(visit: Visit) -> str:
    purpose = consents.PURPOSES.get(visit.request.query_params.get("ended", ""))
    return f"{visit.say(ENDED)} {visit.say(purpose.ends)}" if purpose else ""
