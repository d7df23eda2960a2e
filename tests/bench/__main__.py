"""`python -m tests.bench [name …]`: measure the budgets and print one JSON object a line."""

import json
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from pwa_server.app import create_parts
from pwa_server.settings import Settings
from tests.bench import big_world, browsers, capacity, growth, pages, reminders, starting
from tests.bench.queries import query_counts

MANY_CLIENTS = 100_000
FEW_CLIENTS = 100
REMINDERS = 10_000


def tell(name: str, value: float, unit: str, floor: float | None = None, ratio: float | None = None) -> None:
    """One line of the report."""
    line = {"name": name, "value": value, "unit": unit, "floor": floor, "ratio": ratio}
    print(
        json.dumps({key: round(told, 6) if isinstance(told, float) else told for key, told in line.items()}), flush=True
    )


def plan_warm(root: Path) -> None:
    floor, plan = pages.costs(root, FEW_CLIENTS, cold=False)
    tell("plan_warm", plan * 1e6, "cpu us/request", floor * 1e6, floor / plan)


def plan_cold(root: Path) -> None:
    floor, plan = pages.costs(root, FEW_CLIENTS, cold=True)
    tell("plan_cold", plan * 1e6, "cpu us/request", floor * 1e6, floor / plan)


def plan_growth(root: Path) -> None:
    sys.stderr.write(f"plan_growth: a database with {MANY_CLIENTS} clients takes one to three minutes to build\n")
    few_floor, few = pages.costs(root, FEW_CLIENTS, cold=True)
    many_floor, many = pages.costs(root, MANY_CLIENTS, cold=True)
    tell("plan_growth", many * 1e6, "cpu us/request", few * 1e6, (many_floor / many) / (few_floor / few))


def start_up(root: Path) -> None:
    settings = Settings(data_dir=root / "start" / "data", key_dir=root / "start" / "keys")
    create_parts(settings).database.close()
    starting.ours(root / "start")
    rounds = [(starting.minimal(), starting.ours(root / "start")) for _ in range(5)]
    floor = statistics.median(first for first, _ in rounds)
    ours = statistics.median(second for _, second in rounds)
    tell("start_up", ours, "s", floor, ours / floor)


def reminders_rate(root: Path) -> None:
    _reminders(root, "reminders_rate", 0.0)


def reminders_rate_50ms(root: Path) -> None:
    _reminders(root, "reminders_rate_50ms", 0.05)


def _reminders(root: Path, name: str, delay: float) -> None:
    folder = root / name
    settings = Settings(data_dir=folder / "data", key_dir=folder / "keys")
    create_parts(settings).database.close()
    # Before and after: whatever else the machine does in between meets both.
    before = reminders.one_by_one_rate(settings.key_dir / "vapid.pem", delay)
    rate = reminders.worker_rate(folder, REMINDERS, delay)
    floor = statistics.mean((before, reminders.one_by_one_rate(settings.key_dir / "vapid.pem", delay)))
    tell(name, rate, "messages/s", floor, rate / floor)


def queries(root: Path) -> None:
    for name, few, many in query_counts(root):
        tell(f"queries_{name}", many, "statements", few, many / few)


def caseload_growth(root: Path) -> None:
    for page, many, few, ratio in growth.caseloads(root):
        tell(f"caseload_growth_{page}", many * 1e6, "cpu us/request", few * 1e6, ratio)


def worker_growth(root: Path) -> None:
    for kind, many, few, ratio in growth.reminders(root):
        tell(f"worker_growth_{kind}", many * 1e6, f"cpu us/{growth.AT_ONCE}", few * 1e6, ratio)


def carried(root: Path) -> None:
    """See docs/capacity.md. `floor` is the number that was too many, `ratio` how near to it the last good one came."""
    pages.prepare(root, MANY_CLIENTS)
    levels = capacity.measure(big_world.folders(root, MANY_CLIENTS))
    good, too_many = max((level.clients for level in levels if level.holds), default=0), levels[-1].clients
    tell("capacity", good, "clients", too_many, good / too_many)


MEASURES: dict[str, Callable[[Path], None]] = {
    "start_up": start_up,
    "plan_warm": plan_warm,
    "plan_cold": plan_cold,
    "queries": queries,
    "reminders_rate": reminders_rate,
    "reminders_rate_50ms": reminders_rate_50ms,
    "browsers": lambda root: browsers.measure(root, tell),
    "caseload_growth": caseload_growth,
    "worker_growth": worker_growth,
    "plan_growth": plan_growth,
    "capacity": carried,
}


def main() -> None:
    """Measure everything, or what is named."""
    wanted = sys.argv[1:] or list(MEASURES)
    with tempfile.TemporaryDirectory(prefix="wegplan-bench-") as folder:
        for name in wanted:
            MEASURES[name](Path(folder))


if __name__ == "__main__":
    main()
