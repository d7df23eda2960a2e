"""Web Push without any stub: Firefox subscribes for real, at a push service of ours, and decrypts itself."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import tempfile
import threading
import uuid
from collections.abc import Callable
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.sync.client import ClientConnection, connect
from websockets.sync.server import ServerConnection, serve
from websockets.typing import Subprotocol

from tests.support.push_service import Refused, check_request, check_vapid
from tests.support.waiting import free_port, until

_START_WITHIN_SECONDS = 60
_ANSWER_WITHIN_SECONDS = 30
_NOTIFICATIONS = """
navigator.serviceWorker.ready
  .then((registration) => registration.getNotifications())
  .then((list) => list.map(({title, body, tag, lang, dir, data}) => ({title, body, tag, lang, dir, data})))
  .then(JSON.stringify)
"""


class Autopush:
    """Mozilla's push service in small: Firefox keeps a websocket to it, application servers post to `origin`."""

    def __init__(self) -> None:
        self._connection: ServerConnection | None = None
        self._acknowledged = threading.Semaphore(0)
        self.refused: list[str] = []
        self._websocket = serve(
            self._talk, "127.0.0.1", 0, subprotocols=[Subprotocol("push-notification")], compression=None
        )
        self._http = _EndpointServer(("127.0.0.1", 0), self)
        self._threads = [
            threading.Thread(target=self._websocket.serve_forever, daemon=True),
            threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True),
        ]

    @property
    def origin(self) -> str:
        """Where application servers send to: the value for PUSH_TEST_ORIGIN."""
        return f"http://127.0.0.1:{self._http.server_port}"

    @property
    def websocket_url(self) -> str:
        return f"ws://127.0.0.1:{self._websocket.socket.getsockname()[1]}/"

    def wait_until_decrypted(self, timeout: float = 10) -> None:
        """Wait until Firefox says that it has decrypted one more message and given it to the worker."""
        if not self._acknowledged.acquire(timeout=timeout):
            raise TimeoutError(f"Firefox acknowledged nothing within {timeout:g} s; refused: {self.refused}")

    def receive(self, channel: str, headers: dict[str, str], body: bytes) -> int:
        """Pass one posted message on to Firefox; the status is the answer to the application server."""
        try:
            check_request("POST", headers, body)
            check_vapid(headers, self.origin)
        except Refused as refused:
            self.refused.append(str(refused))
            return refused.status
        assert self._connection
        message = {
            "messageType": "notification",
            "channelID": channel,
            "version": uuid.uuid4().hex,
            "ttl": int(headers["ttl"]),
            "data": base64.urlsafe_b64encode(body).rstrip(b"=").decode(),
            "headers": {"encoding": headers["content-encoding"]},
        }
        self._connection.send(json.dumps(message))
        return 201

    def _talk(self, connection: ServerConnection) -> None:
        self._connection = connection
        for text in connection:
            message = json.loads(text)
            if answer := self._answer(message):
                connection.send(json.dumps(answer))
            elif not message:
                connection.send("{}")

    def _answer(self, message: dict[str, Any]) -> dict[str, Any] | None:
        match message.get("messageType"):
            case "hello":
                uaid = message.get("uaid") or uuid.uuid4().hex
                return {"messageType": "hello", "uaid": uaid, "status": 200, "use_webpush": True, "broadcasts": {}}
            case "register":
                channel = message["channelID"]
                endpoint = f"{self.origin}/wpush/{channel}"
                return {"messageType": "register", "channelID": channel, "status": 200, "pushEndpoint": endpoint}
            case "unregister":
                return {"messageType": "unregister", "channelID": message["channelID"], "status": 200}
            case "ack":
                for update in message["updates"]:
                    if update.get("code") == 100:
                        self._acknowledged.release()
        return None

    def __enter__(self) -> Autopush:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._websocket.shutdown()
        for thread in self._threads:
            thread.join()


class Firefox:
    """Debian's Firefox without a window, with one page. `with Autopush() as push, Firefox(push) as firefox:`"""

    def __init__(self, push: Autopush) -> None:
        self._port = free_port()
        self._profile = Path(tempfile.mkdtemp(prefix="firefox-"))
        preferences = _preferences(push.websocket_url)
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in preferences.items()]
        (self._profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
        self._last_id = 0
        self._open = ExitStack()

    def open(self, url: str) -> None:
        self._command("browsingContext.navigate", context=self._page, url=url, wait="complete")

    def evaluate(self, expression: str) -> Any:
        """The value of an expression in the page, awaited, as if a person had tapped."""
        answer = self._command(
            "script.evaluate",
            expression=expression,
            target={"context": self._page},
            awaitPromise=True,
            userActivation=True,
        )
        if answer["type"] == "exception":
            raise AssertionError(answer["exceptionDetails"]["text"])
        return answer["result"].get("value")

    def wait_for(self, expression: str, timeout: float = 10) -> Any:
        """The value of an expression in the page, once it is true."""
        return until(lambda: self.evaluate(expression), expression, timeout)

    def set_cookie(self, origin: str, name: str, value: str) -> None:
        cookie = {"name": name, "value": {"type": "string", "value": value}, "domain": urlsplit(origin).hostname}
        self._command("storage.setCookie", cookie=cookie)

    def grant_notifications(self, origin: str) -> None:
        self._command("permissions.setPermission", descriptor={"name": "notifications"}, state="granted", origin=origin)

    def notifications(self) -> list[dict[str, Any]]:
        """What is shown now: title, body, tag, lang, dir, data."""
        shown: list[dict[str, Any]] = json.loads(self.evaluate(_NOTIFICATIONS))
        return shown

    def wait_for_notification(self, timeout: float = 10) -> list[dict[str, Any]]:
        return until(self.notifications, "a notification in Firefox", timeout)

    def _command(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._last_id += 1
        self._connection.send(json.dumps({"id": self._last_id, "method": method, "params": parameters}))
        answer = self._read_answer(self._last_id)
        if answer.get("type") == "error":
            raise AssertionError(f"{method}: {answer['error']} {answer['message'][:300]}")
        result: dict[str, Any] = answer["result"]
        return result

    def _read_answer(self, number: int) -> dict[str, Any]:
        while True:
            message: dict[str, Any] = json.loads(self._connection.recv(timeout=_ANSWER_WITHIN_SECONDS))
            if message.get("id") == number:
                return message

    def _connect(self) -> ClientConnection | None:
        if self._process.poll() is not None:
            raise AssertionError(f"Firefox ended with {self._process.returncode}")
        try:
            address = f"ws://127.0.0.1:{self._port}/session"
            return self._open.enter_context(connect(address, max_size=None, compression=None, proxy=None))
        except (OSError, InvalidHandshake, ConnectionClosed):
            return None

    def __enter__(self) -> Firefox:
        options = ["--headless", "--no-remote", "-profile", str(self._profile)]
        self._process = subprocess.Popen(
            [
                shutil.which("firefox-esr") or "firefox",
                *options,
                f"--remote-debugging-port={self._port}",
                "about:blank",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            connection = until(self._connect, "Firefox to start", _START_WITHIN_SECONDS, every=0.1)
            assert connection
            self._connection = connection
            self._command("session.new", capabilities={})
            self._page = self._command("browsingContext.getTree")["contexts"][0]["context"]
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def _end(self) -> None:
        self._open.close()
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(10)
        shutil.rmtree(self._profile, ignore_errors=True)


def _preferences(websocket_url: str) -> dict[str, str | bool | int]:
    return {
        "dom.push.serverURL": websocket_url,
        "dom.push.testing.allowInsecureServerURL": True,
        "dom.push.connection.enabled": True,
        "dom.push.loglevel": "off",
        "dom.serviceWorkers.enabled": True,
        "alerts.useSystemBackend": False,
        "dom.webnotifications.requireuserinteraction": False,
        "browser.startup.page": 0,
        "browser.shell.checkDefaultBrowser": False,
        **dict.fromkeys(
            (
                "app.update.enabled",
                "app.normandy.enabled",
                "browser.safebrowsing.malware.enabled",
                "browser.safebrowsing.phishing.enabled",
                "datareporting.policy.dataSubmissionEnabled",
                "extensions.update.enabled",
                "network.captive-portal-service.enabled",
                "network.connectivity-service.enabled",
                "toolkit.telemetry.enabled",
            ),
            False,
        ),
        "services.settings.server": "data:,#remote-settings-dummy/v1",
    }


class _EndpointServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], push: Autopush) -> None:
        super().__init__(address, _EndpointHandler)
        self.push: Autopush = push


class _EndpointHandler(BaseHTTPRequestHandler):
    server: _EndpointServer
    protocol_version = "HTTP/1.1"
    log_message: Callable[..., None] = lambda *_: None

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        status = self.server.push.receive(self.path.rsplit("/", 1)[1], headers, body)
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()
