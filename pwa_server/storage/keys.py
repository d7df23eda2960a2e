"""The key files in KEY_DIR: sealing keys, the pepper, the VAPID key pair. Made on first start, never in a backup."""

import base64
import json
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

SEALING_FILE = "sealing.json"
PEPPER_FILE = "pepper"
VAPID_FILE = "vapid.pem"
FILES = (SEALING_FILE, PEPPER_FILE, VAPID_FILE)


@dataclass(frozen=True)
class Keys:
    """`sealing` maps key id to 32 bytes; `current` names the one that seals. `pepper` is 32 bytes."""

    sealing: dict[str, bytes]
    current: str
    pepper: bytes
    vapid_file: Path


def missing(folder: Path) -> list[str]:
    """The names of the key files that are not there."""
    return [name for name in FILES if not (folder / name).exists()]


def load_or_make(folder: Path) -> Keys:
    """The keys in `folder`; those that are missing are made. Raises OSError when the folder can't be written."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _make_once(folder / SEALING_FILE, _new_sealing_file)
    _make_once(folder / PEPPER_FILE, lambda: base64.b64encode(secrets.token_bytes(32)))
    _make_once(folder / VAPID_FILE, _new_vapid_key)
    stored = json.loads((folder / SEALING_FILE).read_text())
    return Keys(
        sealing={key_id: base64.b64decode(key) for key_id, key in stored["keys"].items()},
        current=stored["current"],
        pepper=base64.b64decode((folder / PEPPER_FILE).read_bytes()),
        vapid_file=folder / VAPID_FILE,
    )


def vapid_public_key(vapid_file: Path) -> str:
    """The application server key as the browser takes it: base64url of the uncompressed point."""
    from cryptography.hazmat.primitives import serialization

    key = serialization.load_pem_private_key(vapid_file.read_bytes(), None)
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


def _new_sealing_file() -> bytes:
    key_id = secrets.token_hex(3)
    return json.dumps(
        {"current": key_id, "keys": {key_id: base64.b64encode(secrets.token_bytes(32)).decode()}}
    ).encode()


def _new_vapid_key() -> bytes:
    # Key formats are heavy to load and needed once in an installation's life.
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    return ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
