"""My summary: one page that the client shows, prints or hands over herself, in her language and in German.

Nothing of it is kept and no link leads to it: it is made of the plan as it is now, for whoever has just typed the PIN.
For an office it says what was agreed with that office and when to meet, and nothing else. Goals under special
protection, hurdles and ratings are never in it.
"""

from collections.abc import Callable, Sequence
from typing import Any

from starlette.responses import Response
from wtforms import RadioField, SelectMultipleField
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from pwa_server.domain.goals import LIVE
from pwa_server.domain.meetings import COMING_UP
from pwa_server.domain.problems import N_
from pwa_server.i18n.languages import SOURCE
from pwa_server.pages import situation, views
from pwa_server.pages.client.own_case import high, office, pin_first, with_own_case
from pwa_server.pages.sides import name_on_paper, own_and_german, rendered
from pwa_server.pages.views import View
from pwa_server.storage.database import Row
from pwa_server.web.forms import Form, choices
from pwa_server.web.visit import Visit

PATH = "/summary"
SECTIONS = {
    "strengths": N_("Das kann ich gut"),
    "languages": N_("Meine Sprachen"),
    "work": N_("Schule und Arbeit"),
    "goals": N_("Meine Ziele und Schritte"),
    "meetings": N_("Meine Termine"),
}
ICONS = {"strengths": "heart", "languages": "language", "work": "document", "goals": "plan", "meetings": "calendar"}
# What no office is told by a plan: it would have to be asked for in another way.
NOT_FOR_OFFICES = ("health", "residence")
AGREED = ("agreed", "in_progress")
MYSELF = "myself"
CHOOSE = N_("Bitte wählen Sie einen Teil oder mehr.")


class SummaryForm(Form):
    """For whom, and which parts; nothing is chosen beforehand."""

    whom = RadioField(N_("Für wen?"), validators=[InputRequired()])
    parts = SelectMultipleField(
        N_("Was soll darin stehen?"),
        choices=choices(SECTIONS.items()),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validators=[Optional()],
    )


@with_own_case
async def show_choice(visit: Visit, case: Row) -> Response:
    """GET /summary: asks for the PIN first, because a paper with one's own data comes of it."""
    if high(visit) != "yes":
        return pin_first(PATH)
    return _choice(visit, case, SummaryForm.empty(visit, whom=MYSELF))


@with_own_case
async def show_summary(visit: Visit, case: Row) -> Response:
    """POST /summary: the page itself, made now. Printing is the browser's, while she looks at it."""
    if high(visit) != "yes":
        return pin_first(PATH)
    form = _bound(visit, case, await SummaryForm.of(visit))
    valid = form.validate()
    if valid and form.whom.data == MYSELF and not form.parts.data:
        form.parts.errors = [visit.say(CHOOSE)]
        valid = False
    if not valid:
        return _choice(visit, case, form, 422)
    partner = form.whom.data if form.whom.data != MYSELF else ""
    chosen = [part for part in SECTIONS if part in (form.parts.data or ())]
    sides = own_and_german(visit, visit.language)
    names = visit.read.row("own_data.names") or {"name": visit.actor.name, "name_latin": ""}
    rows = [[_side(side, {"kind": "me", "name": name_on_paper(names, side.language)}) for side in sides]]
    for section in _sections(partner, chosen):
        told = [(side, section(side, case, partner)) for side in sides]
        if any(view for _, view in told):
            rows.append([_side(side, view) for side, view in told])
    return visit.page(
        "client/summary.html",
        rows=rows,
        on=views.day(visit, visit.today.isoformat()),
        partner=_offices(visit, case).get(partner, ""),
    )


def _sections(partner: str, chosen: Sequence[str]) -> list[Callable[[Visit, Row, str], View]]:
    if partner:
        return [_agreed_with, _meetings]
    makers: dict[str, Callable[[Visit, Row, str], View]] = {
        "strengths": _strengths,
        "languages": _languages,
        "work": _work,
        "goals": _goals,
        "meetings": _meetings,
    }
    return [makers[part] for part in chosen]


def _side(side: Visit, view: View) -> View:
    """One part in one language; the other side may have it where this one has nothing to say."""
    return {"language": side.language, "html": rendered(side, "client/_summary_side.html", **view) if view else ""}


def _strengths(side: Visit, case: Row, _: str) -> View:
    told = situation.strengths(side.read.row("situation.facts", case_id=case["id"]), side.language.tag)
    german = side.language.tag == SOURCE
    if told is None or not (told["words"] or (german and told["german"])):
        return {}
    return {"kind": "strengths", "title": side.say(SECTIONS["strengths"])} | told


def _languages(side: Visit, case: Row, _: str) -> View:
    levels = situation.levels(side, side.read.rows("situation.languages", case_id=case["id"]))
    shown = [level | {"skills": [skill for skill in level["skills"] if skill["said"]]} for level in levels]
    return {"kind": "languages", "title": side.say(SECTIONS["languages"]), "levels": shown} if shown else {}


def _work(side: Visit, case: Row, _: str) -> View:
    of_case = {"case_id": case["id"]}
    certificates = side.read.rows("situation.certificates", **of_case)
    parts = situation.facts(side, side.read.row("situation.facts", **of_case), certificates, [])
    wanted = ("school_years", "certificates", "job", "work_years", "skills")
    lines = [line for lines in parts.values() for line in lines if line["name"] in wanted and line["value"]]
    return {"kind": "work", "title": side.say(SECTIONS["work"]), "lines": lines} if lines else {}


def _goals(side: Visit, case: Row, _: str) -> View:
    steps = side.read.rows("steps.of_case", case_id=case["id"], high="no")
    found = _translations(side, case)
    told = [
        {
            "title": _title(side, row, found),
            "steps": [
                {"title": views.step_title(side, step, found), "done": step["state"] == "done"}
                for step in steps
                if step["goal_id"] == row["id"] and step["state"] != "not_needed"
            ],
        }
        for row in side.read.rows("goals.of_case", case_id=case["id"], high="no")
        if row["state"] in LIVE
    ]
    return {"kind": "goals", "title": side.say(SECTIONS["goals"]), "goals": told} if told else {}


def _agreed_with(side: Visit, case: Row, partner: str) -> View:
    """What was agreed with one office, and by when: not whether it is done, nor what is hard about it."""
    agreed = {row["id"] for row in _open_to_offices(side, case) if row["state"] in AGREED}
    found = _translations(side, case)
    told = [
        {"title": views.step_title(side, step, found), "due": views.day(side, step["due_on"])}
        for step in side.read.rows("steps.of_case", case_id=case["id"], high="no")
        if step["goal_id"] in agreed and step["partner_id"] == partner and step["state"] != "not_needed"
    ]
    return {"kind": "agreed", "title": side.say(N_("Das haben wir abgemacht")), "steps": told} if told else {}


def _meetings(side: Visit, case: Row, partner: str) -> View:
    told = [
        {
            "when": views.day_and_time(side, row["local_date"], row["local_time"]),
            "place": "" if row["place_kind"] == "home" else row["place"],
            "whom": row["partner_name"] or row["staff_name"],
        }
        for row in side.read.rows("meetings.of_case", case_id=case["id"], high="no")
        if row["state"] in COMING_UP and row["ends_at"] > side.now and (not partner or row["partner_id"] == partner)
    ]
    return {"kind": "meetings", "title": side.say(SECTIONS["meetings"]), "meetings": told} if told else {}


def _title(side: Visit, goal: Row, found: views.Translations) -> Any:
    """Own words for the own side, the agreed German wording for the German one."""
    if side.language.tag != SOURCE:
        return views.goal_title(side, goal, found)
    key = f"block.{goal['block_id']}.goal" if goal["block_id"] else None
    return views.text_of(side, goal, "title", key, found)


def _translations(side: Visit, case: Row) -> views.Translations:
    return views.translations_of(side.read.rows("steps.translations_of_case", case_id=case["id"]))


def _open_to_offices(visit: Visit, case: Row) -> list[Row]:
    goals = visit.read.rows("goals.of_case", case_id=case["id"], high="no")
    return [goal for goal in goals if goal["life_area"] not in NOT_FOR_OFFICES]


def _offices(visit: Visit, case: Row) -> dict[str, str]:
    """Offices with which something is agreed or a meeting lies ahead."""
    goals = {goal["id"] for goal in _open_to_offices(visit, case) if goal["state"] in AGREED}
    steps = visit.read.rows("steps.of_case", case_id=case["id"], high="no")
    meetings = visit.read.rows("meetings.of_case", case_id=case["id"], high="no")
    agreed = [step for step in steps if step["goal_id"] in goals and step["state"] != "not_needed"]
    ahead = [row for row in meetings if row["state"] in COMING_UP and row["ends_at"] > visit.now]
    named = [(row["partner_id"], row["partner_name"]) for row in (*agreed, *ahead)]
    return {partner_id: name for partner_id, name in named if partner_id}


def _bound(visit: Visit, case: Row, form: SummaryForm) -> SummaryForm:
    form.whom.choices = choices([(MYSELF, visit.say(N_("Für mich"))), *_offices(visit, case).items()])
    return form


def _choice(visit: Visit, case: Row, form: SummaryForm, status: int = 200) -> Response:
    offices = _offices(visit, case)
    return visit.page(
        "client/summary_choice.html",
        status=status,
        form=_bound(visit, case, form),
        offices=list(offices),
        whom_icons={MYSELF: "person"} | dict.fromkeys(offices, "office"),
        icons=ICONS,
        **office(visit, case),
    )
