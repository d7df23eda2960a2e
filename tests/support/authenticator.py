"""A device that makes and uses passkeys as a telephone does: real keys, real signatures, and every way to be wrong."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT, VERIFIED, HAS_KEY = 0x01, 0x04, 0x40


def as_text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def as_bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Authenticator:
    """One passkey. `steps` is by how much the counter moves; 0 as telephones do that keep none."""

    origin: str = "http://testserver"
    steps: int = 1
    sign_count: int = 0
    credential: str = field(default_factory=lambda: as_text(secrets.token_bytes(16)))
    handle: str = ""
    _key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def create(self, options: dict[str, Any], *, verified: bool = True, **wrong: str) -> str:
        """The answer to `navigator.credentials.create`, as a form carries it. `wrong` may name another origin or site."""
        self.handle = options["user"]["id"]
        credential = as_bytes(self.credential)
        described = bytes(16) + len(credential).to_bytes(2, "big") + credential + self._public_key()
        site = wrong.get("site", options["rp"]["id"])
        data = self._data(site, HAS_KEY | PRESENT | (VERIFIED if verified else 0)) + described
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client_data("webauthn.create", wrong.get("challenge", options["challenge"]), wrong.get("origin"))
        return self._answer({"clientDataJSON": as_text(client), "attestationObject": as_text(attestation)})

    def sign(self, options: dict[str, Any], *, verified: bool = True, **wrong: str) -> str:
        """The answer to `navigator.credentials.get`. `wrong` may name another origin, site, challenge or handle."""
        self.sign_count += self.steps
        data = self._data(wrong.get("site", options["rpId"]), PRESENT | (VERIFIED if verified else 0))
        client = self._client_data("webauthn.get", wrong.get("challenge", options["challenge"]), wrong.get("origin"))
        signature = self._key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(
            {
                "clientDataJSON": as_text(client),
                "authenticatorData": as_text(data),
                "signature": as_text(signature),
                "userHandle": wrong.get("handle", self.handle),
            }
        )

    def _public_key(self) -> bytes:
        numbers = self._key.public_key().public_numbers()
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")})

    def _data(self, site: str, flags: int) -> bytes:
        return hashlib.sha256(site.encode()).digest() + bytes([flags]) + self.sign_count.to_bytes(4, "big")

    def _client_data(self, kind: str, challenge: str, origin: str | None) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": origin or self.origin}).encode()

    def _answer(self, response: dict[str, str]) -> str:
        plain = {"id": self.credential, "rawId": self.credential, "type": "public-key", "response": response}
        return json.dumps(plain)
