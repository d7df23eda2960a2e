"""Debian's Chromium as people use it: phone and desk, permissions, offline, service worker, push."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Literal
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    BrowserType,
    CDPSession,
    ConsoleMessage,
    Page,
    Request,
    WebError,
    Worker,
)

Permission = Literal["notifications", "background-sync", "persistent-storage", "camera", "microphone"]
PermissionState = Literal["granted", "denied", "prompt"]

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A microphone that beeps, for whoever was allowed to use it.
    "--use-fake-device-for-media-stream",
]
PHONE = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
DESK = {"viewport": {"width": 1280, "height": 800}}
WAIT_MILLISECONDS = 10_000

_REPORT_VIOLATIONS = """
addEventListener("securitypolicyviolation", (event) =>
  reportPolicyViolation(`${event.effectiveDirective} ${event.blockedURI} on ${location.pathname}`));
"""
_NOTIFICATIONS = """
() => navigator.serviceWorker.ready
  .then((registration) => registration.getNotifications())
  .then((list) => list.map(({title, body, tag, lang, dir, data}) => ({title, body, tag, lang, dir, data})))
"""
_CLICK = """
async ({tag, action}) => {
  const calls = [];
  const notifications = await registration.getNotifications();
  const notification = notifications.find((one) => tag === null || one.tag === tag);
  if (!notification) throw new Error(`no notification with tag ${tag}`);
  const original = [clients.openWindow, WindowClient.prototype.focus, WindowClient.prototype.navigate];
  clients.openWindow = async (url) => { calls.push(["open", new URL(url, location).href]); return null; };
  WindowClient.prototype.focus = async function () { calls.push(["focus", this.url]); return this; };
  WindowClient.prototype.navigate = function (url) {
    calls.push(["navigate", new URL(url, location).href]);
    return original[2].call(this, url);
  };
  const event = new NotificationEvent("notificationclick", {notification, action});
  const waitedFor = [];
  event.waitUntil = (promise) => waitedFor.push(promise);
  dispatchEvent(event);
  const results = await Promise.allSettled(waitedFor);
  [clients.openWindow, WindowClient.prototype.focus, WindowClient.prototype.navigate] = original;
  const failed = results.find((result) => result.status === "rejected");
  if (failed) throw failed.reason;
  return calls;
}
"""


def launch(browser_type: BrowserType) -> Browser:
    """Start the Chromium of the system, without a window."""
    return browser_type.launch(executable_path=shutil.which("chromium"), headless=True, args=ARGUMENTS)


class Watch:
    """What must not happen while pages are open: policy violations, errors on the console, requests to other hosts."""

    def __init__(self, context: BrowserContext, origin: str) -> None:
        self._origin = origin
        self.policy_violations: list[str] = []
        self.console_errors: list[str] = []
        self.failed_loads: list[str] = []
        self.foreign_requests: list[str] = []
        context.expose_binding("reportPolicyViolation", lambda _, text: self.policy_violations.append(text))
        context.add_init_script(_REPORT_VIOLATIONS)
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("request", self._request)

    def problems(self) -> list[str]:
        """All of it in words. Answers of 4xx and 5xx and requests made offline are no problems: see `failed_loads`."""
        return [
            *(f"policy violation: {text}" for text in self.policy_violations),
            *(f"console: {text}" for text in self.console_errors),
            *(f"request to another host: {url}" for url in self.foreign_requests),
        ]

    def take_problems(self) -> list[str]:
        """The problems since the last time that somebody asked."""
        found = self.problems()
        for seen in (self.policy_violations, self.console_errors, self.foreign_requests):
            seen.clear()
        return found

    def _console(self, message: ConsoleMessage) -> None:
        if message.type != "error":
            return
        is_load = message.text.startswith("Failed to load resource")
        (self.failed_loads if is_load else self.console_errors).append(message.text)

    def _error(self, error: WebError) -> None:
        self.console_errors.append(str(error.error))

    def _request(self, request: Request) -> None:
        url = urlsplit(request.url)
        if url.scheme in ("http", "https", "ws", "wss") and f"{url.scheme}://{url.netloc}" != self._origin:
            self.foreign_requests.append(request.url)


class Device:
    """One person's phone or desk: a browser profile of its own that knows one server."""

    def __init__(self, browser: Browser, origin: str, kind: dict[str, Any], language: str, **options: Any) -> None:
        self.origin = origin
        self.context = browser.new_context(
            **{**kind, "base_url": origin, "locale": language, "timezone_id": "Europe/Berlin", **options}
        )
        self.context.set_default_timeout(WAIT_MILLISECONDS)
        self.watch = Watch(self.context, origin)

    def open(self, path: str = "/", page: Page | None = None) -> Page:
        """A page at a path of the server, in a new tab unless one is given."""
        page = page or self.context.new_page()
        page.goto(path)
        return page

    @contextmanager
    def offline(self) -> Iterator[None]:
        """No network, neither for pages nor for the service worker."""
        self.context.set_offline(True)
        try:
            yield
        finally:
            self.context.set_offline(False)

    def set_permission(self, page: Page, name: Permission, state: PermissionState) -> None:
        """What the browser answers for this profile. With `prompt` nobody is asked: requestPermission() says no."""
        session = self.context.new_cdp_session(page)  # stays open: its end would take the permission back
        profile = session.send("Target.getTargetInfo")["targetInfo"]["browserContextId"]
        session.send(
            "Browser.setPermission",
            {"permission": {"name": name}, "setting": state, "origin": self.origin, "browserContextId": profile},
        )

    def service_worker(self, page: Page) -> ServiceWorkerControl:
        return ServiceWorkerControl(self, page)

    def close(self) -> None:
        self.context.close()


class ServiceWorkerControl:
    """The service worker of a page, driven from outside."""

    def __init__(self, device: Device, page: Page) -> None:
        self._device = device
        self._page = page
        self._registrations: dict[str, dict[str, Any]] = {}
        self._events: list[dict[str, Any]] = []
        self._session = self._open_session()

    def wait_until_active(self) -> None:
        self._page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")

    def wait_until_in_control(self) -> None:
        self._page.wait_for_function("() => navigator.serviceWorker.controller !== null")

    def run(self, script: str) -> Any:
        """What a function answers that runs inside the worker."""
        return self._worker().evaluate(script)

    def stop(self) -> None:
        """Stop the running worker, as a phone does: the next event starts it cold."""
        self._session.send("ServiceWorker.stopAllWorkers")

    def deliver_push(self, data: str) -> list[dict[str, Any]]:
        """Let a push message arrive and wait until the worker is done with it. Answers the notifications shown then.

        `data` is the decrypted text. The list is asked for once: asking while a notification is being shown loses it.
        """
        self._events.clear()
        message = {"origin": self._device.origin, "registrationId": self._registration_id(), "data": data}
        self._session.send("ServiceWorker.deliverPushMessage", message)
        self._wait(lambda: any(event["eventName"] == "Push event completed" for event in self._events), "push event")
        return self.notifications()

    def notifications(self) -> list[dict[str, Any]]:
        """What is shown now: title, body, tag, lang, dir, data."""
        shown: list[dict[str, Any]] = self._page.evaluate(_NOTIFICATIONS)
        return shown

    def click(self, tag: str | None = None, action: str = "") -> list[tuple[str, str]]:
        """Tap a notification, inside the worker. Answers what the worker did: ("open" | "focus" | "navigate", url).

        No person tapped, so the browser would refuse to open a window or to focus one; both are noted instead.
        """
        calls = self._worker().evaluate(_CLICK, {"tag": tag, "action": action})
        return [(name, url) for name, url in calls]

    def dispatch_sync(self, tag: str, *, last_chance: bool = False) -> None:
        """Fire the `sync` event as the browser does when the network is back."""
        self._session.send(
            "ServiceWorker.dispatchSyncEvent",
            {
                "origin": self._device.origin,
                "registrationId": self._registration_id(),
                "tag": tag,
                "lastChance": last_chance,
            },
        )

    def cached_paths(self) -> dict[str, list[str]]:
        """What the caches hold: the paths by cache name."""
        held: dict[str, list[str]] = self._page.evaluate(
            """async () => Object.fromEntries(await Promise.all((await caches.keys()).map(async (name) => {
              const requests = await (await caches.open(name)).keys();
              return [name, requests.map((request) => new URL(request.url).pathname).sort()];
            })))"""
        )
        return held

    def _open_session(self) -> CDPSession:
        session = self._device.context.new_cdp_session(self._page)
        session.on("ServiceWorker.workerRegistrationUpdated", self._registrations_changed)
        session.on(
            "BackgroundService.backgroundServiceEventReceived",
            lambda event: self._events.append(event["backgroundServiceEvent"]),
        )
        session.send("ServiceWorker.enable")
        session.send("BackgroundService.startObserving", {"service": "pushMessaging"})
        session.send("BackgroundService.setRecording", {"shouldRecord": True, "service": "pushMessaging"})
        return session

    def _registrations_changed(self, event: dict[str, Any]) -> None:
        for registration in event["registrations"]:
            self._registrations[registration["registrationId"]] = registration

    def _registration_id(self) -> str:
        def found() -> str | None:
            ours = (
                name
                for name, registration in self._registrations.items()
                if registration["scopeURL"].startswith(self._device.origin) and not registration["isDeleted"]
            )
            return next(ours, None)

        self.wait_until_active()
        self._wait(lambda: found() is not None, "the registration")
        return found() or ""

    def _worker(self) -> Worker:
        self._wait(lambda: bool(self._device.context.service_workers), "the worker")
        return self._device.context.service_workers[-1]

    def _wait(self, condition: Callable[[], bool], what: str) -> None:
        """Let the browser work until the condition holds."""
        for _ in range(WAIT_MILLISECONDS // 10):
            if condition():
                return
            self._page.evaluate("() => new Promise((done) => setTimeout(done, 10))")
        raise TimeoutError(f"waited {WAIT_MILLISECONDS} ms for {what}")
