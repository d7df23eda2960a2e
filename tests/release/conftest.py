"""One archive, installed once by the commands of the written page, behind both proxies. The tests of this folder share it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx2
import pyotp
import pytest

import build_release
import release_parts
from tests.release.machine import Machine, blocks
from tests.release.proxies import Proxy, caddy, nginx

SECRET = "grüne Lampe am Fenster"


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """dist/wegplan-<version>.tar.gz, built for the test."""
    return build_release.build(tmp_path_factory.mktemp("dist"), level=1)


@pytest.fixture(scope="session")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """A machine with nothing of ours."""
    machine = Machine(tmp_path_factory.mktemp("fresh"))
    yield machine
    machine.systemctl.close()


@pytest.fixture(scope="session")
def machine(fresh: Machine, archive: Path) -> Machine:
    """Installed and running, as the page says; what the commands said stands in `said`."""
    for path in (archive, archive.with_name(archive.name + ".sha256")):
        shutil.copy(path, fresh.path("/root"))
    for commands in blocks("Install"):
        fresh.said.append(
            fresh.run(commands.replace("0.1.0", release_parts.VERSION), may_fail="wegplan check" in commands)
        )
    return fresh


@pytest.fixture(scope="session")
def proxies(machine: Machine) -> Iterator[dict[str, Proxy]]:
    with ExitStack() as running:
        yield {"caddy": running.enter_context(caddy(machine)), "nginx": running.enter_context(nginx(machine))}


@pytest.fixture(params=["caddy", "nginx"])
def proxy(request: pytest.FixtureRequest, proxies: dict[str, Proxy]) -> Proxy:
    return proxies[request.param]


@pytest.fixture(scope="session")
def manager(machine: Machine, proxies: dict[str, Proxy]) -> Iterator[httpx2.Client]:
    """The first account, opened by the link that `invite` printed, with a second factor."""
    with proxies["caddy"].browser() as browser:
        _sign_in(browser, "".join(machine.said))
        yield browser


def _sign_in(browser: httpx2.Client, said: str) -> None:
    link = re.search(r"https://[^/]+(/invitation\?c=(\S+))", said)
    assert link
    assert browser.get(link[1]).status_code == 200
    answer = browser.post("/invitation", data={"c": link[2], "secret": SECRET, "again": SECRET})
    assert answer.headers["location"] == "/second-factor"
    seed = re.search(r"\b([A-Z2-7]{4}(?: [A-Z2-7]{4}){3,})\b", browser.get("/second-factor").text)
    assert seed
    answer = browser.post("/second-factor", data={"code": pyotp.TOTP(seed[1].replace(" ", "")).now()})
    assert answer.status_code == 200, answer.text
