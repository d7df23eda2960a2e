"""How long an answer takes tells nobody who has an account. Times are compared in `make proof` alone: they need many tries."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

import httpx2
import pytest
from scipy.stats import mannwhitneyu

from pwa_server.casework import accounts
from pwa_server.storage.database import Tx
from tests.support.effort import FULL, chance, count
from tests.support.world_server import WorldServer, world_server

TRIES = count(small=4, full=500)
MOST_APART, LEAST_CHANCE = 0.05, 0.01
# Where one may ask by a name, what is sent, and who has one and who has not.
DOORS = [
    ("/sign-in/name", "name", "haus-sonne-24", "berg-wald-77", {"secret": "000417"}, 422),
    ("/sign-in/mail", "email", "karin@example.org", "olle@example.org", {"secret": "ein falsches Passwort"}, 422),
    ("/forgotten", "email", "mona@example.org", "olga@example.org", {}, 200),
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorldServer]:
    folder: Path = tmp_path_factory.mktemp("doors")
    with world_server(folder) as server:
        server.restart(SMTP_URL="smtp://127.0.0.1:9", MAIL_FROM="plan@example.org")
        server.write(give_secrets, server)
        yield server


def give_secrets(tx: Tx, server: WorldServer) -> None:
    for name, kind in (("amina", "pin"), ("karin", "password"), ("mona", "password")):
        hashed = server.parts.passwords.hash_now("739164" if kind == "pin" else "blaue Tassen im Regal")
        tx.run("secrets.keep", account_id=server.world.ids[name], kind=kind, secret_hash=hashed)
        email = f"{name}@example.org"
        known = {"email_sealed": email, "email_digest": accounts.mail_digest(tx, email)}
        tx.update("accounts", server.world.ids[name], **({"sign_in_name": DOORS[0][2]} if name == "amina" else known))


def forget_tries(server: WorldServer) -> None:
    """As if nobody had tried before: what slows guesses down is shown elsewhere."""
    end_of_time = "9999-01-01T00:00:00Z"
    server.parts.database.write_now("", end_of_time, lambda tx: tx.run("unscoped.forget_rate_limits"))


@pytest.mark.alone
@pytest.mark.fault("F27")
@pytest.mark.parametrize(
    ("path", "field", "known", "unknown", "more", "status"), DOORS, ids=[door[0] for door in DOORS]
)
def test_time_tells_nobody_who_has_an_account(
    server: WorldServer,
    path: str,
    field: str,
    known: str,
    unknown: str,
    more: dict[str, str],
    status: int,
    record_property: Any,
) -> None:
    taken: dict[str, list[float]] = {known: [], unknown: []}
    asked = TRIES * [known, unknown]
    chance(path).shuffle(asked)
    with httpx2.Client(base_url=server.origin, headers={"Sec-Fetch-Site": "same-origin"}, timeout=20) as browser:
        for who in asked:
            forget_tries(server)
            browser.cookies.clear()
            began = time.perf_counter()
            answer = browser.post(path, data={field: who, **more})
            taken[who].append(time.perf_counter() - began)
            assert answer.status_code == status
    apart = abs(median(taken[known]) / median(taken[unknown]) - 1)
    probability = float(mannwhitneyu(taken[known], taken[unknown]).pvalue)
    record_property(
        "milliseconds known, unknown", f"{1000 * median(taken[known]):.2f}, {1000 * median(taken[unknown]):.2f}"
    )
    record_property("medians apart, chance", f"{100 * apart:.1f} %, {probability:.3f}")
    if FULL:
        assert (apart < MOST_APART, probability > LEAST_CHANCE) == (True, True), (apart, probability)
