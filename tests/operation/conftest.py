"""An installation as an operator has it: folders, real processes, real files."""

import shutil
from pathlib import Path

import pytest

from tests.support.server import Installation


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    return Installation(tmp_path)


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `demo` makes, made once."""
    folder = tmp_path_factory.mktemp("demo")
    Installation(folder).run("demo")
    return folder


@pytest.fixture
def demo(installation: Installation, demo_folder: Path) -> Installation:
    """An installation with the demo data, not running."""
    shutil.copytree(demo_folder, installation.folder, dirs_exist_ok=True)
    return installation
