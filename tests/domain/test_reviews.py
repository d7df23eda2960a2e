"""What a review may decide, and how it may end."""

import pytest

from pwa_server.domain import goals, steps
from pwa_server.domain.problems import BadInput, RuleBroken
from pwa_server.domain.reviews import (
    DECISIONS,
    goal_decisions,
    goal_way,
    require_ending,
    require_goals_met,
    step_decisions,
    step_way,
)

GOAL_DECISIONS = {
    "proposed": {"continue", "dropped"},
    "agreed": {"continue", "changed", "achieved", "not_needed", "dropped"},
    "in_progress": {"continue", "changed", "achieved", "not_needed", "dropped"},
    "paused": {"continue", "dropped"},
    "achieved": {"continue"},
    "changed": {"continue"},
    "not_needed_anymore": {"continue"},
    "dropped": {"continue"},
}
STEP_DECISIONS = {
    "open": set(DECISIONS),
    "in_progress": set(DECISIONS),
    "blocked": set(DECISIONS),
    "done": {"continue", "achieved", "dropped"},
    "not_needed": {"continue", "dropped"},
}


@pytest.mark.parametrize("state", goals.STATES)
def test_goals_can_be_decided_about_as_their_transitions_allow(state: str) -> None:
    assert set(goal_decisions(state)) == GOAL_DECISIONS[state]


@pytest.mark.parametrize("state", steps.STATES)
def test_steps_can_be_decided_about_as_their_transitions_allow(state: str) -> None:
    assert set(step_decisions(state)) == STEP_DECISIONS[state]


@pytest.mark.parametrize("state", goals.STATES)
def test_every_way_of_a_goal_is_made_of_listed_transitions(state: str) -> None:
    for decision in goal_decisions(state):
        at = state
        for to in goal_way(state, decision):
            goals.require_move(at, to)
            at = to


def test_unknown_decision_is_bad_input() -> None:
    with pytest.raises(BadInput):
        goal_way("agreed", "sanction")
    with pytest.raises(BadInput):
        step_way("open", "missed")


@pytest.mark.requirement("R11")
@pytest.mark.parametrize("outcome", ["", "later", "closed"])
def test_review_without_a_next_talk_or_an_end_is_not_finished(outcome: str) -> None:
    with pytest.raises(RuleBroken, match="Wie geht es weiter"):
        require_ending(outcome, "", "", "")


@pytest.mark.requirement("R13")
@pytest.mark.parametrize(
    ("outcome", "reason", "confirmed", "told", "possible"),
    [
        ("next", "", "", "", True),
        ("fulfilled", "goals_met", "client", "", True),
        ("fulfilled", "no_support_needed", "told", "Am Telefon, am Montag.", True),
        ("fulfilled", "", "client", "", False),
        ("fulfilled", "did_not_help", "client", "", False),
        ("fulfilled", "goals_met", "", "", False),
        ("fulfilled", "goals_met", "told", "", False),
        ("ended", "", "client", "", True),
        ("ended", "", "told", "Mit einem Brief.", True),
        ("ended", "", "", "Mit einem Brief.", False),
    ],
)
def test_an_end_needs_the_persons_yes_or_how_she_was_told(
    outcome: str, reason: str, confirmed: str, told: str, possible: bool
) -> None:
    if possible:
        require_ending(outcome, reason, confirmed, told)
        return
    with pytest.raises(RuleBroken):
        require_ending(outcome, reason, confirmed, told)


@pytest.mark.parametrize(
    ("states", "met"),
    [
        (["achieved", "achieved"], True),
        (["achieved", "not_needed_anymore", "changed", "dropped"], True),
        (["achieved", "in_progress"], False),
        (["achieved", "paused"], False),
        (["not_needed_anymore"], False),
        ([], False),
    ],
)
def test_goals_are_met_when_none_is_open_and_one_is_achieved(states: list[str], met: bool) -> None:
    if met:
        require_goals_met(states)
        return
    with pytest.raises(RuleBroken):
        require_goals_met(states)
