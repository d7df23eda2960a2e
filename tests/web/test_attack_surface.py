"""What somebody finds who tries the doors: methods, paths, headers, breakdowns. And reading changes nothing."""

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from starlette.testclient import TestClient

from pwa_server import routes
from pwa_server.app import application
from pwa_server.web import logs
from pwa_server.web.parts import Parts
from pwa_server.web.routing import Route
from tests.access.expected import NOBODY, filled
from tests.access.table import EXPECTED
from tests.web.test_bad_input import TRACES, rows_of
from tests.world import World

Browser = Callable[..., TestClient]
# A person's words in another form than a page: saved as a file and never shown by the browser as something of ours.
SHOWN_IN_PLACE = ("text/html", "audio/", "image/", "text/javascript")
# Read by our own scripts, which a browser saves for nobody.
FOR_SCRIPTS = {"GET /offline/pages", "GET /push/key"}


def read_everything(browser_of: Browser, world: World) -> Iterator[tuple[str, Any]]:
    """Every page that needs no preparation, as somebody who may see it."""
    browsers: dict[str, TestClient] = {}
    for name, cell in EXPECTED.items():
        method, path = name.split(" ")
        reader = next((actor for actor, status in cell.statuses.items() if status == 200), None)
        if method != "GET" or cell.prepare or reader is None or path.endswith("/pdf"):
            continue
        if reader not in browsers:
            browsers[reader] = browser_of(None if reader == NOBODY else reader)
        yield name, browsers[reader].get(filled(cell.path or path, world))


def test_reading_changes_nothing(browser_of: Browser, world: World, parts: Parts) -> None:
    assert "access_log" in TRACES
    before, changed = rows_of(parts), []
    for name, answer in read_everything(browser_of, world):
        assert answer.status_code == 200, name
        after = rows_of(parts)
        changed += [(name, table) for table, rows in after.items() if rows != before[table]]
        before = after
    assert not changed


def test_every_page_says_its_signs_and_is_for_its_reader_alone(browser_of: Browser, world: World) -> None:
    problems, seen = [], 0
    for name, answer in read_everything(browser_of, world):
        seen += 1
        kind, headers = answer.headers["content-type"], answer.headers
        if kind.startswith("text/") and "charset=utf-8" not in kind:
            problems.append(f"{name}: {kind}")
        if EXPECTED[name].statuses[NOBODY] != 200 and "no-store" not in headers["cache-control"]:
            problems.append(f"{name}: {headers['cache-control']}")
        if (
            any(header.startswith("access-control-") for header in headers)
            or headers["x-content-type-options"] != "nosniff"
        ):
            problems.append(f"{name}: open to other sites")
        policy = headers["content-security-policy"]
        if not policy.startswith("default-src 'none'; script-src 'self'; ") or "unsafe" in policy:
            problems.append(f"{name}: {policy}")
        if headers["x-frame-options"] != "DENY" or "frame-ancestors 'none'" not in policy:
            problems.append(f"{name}: may be framed")
        is_page = kind.startswith(SHOWN_IN_PLACE) or name in FOR_SCRIPTS
        if not (
            is_page or EXPECTED[name].statuses[NOBODY] == 200 or "attachment" in headers.get("content-disposition", "")
        ):
            problems.append(f"{name}: {kind} without a file's name")
    assert not problems
    assert seen > 100


@pytest.mark.parametrize("method", ["TRACE", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "X-ANY"])
@pytest.mark.parametrize("path", ["/today", "/steps/any/reports", "/healthz"])
def test_a_method_that_no_route_has_is_refused(browser_of: Browser, method: str, path: str) -> None:
    answer = browser_of("amina").request(method, path)
    assert answer.status_code == 405
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(
    "path",
    ["/static/", "/static/css/", "/static/css/phone.css", "/static/../pwa_server/app.py", "/static/%2e%2e/pyproject.toml",
     "/.git/config", "/.env", "/static/.git/config", "/metrics", "/docs", "/debug", "/wegplan.db", "/server-status"],
)  # fmt: skip
def test_nothing_but_pages_and_their_files_is_served(browser_of: Browser, path: str) -> None:
    answer = browser_of().get(path)
    assert answer.status_code == 404
    assert "charset=utf-8" in answer.headers["content-type"]


def test_health_tells_strangers_only_whether_we_are_well(browser_of: Browser) -> None:
    answer = browser_of().get("/healthz")
    assert answer.json() == {"ok": True}
    assert "server" not in answer.headers


def test_every_answer_asks_for_tls_from_now_on(parts: Parts, world: World) -> None:
    parts.settings = replace(parts.settings, public_origin="https://testserver")
    browser = TestClient(application(parts), base_url="https://testserver", follow_redirects=False)
    answers = [browser.get(path) for path in ("/sign-in", "/today", "/no-such-page", "/static/nothing.css")]
    answers += [browser.post("/sign-in/name"), browser.put("/sign-in", headers={"Sec-Fetch-Site": "same-origin"})]
    assert {answer.status_code for answer in answers} == {200, 303, 403, 404, 405}
    for answer in answers:
        assert answer.headers["strict-transport-security"] == "max-age=63072000; includeSubDomains"


def test_headers_that_only_a_proxy_may_set_change_nothing(browser_of: Browser) -> None:
    forged = {
        "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9",
        "Forwarded": "host=evil.example;proto=https", "X-Original-URL": "/desk", "X-Rewrite-URL": "/desk",
        "X-HTTP-Method-Override": "POST", "X-User-Id": "ada",
    }  # fmt: skip
    for path in ("/today", "/sign-in", "/desk"):
        plain, told = browser_of().get(path), browser_of().get(path, headers=forged)
        assert (told.status_code, told.headers.get("location")) == (plain.status_code, plain.headers.get("location"))
        assert "evil.example" not in told.text + str(told.headers)


@pytest.mark.fault("F40")
@pytest.mark.parametrize("headers", [{"Accept": "text/html"}, {"Accept": "application/json"}, {"HX-Request": "true"}])
def test_a_breakdown_tells_nothing_of_the_machinery(
    parts: Parts, world: World, monkeypatch: pytest.MonkeyPatch, log_lines: io.StringIO, headers: dict[str, str]
) -> None:
    async def break_down(_: Any) -> Any:
        raise ZeroDivisionError("Kanarientext of a person")

    route = Route("GET", "/breaks", break_down, "public.read")
    monkeypatch.setattr(routes, "ROUTES", [*routes.ROUTES, route])
    browser = TestClient(application(parts), base_url="http://testserver", raise_server_exceptions=False)
    answer = browser.get("/breaks?q=Kanarieneingabe", headers={**headers, "Accept-Language": "tr"})
    assert answer.status_code == 500
    for word in ("Kanarientext", "Kanarieneingabe", "ZeroDivisionError", "Traceback", "pwa_server", ".py"):
        assert word not in answer.text
    line = json.loads(log_lines.getvalue().splitlines()[-1])
    assert (line["event"], line["error"]) == ("error", "ZeroDivisionError")
    assert "Kanarientext" not in log_lines.getvalue()


def test_refusals_are_logged_with_time_in_utc_and_without_words(browser_of: Browser, log_lines: io.StringIO) -> None:
    amina = browser_of("amina")
    amina.get("/desk")
    amina.post("/sign-in/name", data={"name": "haus-sonne-24", "secret": "000000"})
    amina.post("/help", data={}, headers={"Sec-Fetch-Site": "cross-site"})
    lines = [json.loads(line) for line in log_lines.getvalue().splitlines()]
    events = [(line["event"], line.get("status")) for line in lines]
    assert {("denied", 403), ("request", 403), ("request", 422), ("foreign_origin", 403)} <= set(events)
    assert all(line["timestamp"].endswith("+00:00") for line in lines)
    assert {key for line in lines for key in line} <= logs.FIELDS | {"timestamp", "level"}


@pytest.mark.parametrize("signs", ["a\r\nb", "a\x1b[31mb", "a\u202eb", "a\u2028b", '{"event": "x"}'])
def test_one_event_is_one_line_whatever_stands_in_it(
    log_lines: io.StringIO, logged_on_purpose: None, signs: str
) -> None:
    logs.log("request", kind=signs, words="never on the list")
    text = log_lines.getvalue()
    assert len(text.splitlines()) == 1
    assert text.isascii()
    assert text.rstrip("\n").isprintable()
    assert json.loads(text)["kind"] == signs
    assert "words" not in json.loads(text)
