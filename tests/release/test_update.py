"""Another release, and back: nobody is turned away, nothing is lost that was answered, and a release that fails changes nothing."""

import re
import tarfile
from pathlib import Path

import httpx2
import pytest

import build_release
import release_parts
from build_release import File
from tests.operation.files import rows
from tests.release.load import load
from tests.release.machine import Machine, blocks
from tests.release.proxies import Proxy
from tests.support.effort import count

THIS = release_parts.VERSION
COLUMN = "ALTER TABLE partners ADD COLUMN nickname TEXT NOT NULL DEFAULT '';\n"
UNASKED = re.compile(r"wheels/(?!pip-|litestream)")
BROKEN = "raise SystemExit('does not start')\n"


@pytest.fixture(scope="module")
def files(archive: Path) -> dict[str, File]:
    with tarfile.open(archive) as tar:
        return {
            member.name.partition("/")[2]: File(tar.extractfile(member).read(), bool(member.mode & 0o100))  # type: ignore[union-attr]
            for member in tar.getmembers()
        }


def put_beside(machine: Machine, files: dict[str, File], version: str, **changed: str) -> None:
    """The same release under another version, with some files changed: fetched and installed as the page says.

    Its packages are those that are there already, so nothing asks for their wheels but the optional one's.
    """
    other = {name: file for name, file in files.items() if name != "SHA256SUMS" and not UNASKED.match(name)}
    other |= {"VERSION": File(f"{version}\n".encode())}
    other |= {name: File(text.encode()) for name, text in changed.items()}
    packed = build_release.archive(other | {"SHA256SUMS": build_release.sums(other)}, version, 0, level=1)
    build_release.write(machine.path("/root"), version, packed)
    commands = blocks("Updating")[0].replace("0.2.0", version).splitlines()
    assert commands[-1] == f"/opt/wegplan/releases/{version}/switch"
    machine.run("\n".join(commands[:-1]))


def switch(machine: Machine, version: str, *, block: int, may_fail: bool = False) -> str:
    """The last command of the page's block, to that version."""
    command = blocks("Updating")[block].splitlines()[-1]
    return machine.run(command.replace("0.2.0", version).replace("0.1.0", version), may_fail=may_fail)


def answering(machine: Machine) -> str:
    """The version whose server runs, by the folder that its process works from."""
    pid = machine.systemctl.process("wegplan.service").pid
    command = Path(f"/proc/{pid}/cmdline").read_bytes().decode()
    return command.split("/opt/wegplan/releases/")[1].split("/")[0]


def partners(machine: Machine) -> int:
    return len(rows(machine.path("/var/lib/wegplan/wegplan.db"), "partners"))


@pytest.mark.fault("F25")
def test_nobody_is_turned_away_while_releases_change(
    machine: Machine, proxies: dict[str, Proxy], manager: httpx2.Client, files: dict[str, File]
) -> None:
    put_beside(machine, files, "7.0.1")
    before = partners(machine)
    with load(proxies, manager) as visitors:
        visitors.wait_for_more(50)
        for _ in range(count(small=1, full=10)):
            assert "7.0.1 answers" in switch(machine, "7.0.1", block=0)
            assert answering(machine) == "7.0.1"
            visitors.wait_for_more(count(small=100, full=500))
            assert f"{THIS} answers" in switch(machine, THIS, block=1)
            visitors.wait_for_more(count(small=100, full=500))
    assert visitors.failed == []
    assert answering(machine) == THIS
    assert partners(machine) - before == visitors.written > 0
    assert not machine.systemctl.is_running("wegplan-next.service")


@pytest.mark.fault("F25")
def test_release_that_does_not_start_changes_nothing(
    machine: Machine, proxies: dict[str, Proxy], manager: httpx2.Client, files: dict[str, File]
) -> None:
    put_beside(machine, files, "7.0.2", **{"pwa_server/operation/serving.py": BROKEN})
    with load(proxies, manager) as visitors:
        visitors.wait_for_more(20)
        said = switch(machine, "7.0.2", block=0, may_fail=True)
        visitors.wait_for_more(20)
    assert f"7.0.2 does not start. {THIS} goes on answering." in said
    assert visitors.failed == []
    assert machine.path("/opt/wegplan/current").resolve().name == answering(machine) == THIS


@pytest.mark.fault("F25")
@pytest.mark.fault("F41")
def test_way_back_from_a_newer_schema_is_the_backup_made_when_it_was_left(
    machine: Machine, proxies: dict[str, Proxy], manager: httpx2.Client, files: dict[str, File]
) -> None:
    put_beside(machine, files, "7.1.0", **{"pwa_server/storage/migrations/9999_nicknames.sql": COLUMN})
    with load(proxies, manager) as visitors:
        visitors.wait_for_more(50)
        made_by_a_clock_ahead = machine.path("/var/backups/wegplan/wegplan-20990101T000000Z.db")
        made_by_a_clock_ahead.touch()
        switch(machine, "7.1.0", block=0)
        made_by_a_clock_ahead.unlink()
        visitors.wait_for_more(50)
        said = switch(machine, THIS, block=1, may_fail=True)
        assert f"{THIS} does not start. 7.1.0 goes on answering." in said
        visitors.wait_for_more(50)
    assert visitors.failed == []
    written = partners(machine)
    said = switch(machine, THIS, block=2)
    assert f"{THIS} answers." in said
    assert answering(machine) == THIS
    assert manager.get("/office/team").status_code == 200
    assert partners(machine) < written
    assert list(machine.path("/var/lib/wegplan").glob("before-restore-*.db"))
    machine.run("wegplan check", may_fail=True)
    for name in ("wegplan.socket", "wegplan.service", "wegplan-worker.service"):
        assert machine.systemctl.is_running(name)
