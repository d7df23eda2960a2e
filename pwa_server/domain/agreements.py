"""An agreement: what both sides want to do, frozen in a version that all of them sign. Voluntary, and no contract."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pwa_server.domain.problems import N_, RuleBroken
from pwa_server.domain.steps import RESPONSIBLE

TRANSITIONS: dict[str, frozenset[str]] = {
    "draft": frozenset({"offered", "discarded"}),
    "offered": frozenset({"partly_signed", "declined", "discarded", "draft"}),
    "partly_signed": frozenset({"in_force", "declined", "discarded"}),
    "in_force": frozenset({"superseded", "fulfilled", "ended"}),
    "superseded": frozenset(),
    "fulfilled": frozenset(),
    "ended": frozenset(),
    "declined": frozenset(),
    "discarded": frozenset(),
}
STATES = tuple(TRANSITIONS)
OPEN = frozenset({"draft", "offered", "partly_signed"})
SIGNABLE = frozenset({"offered", "partly_signed"})
# What a client sees of it: not what is only being written, nor what was thrown away before it counted.
SHOWN_TO_CLIENT = frozenset(TRANSITIONS) - {"draft", "discarded"}
IN_CASES = frozenset({"planning", "active"})

ROLES = ("client", "counsellor", "guardian", "mentor", "partner", "other")
# In the app only for oneself; the others are written down by whoever was there.
METHODS = ("app_confirm", "paper_scan", "oral_read_aloud", "paper_mark_read_aloud")
READ_ALOUD = frozenset({"oral_read_aloud", "paper_mark_read_aloud"})
# Goals that both have said yes to; a proposal is talked about first.
AGREED_GOALS = frozenset({"agreed", "in_progress", "paused", "achieved"})
END_REASONS = ("", "case_closed", "consent_withdrawn", "review", "protected")

NO_SUCH_WAY = N_("Das geht bei dieser Vereinbarung nicht mehr. Bitte sehen Sie noch einmal nach.")

Snapshot = Mapping[str, Any]


def require_move(state: str, to: str) -> None:
    """Raise RuleBroken unless a version in `state` may go to `to`."""
    if to not in TRANSITIONS[state]:
        raise RuleBroken(NO_SUCH_WAY)


def canonical(snapshot: Snapshot) -> str:
    """The one way to write a snapshot down: equal content is equal text, in all its languages together."""
    return json.dumps(snapshot, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def hash_of(snapshot: Snapshot) -> str:
    """SHA-256 over the canonical text of all language versions: what everybody signs."""
    return hashlib.sha256(canonical(snapshot).encode()).hexdigest()


def require_content(snapshot: Snapshot) -> None:
    """Raise RuleBroken unless there is a goal, each goal has a step, and each step one responsible party."""
    goals = snapshot["goals"]
    if not goals:
        raise RuleBroken(N_("In der Vereinbarung steht noch kein Ziel."))
    if any(not goal["steps"] for goal in goals):
        raise RuleBroken(N_("Ein Ziel hat noch keinen Schritt."))
    if any(step["responsible"] not in RESPONSIBLE for goal in goals for step in goal["steps"]):
        raise RuleBroken(N_("Bei einem Schritt steht noch nicht, wer ihn macht."))


def require_agreed(snapshot: Snapshot, states: Mapping[str, str]) -> None:
    """Raise RuleBroken unless every goal was talked about: `states` are those of the plan's goals now, by id."""
    if not all(states.get(goal["id"]) in AGREED_GOALS for goal in snapshot["goals"]):
        raise RuleBroken(N_("Ein Ziel ist noch ein Vorschlag. Bitte besprechen Sie es zuerst zusammen."))


def missing(signatures: Iterable[Mapping[str, Any]], hash_: str | None, adult: bool) -> list[Mapping[str, Any]]:
    """The required signatures that this hash does not have yet. Nobody signs for an adult as guardian."""
    required = [s for s in signatures if s["required"] == "yes" and not (s["role"] == "guardian" and adult)]
    return [s for s in required if not s["signed_at"] or s["hash"] != hash_]


def require_signed(signatures: Sequence[Mapping[str, Any]], hash_: str | None, adult: bool) -> None:
    """Raise RuleBroken unless client and counsellor, a guardian for a minor, and all others who have to have signed."""
    roles = {s["role"] for s in signatures if s["required"] == "yes"}
    if not {"client", "counsellor"} <= roles:
        raise RuleBroken(N_("Eine nötige Unterschrift fehlt noch."))
    if not adult and "guardian" not in roles:
        raise RuleBroken(N_("Die Unterschrift vom Vormund fehlt noch."))
    if missing(signatures, hash_, adult):
        raise RuleBroken(N_("Eine nötige Unterschrift fehlt noch."))


def require_review(review: Mapping[str, Any] | None) -> None:
    """Raise RuleBroken unless a review meeting lies ahead."""
    if review is None:
        raise RuleBroken(N_("Der Termin für die Auswertung fehlt noch."))


def require_copy(copy_given_at: str | None) -> None:
    """Raise RuleBroken unless the client has the text in the own language and in German."""
    if not copy_given_at:
        raise RuleBroken(N_("Die Person hat noch kein Exemplar in ihrer Sprache und auf Deutsch."))


def differences(old: Snapshot, new: Snapshot) -> list[dict[str, Any]]:
    """What another version says differently: `kind` (added, removed, changed), `what` (goal, step), `before`, `after`."""
    found: list[dict[str, Any]] = []
    before, after = _by_id(old["goals"]), _by_id(new["goals"])
    for goal_id in dict.fromkeys((*before, *after)):
        was, now = before.get(goal_id), after.get(goal_id)
        if was is None or now is None or _said(was) != _said(now):
            found.append(_difference("goal", was, now))
        if was and now:
            found += _of_steps(_by_id(was["steps"]), _by_id(now["steps"]))
    return found


def _of_steps(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, Any]]:
    ids = dict.fromkeys((*before, *after))
    return [
        _difference("step", before.get(i), after.get(i)) for i in ids if _said(before.get(i)) != _said(after.get(i))
    ]


def _difference(what: str, was: Any, now: Any) -> dict[str, Any]:
    kind = "added" if was is None else "removed" if now is None else "changed"
    return {"kind": kind, "what": what, "before": was, "after": now}


def _said(part: Mapping[str, Any] | None) -> Any:
    """What of a goal or step both sides have said: its text, who does it, until when."""
    return part and [part["text"], *(part.get(name) for name in ("own_words", "responsible", "who", "due_on", "place"))]


def _by_id(parts: Iterable[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    return {part["id"]: part for part in parts}
