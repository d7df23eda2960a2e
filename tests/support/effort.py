"""How much a run tries, and the seed that repeats it. `make test` tries little, `make proof` everything."""

from __future__ import annotations

import os
import random

SEED = int(os.environ.get("WEGPLAN_SEED", "1"))
FULL = os.environ.get("WEGPLAN_PROOF") == "1"


def count(small: int, full: int) -> int:
    """How often to try: `small` times in `make test`, `full` times in `make proof`."""
    return full if FULL else small


def chance(name: str) -> random.Random:
    """Random numbers that depend on the seed of the run and on a name, not on the order of the tests."""
    return random.Random(f"{SEED} {name}")
