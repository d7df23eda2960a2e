"""Finished pages, kept in memory up to a number of bytes, the longest unused dropped first."""

from collections import OrderedDict
from collections.abc import Hashable

from starlette.responses import Response

MOST_BYTES = 32 * 1024 * 1024


class KeptPages:
    """Answers by key, each with the instant until which it is true."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._pages: OrderedDict[Hashable, tuple[str, Response]] = OrderedDict()
        self._bytes = 0
        self._most_bytes = most_bytes

    def find(self, key: Hashable, now: str) -> Response | None:
        """The kept answer, or None when there is none or its time is over."""
        entry = self._pages.get(key)
        if entry is None or entry[0] <= now:
            return None
        self._pages.move_to_end(key)
        return entry[1]

    def keep(self, key: Hashable, until: str, response: Response, now: str) -> None:
        """Keep an answer until an instant. Longest unused ones whose time is over go: nothing outlives what is erased."""
        self._drop(key)
        while self._pages and next(iter(self._pages.values()))[0] <= now:
            self._drop(next(iter(self._pages)))
        self._pages[key] = (until, response)
        self._bytes += len(response.body)
        while self._bytes > self._most_bytes:
            self._drop(next(iter(self._pages)))

    def _drop(self, key: Hashable) -> None:
        entry = self._pages.pop(key, None)
        if entry:
            self._bytes -= len(entry[1].body)
