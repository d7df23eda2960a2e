"""The outbox of a phone: twice, at once, out of order, late, for a step that is gone, in another's name."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from pwa_server.domain.times import later
from pwa_server.storage.database import connect
from tests.faults.conftest import Office
from tests.faults.test_killed_server import own_steps, tick
from tests.support.effort import chance, count
from tests.world import NOW, NOW_TEXT, World


@pytest.fixture
def path(world: World) -> str:
    return f"/steps/{world.ids['amina.standard.step1']}/reports"


def entry(key: str, user: str = "opaque-amina") -> dict[str, str]:
    """The headers with which the outbox of a phone sends one entry."""
    return {"Accept": "application/json", "Idempotency-Key": key, "Outbox-User": user}


def reports(parts) -> list[dict]:
    return list(parts.database.utils().query("SELECT * FROM step_reports ORDER BY rowid"))


def state(parts, world: World) -> str:
    query = "SELECT state FROM steps WHERE id = ?"
    return next(parts.database.utils().query(query, [world.ids["amina.standard.step1"]]))["state"]


@pytest.mark.fault("F09")
def test_one_entry_sent_ten_times_at_once_is_one_report(office: Office) -> None:
    token, step = own_steps(office)[0]
    origin = office.installation.origin
    with office.installation.serve(), ThreadPoolExecutor(10) as pool:
        for number in range(count(small=3, full=100)):
            sent = [pool.submit(tick, origin, token, step, f"tap-{number}", "done") for _ in range(10)]
            assert all(answer.result() for answer in sent)
    connection = connect(office.installation.database_path)
    kept = connection.execute("SELECT count(*) FROM step_reports").fetchone()[0]
    connection.close()
    assert kept == count(small=3, full=100)


@pytest.mark.fault("F09")
def test_any_order_with_repeats_ends_with_the_newest_tap(browser_of, parts, world: World, path: str) -> None:
    amina = browser_of("amina")
    random = chance("order of the outbox")
    for round_number in range(count(small=5, full=500)):
        taps = [
            (f"{round_number}-{minute}", "undone" if minute % 2 else "done", later(NOW_TEXT, minutes=-30 + minute))
            for minute in range(6)
        ]
        before = len(reports(parts))
        for key, report, tapped in random.sample(taps * 2, 12):
            sent = {"report": report, "issued_at": later(NOW_TEXT, hours=-1), "tapped_at": tapped}
            assert amina.post(path, data=sent, headers=entry(key)).status_code == 200
        assert len(reports(parts)) == before + len(taps)
        assert state(parts, world) == "open", "the newest tap took the tick back"


@pytest.mark.fault("F09")
def test_tap_of_twenty_days_ago_arrives_with_its_own_day_once(
    browser_of, parts, clock, world: World, path: str
) -> None:
    tapped = {"report": "done", "issued_at": NOW_TEXT, "tapped_at": later(NOW_TEXT, minutes=5)}
    clock.at = NOW + timedelta(days=20)
    amina = browser_of("amina")
    for _ in range(2):
        assert amina.post(path, data=tapped, headers=entry("tap-1")).status_code == 200
    assert [row["tapped_at"] for row in reports(parts)] == [later(NOW_TEXT, minutes=5)]
    assert state(parts, world) == "done"


@pytest.mark.fault("F09")
def test_tap_on_a_step_that_is_gone_is_kept_and_moves_nothing(browser_of, parts, world: World, path: str) -> None:
    step = world.ids["amina.standard.step1"]
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.update("steps", step, removed_at=NOW_TEXT))
    for _ in range(2):
        assert browser_of("amina").post(path, data={"report": "done"}, headers=entry("tap-1")).status_code == 200
    assert [row["to_state"] for row in reports(parts)] == [None]
    assert state(parts, world) == "open"


@pytest.mark.fault("F10")
@pytest.mark.parametrize("who", ["badr", "karin", "mona"])
def test_outbox_under_another_persons_session_writes_nothing(browser_of, parts, path: str, who: str) -> None:
    assert browser_of(who).post(path, data={"report": "done"}, headers=entry("tap-1")).status_code == 401
    assert reports(parts) == []


@pytest.mark.fault("F10")
def test_outbox_after_signing_out_waits_for_the_same_person(browser_of, parts, path: str) -> None:
    signed_out = browser_of("amina")
    assert signed_out.post("/sign-out").status_code == 303
    assert signed_out.post(path, data={"report": "done"}, headers=entry("tap-1")).status_code == 401
    assert reports(parts) == []
    assert browser_of("amina").post(path, data={"report": "done"}, headers=entry("tap-1")).status_code == 200
    assert len(reports(parts)) == 1


@pytest.mark.fault("F11")
def test_servers_clock_that_was_wrong_turns_no_later_tap_back(
    browser_of, parts, clock, world: World, path: str
) -> None:
    """The phone's clock is right all the time; the server's runs two hours ahead and is put right."""
    amina = browser_of("amina")
    clock.at = NOW + timedelta(hours=2)
    done = {"report": "done", "issued_at": NOW_TEXT, "tapped_at": later(NOW_TEXT, minutes=1)}
    assert amina.post(path, data=done, headers=entry("tap-1")).status_code == 200
    clock.at = NOW + timedelta(minutes=3)
    undone = {"report": "undone", "issued_at": NOW_TEXT, "tapped_at": later(NOW_TEXT, minutes=2)}
    assert amina.post(path, data=undone, headers=entry("tap-2")).status_code == 200
    assert state(parts, world) == "open"
