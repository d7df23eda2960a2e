"""Backups and the copy that follows, by the commands of the page and the units that the timers start."""

import re
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

from pwa_server.storage.files import PARTS
from tests.operation.files import rows
from tests.release.load import PARTNER
from tests.release.machine import NAME, Machine, blocks
from tests.support.waiting import until

BACKUPS, RESTORING, COPY, FETCHING = blocks("Backups")
BEFORE = {**PARTNER, "name": "Amt vor dem Verlust"}
LITESTREAM = Path(sys.executable).with_name("litestream")
THERE = "type: file\n      path: {folder}/copies"


def names(machine: Machine) -> set[object]:
    return {row[1] for row in rows(machine.path("/var/lib/wegplan/wegplan.db"), "partners")}


def copied_names(machine: Machine) -> set[object]:
    """What lies in the copy by now. The check of each minute is content with less."""
    config, database = machine.path("/etc/wegplan/litestream.yml"), machine.path("/var/lib/wegplan/wegplan.db")
    fetched = machine.root / "fetched.db"
    for part in PARTS:
        fetched.with_name(fetched.name + part).unlink(missing_ok=True)
    subprocess.run([LITESTREAM, "restore", "-config", config, "-o", fetched, database], check=True, capture_output=True)
    return {row[1] for row in rows(fetched, "partners")}


@pytest.fixture(scope="module")
def copying(machine: Machine) -> Machine:
    """Litestream as the page switches it on, with a folder of this machine as the other place."""
    first, rest = COPY.split("echo ", 1)
    machine.run(first)
    config = machine.path("/etc/wegplan/litestream.yml")
    text = machine.moved(config.read_text(encoding="utf-8"))
    place = re.compile(r"type: sftp\n(?:      .*\n)+")
    assert place.search(text)
    config.write_text(place.sub(lambda _: THERE.format(folder=machine.root) + "\n", text), encoding="utf-8")
    machine.run("echo " + rest)
    return machine


@pytest.mark.fault("F42")
def test_units_of_the_timers_make_a_backup_and_try_it(machine: Machine) -> None:
    before = set(machine.path("/var/backups/wegplan").glob("*.db"))
    keys = {path.name: path.read_bytes() for path in machine.path("/var/lib/wegplan-keys").iterdir()}
    assert machine.systemctl.start("wegplan-backup.service") == 0, machine.systemctl.log("wegplan-backup.service")
    assert len(set(machine.path("/var/backups/wegplan").glob("*.db")) - before) == 1
    tried = machine.systemctl.start("wegplan-restore-test.service")
    assert tried == 0, machine.systemctl.log("wegplan-restore-test.service")
    people = len(rows(machine.path("/var/lib/wegplan/wegplan.db"), "accounts"))
    assert f"is whole: {people} people" in machine.systemctl.log("wegplan-restore-test.service")
    assert {path.name: path.read_bytes() for path in machine.path("/var/lib/wegplan-keys").iterdir()} == keys
    assert machine.systemctl.start("wegplan-check.service") == 1, "no push service is in reach of a test"
    assert "ok      Backup" in machine.systemctl.log("wegplan-check.service")


@pytest.mark.fault("F42")
def test_restoring_by_the_page_puts_the_newest_backup_back(machine: Machine, manager: httpx2.Client) -> None:
    assert "Written and checked" in machine.run(BACKUPS)
    assert manager.post("/office/partners", data={**PARTNER, "name": "Amt danach"}).status_code == 303
    assert "Restored" in machine.run(RESTORING)
    assert "Amt danach" not in names(machine)
    assert manager.get("/office/team").status_code == 200


@pytest.mark.fault("F43")
def test_copy_is_switched_on_by_the_page_and_looked_at_every_minute(copying: Machine) -> None:
    until(lambda: copying.systemctl.start("wegplan-litestream-check.service") == 0, "the copy", 30)
    assert "wegplan-litestream-check.timer" in copying.systemctl.enabled
    copying.run("systemctl stop wegplan-litestream; rm -r copies", may_fail=True)
    copies = copying.root / "copies"
    copies.rename(copies.with_name("lost"))
    assert copying.systemctl.start("wegplan-litestream-check.service") == 1
    copies.with_name("lost").rename(copies)
    copying.run("systemctl start wegplan-litestream")


@pytest.mark.fault("F43")
def test_lost_database_is_fetched_from_the_copy_by_the_page(copying: Machine, manager: httpx2.Client) -> None:
    assert manager.post("/office/partners", data=BEFORE).status_code == 303
    until(lambda: BEFORE["name"] in copied_names(copying), "the copy", 30)
    stop, *rest = FETCHING.splitlines()
    copying.run(stop)
    for path in copying.path("/var/lib/wegplan").glob("*wegplan.db*"):
        path.rename(copying.root / path.name)
    assert "Restored" in copying.run("\n".join(rest))
    assert BEFORE["name"] in names(copying)
    assert manager.get("/office/team", headers={"Host": NAME}).status_code == 200
