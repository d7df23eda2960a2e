"""Leaving a push service in peace that is down or asked us to wait, so that it does not hold up the others."""

from pwa_server.domain.times import later
from pwa_server.notify.push import Answer

FAILURES_IN_A_ROW = 5
SHORTEST_SECONDS = 30
LONGEST_SECONDS = 3600
KEY_REFUSED_SECONDS = 600


class Rests:
    """Until when each push service (by its origin) is left alone. One per worker, in memory."""

    def __init__(self) -> None:
        self._failures: dict[str, int] = {}
        self._until: dict[str, str] = {}

    def until(self, origin: str, now: str) -> str | None:
        """The end of this service's rest, or None when it may be asked."""
        until = self._until.get(origin, "")
        return until if until > now else None

    def note(self, origin: str, answer: Answer, now: str) -> None:
        """Learn from an answer."""
        if answer.outcome == "key_refused":
            self._until[origin] = later(now, seconds=KEY_REFUSED_SECONDS)
        elif answer.outcome != "later":
            self._failures.pop(origin, None)
        else:
            failures = self._failures[origin] = self._failures.get(origin, 0) + 1
            own = int(backoff_seconds(failures - FAILURES_IN_A_ROW + 1)) if failures >= FAILURES_IN_A_ROW else 0
            if max(answer.wait, own):
                self._until[origin] = later(now, seconds=max(answer.wait, own))


def backoff_seconds(attempt: int, longest: float = LONGEST_SECONDS) -> float:
    """How long to wait after the nth failed try: 30 s, 60 s, 120 s … up to an hour, or to `longest`."""
    return min(longest, SHORTEST_SECONDS * 2 ** max(0, min(attempt - 1, 12)))
