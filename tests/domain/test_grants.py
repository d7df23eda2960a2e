"""What may follow what in the life of a grant, and what a client may choose."""

from datetime import date

import pytest

from pwa_server.domain import grants
from pwa_server.domain.problems import BadInput, RuleBroken

# domain.md 3.2; `offered` to `requested` is decision 0011.
LISTED = {
    ("requested", "offered"), ("requested", "cancelled"),
    ("offered", "active"), ("offered", "declined"), ("offered", "requested"), ("offered", "cancelled"),
    ("active", "expired"), ("active", "revoked"), ("active", "suspended"), ("active", "returned"),
    ("suspended", "active"), ("suspended", "revoked"), ("suspended", "expired"),
}  # fmt: skip
PAIRS = [(state, to) for state in grants.TRANSITIONS for to in grants.TRANSITIONS]


@pytest.mark.parametrize(("state", "to"), PAIRS)
def test_only_what_is_listed_follows(state: str, to: str) -> None:
    if (state, to) in LISTED:
        grants.require_move(state, to)
    else:
        with pytest.raises(RuleBroken):
            grants.require_move(state, to)


def test_seeing_goals_is_the_least() -> None:
    assert grants.rights_of([]) == ["see_goals"]
    assert grants.rights_of(["write_note_to_client", "see_steps"]) == ["see_goals", "see_steps", "write_note_to_client"]


def test_without_a_goal_a_grant_is_for_coming_along() -> None:
    assert grants.rights_of(grants.USUAL, goals=False) == ["see_meetings_invited"]
    assert grants.is_for_meetings_only(grants.rights_of(grants.USUAL, goals=False))
    assert not grants.is_for_meetings_only(grants.rights_of([]))
    with pytest.raises(BadInput):
        grants.rights_of(["see_steps", "write_note_to_client"], goals=False)


@pytest.mark.parametrize("chosen", [["see_everything"], ["see_steps", ""], ["grant.make"]])
def test_there_are_no_other_rights(chosen: list[str]) -> None:
    with pytest.raises(BadInput):
        grants.rights_of(chosen)


@pytest.mark.parametrize(
    ("expires_on", "soon"), [("2026-12-08", True), ("2026-12-09", False), ("2026-11-24", True), ("2027-11-24", False)]
)
def test_both_are_told_fourteen_days_before(expires_on: str, soon: bool) -> None:
    assert grants.ends_soon(expires_on, date(2026, 11, 24)) is soon


@pytest.mark.parametrize(("sensitivity", "may"), [("standard", True), ("elevated", False), ("high", False)])
def test_only_everyday_goals_are_shared(sensitivity: str, may: bool) -> None:
    assert grants.may_be_shared(sensitivity) is may
