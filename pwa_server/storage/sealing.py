"""Sealed columns: AES-GCM with a key id in front and the row's id as associated data.

A column whose name ends in `_sealed` is given to `insert` and `update` in clear and sealed there. A statement that reads
one names the column that carries the row's id behind an @: `g.title_sealed AS "title@goal_id"`; the row then has `title`.
"""

import base64
import secrets
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from pwa_server.storage.keys import Keys

SUFFIX = "_sealed"
NONCE_BYTES = 12


class BrokenSeal(Exception):
    """A sealed value does not belong to its row, or its key is missing."""


class Sealing:
    """Seals and opens values with the installation's keys."""

    def __init__(self, keys: Keys) -> None:
        self._ciphers = {key_id: AESGCM(key) for key_id, key in keys.sealing.items()}
        self._current = keys.current

    def seal(self, clear: str, row_id: str) -> str:
        """Sealed text `<key id>.<base64url of nonce and ciphertext>`."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = nonce + self._ciphers[self._current].encrypt(nonce, clear.encode(), row_id.encode())
        return f"{self._current}.{base64.urlsafe_b64encode(sealed).decode()}"

    def open(self, sealed: str, row_id: str) -> str:
        """The clear text. Raises BrokenSeal when the value was moved from another row or changed."""
        key_id, _, body = sealed.partition(".")
        raw = base64.urlsafe_b64decode(body)
        try:
            return self._ciphers[key_id].decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], row_id.encode()).decode()
        except (KeyError, InvalidTag) as error:
            raise BrokenSeal(row_id) from error

    def seal_record(self, record: Mapping[str, Any], row_id: str) -> dict[str, Any]:
        """`record` with every value of a `_sealed` column sealed; None stays None."""
        return {
            column: self.seal(value, row_id) if column.endswith(SUFFIX) and value is not None else value
            for column, value in record.items()
        }

    def open_row(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """`row` as a dict with every `name@id_column` opened as `name`."""
        opened = {}
        for column in row.keys():  # noqa: SIM118 (sqlite3.Row iterates values)
            name, _, id_column = column.partition("@")
            value = row[column]
            opened[name] = self.open(value, row[id_column]) if id_column and value is not None else value
        return opened
