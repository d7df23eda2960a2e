"""The log of a whole run is read: what somebody typed, holds or was given makes the run fail, in whichever process."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import run_log
from tests.support.server import ROOT

CODE, TOKEN, ID = "G7X5-S72J", "x4Tn0mZ-7Qd_9vKpLw2sRb6Ye1Uf8Ac3Hg5Jk0Mn2Po", "01a204d7-b549-7006-9543-96a88f0993a3"
SECRETS = ["739164", "blaue Tassen im Regal", "Kanariabc", "karin@example.org", "+49 30 23125100", CODE, TOKEN, ID]
LINE = {"event": "request", "level": "INFO", "timestamp": "2026-11-24T09:00:00.123456+00:00"}
GOOD = LINE | {"route": "/goals/{id}", "method": "GET", "status": 404, "milliseconds": 12, "role": "client"}


@pytest.mark.parametrize(
    "said",
    [
        GOOD,
        LINE | {"event": "alarm", "kind": "wrong_secret"},
        LINE | {"event": "denied", "action": "plan.read", "status": 404, "role": "mentor"},
        LINE | {"event": "push_key_refused", "status": 403, "service": "https://updates.push.services.mozilla.com"},
        LINE | {"event": "error", "error": "KeyError"},
    ],
)
def test_line_of_ours_is_good(said: dict[str, object]) -> None:
    assert run_log.fault_of(json.dumps(said)) == ""


@pytest.mark.parametrize("field", sorted(run_log.VALUES))
@pytest.mark.parametrize("secret", SECRETS)
def test_secret_in_any_field_is_found(field: str, secret: str) -> None:
    assert run_log.fault_of(json.dumps(GOOD | {field: secret}))


@pytest.mark.parametrize("said", [{"route": "/goals/01a2"}, {"words": "Hallo"}, {"status": "4"}, {"method": "SECRET"}])
def test_value_that_is_not_known_is_found(said: dict[str, str]) -> None:
    assert run_log.fault_of(json.dumps(GOOD | said))


@pytest.mark.parametrize(
    "secret",
    ["739164", "Kanariabc", "karin@example.org", CODE, f"token {TOKEN}", "030 23125-100", ID],
)
def test_secret_in_a_line_of_somebody_else_is_found(secret: str) -> None:
    assert run_log.fault_of(f"ValueError: {secret} is wrong")


@pytest.mark.parametrize(
    "line",
    [
        'File "/opt/wegplan/pwa_server/web/visit.py", line 212, in write',
        "Tree 90 page 90 cell 0: invalid page number 4294967295",
        "/dev/shm/pytest-of-root/pytest-1/test_a_name_that_is_longer_than_forty_letters_0/data/wegplan.db is damaged",
    ],
)
def test_ordinary_line_of_somebody_else_is_good(line: str) -> None:
    assert run_log.fault_of(line) == ""


RUN = """
import sys

from pwa_server.web.logs import log
from tests.support.server import Installation

def test_application_inside_of_a_test():
    log("request", route="/code?c=G7X5-S72J", status=200)
    log("request", route="/goals/{id}", status=404)

def test_server_of_its_own(tmp_path):
    program = (sys.executable, "-c", "print('739164')")
    assert Installation(tmp_path, program=program).start("serve").wait(20) == 0
"""


def test_run_fails_whose_log_holds_a_secret_in_any_process(tmp_path: Path) -> None:
    """The tests pass one by one, side by side; the first process reads what all of them have logged."""
    (tmp_path / "test_it.py").write_text(RUN)
    config = ("-c", str(ROOT / "pyproject.toml"), "-p", "no:cacheprovider")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", run_log.FOLDER))}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "1", *config, str(tmp_path / "test_it.py")],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "2 passed" in done.stdout, done.stdout + done.stderr
    assert done.returncode == 1
    assert "route: no value that we know in:" in done.stdout
    assert "a PIN in: 739164" in done.stdout
    assert "3 lines read, 2 with what may not stand there" in done.stdout
