"""Which state of a step leads where, and who may say so."""

import itertools

import pytest

from pwa_server.domain.problems import RuleBroken
from pwa_server.domain.steps import REPORTS, RESPONSIBLE, STATES, may_report, require_move

ALLOWED = {
    ("open", "in_progress"), ("open", "done"), ("open", "blocked"), ("open", "not_needed"),
    ("in_progress", "done"), ("in_progress", "blocked"), ("in_progress", "not_needed"),
    ("blocked", "in_progress"), ("blocked", "not_needed"), ("done", "open"),
}  # fmt: skip


@pytest.mark.parametrize(("state", "to"), [*itertools.product(STATES, STATES)])
def test_a_step_moves_along_the_listed_ways_only(state: str, to: str) -> None:
    if (state, to) in ALLOWED:
        require_move(state, to)
        return
    with pytest.raises(RuleBroken, match="schon weiter"):
        require_move(state, to)


@pytest.mark.parametrize(("relationship", "responsible"), [*itertools.product(("client", "mentor"), RESPONSIBLE)])
def test_clients_and_mentors_report_on_their_own_steps(relationship: str, responsible: str) -> None:
    assert may_report(relationship, responsible) is (relationship == responsible)


@pytest.mark.parametrize(("relationship", "responsible"), [*itertools.product(("counsellor", "deputy"), RESPONSIBLE)])
def test_staff_report_on_any_step(relationship: str, responsible: str) -> None:
    assert may_report(relationship, responsible)


def test_every_report_leads_to_a_state() -> None:
    assert set(REPORTS.values()) <= set(STATES)
