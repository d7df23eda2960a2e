"""A step: one small action, one responsible party."""

from pwa_server.domain.problems import N_, RuleBroken

STATES = ("open", "in_progress", "blocked", "done", "not_needed")
FINISHED = ("done", "not_needed")
RESPONSIBLE = ("client", "counsellor", "mentor", "partner")

TRANSITIONS: dict[str, frozenset[str]] = {
    "open": frozenset({"in_progress", "done", "blocked", "not_needed"}),
    "in_progress": frozenset({"done", "blocked", "not_needed"}),
    "blocked": frozenset({"in_progress", "not_needed"}),
    "done": frozenset({"open"}),
    "not_needed": frozenset(),
}

# What a person reports with one tap, and the state that it leads to.
REPORTS = {"done": "done", "undone": "open", "begun": "in_progress", "blocked": "blocked"}

# What a card built from translated parts may ask for; the words stand in pages/views.py.
CARD_ACTIONS = (
    "bring",
    "fetch",
    "send",
    "fill_in",
    "sign",
    "copy",
    "call",
    "go",
    "ask",
    "register",
    "read",
    "look_for",
    "learn",
    "wait",
)

OBSTACLES = (
    "no_place_available",
    "no_offer",
    "waiting_time",
    "no_childcare",
    "missing_document",
    "cost",
    "language",
    "health",
    "transport",
    "work_hours",
    "residence_status",
    "authority_no_answer",
    "no_internet",
    "family",
    "worry",
    "plans_changed",
    "other",
)


def may_move(state: str, to: str) -> bool:
    """Whether a step in `state` may go to `to`."""
    return to in TRANSITIONS[state]


def require_move(state: str, to: str) -> None:
    """Raise RuleBroken unless a step in `state` may go to `to`."""
    if not may_move(state, to):
        raise RuleBroken(N_("Dieser Schritt ist schon weiter. Bitte sehen Sie noch einmal nach."))


def may_report(relationship: str, responsible: str) -> bool:
    """Whose step it is decides who reports on it: staff on any, the client and a mentor on their own."""
    return relationship in ("counsellor", "deputy") or relationship == responsible
