"""A real server process over a database with a few clients."""

from pathlib import Path

import pytest

from pwa_server.settings import Settings
from tests.bench.big_world import build
from tests.support.server import Installation


class Office:
    """An installation on disk with bearer tokens of its clients."""

    def __init__(self, folder: Path, clients: int) -> None:
        self.installation = Installation(folder)
        settings = Settings(data_dir=self.installation.data_dir, key_dir=self.installation.key_dir)
        self.tokens = [token for token in build(settings, clients) if token]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path, clients=12)
