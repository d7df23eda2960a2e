"""Reminders by SMS, through whichever gateway the office has: Apprise speaks to it, we listen to what it answers.

Apprise says of a sending only whether it went well. Whether to try again, and when, stands in the gateway's answer; so
the answer is overheard where the HTTP library hands it over, in the thread that sends and only while it does. Redirects
are not followed and a short answer is read.
"""

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from pwa_server.notify.proxies import Proxies
from pwa_server.notify.push import Answer, judged

CONNECT_SECONDS = 5
READ_SECONDS = 10
DEADLINE_SECONDS = 20
LONGEST_ANSWER = 4096
TO, ID = "{to}", "{id}"
# Kinds of addresses that name the gateway's host themselves.
OWN_GATEWAYS = frozenset({"json", "jsons", "form", "forms", "xml", "xmls"})
_heard = threading.local()


class SmsChannel:
    """`url` is an Apprise URL with `{to}` where the number stands, and `{id}` where the gateway knows repeats by it."""

    def __init__(self, url: str, proxies: Proxies | None = None) -> None:
        self._url = url
        self._proxies = proxies or Proxies()

    async def send(self, reminder_id: str, to: str, text: str) -> Answer:
        """Hand one message to the gateway and say what became of it. Never raises for what others do."""
        try:
            async with asyncio.timeout(DEADLINE_SECONDS):
                return await asyncio.to_thread(self._send, reminder_id, to, text)
        except TimeoutError:
            return Answer("later")

    def _send(self, reminder_id: str, to: str, text: str) -> Answer:
        url = self._url.replace(TO, quote(to, safe="")).replace(ID, quote(reminder_id, safe=""))
        service = _plugins()(url)
        if service is None:
            return Answer("refused")
        service.socket_connect_timeout, service.socket_read_timeout = CONNECT_SECONDS, READ_SECONDS
        _heard.answer, _heard.listening, _heard.proxies = None, True, self._proxies
        try:
            taken = service.notify(body=text)
        finally:
            _heard.listening = False
        heard: Answer | None = _heard.answer
        if taken:
            return Answer("accepted", heard.status if heard else 0)
        if heard is None:
            return Answer("later")
        # A gateway may say 200 and mean no; and a key that it does not take is the operator's to mend.
        if heard.outcome == "accepted":
            return Answer("refused", heard.status)
        return Answer("later", heard.status) if heard.outcome == "key_refused" else _lasting(heard)


def _lasting(heard: Answer) -> Answer:
    return Answer("refused", heard.status) if heard.outcome == "gone" else heard


def is_gateway(url: str) -> bool:
    """Whether Apprise knows this kind of address and the number has its place in it."""
    return TO in url and _plugins()(url.replace(TO, "%2B4917600000000").replace(ID, "1")) is not None


def gateway_of(url: str) -> str:
    """Where the gateway is, or '' where only the sending itself finds out."""
    service = _plugins()(url.replace(TO, "%2B4917600000000").replace(ID, "1"))
    known = str(getattr(service, "notify_url", "") or "")
    if known.startswith(("https://", "http://")):
        return "" if "{" in known.split("/")[2] else known
    if str(getattr(service, "schema", "")) not in OWN_GATEWAYS:
        return ""
    port = f":{service.port}" if service.port else ""
    return f"http{'s' if service.secure else ''}://{service.host}{port}"


@lru_cache(maxsize=1)
def _plugins() -> Callable[[str], Any]:
    """Apprise, loaded when the first SMS is sent: it takes a quarter of a second that no start should wait for."""
    import apprise
    import requests

    # Its log lines hold addresses and texts.
    logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)
    requests.Session.send = _overheard(requests.Session.send)  # type: ignore[method-assign]
    asset = apprise.AppriseAsset(app_id="Wegplan", async_mode=False, http_redirects=False)
    return lambda url: apprise.Apprise.instantiate(url, asset=asset)


def _overheard(send: Callable[..., Any]) -> Callable[..., Any]:
    def listening(session: Any, request: Any, **options: Any) -> Any:
        if not getattr(_heard, "listening", False):
            return send(session, request, **options)
        proxy = _heard.proxies.for_https(request.url)
        options |= {"allow_redirects": False, "stream": True, "proxies": {"https": proxy} if proxy else {}}
        response = send(session, request, **options)
        _read_little(response)
        _heard.answer = judged(response.status_code, response.headers.get("Retry-After", ""))
        return response

    return listening


def _read_little(response: Any) -> None:
    """Read the beginning of an answer, and hang up on one that goes on."""
    began, taken = time.monotonic(), b""
    try:
        for piece in response.iter_content(1024):
            taken += piece
            if len(taken) > LONGEST_ANSWER or time.monotonic() - began > READ_SECONDS:
                break
    finally:
        response.close()
    response._content, response._content_consumed = taken[:LONGEST_ANSWER], True
