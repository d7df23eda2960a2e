"""Through the proxy of an office: `check`, push messages and SMS take the same way, and nobody else is asked."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from pwa_server.casework import push_subscriptions, reminders
from pwa_server.domain.push_endpoints import checked
from pwa_server.notify.proxies import Proxies, proxies_of
from pwa_server.notify.sms_channel import SmsChannel, gateway_of
from pwa_server.settings import BadSettings, Settings, from_environment
from tests.operation.test_check import told
from tests.support.certificates import Authority
from tests.support.office_proxy import OfficeProxy, TlsService
from tests.support.push_service import Device, PushService
from tests.support.server import Installation
from tests.support.waiting import free_port, until
from tests.world import NOW_TEXT

PUSH_HOSTS = {
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    "web.push.apple.com",
    "wns2-par02p.notify.windows.com",
}
GATEWAY = "sms.kreis-beispiel.de"
SERVICES = [f"Push ({name})" for name in ("Apple", "Google", "Microsoft", "Mozilla")]


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def internet(authority: Authority) -> Iterator[TlsService]:
    """Everything beyond the proxy."""
    with TlsService(authority.context_for(*PUSH_HOSTS, GATEWAY, "127.0.0.1")) as service:
        yield service


def test_check_goes_through_the_proxy_and_asks_listed_hosts_only(
    demo: Installation, internet: TlsService, authority: Authority
) -> None:
    settings = {"SMS_URL": f"jsons://office:geheim@{GATEWAY}/send?:to={{to}}", "SSL_CERT_FILE": str(authority.file)}
    with OfficeProxy(internet.port, password="sesam") as proxy:
        _, lines = told(demo, HTTPS_PROXY=proxy.url, **settings)
    for what in (*SERVICES, "SMS"):
        assert lines[what].startswith("ok"), lines[what]
        assert f"through the proxy 127.0.0.1:{proxy.port}" in lines[what]
    assert sorted(proxy.asked) == sorted(f"{host}:443" for host in (*PUSH_HOSTS, GATEWAY))
    assert not {word for word in ("sesam", "geheim") if word in "".join(lines.values())}


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy", "PUSH_PROXY"])
def test_proxy_that_refuses_is_told_in_its_words(demo: Installation, name: str) -> None:
    with OfficeProxy(refusal="403 Forbidden") as proxy:
        code, lines = told(demo, **{name: proxy.url.removeprefix("http://")})
    assert code == 1
    for what in SERVICES:
        assert "the proxy answers 403 Forbidden" in lines[what]
        assert "Allow it in the proxy" in lines[what]


def test_service_with_a_certificate_of_its_own_is_a_problem(demo: Installation, internet: TlsService) -> None:
    with OfficeProxy(internet.port) as proxy:
        code, lines = told(demo, HTTPS_PROXY=proxy.url)
    assert code == 1
    assert all("certificate verify failed" in lines[what] for what in SERVICES)


def test_hosts_of_no_proxy_are_asked_directly(demo: Installation, internet: TlsService, authority: Authority) -> None:
    settings = {"SMS_URL": f"jsons://127.0.0.1:{internet.port}/?:to={{to}}", "SSL_CERT_FILE": str(authority.file)}
    with OfficeProxy(internet.port) as proxy:
        _, lines = told(demo, HTTPS_PROXY=proxy.url, NO_PROXY="localhost,127.0.0.1", **settings)
    assert lines["SMS"].startswith("ok")
    assert "answers directly" in lines["SMS"]
    assert sorted(proxy.asked) == sorted(f"{host}:443" for host in PUSH_HOSTS)


def test_mail_server_is_asked_directly(demo: Installation) -> None:
    with OfficeProxy(refusal="403 Forbidden") as proxy:
        _, lines = told(demo, HTTPS_PROXY=proxy.url, SMTP_URL=f"smtp://127.0.0.1:{free_port()}")
    assert "Connection refused" in lines["Mail"]
    assert not [target for target in proxy.asked if target.startswith("127.")]


def test_kind_of_proxy_that_we_do_not_speak_to_stops_the_worker_and_is_told(demo: Installation) -> None:
    _, lines = told(demo, HTTPS_PROXY="socks5://office:geheim@127.0.0.1:1080")
    assert lines["Proxy"].startswith("PROBLEM")
    assert "geheim" not in lines["Proxy"]
    with pytest.raises(BadSettings, match="HTTPS_PROXY"):
        proxies_of(Settings(Path("/d"), Path("/k"), https_proxy="socks5://127.0.0.1:1080")).require_usable()


@pytest.mark.parametrize(
    ("url", "proxy"),
    [
        ("https://fcm.googleapis.com/x", "http://all:3128"),
        ("https://web.push.apple.com/x", ""),
        ("https://push.apple.com.example.org/x", "http://all:3128"),
        ("http://sms.kreis.de/x", ""),
        ("https://sms.kreis.de/x", "http://all:3128"),
    ],
)
def test_which_way_an_address_takes(url: str, proxy: str) -> None:
    settings = from_environment({"HTTPS_PROXY": "all:3128", "NO_PROXY": "localhost, .push.apple.com"})
    assert proxies_of(settings).for_https(url) == proxy


def test_proxy_for_push_alone_goes_before() -> None:
    proxies = Proxies("http://push:3128", "http://all:3128", "web.push.apple.com")
    assert proxies.for_push("https://fcm.googleapis.com/x") == "http://push:3128"
    assert proxies.for_push("https://web.push.apple.com/x") == ""
    assert proxies.for_https("https://fcm.googleapis.com/x") == "http://all:3128"


@pytest.mark.parametrize(
    ("url", "gateway"),
    [
        ("jsons://office:word@sms.kreis.de/send?:to={to}", "https://sms.kreis.de"),
        ("json://127.0.0.1:8080/send?:to={to}", "http://127.0.0.1:8080"),
        ("seven://key/{to}", "https://gateway.seven.io/api/sms"),
    ],
)
def test_where_a_gateway_is(url: str, gateway: str) -> None:
    assert gateway_of(url) == gateway


def test_sms_goes_through_the_proxy_unless_no_proxy_says_otherwise() -> None:
    """The tunnel is refused, so nothing arrives; whether it was asked for is what counts."""
    for spared, asked in (("", ["127.0.0.1:9"]), ("127.0.0.1", [])):
        with OfficeProxy(refusal="403 Forbidden") as proxy:
            channel = SmsChannel("jsons://127.0.0.1:9/?:to={to}", Proxies(https=proxy.url, not_for=spared))
            assert asyncio.run(channel.send("1", "+4917600000000", "Hallo")).outcome == "later"
        assert proxy.asked == asked


@pytest.fixture
def push(authority: Authority) -> Iterator[PushService]:
    """A push service that speaks TLS."""
    with PushService(authority.context_for("127.0.0.1")) as service:
        yield service


@pytest.fixture
def announced(parts, world, push: PushService, tmp_path: Path) -> Installation:
    """Amina's phone takes messages, and her meeting is booked: a worker has something to send."""
    phone = Device(push.origin)
    keys = phone.subscription["keys"]
    subscription = checked(phone.endpoint, keys["p256dh"], keys["auth"], push.origin)
    now = parts.now()
    parts.database.write_now(world.ids["amina"], now, push_subscriptions.switch_on, subscription, "s", "Android", "de")
    parts.database.write_now(world.ids["karin"], now, reminders.meeting_booked, world.ids["amina.standard.meeting"])
    return Installation(tmp_path, push_origin=push.origin, now=NOW_TEXT)


def test_worker_sends_through_the_proxy(announced: Installation, push: PushService, authority: Authority) -> None:
    with OfficeProxy() as proxy:
        with announced.work(HTTPS_PROXY=proxy.url, SSL_CERT_FILE=str(authority.file)):
            push.wait_for(1, timeout=60)
        assert set(proxy.asked) == {push.origin.removeprefix("https://")}
    assert {message.status for message in push.messages()} == {201}


def test_worker_tells_nothing_to_a_push_service_with_a_certificate_of_its_own(
    announced: Installation, push: PushService, parts
) -> None:
    tried = "SELECT outcome FROM deliveries"
    with announced.work():
        until(lambda: list(parts.database.utils().query(tried)), "a try", 60)
    assert {row["outcome"] for row in parts.database.utils().query(tried)} == {"later"}
    assert not push.messages()
