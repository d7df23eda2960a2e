"""When a meeting is announced: notices at once, reminders before it, never in the quiet hours, never after the start.

Moments are instants (UTC text); the quiet hours are Berlin wall-clock time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from pwa_server.domain.problems import N_, BadInput
from pwa_server.domain.times import berlin, instant, later, moment

OFFSETS = (72, 24, 2)
QUIET_FROM = time(20)
QUIET_UNTIL = time(8)
NEAR_HOURS = 24
SHORTEST_NOTICE_MINUTES = 30
NOTICES = frozenset({"booked", "moved", "cancelled", "by_hand", "test"})
# A counsellor's "remind now" is not repeated within this time: nobody is rung twice for one thing.
BY_HAND_AGAIN_HOURS = 4
TEST_MINUTES = 10
LONGEST_PAUSE_DAYS = 92
# In these states a case has nobody to announce anything to.
SILENT_CASES = frozenset({"closed", "restricted", "erased"})
# News are about the case itself, such as the day on which it is erased.
SILENT_FOR_NEWS = SILENT_CASES - {"closed"}
NEWS_DAYS = 3
# A meeting whose client asked for another time is not announced again until there is an answer.
ANNOUNCED = frozenset({"planned", "confirmed"})
WITHDRAWN = frozenset({"cancelled", "moved"})


@dataclass(frozen=True)
class Planned:
    """One message to one person: due at `due_at`, worthless from `stale_at` on. `offset_hours` is 0 for a notice."""

    kind: str
    offset_hours: int
    due_at: str
    stale_at: str


@dataclass(frozen=True)
class Plan:
    """What is sent, and whether only a call can still announce the meeting."""

    messages: tuple[Planned, ...] = ()
    call_now: bool = False


def is_quiet(at: str) -> bool:
    """Whether phones stay silent at this moment."""
    clock = berlin(at).time()
    return clock >= QUIET_FROM or clock < QUIET_UNTIL


def last_allowed(at: str) -> str:
    """This moment, or the last one before the quiet hours it lies in."""
    if not is_quiet(at):
        return at
    wall = berlin(at)
    day = wall.date() if wall.time() >= QUIET_FROM else wall.date() - timedelta(days=1)
    return instant(datetime.combine(day, QUIET_FROM, wall.tzinfo) - timedelta(minutes=1))


def next_allowed(at: str) -> str:
    """This moment, or the first one after the quiet hours it lies in."""
    if not is_quiet(at):
        return at
    wall = berlin(at)
    day = wall.date() if wall.time() < QUIET_UNTIL else wall.date() + timedelta(days=1)
    return instant(datetime.combine(day, QUIET_UNTIL, wall.tzinfo))


def is_near(starts_at: str, now: str) -> bool:
    """Whether the meeting is so near that a notice may ring in the quiet hours."""
    return moment(starts_at) - moment(now) <= timedelta(hours=NEAR_HOURS)


def may_be_sent_from(kind: str, starts_at: str, now: str) -> str:
    """The first moment from `now` on at which a message of this kind may ring."""
    if kind == "test" or (kind in NOTICES and is_near(starts_at, now)):
        return now
    return next_allowed(now)


def reminder_due(starts_at: str, offset_hours: int) -> str:
    """When the reminder `offset_hours` before the start goes out."""
    return last_allowed(later(starts_at, hours=-offset_hours))


def plan_meeting(kind: str, starts_at: str, now: str) -> Plan:
    """Everything for a meeting that was just booked (or moved to): a notice of `kind` and the reminders.

    Reminders whose time has passed become one at the next allowed moment at least half an hour before the start; when
    there is no such moment, `call_now`. A reminder that would ring together with the notice is left out.
    """
    if now >= starts_at:
        return Plan()
    notice = Planned(kind, 0, may_be_sent_from(kind, starts_at, now), starts_at)
    ahead = plan_reminders(starts_at, now)
    merged_at = next_allowed(now)
    too_late = not ahead and merged_at > later(starts_at, minutes=-SHORTEST_NOTICE_MINUTES)
    passed = [offset for offset in OFFSETS if reminder_due(starts_at, offset) <= now]
    if passed and not too_late and (not ahead or merged_at < ahead[0].due_at):
        ahead = _each_until_the_next([Planned("reminder", passed[-1], merged_at, starts_at), *ahead])
    ahead = tuple(reminder for reminder in ahead if reminder.due_at > notice.due_at)
    if kind == "booked" and ahead:
        notice = replace(notice, stale_at=ahead[0].due_at)
    return Plan((notice, *ahead), too_late)


def plan_reminders(starts_at: str, now: str) -> tuple[Planned, ...]:
    """The reminders that still lie ahead. Each is worthless once the next one is due: two never ring together."""
    due = ((offset, reminder_due(starts_at, offset)) for offset in OFFSETS)
    return _each_until_the_next([Planned("reminder", offset, at, starts_at) for offset, at in due if at > now])


def plan_notice(kind: str, starts_at: str, now: str) -> Plan:
    """One notice alone, such as of a cancellation; nothing once the meeting would have begun."""
    if now >= starts_at:
        return Plan()
    return Plan((Planned(kind, 0, may_be_sent_from(kind, starts_at, now), starts_at),))


def is_paused(until_on: str | None, now: str) -> bool:
    """Whether a client's phone is left in peace today; `until_on` is the last day of the pause."""
    return until_on is not None and berlin(now).date().isoformat() <= until_on


def require_pause(until: date, today: date) -> None:
    """Raise BadInput unless a pause may last until this day: from today on, not longer than three months."""
    if not today <= until <= today + timedelta(days=LONGEST_PAUSE_DAYS):
        raise BadInput(N_("Bitte wählen Sie einen Tag in den nächsten 3 Monaten."))


def urgency(starts_at: str, now: str) -> str:
    """The push service's `Urgency`: a phone is woken from its sleep only on the day itself."""
    return "high" if berlin(starts_at).date() == berlin(now).date() else "normal"


def _each_until_the_next(reminders: Sequence[Planned]) -> tuple[Planned, ...]:
    stale = [*(reminder.due_at for reminder in reminders[1:]), *(reminder.stale_at for reminder in reminders[-1:])]
    return tuple(replace(reminder, stale_at=until) for reminder, until in zip(reminders, stale, strict=True))


@dataclass(frozen=True)
class Verdict:
    """What is to be done with a due message: `send` it, `wait` until a moment, `close` it in a state."""

    action: str
    until: str = ""
    state: str = ""
    reason: str = ""


SEND = Verdict("send")


def judge(message: Mapping[str, Any], now: str) -> Verdict:
    """Whether a message may go out at this moment, by what is true now and not by what was true when it was planned.

    `message` is a row of `unscoped.reminder_to_send` with the number of the person's `relationships` to the case and
    the `channels_here`: what this installation can send by besides push.
    """
    useless_from = min(message["stale_at"], message["starts_at"])
    allowed = may_be_sent_from(message["kind"], message["starts_at"], now)
    why_not = None if message["kind"] == "test" else _no_longer_true(message) or _not_to_this_person(message, now)
    if why_not:
        return why_not
    if max(now, allowed) >= useless_from:
        return Verdict("close", state="failed", reason="too_late")
    if missing := _missing(message):
        return Verdict("close", state="not_sendable", reason=missing)
    return SEND if allowed <= now else Verdict("wait", until=allowed)


def _missing(message: Mapping[str, Any]) -> str:
    """What there is not to send it to, or by; '' when everything is there."""
    if message["deactivated_at"]:
        return "no_account"
    if message["channel"] == "push":
        return "" if message["devices"] else "no_device"
    if message["channel"] not in message["channels_here"]:
        return "no_channel"
    return "" if message[message["channel"]] else "no_address"


def _refused(message: Mapping[str, Any]) -> bool:
    """Whether the client has taken back, or never given, the yes to this channel."""
    if message["channel"] == "push":
        return bool(message["consents_asked"] and not message["consents_given"])
    return message["kind"] != "test" and not message["message_consents"]


def _no_longer_true(message: Mapping[str, Any]) -> Verdict | None:
    if message["kind"] == "news":
        silent = message["case_state"] in SILENT_FOR_NEWS
        return Verdict("close", state="cancelled", reason="case_ended") if silent else None
    if message["kind"] == "cancelled":
        holds = message["meeting_state"] in WITHDRAWN
    else:
        same_start = message["meeting_starts_at"] == message["starts_at"]
        holds = message["meeting_state"] in ANNOUNCED and same_start
    if message["reached_before"]:
        return Verdict("close", state="cancelled", reason="reached")
    if message["case_state"] in SILENT_CASES or not holds:
        return Verdict("close", state="cancelled", reason="changed" if not holds else "case_ended")
    return None


def _not_to_this_person(message: Mapping[str, Any], now: str) -> Verdict | None:
    if not message["relationships"]:
        return Verdict("close", state="cancelled", reason="no_relationship")
    if message["role"] == "client":
        paused = is_paused(message["reminders_paused_until"], now)
        why = "switched_off" if message["push_text"] == "off" else "paused" if paused else ""
        why = why or ("no_consent" if _refused(message) else "")
        return Verdict("close", state="not_sendable", reason=why) if why else None
    if message["role"] == "mentor" and message["kind"] != "news" and not _mentor_still_invited(message):
        return Verdict("close", state="cancelled", reason="not_going")
    return None


def _mentor_still_invited(message: Mapping[str, Any]) -> bool:
    invited = message["mentor_id"] == message["person_id"] or message["kind"] == "cancelled"
    return invited and message["mentor_answer"] != "cannot" and message["sensitivity"] != "high"
