"""The service worker's script: our files as one, with the build and the shell's files filled in."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from pwa_server.web.static_files import FOLDER as STATIC
from pwa_server.web.static_files import StaticFiles, joined, style_mark
from pwa_server.web.templating import build_id

FOLDER = Path(__file__).resolve().parents[2] / "service_worker"
# In the order in which they lean on each other; the outbox is the pages' own.
PARTS = (
    STATIC / "js" / "outbox.js",
    FOLDER / "copies.js",
    FOLDER / "shell.js",
    FOLDER / "push.js",
    FOLDER / "service_worker.js",
)
SHELL = ("css/phone.css", "js/app.js", "icons/favicon.svg")


@lru_cache(maxsize=8)
def worker_script(static: StaticFiles, release: str = "") -> str:
    """The worker of this build. A changed page, text, script or release makes another build."""
    script = joined(PARTS)
    known = (static.build, build_id(), release, script)
    constants = {
        "STYLE": style_mark(static),
        "BUILD": hashlib.sha256("\n".join(known).encode()).hexdigest()[:12],
        "ASSETS": [static.url(name) for name in SHELL],
        "ICON": static.url("icons/icon-192.png"),
        "BADGE": static.url("icons/badge-96.png"),
    }
    filled_in = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in constants.items())
    return f'"use strict";\n{filled_in}{script}'


@lru_cache(maxsize=1)
def kill_switch() -> str:
    """The script that takes a harmful worker off every phone that asks for it."""
    return joined([FOLDER / "kill_switch.js"])
