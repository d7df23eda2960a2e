"""What makes a web page an app: the service worker, the manifest in each language, the page for "no network"."""

import hashlib
import json
from typing import Any

from starlette.responses import Response

from pwa_server.domain.problems import N_
from pwa_server.i18n.languages import Language
from pwa_server.web.static_files import StaticFiles, compress
from pwa_server.web.visit import Visit
from pwa_server.web.worker_script import kill_switch, worker_script

DAY_SECONDS = 24 * 3600
SHORTCUTS = (("/today", N_("Heute")), ("/meetings", N_("Termine")), ("/help", N_("Hilfe")))


async def show_worker(visit: Visit) -> Response:
    """The service worker; the kill switch where the installation has turned the worker off."""
    settings = visit.parts.settings
    script = worker_script(visit.parts.static, settings.release) if settings.service_worker else kill_switch()
    return public(visit, script, "text/javascript", "no-cache", {"Service-Worker-Allowed": "/"})


async def show_manifest(visit: Visit) -> Response:
    """The manifest in the language of `?lang=`: browsers fetch it without cookies."""
    text = json.dumps(manifest(visit, visit.language), ensure_ascii=False)
    return public(visit, text, "application/manifest+json", f"public, max-age={DAY_SECONDS}")


def manifest(visit: Visit, language: Language) -> dict[str, Any]:
    """One app in every language: the same `id` and a name that says nothing about its reader."""
    return {
        "id": "/",
        "name": "Wegplan",
        "short_name": "Wegplan",
        "lang": language.tag,
        "dir": language.dir,
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#faf6ef",
        "theme_color": "#faf6ef",
        "icons": icons(visit.parts.static),
        "shortcuts": [{"name": visit.say(name), "url": path} for path, name in SHORTCUTS],
    }


def icons(static: StaticFiles) -> list[dict[str, str]]:
    """Two sizes for any place, and one with room around it for launchers that cut."""
    wanted = (("icon-192", "192x192", "any"), ("icon-512", "512x512", "any"), ("maskable-512", "512x512", "maskable"))
    return [
        {"src": static.url(f"icons/{name}.png"), "sizes": sizes, "type": "image/png", "purpose": purpose}
        for name, sizes, purpose in wanted
    ]


async def show_offline(visit: Visit) -> Response:
    """What a phone shows without network and without a copy: what one can do, whom one can call."""
    offices = visit.read.rows("installation.offices")
    html = visit.render("everyone/offline.html", offices=offices, reader=None, quick_exit=False, issued=None)
    return public(visit, html, "text/html", "no-cache", {"Content-Language": visit.language.tag})


def public(visit: Visit, text: str, media_type: str, cache: str, headers: dict[str, str] | None = None) -> Response:
    """An answer that belongs to nobody: with a tag, so that the second time nothing travels."""
    body = text.encode()
    tag = f'W/"{hashlib.sha256(body).hexdigest()[:20]}"'
    vary = "Accept-Encoding, Accept-Language, Cookie, Keep-Copy"
    common = {"Cache-Control": cache, "ETag": tag, "Vary": vary, **(headers or {})}
    if tag in visit.request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=common)
    encoding, body = compress(body, visit.request.headers.get("accept-encoding", ""))
    if encoding:
        common["Content-Encoding"] = encoding
    return Response(body, headers=common, media_type=media_type)
