"""The first account: a link on the command line, until somebody has taken it up."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from starlette.testclient import TestClient

from pwa_server.__main__ import main
from pwa_server.app import create_app
from pwa_server.settings import from_environment

FACTS = ("--municipality", "Beispielstadt", "--carrier", "Landkreis", "--name", "Erste Person")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {
        "DATA_DIR": str(tmp_path / "data"),
        "KEY_DIR": str(tmp_path / "keys"),
        "PUBLIC_ORIGIN": "http://localhost:8000",
    }


def invite(environment: dict[str, str], email: str = "erste@example.org") -> Result:
    return CliRunner().invoke(main, ["invite", *FACTS, "--email", email], env=environment)


def test_first_account_is_invited_once(environment: dict[str, str]) -> None:
    first = invite(environment)
    assert first.exit_code == 0, first.output
    assert invite(environment).exit_code == 0
    link = re.search(r"http://localhost:8000(/invitation\?c=\S+)", invite(environment).output)
    assert link
    app = create_app(from_environment(environment))
    with TestClient(app, base_url="http://localhost:8000", follow_redirects=False) as browser:
        fields = {"c": link[1].partition("=")[2], "secret": "grüne Lampe am Fenster", "again": "grüne Lampe am Fenster"}
        answer = browser.post("/invitation", data=fields, headers={"Sec-Fetch-Site": "same-origin"})
        assert answer.headers["location"] == "/second-factor"
    refused = invite(environment)
    assert refused.exit_code == 1
    assert "/invitation" not in refused.output


def test_address_that_is_none_is_refused(environment: dict[str, str]) -> None:
    assert invite(environment, email="nobody").exit_code == 1
