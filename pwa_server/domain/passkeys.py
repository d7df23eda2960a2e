"""Passkeys: what a device is asked for, and whether what it signed is right. Nothing is stored or drawn here.

The library compares origin, site, challenge, presence and the check of the person, then the signature. The counter is
compared by whoever stores it, after that: nobody without the key can make a passkey look copied.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from pwa_server.domain.problems import N_, BadInput

if TYPE_CHECKING:
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

T = TypeVar("T")

CHALLENGE_MINUTES = 5
MOST_OF_ONE_PERSON = 10
LONGEST_ANSWER = 12_000
# What the phone's own list says beside the name: nothing about migration or counselling.
SITE_NAME = "Wegplan"
FAILED = N_("Das hat nicht geklappt. Bitte versuchen Sie es noch einmal.")
TOO_LATE = N_("Das hat zu lange gedauert. Bitte versuchen Sie es noch einmal.")


class NotProven(BadInput):
    """What came is not the signature that was asked for."""

    def __init__(self) -> None:
        super().__init__(FAILED)


@dataclass(frozen=True)
class Site:
    """Whom passkeys are for: the host name (`name`) and the exact origin of our pages."""

    name: str
    origin: str


@dataclass(frozen=True)
class Owner:
    """Who sets one up. `handle` is an opaque id; `name` stands in the device's own list. `here` refuses other devices."""

    handle: str
    name: str
    here: bool


@dataclass(frozen=True)
class Made:
    """A new passkey: its id and public key as base64url text, and where its counter stands."""

    credential: str
    public_key: str
    sign_count: int


def creation_options(site: Site, challenge: str, owner: Owner, known: Iterable[str]) -> dict[str, Any]:
    """What `navigator.credentials.create` is asked, as JSON. `known` are ids of passkeys that she has."""
    from webauthn import generate_registration_options
    from webauthn.helpers import options_to_json_dict
    from webauthn.helpers.structs import (
        AuthenticatorAttachment,
        AuthenticatorSelectionCriteria,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    wanted = AuthenticatorSelectionCriteria(
        authenticator_attachment=AuthenticatorAttachment.PLATFORM if owner.here else None,
        resident_key=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    options = generate_registration_options(
        rp_id=site.name,
        rp_name=SITE_NAME,
        user_id=owner.handle.encode(),
        user_name=owner.name,
        challenge=challenge.encode(),
        timeout=CHALLENGE_MINUTES * 60_000,
        authenticator_selection=wanted,
        exclude_credentials=_described(known),
    )
    return options_to_json_dict(options)


def request_options(site: Site, challenge: str, known: Iterable[str] = ()) -> dict[str, Any]:
    """What `navigator.credentials.get` is asked, as JSON. Without `known` the device offers what it has for this site."""
    from webauthn import generate_authentication_options
    from webauthn.helpers import options_to_json_dict
    from webauthn.helpers.structs import UserVerificationRequirement

    options = generate_authentication_options(
        rp_id=site.name,
        challenge=challenge.encode(),
        timeout=CHALLENGE_MINUTES * 60_000,
        allow_credentials=_described(known),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json_dict(options)


def _described(known: Iterable[str]) -> "list[PublicKeyCredentialDescriptor]":
    from webauthn.helpers import base64url_to_bytes
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(credential)) for credential in known]


def made(site: Site, challenge: str, answer: str) -> Made:
    """The passkey that a device made for this challenge. Raises NotProven."""

    def verified() -> Made:
        from webauthn import verify_registration_response
        from webauthn.helpers import bytes_to_base64url

        found = verify_registration_response(
            credential=_readable(answer),
            expected_challenge=challenge.encode(),
            expected_rp_id=site.name,
            expected_origin=site.origin,
            require_user_verification=True,
        )
        credential, key = bytes_to_base64url(found.credential_id), bytes_to_base64url(found.credential_public_key)
        return Made(credential, key, found.sign_count)

    return _or_not_proven(verified)


def credential_of(answer: str) -> str:
    """The id of the passkey that an answer says it comes from. Raises NotProven for what is no answer."""
    credential = _readable(answer).get("id")
    if not isinstance(credential, str) or not credential:
        raise NotProven
    return credential


def count_signed(site: Site, challenge: str, answer: str, public_key: str, handle: str) -> int:
    """Where the counter stands of the device that signed this challenge with this key. Raises NotProven.

    A device that says whom the passkey belongs to must name `handle`.
    """

    def verified() -> int:
        from webauthn import verify_authentication_response
        from webauthn.helpers import base64url_to_bytes

        return verify_authentication_response(
            credential=_readable(answer),
            expected_challenge=challenge.encode(),
            expected_rp_id=site.name,
            expected_origin=site.origin,
            credential_public_key=base64url_to_bytes(public_key),
            credential_current_sign_count=0,
            require_user_verification=True,
        ).new_sign_count

    if _or_not_proven(lambda: _handle(answer)) not in ("", handle):
        raise NotProven
    return _or_not_proven(verified)


def _handle(answer: str) -> str:
    from webauthn.helpers import base64url_to_bytes

    named = _readable(answer)["response"].get("userHandle")
    return base64url_to_bytes(named).decode() if named else ""


def _readable(answer: str) -> dict[str, Any]:
    if len(answer) > LONGEST_ANSWER:
        raise NotProven
    read = _or_not_proven(lambda: json.loads(answer))
    if not isinstance(read, dict):
        raise NotProven
    return read


def _or_not_proven(work: Callable[[], T]) -> T:
    try:
        return work()
    # Bytes of a stranger, read by parsers of others: whatever these stumble over, it proves nothing.
    except Exception as error:
        raise NotProven from error
