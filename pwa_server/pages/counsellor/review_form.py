"""The form of a review at the desk: what it sends, and what it shows of the plan to decide about."""

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.datastructures import FormData
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from pwa_server.casework.meetings import Details
from pwa_server.casework.review_finish import Ending
from pwa_server.casework.reviews import Balance, Decided
from pwa_server.domain import reviews as rules
from pwa_server.domain.meetings import PLACE_KINDS
from pwa_server.domain.problems import N_
from pwa_server.pages import review_words, views
from pwa_server.pages.counsellor import inputs, meeting_forms, plan_words, words
from pwa_server.pages.counsellor.meeting_forms import TimeForm
from pwa_server.storage.database import Row
from pwa_server.web.forms import clean
from pwa_server.web.visit import Visit

View = dict[str, Any]

DECISIONS = {
    "continue": N_("geht weiter"),
    "changed": N_("ändern"),
    "achieved": N_("geschafft"),
    "not_needed": N_("nicht mehr nötig"),
    "dropped": N_("weglassen"),
}
OUTCOMES = {
    "book": N_("Wir treffen uns wieder. Neuer Termin:"),
    "booked": N_("Das nächste Gespräch ist schon gebucht."),
    "fulfilled": N_("Der Plan ist erfüllt."),
    "ended": N_("Der Plan endet ohne ein nächstes Gespräch."),
}
REASONS = {
    "goals_met": N_("Die Ziele sind erreicht."),
    "no_support_needed": N_("Die Person braucht keine Unterstützung mehr."),
}
RESULTS = {
    "next": N_("Es geht weiter."),
    "goals_met": N_("Die Ziele sind erreicht."),
    "no_support_needed": N_("Die Person braucht keine Unterstützung mehr."),
    "ended": N_("Der Plan ist zu Ende."),
}
CONFIRMATIONS = {
    "client": N_("Die Person ist dabei und sagt Ja."),
    "told": N_("Die Person weiß es auf anderem Weg. Bitte aufschreiben:"),
}


class NextForm(TimeForm):
    """The next talk: time, place and who interprets."""

    place_kind = RadioField(N_("Wo?"))
    place = StringField(N_("Adresse oder Telefonnummer"), validators=[InputRequired(), Length(max=200)])
    interpreter_language = SelectField(N_("Wer übersetzt? Sprache:"))


def bind(visit: Visit, form: Any) -> Any:
    """Fill the choices that depend on the reader."""
    form.place_kind.choices = inputs.said(visit, plan_words.PLACE_KINDS, PLACE_KINDS)
    form.interpreter_language.choices = inputs.spoken_languages(visit, N_("Ohne Übersetzung"))
    return form


def next_details(form: Any) -> Details:
    """The next talk but its time, for the verb."""
    return Details(
        kind="review",
        place_kind=form.place_kind.data,
        place=form.place.data,
        interpreter_language=form.interpreter_language.data or "",
    )


def balance_of(sent: FormData) -> Balance:
    """The counsellor's column and the decisions, as the form sends them: `goal:<id>` and `step:<id>`, words beside."""
    return Balance(
        good=_text(sent, "good"),
        hard=_text(sent, "hard"),
        hurdles=tuple(str(code) for code in sent.getlist("hurdles")),
        changes=_text(sent, "changes"),
        read_back=sent.get("read_back") == "y",
        goals=_decided(sent, "goal"),
        steps=_decided(sent, "step"),
    )


def ending_of(sent: FormData, **next_meeting: Any) -> Ending:
    """How it goes on, as the form sends it. A talk to be booked comes from its own form."""
    outcome = str(sent.get("outcome", ""))
    return Ending(
        outcome="next" if outcome in ("book", "booked") else outcome,
        reason=str(sent.get("reason", "")),
        confirmed=str(sent.get("confirmed", "")),
        told=_text(sent, "told")[: rules.LONGEST_NOTE],
        **next_meeting,
    )


def balance_in(review: Row | None, hurdles: Sequence[Row], decisions: Sequence[Row]) -> Balance:
    """The draft as it was kept, in the shape of the form."""
    if review is None:
        return Balance()
    own = [row for row in decisions if row["review_id"] == review["id"]]
    by_goal = {row["goal_id"]: Decided(row["decision"], row["words"] or "") for row in own if not row["step_id"]}
    by_step = {row["step_id"]: Decided(row["decision"], row["words"] or "") for row in own if row["step_id"]}
    codes = [row["code"] for row in hurdles if row["review_id"] == review["id"] and row["side"] == "counsellor"]
    return Balance(
        good=review["staff_good"] or "",
        hard=review["staff_hard"] or "",
        hurdles=tuple(codes),
        changes=review["changes"] or "",
        read_back=review["read_back"] == "yes",
        goals=by_goal,
        steps=by_step,
    )


def to_decide(visit: Visit, case: Row, balance: Balance, since: str) -> list[View]:
    """Open goals with their open steps, what can be decided about each, and what was done `since` the last talk."""
    of_case = {"case_id": case["id"], "high": case["high"]}
    steps = visit.read.rows("steps.of_case", **of_case)
    late = {step["id"] for step in review_words.late_steps(visit, steps)}
    return [
        _goal_view(visit, goal, [step for step in steps if step["goal_id"] == goal["id"]], balance, since, late)
        for goal in visit.read.rows("goals.of_case", **of_case)
        if goal["state"] in rules.UNFINISHED_GOALS
    ]


def _goal_view(visit: Visit, goal: Row, steps: Sequence[Row], balance: Balance, since: str, late: set[str]) -> View:
    title = views.text_of(visit, goal, "title", f"block.{goal['block_id']}.goal" if goal["block_id"] else None, {})
    done = [step for step in steps if step["state"] == "done" and step["state_at"] > since]
    return {
        "id": goal["id"],
        "name": f"goal:{goal['id']}",
        "life_area": goal["life_area"],
        "title": title,
        "own_words": goal["own_words"] or "",
        "own_words_language": goal["own_words_language"] or "",
        "state_text": visit.say(words.GOAL_STATES[goal["state"]]),
        "protected": goal["sensitivity"] == "high",
        "choices": inputs.said(visit, DECISIONS, rules.goal_decisions(goal["state"])),
        "chosen": balance.goals.get(goal["id"], Decided()),
        "done": [views.step_title(visit, step, {}) for step in done],
        "steps": [
            {
                "id": step["id"],
                "name": f"step:{step['id']}",
                "title": views.step_title(visit, step, {}),
                "state_text": visit.say(words.STEP_STATES[step["state"]]),
                "who": words.who(visit, step),
                "ours_late": step["id"] in late,
                "choices": inputs.said(visit, DECISIONS, rules.step_decisions(step["state"])),
                "chosen": balance.steps.get(step["id"], Decided()),
            }
            for step in steps
            if step["state"] in rules.UNFINISHED_STEPS
        ],
    }


def _decided(sent: FormData, kind: str) -> Mapping[str, Decided]:
    prefix = f"{kind}:"
    named = {name.removeprefix(prefix): str(sent[name]) for name in sent if name.startswith(prefix)}
    return {one: Decided(decision, _text(sent, f"{kind}_words:{one}")) for one, decision in named.items()}


def _text(sent: FormData, name: str) -> str:
    return str(clean(str(sent.get(name, ""))))


def prefilled(visit: Visit, case: Row) -> View:
    """What the next talk starts with: the usual place and language; the day is chosen."""
    usual = meeting_forms.prefilled(visit, case)
    return {name: usual[name] for name in ("place_kind", "place", "interpreter_language", "minutes")}
