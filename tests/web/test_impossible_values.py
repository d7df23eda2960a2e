"""Numbers that no database counts to and signs that no text can hold are refused in words, never with a 500."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.access.expected import filled
from tests.access.table import EXPECTED

Browser = Callable[..., TestClient]
NO_VERSIONS = ("9" * 30, "9" * 5000, "-1", "1e9", "\u0661", "")
HALF_SIGN = b'"\\ud800"'


def with_version() -> list[str]:
    return sorted(name for name, cell in EXPECTED.items() if any("version" in field for field in cell.form))


@pytest.mark.parametrize("name", with_version())
def test_a_version_that_can_not_be_is_refused(name: str, browser_of: Browser, world: Any, parts: Any) -> None:
    cell = EXPECTED[name]
    if cell.prepare:
        cell.prepare(parts, world)
    sender = browser_of("ada" if "/office/" in name else "karin")
    for version in NO_VERSIONS:
        form = {field: version if "version" in field else filled(value, world) for field, value in cell.form.items()}
        assert 400 <= sender.post(filled(cell.path or name.split(" ")[1], world), data=form).status_code < 500


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/push/seen", b'{"reminder": %s}' % HALF_SIGN),
        ("/push/subscriptions", b'{"endpoint": %s}' % HALF_SIGN),
        ("/push/subscriptions/end", b'{"endpoint": %s}' % HALF_SIGN),
        ("/push/subscriptions/end", b'{"id": %s}' % HALF_SIGN),
        ("/push/seen", b'{%s: 1}' % HALF_SIGN),
        ("/push/seen", b"[" * 4000),
    ],
)  # fmt: skip
def test_half_a_sign_in_json_is_refused(path: str, body: bytes, browser_of: Browser) -> None:
    answer = browser_of("amina").post(path, content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422


@pytest.mark.fault("F38")
@pytest.mark.parametrize("path", ["/", "/sign-in", "/second-factor", "/welcome/secret", "/settings"])
@pytest.mark.parametrize("name", ["amina", "mona", "karin", "ada"])
def test_nothing_between_us_and_the_reader_keeps_where_a_person_is_led(
    path: str, name: str, browser_of: Browser
) -> None:
    headers = browser_of(name).get(path).headers
    assert re.search(r"\bno-store\b", headers["cache-control"])
