"""A site of four answers, for the tests of the test tools. Started as a program it takes the place of the real one."""

from __future__ import annotations

import os
import signal
import sys
import threading

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; worker-src 'self'; img-src 'self'"
)
GOOD_PAGE = """<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>اليوم</title>
<meta name="viewport" content="width=device-width"></head><body><main><h1>اليوم</h1>
<form action="/send" method="post"><label>الاسم <input name="name"></label><button>إرسال</button></form>
<p lang="de">Die Hilfe ist freiwillig.</p></main><script src="/page.js"></script></body></html>"""
FAULTY_PAGE = """<!doctype html><html lang="de"><head><meta charset="utf-8"><title> </title></head><body>
<h1>Eins</h1><h1 id="a">Zwei</h1><input name="x"><form></form><i id="a" style="color:red"></i>
<img src="http://other.example/pixel.png"><p>Die Hilfe ist freiwillig.</p><p>Noch 3 Tage</p>
<div>weit<pre>{wide}</pre></div><button aria-label="Heute"></button></body></html>"""
SCRIPT = 'navigator.serviceWorker.register("/worker.js");'
WORKER = """
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(clients.claim()));
self.addEventListener("fetch", (event) => {
  if (event.request.mode !== "navigate") return;
  event.respondWith(fetch(event.request).then((answer) => {
    const copy = answer.clone();
    event.waitUntil(caches.open("pages").then((cache) => cache.put(event.request.url, copy)));
    return answer;
  }, () => caches.match(event.request.url)));
});
self.addEventListener("push", (event) => {
  const {notification} = event.data.json();
  event.waitUntil(registration.showNotification(notification.title, {...notification, data: notification.navigate}));
});
self.addEventListener("notificationclick", (event) => event.waitUntil((async () => {
  const [window] = await clients.matchAll({type: "window"});
  if (!window) return clients.openWindow(event.notification.data);
  await window.focus();
  await window.navigate(event.notification.data);
})()));
"""


def _page(text: str) -> HTMLResponse:
    return HTMLResponse(text, headers={"Content-Security-Policy": POLICY})


async def good(_: Request) -> Response:
    return _page(GOOD_PAGE)


async def faulty(_: Request) -> Response:
    return _page(FAULTY_PAGE.replace("{wide}", "w" * 500))


async def script(_: Request) -> Response:
    return Response(SCRIPT, media_type="text/javascript")


async def worker(_: Request) -> Response:
    return Response(WORKER, media_type="text/javascript")


async def health(_: Request) -> Response:
    return JSONResponse({"ok": True})


async def bytes_of(request: Request) -> Response:
    return Response(b"x" * request.path_params["size"])


app = Starlette(
    routes=[
        Route("/", good),
        Route("/plan", good),
        Route("/faulty", faulty),
        Route("/page.js", script),
        Route("/worker.js", worker),
        Route("/healthz", health),
        Route("/bytes/{size:int}", bytes_of),
    ]
)


def main() -> None:
    command = sys.argv[1]
    print(f"{command} in {os.environ['DATA_DIR']}", flush=True)
    if command == "serve":
        uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]), log_level="warning")
    elif command == "worker":
        ended = threading.Event()
        signal.signal(signal.SIGTERM, lambda *_: ended.set())
        ended.wait()
    elif command == "fail":
        sys.exit("it failed on purpose")


if __name__ == "__main__":
    main()
