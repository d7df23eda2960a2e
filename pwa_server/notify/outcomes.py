"""What the answers to a message make of it: sent, tried again later, or failed with a reason."""

import json
import math
import zlib
from collections.abc import Sequence

from pwa_server.domain.channels import following, given_up_at
from pwa_server.domain.reminders import may_be_sent_from
from pwa_server.domain.times import OPEN_END, later, moment
from pwa_server.notify.outbox import Done, Tried
from pwa_server.notify.push import Answer
from pwa_server.notify.rests import backoff_seconds
from pwa_server.storage.database import Row

MOST_TRIES = 12


def closed(message: Row, state: str, reason: str) -> Done:
    """A row that is not sent (any more). One that another device took before is sent, whatever else failed."""
    return Done(message["id"], "sent") if message["sent_at"] else Done(message["id"], state, reason)


def after_answers(message: Row, answers: Sequence[Answer], tried: tuple[Tried, ...], now: str) -> Done:
    """The row after a round: tried again while a device may still take it and there is time, else sent or failed."""
    outcomes = {answer.outcome for answer in answers}
    if outcomes & {"later", "key_refused"}:
        next_try_at = _next_try(message, answers, now)
        if next_try_at < _tried_until(message):
            return Done(message["id"], "due", next_try_at=next_try_at, tried=tried)
    if "accepted" in outcomes or message["sent_at"]:
        return Done(message["id"], "sent", tried=tried)
    if message["channel"] != "push":
        return Done(message["id"], "failed", "gateway" if "later" in outcomes else "refused", tried=tried)
    if outcomes == {"gone"}:
        return Done(message["id"], "not_sendable", "no_device", tried=tried)
    reason = "push_service" if outcomes & {"later", "key_refused"} else "refused"
    return Done(message["id"], "failed", reason, tried=tried)


def _tried_until(message: Row) -> str:
    """Until when this channel is tried: as long as the message is worth something, shorter where another one follows."""
    useless_from = min(message["stale_at"], message["starts_at"])
    follows = message["role"] == "client" and following(json.loads(message["channels"]), message["channel"])
    if not follows or not message["meeting_id"]:
        return useless_from
    first_try = may_be_sent_from(message["kind"], message["starts_at"], message["due_at"])
    return min(useless_from, given_up_at(first_try, useless_from))


def _next_try(message: Row, answers: Sequence[Answer], now: str) -> str:
    """When to try again, each time twice as late; twelve tries have to do, and the last one is not spent too early.

    A key that is refused is our own fault: that is tried each hour, so that nothing is lost once it is mended.
    """
    tries = message["tries"]
    if any(answer.outcome == "key_refused" for answer in answers):
        own = float(backoff_seconds(tries))
    elif tries >= MOST_TRIES:
        return OPEN_END
    else:
        left = (moment(_tried_until(message)) - moment(now)).total_seconds()
        own = max(backoff_seconds(tries, longest=math.inf), left / 2 if tries == MOST_TRIES - 1 else 0)
    # Spread by a fifth either way, the same for the same try, so that a whole batch does not come back at once.
    share = zlib.crc32(f"{message['id']} {tries}".encode()) / 0xFFFFFFFF
    return later(now, seconds=round(max(own * (0.8 + 0.4 * share), *(answer.wait for answer in answers))))
