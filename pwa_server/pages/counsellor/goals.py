"""One goal at the desk: its path, what the client sees of it, its wording and what becomes of it."""

from typing import Any

from starlette.responses import Response
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from pwa_server.casework import goals, translations
from pwa_server.casework.translations import Typed
from pwa_server.domain.goals import TRANSITIONS
from pwa_server.domain.problems import N_, BadInput, NotVisible, Stale
from pwa_server.domain.steps import FINISHED
from pwa_server.domain.times import berlin
from pwa_server.i18n.formats import when
from pwa_server.i18n.languages import BY_TAG, SOURCE
from pwa_server.pages import views
from pwa_server.pages.counsellor import inputs, plan_words, words
from pwa_server.pages.counsellor.as_client import as_client, in_language, language_of
from pwa_server.pages.counsellor.opening import opened
from pwa_server.storage import catalogue
from pwa_server.storage.database import Row
from pwa_server.web.forms import Form, clean, version_of
from pwa_server.web.visit import Visit

View = dict[str, Any]
SHOWN = ("id", "life_area", "state", "version", "sensitivity", "own_words", "own_words_language")


class GoalForm(Form):
    """A goal's wording, own words and protection."""

    version = HiddenField()
    title = StringField(N_("Das Ziel in einem Satz"), validators=[InputRequired(), Length(max=200)])
    own_words = TextAreaField(N_("Mit eigenen Worten der Person"), validators=[Length(max=500)])
    own_words_language = SelectField(N_("Sprache dieser Worte"))
    sensitivity = SelectField(N_("Schutz"))


class TranslationForm(Form):
    """A translation typed by somebody who speaks the language."""

    text = StringField(N_("Der Satz in der Sprache der Person"), validators=[Length(max=400)])
    checked = BooleanField(N_("Ich spreche diese Sprache und habe den Satz geprüft."))


async def found_goal(visit: Visit, reason: str = "goal") -> tuple[Row, Row]:
    """The case and the goal of this address, its opening written down. Raises NotVisible."""
    goal = visit.read.row("goals.find", goal_id=visit.path["goal_id"], high="yes")
    if goal is None:
        raise NotVisible
    case = await opened(visit, goal["case_id"], reason)
    if goal["sensitivity"] == "high" and case["high"] != "yes":
        raise NotVisible
    return case, goal


async def show_goal(visit: Visit) -> Response:
    """The goal as a path, each step with what the client sees."""
    case, goal = await found_goal(visit)
    typed = visit.read.rows("translations.of_case", case_id=case["id"])
    steps = visit.read.rows("steps.of_goal", goal_id=goal["id"], high=case["high"])
    return visit.page(
        "counsellor/goal.html",
        nav="cases",
        case=case,
        goal=goal_view(visit, case, goal, typed),
        steps=step_list(visit, case, steps, typed),
        moves=inputs.said(visit, plan_words.GOAL_MOVES, _moves(goal)),
        reasons=inputs.said(visit, views.OBSTACLE_TEXTS),
        history=_history(visit, goal, case["high"]),
    )


async def edit_goal(visit: Visit) -> Response:
    """The form for a goal's wording."""
    case, goal = await found_goal(visit)
    fields = ("version", "own_words", "own_words_language", "sensitivity")
    form = GoalForm.empty(visit, title=german_title(visit, goal), **{name: goal[name] for name in fields})
    return _edit_page(visit, case, goal, form)


async def save_goal(visit: Visit) -> Response:
    """Keep a goal's wording. Where somebody else was faster both texts are shown, and nothing is lost."""
    form: Any = _bound(visit, await GoalForm.of(visit))
    if not form.validate():
        case, goal = await found_goal(visit)
        return _edit_page(visit, case, goal, form, 422)
    about = goals.Agreed(form.sensitivity.data, form.own_words.data or "", form.own_words_language.data or "")
    known = visit.read.row("goals.find", goal_id=visit.path["goal_id"], high="yes")
    unchanged = known and form.title.data == german_title(visit, known)
    title = known["title"] if known and unchanged else form.title.data
    try:
        await visit.write(goals.edit, visit.path["goal_id"], version_of(form.version.data), title, about)
    except Stale:
        case, goal = await found_goal(visit)
        form.version.data = goal["version"]
        return _edit_page(visit, case, goal, form, 409)
    return visit.redirect(f"/desk/goals/{visit.path['goal_id']}")


async def move_goal(visit: Visit) -> Response:
    """Take the goal to another state."""
    form = await visit.form()
    goal_id = visit.path["goal_id"]
    reason = str(form.get("reason", ""))
    await visit.write(goals.move, goal_id, str(form.get("to", "")), reason, version_of(form.get("version")))
    return visit.redirect(f"/desk/goals/{goal_id}")


async def shift_goal(visit: Visit) -> Response:
    """One place up or down on the plan."""
    direction = str((await visit.form()).get("direction", ""))
    goal = await visit.write(goals.shift, visit.path["goal_id"], direction)
    return visit.redirect(f"/desk/cases/{goal['case_id']}#goals-title")


async def translate_goal(visit: Visit) -> Response:
    """Keep a typed translation of the goal's sentence."""
    goal_id = visit.path["goal_id"]
    goal = visit.read.row("goals.find", goal_id=goal_id, high="yes")
    if goal is None:
        raise NotVisible
    typed = await typed_translation(visit, goal["case_id"])
    await visit.write(translations.translate_goal, goal_id, typed)
    return visit.redirect(f"/desk/goals/{goal_id}")


async def typed_translation(visit: Visit, case_id: str) -> Typed:
    """The translation that was sent, in the language the client reads. Raises BadInput or NotVisible."""
    case = visit.read.row("cases.find", case_id=case_id)
    if case is None:
        raise NotVisible
    form: Any = await TranslationForm.of(visit)
    if not form.validate():
        raise BadInput(N_("Das ist zu lang. Bitte schreiben Sie kürzer."))
    return Typed(language_of(case).tag, clean(form.text.data or ""), form.checked.data)


def german_title(visit: Visit, goal: Row) -> str:
    """The German sentence of a goal, its gaps filled."""
    key = f"block.{goal['block_id']}.goal" if goal["block_id"] else None
    return views.text_of(in_language(visit, BY_TAG[SOURCE]), goal, "title", key, {}).text


def goal_view(visit: Visit, case: Row, goal: Row, typed: list[Row]) -> View:
    """A goal for the desk: the German wording, the client's own words, and what the client reads."""
    found = views.translations_of(typed)
    key = f"block.{goal['block_id']}.goal" if goal["block_id"] else None
    text_key = f"block.{goal['block_id']}.text" if goal["block_id"] else None
    theirs = as_client(visit, case)
    return {
        **{name: goal[name] for name in SHOWN},
        "life_area_name": views.life_area(visit, goal["life_area"]),
        "title": views.text_of(visit, goal, "title", key, found),
        "text": views.text_of(visit, goal, "text", text_key, found) if goal["text"] else None,
        "theirs": views.goal_title(theirs, goal, found),
        "their_sentence": views.text_of(theirs, goal, "title", key, found),
        "state_text": visit.say(words.GOAL_STATES[goal["state"]]),
        "sensitivity_text": visit.say(plan_words.SENSITIVITIES[goal["sensitivity"]]),
        "translation": translation_state(visit, case, typed, goal["id"], "title", bool(key) and not _reworded(goal)),
        "block": _block(visit, goal),
    }


def translation_state(
    visit: Visit, case: Row, typed: list[Row], subject_id: str, field: str, from_catalogue: bool
) -> View:
    """What the client reads: `own` (no translation is needed), `catalogue`, `checked` by whom, `draft` or `missing`."""
    language = language_of(case)
    wanted = (subject_id, field, language.tag)
    found = next((row for row in typed if (row["subject_id"], row["field"], row["language"]) == wanted), None)
    state = "missing"
    if language.tag == SOURCE:
        state = "own"
    elif from_catalogue:
        state = "catalogue"
    elif found:
        state = "checked" if found["checked_at"] else "draft"
    return {
        "state": state,
        "language": language,
        "text": found["text"] if found else "",
        "by": (found["checked_by_name"] or found["written_by_name"]) if found else "",
        "on": moment_view(visit, found["checked_at"] or found["written_at"]) if found else None,
    }


def step_list(visit: Visit, case: Row, steps: list[Row], typed: list[Row]) -> list[View]:
    """The steps of a path for the desk, each with what the client reads."""
    found = views.translations_of(typed)
    next_id = views.next_id(steps)
    theirs = as_client(visit, case)
    accompanied = bool(steps) and bool(visit.read.rows("goals.mentors", goal_id=steps[0]["goal_id"]))
    shown = []
    for step in steps:
        view = views.step_view(visit, step, found, "/desk/steps", next_id)
        view["version"] = step["version"]
        view["theirs"] = views.step_title(theirs, step, found)
        view["state_text"] = visit.say(words.STEP_STATES[step["state"]])
        view["responsible_text"] = words.who(visit, step)
        view["mentor_open"] = _mentor_open(step, accompanied)
        view["obstacle_text"] = views.obstacle_text(visit, step["obstacle"]) if step["obstacle"] else ""
        view["late"] = step["state"] not in FINISHED and (step["due_on"] or "9") < visit.today.isoformat()
        ready = bool(step["parts"]) or (bool(step["text_key"]) and not reworded_step(step))
        view["translation"] = translation_state(visit, case, typed, step["id"], "text", ready)
        shown.append(view)
    return shown


def _mentor_open(step: Row, accompanied: bool) -> bool:
    """Whether the desk has yet to say which mentor does this step."""
    is_open = step["responsible"] == "mentor" and step["state"] not in FINISHED
    return is_open and accompanied and not step["mentor_name"]


def moment_view(visit: Visit, instant: str) -> Any:
    """An instant as a Berlin day and time in words."""
    at = berlin(instant)
    return when(visit.language.tag, at.date(), visit.today, at.time())


def reworded_step(step: Row) -> bool:
    """Whether the catalogue says this step differently now: then the copied German counts, without a translation."""
    return not catalogue.is_wording(step["text_key"] or "", step["text"])


def _reworded(goal: Row) -> bool:
    return not catalogue.is_wording(f"block.{goal['block_id']}.goal", goal["title"])


def _block(visit: Visit, goal: Row) -> View | None:
    block = catalogue.known_block(goal["block_id"] or "")
    if block is None:
        return None
    due = block.review_by < visit.today.isoformat()
    return {
        "staff_note": block.staff_note,
        "checked": views.day(visit, block.checked_on),
        "review_by": views.day(visit, block.review_by),
        "review_due": due,
    }


def _moves(goal: Row) -> list[str]:
    order = list(plan_words.GOAL_MOVES)
    return sorted(TRANSITIONS[goal["state"]], key=order.index)


def _history(visit: Visit, goal: Row, high: str) -> list[View]:
    rows = visit.read.rows("goals.history", goal_id=goal["id"], high=high)
    return [
        {
            "what": visit.say(words.GOAL_STATES[row["state"]]),
            "why": views.obstacle_text(visit, row["reason"]) if row["reason"] else "",
            "by": row["by_name"] or "",
            "when": moment_view(visit, row["at"]),
        }
        for row in rows
    ]


def _bound(visit: Visit, form: Form) -> Any:
    bound: Any = form
    bound.own_words_language.choices = inputs.spoken_languages(visit, N_("keine Angabe"))
    bound.sensitivity.choices = inputs.said(visit, plan_words.SENSITIVITIES)
    return bound


def _edit_page(visit: Visit, case: Row, goal: Row, form: Form, status: int = 200) -> Response:
    return visit.page(
        "counsellor/goal_edit.html",
        status=status,
        nav="cases",
        case=case,
        goal=goal,
        form=_bound(visit, form),
        theirs=goal if status == 409 else None,
    )
