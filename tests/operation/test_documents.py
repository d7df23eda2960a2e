"""What the documents say about the program is so."""

import re
from pathlib import Path

import pytest

from pwa_server import settings
from pwa_server.__main__ import main
from pwa_server.domain.push_endpoints import HOSTS, SUFFIXES
from pwa_server.operation import startup
from pwa_server.storage.keys import FILES
from pwa_server.web import logs
from tests.support.server import ROOT

OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
DOCUMENTS = [
    path
    for path in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "docs" / "decisions").glob("*.md"))
    if path.is_file()
]


class Environment(dict[str, str]):
    """Notes which variables are asked for, and with which default."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: dict[str, str | None] = {}

    def get(self, name: str, default: str | None = None) -> str | None:  # type: ignore[override]
        self.asked[name] = default
        return default


def table(heading: str) -> dict[str, str]:
    """The second column by the first, of the first table under a heading."""
    section = OPERATIONS.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if line.startswith("| `")
    ]
    return {row[0].strip("`"): row[1] for row in rows}


def test_settings_table_names_every_variable_with_its_default() -> None:
    environment = Environment()
    settings.from_environment(environment)
    told = table("Settings")
    assert set(told) == set(environment.asked)
    for name, default in environment.asked.items():
        if default:
            assert told[name].startswith(f"`{default}`"), name


def test_no_other_module_reads_the_environment() -> None:
    for path in (ROOT / "pwa_server").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert path.name == "settings.py" or not re.search(r"os\.environ|getenv", text), path


def test_operations_name_every_command_key_and_push_service() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for command in main.commands:
        typed = (f"{startup.COMMAND} {command}", f"\nwegplan {command}", f"`{command}`")
        assert any(words in OPERATIONS + readme for words in typed), command
    assert all(f"`{name}`" in OPERATIONS for name in FILES)
    for host in (*HOSTS, *SUFFIXES):
        assert host.split(".", 1)[1] in OPERATIONS or host in OPERATIONS, host


def test_operations_name_every_event_of_the_logs() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "pwa_server").rglob("*.py"))
    events = set(re.findall(r"\blog\(\s*\"(\w+)\"", code)) | set(re.findall(r"logger\.\w+\(\s*\"(\w+)\"", code))
    assert events
    assert not {event for event in events if f"`{event}`" not in OPERATIONS}
    assert "route" in logs.FIELDS


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_and_pictures_of_documents_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    links = [*re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text), *re.findall(r'src="([^":]+)"', text)]
    assert not [link for link in links if not (path.parent / link).exists()]


def test_readme_is_short_and_its_pictures_are_small() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 120
    pictures = list((ROOT / "docs" / "pictures").iterdir())
    assert sum(picture.stat().st_size for picture in pictures) < 400_000
