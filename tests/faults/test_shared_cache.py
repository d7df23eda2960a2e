"""A cache that many people share stands in front: nobody ever gets what was made for somebody else."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import httpx2
import pytest

from tests.support.effort import chance, count
from tests.support.shared_cache import SharedCache
from tests.support.world_server import WorldServer, world_server

VISITORS = ("", "amina", "badr", "karin", "mona")
PATHS = (
    "/", "/today", "/plan", "/meetings", "/help", "/settings", "/people", "/desk", "/desk/cases", "/mentor", "/sign-in",
    "/sign-in/name", "/privacy", "/imprint", "/accessibility", "/manifest.webmanifest", "/service_worker.js", "/offline",
    "/no-such-page", "/today?lang=tr",
)  # fmt: skip
LANGUAGES = ("de", "ar", "tr;q=0.9, en;q=0.8")


class Asked(NamedTuple):
    """One request, with everything that may change its answer."""

    visitor: str
    path: str
    language: str
    is_part: bool


ALL = [Asked(*asked) for asked in product(VISITORS, PATHS, LANGUAGES, (False, True))]


class Street:
    """The visitors, straight at the server or through the cache."""

    def __init__(self, server: WorldServer) -> None:
        self._cookies = {name: f"s={server.session_of(name)}" if name else "" for name in VISITORS}
        self._http = httpx2.Client(timeout=20)

    def ask(self, origin: str, asked: Asked) -> httpx2.Response:
        headers = {"Accept-Language": asked.language, "Sec-Fetch-Site": "same-origin"}
        headers |= {"HX-Request": "true"} if asked.is_part else {}
        cookie = self._cookies[asked.visitor]
        self._http.cookies.clear()
        return self._http.get(origin + asked.path, headers=headers | ({"Cookie": cookie} if cookie else {}))

    def close(self) -> None:
        self._http.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[WorldServer]:
    with world_server(tmp_path / "office") as server:
        yield server


@pytest.fixture
def street(server: WorldServer) -> Iterator[Street]:
    street = Street(server)
    yield street
    street.close()


def said(answer: httpx2.Response) -> tuple[int, str, str]:
    """What an answer says, without the key and the moment that each form gets anew."""
    text = re.sub(r'(name="(?:request_key|issued_at)"[^>]*value=)"[^"]*"', r"\1", answer.text)
    return answer.status_code, answer.headers.get("location", ""), text


@pytest.mark.fault("F39")
def test_nobody_gets_anothers_page_from_a_shared_cache(
    server: WorldServer, street: Street, tmp_path: Path, record_property: Any
) -> None:
    requests, random = count(small=400, full=10_000), chance("shared cache")
    straight: dict[Asked, tuple[int, str, str]] = {}
    states: Counter[str] = Counter()
    mixed = []
    with SharedCache(tmp_path / "cache", server.origin) as cache:
        for _ in range(requests):
            asked = random.choice(ALL)
            if asked not in straight:
                straight[asked] = said(street.ask(server.origin, asked))
            answer = street.ask(cache.origin, asked)
            states[answer.headers["x-cache"]] += 1
            if said(answer) != straight[asked]:
                mixed.append(asked)
            if answer.headers["x-cache"] == "HIT":
                assert "no-store" not in answer.headers["cache-control"]
    assert mixed == []
    assert states["HIT"] > requests / 100, "the cache keeps what it may"
    record_property("requests, from the cache, mixed up", f"{requests}, {states['HIT']}, {len(mixed)}")
