"""Fixtures: a migrated database file, the cast, and a signed-in client for each of them."""

import copy
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from pwa_server.app import application, create_parts
from pwa_server.settings import Settings
from pwa_server.web import sessions
from pwa_server.web.parts import Parts
from pwa_server.web.static_files import StaticFiles
from pwa_server.web.templating import Templates
from tests import world as cast


@pytest.fixture
def clock() -> "Clock":
    """The moment that the application believes in; `clock.at` may be set."""
    return Clock()


class Clock:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.at = cast.NOW

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture(scope="session")
def compiled() -> Templates:
    """Templates compiled once for all tests."""
    return Templates(asset=StaticFiles().url)


@dataclass(frozen=True)
class Master:
    """An installation on disk that each test gets a copy of, and who lives in it."""

    folder: Path
    world: cast.World | None = None


@pytest.fixture(scope="session")
def masters(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, Master]:
    """The empty installation and the one with the cast: `masters[True]` has it. Built once; a copy costs a tenth."""
    made = {}
    for peopled in (False, True):
        folder = tmp_path_factory.mktemp("master")
        parts = create_parts(_settings(folder), Clock())
        made[peopled] = Master(folder, cast.build(parts.database) if peopled else None)
        parts.database.close()
    return made


def _settings(folder: Path) -> Settings:
    return Settings(data_dir=folder / "data", key_dir=folder / "keys", public_origin="http://testserver")


@pytest.fixture
def settings(tmp_path: Path, masters: dict[bool, Master], request: pytest.FixtureRequest) -> Settings:
    """Of an installation of the test's own, which has the cast in it where the test asks for `world`."""
    shutil.copytree(masters["world" in request.fixturenames].folder, tmp_path, dirs_exist_ok=True)
    return _settings(tmp_path)


@pytest.fixture
def parts(settings: Settings, clock: Clock, compiled: Templates) -> Iterator[Parts]:
    made = create_parts(settings, clock)
    made.templates = compiled
    yield made
    made.database.close()


@pytest.fixture
def world(parts: Parts, masters: dict[bool, Master]) -> cast.World:
    return copy.deepcopy(masters[True].world)


@pytest.fixture
def browser_of(parts: Parts, world: cast.World) -> Callable[..., TestClient]:
    """`browser_of("amina")` is a test client signed in as that person; `browser_of()` is nobody.

    A test client has an event loop for one request only, so what the server does beside an answer is waited for.
    """
    served = application(parts)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await served(scope, receive, send)
        await parts.finish()

    def sign_in(name: str | None = None, phone: str = "") -> TestClient:
        client = TestClient(
            app, base_url="http://testserver", headers={"Sec-Fetch-Site": "same-origin"}, follow_redirects=False
        )
        if name:
            token = parts.database.write_now("", parts.now(), _begin, world.ids[name], phone)
            client.cookies.set("s", token)
        return client

    return sign_in


def _begin(tx, account_id: str, phone: str) -> str:
    role = tx.row("accounts.find", id=account_id)["role"]
    phone = phone or ("own" if role in ("client", "mentor") else "desk")
    return sessions.begin(tx, account_id, role, phone, second_factor_at=tx.now, secret_at=tx.now)
