"""Nothing goes to an authority by itself: the program opens connections to push services, the mail server and the SMS gateway only.

What leaves otherwise leaves in an answer to the person who asked for it.
"""

import ast
import re
from pathlib import Path

import pytest

from pwa_server.domain.push_endpoints import HOSTS, SUFFIXES
from pwa_server.routes import ROUTES

ROOT = Path(__file__).resolve().parents[2]
CODE = ROOT / "pwa_server"
# What can open a connection or start another program that might, and who may use it.
OUTWARD = {
    "aiohttp", "httpx", "requests", "urllib3", "urllib.request", "http.client", "smtplib", "ftplib", "imaplib", "poplib",
    "socket", "ssl", "subprocess", "pywebpush", "apprise", "xmlrpc", "telnetlib", "paramiko",
}  # fmt: skip
MAY = {
    "notify/push.py": {"aiohttp", "pywebpush"},
    "notify/push_services.py": {"aiohttp", "socket"},
    "notify/mails.py": {"smtplib", "ssl"},
    # Reads what a mail server answered; the gateway for SMS is the operator's.
    "notify/mail_channel.py": {"smtplib"},
    "notify/sms_channel.py": {"apprise", "requests"},
    # `check` asks whether push services and the mail server can be reached, and says so to the operator.
    "operation/outside.py": {"http.client", "smtplib", "socket", "ssl"},
    # Only the library's own reading of NO_PROXY.
    "notify/proxies.py": {"urllib.request"},
    # Litestream is asked how far its copy is.
    "operation/replica.py": {"subprocess"},
    # `serve` looks whether its own port is free.
    "operation/startup.py": {"socket"},
    # `serve` is handed the socket that it answers on.
    "operation/serving.py": {"socket"},
    # A PDF is made by a program of this machine without a network.
    "web/pdf.py": {"subprocess"},
}
COMPANIES = {"Google", "Mozilla", "Apple", "Microsoft"}


def modules() -> list[Path]:
    return sorted(CODE.rglob("*.py"))


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return {name for name in OUTWARD if any(one == name or one.startswith(name + ".") for one in found)}


@pytest.mark.requirement("R17")
@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(CODE).as_posix())
def test_only_reminders_and_mails_go_out(path: Path) -> None:
    assert imports(path) <= MAY.get(path.relative_to(CODE).as_posix(), set())


@pytest.mark.requirement("R17")
def test_messages_go_to_services_of_browsers_only() -> None:
    assert {*HOSTS.values(), *SUFFIXES.values()} == COMPANIES


@pytest.mark.requirement("R17")
def test_pages_and_scripts_name_no_host_to_send_to() -> None:
    places = [*(ROOT / "static" / "js").rglob("*.js"), *(ROOT / "service_worker").rglob("*.js")]
    for path in (*places, *(CODE / "templates").rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        assert not re.search(
            r"(?:fetch|sendBeacon|WebSocket|EventSource|XMLHttpRequest)\(\s*[\"'`](?:https?:|wss?:|//)", text
        ), path
        assert not re.search(r"<form\b[^>]*action=\"(?:https?:)?//", text), path


@pytest.mark.requirement("R17")
def test_no_route_is_made_for_an_authority() -> None:
    assert not [
        route.path for route in ROUTES if re.search(r"authorit|behoerd|jobcenter|auslaender|export/case", route.path)
    ]
