"""The first long talk, and what the counsellor decides after it. Nothing here adds up to a score."""

from collections.abc import Collection
from datetime import date

from pwa_server.domain.meetings import PLACE_KINDS
from pwa_server.domain.problems import N_, BadInput

PARTICIPANTS = ("client", "counsellor", "interpreter", "mentor", "guardian", "family", "partner")
DECISIONS = ("agreement_sensible", "not_now", "acute_only", "client_declined")
REASON_LIMIT = 300
TEXT_LIMIT = 200


def require_talk(held_on: date, place_kind: str, participants: Collection[str], today: date) -> None:
    """Raise BadInput unless this talk can have taken place."""
    if held_on > today:
        raise BadInput(N_("Dieser Tag kommt erst noch."))
    if place_kind not in PLACE_KINDS or not set(participants) <= set(PARTICIPANTS):
        raise BadInput(N_("Bitte wählen Sie eines davon."))


def require_decision(decision: str, reason: str) -> None:
    """Raise BadInput unless this is one of the decisions, with a reason in a few words."""
    if decision not in DECISIONS:
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    if not reason:
        raise BadInput(N_("Bitte schreiben Sie den Grund."))
    if len(reason) > REASON_LIMIT:
        raise BadInput(N_("Das ist zu lang. Bitte schreiben Sie kürzer."))


def state_after(decision: str, state: str) -> str | None:
    """Where the case goes on after the decision, or None where it stays: only an open clearing is decided to its end."""
    if decision == "acute_only":
        return "acute_help" if state in ("new", "clearing", "planning") else None
    return "planning" if state == "clearing" else None
