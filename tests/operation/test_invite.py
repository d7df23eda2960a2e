"""The first account: a link on the command line, until somebody has taken it up."""

import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from starlette.testclient import TestClient

from pwa_server.__main__ import main
from pwa_server.app import create_app, create_parts
from pwa_server.domain.office_days import why_closed
from pwa_server.settings import from_environment
from pwa_server.storage.offices import office_of

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


def take_up(environment: dict[str, str], said: str) -> None:
    link = re.search(r"http://localhost:8000/invitation\?c=(\S+)", said)
    assert link, said
    app = create_app(from_environment(environment))
    with TestClient(app, base_url="http://localhost:8000", follow_redirects=False) as browser:
        fields = {"c": link[1], "secret": "grüne Lampe am Fenster", "again": "grüne Lampe am Fenster"}
        browser.post("/invitation", data=fields, headers={"Sec-Fetch-Site": "same-origin"})


def test_each_carrier_of_the_municipality_gets_its_own_first_account(environment: dict[str, str]) -> None:
    take_up(environment, invite(environment).output)
    caritas = ("--carrier", "Caritas", "--name", "Zweite Person", "--kind", "free", "--land", "BY")
    second = CliRunner().invoke(main, ["invite", *FACTS, *caritas, "--email", "zweite@example.org"], env=environment)
    take_up(environment, second.output)
    parts = create_parts(from_environment(environment))
    try:
        read = parts.database.read("", parts.now())
        kinds = {row["name"]: row["kind"] for row in read.rows("offices.carriers")}
        assert kinds == {"Landkreis": "public", "Caritas": "free"}
        caritas_id = next(row["id"] for row in read.rows("offices.carriers") if row["name"] == "Caritas")
        assert why_closed(office_of(read, caritas_id), date(2027, 1, 6)) == "holiday"
    finally:
        parts.database.close()
    again = CliRunner().invoke(main, ["invite", *FACTS, *caritas, "--email", "dritte@example.org"], env=environment)
    assert again.exit_code == 1


def test_address_that_is_none_is_refused(environment: dict[str, str]) -> None:
    assert invite(environment, email="nobody").exit_code == 1
