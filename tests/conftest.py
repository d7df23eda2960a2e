"""Fixtures: a migrated database file, the cast, and a signed-in client for each of them."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

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


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data", key_dir=tmp_path / "keys", public_origin="http://testserver")


@pytest.fixture(scope="session")
def compiled() -> Templates:
    """Templates compiled once for all tests."""
    return Templates(asset=StaticFiles().url)


@pytest.fixture
def parts(settings: Settings, clock: Clock, compiled: Templates) -> Iterator[Parts]:
    made = create_parts(settings, clock)
    made.templates = compiled
    yield made
    made.database.close()


@pytest.fixture
def world(parts: Parts) -> cast.World:
    return cast.build(parts.database)


@pytest.fixture
def browser_of(parts: Parts, world: cast.World) -> Callable[..., TestClient]:
    """`browser_of("amina")` is a test client signed in as that person; `browser_of()` is nobody."""
    app = application(parts)

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
