"""`worker` as a process: what it needs to start, and how it ends."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pwa_server.app import create_parts
from pwa_server.operation.working import require_vapid_subject
from pwa_server.settings import BadSettings, Settings
from tests.support.waiting import until


def settings(subject: str, origin: str = "https://plan.kreis.de") -> Settings:
    return Settings(Path("/data"), Path("/keys"), public_origin=origin, vapid_subject=subject)


@pytest.mark.parametrize("subject", ["mailto:it@kreis-beispiel.de", "https://www.kreis-beispiel.de/kontakt"])
def test_address_of_the_operator_is_taken(subject):
    require_vapid_subject(settings(subject))


@pytest.mark.parametrize(
    "subject",
    ["", "it@kreis.de", "mailto:", "mailto:it", "mailto:@kreis.de", "mailto: it@kreis.de", "mailto:it@localhost", "http://kreis.de",
     "https://", "mailto:admin@example.org", "mailto:it@kreis.invalid", "mailto:it@kreis.example"],
)  # fmt: skip
def test_worker_does_not_start_without_one(subject):
    with pytest.raises(BadSettings, match="VAPID_SUBJECT"):
        require_vapid_subject(settings(subject))


def test_example_is_enough_at_home():
    require_vapid_subject(settings("mailto:admin@example.org", "http://127.0.0.1:8000"))


@pytest.mark.fault("F25")
def test_worker_ends_when_it_is_told_to(tmp_path):
    folders = {"DATA_DIR": str(tmp_path / "data"), "KEY_DIR": str(tmp_path / "keys")}
    worker = subprocess.Popen([sys.executable, "-m", "pwa_server", "worker"], env={**os.environ, **folders})
    try:
        parts = create_parts(Settings(tmp_path / "data", tmp_path / "keys"))
        try:
            until(
                lambda: parts.database.read("", parts.now()).row("unscoped.worker_state", id="worker"), "its first beat"
            )
        finally:
            parts.database.close()
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(20) == 0
    finally:
        worker.kill()
