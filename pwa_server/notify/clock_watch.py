"""Whether the machine's clock can be believed: it is compared with one that nobody can set.

A clock that jumps ahead would have reminders sent early and plans erased before their day. So nothing is done until it has
come back or has gone on like this for ten minutes; then it was the clock before that was wrong. A clock that jumps back only
makes what is due wait, and is believed at once.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime

JUMP_SECONDS = 300
HOLD_SECONDS = 600
logger = logging.getLogger("wegplan")


def steady() -> float:
    """Seconds that go on while the machine sleeps, and that setting the clock does not change."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


class ClockWatch:
    """One for the life of a worker, which asks it in every round."""

    def __init__(self, clock: Callable[[], datetime], steady: Callable[[], float] = steady) -> None:
        self._clock, self._steady = clock, steady
        self._believed = [self._ahead()]
        self._doubted_since: float | None = None

    def is_believed(self) -> bool:
        """Whether to work by this clock now. Tells the log when that changes."""
        ahead = self._ahead()
        if any(abs(ahead - known) <= JUMP_SECONDS for known in self._believed):
            self._settle(ahead, "clock_is_back" if self._doubted_since is not None else "")
        elif ahead < self._believed[-1]:
            self._settle(ahead, "clock_jumped_back")
        elif self._doubted_since is None:
            self._doubted_since = self._steady()
            logger.error("clock_jumped_ahead")
        elif self._steady() - self._doubted_since >= HOLD_SECONDS:
            self._settle(ahead, "clock_believed")
        return self._doubted_since is None

    def _settle(self, ahead: float, event: str) -> None:
        """Go by this clock from now on; slow drift is followed, and where it was before is remembered."""
        self._doubted_since = None
        others = [known for known in self._believed if abs(ahead - known) > JUMP_SECONDS]
        self._believed = [*others[-3:], ahead]
        if event:
            logger.warning(event)

    def _ahead(self) -> float:
        return self._clock().timestamp() - self._steady()
