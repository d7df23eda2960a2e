"""Every route under requests of every kind: no answer is a breakdown, no refusal changes anything, nothing comes back raw."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from pwa_server.app import create_parts
from pwa_server.settings import Settings
from pwa_server.web import sessions
from tests.access.expected import ACTORS, NOBODY, filled
from tests.access.table import EXPECTED
from tests.conftest import Clock
from tests.fuzz.requests import Given, made
from tests.fuzz.running import Range
from tests.support.effort import chance, count
from tests.web.forms_of_routes import form_of, prepared
from tests.world import NOW_TEXT, World

# 50,000 in all: forms have more to get wrong than addresses, and writing a PDF takes a second.
TIMES = {"POST": 165, "GET": 85}
TIMES_PDF = 20


@dataclass
class Shooting:
    range: Range
    world: World
    tokens: dict[str, str]


@pytest.fixture(scope="module")
def shooting(masters: dict[bool, Any], compiled: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shooting]:
    folder = tmp_path_factory.mktemp("range")
    shutil.copytree(masters[True].folder, folder, dirs_exist_ok=True)
    parts = create_parts(Settings(folder / "data", folder / "keys", public_origin="http://testserver"), Clock())
    parts.templates = compiled
    world = copy.deepcopy(masters[True].world)
    tokens = {
        name: parts.database.write_now("", NOW_TEXT, _begin, world.ids[name]) for name in ACTORS if name != NOBODY
    }
    yield Shooting(Range(parts), world, {NOBODY: "", **tokens})
    parts.database.close()


def _begin(tx: Any, account_id: str) -> str:
    role = tx.row("accounts.find", id=account_id)["role"]
    phone = "own" if role in ("client", "mentor") else "desk"
    return sessions.begin(tx, account_id, role, phone, second_factor_at=tx.now, secret_at=tx.now)


def given(name: str, shooting: Shooting) -> tuple[Given, list[str]]:
    """A right request of the route in this world, and who sends it: mostly those who may."""
    world = copy.deepcopy(shooting.world)
    parts, cell = shooting.range.parts, EXPECTED[name]
    method, pattern = name.split(" ")
    if method == "POST":
        sender, path = prepared(name, parts, world)
        form = form_of(name, world)
    else:
        if cell.prepare:
            cell.prepare(parts, world)
        sender, path, form = None, filled(cell.path or pattern, world), {}
    shooting.range.watched.keep()
    allowed = [actor for actor in ACTORS if cell.statuses[actor] in (200, 303) and actor != NOBODY] or [NOBODY]
    return Given(method, path.partition("?")[0], form, pattern), [*[sender or allowed[0]] * 12, *allowed * 2, *ACTORS]


# Of a multipart body that ends in the middle of a file, the library leaves the file to Python to close.
@pytest.mark.filterwarnings("ignore:Exception ignored in. <function SpooledTemporaryFile")
@pytest.mark.fault("F33")
@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_no_request_breaks_a_route_or_changes_what_it_may_not(name: str, shooting: Shooting) -> None:
    shooting.range.watched.begin_again()
    right, senders = given(name, shooting)
    random = chance(f"requests {name}")
    full = TIMES_PDF if name.endswith("/pdf") else TIMES[right.method]
    times = count(small=2 if right.form else 1, full=full)
    requests = [made(right, random, shooting.world, shooting.tokens[random.choice(senders)]) for _ in range(times)]
    wrong = shooting.range.shoot(requests)
    assert not wrong, f"{len(wrong)} of {times}:\n" + "\n".join(wrong[:3])
