"""Showing one step to one partner: only with the client's yes, by a link that opens once and for a short time."""

from collections.abc import Mapping
from typing import Any

from pwa_server.domain.consents import holds
from pwa_server.domain.problems import N_, RuleBroken
from pwa_server.domain.times import later

# A link that nobody opened ends after a day. Who opened it may look again and answer for an hour.
LINK_HOURS = 24
VISIT_MINUTES = 60
PROGRESS = ("working_on_it", "appointment", "finished", "not_possible")
# What of her name the partner reads: the client chooses.
NAMES = ("none", "first", "whole")
LONGEST_WORDS = 300
MOST_NOTES = 5
NOT_SHOWN_CASES = ("closed", "restricted", "erased")


def require_shareable(step: Mapping[str, Any], partner_id: str, cooperates: bool) -> None:
    """Raise RuleBroken unless this step may be shown to this partner at all."""
    if not partner_id:
        raise RuleBroken(N_("Bei diesem Schritt steht noch keine Stelle."))
    if step["sensitivity"] == "high":
        raise RuleBroken(N_("Geschützte Schritte zeigen wir niemandem."))
    if not cooperates:
        raise RuleBroken(N_("Mit dieser Stelle gibt es noch keine Vereinbarung. Dann zeigen wir dort keinen Schritt."))


def is_open(share: Mapping[str, Any], now: str, today: str) -> bool:
    """Whether this link still shows its step: the yes holds, the time has not passed, and the plan is there."""
    in_time = now < share["expires_at"]
    if share["opened_at"]:
        in_time = now < later(share["opened_at"], minutes=VISIT_MINUTES)
    consent = {
        "state": share["consent_state"],
        "ended_at": share["consent_ended_at"],
        "expires_on": share["consent_until"],
    }
    shown = (
        share["removed_at"] is None
        and share["sensitivity"] != "high"
        and share["case_state"] not in NOT_SHOWN_CASES
        and share["cooperates"] == "yes"
        # A partner that the client chose herself does not stand at the step.
        and (share["chosen"] == "yes" or share["partner_now"] == share["partner_id"])
    )
    return in_time and share["ended_at"] is None and shown and holds(consent, today)
