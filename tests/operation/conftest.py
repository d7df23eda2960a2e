"""An installation as an operator has it: folders, real processes, real files."""

from pathlib import Path

import pytest

from tests.support.server import Installation


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    return Installation(tmp_path)


@pytest.fixture
def demo(installation: Installation) -> Installation:
    """An installation with the demo data, not running."""
    installation.run("demo")
    return installation
