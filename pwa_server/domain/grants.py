"""A mentor's grant: made by the client alone, for chosen goals, until a chosen day."""

import json
from calendar import monthrange
from collections.abc import Collection
from datetime import date, timedelta

from pwa_server.domain.problems import N_, BadInput, RuleBroken
from pwa_server.domain.times import later

# What a grant with goals shows at least; the client chooses the others.
LEAST_RIGHT = "see_goals"
# A grant without a goal is for coming along, to the first talk for example: it shows the meetings of an invitation alone.
COMING_ALONG = "see_meetings_invited"
WITHOUT_GOALS = (COMING_ALONG, "write_note_to_client")
CHOICES = ("see_steps", "see_meetings_invited", "mark_own_steps_done", "write_note_to_client")
# Chosen beforehand on the form: without them a mentor can't help, and they show nothing of a goal that was not chosen.
USUAL = ("see_steps", "see_meetings_invited", "mark_own_steps_done")
TOLD_DAYS = 14
LONGEST_NOTE = 500
DEFAULT_MONTHS = 6
LONGEST_MONTHS = 12
TRANSITIONS: dict[str, frozenset[str]] = {
    "requested": frozenset({"offered", "cancelled"}),
    "offered": frozenset({"active", "declined", "requested", "cancelled"}),
    "active": frozenset({"expired", "revoked", "suspended", "returned"}),
    "suspended": frozenset({"active", "revoked", "expired"}),
    "cancelled": frozenset(),
    "declined": frozenset(),
    "expired": frozenset(),
    "revoked": frozenset(),
    "returned": frozenset(),
}


def may_be_shared(sensitivity: str) -> bool:
    """Whether a goal of this sensitivity can be chosen for a mentor: residence, debts or health stay with the office."""
    return sensitivity == "standard"


def require_move(state: str, to: str) -> None:
    """Raise RuleBroken unless a grant in `state` may go to `to`."""
    if to not in TRANSITIONS[state]:
        raise RuleBroken(N_("Das geht gerade nicht. Bitte sehen Sie noch einmal nach."))


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def require_end_in_range(until: date, today: date) -> None:
    """Raise BadInput unless a grant may run until `until`: from tomorrow to twelve months."""
    if not today < until <= months_later(today, LONGEST_MONTHS):
        raise BadInput(N_("Bitte wählen Sie einen Tag in den nächsten 12 Monaten."))


def rights_of(chosen: Collection[str], *, goals: bool = True) -> list[str]:
    """The rights of a grant whose client chose these, with goals or without. Raises BadInput for one that there is not,
    and for a grant that shows neither a goal nor a meeting."""
    if not set(chosen) <= {LEAST_RIGHT, *CHOICES}:
        raise BadInput(N_("Bitte wählen Sie eines davon."))
    if goals:
        return [LEAST_RIGHT, *(right for right in CHOICES if right in chosen)]
    if COMING_ALONG not in chosen:
        raise BadInput(N_("Bitte wählen Sie ein Ziel. Oder die Person kommt zu Terminen mit."))
    return [right for right in WITHOUT_GOALS if right in chosen]


def is_for_meetings_only(rights: Collection[str]) -> bool:
    """Whether a grant with these rights shows no goal, now or later."""
    return LEAST_RIGHT not in rights


def scope_of(goal_ids: Collection[str], rights: Collection[str]) -> str:
    """What a yes to a grant covers, as it is kept with the consent: one text for one choice."""
    return json.dumps({"goals": sorted(set(goal_ids)), "rights": list(rights)})


def changed_lately(changed_at: str | None, now: str) -> bool:
    """Whether the mentor still reads that the client chose something else."""
    return changed_at is not None and later(changed_at, days=TOLD_DAYS) > now


def ends_soon(expires_on: str, today: date) -> bool:
    """Whether client and mentor are told that a grant ends: from fourteen days before its last day on."""
    return date.fromisoformat(expires_on) <= today + timedelta(days=TOLD_DAYS)
