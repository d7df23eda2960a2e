"""Sealed columns: AES-GCM with a key id in front and the row's id as associated data.

A column whose name ends in `_sealed` is given to `insert` and `update` in clear and sealed there. A statement that reads
one names the column that carries the row's id behind an @: `g.title_sealed AS "title@goal_id"`; the row then has `title`.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from pwa_server.storage.keys import Keys, pepper_id

SUFFIX = "_sealed"
NONCE_BYTES = 12


class BrokenSeal(Exception):
    """A sealed value does not belong to its row, or its key is missing."""


class Sealing:
    """Seals and opens values with the installation's keys."""

    def __init__(self, keys: Keys) -> None:
        self._ciphers = {key_id: AESGCM(key) for key_id, key in keys.sealing.items()}
        self._current = keys.current
        self._peppers = {pepper_id(pepper): pepper for pepper in (keys.pepper, *keys.older_peppers)}

    def seal(self, clear: str, row_id: str) -> str:
        """Sealed text `<key id>.<base64url of nonce and ciphertext>`."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = nonce + self._ciphers[self._current].encrypt(nonce, clear.encode(), row_id.encode())
        return f"{self._current}.{base64.urlsafe_b64encode(sealed).decode()}"

    def open(self, sealed: str, row_id: str) -> str:
        """The clear text. Raises BrokenSeal when the value was moved from another row or changed."""
        key_id, _, body = sealed.partition(".")
        raw = base64.b64decode(body.replace("-", "+").replace("_", "/"))
        try:
            return self._ciphers[key_id].decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], row_id.encode()).decode()
        except (KeyError, InvalidTag) as error:
            raise BrokenSeal(row_id) from error

    def seal_bytes(self, clear: bytes, row_id: str) -> bytes:
        """The same for what is no text, such as a recording: key id, a full stop, nonce and ciphertext."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return (
            f"{self._current}.".encode() + nonce + self._ciphers[self._current].encrypt(nonce, clear, row_id.encode())
        )

    def open_bytes(self, sealed: bytes, row_id: str) -> bytes:
        """The clear bytes. Raises BrokenSeal as `open` does."""
        key_id, _, raw = sealed.partition(b".")
        try:
            return self._ciphers[key_id.decode()].decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], row_id.encode())
        except (KeyError, InvalidTag) as error:
            raise BrokenSeal(row_id) from error

    def digest(self, purpose: str, clear: str) -> str:
        """What finds a value again that is not stored in clear; worthless without the key file. For what is new."""
        return next(self.digests(purpose, clear))

    def digests(self, purpose: str, clear: str) -> Iterator[str]:
        """Under what a value may be stored: by today's pepper, then by those from before. The pepper's id is in front."""
        value = f"{purpose}:{clear}".encode()
        for name, pepper in self._peppers.items():
            yield f"{name}.{hmac.digest(pepper, value, hashlib.sha256).hex()}"

    def seal_record(self, record: Mapping[str, Any], row_id: str) -> dict[str, Any]:
        """`record` with every value of a `_sealed` column sealed; None stays None."""
        return {
            column: self._sealed(value, row_id) if column.endswith(SUFFIX) and value is not None else value
            for column, value in record.items()
        }

    def open_record(self, record: Mapping[str, Any], row_id: str) -> dict[str, Any]:
        """The opposite of `seal_record`: a whole row as `insert` takes it."""
        return {
            column: self._opened(value, row_id) if column.endswith(SUFFIX) and value is not None else value
            for column, value in record.items()
        }

    def _opened(self, value: Any, row_id: str) -> str | bytes:
        return self.open_bytes(value, row_id) if isinstance(value, bytes) else self.open(value, row_id)

    def _sealed(self, value: Any, row_id: str) -> str | bytes:
        return self.seal_bytes(value, row_id) if isinstance(value, bytes) else self.seal(value, row_id)

    def open_rows(self, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Rows of one statement as dicts, every `name@id_column` opened as `name`."""
        if not rows:
            return []
        columns = tuple(rows[0].keys())
        names, sealed = _columns(columns)
        opened = []
        for row in rows:
            clear: dict[str, Any] = dict(zip(names, row, strict=True))
            for name, id_column in sealed:
                if clear[name] is not None:
                    clear[name] = self._opened(clear[name], clear[id_column])
            opened.append(clear)
        return opened


@lru_cache
def _columns(columns: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """The names that rows get, and the (name, id column) pairs of those that are sealed."""
    parted = [column.partition("@") for column in columns]
    return tuple(name for name, _, _ in parted), tuple((name, id_column) for name, at, id_column in parted if at)
