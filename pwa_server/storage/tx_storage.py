"""The storage of the `limits` library inside one transaction."""

from limits.storage import Storage

from pwa_server.domain.times import later, moment
from pwa_server.storage.database import Tx


class TxStorage(Storage):
    """Counters as rows; time is the transaction's."""

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
