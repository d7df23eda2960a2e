"""The units as systemd itself reads them: known words only, one sandbox for all, nothing but Wegplan's folders."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.release.machine import PAGE
from tests.support.server import ROOT
from tests.support.units import Unit

FOLDER = ROOT / "deploy" / "units"
SERVICES = sorted(path.name for path in FOLDER.glob("*.service"))
SANDBOX = (
    "NoNewPrivileges", "CapabilityBoundingSet", "ProtectSystem", "ProtectHome", "PrivateTmp", "PrivateDevices",
    "RestrictAddressFamilies", "RestrictNamespaces", "SystemCallFilter", "UMask", "ProtectProc", "LockPersonality",
)  # fmt: skip


def unit(name: str) -> Unit:
    return Unit(FOLDER / name, str)


def test_systemd_finds_no_fault_in_any_unit(tmp_path: Path) -> None:
    """Programs and folders of an installation are not here: they are put in by name."""
    for path in FOLDER.iterdir():
        text = re.sub(
            r"/opt/wegplan/\S+|/usr/bin/env METRICS_PORT=0 \S+", "/bin/true", path.read_text(encoding="utf-8")
        )
        (tmp_path / path.name).write_text(text.replace("User=wegplan", "User=daemon").replace("Group=wegplan\n", ""))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *sorted(map(str, tmp_path.iterdir()))],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={"PATH": "/usr/bin:/bin", "SYSTEMD_UNIT_PATH": f"{tmp_path}:"},
    )
    ours = [line for line in done.stderr.splitlines() if "wegplan" in line]
    assert not ours
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_runs_in_the_same_sandbox(name: str) -> None:
    first, this = unit("wegplan.service"), unit(name)
    assert this.one("User") == this.one("Group") == "wegplan"
    for word in SANDBOX:
        assert this.all(word), f"{name} lacks {word}"
        assert this.all(word) == first.all(word), word
    assert set(this.one("ReadWritePaths").split()) <= {
        "/var/lib/wegplan", "/var/lib/wegplan-keys", "/var/backups/wegplan",
    }  # fmt: skip


@pytest.mark.parametrize("name", SERVICES)
def test_systemd_calls_no_service_exposed(name: str) -> None:
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--json=short", "--threshold=25", str(FOLDER / name)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stdout[-500:] + done.stderr
    found = json.loads(done.stdout)
    assert len(found) > 50


def test_server_and_backup_reach_nothing_but_this_machine() -> None:
    for name in ("wegplan.service", "wegplan-next.service", "wegplan-backup.service"):
        assert unit(name).all("IPAddressDeny") == ["any"]
        assert unit(name).all("IPAddressAllow") == ["localhost"]


def test_keys_can_not_be_read_by_what_needs_none() -> None:
    assert "/var/lib/wegplan-keys" in unit("wegplan-litestream.service").one("InaccessiblePaths")


def test_server_that_begins_differs_only_in_what_makes_it_pass() -> None:
    """`wegplan-next` is the server of an update: the same but for its end, its start at boot, and a port that is taken."""
    server, following = (dict(unit(f"{name}.service").values) for name in ("wegplan", "wegplan-next"))
    assert {name for name in server.keys() | following.keys() if server.get(name) != following.get(name)} == {
        "Description", "ExecStart", "Restart", "RestartSec", "WantedBy",
    }  # fmt: skip
    assert following["ExecStart"] == f"/usr/bin/env METRICS_PORT=0 {server['ExecStart']}"


def test_page_names_every_unit_that_is_enabled() -> None:
    for path in FOLDER.iterdir():
        if "[Install]" in path.read_text(encoding="utf-8"):
            assert re.search(rf"`{path.stem}(?:\{path.suffix})?`", PAGE), path.name
