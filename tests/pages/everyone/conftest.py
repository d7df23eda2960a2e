"""What the tests of signing in share: cards, secrets, and browsers that keep their cookies."""

from collections.abc import Callable

import pytest
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError
from starlette.testclient import TestClient

from pwa_server.casework import accounts, codes, second_factors, sign_in
from pwa_server.storage.database import Tx
from pwa_server.storage.passwords import Passwords
from pwa_server.web.parts import Parts
from tests.world import World

PIN = "739164"
PASSWORD = "blaue Tassen im Regal"
NAME = "haus-sonne-24"


class CountingHasher(PasswordHasher):
    """The real hasher with cheap parameters, that counts its work."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=64, parallelism=1)
        self.computed = 0

    def hash(self, password, *, salt=None):
        self.computed += 1
        return super().hash(password, salt=salt)

    def verify(self, hash, password):  # noqa: A002
        try:
            return super().verify(hash, password)
        except InvalidHashError:
            # Nothing was computed: a thief of names would see it in the time.
            self.computed -= 1
            raise
        finally:
            self.computed += 1


@pytest.fixture
def hasher(parts: Parts) -> CountingHasher:
    counting = CountingHasher()
    parts.passwords = Passwords(parts.keys.pepper, counting)
    return counting


@pytest.fixture
def pauses(parts: Parts) -> list[float]:
    """The pauses that slowed answers down, instead of waiting for them."""
    made: list[float] = []

    async def pause(seconds: float) -> None:
        made.append(seconds)

    parts.pause = pause
    return made


@pytest.fixture
def as_actor(parts: Parts, world: World) -> Callable:
    """`as_actor("karin", verb, …)` runs a verb as that person."""

    def run(name: str, verb: Callable, /, *args: object, **kwargs: object) -> object:
        actor_id = world.ids[name] if name else ""
        return parts.database.write_now(actor_id, parts.now(), verb, *args, **kwargs)

    return run


@pytest.fixture
def card(world: World, as_actor: Callable, hasher: CountingHasher, pauses: list[float]) -> str:
    """The code of Amina's new card."""
    code, _ = as_actor("karin", codes.make_card, world.ids["amina.case"])
    return code


@pytest.fixture
def with_secrets(
    parts: Parts, world: World, as_actor: Callable, hasher: CountingHasher, pauses: list[float]
) -> Callable:
    """Amina and Badr have a name and a PIN; Mona, Karin and Ada an address and a password."""

    def store(tx: Tx) -> None:
        for name in ("amina", "badr", "mona", "karin", "ada"):
            is_client = name in ("amina", "badr")
            kind, secret = ("pin", PIN) if is_client else ("password", PASSWORD)
            hashed = parts.passwords.hash_now(secret)
            tx.run("secrets.keep", account_id=world.ids[name], kind=kind, secret_hash=hashed)
            if is_client:
                tx.update("accounts", world.ids[name], sign_in_name=NAME if name == "amina" else "weg-see-11")
            else:
                email = f"{name}@example.org"
                tx.update("accounts", world.ids[name], email_sealed=email, email_digest=accounts.mail_digest(tx, email))
        second_factors.prepare(tx, world.ids["karin"])

    as_actor("", store)
    hasher.computed = 0
    return store


@pytest.fixture
def amina(browser_of: Callable, with_secrets: Callable, as_actor: Callable, world: World) -> TestClient:
    """Amina, who reads German here, on her own phone."""
    as_actor("amina", sign_in.choose_language, "de")
    return by_name(browser_of)


def post(browser: TestClient, path: str, **fields: str):
    """Send a form."""
    return browser.post(path, data=fields)


def by_name(browser_of: Callable, phone: str = "own") -> TestClient:
    """Amina, signed in with name and PIN on a phone."""
    browser = browser_of()
    assert post(browser, "/sign-in/name", name=NAME, secret=PIN).status_code == 303
    assert post(browser, "/welcome/phone", phone=phone).status_code == 303
    return browser


def row(parts: Parts, sql: str, *values: object) -> dict:
    """One row straight from the file, as a thief of it would read it."""
    found = parts.database.utils().query(sql, values)
    return dict(next(iter(found)))


def stored_bytes(parts: Parts) -> bytes:
    """Everything in the data folder that the database wrote."""
    return b"".join(path.read_bytes() for path in parts.settings.data_dir.glob("wegplan.db*"))
