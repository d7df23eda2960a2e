"""Slowing guesses down: per account by waiting, per address and installation only by answering later.

A shelter has one address, so an address is never locked out. Somebody else's guesses do not lock out the owner either:
a device that the person used before has a counter of its own.
"""

from dataclasses import dataclass

from pwa_server.casework import account_news, devices
from pwa_server.storage import rate_limits
from pwa_server.storage.database import Tx

PER_ACCOUNT = "5/15minute; 30/day"
PER_KNOWN_DEVICE = "10/15minute; 50/day"
MAILS_PER_ADDRESS = "3/hour; 6/day"
MENTOR_CODES = "5/hour; 20/day"
# In an hour.
WRONG_OF_ADDRESS = 10
WRONG_CODES = 10
WRONG_SECRETS = 100
LONGEST_PAUSE = 4.0
PAUSE_STEP = 0.25
# Tries of the second factor are counted apart from those of the password.
FACTOR = "factor:"


@dataclass(frozen=True)
class Pace:
    """How fast the next try may be: not before `wait` seconds, or at once but answered `pause` seconds later."""

    wait: int = 0
    pause: float = 0.0


def pause_after(wrong: int, free: int) -> float:
    """Seconds by which an answer is delayed after so many wrong tries; the first `free` cost nothing."""
    return min(LONGEST_PAUSE, PAUSE_STEP * max(0, wrong - free))


def begin_try(tx: Tx, who: str, device_token: str, address: str) -> Pace:
    """Count a try on an account before it is looked at, so that parallel guesses all count.

    `who` is the account's id, or what was typed when nobody has that name: both are slowed alike.
    """
    limits, bucket = _bucket(tx, who, device_token)
    wait = rate_limits.hit(tx, limits, *bucket)
    if wait:
        account_news.tell_of_tries(tx, who.removeprefix(FACTOR))
    return Pace(wait, _pause(tx, address, WRONG_SECRETS, "secrets"))


def begin_code(tx: Tx, address: str) -> Pace:
    """How fast a code may be tried: never refused, only answered later."""
    return Pace(0, _pause(tx, address, WRONG_CODES, "codes"))


def begin_receipt(tx: Tx, address: str) -> Pace:
    """How fast a code for an answer may be tried: never refused, only answered later."""
    return Pace(0, _pause(tx, address, WRONG_CODES, "receipts"))


def begin_mail(tx: Tx, who: str) -> bool:
    """Whether one more mail may go to an address, whether or not somebody has it."""
    return rate_limits.hit(tx, MAILS_PER_ADDRESS, "mail", tx.digest("tries", who)) == 0


def begin_mentor_code(tx: Tx) -> bool:
    """Whether the client may try one more mentor's code: guessed codes would tell who is a mentor."""
    return rate_limits.hit(tx, MENTOR_CODES, "mentor_code", tx.actor_id) == 0


def wrong_secret(tx: Tx, address: str) -> bool:
    """Count a wrong PIN or password for its address and the installation. True when it raises the alarm."""
    return _wrong(tx, address, WRONG_SECRETS, "secrets")


def wrong_code(tx: Tx, address: str) -> bool:
    """Count a wrong code. True when it raises the alarm."""
    return _wrong(tx, address, WRONG_CODES, "codes")


def wrong_receipt(tx: Tx, address: str) -> bool:
    """Count a wrong code for an answer. True when it raises the alarm."""
    return _wrong(tx, address, WRONG_CODES, "receipts")


def forget(tx: Tx, who: str, device_token: str) -> None:
    """The owner has shown herself: her tries start anew, those of strangers go on counting for strangers."""
    limits, bucket = _bucket(tx, who, device_token)
    rate_limits.forget(tx, limits, *bucket)


def _bucket(tx: Tx, who: str, device_token: str) -> tuple[str, tuple[str, ...]]:
    device = devices.find(tx, device_token)
    # Second factor and passkey are counted apart, for the same person.
    if device and tx.row("devices.known_to", device_id=device["id"], account_id=who.rpartition(":")[2]):
        return PER_KNOWN_DEVICE, ("device", who, device["id"])
    return PER_ACCOUNT, ("account", tx.digest("tries", who))


def _pause(tx: Tx, address: str, installation: int, kind: str) -> float:
    of_address = rate_limits.hits(tx, _an_hour(WRONG_OF_ADDRESS), "address", tx.digest("address", address))
    of_all = rate_limits.hits(tx, _an_hour(installation), kind)
    return max(pause_after(of_address, WRONG_OF_ADDRESS), pause_after(of_all, installation - 1))


def _an_hour(amount: int) -> str:
    return f"{amount}/hour"


def _wrong(tx: Tx, address: str, installation: int, kind: str) -> bool:
    rate_limits.hit(tx, _an_hour(WRONG_OF_ADDRESS), "address", tx.digest("address", address))
    rate_limits.hit(tx, _an_hour(installation), kind)
    if rate_limits.hits(tx, _an_hour(installation), kind) != installation:
        return False
    if not tx.run("alarms.raise_again", kind=f"wrong_{kind}"):
        tx.insert("alarms", kind=f"wrong_{kind}", raised_at=tx.now, last_at=tx.now)
    return True
