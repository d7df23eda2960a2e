"""Whatever is sent to a form: a clear answer in the reader's language, never a breakdown, and nothing half done."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from argon2 import PasswordHasher
from starlette.testclient import TestClient

from pwa_server.storage.passwords import Passwords
from pwa_server.web.parts import Parts
from tests.access.expected import NOBODY, filled
from tests.access.table import EXPECTED
from tests.support.effort import chance, count
from tests.web.forms_of_routes import POSTS, form_of, free_fields, prepared
from tests.world import World

Browser = Callable[..., TestClient]
# Rows that say that somebody tried.
TRACES = {
    "access_log",
    "account_news",
    "denials",
    "events",
    "idempotency_keys",
    "rate_limits",
    "sessions",
    "alarms",
    "devices",
}
VOID = {"input", "meta", "link", "br", "img", "hr", "path", "source", "wbr", "use", "circle", "rect", "line", "ellipse"}
# No key and no id holds this.
MARK = "Zqß"
OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
BAD_VALUES = (
    "",
    "-1",
    "99999999999999999999",
    "2026-02-30",
    "[]",
    "{}",
    "None",
    "\u202e",
    "💥" * 60,
    "x" * 1200,
    "%s%n{0}",
)
BAD_BODIES = {
    "broken UTF-8": (b"%s=%%FF%%FE%%C3%%28", "application/x-www-form-urlencoded"),
    "raw bytes": (b"%s=\xff\xfe", "application/x-www-form-urlencoded"),
    "zero byte": (b"%s=a%%00b", "application/x-www-form-urlencoded"),
    "half a multipart": (b"--x\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\nhalf", "multipart/form-data; boundary=x"),
    "multipart without boundary": (b"%s", "multipart/form-data"),
    "a file": (
        b"--x\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"a\"\r\n\r\nb\r\n--x--\r\n",
        "multipart/form-data; boundary=x",
    ),
    "too large": (b"%s=" + b"x" * 20_000, "application/x-www-form-urlencoded"),
    "half JSON": (b'{"%s": ', "application/json"),
    "other JSON": (b'[1, {"%s": null}]', "application/json"),
    "deep JSON": (b"[" * 5000 + b"%s", "application/json"),
}  # fmt: skip


@pytest.fixture
def quick(parts: Parts) -> Parts:
    """Cheap hashes, no pauses: the wrong secrets of these tests are many."""

    async def pause(_: float) -> None:
        pass

    parts.pause = pause
    parts.passwords = Passwords(parts.keys.pepper, PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    return parts


def rows_of(parts: Parts) -> dict[str, list[tuple[Any, ...]]]:
    """All that is stored but for the traces of trying. By the reader's connection: the writer's may be at work."""
    read = parts.database.read("", "")
    names = [row["name"] for row in read.own_rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    tables = [table for table in names if table not in TRACES and not table.startswith("sqlite_")]
    return {table: [tuple(row.values()) for row in read.own_rows(f"SELECT * FROM {table}")] for table in tables}


class Tried:
    """One form in one world, sent again and again. Every refusal is looked at."""

    def __init__(self, name: str, parts: Parts, world: World, browser_of: Browser) -> None:
        self.actor, self.path = prepared(name, parts, world)
        self.form = form_of(name, world)
        self._parts = parts
        self._browser_of = browser_of
        self._before = rows_of(parts)

    def send(self, **request: Any) -> int:
        """Send something; answers the status. A refusal changed nothing and says so in the reader's language."""
        answer = self._browser_of(self.actor).post(self.path, **request)
        assert answer.status_code < 500, f"{request}: {answer.text[:300]}"
        after = rows_of(self._parts)
        if answer.status_code >= 400:
            changed = [table for table, rows in after.items() if rows != self._before[table]]
            assert not changed, f"{answer.status_code}, and yet {changed} changed: {request}"
            assert_said_kindly(answer)
        self._before = after
        return int(answer.status_code)


def assert_said_kindly(answer: Any) -> None:
    """A page with a heading in a language of ours, or JSON with the sentence; nothing of the machinery."""
    if answer.headers["content-type"].startswith("application/json"):
        assert answer.json()["error"]
        return
    assert "text/html" in answer.headers["content-type"], answer.text[:200]
    assert re.search(r'<html[^>]* lang="(ar|de|tr)"', answer.text) or "hx-request" in str(answer.request.headers)
    assert "<h1" in answer.text
    assert not re.search(r"Traceback|Error\b|Exception|Not a valid|This field|Field must|Invalid", answer.text)


@pytest.mark.fault("F33")
@pytest.mark.parametrize("name", POSTS)
def test_what_can_not_be_used_is_refused_and_changes_nothing(
    name: str, quick: Parts, world: World, browser_of: Browser
) -> None:
    tried = Tried(name, quick, world, browser_of)
    field = next(iter(tried.form), "words").encode()
    for body, content_type in BAD_BODIES.values():
        tried.send(content=body % field, headers={"Content-Type": content_type})
        tried.send(content=body % field, headers={"Content-Type": content_type, "Accept": "application/json"})
    random = chance(name)
    for field_name, value in tried.form.items():
        for bad in random.sample(BAD_VALUES, count(3, len(BAD_VALUES))):
            tried.send(data=tried.form | {field_name: bad})
        tried.send(data={other: text for other, text in tried.form.items() if other != field_name})
        tried.send(data=tried.form | {field_name: ["x", value, "x"]})


@pytest.mark.fault("F33")
@pytest.mark.parametrize("name", POSTS)
def test_fields_that_no_form_has_change_nothing(name: str, quick: Parts, world: World, browser_of: Browser) -> None:
    actor, path = prepared(name, quick, world)
    own = form_of(name, world)
    smuggled = {
        "role": "coordinator", "staff_rights": '["account_management"]', "state": "smuggled", "id": world.ids["badr"],
        "case_id": world.ids["badr.case"], "client_id": world.ids["badr"], "account_id": world.ids["badr"],
        "actor_id": world.ids["ada"], "made_by": "smuggled", "made_at": "2001-01-01T00:00:00Z", "opaque_id": "smuggled",
        "carrier_id": "smuggled", "version": "77", "valid_until": "9999-01-01T00:00:00Z", "secret_hash": "smuggled",
        "name_sealed": "smuggled", "relationship": "counsellor",
    }  # fmt: skip
    before, roles_before = rows_of(quick), roles_of(quick)
    plain = browser_of(actor).post(path, data=smuggled | own)
    assert plain.status_code < 500
    after = rows_of(quick)
    assert "smuggled" not in str(after)
    assert "2001-01-01" not in str(after)
    added = {row for table in ("accounts", "cases") for row in set(after[table]) - set(before[table])}
    assert not [row for row in added if 77 in row]
    roles = roles_of(quick)
    assert roles[world.ids["ada"]] == roles_before[world.ids["ada"]]
    assert [role for role, _ in roles.values()].count("coordinator") == 1


def roles_of(parts: Parts) -> dict[str, tuple[str, str]]:
    """Role and named rights of everybody."""
    return {
        row["id"]: (row["role"], row["staff_rights"]) for row in parts.database.utils().query("SELECT * FROM accounts")
    }


class Shown(HTMLParser):
    """Where on a page typed words stand, and whether anything that was typed became an element.

    Numbers stand in elements of the class `ltr`, which keep their direction to themselves as `<bdi>` does.
    """

    def __init__(self) -> None:
        super().__init__()
        self._open: list[tuple[str, dict[str, str | None]]] = []
        self.problems: list[str] = []
        self.times = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("hx-get") == "/x":
            self.problems.append(f"<{tag}> was typed")
        for name, value in given.items():
            if value and MARK in value:
                self._found(value)
                if name.startswith(("hx-", "on", "style")) or (
                    name in ("href", "src") and not value.startswith("tel:")
                ):
                    self.problems.append(f"typed words in {name}")
        if tag not in VOID:
            self._open.append((tag, given))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if MARK not in data:
            return
        self._found(data)
        tags = [tag for tag, _ in self._open]
        if {"textarea", "option", "title"} & set(tags):
            return
        where = " > ".join(tags[-5:])
        if any("ltr" in (given.get("class") or "").split() for _, given in self._open):
            return
        if "bdi" not in tags:
            self.problems.append(f"outside <bdi>: {where}")
        elif not any("hx-ignore" in given for _, given in self._open):
            self.problems.append(f"htmx reads it: {where}")

    def _found(self, text: str) -> None:
        self.times += 1
        if OVERRIDES.search(text):
            self.problems.append("a sign that turns the direction")


def pages(browser_of: Browser, world: World, cells: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Every page of the application on which typed words stand, as one of those who may see it."""
    browsers = {actor: browser_of(actor) for actor in ("amina", "mona", "karin", "ada")}
    for name, cell in cells.items():
        if not name.startswith("GET ") or name.endswith("/pdf"):  # the same words as the page to print, and slow
            continue
        for actor, browser in browsers.items():
            if cell.statuses[actor] == 200 and cell.statuses[NOBODY] != 200:
                path = filled(cell.path or name.split(" ")[1], world)
                if "{" in path:
                    continue
                answer = browser.get(path)
                if answer.headers.get("content-type", "").startswith("text/html") and MARK in answer.text:
                    yield f"{path} as {actor}", answer.text


@pytest.mark.fault("F34")
@pytest.mark.parametrize("name", [name for name in POSTS if free_fields(name)])
def test_typed_words_stay_words(name: str, quick: Parts, world: World, browser_of: Browser) -> None:
    actor, path = prepared(name, quick, world)
    form = form_of(name, world, lambda number: f"{MARK}{number}\u202e\u2066<u hx-get=/x>")
    answer = browser_of(actor).post(path, data=form)
    assert answer.status_code < 400, answer.text
    told = [("the answer", answer.text)] if answer.status_code == 200 else []
    if answer.status_code == 303:
        told.append((answer.headers["location"], browser_of(actor).get(answer.headers["location"]).text))
    problems, times = [], 0
    for where, text in [*told, *pages(browser_of, world, EXPECTED)]:
        shown = Shown()
        shown.feed(text)
        problems += [f"{where}: {problem}" for problem in shown.problems]
        times += shown.times
    assert not problems, "\n".join(sorted(set(problems)))
    assert times
