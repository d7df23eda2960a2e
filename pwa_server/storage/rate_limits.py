"""Counters of tries in the database, so that every process counts together and a restart forgets nothing.

Limits are texts such as `5/15minute; 30/day`. The `limits` library is loaded at the first try: the server starts without.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pwa_server.domain.times import moment
from pwa_server.storage.database import Read, Tx

if TYPE_CHECKING:
    from limits import RateLimitItem
    from limits.strategies import FixedWindowRateLimiter


def hit(tx: Tx, limits: str, *who: str) -> int:
    """Count one try against every limit. Returns the seconds to wait until the next is allowed, 0 when this one is."""
    limiter = _limiter(tx)
    full = [limit for limit in _parsed(limits) if not limiter.hit(limit, *who)]
    resets = [limiter.get_window_stats(limit, *who).reset_time for limit in full]
    return max((round(reset - moment(tx.now).timestamp()) for reset in resets), default=0)


def wait(read: Read, limits: str, *who: str) -> int:
    """The seconds to wait until one more would be allowed, 0 when it is now. Counts nothing."""
    seconds = [0]
    for limit in _parsed(limits):
        row = read.row("rate_limits.current", key=limit.key_for(*who))
        if row and row["hits"] >= limit.amount:
            seconds.append(round((moment(row["expires_at"]) - moment(read.now)).total_seconds()))
    return max(seconds)


def hits(tx: Tx, limit: str, *who: str) -> int:
    """How many tries stand against one limit now."""
    return _limiter(tx).storage.get(_parsed(limit)[0].key_for(*who))


def forget(tx: Tx, limits: str, *who: str) -> None:
    """Start counting anew: somebody has shown that the account is theirs."""
    limiter = _limiter(tx)
    for limit in _parsed(limits):
        limiter.clear(limit, *who)


@cache
def _parsed(limits: str) -> list[RateLimitItem]:
    from limits import parse_many

    return parse_many(limits)


def _limiter(tx: Tx) -> FixedWindowRateLimiter:
    from limits.strategies import FixedWindowRateLimiter

    from pwa_server.storage.tx_storage import TxStorage

    return FixedWindowRateLimiter(TxStorage(tx))
