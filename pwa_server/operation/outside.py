"""What `check` looks at beyond this machine: push services, mail server, SMS gateway. Nothing is sent to anybody."""

import base64
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException
from urllib.parse import unquote, urlsplit

from pwa_server.domain.push_endpoints import HOSTS, SUFFIXES
from pwa_server.notify.mails import connected
from pwa_server.notify.proxies import named, proxies_of
from pwa_server.operation.findings import NOTE, OK, PROBLEM, Finding
from pwa_server.settings import BadSettings, Settings

REACH_WITHIN_SECONDS = 5
# A host of each service whose names are only known by their ending.
EXAMPLES = {".notify.windows.com": "wns2-par02p.notify.windows.com"}


def look_outside(settings: Settings) -> Iterator[Finding]:
    """Everything beyond this machine, by the ways that the worker takes."""
    try:
        proxies_of(settings).require_usable()
    except BadSettings as error:
        yield Finding("Proxy", PROBLEM, f"{error}. The worker does not start.")
        return
    yield from push_services(settings)
    yield mail(settings)
    yield sms(settings)


def push_services(settings: Settings) -> Iterator[Finding]:
    """One finding for each company whose browsers our messages go to."""
    hosts: dict[str, str] = {}
    for host, service in (HOSTS | {EXAMPLES[suffix]: SUFFIXES[suffix] for suffix in EXAMPLES}).items():
        hosts.setdefault(service, host)
    with ThreadPoolExecutor(len(hosts)) as threads:
        yield from threads.map(lambda item: _push_service(settings, *item), sorted(hosts.items()))


def _push_service(settings: Settings, service: str, host: str) -> Finding:
    what, proxy = f"Push ({service})", proxies_of(settings).for_push(f"https://{host}")
    why = _tried(lambda: _reach(host, 443, proxy))
    if not why:
        return Finding(what, OK, f"{host}:443 answers {_by(proxy)}, with a valid certificate.")
    advice = "Phones of this service get no reminders. Allow it in the firewall, or set HTTPS_PROXY."
    if proxy:
        advice = "Phones of this service get no reminders. Allow it in the proxy, or name it in NO_PROXY."
    return Finding(what, PROBLEM, f"{host}:443 can't be reached {_by(proxy)}: {why}. {advice}")


def mail(settings: Settings) -> Finding:
    """The mail server; it is asked directly, because proxies of offices let no mail through."""
    if not settings.smtp_url:
        return Finding(
            "Mail", NOTE, "SMTP_URL is not set: staff who forgot their password get a printed letter instead of a mail."
        )
    parts = urlsplit(settings.smtp_url)
    secure = parts.scheme == "smtps"
    host, port = parts.hostname or "", parts.port or (465 if secure else 587)
    why = _tried(lambda: _greet(settings.smtp_url))
    if why:
        return Finding(
            "Mail", PROBLEM, f"{host}:{port} can't be used: {why}. Resetting a password by mail does not work."
        )
    if not settings.mail_from:
        return Finding("Mail", PROBLEM, "SMTP_URL is set, but MAIL_FROM is not: no mail can be sent.")
    return Finding("Mail", OK, f"{host}:{port} answers. No mail was sent.")


def sms(settings: Settings) -> Finding:
    """The gateway for SMS, as far as its address tells where it is."""
    if not settings.sms_url:
        return Finding("SMS", NOTE, "SMS_URL is not set: nobody is reminded by SMS.")
    # Loads what speaks to gateways; the server never needs it.
    from pwa_server.notify.sms_channel import gateway_of, is_gateway

    if not is_gateway(settings.sms_url):
        return Finding("SMS", PROBLEM, "SMS_URL is no address that Apprise knows. No SMS can be sent.")
    url = gateway_of(settings.sms_url)
    if not url:
        return Finding("SMS", OK, "SMS_URL can be read. No SMS was sent: a client's sample shows whether they arrive.")
    parts, proxy = urlsplit(url), proxies_of(settings).for_https(url)
    secure = parts.scheme == "https"
    host, port = parts.hostname or "", parts.port or (443 if secure else 80)
    why = _tried(lambda: _reach(host, port, proxy, secure=secure))
    if why:
        return Finding("SMS", PROBLEM, f"{host}:{port} can't be reached {_by(proxy)}: {why}. No SMS is sent.")
    return Finding(
        "SMS", OK, f"{host}:{port} answers {_by(proxy)}. No SMS was sent: a client's sample shows whether they arrive."
    )


def _by(proxy: str) -> str:
    return f"through the proxy {named(proxy)}" if proxy else "directly"


def _reach(host: str, port: int, proxy: str, *, secure: bool = True) -> None:
    """TCP, and TLS with a checked certificate; nothing is asked of the service."""
    with _opened(host, port, proxy) as plain:
        if secure:
            with ssl.create_default_context().wrap_socket(plain, server_hostname=host):
                pass


def _opened(host: str, port: int, proxy: str) -> socket.socket:
    if not proxy:
        return socket.create_connection((host, port), REACH_WITHIN_SECONDS)
    parts = urlsplit(proxy)
    connection = HTTPConnection(parts.hostname or "", parts.port or 80, timeout=REACH_WITHIN_SECONDS)
    credentials = f"{unquote(parts.username or '')}:{unquote(parts.password or '')}".encode()
    asked_by = {"Proxy-Authorization": f"Basic {base64.b64encode(credentials).decode()}"} if parts.username else {}
    connection.set_tunnel(host, port, asked_by)
    connection.connect()
    tunnel: socket.socket = connection.sock
    return tunnel


def _greet(url: str) -> None:
    with connected(url, REACH_WITHIN_SECONDS) as server:
        server.noop()


def _tried(reach: Callable[[], None]) -> str:
    """Why it did not work, in the system's words; "" when it did."""
    try:
        reach()
    except (OSError, HTTPException, smtplib.SMTPException) as error:
        words = str(getattr(error, "strerror", None) or error)
        if "timed out" in words.lower():
            return f"no answer within {REACH_WITHIN_SECONDS} seconds"
        return words.replace("Tunnel connection failed:", "the proxy answers")
    return ""
