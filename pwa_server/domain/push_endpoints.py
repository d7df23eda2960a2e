"""What a browser may hand in as a push subscription: an address at a known push service, and two keys.

The address is written by whoever holds the browser, and our worker will send to it: only listed services, only https on
its own port, nothing that two parsers could read in two ways.
"""

import base64
import binascii
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from pwa_server.domain.problems import N_, BadInput

HOSTS = {
    "fcm.googleapis.com": "Google",
    "jmt17.google.com": "Google",
    "updates.push.services.mozilla.com": "Mozilla",
    "web.push.apple.com": "Apple",
}
SUFFIXES = {
    ".push.services.mozilla.com": "Mozilla",
    ".push.apple.com": "Apple",
    ".notify.windows.com": "Microsoft",
}
TEST_SERVICE = "Test"
LONGEST_ENDPOINT = 2048
POINT_BYTES = 65
AUTH_BYTES = 16
_PLAIN = re.compile(r"[!-~]+")
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
# NIST P-256: y² = x³ - 3x + b over the field of p.
_P = 0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF
_B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B

UNKNOWN_SERVICE = N_("Dieser Browser kann uns keine Nachrichten zeigen.")
UNREADABLE = N_("Wir konnten das nicht lesen. Bitte versuchen Sie es noch einmal.")


@dataclass(frozen=True)
class Subscription:
    """A checked subscription; keys are base64url without padding. `service` names who runs the push service.

    `sender_key` is the public key of ours that the browser subscribed with, '' where it did not say.
    """

    endpoint: str
    p256dh: str
    auth: str
    service: str
    sender_key: str = ""


def checked(endpoint: object, p256dh: object, auth: object, test_origin: str = "") -> Subscription:
    """The subscription, if every part of it can be used. Raises BadInput."""
    if not isinstance(endpoint, str) or not isinstance(p256dh, str) or not isinstance(auth, str):
        raise BadInput(UNREADABLE)
    service = service_of(endpoint, test_origin)
    if service is None:
        raise BadInput(UNKNOWN_SERVICE)
    point, secret = _decoded(p256dh), _decoded(auth)
    if not is_point(point) or len(secret) != AUTH_BYTES:
        raise BadInput(UNREADABLE)
    return Subscription(endpoint, _encoded(point), _encoded(secret), service)


def service_of(endpoint: str, test_origin: str = "") -> str | None:
    """Who runs the push service behind an address, or None when we do not send there."""
    if not 0 < len(endpoint) <= LONGEST_ENDPOINT or not _PLAIN.fullmatch(endpoint) or "\\" in endpoint:
        return None
    if test_origin and endpoint.startswith(test_origin + "/"):
        return TEST_SERVICE
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError:
        return None
    host = parts.netloc.lower().removesuffix(":443")
    if parts.scheme != "https" or port not in (None, 443) or parts.fragment or not _HOST.fullmatch(host):
        return None
    return HOSTS.get(host) or next((name for suffix, name in SUFFIXES.items() if host.endswith(suffix)), None)


def origin_of(endpoint: str) -> str:
    """Scheme and host of an address that was checked before: what a VAPID token is made out for."""
    parts = urlsplit(endpoint)
    return f"{parts.scheme}://{parts.netloc.lower().removesuffix(':443')}"


def is_point(raw: bytes) -> bool:
    """Whether these bytes are an uncompressed point on the curve that push messages are encrypted for."""
    if len(raw) != POINT_BYTES or raw[0] != 4:
        return False
    x, y = int.from_bytes(raw[1:33], "big"), int.from_bytes(raw[33:], "big")
    return x < _P and y < _P and (y * y - (x * x * x - 3 * x + _B)) % _P == 0


def _decoded(text: str) -> bytes:
    if len(text) > 200 or not re.fullmatch(r"[A-Za-z0-9_+/-]*={0,2}", text):
        raise BadInput(UNREADABLE)
    plain = text.rstrip("=").replace("+", "-").replace("/", "_")
    try:
        return base64.urlsafe_b64decode(plain + "=" * (-len(plain) % 4))
    except (binascii.Error, ValueError) as error:
        raise BadInput(UNREADABLE) from error


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
