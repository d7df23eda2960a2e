"""Counters of tries in the database, so that every process counts together and a restart forgets nothing."""

from limits import RateLimitItem
from limits.storage import Storage
from limits.strategies import FixedWindowRateLimiter

from pwa_server.domain.times import later, moment
from pwa_server.storage.database import Tx


class TxStorage(Storage):
    """The storage of the `limits` library inside one transaction; time is the transaction's."""

    STORAGE_SCHEME = None

    def __init__(self, tx: Tx) -> None:
        super().__init__()
        self._tx = tx

    @property
    def base_exceptions(self) -> type[Exception]:
        return LookupError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count up and return the count; a window that is over starts anew."""
        row = self._tx.row("rate_limits.count", key=key, amount=amount, expires_at=later(self._tx.now, seconds=expiry))
        return int(row["hits"]) if row else amount

    def get(self, key: str) -> int:
        row = self._tx.row("rate_limits.current", key=key)
        return int(row["hits"]) if row else 0

    def get_expiry(self, key: str) -> float:
        row = self._tx.row("rate_limits.current", key=key)
        return moment(row["expires_at"] if row else self._tx.now).timestamp()

    def check(self) -> bool:
        return True

    def reset(self) -> int | None:
        return self._tx.run("rate_limits.forget_all")

    def clear(self, key: str) -> None:
        self._tx.run("rate_limits.forget_one", key=key)


def hit(tx: Tx, limits: list[RateLimitItem], *who: str) -> int:
    """Count one try against every limit. Returns the seconds to wait until the next is allowed, 0 when this one is."""
    limiter = FixedWindowRateLimiter(TxStorage(tx))
    full = [limit for limit in limits if not limiter.hit(limit, *who)]
    resets = [limiter.get_window_stats(limit, *who).reset_time for limit in full]
    return max((round(reset - moment(tx.now).timestamp()) for reset in resets), default=0)


def hits(tx: Tx, limit: RateLimitItem, *who: str) -> int:
    """How many tries stand against a limit now."""
    return TxStorage(tx).get(limit.key_for(*who))


def forget(tx: Tx, limits: list[RateLimitItem], *who: str) -> None:
    """Start counting anew: somebody has shown that the account is theirs."""
    limiter = FixedWindowRateLimiter(TxStorage(tx))
    for limit in limits:
        limiter.clear(limit, *who)
