"""What came out of a review, in words: plain, glad of what went well, blaming nobody."""

from collections.abc import Mapping, Sequence
from typing import Any

from pwa_server.domain.goals import is_late
from pwa_server.domain.problems import N_
from pwa_server.domain.reviews import SHOWN_DAYS
from pwa_server.domain.times import later
from pwa_server.i18n.texts import Said
from pwa_server.pages import views
from pwa_server.storage.database import Row
from pwa_server.web.visit import Visit

View = dict[str, Any]

FACES = {
    1: N_("Sehr schwer"),
    2: N_("Schwer"),
    3: N_("Mittel"),
    4: N_("Gut"),
    5: N_("Sehr gut"),
}
# By outcome and reason: a title and a sentence or two for the client.
RESULTS = {
    "goals_met": (N_("Sie haben Ihre Ziele erreicht."), N_("Das ist sehr gut! Wir freuen uns mit Ihnen.")),
    "no_support_needed": (
        N_("Sie schaffen es jetzt ohne uns."),
        N_("Das ist auch ein gutes Ende. Wir freuen uns mit Ihnen."),
    ),
    "ended": (N_("Der Plan ist zu Ende."), N_("Danke für den Weg mit uns. Sie können immer wieder zu uns kommen.")),
    "next": (N_("Danke für das Gespräch."), N_("Wir gehen zusammen weiter.")),
}
# What was decided, as headings of lists for the client, in this order.
DECIDED = {
    "achieved": N_("Das haben Sie geschafft"),
    "continue": N_("Das geht weiter"),
    "changed": N_("Das heißt jetzt anders"),
    "not_needed": N_("Das brauchen Sie nicht mehr"),
    "dropped": N_("Das lassen wir sein"),
}


def result_of(review: Row) -> str:
    """Which words fit a finished review: its reason where it was fulfilled, else its outcome."""
    return str(review["outcome_reason"] if review["outcome"] == "fulfilled" else review["outcome"])


def is_fresh(review: Row, now: str) -> bool:
    """Whether a review was finished so lately that the client's first page still says what came out."""
    return review["finished_at"] is not None and review["finished_at"] > later(now, days=-SHOWN_DAYS)


def texts_of_plan(visit: Visit, case: Row, high: str) -> dict[str, Said]:
    """What goals and steps are called, by id, also those that were taken off the plan in a review."""
    translations = views.translations_of(visit.read.rows("steps.translations_of_case", case_id=case["id"]))
    goals = visit.read.rows("goals.of_case", case_id=case["id"], high=high)
    steps = visit.read.rows("reviews.steps_of_case", case_id=case["id"], high=high)
    return {goal["id"]: views.goal_title(visit, goal, translations) for goal in goals} | {
        step["id"]: views.step_title(visit, step, translations) for step in steps
    }


def decided_lists(
    visit: Visit, decisions: Sequence[Row], texts: Mapping[str, Said], titles: Mapping[str, str] = DECIDED
) -> list[View]:
    """What was decided about goals and steps, by decision; a step that simply goes on is not told again."""
    lists = []
    for decision in DECIDED:
        rows = [row for row in decisions if row["decision"] == decision]
        shown = [row for row in rows if decision != "continue" or row["step_id"] is None]
        items = [
            {
                "text": texts[row["step_id"] or row["goal_id"]],
                "became": texts.get(row["became_id"]) if row["became_id"] else None,
                "is_goal": row["step_id"] is None,
            }
            for row in shown
            if (row["step_id"] or row["goal_id"]) in texts
        ]
        if items:
            lists.append({"code": decision, "title": visit.say(titles[decision]), "items": items})
    return lists


def hurdle_texts(visit: Visit, hurdles: Sequence[Row], side: str) -> list[tuple[str, str]]:
    """One side's hurdles as (code, words)."""
    return [(row["code"], views.obstacle_text(visit, row["code"])) for row in hurdles if row["side"] == side]


def late_steps(visit: Visit, steps: Sequence[Row]) -> list[Row]:
    """What the office had said it would do by a day that is past: it stands in the balance like everything else."""
    today = visit.today.isoformat()
    return [step for step in steps if step["responsible"] == "counsellor" and is_late(step, today)]
