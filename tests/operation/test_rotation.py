"""Keys of a running installation are changed: nothing is lost wherever it is cut off, and old backups still come back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from pwa_server.operation import backups, rotation
from pwa_server.operation.check import check_installation
from pwa_server.operation.startup import InUse
from pwa_server.settings import Settings
from pwa_server.storage import rotation as moving
from pwa_server.storage.backup import open_read_only, sealed_columns
from pwa_server.storage.key_rings import ring_of
from pwa_server.storage.keys import FILES, PEPPER_FILE, SEALING_FILE, VAPID_FILE, Keys, load_or_make
from pwa_server.storage.sealing import BrokenSeal, Sealing
from tests.support.effort import chance, count
from tests.support.rotating import rotate, start, stop

Values = dict[tuple[str, str, str], Any]


def values(settings: Settings) -> Values:
    """Every sealed value as it stands in the file."""
    connection = open_read_only(settings.database_path)
    found = {
        (table, column, row["id"]): row[column]
        for table, column in sealed_columns(connection)
        for row in connection.execute(f"SELECT id, {column} FROM {table} WHERE {column} IS NOT NULL")
    }
    connection.close()
    return found


def opened(sealed: Values, keys: Keys) -> Values:
    sealing = Sealing(keys)
    return {place: sealing.open_record({"x_sealed": value}, place[2])["x_sealed"] for place, value in sealed.items()}


def with_key(keys: Keys, name: str) -> Keys:
    """As if this were the only sealing key."""
    return replace(keys, sealing={name: keys.sealing[name]}, current=name)


def some_recordings(parts: Any, world: Any) -> None:
    """Sealed bytes, too."""
    parts.database.write_now(
        world.ids["karin"], parts.now(),
        lambda tx: tx.insert(
            "feedback", kind="praise", about="app", words_sealed="Danke", language="de", receipt_digest="a", content_digest="b",
            received_at=tx.now, state_at=tx.now, sound_sealed=b"OggS\x00\xff" * 900, sound_type="audio/ogg", sound_seconds=3,
        ),
    )  # fmt: skip


def test_everything_sealed_is_under_the_new_key_and_nothing_under_the_old(parts, world) -> None:
    some_recordings(parts, world)
    settings, old = parts.settings, parts.keys
    before = opened(values(settings), old)
    assert all(any(word in str(value) for value in before.values()) for word in ("Kanariaaa", *_names(world)))
    rotate(parts, "sealing")
    after, keys = values(settings), parts.keys
    assert keys.current != old.current
    assert opened(after, with_key(keys, keys.current)) == before
    for place, value in after.items():
        with pytest.raises(BrokenSeal):
            opened({place: value}, with_key(keys, old.current))


def _names(world) -> list[str]:
    return [word for place, word in world.canaries.items() if place.endswith(".name")]


@pytest.mark.parametrize("rows", [1, 7])
def test_cut_off_between_two_batches_everything_opens_and_the_change_goes_on(
    parts, world, browser_of, monkeypatch, rows
) -> None:
    monkeypatch.setattr(moving, "BATCH_ROWS", rows)
    settings, old = stop(parts), parts.keys
    before = opened(values(settings), old)
    ring_of(settings.key_dir, SEALING_FILE).with_new({old.current})
    batches = 0
    while cut_off_after(settings, chance(f"{rows} {batches}").randrange(1, 60 // rows + 2)):
        batches += 1
        assert opened(values(settings), load_or_make(settings.key_dir)) == before
        if batches == 1:
            start(parts)  # the operator starts the server in the middle, and somebody opens a page
            assert world.canaries["amina.standard.step1.text"] in browser_of("amina").get("/plan").text
            stop(parts)
            before |= opened(values(settings), load_or_make(settings.key_dir))
        if batches >= count(small=4, full=10_000):
            break
    told = list(rotation.rotate(settings, "sealing"))
    assert "cut off" in told[0]
    keys = load_or_make(settings.key_dir)
    assert len(keys.sealing) == 2
    assert opened(values(settings), with_key(keys, keys.current)) == before


def cut_off_after(settings: Settings, batches: int) -> bool:
    """Let the command do so many batches and end there; False when nothing was left to do."""
    keys = load_or_make(settings.key_dir)
    with moving.alone(settings.database_path) as connection:
        work = moving.seal_anew(connection, Sealing(keys), keys.current)
        done = [rows for rows, _ in zip(work, range(batches), strict=False)]
    return len(done) == batches


def test_batches_are_small_and_large_rows_make_them_smaller(parts, world, monkeypatch) -> None:
    settings = stop(parts)
    assert moving.BATCH_ROWS <= 1000
    monkeypatch.setattr(moving, "BATCH_BYTES", 200)
    keys = load_or_make(settings.key_dir)
    with moving.alone(settings.database_path) as connection:
        sizes = list(moving.seal_anew(connection, Sealing(keys), "another"))
    assert max(sizes) < 5


def test_backup_from_before_the_change_comes_back_and_is_sealed_anew(parts, world, tmp_path) -> None:
    settings, old = parts.settings, parts.keys
    before = opened(values(settings), old)
    list(backups.back_up(settings, tmp_path / "copy.db", 90))
    rotate(parts, "sealing")
    settings = stop(parts)
    list(backups.restore(settings, tmp_path / "copy.db", in_place=True))
    assert opened(values(settings), load_or_make(settings.key_dir)) == before
    assert "from a backup that was restored" in told_of_keys(settings)
    list(rotation.forget(settings))
    assert old.current in load_or_make(settings.key_dir).sealing, "a key that opens something was dropped"
    list(rotation.rotate(settings, "sealing"))
    keys = load_or_make(settings.key_dir)
    assert opened(values(settings), with_key(keys, keys.current)) == before


def test_backup_from_before_is_refused_without_the_old_key(parts, world, tmp_path) -> None:
    list(backups.back_up(parts.settings, tmp_path / "copy.db", 90))
    old = parts.keys.current
    rotate(parts, "sealing")
    settings = stop(parts)
    ring_of(settings.key_dir, SEALING_FILE).without({old})
    with pytest.raises(backups.Refused, match="don't open this backup"):
        list(backups.restore(settings, tmp_path / "copy.db", in_place=True))


def told_of_keys(settings: Settings) -> str:
    """What `check` says of keys."""
    findings = []
    for finding in check_installation(settings):
        findings.append(finding)
        if finding.what == "Disk":  # what follows asks other machines
            break
    return "\n".join(f"{finding.mark} {finding.words}" for finding in findings if finding.what == "Keys")


def later(settings: Settings, parts, days: int) -> Settings:
    at = (parts.clock() + timedelta(days=days)).isoformat().replace("+00:00", "Z")
    return replace(settings, clock_starts_at=at)


def test_old_keys_go_after_ninety_days_and_not_before(parts, world) -> None:
    for kind in ("sealing", "vapid"):
        rotate(parts, kind)
    settings = stop(parts)
    list(rotation.forget(later(settings, parts, 90)))
    assert [len(ring_of(settings.key_dir, name).keys) for name in FILES] == [2, 1, 2]
    assert "rotate forget" in told_of_keys(later(settings, parts, 91))
    told = list(rotation.forget(later(settings, parts, 91)))
    assert [len(ring_of(settings.key_dir, name).keys) for name in FILES] == [1, 1, 1]
    assert "dropped" in told[0]
    start(parts)


def test_key_that_a_backup_needs_stays_as_long_as_the_backup(parts, tmp_path) -> None:
    """A PIN hangs on the old pepper for 60 days: who restores a backup of day 59 still gets in."""
    give_pin(parts, somebody(parts))
    rotate(parts, "pepper")
    settings = stop(parts)
    on_day_59 = later(settings, parts, 59)
    list(backups.back_up(on_day_59, tmp_path / "copy.db", 90))
    with moving.alone(settings.database_path) as connection:
        connection.execute("DELETE FROM secrets")
    list(rotation.forget(later(settings, parts, 149)))
    assert len(ring_of(settings.key_dir, PEPPER_FILE).keys) == 2
    list(rotation.forget(later(settings, parts, 150)))
    assert len(ring_of(settings.key_dir, PEPPER_FILE).keys) == 1


def somebody(parts) -> str:
    facts = {"role": "client", "name_sealed": "Amina", "opaque_id": "a", "made_at": parts.now()}
    return parts.database.write_now("", parts.now(), lambda tx: tx.insert("accounts", **facts))


def give_pin(parts, account_id: str) -> None:
    kept = {"account_id": account_id, "kind": "pin", "secret_hash": parts.passwords.hash_now("739164")}
    parts.database.write_now("", parts.now(), lambda tx: tx.run("secrets.keep", **kept))


def test_check_tells_what_still_hangs_on_an_old_pepper(parts) -> None:
    give_pin(parts, somebody(parts))
    rotate(parts, "pepper")
    told = told_of_keys(stop(parts))
    assert "note pepper, older key" in told
    assert "still needed by 1 PINs and passwords" in told
    list(rotation.forget(later(parts.settings, parts, 1000)))
    assert len(ring_of(parts.settings.key_dir, PEPPER_FILE).keys) == 2


def test_check_tells_of_a_change_that_was_cut_off(parts, world) -> None:
    settings = stop(parts)
    ring_of(settings.key_dir, SEALING_FILE).with_new({parts.keys.current})
    assert "PROBLEM sealing.json" in told_of_keys(settings)
    assert "rotate sealing" in told_of_keys(settings)


@pytest.mark.parametrize("kind", ["sealing", "pepper", "vapid", "forget"])
def test_nothing_is_changed_while_a_server_has_the_database_open(parts, world, kind) -> None:
    files = {name: (parts.settings.key_dir / name).read_bytes() for name in FILES}
    with pytest.raises(InUse):
        list(rotation.forget(parts.settings) if kind == "forget" else rotation.rotate(parts.settings, kind))
    assert {name: (parts.settings.key_dir / name).read_bytes() for name in FILES} == files


def test_value_that_no_key_opens_stops_the_change_and_keeps_the_old_key(parts, world) -> None:
    settings = stop(parts)
    with moving.alone(settings.database_path) as connection:
        connection.execute(
            "UPDATE goals SET title_sealed = (SELECT title_sealed FROM goals ORDER BY id LIMIT 1)"
            " WHERE id = (SELECT max(id) FROM goals)"
        )
    with pytest.raises(backups.Refused, match="goals"):
        list(rotation.rotate(settings, "sealing"))
    assert parts.keys.current in load_or_make(settings.key_dir).sealing
    assert ring_of(settings.key_dir, SEALING_FILE).is_changing


def test_key_files_are_replaced_whole_and_stay_their_owners(parts, world) -> None:
    for kind in ("sealing", "pepper", "vapid"):
        rotate(parts, kind)
        rotate(parts, kind)
    assert not [path.name for path in parts.settings.key_dir.iterdir() if path.name.startswith(".")]
    assert {path.stat().st_mode & 0o777 for path in parts.settings.key_dir.iterdir()} == {0o600}
    assert [len(ring_of(parts.settings.key_dir, name).keys) for name in FILES] == [3, 3, 3]
    assert parts.keys.sender_keys == tuple(key.name for key in ring_of(parts.settings.key_dir, VAPID_FILE).keys)


def test_every_digest_has_its_place_in_a_change_of_the_pepper(parts) -> None:
    """A new column with a digest? It is made anew from what is stored, or counted until it ends; or it says why neither."""
    from pwa_server.storage.key_uses import PEPPERED

    ends_by_itself = {
        "sessions.token_digest": "no pepper: the token is long enough by itself",
        "passkey_challenges.bound_digest": "lives five minutes",
        "feedback.content_digest": "goes with the receipt's",
        "tombstones.case_digest": "nobody looks for it again",
        "service_gaps.about_digest": "made anew from goals and needs",
    }
    counted = {f"{table}.{column}" for table, column, _, _ in PEPPERED}
    connection = open_read_only(parts.settings.database_path)
    tables = [row["name"] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = {
        f"{table}.{row['name']}"
        for table in tables
        for row in connection.execute(f"PRAGMA table_info({table})")
        if row["name"].endswith(("_digest", "_hash")) and row["name"] != "content_hash"
    }
    connection.close()
    assert found - counted - set(ends_by_itself) == set()
    assert {f"{move.table}.{move.column}" for move in moving.DIGESTED} <= counted


def test_path_of_a_missing_database_is_told(tmp_path: Path) -> None:
    with pytest.raises(backups.Refused, match="Is DATA_DIR right"):
        list(rotation.rotate(Settings(tmp_path / "data", tmp_path / "keys"), "sealing"))
