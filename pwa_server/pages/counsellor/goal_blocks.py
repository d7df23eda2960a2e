"""A goal from the catalogue: one block with its path, what is chosen of it, and the copy in the plan."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from starlette.datastructures import FormData
from starlette.responses import Response

from pwa_server.casework import goals
from pwa_server.casework.step_editing import StepDetails
from pwa_server.domain.goals import DAY_PLACEHOLDERS, placeholders
from pwa_server.domain.office_days import working_day_from
from pwa_server.domain.problems import N_, BadInput, NotVisible, Problem, RuleBroken
from pwa_server.domain.steps import RESPONSIBLE
from pwa_server.i18n.texts import Said, from_catalogue
from pwa_server.pages import views
from pwa_server.pages.catalogue_words import GAPS
from pwa_server.pages.counsellor import goal_of_need, inputs, plan_words, words
from pwa_server.pages.counsellor.as_client import language_of
from pwa_server.pages.counsellor.opening import opened
from pwa_server.storage import catalogue
from pwa_server.storage.database import Row
from pwa_server.storage.offices import office_of
from pwa_server.web.forms import clean
from pwa_server.web.visit import Visit

# How a gap is shown before somebody has filled it.
OPEN_GAP = "…"
LONGEST_GAP = 60
VOLATILITIES = {
    "low": N_("ändert sich selten"),
    "medium": N_("ändert sich manchmal"),
    "high": N_("ändert sich oft"),
}


@dataclass(frozen=True)
class Offer:
    """What a step of a block is offered as: the wording for people with or without a mentor, who does it, by when."""

    key: str
    responsible: str
    due_on: str
    documents: tuple[str, ...]
    partner_kind: str | None = None


async def from_block(visit: Visit, case: Row, form: FormData) -> Response:
    """Copy the block into the plan as it was sent; again the page, with what is wrong, where it can't be."""
    block = catalogue.blocks().get(str(form["block"]))
    if block is None:
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    try:
        steps, values = _chosen_steps(form), _values(form)
        about = goals.Agreed(
            sensitivity=str(form.get("sensitivity", block.sensitivity)),
            own_words=_text(form, "own_words", 500),
            own_words_language=str(form.get("own_words_language", "")),
            agreed=bool(form.get("agreed")),
            need_id=str(form.get("need_id", "")),
        )
        goal_id = await visit.write(goals.add_from_block, case["id"], block.id, steps, values, about)
    except (BadInput, RuleBroken) as problem:
        return block_page(visit, await opened(visit, case["id"]), block.id, problem=problem, sent=form)
    return visit.redirect(f"/desk/goals/{goal_id}")


def _chosen_steps(form: FormData) -> list[goals.ChosenStep]:
    keys = [str(key) for key in form.getlist("step")]
    return [goals.ChosenStep(key, _details(form, key)) for key in dict.fromkeys(keys)]


def _details(form: FormData, key: str) -> StepDetails:
    responsible = str(form.get(f"responsible:{key}", "client"))
    if responsible not in RESPONSIBLE:
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    due = str(form.get(f"due:{key}", ""))
    return StepDetails(
        responsible=responsible,
        partner_id=str(form.get(f"partner:{key}", "")) or None,
        due_on=_day(due).isoformat() if due else None,
        documents=tuple(str(paper) for paper in form.getlist(f"documents:{key}")),
    )


def _values(form: FormData) -> dict[str, str]:
    values = {name: _text(form, f"value:{name}", LONGEST_GAP) for name in GAPS}
    days = {name: _day(text).strftime("%d.%m.%Y") for name, text in values.items() if text and name in DAY_PLACEHOLDERS}
    return {name: text for name, text in (values | days).items() if text}


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInput(N_("Bitte wählen Sie einen Tag.")) from error


def _text(form: FormData, name: str, longest: int) -> str:
    text = str(clean(str(form.get(name, ""))))
    if len(text) > longest:
        raise BadInput(N_("Das ist zu lang. Bitte schreiben Sie kürzer."))
    return text


def block_page(
    visit: Visit, case: Row, block_id: str, *, problem: Problem | None = None, sent: FormData | None = None
) -> Response:
    """One block with its path: as the catalogue offers it, or as it was `sent`."""
    block = catalogue.blocks().get(block_id)
    if block is None:
        raise NotVisible
    need = goal_of_need.need_of(visit, case, sent)
    has_mentor = bool(visit.read.rows("meetings.mentors_of_case", case_id=case["id"]))
    offers = _offers(visit, case, block, has_mentor)
    everybody = visit.read.rows("meetings.partners")
    german = catalogue.german()
    texts = [german[block.key("goal")], german[block.key("text")], *(german[offer.key] for offer in offers)]
    return visit.page(
        "counsellor/goal_block.html",
        status=problem.status if problem else 200,
        nav="cases",
        case=case,
        block=_block_view(visit, case, block),
        steps=[_step_offer(visit, case, offer, sent, everybody) for offer in offers],
        gaps=[_gap(visit, name, sent) for name in placeholders(texts)],
        responsible=inputs.said(visit, words.WHO),
        sensitivities=inputs.said(visit, plan_words.SENSITIVITIES),
        sensitivity=str(sent.get("sensitivity")) if sent else goal_of_need.protection(need, block.sensitivity),
        need=goal_of_need.view(visit, need),
        spoken=inputs.spoken_languages(visit, N_("keine Angabe")),
        papers=[(paper, from_catalogue(visit.language.tag, f"document.{paper}").text) for paper in block.documents],
        own_words=str(sent.get("own_words", "")) if sent else goal_of_need.own_goal(need).get("own_words", ""),
        own_words_language=str(sent.get("own_words_language", "")) if sent else goal_of_need.language(need, case),
        agreed=bool(sent.get("agreed")) if sent else False,
        problem=visit.say(problem.message, **problem.values) if problem else "",
        has_mentor=has_mentor,
    )


def with_gaps(tag: str, key: str) -> Said:
    """A catalogue text with its gaps shown as open."""
    return from_catalogue(tag, key, values=dict.fromkeys(GAPS, OPEN_GAP))


def _block_view(visit: Visit, case: Row, block: catalogue.Block) -> dict[str, Any]:
    tag, theirs = visit.language.tag, language_of(case).tag
    return {
        "id": block.id,
        "life_area": block.life_area,
        "life_area_name": views.life_area(visit, block.life_area),
        "title": from_catalogue(tag, block.key("title")),
        "goal": with_gaps(tag, block.key("goal")),
        "text": with_gaps(tag, block.key("text")),
        "theirs": None if theirs == tag else with_gaps(theirs, block.key("goal")),
        "staff_note": block.staff_note,
        "volatility": visit.say(VOLATILITIES[block.volatility]),
        "often": block.volatility == "high",
        "checked": views.day(visit, block.checked_on),
        "review_by": views.day(visit, block.review_by),
        "review_due": block.review_by < visit.today.isoformat(),
    }


def _offers(visit: Visit, case: Row, block: catalogue.Block, has_mentor: bool) -> list[Offer]:
    office = office_of(visit.read, case["carrier_id"])
    german = catalogue.german()
    offers = []
    for step in block.steps:
        alone = bool(step.without_mentor) and not has_mentor
        key = f"{step.key}.without_mentor" if alone else step.key
        due = working_day_from(office, visit.today + timedelta(days=step.days)).isoformat() if step.days else ""
        names = {paper: german[f"document.{paper}"].casefold() for paper in block.documents}
        named = tuple(paper for paper, name in names.items() if name in german[key].casefold())
        responsible = (step.without_mentor or "client") if alone else step.responsible
        offers.append(Offer(key, responsible, due, named, step.partner_kind))
    return offers


def _step_offer(visit: Visit, case: Row, offer: Offer, sent: FormData | None, everybody: list[Row]) -> dict[str, Any]:
    theirs = language_of(case).tag
    partners = _partners(everybody, offer.partner_kind)
    is_only_one = [row["kind"] for row in everybody].count(offer.partner_kind) == 1
    shown = {
        "key": offer.key,
        "text": with_gaps(visit.language.tag, offer.key),
        "theirs": None if theirs == visit.language.tag else with_gaps(theirs, offer.key),
        "ticked": True,
        "responsible": offer.responsible,
        "due_on": offer.due_on,
        "documents": list(offer.documents),
        "partners": partners,
        # Who is the only one of its kind and does the step is named already.
        "partner_id": partners[0][0] if offer.responsible == "partner" and is_only_one else "",
    }
    if sent is None:
        return shown
    return shown | {
        "ticked": offer.key in sent.getlist("step"),
        "responsible": str(sent.get(f"responsible:{offer.key}", "")),
        "due_on": str(sent.get(f"due:{offer.key}", "")),
        "partner_id": str(sent.get(f"partner:{offer.key}", "")),
        "documents": list(sent.getlist(f"documents:{offer.key}")),
    }


def _partners(everybody: list[Row], kind: str | None) -> list[tuple[str, str]]:
    """The partners of the kind that a step names, all of them where there is none of that kind."""
    fitting = [row for row in everybody if row["kind"] == kind] or everybody
    return [(row["id"], row["name"]) for row in fitting]


def _gap(visit: Visit, name: str, sent: FormData | None) -> dict[str, str]:
    return {
        "name": name,
        "label": visit.say(GAPS.get(name, N_("Bitte ergänzen"))),
        "type": "date" if name in DAY_PLACEHOLDERS else "text",
        "value": str(sent.get(f"value:{name}", "")) if sent else "",
    }
