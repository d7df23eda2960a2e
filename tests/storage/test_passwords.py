"""Hashing off the event loop, two at a time, and never more waiting than can be served."""

import asyncio
import threading

import pytest
from argon2 import PasswordHasher, extract_parameters

from pwa_server.storage.database import Busy
from pwa_server.storage.keys import pepper_id
from pwa_server.storage.passwords import LONGEST_QUEUE, NOBODY, THREADS, Passwords


class Waiting(PasswordHasher):
    """A hasher that goes on when it is told to, and knows on which threads it worked."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=64, parallelism=1)
        self.go = threading.Event()
        self.threads: set[str] = set()

    def hash(self, password, *, salt=None):
        self.threads.add(threading.current_thread().name)
        self.go.wait(10)
        return super().hash(password, salt=salt)


def test_parameters_are_those_we_chose() -> None:
    name, _, hashed = Passwords(b"pepper").hash_now("739164").partition("$")
    assert name == pepper_id(b"pepper")
    chosen = extract_parameters(f"${hashed}")
    assert (chosen.memory_cost, chosen.time_cost, chosen.parallelism) == (19 * 1024, 2, 1)
    assert extract_parameters(NOBODY) == chosen


def test_nobody_is_never_right() -> None:
    verdict = asyncio.run(Passwords(b"pepper").verify(None, ""))
    assert not verdict.right
    assert verdict.new_hash is None


def test_same_word_in_other_unicode_form_is_the_same_secret() -> None:
    passwords = Passwords(b"pepper")
    assert asyncio.run(passwords.verify(passwords.hash_now("Gr\u00fcn"), "Gru\u0308n")).right


def test_broken_hash_is_wrong_and_no_error() -> None:
    assert not asyncio.run(Passwords(b"pepper").verify("not a hash", "739164")).right


def test_flood_is_refused_and_the_loop_goes_on() -> None:
    hasher = Waiting()
    passwords = Passwords(b"pepper", hasher)

    async def flood() -> None:
        tasks = [asyncio.create_task(passwords.hash("739164")) for _ in range(LONGEST_QUEUE)]
        await asyncio.sleep(0)
        with pytest.raises(Busy):
            await passwords.hash("739164")
        hasher.go.set()
        assert len(set(await asyncio.gather(*tasks))) == LONGEST_QUEUE
        await passwords.hash("739164")

    asyncio.run(flood())
    assert 1 <= len(hasher.threads) <= THREADS
    assert all(name.startswith("argon2") for name in hasher.threads)
