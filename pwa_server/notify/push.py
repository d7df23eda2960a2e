"""Sending one push message: encryption by pywebpush, everything else ours, on one pooled session with a deadline."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import aiohttp
from py_vapid import Vapid02
from pywebpush import WebPusher, WebPushException

from pwa_server.domain.push_endpoints import origin_of, service_of
from pwa_server.notify.proxies import Proxies
from pwa_server.notify.push_services import PublicResolver, free_hosts
from pwa_server.storage.keys import vapid_keys

IN_FLIGHT = 32
DEADLINE_SECONDS = 10
LONGEST_ANSWER = 4096
LONGEST_TTL = 28 * 24 * 3600
LONGEST_WAIT_SECONDS = 3600
TOKEN_LIFE_SECONDS = 12 * 3600
TOKEN_KEPT_SECONDS = 11 * 3600 - 60
ACCEPTED = frozenset({200, 201, 202, 204})
GONE = frozenset({404, 410})
KEY_REFUSED = frozenset({401, 403})
# What is left of 4xx is our mistake in this message: the same again would fail again.
AGAIN = frozenset({408, 425, 429})


@dataclass(frozen=True)
class Message:
    """What goes out: an encoded payload with the headers a push service reads."""

    payload: bytes
    ttl: int
    topic: str
    urgency: str


@dataclass(frozen=True)
class Answer:
    """`outcome` is accepted, gone, refused (for good), key_refused or later; `wait` is what Retry-After asked for.

    `is_unproven`: whoever answered at that address could not prove to be the push service, and was sent nothing.
    """

    outcome: str
    status: int = 0
    wait: int = 0
    is_unproven: bool = False


class VapidTokens:
    """One signed header per push service and key of ours, used again for less than eleven hours.

    A push service takes messages only by the key that the browser subscribed with, so older keys sign as long as they stay.
    It judges a token by its own clock, so it is the machine's clock that counts here.
    """

    def __init__(self, key_file: Path, subject: str, clock: Callable[[], float] = time.time) -> None:
        self._pairs = {public: Vapid02.from_pem(pem.encode()) for public, pem, _ in vapid_keys(key_file)}
        self._current = next(iter(self._pairs))
        self._subject = subject
        self._clock = clock
        self._kept: dict[tuple[str, str], tuple[float, str]] = {}

    def header(self, origin: str, sender_key: str = "") -> str:
        """The `Authorization` header for a push service's origin, by the key that the browser subscribed with."""
        public = self._known(sender_key)
        made_at, header = self._kept.get((origin, public), (float("-inf"), ""))
        if not 0 <= self._clock() - made_at < TOKEN_KEPT_SECONDS:
            made_at = self._clock()
            # A new dict each time: the library writes into the claims that it is given.
            claims = {"sub": self._subject, "aud": origin, "exp": int(made_at) + TOKEN_LIFE_SECONDS}
            header = str(self._pairs[public].sign(claims)["Authorization"])
            self._kept[origin, public] = (made_at, header)
        return header

    def forget(self, origin: str, sender_key: str = "") -> None:
        """Sign anew next time: the push service did not like this one."""
        self._kept.pop((origin, self._known(sender_key)), None)

    def _known(self, sender_key: str) -> str:
        return sender_key if sender_key in self._pairs else self._current


class PushSender:
    """Sends to push services. Use as `async with`; one for the life of a worker."""

    def __init__(
        self,
        tokens: VapidTokens,
        *,
        test_origin: str = "",
        proxies: Proxies | None = None,
        resolver: PublicResolver | None = None,
    ) -> None:
        self._tokens = tokens
        self._test_origin = test_origin
        self._proxies = proxies or Proxies()
        free = free_hosts(test_origin, self._proxies.push, self._proxies.https)
        self._resolver = resolver or PublicResolver(free=free)
        self._slots = asyncio.Semaphore(IN_FLIGHT)

    async def __aenter__(self) -> "PushSender":
        connector = aiohttp.TCPConnector(limit=IN_FLIGHT, resolver=self._resolver, ttl_dns_cache=60)
        self._session = aiohttp.ClientSession(
            connector=connector,
            # Longer times than the threshold are rounded up to whole seconds of the loop's clock.
            timeout=aiohttp.ClientTimeout(total=DEADLINE_SECONDS, ceil_threshold=DEADLINE_SECONDS + 1),
            trust_env=False,
            auto_decompress=False,
            cookie_jar=aiohttp.DummyCookieJar(),
            skip_auto_headers=("User-Agent", "Accept", "Accept-Encoding"),
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._session.close()

    async def send(self, endpoint: str, p256dh: str, auth: str, message: Message, sender_key: str = "") -> Answer:
        """Hand one message to one device's push service and say what became of it. Never raises for what others do."""
        if service_of(endpoint, self._test_origin) is None:
            return Answer("refused")
        async with self._slots:
            try:
                keys = {"p256dh": p256dh, "auth": auth}
                encrypted = WebPusher({"endpoint": endpoint, "keys": keys}).encode(message.payload)["body"]
            except (WebPushException, ValueError, IndexError):
                return Answer("refused")
            return await self._post(endpoint, sender_key, encrypted, message)

    async def _post(self, endpoint: str, sender_key: str, encrypted: bytes, message: Message) -> Answer:
        origin = origin_of(endpoint)
        headers = {
            "Authorization": self._tokens.header(origin, sender_key),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(max(0, min(message.ttl, LONGEST_TTL))),
            "Topic": message.topic,
            "Urgency": message.urgency,
        }
        try:
            async with self._session.post(
                endpoint,
                data=encrypted,
                headers=headers,
                allow_redirects=False,
                proxy=self._proxies.for_push(endpoint) or None,
            ) as response:
                await _read_little(response)
                answer = judged(response.status, response.headers.get("Retry-After", ""))
        except aiohttp.ClientSSLError:
            return Answer("later", is_unproven=True)
        except (aiohttp.ClientError, TimeoutError, OSError):
            return Answer("later")
        if answer.outcome == "key_refused":
            self._tokens.forget(origin, sender_key)
        return answer


def judged(status: int, retry_after: str = "", now: datetime | None = None) -> Answer:
    """What a push service's answer means for us."""
    if status in ACCEPTED:
        return Answer("accepted", status)
    if status in GONE:
        return Answer("gone", status)
    if status in KEY_REFUSED:
        return Answer("key_refused", status)
    if status in AGAIN or status >= 500:
        return Answer("later", status, seconds_to_wait(retry_after, now or datetime.now(UTC)))
    return Answer("refused", status)


def seconds_to_wait(retry_after: str, now: datetime) -> int:
    """`Retry-After` in seconds: a number or a date, at most an hour; 0 for nothing or nonsense."""
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return min(int(text[:12]), LONGEST_WAIT_SECONDS)
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return 0
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(0, min(round((until - now).total_seconds()), LONGEST_WAIT_SECONDS))


async def _read_little(response: aiohttp.ClientResponse) -> None:
    """Read a short answer, so that the connection can be used again; one that goes on is hung up on by the session."""
    await response.content.read(LONGEST_ANSWER)
