"""The review: what both say about the time since the last talk, what becomes of each goal and step, and how it goes on.

A decision names one of the listed transitions of a goal or a step; what is not listed there is refused.
"""

from collections.abc import Callable, Iterable, Mapping

from pwa_server.domain import goals, steps
from pwa_server.domain.problems import N_, BadInput, RuleBroken

DECISIONS = ("continue", "changed", "achieved", "not_needed", "dropped")
# What makes an agreement say something else than the plan.
CHANGING = frozenset({"changed", "not_needed", "dropped"})
OUTCOMES = ("next", "fulfilled", "ended")
# Either way is a good end. Goals that are open may stay open only where the person needs nobody any more.
FULFILLED_BECAUSE = ("goals_met", "no_support_needed")
CONFIRMATIONS = ("client", "told")
PARTS = ("good", "hard")
RATINGS = (1, 2, 3, 4, 5)
LONGEST_WORDS = 2000
LONGEST_NOTE = 500
# For how many days the client's first page says what came out of a review.
SHOWN_DAYS = 14

GOAL_STATES = {
    "changed": "changed",
    "achieved": "achieved",
    "not_needed": "not_needed_anymore",
    "dropped": "dropped",
}
# A changed step is left out and another takes its place; a dropped one is taken off the path.
STEP_STATES = {"changed": "not_needed", "achieved": "done", "not_needed": "not_needed", "dropped": None}
# Nobody wrote down that it had begun: then that is written down first.
BEGUN_BEFORE = frozenset({("agreed", "achieved"), ("blocked", "done")})
UNFINISHED_GOALS = frozenset({"proposed", "agreed", "in_progress", "paused"})
UNFINISHED_STEPS = frozenset({"open", "in_progress", "blocked"})


def goal_way(state: str, decision: str) -> list[str]:
    """The states that a goal passes through by this decision; none for `continue`. Raises RuleBroken, BadInput."""
    _require_known(decision)
    if decision == "continue":
        return []
    return _way(state, GOAL_STATES[decision], goals.TRANSITIONS)


def step_way(state: str, decision: str) -> list[str]:
    """The states that a step passes through; none for `continue`, `dropped` and what is so already."""
    _require_known(decision)
    to = STEP_STATES.get(decision)
    if to is None or (state == to and decision == "achieved"):
        return []
    return _way(state, to, steps.TRANSITIONS)


def goal_decisions(state: str) -> list[str]:
    """What can be decided about a goal in this state."""
    return [decision for decision in DECISIONS if _possible(goal_way, state, decision)]


def step_decisions(state: str) -> list[str]:
    """What can be decided about an unfinished step in this state."""
    return [decision for decision in DECISIONS if _possible(step_way, state, decision)]


def require_ending(outcome: str, reason: str, confirmed: str, told: str) -> None:
    """Raise RuleBroken unless it is said how it goes on, and an end is one that the client said yes to or was told of."""
    if outcome not in OUTCOMES:
        raise RuleBroken(N_("Bitte wählen Sie: Wie geht es weiter?"))
    if outcome == "next":
        return
    if outcome == "fulfilled" and reason not in FULFILLED_BECAUSE:
        raise RuleBroken(N_("Bitte wählen Sie, warum der Plan zu Ende ist."))
    if confirmed not in CONFIRMATIONS or (confirmed == "told" and not told):
        raise RuleBroken(N_("Sagt die Person Ja? Oder wie haben Sie es ihr gesagt? Bitte schreiben Sie es auf."))


def require_goals_met(states: Iterable[str]) -> None:
    """Raise RuleBroken unless, of these states of all goals, none is open any more and one at least is achieved."""
    found = list(states)
    if "achieved" not in found or UNFINISHED_GOALS & set(found):
        raise RuleBroken(N_("Es gibt noch offene Ziele. Bitte sagen Sie bei jedem Ziel, wie es ausgeht."))


def _require_known(decision: str) -> None:
    if decision not in DECISIONS:
        raise BadInput(N_("Bitte wählen Sie eines davon."))


def _way(state: str, to: str, transitions: Mapping[str, frozenset[str]]) -> list[str]:
    if to in transitions[state]:
        return [to]
    if (state, to) in BEGUN_BEFORE:
        return ["in_progress", to]
    raise RuleBroken(N_("Das geht bei diesem Ziel oder Schritt nicht mehr. Bitte sehen Sie noch einmal nach."))


def _possible(way: Callable[[str, str], list[str]], state: str, decision: str) -> bool:
    try:
        way(state, decision)
    except RuleBroken:
        return False
    return True
