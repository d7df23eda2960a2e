"""The chain of channels by which a client hears of a meeting: in the order that she chose, and at its end a call."""

import re
from collections.abc import Sequence
from datetime import timedelta

from pwa_server.domain.problems import N_, BadInput
from pwa_server.domain.times import instant, later, moment

# What goes out by itself; after these somebody calls or writes.
MACHINES = ("push", "email", "sms")
ALL = (*MACHINES, "phone", "letter")
# A channel that others follow is given up after this time, or after half of what is left until the message is worthless.
PATIENCE_HOURS = 2
# A phone from which nothing was heard for so long may be switched off, lost or sold.
DOUBTFUL_AFTER_DAYS = 7
# Why a channel did not work although the message is still worth sending.
GOES_ON = frozenset(
    {"no_device", "no_channel", "no_address", "no_consent", "refused", "push_service", "gateway", "error", "doubtful"}
)
LONGEST_EMAIL = 200
BAD_EMAIL = N_("Diese E-Mail-Adresse stimmt noch nicht.")
BAD_MOBILE = N_("Bitte schreiben Sie eine deutsche Handynummer, zum Beispiel 0176 12345678.")
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}")
# German mobile numbers only: no message costs the office more, or rings somewhere that nobody meant.
_MOBILE = re.compile(r"\+491[567]\d{7,9}")


def chain(channels: Sequence[str]) -> tuple[str, ...]:
    """What is tried by itself, in this order. Whoever wants a call first is still rung where she switched that on."""
    found: list[str] = []
    for channel in channels:
        if channel not in MACHINES:
            break
        found.append(channel)
    return tuple(found) or ("push",)


def following(channels: Sequence[str], channel: str) -> str | None:
    """The channel after this one, or None: then somebody calls."""
    order = chain(channels)
    at = order.index(channel) + 1 if channel in order else len(order)
    return order[at] if at < len(order) else None


def given_up_at(first_try: str, useless_from: str) -> str:
    """Until when a channel is tried before the next one takes over."""
    left = moment(useless_from) - moment(first_try)
    return instant(moment(first_try) + min(timedelta(hours=PATIENCE_HOURS), max(left, timedelta()) / 2))


def is_doubtful(seen_at: str, now: str) -> bool:
    """Whether a device has been silent for so long that a message to it may reach nobody."""
    return later(seen_at, days=DOUBTFUL_AFTER_DAYS) <= now


def require_email(typed: str) -> str:
    """The address, if it can be one. Raises BadInput."""
    if len(typed) > LONGEST_EMAIL or not _EMAIL.fullmatch(typed):
        raise BadInput(BAD_EMAIL)
    return typed


def require_mobile(typed: str) -> str:
    """A German mobile number as +49…, however it was written. Raises BadInput."""
    digits = re.sub(r"[\s()/\-]", "", typed)
    international = re.sub(r"^(?:0049|\+490|0(?!0))", "+49", digits)
    if not international.isascii() or not _MOBILE.fullmatch(international):
        raise BadInput(BAD_MOBILE)
    return international
