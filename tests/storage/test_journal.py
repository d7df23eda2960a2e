"""The restore journal: complete lines in order, whoever writes them, and nothing in it that names anybody."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pwa_server.app import create_parts
from pwa_server.casework import codes, grants, sign_in, withdrawals
from pwa_server.domain.times import later
from pwa_server.notify import jobs
from pwa_server.operation.backups import Refused, back_up, restore
from pwa_server.operation.check import check_journal
from pwa_server.operation.startup import explain
from pwa_server.storage import journal, never_undone, session_rows
from pwa_server.storage.database import StorageFull, connect
from pwa_server.storage.journal import Entry, Journal, OtherTimeline
from tests.operation.restored_office import Office
from tests.world import World

pytestmark = pytest.mark.fault("F42")
ENTRIES = [Entry(number, "2026-11-24T09:00:00Z", "sessions.ended_at", f"id-{number}", "") for number in range(1, 6)]


@pytest.fixture
def office(parts: Any, world: World, clock: Any, tmp_path: Path) -> Office:
    return Office(parts, world, clock, tmp_path)


def end_something(office: Office) -> None:
    token = office.do("amina", session_rows.begin, office.world.ids["amina"], "client", "own")
    found = office.do("amina", lambda tx: tx.row("sessions.find_by_token", token_digest=session_rows.digest(token)))
    office.do("amina", sign_in.sign_out, found["id"], None)


def append(path: Path, entries: list[Entry]) -> None:
    file = Journal(path)
    with file.held():
        file.reserve(entries)
        file.append(entries)
    file.close()


def test_torn_line_is_written_over(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    append(path, ENTRIES[:2])
    content = path.read_bytes()
    whole = content.rstrip(b"\0")
    path.write_bytes(whole[:-9] + b"\0" * 9 + b"gone" + b"\0" * 100)
    assert journal.read(path) == (ENTRIES[:1], True)
    append(path, ENTRIES[1:3])
    assert journal.read(path)[0] == ENTRIES[:3]


def test_two_writers_take_turns(tmp_path: Path) -> None:
    one, other = Journal(tmp_path / "journal"), Journal(tmp_path / "journal")
    for file, entry in ((one, ENTRIES[0]), (other, ENTRIES[1]), (one, ENTRIES[2]), (other, ENTRIES[3])):
        with file.held():
            assert (file.last.seq if file.last else 0) == entry.seq - 1
            file.reserve([entry])
            file.append([entry])
    assert journal.read(tmp_path / "journal") == (ENTRIES[:4], False)


def test_shorter_file_takes_the_place_of_the_long_one_for_every_writer(tmp_path: Path) -> None:
    one, other = Journal(tmp_path / "journal"), Journal(tmp_path / "journal")
    with one.held():
        one.append(ENTRIES[:3])
    with other.held():
        other.keep_only(ENTRIES[1:3])
    with one.held():
        assert one.last == ENTRIES[2]
        one.append(ENTRIES[3:4])
    assert journal.read(tmp_path / "journal")[0] == ENTRIES[1:4]


def test_journal_holds_ids_codes_and_moments_only(office: Office) -> None:
    office.do("karin", codes.end_everything, office.world.ids["amina.case"])
    office.do("amina", grants.end_grant, office.world.ids["mona.grant"])
    office.do("amina", withdrawals.withdraw, office.world.ids["amina.consent.plan"])
    end_something(office)
    value = re.compile(
        r'[0-9a-f-]{36}( [0-9a-f-]{36})?|[a-z_]*|\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?|\[("[a-z_]+"(, )?)*\]'
    )
    for entry in office.entries():
        assert value.fullmatch(entry.subject), entry
        assert value.fullmatch(entry.other), entry
    content = office.settings.journal_path.read_text()
    assert not any(word in content for word in office.world.canaries.values())
    assert office.settings.journal_path.stat().st_mode & 0o777 == 0o600


def test_journal_has_what_the_table_has(office: Office) -> None:
    before = len(office.entries())
    end_something(office)
    assert len(office.entries()) > before
    assert office.entries() == never_undone.entries(office.parts.database.utils().conn)


def test_lost_journal_is_made_anew_from_the_database(office: Office) -> None:
    end_something(office)
    entries = office.entries()
    office.close()
    office.settings.journal_path.unlink()
    office.open()
    assert office.entries() == entries


def test_old_entries_go_from_the_table_and_from_the_file(office: Office) -> None:
    end_something(office)
    office.wait(days=never_undone.KEPT_DAYS + 1)
    end_something(office)
    newest = office.entries()[-1]
    office.do("", lambda tx: tx.run("unscoped.forget_never_undone", before=office.parts.now()))
    office.parts.database.shorten_journal()
    assert office.entries() == [newest]
    end_something(office)
    assert [entry.seq for entry in office.entries()][:2] == [newest.seq, newest.seq + 1]


def test_what_a_clock_noted_that_was_ahead_leaves_no_gap_in_the_journal(office: Office) -> None:
    """Entries go from the oldest on, by their numbers: after a gap nothing of the file could be read."""
    end_something(office)
    office.wait(days=2)
    end_something(office)
    office.wait(days=-1)
    end_something(office)
    end_something(office)
    before = office.entries()
    office.do("", lambda tx: tx.run("unscoped.forget_never_undone", before=later(office.parts.now(), minutes=1)))
    office.parts.database.shorten_journal()
    end_something(office)
    seqs = [entry.seq for entry in office.entries()]
    assert seqs == list(range(seqs[0], seqs[-1] + 1))
    assert before[0].seq < seqs[0] <= before[-1].seq < seqs[-1]


def test_what_the_nightly_work_ends_stands_in_the_journal(office: Office) -> None:
    """It has no moment yet when the same transaction drops what is old."""
    grant = office.world.ids["mona.grant"]
    office.do("", lambda tx: tx.update("mentor_grants", grant, expires_on="2026-11-20"))
    office.wait(days=never_undone.KEPT_DAYS + 1)
    before = office.entries()[-1].seq
    office.do("", jobs.every_day)
    ended = [entry for entry in office.entries() if entry.seq > before]
    assert {"mentor_grants.state", "mentor_grants.valid_until"} <= {
        entry.kind for entry in ended if entry.subject == grant
    }
    assert ended == never_undone.entries(office.parts.database.utils().conn, before)


def test_copy_put_there_by_hand_stops_the_start(office: Office) -> None:
    """The journal knows more than the database: `restore` is the way."""
    office.back_up()
    end_something(office)
    office.close()
    office.settings.database_path.write_bytes(office.copy.read_bytes())
    with pytest.raises(OtherTimeline) as error:
        create_parts(office.parts.settings, office.clock)
    assert "Let the program put it there" in explain(error.value, office.settings)
    list(restore(office.settings, office.copy, in_place=True))
    office.open()
    assert office.number("SELECT count(*) FROM sessions WHERE ended_at IS NULL") == 0


def test_journal_of_another_time_put_there_while_the_server_runs_stops_what_ends(office: Office) -> None:
    """Nothing that ends could be noted in it, and nobody would know before a restore."""
    end_something(office)
    known = office.entries()
    others = [replace(known[-1], seq=known[-1].seq + number) for number in range(1, 9)]
    journal.write(office.settings.journal_path, [*known, *others])
    with pytest.raises(StorageFull):
        end_something(office)
    assert never_undone.entries(office.parts.database.utils().conn) == known
    assert "does not know of" in check_journal(office.settings).words


def test_restore_without_the_journal_is_refused_and_changes_nothing(office: Office) -> None:
    office.back_up()
    end_something(office)
    office.close()
    office.settings.journal_path.unlink()
    office.settings.database_path.unlink()
    with pytest.raises(Refused, match="--without-journal"):
        list(restore(office.settings, office.copy, in_place=True))
    assert not office.settings.database_path.exists()
    list(restore(office.settings, office.copy, in_place=True, without_journal=True))
    office.open()


def test_restore_with_a_lost_journal_takes_what_the_present_database_noted(office: Office) -> None:
    office.back_up()
    office.do("amina", grants.end_grant, office.world.ids["mona.grant"])
    office.close()
    office.settings.journal_path.unlink()
    list(restore(office.settings, office.copy, in_place=True))
    office.open()
    assert office.number("SELECT count(*) FROM mentor_grants WHERE id = :mona_grant AND state = 'revoked'") == 1


def test_journal_that_ends_before_the_backup_or_begins_after_it_is_refused(office: Office) -> None:
    before = office.settings.journal_path.read_bytes()
    end_something(office)
    office.back_up()
    end_something(office)
    end_something(office)
    office.close()
    office.settings.database_path.unlink()
    entries = office.entries()
    office.settings.journal_path.write_bytes(before)
    with pytest.raises(Refused, match="ends before the backup was made"):
        list(restore(office.settings, office.copy, in_place=True))
    journal.write(office.settings.journal_path, entries[-1:])
    with pytest.raises(Refused, match="begins after the backup was made"):
        list(restore(office.settings, office.copy, in_place=True))
    other = [Entry(entry.seq, "2020-01-01T00:00:00Z", entry.kind, entry.subject) for entry in entries]
    journal.write(office.settings.journal_path, other)
    with pytest.raises(Refused, match="another installation"):
        list(restore(office.settings, office.copy, in_place=True))
    journal.write(office.settings.journal_path, entries)
    list(restore(office.settings, office.copy, in_place=True))
    office.open()


def test_backup_names_the_journal_beside_the_keys(office: Office) -> None:
    told = "\n".join(back_up(office.settings, office.copy, 90))
    assert str(office.settings.journal_path) in told
    assert not office.settings.journal_path.is_relative_to(office.settings.data_dir)


def test_trying_a_backup_elsewhere_leaves_the_journal_alone(office: Office, tmp_path: Path) -> None:
    """As the weekly trial does, beside a running server and with the keys read only."""
    office.back_up()
    end_something(office)
    before = office.settings.journal_path.read_bytes(), office.settings.journal_path.stat().st_mtime_ns
    told = list(restore(replace(office.settings, data_dir=tmp_path / "tried"), office.copy, in_place=False))
    assert any("journal reaches until" in line for line in told)
    assert (office.settings.journal_path.read_bytes(), office.settings.journal_path.stat().st_mtime_ns) == before


def test_unreadable_end_of_the_journal_is_told(office: Office) -> None:
    office.back_up()
    end_something(office)
    office.close()
    office.settings.database_path.unlink()
    path = office.settings.journal_path
    path.write_bytes(path.read_bytes().rstrip(b"\0")[:-5])
    assert "end of the journal can't be read" in "\n".join(restore(office.settings, office.copy, in_place=True))
    office.open()


def test_start_with_a_whole_journal_waits_for_no_writer(office: Office) -> None:
    """A second server starts beside the first, whoever is writing just then."""
    end_something(office)
    writing = connect(office.settings.database_path)
    writing.execute("BEGIN IMMEDIATE")
    try:
        create_parts(office.parts.settings, office.clock).database.close()
    finally:
        writing.close()
