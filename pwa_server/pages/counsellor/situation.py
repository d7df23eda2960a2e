"""The situation record at the desk: read on one page, asked part by part, on a phone at the client's home too."""

import json
from collections.abc import Sequence
from typing import Any

from starlette.responses import Response

from pwa_server.casework import situation
from pwa_server.casework.situation import Certificate, HouseholdPerson, Level
from pwa_server.domain import situation as rules
from pwa_server.domain.problems import N_, BadInput, NotVisible, RuleBroken, Stale
from pwa_server.pages import situation as told
from pwa_server.pages.counsellor import inputs, situation_forms
from pwa_server.pages.counsellor.opening import opened
from pwa_server.pages.counsellor.situation_forms import FORMS, TITLES, WHY, LevelsForm
from pwa_server.storage.database import Row
from pwa_server.web.forms import version_of
from pwa_server.web.visit import Visit

View = dict[str, Any]
NO_LEVEL = N_("Bitte wählen Sie mindestens eine Antwort.")


async def show_situation(visit: Visit) -> Response:
    """GET /desk/cases/{case_id}/situation."""
    case = await opened(visit, visit.path["case_id"])
    return visit.page("counsellor/situation.html", nav="cases", case=case, **summary(visit, case))


def summary(visit: Visit, case: Row) -> View:
    """The whole record as lines, for this page and for the clearing talk."""
    of_case = {"case_id": case["id"]}
    facts = visit.read.row("situation.facts", **of_case)
    certificates = visit.read.rows("situation.certificates", **of_case)
    household = visit.read.rows("situation.household", **of_case)
    return {
        "strengths": told.strengths(facts, case["client_language"]),
        "levels": told.levels(visit, visit.read.rows("situation.languages", **of_case)),
        "parts": told.facts(visit, facts, certificates, household),
        "titles": {part: visit.say(title) for part, title in TITLES.items()},
        "public": is_public(visit, case),
    }


def is_public(visit: Visit, case: Row) -> bool:
    """Whether a public service keeps this record: its staff read the notice on section 87."""
    carrier = visit.read.row("situation.carrier", case_id=case["id"])
    return carrier is not None and carrier["kind"] == "public"


async def show_part(visit: Visit) -> Response:
    """GET /desk/cases/{case_id}/situation/{part}."""
    case = await opened(visit, visit.path["case_id"])
    part = visit.path["part"]
    if part == "languages":
        return _levels_page(visit, case, LevelsForm.empty(visit, language="de", on_day=visit.today))
    if part not in FORMS:
        raise NotVisible
    return _part_page(visit, case, part, _stored_form(visit, case, part), *_stored_lists(visit, case))


async def save_part(visit: Visit) -> Response:
    """POST /desk/cases/{case_id}/situation/{part}. Changed meanwhile: 409 with both, nothing is saved."""
    case = await opened(visit, visit.path["case_id"])
    part = visit.path["part"]
    if part == "languages":
        return await _save_levels(visit, case)
    if part not in FORMS:
        raise NotVisible
    form: Any = situation_forms.bind(visit, part, await FORMS[part].of(visit))
    sent = await visit.form()
    lists = situation_forms.certificates(sent), situation_forms.household(sent)
    if not form.validate():
        return _part_page(visit, case, part, form, *lists, status=422)
    answers = situation_forms.answers_of(part, form, sent)
    try:
        await visit.write(situation.keep_part, case["id"], part, version_of(form.version.data), answers)
    except Stale:
        stored = summary(visit, case)
        facts = visit.read.row("situation.facts", case_id=case["id"])
        form.version.data = facts["version"] if facts else 0
        return _part_page(visit, case, part, form, *lists, status=409, theirs=stored)
    except (BadInput, RuleBroken) as problem:
        return _part_page(visit, case, part, form, *lists, status=inputs.sent_back(visit, form, problem))
    return visit.redirect(f"/desk/cases/{case['id']}/situation")


async def _save_levels(visit: Visit, case: Row) -> Response:
    form: Any = situation_forms.bind_levels(visit, await LevelsForm.of(visit))
    if not form.validate():
        return _levels_page(visit, case, form, 422)
    chosen = [(skill, form[skill].data) for skill in rules.SKILLS if form[skill].data]
    if not chosen:
        form.form_errors.append(visit.say(NO_LEVEL))
        return _levels_page(visit, case, form, 422)
    levels = [Level(form.language.data, skill, level, form.source.data, form.on_day.data) for skill, level in chosen]
    try:
        await visit.write(situation.note_levels, case["id"], levels)
    except (BadInput, RuleBroken) as problem:
        return _levels_page(visit, case, form, inputs.sent_back(visit, form, problem))
    return visit.redirect(f"/desk/cases/{case['id']}/situation")


async def withdraw_level(visit: Visit) -> Response:
    """POST /desk/levels/{level_id}/withdrawal: it was a slip of the pen."""
    case_id = await visit.write(situation.withdraw_level, visit.path["level_id"])
    return visit.redirect(f"/desk/cases/{case_id}/situation")


def _stored_form(visit: Visit, case: Row, part: str) -> Any:
    facts = visit.read.row("situation.facts", case_id=case["id"])
    kept = json.loads(facts["not_said"]) if facts else []
    not_said = [name for name in kept if name in rules.DECLINABLE[part]]
    values = situation_forms.values_of(part, facts, not_said)
    if part == "strengths" and not values["strengths_language"]:
        values["strengths_language"] = case["client_language"]
    return situation_forms.bind(visit, part, FORMS[part].empty(visit, **values))


def _stored_lists(visit: Visit, case: Row) -> tuple[list[Certificate], list[HouseholdPerson]]:
    certificates = visit.read.rows("situation.certificates", case_id=case["id"])
    household = visit.read.rows("situation.household", case_id=case["id"])
    return (
        [
            Certificate(row["kind"], row["name"] or "", row["country"], tuple(json.loads(row["papers"])))
            for row in certificates
        ],
        [HouseholdPerson(row["relation"], row["age_band"]) for row in household],
    )


def _part_page(
    visit: Visit,
    case: Row,
    part: str,
    form: Any,
    certificates: Sequence[Certificate],
    household: Sequence[HouseholdPerson],
    *,
    status: int = 200,
    theirs: View | None = None,
) -> Response:
    return visit.page(
        f"counsellor/situation_{part}.html",
        status=status,
        nav="cases",
        case=case,
        part=part,
        form=form,
        title=visit.say(TITLES[part]),
        why={name: visit.say(sentence) for name, sentence in WHY.items()},
        public=is_public(visit, case),
        certificates=situation_forms.certificate_rows(certificates),
        household=situation_forms.people_rows(household),
        kinds=inputs.said(visit, told.CERTIFICATES),
        papers=inputs.said(visit, told.PAPERS),
        relations=inputs.said(visit, told.RELATIONS),
        bands=inputs.said(visit, told.AGE_BANDS),
        theirs=theirs,
    )


def _levels_page(visit: Visit, case: Row, form: Any, status: int = 200) -> Response:
    return visit.page(
        "counsellor/situation_languages.html",
        status=status,
        nav="cases",
        case=case,
        form=situation_forms.bind_levels(visit, form),
        title=visit.say(TITLES["languages"]),
        why=visit.say(WHY["levels"]),
    )
