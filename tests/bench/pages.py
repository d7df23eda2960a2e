"""What a client's plan page costs, and how many statements pages make."""

import statistics
from pathlib import Path

from tests.bench.big_world import build, folders
from tests.bench.load import server

PLAN = "/plan"
ROUNDS = 3


def prepare(root: Path, clients: int) -> Path:
    """A database with so many clients; the file with their bearer tokens."""
    tokens = root / f"tokens-{clients}"
    if not tokens.exists():
        tokens.write_text("\n".join(token for token in build(folders(root, clients), clients) if token))
    return tokens


def costs(root: Path, clients: int, *, cold: bool) -> tuple[float, float]:
    """(floor, plan page) in CPU seconds a request: medians of rounds taken in turn."""
    tokens = prepare(root, clients)
    body = root / f"floor-{clients}-{cold}"
    body.write_bytes(b"-")
    with server(folders(root, clients), body, cold=cold) as running:
        body.write_bytes(running.fetch(PLAN, tokens.read_text().split()[0]))
        for token in tokens.read_text().split():
            running.fetch(PLAN, token)
        rounds = [(running.cost("/bench/floor", tokens), running.cost(PLAN, tokens)) for _ in range(ROUNDS)]
    return statistics.median(floor for floor, _ in rounds), statistics.median(plan for _, plan in rounds)
