"""Feedback: praise, complaint, barrier, idea. About an area; about a person only if the writer wants to say so."""

from pwa_server.domain.problems import N_, BadInput, RuleBroken

KINDS = ("praise", "complaint", "barrier", "idea")
ABOUT = ("counselling", "meetings", "app", "place", "mentor", "interpreter", "other")
LONGEST_WORDS = 2000
LONGEST_LINE = 120
# How long a closed message is kept, and how long somebody who counselled people stays out of the complaint office.
KEEP_DAYS = 365
RECEIPT_SIGNS = 12

TRANSITIONS: dict[str, frozenset[str]] = {
    "new": frozenset({"in_progress"}),
    "in_progress": frozenset({"answered"}),
    "answered": frozenset({"closed"}),
    "closed": frozenset(),
}


def require_move(state: str, to: str) -> None:
    """Raise RuleBroken unless a message in `state` may go to `to`."""
    if to not in TRANSITIONS.get(state, frozenset()):
        raise RuleBroken(N_("Das geht bei dieser Rückmeldung gerade nicht. Bitte sehen Sie noch einmal nach."))


def require_words(words: str) -> None:
    """Raise BadInput for nothing and for too much."""
    if not words.strip():
        raise BadInput(N_("Bitte schreiben Sie ein paar Worte."))
    if len(words) > LONGEST_WORDS:
        raise BadInput(N_("Das ist zu lang. Bitte schreiben Sie kürzer."))


def hour_of(now: str) -> str:
    """The hour of an instant: the second would name whose phone was in use at that second."""
    return f"{now[:13]}:00:00Z"
