"""What a first visit and a visit without network cost in a real browser."""

import re
import statistics
import threading
import urllib.request
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import brotli
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from pwa_server.settings import Settings
from tests.bench.big_world import build
from tests.support.chromium import launch
from tests.support.latency_proxy import LatencyProxy
from tests.support.server import Installation
from tests.support.waiting import until

ROUNDS = 5
PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
# The worker notes this entry when it has all pages.
WHOLE_PLAN_IS_STORED = "async () => Boolean(await caches.match('/__kept'))"
LARGEST = """() => new Promise(done => new PerformanceObserver(list => done(list.getEntries().at(-1).startTime))
  .observe({type: "largest-contentful-paint", buffered: true}))"""


def measure(root: Path, tell: Callable[..., None]) -> None:
    """All browser budgets."""
    installation = Installation(root / "browser")
    settings = Settings(data_dir=installation.data_dir, key_dir=installation.key_dir)
    token = next(token for token in build(settings, 3) if token)
    with installation.serve(), sync_playwright() as playwright:
        browser = launch(playwright.chromium)
        _first_visit_bytes(browser, installation, token, tell)
        _first_paint_bytes(installation, token, tell)
        _first_visit_slow(browser, installation, token, tell)
        _repeat_visit_offline(browser, installation, token, tell)
        browser.close()


def _context(browser: Browser, origin: str, token: str = "", **options: Any) -> BrowserContext:
    context = browser.new_context(viewport={"width": 360, "height": 740}, **options)
    if token:
        context.add_cookies([{"name": "s", "value": token, "url": origin}])
    return context


def _first_visit_bytes(browser: Browser, installation: Installation, token: str, tell: Callable[..., None]) -> None:
    """Sign-in page, then Today, with the plan's copy counted apart: what the page itself has loaded, and all the rest."""
    with LatencyProxy(installation.port, round_trip=0, bytes_per_second=10**9) as proxy:
        context = _context(browser, proxy.origin, service_workers="block")
        page = context.new_page()
        page.goto(f"{proxy.origin}/sign-in", wait_until="networkidle")
        context.add_cookies([{"name": "s", "value": token, "url": proxy.origin}])
        page.goto(f"{proxy.origin}/today", wait_until="networkidle")
        visit = proxy.down_bytes
        context.close()
    tell("first_visit_bytes", visit, "bytes", 35_000, visit / 35_000)
    with LatencyProxy(installation.port, round_trip=0, bytes_per_second=10**9) as proxy:
        context = _context(browser, proxy.origin, token)
        page = context.new_page()
        page.goto(f"{proxy.origin}/today", wait_until="networkidle")
        until(lambda: page.evaluate(WHOLE_PLAN_IS_STORED), "the whole plan to be stored", timeout=30)
        stored = proxy.down_bytes - visit
        context.close()
    tell("store_plan_bytes", stored, "bytes", 60_000, stored / 60_000)


def _first_paint_bytes(installation: Installation, token: str, tell: Callable[..., None]) -> None:
    request = urllib.request.Request(
        f"{installation.origin}/today", headers={"Cookie": f"s={token}", "Accept-Encoding": "br"}
    )
    size = len(urllib.request.urlopen(request).read())
    tell("first_paint_bytes", size, "bytes", 14_000, size / 14_000)


def _first_visit_slow(browser: Browser, installation: Installation, token: str, tell: Callable[..., None]) -> None:
    """30 KB/s, 300 ms round trip, a quarter of the CPU: largest paint of Today against the same text and style alone."""
    ours, floor = [], []
    still = _still_page(installation, token)
    with LatencyProxy(installation.port, round_trip=0.3, bytes_per_second=30_000) as proxy:
        for _ in range(ROUNDS):
            ours.append(_largest_paint(browser, proxy.origin, token, "/today", None))
            floor.append(_largest_paint(browser, proxy.origin, token, "/today", still))
    tell(
        "first_visit_slow",
        statistics.median(ours),
        "ms",
        statistics.median(floor),
        statistics.median(ours) / statistics.median(floor),
    )


def _still_page(installation: Installation, token: str) -> bytes:
    """Today's HTML with its inline style and without scripts, as the static page to compare with."""
    request = urllib.request.Request(f"{installation.origin}/today", headers={"Cookie": f"s={token}"})
    html = urllib.request.urlopen(request).read().decode()
    return re.sub(
        r"<script.*?</script>|<link rel=\"(?:manifest|icon|apple-touch-icon)\"[^>]*>", "", html, flags=re.DOTALL
    ).encode()


def _largest_paint(browser: Browser, origin: str, token: str, path: str, still: bytes | None) -> float:
    context = _context(browser, origin, token, service_workers="block")
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    if still is not None:
        with StaticPage(still) as (static_origin, _):
            page.goto(static_origin, wait_until="load")
            return _closed(context, float(page.evaluate(LARGEST)))
    page.goto(origin + path, wait_until="load")
    return _closed(context, float(page.evaluate(LARGEST)))


def _closed(context: BrowserContext, value: float) -> float:
    context.close()
    return value


class StaticPage:
    """A static page behind the same slow link."""

    def __init__(self, html: bytes) -> None:
        self._body = brotli.compress(html, quality=5)

    def __enter__(self) -> tuple[str, LatencyProxy]:
        body = self._body

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                pass

            def do_GET(self) -> None:
                self.send_response(200)
                for name, value in (
                    ("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "br"),
                    ("Content-Length", str(len(body))), ("Cache-Control", "no-store"),
                ):  # fmt: skip
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self._proxy = LatencyProxy(self._server.server_port, round_trip=0.3, bytes_per_second=30_000)
        self._proxy.__enter__()
        return self._proxy.origin, self._proxy

    def __exit__(self, *_: object) -> None:
        self._proxy.__exit__(None, None, None)
        self._server.shutdown()
        self._server.server_close()


def _repeat_visit_offline(browser: Browser, installation: Installation, token: str, tell: Callable[..., None]) -> None:
    """Today from the worker's copy with the network off, against a static page from the same cache."""
    context = _context(browser, installation.origin, token)
    page = context.new_page()
    page.goto(f"{installation.origin}/today", wait_until="networkidle")
    until(lambda: page.evaluate(WHOLE_PLAN_IS_STORED), "the whole plan to be stored", timeout=30)
    page.evaluate(
        """async () => { const name = (await caches.keys()).find(key => key.startsWith("plan-"));
        const cache = await caches.open(name); const copy = await cache.match("/today");
        const still = (await copy.text()).replace(/<script[^]*?<\\/script>/g, "");
        await cache.put("/help", new Response(still, {headers: copy.headers})); }"""
    )
    context.set_offline(True)
    ours, floor = [], []
    for _ in range(ROUNDS):
        for path, times in (("/today", ours), ("/help", floor)):
            page.goto(installation.origin + path, wait_until="load")
            times.append(float(page.wait_for_function(PAINT).json_value()))
    context.close()
    tell(
        "repeat_visit_offline",
        statistics.median(ours),
        "ms",
        statistics.median(floor),
        statistics.median(ours) / statistics.median(floor),
    )
