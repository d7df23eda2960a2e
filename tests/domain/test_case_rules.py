"""The life of a case: what may follow what."""

import pytest

from pwa_server.domain import cases
from pwa_server.domain.problems import RuleBroken


@pytest.mark.parametrize(
    ("state", "history", "path", "expected"),
    [
        ("paused", ["paused", "active", "planning", "new"], "plan", "active"),
        ("paused", ["paused", "restricted", "paused", "planning"], "plan", "planning"),
        ("restricted", ["restricted", "acute_help"], "acute_help", "acute_help"),
        ("paused", [], "plan", "clearing"),
        ("restricted", [], "acute_help", "acute_help"),
    ],
)
def test_a_resting_case_goes_on_where_it_was(state: str, history: list[str], path: str, expected: str) -> None:
    assert cases.state_before_rest(state, history, path) == expected


@pytest.mark.parametrize("state", ["new", "active", "closed", "erased"])
def test_only_a_resting_case_resumes(state: str) -> None:
    with pytest.raises(RuleBroken):
        cases.state_before_rest(state, ["active"], "plan")


def test_a_case_closes_for_a_neutral_reason_only() -> None:
    cases.require_closure_reason("goals_met")
    with pytest.raises(RuleBroken):
        cases.require_closure_reason("did_not_cooperate")


def test_erased_is_the_end() -> None:
    for state in cases.STATES:
        with pytest.raises(RuleBroken):
            cases.require_move("erased", state)
