"""Nothing is read on the way: what both proxies take, lead on and refuse, with the settings that are delivered."""

import http.client
import json
import ssl
from contextlib import closing

import pytest

from tests.release.machine import NAME, Machine
from tests.release.proxies import Proxy


def plain(proxy: Proxy, method: str, path: str, body: str | None = None) -> http.client.HTTPResponse:
    with closing(http.client.HTTPConnection("127.0.0.1", proxy.http_port, timeout=10)) as connection:
        connection.request(method, path, body, {"Host": NAME})
        answer = connection.getresponse()
        answer.read()
        return answer


def offering(oldest: ssl.TLSVersion, newest: ssl.TLSVersion, ciphers: str = "DEFAULT:@SECLEVEL=0") -> ssl.SSLContext:
    """A browser of that age, which would take anything."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_ciphers(ciphers)
    context.minimum_version, context.maximum_version = oldest, newest
    return context


def test_certificate_is_checked_and_pages_open_over_tls(proxy: Proxy) -> None:
    with proxy.browser() as browser:
        answer = browser.get("/sign-in")
    assert answer.status_code == 200
    assert "max-age=63072000" in answer.headers["strict-transport-security"]
    with pytest.raises(ssl.SSLCertVerificationError):
        proxy.connected(ssl.create_default_context())


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion")
@pytest.mark.parametrize("version", ["TLSv1", "TLSv1_1"])
def test_old_tls_is_refused_by_the_proxy(proxy: Proxy, version: str) -> None:
    old = ssl.TLSVersion[version]
    with pytest.raises(ssl.SSLError, match="ALERT_PROTOCOL_VERSION"):
        proxy.connected(offering(old, old))


@pytest.mark.parametrize("version", ["TLSv1_2", "TLSv1_3"])
def test_tls_of_today_is_taken(proxy: Proxy, version: str) -> None:
    with closing(proxy.connected(offering(ssl.TLSVersion[version], ssl.TLSVersion[version]))) as connection:
        assert connection.version() == version.replace("_", ".")
        assert "GCM" in connection.cipher()[0] or "CHACHA20" in connection.cipher()[0]


@pytest.mark.parametrize("ciphers", ["AES128-SHA", "AES256-GCM-SHA384", "ECDHE-ECDSA-AES128-SHA", "NULL", "3DES"])
def test_weak_methods_are_refused(proxy: Proxy, ciphers: str) -> None:
    """Without forward secrecy, without authenticated encryption, without encryption."""
    version = ssl.TLSVersion.TLSv1_2
    try:
        context = offering(version, version, f"{ciphers}:@SECLEVEL=0")
    except ssl.SSLError:
        return  # this machine can't even offer it
    with pytest.raises(ssl.SSLError, match="HANDSHAKE_FAILURE"):
        proxy.connected(context)


def test_who_looks_without_tls_is_led_on(proxy: Proxy) -> None:
    for method in ("GET", "HEAD"):
        answer = plain(proxy, method, "/today?x=1")
        assert (answer.status, answer.headers["Location"]) == (301, f"https://{NAME}/today?x=1")


def test_what_is_sent_without_tls_is_refused_and_goes_no_further(proxy: Proxy, machine: Machine) -> None:
    before = requests_of(machine)
    for method in ("POST", "PUT", "DELETE"):
        answer = plain(proxy, method, "/sign-in/mail", "email=a%40b.de&secret=x")
        assert answer.status == 403
        assert "Location" not in answer.headers
    assert requests_of(machine) == before


def requests_of(machine: Machine) -> int:
    """How many requests the server has answered."""
    lines = machine.systemctl.log("wegplan.service").splitlines()
    return sum(json.loads(line).get("event") == "request" for line in lines if line.startswith("{"))
