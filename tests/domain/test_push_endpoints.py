"""Which addresses and keys a browser may hand in."""

import base64
import os

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from pwa_server.domain import push_endpoints
from pwa_server.domain.problems import BadInput

GOOD = {
    "https://fcm.googleapis.com/fcm/send/abc:APA91b": "Google",
    "https://fcm.googleapis.com:443/fcm/send/abc": "Google",
    "https://jmt17.google.com/fcm/send/abc": "Google",
    "https://updates.push.services.mozilla.com/wpush/v2/gAAA": "Mozilla",
    "https://web.push.apple.com/QGx": "Apple",
    "https://wns2-par02p.notify.windows.com/w/?token=BQ": "Microsoft",
}
BAD = [
    "http://fcm.googleapis.com/x", "https://fcm.googleapis.com:8443/x", "https://fcm.googleapis.com@127.0.0.1/",
    "https://127.0.0.1\\@fcm.googleapis.com/", "https://fcm.googleapis.com.evil.tld/", "https://evilfcm.googleapis.com/",
    "https://fcm.googleapis.com./x", "https://127.1/", "https://0x7f000001/", "https://2130706433/", "https://[::1]/",
    "https://[::ffff:127.0.0.1]/", "https://[64:ff9b::7f00:1]/", "https://169.254.169.254/latest", "https://localhost/",
    "https://fcm.googleapis.com\r\nX: y/", "https://fcm.googleapis.com#@127.0.0.1/", "https://user:pw@fcm.googleapis.com/",
    "//fcm.googleapis.com/x", "file:///etc/passwd", "https://FCM.googleapis.com%2f.evil.tld/",
    "https://ｆcm.googleapis.com/", "https://notify.windows.com.evil/", "gopher://fcm.googleapis.com/",
    "https://evilnotify.windows.com/", "", "https://.notify.windows.com/x", "https://a..notify.windows.com/x",
    "https://fcm.googleapis.com:/x", "https://fcm.googleapis.com:443:443/x", "https://fcm.googleapis.com:0443/x",
    "https://fcm.googleapis.com/x#y", "https://fcm.googleapis.com/" + "x" * 2048, "https://fcm.googleapis.com\t/x",
    "https://fcm.googleapis.com/\u202ex", "https://push.apple.com/x", "https:fcm.googleapis.com/x",
    "https://[fcm.googleapis.com]/x", "https://fcm.googleapis.com:port/x",
]  # fmt: skip


@pytest.mark.fault("F21")
@pytest.mark.parametrize(("endpoint", "service"), GOOD.items())
def test_known_services_are_taken(endpoint, service):
    assert push_endpoints.service_of(endpoint) == service


@pytest.mark.fault("F21")
@pytest.mark.parametrize("endpoint", BAD)
def test_everything_else_is_refused(endpoint):
    assert push_endpoints.service_of(endpoint) is None
    with pytest.raises(BadInput):
        push_endpoints.checked(endpoint, *keys())


TEST_ORIGIN = "http://127.0.0.1:9201"


def test_test_origin_is_taken_exactly_and_only_where_it_is_set():
    assert push_endpoints.service_of(TEST_ORIGIN + "/push/1", TEST_ORIGIN) == "Test"
    for other in (
        "http://127.0.0.1:92011/x",
        "http://127.0.0.1:9201@evil/x",
        "http://127.0.0.1:920/x",
        "http://127.0.0.1:9201",
    ):
        assert push_endpoints.service_of(other, TEST_ORIGIN) is None
    assert push_endpoints.service_of(TEST_ORIGIN + "/push/1") is None


def test_origin_is_what_a_token_is_made_out_for():
    assert push_endpoints.origin_of("https://fcm.googleapis.com:443/x") == "https://fcm.googleapis.com"
    assert push_endpoints.origin_of("https://FCM.googleapis.com/x") == "https://fcm.googleapis.com"
    assert push_endpoints.origin_of(TEST_ORIGIN + "/x") == TEST_ORIGIN


def encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def point() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def keys() -> tuple[str, str]:
    return encoded(point()), encoded(os.urandom(16))


ENDPOINT = "https://fcm.googleapis.com/fcm/send/abc"


def test_keys_are_kept_in_one_form():
    raw, secret = point(), os.urandom(16)
    padded = base64.b64encode(raw).decode(), base64.b64encode(secret).decode()
    kept = push_endpoints.checked(ENDPOINT, *padded)
    assert (kept.p256dh, kept.auth) == (encoded(raw), encoded(secret))


@pytest.mark.parametrize(
    "p256dh",
    [
        "",
        "!!!",
        "BAAA",
        "A" * 5000,
        encoded(b"\x04" + b"\x00" * 64),
        encoded(b"\x02" + bytes(range(32))),
        encoded(b"\x04" * 65),
        encoded(b"\x04" + b"\xff" * 64),
        "Bä",
        None,
        7,
        ["x"],
    ],
)
def test_key_that_is_no_point_is_refused(p256dh):
    with pytest.raises(BadInput):
        push_endpoints.checked(ENDPOINT, p256dh, keys()[1])


@pytest.mark.parametrize("auth", ["", "AAAA", encoded(b"x" * 15), encoded(b"x" * 17), "A", None, {}])
def test_secret_of_another_length_is_refused(auth):
    with pytest.raises(BadInput):
        push_endpoints.checked(ENDPOINT, keys()[0], auth)


@given(st.binary(min_size=65, max_size=65))
def test_points_are_those_that_the_library_takes(raw):
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw)
        taken = raw[0] == 4
    except ValueError:
        taken = False
    assert push_endpoints.is_point(raw) is taken


def test_real_points_are_points():
    assert all(push_endpoints.is_point(point()) for _ in range(20))


@given(st.text(max_size=60))
def test_no_text_breaks_the_check(text):
    for endpoint in (text, "https://" + text, "https://fcm.googleapis.com" + text):
        if push_endpoints.service_of(endpoint):
            assert push_endpoints.origin_of(endpoint) == "https://fcm.googleapis.com"
