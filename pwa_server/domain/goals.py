"""A goal: a wanted change in the client's life, told as a path of steps."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pwa_server.domain.problems import N_, RuleBroken

LIFE_AREAS = (
    "language",
    "education",
    "work",
    "recognition",
    "housing",
    "health",
    "family",
    "residence",
    "finance",
    "social",
    "everyday",
)
SENSITIVITIES = ("standard", "elevated", "high")
STATES = ("proposed", "agreed", "in_progress", "paused", "achieved", "changed", "not_needed_anymore", "dropped")
LIVE = frozenset({"proposed", "agreed", "in_progress"})

TRANSITIONS: dict[str, frozenset[str]] = {
    "proposed": frozenset({"agreed", "dropped"}),
    "agreed": frozenset({"in_progress", "paused", "changed", "not_needed_anymore", "dropped"}),
    "in_progress": frozenset({"achieved", "paused", "changed", "not_needed_anymore", "dropped"}),
    "paused": frozenset({"in_progress", "dropped"}),
    "achieved": frozenset({"in_progress"}),
    "changed": frozenset(),
    "not_needed_anymore": frozenset(),
    "dropped": frozenset(),
}


def require_move(state: str, to: str) -> None:
    """Raise RuleBroken unless a goal in `state` may go to `to`."""
    if to not in TRANSITIONS[state]:
        raise RuleBroken(N_("Das geht bei diesem Ziel gerade nicht. Bitte sehen Sie noch einmal nach."))


def require_reason(state: str, to: str, reason: str) -> None:
    """Raise RuleBroken when a goal that was achieved goes on and nobody says why."""
    if (state, to) == ("achieved", "in_progress") and not reason:
        raise RuleBroken(N_("Bitte wählen Sie, warum es mit dem Ziel weitergeht."))


def require_checked(steps: Sequence[Mapping[str, Any]], nothing_found: bool) -> None:
    """Raise RuleBroken unless a goal is ready to be agreed: it has a step, and whoever is needed is named or was looked for.

    `nothing_found` says that client and counsellor looked through the offers together and none suits.
    """
    if not steps:
        raise RuleBroken(N_("Ein Ziel braucht zuerst einen Schritt."))
    nobody = [step for step in steps if step["responsible"] == "partner" and not step["partner_id"]]
    if nobody and not nothing_found:
        raise RuleBroken(
            N_("Für einen Schritt fehlt noch die Stelle. Wählen Sie eine oder tragen Sie ein: Kein passendes Angebot.")
        )


def next_step(steps: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """The first step that is neither finished nor dropped; a blocked one stays the next, because it needs somebody."""
    return next((step for step in steps if step["state"] in ("open", "in_progress", "blocked")), None)


def whose_turn(goal_ids: Iterable[str], steps: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The steps whose turn it is: of each goal the next one."""
    found = (next_step([step for step in steps if step["goal_id"] == goal_id]) for goal_id in goal_ids)
    return [step for step in found if step]


def is_late(step: Mapping[str, Any], today: str) -> bool:
    """Whether somebody had said to do this by a day that is past: of a goal that goes on, and not done yet."""
    unfinished = step["state"] in ("open", "in_progress", "blocked")
    return unfinished and step["goal_state"] in LIVE and step["due_on"] is not None and step["due_on"] < today


def first_to_do(turns: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """What the client reads first: of the steps whose turn it is her own, else a blocked one of hers, else the first."""
    own = [step for step in turns if step["responsible"] == "client"]
    free = [step for step in own if step["state"] != "blocked"]
    return next(iter(free or own or turns), None)


PLACEHOLDER = re.compile(r"\{([a-z]+)\}")
DAY_PLACEHOLDERS = frozenset({"date", "deadline"})


def placeholders(texts: Iterable[str]) -> list[str]:
    """The names of the gaps such as `{level}` in these texts, each once, in order."""
    return list(dict.fromkeys(name for text in texts for name in PLACEHOLDER.findall(text)))
