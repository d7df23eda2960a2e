"""Hashes of PINs and passwords: argon2id over an HMAC with the pepper, never on the event loop or the writer thread.

In front of a hash stands the id of its pepper. One that was made with an older pepper is renewed when its secret is typed.
"""

import asyncio
import base64
import hashlib
import hmac
import unicodedata
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from pwa_server.storage.database import Busy
from pwa_server.storage.keys import pepper_id

T = TypeVar("T")

MEMORY_KIB = 19 * 1024
THREADS = 2
LONGEST_QUEUE = 20
# What an unknown name is compared with, so that it costs the same as a known one. Nothing hashes to it.
NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$" + "bm9ib2R5bm9ib2R5bm9ibw" + "$" + "A" * 43


@dataclass(frozen=True)
class Verdict:
    """Whether the secret was right, and a new hash where the stored one has outdated parameters or an older pepper."""

    right: bool
    new_hash: str | None = None


class Passwords:
    """Hashes and verifies in two threads of its own. Raises Busy when too many already wait."""

    def __init__(self, pepper: bytes, hasher: PasswordHasher | None = None, older: Iterable[bytes] = ()) -> None:
        self._current = pepper_id(pepper)
        self._peppers = {pepper_id(known): known for known in (pepper, *older)}
        self._hasher = hasher or PasswordHasher(time_cost=2, memory_cost=MEMORY_KIB, parallelism=1)
        self._threads = ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="argon2")
        self._waiting = 0

    async def hash(self, secret: str) -> str:
        """The hash of a new secret."""
        return await self._in_thread(lambda: self.hash_now(secret))

    async def verify(self, stored: str | None, secret: str) -> Verdict:
        """Compare with the stored hash; None (nobody has that name) takes just as long and is never right."""
        return await self._in_thread(lambda: self._verify_now(stored, secret))

    def hash_now(self, secret: str) -> str:
        """The same for callers without an event loop: the demo, the command line, tests."""
        return self._current + self._hasher.hash(self._peppered(secret, self._current))

    def _verify_now(self, stored: str | None, secret: str) -> Verdict:
        name, sign, rest = (stored or NOBODY).partition("$")
        known = name in self._peppers
        hashed = sign + rest if known else NOBODY
        try:
            self._hasher.verify(hashed, self._peppered(secret, name if known else self._current))
        except (VerificationError, InvalidHashError):
            return Verdict(False)
        renew = known and (name != self._current or self._hasher.check_needs_rehash(hashed))
        return Verdict(known, self.hash_now(secret) if renew else None)

    def _peppered(self, secret: str, name: str) -> bytes:
        clear = unicodedata.normalize("NFC", secret).encode()
        return base64.b64encode(hmac.digest(self._peppers[name], clear, hashlib.sha256))

    async def _in_thread(self, work: Callable[[], T]) -> T:
        if self._waiting >= LONGEST_QUEUE:
            raise Busy
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._waiting -= 1
