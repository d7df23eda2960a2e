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
PLACE_KINDS = ("office", "home", "shelter", "outside", "phone", "partner")
INTERPRETER_STATES = ("not_needed", "needed", "booked", "none_found", "confirmed")
INTERPRETER_WISHES = ("none", "woman", "man")

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


def may_move(state: str, to: str) -> bool:
    """Whether a meeting in `state` may go to `to`."""
    return to in TRANSITIONS[state]


def require_move(state: str, to: str) -> None:
    """Raise RuleBroken unless a meeting in `state` may go to `to`."""
    if to not in TRANSITIONS[state]:
        raise RuleBroken(N_("Das geht bei diesem Termin nicht mehr. Bitte sehen Sie noch einmal nach."))


SHORTEST_MINUTES = 5
LONGEST_MINUTES = 8 * 60
INTERPRETER_MOVES: dict[str, frozenset[str]] = {
    "not_needed": frozenset({"needed"}),
    "needed": frozenset({"booked", "none_found", "confirmed", "not_needed"}),
    "booked": frozenset({"confirmed", "none_found", "needed", "not_needed"}),
    "none_found": frozenset({"needed", "booked", "confirmed", "not_needed"}),
    "confirmed": frozenset({"needed", "not_needed"}),
}


def require_interpreter_move(state: str, to: str) -> None:
    """Raise RuleBroken unless interpreting in `state` may go to `to`."""
    if to not in INTERPRETER_MOVES[state]:
        raise RuleBroken(N_("Das geht bei diesem Termin nicht mehr. Bitte sehen Sie noch einmal nach."))


def require_interpreter_settled(interpreter_state: str) -> None:
    """Raise RuleBroken while somebody to interpret is still missing: the office settles no meeting before."""
    if interpreter_state not in ("not_needed", "confirmed"):
        raise RuleBroken(N_("Der Termin steht fest, wenn die Übersetzung feststeht."))


def require_length(minutes: int) -> None:
    """Raise RuleBroken unless a meeting may last that long."""
    if not SHORTEST_MINUTES <= minutes <= LONGEST_MINUTES:
        raise RuleBroken(N_("Ein Termin dauert 5 Minuten bis 8 Stunden."))


def is_settled(client_answer: str | None, interpreter_state: str) -> bool:
    """Whether a meeting counts as confirmed: the client comes, and whoever interprets is sure (or nobody is needed)."""
    return client_answer == "coming" and interpreter_state in ("not_needed", "confirmed")


# What a client who can't come may wish for with one tap.
WISHES = {
    "earlier": N_("Früher"),
    "later": N_("Später"),
    "another_day": N_("An einem anderen Tag"),
    "phone": N_("Lieber am Telefon"),
}
