"""A clock that jumps ahead is not believed at once: nobody is reminded early, and nothing is erased before its day."""

from datetime import UTC, datetime, timedelta

import pytest

from pwa_server.notify.clock_watch import HOLD_SECONDS, ClockWatch

pytestmark = pytest.mark.fault("F11")
MINUTE = 60


class Clocks:
    """The machine's clock, and one that nobody can set."""

    def __init__(self) -> None:
        self.wrong, self.passed = 0.0, 1000.0
        self.watch = ClockWatch(self.wall, lambda: self.passed)

    def wall(self) -> datetime:
        return datetime(2026, 11, 24, 9, 0, tzinfo=UTC) + timedelta(seconds=self.passed + self.wrong)

    def after(self, seconds: float, wrong: float) -> bool:
        """Whether the clock is believed when so much time has passed and it is wrong by so much."""
        self.passed += seconds
        self.wrong = wrong
        return self.watch.is_believed()


def test_time_that_passes_is_believed() -> None:
    clocks = Clocks()
    assert all(clocks.after(seconds, 0) for seconds in (2, 60, 86400))


def test_small_corrections_and_slow_drift_are_believed() -> None:
    clocks = Clocks()
    assert all(clocks.after(60, wrong) for wrong in range(0, 3600, 4 * MINUTE))


def test_jump_ahead_is_doubted_until_it_has_lasted_ten_minutes() -> None:
    clocks = Clocks()
    assert not clocks.after(2, 120 * MINUTE)
    assert not clocks.after(HOLD_SECONDS - 1, 120 * MINUTE)
    assert clocks.after(1, 120 * MINUTE)
    assert clocks.after(2, 120 * MINUTE)


def test_clock_that_comes_back_is_believed_at_once() -> None:
    clocks = Clocks()
    assert not clocks.after(2, 120 * MINUTE)
    assert clocks.after(2, 0)
    assert not clocks.after(HOLD_SECONDS, 120 * MINUTE), "the ten minutes begin anew"


def test_jump_back_is_believed_and_so_is_its_correction() -> None:
    clocks = Clocks()
    assert clocks.after(2, -120 * MINUTE)
    assert clocks.after(2, 0)
    assert not clocks.after(2, 120 * MINUTE)
