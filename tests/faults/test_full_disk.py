"""No room on the disk: reading goes on, writing says so, nothing is half done, and it goes on once there is room."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

from pwa_server.app import create_parts
from pwa_server.i18n.catalogues import translate
from pwa_server.operation.backups import Refused, back_up, restore
from pwa_server.storage.database import StorageFull, connect
from pwa_server.storage.key_rings import ring_of
from pwa_server.storage.keys import FILES, load_or_make
from pwa_server.web.errors import WORDS
from pwa_server.web.parts import Parts
from tests.faults.conftest import Office
from tests.faults.test_killed_server import own_steps, tick
from tests.operation.files import contents
from tests.support.server import Process

NO_ROOM = 8192


def limit_files(server: Process, size: int) -> None:
    """No file of this process grows beyond so many bytes, as on a full disk."""
    resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


@pytest.mark.fault("F03")
def test_full_disk_takes_no_tick_shows_every_plan_and_recovers(office: Office) -> None:
    token, step = own_steps(office)[0]
    with office.installation.serve() as server:
        limit_files(server, NO_ROOM)

        headers = {"Cookie": f"s={token}", "Sec-Fetch-Site": "same-origin"}
        address = f"{office.installation.origin}/steps/{step}/reports"
        refused = httpx2.post(address, data={"report": "done"}, headers=headers, timeout=10)
        assert refused.status_code == 507, server.log
        assert '<html lang="ar"' in refused.text
        assert translate("ar", WORDS[507]) in refused.text
        assert not tick(office.installation.origin, token, step, "tap-1", "done")
        for other in office.tokens:
            page = httpx2.get(f"{office.installation.origin}/plan", headers={"Cookie": f"s={other}"}, timeout=10)
            assert page.status_code == 200
        assert reports(office) == 0
        limit_files(server, resource.RLIM_INFINITY)
        assert tick(office.installation.origin, token, step, "tap-1", "done")
    assert reports(office) == 1


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file of this process grows beyond so many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.fault("F03")
def test_restore_without_room_says_so_and_changes_nothing(parts: Parts, tmp_path: Path) -> None:
    settings, copy = parts.settings, tmp_path / "copy.db"
    parts.database.close()
    list(back_up(settings, copy, 90))
    before = contents(settings.database_path)
    with room_for(NO_ROOM), pytest.raises(Refused, match="Nothing was changed"):
        list(restore(settings, copy, in_place=True))
    assert contents(settings.database_path) == before
    assert not (settings.data_dir / "restoring").exists()
    parts.database = create_parts(settings).database


@pytest.mark.fault("F03")
@pytest.mark.parametrize("name", FILES)
def test_new_key_without_room_leaves_the_key_file_as_it_was(tmp_path: Path, name: str) -> None:
    load_or_make(tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with room_for(16), pytest.raises(StorageFull):
        ring_of(tmp_path, name).with_new(set())
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def reports(office: Office) -> int:
    connection = connect(office.installation.database_path)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        return int(connection.execute("SELECT count(*) FROM step_reports").fetchone()[0])
    finally:
        connection.close()
