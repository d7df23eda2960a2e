"""A change of keys that is killed at a single write: everything opens with the keys that lie there, and it goes on."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from pwa_server.app import create_parts
from pwa_server.operation import rotation
from pwa_server.settings import Settings
from pwa_server.storage.backup import require_fitting_keys
from pwa_server.storage.key_rings import ring_of
from pwa_server.storage.keys import PEPPER_FILE, SEALING_FILE, VAPID_FILE, load_or_make
from pwa_server.storage.sealing import Sealing
from tests.faults.test_failing_disk import is_whole, plain
from tests.operation.test_rotation import opened, values
from tests.support.effort import chance, count
from tests.support.server import PROGRAM, ROOT

__all__ = ["plain"]
CALLS = "pwrite64,fsync,fdatasync,rename"
FILES = {"sealing": SEALING_FILE, "pepper": PEPPER_FILE, "vapid": VAPID_FILE}


def rotate(settings: Settings, kind: str, *rules: str) -> tuple[list[tuple[str, int]], bool]:
    """Run the command under strace: its calls as (name, how many-th of that name), and whether it was killed."""
    log = settings.data_dir.parent / "calls.txt"
    options = [part for rule in (f"trace={CALLS}", *rules) for part in ("-e", rule)]
    folders = {"DATA_DIR": str(settings.data_dir), "KEY_DIR": str(settings.key_dir), "PYTHONDONTWRITEBYTECODE": "1"}
    command = ["strace", "-f", "-qq", "-o", str(log), *options, *PROGRAM, "rotate", kind]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | folders, capture_output=True, timeout=120, check=False)
    # strace counts for each thread and each call alone.
    counted = Counter(
        re.findall(rf"^(\d+) +({CALLS.replace(',', '|')})\(", log.read_text(errors="replace"), re.MULTILINE)
    )
    most = {name: max(number for (_, call), number in counted.items() if call == name) for _, name in counted}
    calls = [(name, number) for name in sorted(most) for number in range(1, most[name] + 1)]
    return calls, done.returncode == -signal.SIGKILL


def copy_of(plain: Settings, folder: Path) -> Settings:
    shutil.copytree(plain.data_dir, folder / "data")
    shutil.copytree(plain.key_dir, folder / "keys")
    return Settings(folder / "data", folder / "keys")


@pytest.mark.fault("F01")
@pytest.mark.parametrize("kind", FILES)
def test_change_of_keys_killed_at_a_write_loses_nothing_and_goes_on(plain: Settings, tmp_path: Path, kind: str) -> None:
    before = opened(values(plain), load_or_make(plain.key_dir))
    whole = copy_of(plain, tmp_path / "whole")
    calls, _ = rotate(whole, kind)
    for name, number in chance(f"rotate {kind}").sample(
        calls, count(small=2 if kind == "sealing" else 1, full=len(calls))
    ):
        at = f"{name} {number}"
        settings = copy_of(plain, tmp_path / at)
        _, killed = rotate(settings, kind, f"inject={name}:signal=KILL:when={number}")
        assert killed, at
        keys = load_or_make(settings.key_dir)
        assert opened(values(settings), keys) == before, at
        assert is_whole(settings.database_path)
        create_parts(settings).database.close()
        list(rotation.rotate(settings, kind))
        ring = ring_of(settings.key_dir, FILES[kind])
        assert not ring.is_changing
        assert len(ring.keys) in (2, 3), "3 where it was killed after its end"
        assert opened(values(settings), load_or_make(settings.key_dir)) == before, at
        require_fitting_keys(settings.database_path, Sealing(load_or_make(settings.key_dir)))
