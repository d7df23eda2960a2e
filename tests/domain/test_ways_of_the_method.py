"""What may follow what, written down a second time from the method: the program's tables are held by it.

A case, a goal, a step and a grant stand in tests/casework/ways.py, a version of an agreement in test_agreements.py.
"""

from __future__ import annotations

from typing import Any

import pytest

from pwa_server.domain import consents, feedback, meetings, offers
from pwa_server.domain.problems import RuleBroken

METHOD = {
    # From `planned` a meeting may take place or be moved too, and whoever asked for another day may come: decision 0006.
    "meeting": {
        "proposed": "planned cancelled",
        "planned": "confirmed reschedule_requested cancelled moved held not_held",
        "confirmed": "held not_held reschedule_requested cancelled moved",
        "reschedule_requested": "moved planned cancelled held not_held",
        "held": "",
        "not_held": "",
        "moved": "",
        "cancelled": "",
    },
    "consent": {"given": "withdrawn expired", "declined": "", "withdrawn": "", "expired": ""},
    "offer": {
        "draft": "published",
        "published": "full expired withdrawn",
        "full": "published expired withdrawn",
        "expired": "",
        "withdrawn": "",
    },
    "feedback": {"new": "in_progress", "in_progress": "answered", "answered": "closed", "closed": ""},
}
RULES: dict[str, Any] = {"meeting": meetings, "consent": consents, "offer": offers, "feedback": feedback}
STEPS = [
    (thing, state, to) for thing, ways in METHOD.items() for state in ways for to in ways
]  # every pair, allowed or not


@pytest.mark.parametrize("thing", METHOD)
def test_there_are_no_other_states(thing: str) -> None:
    assert set(RULES[thing].TRANSITIONS) == set(METHOD[thing])


@pytest.mark.parametrize(("thing", "state", "to"), STEPS)
def test_only_what_the_method_lists_follows(thing: str, state: str, to: str) -> None:
    require = RULES[thing].require_end if thing == "consent" else RULES[thing].require_move
    if to in METHOD[thing][state].split():
        require(state, to)
        return
    with pytest.raises(RuleBroken) as refused:
        require(state, to)
    assert refused.value.status == 409
