"""Meetings: when, where, with whom, what to bring. There is no field for fault."""

from pwa_server.domain.problems import N_, RuleBroken

KINDS = (
    "intake",
    "clearing",
    "signing",
    "review",
    "counselling",
    "partner_appointment",
    "outreach",
    "closing",
    "acute_help",
)
PLACE_KINDS = ("office", "home", "outside", "phone", "partner")
INTERPRETER_STATES = ("not_needed", "needed", "booked", "confirmed")

TRANSITIONS: dict[str, frozenset[str]] = {
    "proposed": frozenset({"planned", "cancelled"}),
    "planned": frozenset({"confirmed", "reschedule_requested", "cancelled", "moved", "held", "not_held"}),
    "confirmed": frozenset({"held", "not_held", "reschedule_requested", "cancelled", "moved"}),
    "reschedule_requested": frozenset({"moved", "planned", "cancelled", "held", "not_held"}),
    "held": frozenset(),
    "not_held": frozenset(),
    "moved": frozenset(),
    "cancelled": frozenset(),
}
COMING_UP = frozenset({"planned", "confirmed", "reschedule_requested"})


def require_move(state: str, to: str) -> None:
    """Raise RuleBroken unless a meeting in `state` may go to `to`."""
    if to not in TRANSITIONS[state]:
        raise RuleBroken(N_("Das geht bei diesem Termin nicht mehr. Bitte sehen Sie noch einmal nach."))
