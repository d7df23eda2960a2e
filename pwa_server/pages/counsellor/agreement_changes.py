"""What staff do with a version: begin, offer, note signatures, book the review, let it count, throw it away."""

from starlette.responses import RedirectResponse, Response

from pwa_server.casework import agreement_signing, agreements
from pwa_server.domain import agreements as rules
from pwa_server.domain.problems import N_, BadInput, NotVisible, RuleBroken
from pwa_server.pages.counsellor.agreement_forms import (
    ReviewForm,
    bind,
    review_details,
    signing_of,
    validate_review,
)
from pwa_server.pages.counsellor.agreements import found_version, version_page
from pwa_server.pages.counsellor.meeting_forms import time_of
from pwa_server.pages.plan_text import plan_text
from pwa_server.storage.database import Row
from pwa_server.web import sessions
from pwa_server.web.forms import clean, refused, version_of
from pwa_server.web.visit import Visit


async def begin(visit: Visit) -> Response:
    """POST /desk/cases/{case_id}/agreements, perhaps with `reason`: why another version is needed."""
    reason = clean(str((await visit.form()).get("reason", "")))
    agreement_id = await visit.write(agreements.begin, visit.path["case_id"], reason)
    return visit.redirect(f"/desk/agreements/{agreement_id}")


async def offer(visit: Visit) -> Response:
    """POST /desk/agreements/{agreement_id}/offer with the `goals` it shall say; the text is read from the plan now."""
    form = await visit.form()
    row = visit.read.row("agreements.find", agreement_id=visit.path["agreement_id"])
    paper = visit.read.row("agreements.paper", case_id=row["case_id"]) if row else None
    if row is None or paper is None:
        raise NotVisible
    text = plan_text(visit.read, paper, [str(goal) for goal in form.getlist("goals")])
    versions = version_of(form.get("version")), version_of(form.get("case_version"))
    await visit.write(agreements.offer, row["id"], versions[0], text, versions[1])
    return _back(visit, row["id"])


async def change_state(visit: Visit) -> Response:
    """POST /desk/agreements/{agreement_id}/state with `to`: draft, discarded, declined or in_force.

    The other states come by other ways (an offer, a signature, a review): 409, as for any way that is not there.
    """
    form = await visit.form()
    agreement_id, to = visit.path["agreement_id"], str(form.get("to", ""))
    if to == "in_force":
        await visit.write(agreements.bring_into_force, agreement_id)
    elif to == "declined":
        await visit.write(agreement_signing.note_declined, agreement_id)
    elif to in ("draft", "discarded"):
        verb = agreements.take_back if to == "draft" else agreements.discard
        await visit.write(verb, agreement_id, version_of(form.get("version")))
    elif to in rules.STATES:
        await found_version(visit, visit.path["agreement_id"])
        raise RuleBroken(rules.NO_SUCH_WAY)
    else:
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    return _back(visit, agreement_id)


async def sign(visit: Visit) -> Response:
    """POST /desk/agreements/{agreement_id}/signature: one's own, right after the password."""
    form = await visit.form()
    agreement_id = visit.path["agreement_id"]
    if visit.read.row("agreements.find", agreement_id=agreement_id) is None:
        raise NotVisible
    fresh = sessions.secret_is_fresh(visit.session, visit.now)
    if not fresh:
        return RedirectResponse(
            f"/pin?next=/desk/agreements/{agreement_id}", 303, headers={"Cache-Control": "no-store"}
        )
    shown = str(form.get("hash", ""))
    await visit.write(agreement_signing.sign, agreement_id, shown, "de", secret_is_fresh=fresh)
    return _back(visit, agreement_id)


async def add_place(visit: Visit) -> Response:
    """POST /desk/agreements/{agreement_id}/places: somebody else who took part signs too."""
    form = await visit.form()
    role, name = str(form.get("role", "")), clean(str(form.get("name", "")))
    required = bool(form.get("required"))
    agreement_id = visit.path["agreement_id"]
    try:
        await visit.write(agreement_signing.add_place, agreement_id, role, name, required=required)
    except BadInput as problem:
        case, row = await found_version(visit, visit.path["agreement_id"])
        return version_page(visit, case, row, refused=refused(visit, "place", "place-name", problem, form))
    return _back(visit, agreement_id)


async def record_signature(visit: Visit) -> Response:
    """POST /desk/agreement-signatures/{signature_id}: signed on paper, or said yes after it was read aloud."""
    form, signature_id = await visit.form(), visit.path["signature_id"]
    try:
        row = await visit.write(agreement_signing.record, signature_id, signing_of(form))
    except BadInput as problem:
        place = visit.read.row("agreements.find_signature", signature_id=signature_id)
        case, row = await found_version(visit, place["agreement_id"] if place else "")
        at = "name" if problem.message == agreement_signing.NO_NAME else "language"
        again = refused(visit, signature_id, f"{at}-{signature_id}", problem, form)
        return version_page(visit, case, row, refused=again)
    return _back(visit, row["id"])


async def remove_place(visit: Visit) -> Response:
    """POST /desk/agreement-signatures/{signature_id}/removal: this person need not sign."""
    row = await visit.write(agreement_signing.remove_place, visit.path["signature_id"])
    return _back(visit, row["id"])


async def note_copy(visit: Visit) -> Response:
    """POST /desk/agreements/{agreement_id}/copy: the person took home a paper copy."""
    row = await visit.write(agreement_signing.give_copy, visit.path["agreement_id"])
    return _back(visit, row["id"])


async def book_review(visit: Visit) -> Response:
    """POST /desk/agreements/{agreement_id}/review: day, place and interpreter of the first talk about how it goes."""
    case, row = await found_version(visit, visit.path["agreement_id"])
    form = bind(visit, await ReviewForm.of(visit))
    if not validate_review(visit, case, form):
        return version_page(visit, case, row, form)
    await visit.write(agreement_signing.book_review, row["id"], time_of(form), review_details(form))
    return _back(visit, row["id"])


async def see_answer(visit: Visit) -> Response:
    """POST /desk/agreement-answers/{answer_id}/seen."""
    answer: Row = await visit.write(agreement_signing.see_answer, visit.path["answer_id"])
    return _back(visit, answer["agreement_id"])


def _back(visit: Visit, agreement_id: str) -> Response:
    return visit.redirect(f"/desk/agreements/{agreement_id}")
