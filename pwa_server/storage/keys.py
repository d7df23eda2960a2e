"""The key files in KEY_DIR: sealing keys, peppers, VAPID key pairs. Made on first start, never in a backup.

Each file may hold several keys. The first is used for whatever is new; the others stay as long as something needs them
(storage/key_rings.py adds and drops them).
"""

import base64
import hashlib
import json
import os
import re
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

SEALING_FILE = "sealing.json"
PEPPER_FILE = "pepper"
VAPID_FILE = "vapid.pem"
FILES = (SEALING_FILE, PEPPER_FILE, VAPID_FILE)
_KEPT_PEM = re.compile(r"(?:# kept until (\S+)\n)?(-----BEGIN [A-Z ]+-----.+?-----END [A-Z ]+-----\n?)", re.DOTALL)


@dataclass(frozen=True)
class Keys:
    """`sealing` maps key id to 32 bytes; `current` names the one that seals. Peppers are 32 bytes, `older` ones still open."""

    sealing: dict[str, bytes]
    current: str
    pepper: bytes
    vapid_file: Path
    older_peppers: tuple[bytes, ...] = ()

    @cached_property
    def sender_keys(self) -> tuple[str, ...]:
        """Our public keys that browsers subscribe with, that of new subscriptions first. Read when first asked for."""
        return tuple(public for public, _, _ in vapid_keys(self.vapid_file))


def missing(folder: Path) -> list[str]:
    """The names of the key files that are not there."""
    return [name for name in FILES if not (folder / name).exists()]


def load_or_make(folder: Path) -> Keys:
    """The keys in `folder`; those that are missing are made. Raises OSError when the folder can't be written."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _make_once(folder / SEALING_FILE, _new_sealing_file)
    _make_once(folder / PEPPER_FILE, lambda: new_secret().encode())
    _make_once(folder / VAPID_FILE, lambda: new_vapid_key().encode())
    stored = json.loads((folder / SEALING_FILE).read_text())
    lines = (line.split() for line in (folder / PEPPER_FILE).read_text().splitlines())
    pepper, *older = (base64.b64decode(line[0]) for line in lines if line)
    return Keys(
        sealing={key_id: base64.b64decode(key) for key_id, key in stored["keys"].items()},
        current=stored["current"],
        pepper=pepper,
        vapid_file=folder / VAPID_FILE,
        older_peppers=tuple(older),
    )


def pepper_id(pepper: bytes) -> str:
    """What stands before everything that was made with a pepper; tells nothing about it."""
    return hashlib.sha256(pepper).hexdigest()[:6]


def vapid_keys(vapid_file: Path) -> Iterator[tuple[str, str, str]]:
    """Public key, PEM text and day of the end ('' for none) of every VAPID key pair, that of new subscriptions first."""
    for until, pem in _KEPT_PEM.findall(vapid_file.read_text()):
        yield public_part(pem), pem, until


def public_part(pem: str) -> str:
    """The application server key as the browser takes it: base64url of the uncompressed point."""
    from cryptography.hazmat.primitives import serialization

    key = serialization.load_pem_private_key(pem.encode(), None)
    point = key.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


def _make_once(path: Path, make: Callable[[], bytes]) -> None:
    # Two processes may start at once: whoever links first wins, the other reads that file.
    if path.exists():
        return
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_bytes(make())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def new_secret() -> str:
    """A new sealing key or pepper, as it stands in its file."""
    return base64.b64encode(secrets.token_bytes(32)).decode()


def new_key_id() -> str:
    """A name for a new sealing key."""
    return secrets.token_hex(3)


def _new_sealing_file() -> bytes:
    key_id = new_key_id()
    return json.dumps({"current": key_id, "keys": {key_id: new_secret()}}).encode()


def new_vapid_key() -> str:
    """A new key pair, as it stands in its file."""
    # Key formats are heavy to load and needed once in an installation's life.
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    pair = ec.generate_private_key(ec.SECP256R1())
    clear = serialization.NoEncryption()
    return pair.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, clear).decode()
