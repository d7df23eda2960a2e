"""The server starts quickly because it loads only what every page needs."""

import json
import os
import subprocess
import sys
from typing import Any

HEAVY = {
    "aiohttp", "apprise", "babel", "holidays", "icalendar", "limits", "pyotp", "pywebpush", "segno", "sqlite_utils", "weasyprint",
}  # fmt: skip
START = """
import json, sys
from pwa_server import settings
from pwa_server.operation import serving
from pwa_server.app import application, create_parts
application(create_parts(settings.from_environment()))
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def test_the_server_starts_without_what_only_some_pages_need(parts: Any) -> None:
    folders = {"DATA_DIR": str(parts.settings.data_dir), "KEY_DIR": str(parts.settings.key_dir)}
    started = subprocess.run(
        [sys.executable, "-c", START], env=os.environ | folders, check=True, capture_output=True, text=True, timeout=60
    )
    assert not HEAVY & set(json.loads(started.stdout))
