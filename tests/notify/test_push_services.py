"""Where the worker connects to, and where it never does."""

import asyncio

import pytest

from pwa_server.notify import push_services
from pwa_server.notify.proxies import Proxies
from pwa_server.notify.push import Message, PushSender, VapidTokens
from tests.support.push_service import Device

INNER = [
    "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "192.0.0.8", "0.0.0.0",
    "224.0.0.1", "255.255.255.255", "198.18.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1", "2002:7f00:1::",
    "2001:0:1::1", "2001:db8::1", "localhost", "", "127.1", "0x7f000001",
]  # fmt: skip
PUBLIC = ["8.8.8.8", "142.250.74.74", "2a00:1450:4001:82a::200a", "::ffff:8.8.8.8"]


@pytest.mark.fault("F21")
@pytest.mark.parametrize("address", INNER)
def test_inner_address_is_not_public(address):
    assert not push_services.is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_address(address):
    assert push_services.is_public(address)


def resolver(*answers, free=()):
    """A resolver whose names lead to these addresses, one list after the other."""
    left = [*answers]

    async def lookup(host, port):
        return left.pop(0) if len(left) > 1 else left[0]

    return push_services.PublicResolver(lookup, free)


def resolved(found, host="fcm.googleapis.com"):
    return [result["host"] for result in asyncio.run(found.resolve(host, 443))]


@pytest.mark.fault("F21")
def test_checked_addresses_are_the_ones_connected_to():
    assert resolved(resolver(["8.8.8.8", "8.8.4.4"])) == ["8.8.8.8", "8.8.4.4"]


@pytest.mark.parametrize("address", INNER)
def test_one_inner_address_spoils_the_name(address):
    with pytest.raises(push_services.NotPublic):
        resolved(resolver(["8.8.8.8", address]))


def test_hosts_that_the_operator_set_may_be_inner():
    free = push_services.free_hosts("http://127.0.0.1:9", "http://proxy.office:3128", "")
    assert free == {"127.0.0.1", "proxy.office"}
    assert resolved(resolver(["10.0.0.7"], free=free), "proxy.office") == ["10.0.0.7"]


def sent(parts, endpoint, **options):
    """The answer to one message to this address."""

    async def once():
        tokens = VapidTokens(parts.keys.vapid_file, "mailto:it@example.org")
        async with PushSender(tokens, **options) as sender:
            keys = Device("https://fcm.googleapis.com").subscription["keys"]
            return await sender.send(endpoint, keys["p256dh"], keys["auth"], Message(b"{}", 60, "topic", "normal"))

    return asyncio.run(once())


@pytest.mark.fault("F21")
def test_listed_name_that_leads_inside_gets_nothing(parts, push_service):
    """The name of a push service, answered by somebody else's DNS."""
    answer = sent(parts, "https://fcm.googleapis.com/x", resolver=resolver(["127.0.0.1"]))
    assert (answer.outcome, answer.status) == ("later", 0)
    assert not push_service.messages()


@pytest.mark.fault("F21")
def test_address_that_was_stored_is_checked_again_before_sending(parts, push_service):
    assert sent(parts, push_service.origin + "/push/1").outcome == "refused"
    by_name = push_service.origin.replace("127.0.0.1", "localhost")
    assert sent(parts, by_name + "/push/1", test_origin=push_service.origin).outcome == "refused"
    assert not push_service.messages()


@pytest.mark.fault("F20")
def test_redirect_into_the_house_is_not_followed(parts, push_service):
    push_service.redirect("/push/1", push_service.origin + "/inside")
    assert sent(parts, push_service.origin + "/push/1", test_origin=push_service.origin).outcome == "refused"
    assert [message.path for message in push_service.messages()] == ["/push/1"]


def test_sender_itself_does_not_read_the_environment(parts, push_service, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    assert sent(parts, push_service.origin + "/push/1", test_origin=push_service.origin).outcome == "accepted"


def test_proxy_of_the_office_is_used(parts, push_service):
    """A plain HTTP proxy gets the whole address in its first line."""
    elsewhere = "http://127.0.0.1:1"
    assert sent(parts, elsewhere + "/push/1", test_origin=elsewhere, proxies=Proxies(push_service.origin)).status == 403
    assert [message.path for message in push_service.messages()] == [elsewhere + "/push/1"]


@pytest.mark.parametrize(("p256dh", "auth"), [("", ""), ("!!!", "!!!"), ("BAAA", "AAAA"), ("B" * 87, "A" * 22)])
def test_broken_keys_are_refused_and_raise_nothing(parts, push_service, p256dh, auth):
    async def once():
        tokens = VapidTokens(parts.keys.vapid_file, "mailto:it@example.org")
        async with PushSender(tokens, test_origin=push_service.origin) as sender:
            return await sender.send(push_service.origin + "/1", p256dh, auth, Message(b"{}", 60, "topic", "normal"))

    assert asyncio.run(once()).outcome == "refused"
