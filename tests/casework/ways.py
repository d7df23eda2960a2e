"""The ways of the method, written down a second time, and who tries which: for courses that nobody thought of."""

from __future__ import annotations

from hypothesis import strategies as st

CASE = {
    "new": "clearing acute_help closed restricted",
    "clearing": "planning acute_help paused closed restricted",
    "acute_help": "clearing closed restricted",
    "planning": "active acute_help paused closed restricted",
    "active": "paused closed restricted",
    "paused": "clearing planning active closed restricted",
    # Out of it only when the client wants it or was told; that has tests of its own.
    "restricted": "new clearing acute_help planning active paused closed",
    # With a fresh yes; to `erased` by a verb of its own.
    "closed": "clearing",
}
GOAL = {
    "proposed": "agreed dropped",
    "agreed": "in_progress paused changed not_needed_anymore dropped",
    "in_progress": "achieved paused changed not_needed_anymore dropped",
    "paused": "in_progress dropped",
    "achieved": "in_progress",
    "changed": "",
    "not_needed_anymore": "",
    "dropped": "",
}
STEP = {
    "open": "in_progress done blocked not_needed",
    "in_progress": "done blocked not_needed",
    "blocked": "in_progress not_needed",
    "done": "open",
    "not_needed": "",
}
GRANT = {
    # An office's proposal that is declined leaves the wish open.
    "requested": "offered cancelled",
    "offered": "active declined cancelled requested",
    "active": "expired revoked suspended returned",
    "suspended": "active revoked expired",
    "cancelled": "",
    "declined": "",
    "expired": "",
    "revoked": "",
    "returned": "",
}
AT_REST = ("closed", "restricted")
REPORTS = {"done": "done", "undone": "open", "begun": "in_progress", "blocked": "blocked"}
PEOPLE = st.sampled_from(["amina", "karin", "dora", "mona", "magnus", "olle", "badr"])
STAFF = st.sampled_from([*["karin"] * 8, "dora", "olle", "mona", "amina"])
STALE = st.sampled_from([0, 0, 0, 0, 0, 0, -1, 1])
CLIENTS = st.sampled_from([*["amina"] * 5, "badr", "karin", "mona"])
MENTORS = st.sampled_from(["mona", "mona", "mona", "magnus", "magnus", "amina", "karin"])
# Half of what is tried goes along a way of the method, as it does in life; else a course soon stands still.
LIKELY = st.integers(-6, 5)


def one_of(ways: str, likely: int) -> str:
    """One of the ways that are open, or '' where something else is tried."""
    found = ways.split()
    return found[likely % len(found)] if found and likely >= 0 else ""
