from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.server import Installation

SMALL_SITE = (sys.executable, "-m", "tests.support_tests.small_site")


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    return Installation(tmp_path, program=SMALL_SITE)


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    installation = Installation(tmp_path_factory.mktemp("site"), program=SMALL_SITE)
    with installation.serve():
        yield installation.origin
