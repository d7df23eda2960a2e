"""sqlmap, which knows every way into a statement that people have found, finds none here; and it does find one that is there."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from pwa_server.storage.sqlite import sqlite3
from tests.access.expected import filled
from tests.support.effort import count
from tests.support.world_server import WorldServer, world_server

SQLMAP = Path(sys.executable).with_name("sqlmap")
# Who asks, what, and the fields of the form.
TARGETS = [
    ("karin", "/desk/cases?q=a", ""),
    ("", "/sign-in/name", "name=haus-sonne-24&secret=739164"),
    ("", "/code", "c=ABCD-EFGH"),
    ("", "/forgotten", "email=karin@example.org"),
    ("ada", "/office/partners?q=a", ""),
    ("ada", "/office/numbers?period=2026-q4", ""),
    ("ada", "/office/offers?page=1", ""),
    ("amina", "/help?step={amina.standard.step1}", ""),
    ("amina", "/help", "obstacle=worry&words=a&step_id={amina.standard.step1}"),
    ("amina", "/goals/{amina.standard.goal}*", ""),
    ("mona", "/mentor/clients/{mona.grant}*", ""),
    ("karin", "/desk/cases/{amina.case}/contacts", "kind=phone&on_day=2026-11-20&reached=yes&sentence=a"),
]
FOUND = "identified the following injection point"
NONE = "do not appear to be injectable"


def scan(folder: Path, url: str, form: str = "", cookie: str = "", technique: str = "BEU") -> str:
    """What sqlmap says about one address. It is told which database it is, so that it tries what is worth trying."""
    command = [
        str(SQLMAP),
        "--batch",
        "-u",
        url,
        "--dbms=sqlite",
        f"--technique={technique}",
        "--flush-session",
        "--disable-coloring",
    ]
    command += ["--output-dir", str(folder), "--skip-waf", "--ignore-code=401,422", "-H", "Sec-Fetch-Site: same-origin"]
    command += [f"--data={form}"] if form else []
    command += [f"--cookie={cookie}"] if cookie else []
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    return done.stdout + done.stderr


@contextmanager
def nothing_counted(site: WorldServer) -> Iterator[None]:
    """The paces of people would stop the scanner before it has tried everything: they start anew all the time."""
    over = threading.Event()

    def forget() -> None:
        while not over.wait(0.2):
            site.write(lambda tx: tx.run("rate_limits.forget_all"))

    thread = threading.Thread(target=forget)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


@pytest.mark.parametrize(("name", "path", "form"), TARGETS[: count(1, len(TARGETS))])
def test_scanner_finds_no_way_into_a_statement(tmp_path: Path, name: str, path: str, form: str) -> None:
    with world_server(tmp_path / "site") as site:
        cookie = f"s={site.session_of(name)}" if name else ""
        url = site.origin + filled(path, site.world)
        with nothing_counted(site):
            said = scan(tmp_path, url, filled(form, site.world), cookie)
    assert FOUND not in said, said[-3000:]
    assert NONE in said, said[-3000:]
    assert "500 (Internal Server Error)" not in said
    assert "401 (Unauthorized)" not in said


class Hole(BaseHTTPRequestHandler):
    """A server as ours must never be: what was asked stands in the statement."""

    def do_GET(self) -> None:
        asked = parse_qs(urlsplit(self.path).query).get("id", ["1"])[0]
        database = sqlite3.connect(":memory:")
        database.executescript(
            "CREATE TABLE notes (id INTEGER, text TEXT); INSERT INTO notes VALUES (1, 'one'), (2, 'two')"
        )
        try:
            rows = database.execute(f"SELECT text FROM notes WHERE id = {asked}").fetchall()
        except sqlite3.Error as error:
            rows = [(str(error),)]
        body = f"<html><body>{rows}</body></html>".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing."""


def test_scanner_finds_a_way_that_is_there(tmp_path: Path) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Hole) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        said = scan(tmp_path, f"http://127.0.0.1:{server.server_port}/?id=1", technique="B")
        server.shutdown()
    assert FOUND in said, said[-3000:]
