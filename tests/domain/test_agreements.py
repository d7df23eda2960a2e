"""The rules of an agreement: its states, its hash, what makes it complete, what another version says differently."""

import pytest

from pwa_server.domain import agreements
from pwa_server.domain.problems import RuleBroken

# domain.md 3.2, word for word.
ALLOWED = {
    ("draft", "offered"), ("draft", "discarded"), ("offered", "partly_signed"), ("offered", "declined"),
    ("offered", "discarded"), ("offered", "draft"), ("partly_signed", "in_force"), ("partly_signed", "declined"),
    ("partly_signed", "discarded"), ("in_force", "superseded"), ("in_force", "fulfilled"), ("in_force", "ended"),
}  # fmt: skip
PAIRS = [(state, to) for state in agreements.STATES for to in agreements.STATES]
STEP = {"id": "s1", "responsible": "client", "who": "", "due_on": None, "place": "", "text": {"de": {"text": "Gehen"}}}
GOAL = {"id": "g1", "text": {"de": {"text": "Deutsch"}}, "own_words": None, "steps": [STEP]}


@pytest.mark.parametrize(("state", "to"), PAIRS)
def test_version_moves_only_where_the_table_says(state: str, to: str) -> None:
    if (state, to) in ALLOWED:
        agreements.require_move(state, to)
        return
    with pytest.raises(RuleBroken) as refused:
        agreements.require_move(state, to)
    assert refused.value.status == 409


def test_hash_is_that_of_all_languages_together_and_not_of_their_order() -> None:
    text = {"de": {"text": "Gehen"}, "ar": {"text": "اذهب"}}
    turned = {"ar": {"text": "اذهب"}, "de": {"text": "Gehen"}}
    assert agreements.hash_of(text) == agreements.hash_of(turned)
    assert agreements.hash_of(text) != agreements.hash_of(text | {"ar": {"text": "تعال"}})
    assert len(agreements.hash_of(text)) == 64


@pytest.mark.requirement("R07")
@pytest.mark.parametrize(
    ("goals", "complete"),
    [
        ([], False),
        ([GOAL | {"steps": []}], False),
        ([GOAL, GOAL | {"steps": []}], False),
        ([GOAL | {"steps": [STEP | {"responsible": ""}]}], False),
        ([GOAL | {"steps": [STEP | {"responsible": "client, counsellor"}]}], False),
        ([GOAL | {"steps": [STEP | {"responsible": "partner", "who": "Jobcenter"}]}], True),
        ([GOAL | {"steps": [STEP | {"responsible": "counsellor"}]}], True),
        ([GOAL], True),
    ],
)
def test_each_goal_has_a_step_and_each_step_one_responsible_party(goals: list, complete: bool) -> None:
    if complete:
        agreements.require_content({"goals": goals})
        return
    with pytest.raises(RuleBroken):
        agreements.require_content({"goals": goals})


@pytest.mark.parametrize("state", ["proposed", "dropped", "changed", "not_needed_anymore", None])
def test_goal_that_nobody_agreed_on_is_talked_about_first(state: str | None) -> None:
    states = {"g1": state} if state else {}
    with pytest.raises(RuleBroken):
        agreements.require_agreed({"goals": [GOAL]}, states)


@pytest.mark.parametrize("state", ["agreed", "in_progress", "paused", "achieved"])
def test_goal_that_both_agreed_on_may_count(state: str) -> None:
    agreements.require_agreed({"goals": [GOAL]}, {"g1": state})


def place(role: str, hash_: str | None = "h", required: str = "yes") -> dict:
    return {"role": role, "required": required, "signed_at": hash_ and "2026-11-24T09:00:00Z", "hash": hash_}


@pytest.mark.requirement("R08")
@pytest.mark.parametrize(
    ("places", "adult", "signed"),
    [
        ([place("client"), place("counsellor")], True, True),
        ([place("client")], True, False),
        ([place("client"), place("counsellor", None)], True, False),
        ([place("client"), place("counsellor", "another text")], True, False),
        ([place("client"), place("counsellor"), place("other", None)], True, False),
        ([place("client"), place("counsellor"), place("other", None, "no")], True, True),
        ([place("client"), place("counsellor")], False, False),
        ([place("client"), place("counsellor"), place("guardian", None)], False, False),
        ([place("client"), place("counsellor"), place("guardian")], False, True),
        ([place("client"), place("counsellor"), place("guardian", None)], True, True),
    ],
)
def test_all_who_have_to_sign_have_signed_this_very_text(places: list, adult: bool, signed: bool) -> None:
    if signed:
        agreements.require_signed(places, "h", adult)
        return
    with pytest.raises(RuleBroken):
        agreements.require_signed(places, "h", adult)


def test_another_version_tells_what_is_new_gone_and_different() -> None:
    old = {"goals": [GOAL, GOAL | {"id": "g2"}]}
    later = STEP | {"due_on": "2027-01-01"}
    new = {"goals": [GOAL | {"steps": [later, STEP | {"id": "s2"}]}, GOAL | {"id": "g3"}]}
    found = {
        (one["kind"], one["what"], (one["after"] or one["before"])["id"]) for one in agreements.differences(old, new)
    }
    assert found == {
        ("changed", "step", "s1"),
        ("added", "step", "s2"),
        ("removed", "goal", "g2"),
        ("added", "goal", "g3"),
    }
    assert agreements.differences(old, old) == []


def test_step_that_is_done_meanwhile_is_no_difference() -> None:
    done = {"goals": [GOAL | {"steps": [STEP | {"done": True}]}]}
    assert agreements.differences({"goals": [GOAL | {"steps": [STEP | {"done": False}]}]}, done) == []
