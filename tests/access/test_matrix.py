"""The access matrix of the method, line by line, beside the one table of rights: who holds what, and nobody else.

Rows and columns are those of the method. A cell names the actions of the table of rights that make it true; what a
mentor, a partner or a deputy sees of what they may open is held by the canaries of test_every_route.py.
"""

import pytest

from pwa_server.access.rights import ACTIONS, RIGHTS, may, require
from pwa_server.domain.problems import NotAllowed

# Account management is the administration; guardians act on paper, partners by a link to one step.
COLUMNS = (
    "client", "counsellor", "deputy", "mentor", "anybody", "coordinator", "volunteer_office", "complaint_office",
    "account_management",
)  # fmt: skip
Cells = dict[str, set[str]]
MATRIX: dict[str, Cells] = {
    "situation and needs": {
        "client": {"plan.read", "need.say"},
        "counsellor": {"case.read", "case.edit"},
        "deputy": {"case.read", "case.edit"},
    },
    "goals and steps": {
        "client": {"plan.read", "step.report", "step.share", "help.ask"},
        "counsellor": {"case.read", "case.edit", "step.report", "step.share"},
        "deputy": {"case.read", "case.edit", "step.report", "step.share"},
        "mentor": {"granted.read", "step.report", "mentor_note.write"},
        "anybody": {"shared_step.open"},
    },
    "agreement": {
        "client": {"agreement.read", "agreement.sign", "agreement.answer"},
        "counsellor": {"agreement.read", "agreement.edit", "agreement.sign"},
        "deputy": {"agreement.read"},
    },
    "meeting": {
        "client": {"plan.read", "meeting.answer"},
        "counsellor": {"case.read", "case.edit", "reminder.send"},
        "deputy": {"case.read", "case.edit", "reminder.send"},
        "mentor": {"granted.read", "meeting.accompany"},
    },
    "review": {
        "client": {"plan.read", "review.prepare"},
        "counsellor": {"case.read", "review.edit"},
        "deputy": {"case.read"},
    },
    "protected goals": {
        "client": {"plan.read"},
        "counsellor": {"case.read", "case.edit"},
        "deputy": {"protected.open"},
    },
    "certificate of a mentor": {"mentor": {"granted.read"}, "volunteer_office": {"mentors.edit"}},
    "numbers": {"counsellor": {"workload.read"}, "coordinator": {"numbers.read"}},
    "complaint": {"anybody": {"feedback.give"}, "complaint_office": {"feedback.answer"}},
    "who looked": {"client": {"access_log.read"}, "counsellor": {"access_log.read"}},
    "what a client decides": {
        "client": {
            "consent.answer", "own_data.read", "data_request.make", "grant.make", "mentor_note.read", "news.read",
            "handover.answer",
        },
        "counsellor": {"consent.answer", "data_request.answer", "handover.answer"},
        "deputy": {"consent.answer", "data_request.answer"},
        "mentor": {"grant.answer"},
    },
    "a case's beginning, end and way to others": {
        "counsellor": {"case.open", "case.hand_over", "card.make", "desk.read"},
        "deputy": {"card.make", "desk.read"},
    },
    "the copy on the phone": {"client": {"offline.store"}, "mentor": {"offline.store"}},
}  # fmt: skip
# What holds nobody's case: public pages, signing in, the installation, the network.
WITHOUT_A_CASE = {
    "public.read", "session.begin", "session.finish", "session.end", "own.settings", "office.read", "office.edit",
    "interpreters.read", "catalogue.edit", "offers.edit", "accounts.edit", "network.read", "network.adopt",
    "network.edit", "notes.write",
}  # fmt: skip
OF_MATRIX = {action for cells in MATRIX.values() for actions in cells.values() for action in actions}


def test_every_action_stands_in_the_matrix_or_holds_nobodys_case() -> None:
    assert OF_MATRIX | WITHOUT_A_CASE == ACTIONS
    assert not OF_MATRIX & WITHOUT_A_CASE


@pytest.mark.parametrize("action", sorted(OF_MATRIX))
def test_exactly_those_of_the_matrix_may(action: str) -> None:
    named = {holder for cells in MATRIX.values() for holder, actions in cells.items() if action in actions}
    assert {right.holder for right in RIGHTS if right.action == action} == named


@pytest.mark.parametrize("thing", MATRIX)
@pytest.mark.parametrize("holder", COLUMNS)
def test_each_cell_says_yes_or_no(thing: str, holder: str) -> None:
    for action in {action for actions in MATRIX[thing].values() for action in actions}:
        elsewhere = any(action in cells.get(holder, ()) for cells in MATRIX.values())
        assert may(holder, action) is elsewhere, action
        if elsewhere:
            require(holder, action)
        else:
            with pytest.raises(NotAllowed):
                require(holder, action)


@pytest.mark.parametrize("holder", ["coordinator", "volunteer_office", "complaint_office", "account_management"])
def test_whoever_counsels_nobody_holds_no_right_on_a_case(holder: str) -> None:
    held = {right.action for right in RIGHTS if right.holder == holder}
    assert held - WITHOUT_A_CASE <= {"mentors.edit", "feedback.answer", "numbers.read"}
