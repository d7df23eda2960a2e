"""One person can make an account, a right and a letter: for seven days they open nothing by that person's word alone."""

from collections.abc import Collection, Mapping

from pwa_server.domain.times import later

QUIET_DAYS = 7
STEPS = ("made_at", "confirmed_at", "invited_at", "given_at")
COMPLAINTS = "complaint_office"


def counts_from(steps: Mapping[str, str | None]) -> str:
    """From when an account counts as known: seven days after the newest step that let somebody in."""
    return later(max(at for step in STEPS if (at := steps.get(step))), days=QUIET_DAYS)


def rights_in_force(given: Collection[str], complaint_from: str | None, now: str) -> frozenset[str]:
    """The named rights that count now: reading complaints begins later than it was given."""
    waits = complaint_from is not None and now < complaint_from
    return frozenset(given) - ({COMPLAINTS} if waits else set())
