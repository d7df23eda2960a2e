"""Ticking from a page and from the outbox."""

import pytest

from pwa_server.domain.times import later
from tests.world import NOW_TEXT, World

JSON = {"Accept": "application/json"}
ISSUED, TAPPED = "2026-11-24T06:00:00Z", "2026-11-24T07:00:00Z"


@pytest.fixture
def step(world: World) -> str:
    return f"/steps/{world.ids['amina.standard.step1']}"


def kept(parts) -> list[dict]:
    return [
        dict(row) for row in parts.database.utils().conn.execute("SELECT * FROM step_reports ORDER BY rowid").fetchall()
    ]


def state(parts, world: World) -> str:
    row = parts.database.utils().conn.execute(
        "SELECT state FROM steps WHERE id = ?", [world.ids["amina.standard.step1"]]
    )
    return row.fetchone()[0]


def test_tick_leads_to_the_way_where_the_stone_lands(browser_of, world: World, step: str) -> None:
    client = browser_of("amina")
    answer = client.post(f"{step}/reports", data={"report": "done"})
    assert answer.status_code == 303
    page = client.get(answer.headers["location"])
    assert "is-fresh" in page.text
    assert page.headers["sw-store"] == "opaque-amina;0"


def test_tick_is_taken_back_on_the_steps_page(browser_of, parts, world: World, step: str) -> None:
    client = browser_of("amina")
    client.post(f"{step}/reports", data={"report": "done"})
    assert 'value="undone"' in client.get(step).text
    assert client.post(f"{step}/reports", data={"report": "undone"}).headers["location"] == step
    assert state(parts, world) == "open"


def test_replayed_tick_counts_once(browser_of, parts, step: str) -> None:
    client = browser_of("amina")
    for _ in range(3):
        answer = client.post(f"{step}/reports", data={"report": "done"}, headers=JSON | {"Idempotency-Key": "tap-1"})
        assert answer.status_code == 200
    assert len(kept(parts)) == 1


def test_same_form_sent_twice_counts_once(browser_of, parts, step: str) -> None:
    client = browser_of("amina")
    for _ in range(2):
        assert client.post(f"{step}/reports", data={"report": "done", "request_key": "k"}).status_code == 303
    assert len(kept(parts)) == 1


def test_reused_key_for_something_else_is_said(browser_of, parts, step: str) -> None:
    client = browser_of("amina")
    client.post(f"{step}/reports", data={"report": "done"}, headers=JSON | {"Idempotency-Key": "tap-1"})
    answer = client.post(f"{step}/reports", data={"report": "undone"}, headers=JSON | {"Idempotency-Key": "tap-1"})
    assert answer.status_code == 422
    assert len(kept(parts)) == 1


@pytest.mark.fault("F09")
def test_reordered_outbox_ends_with_the_newest_tap(browser_of, parts, world: World, step: str) -> None:
    client = browser_of("amina")
    taps = [("done", "2026-11-24T08:00:00Z"), ("undone", "2026-11-24T07:30:00Z"), ("done", "2026-11-24T07:00:00Z")]
    for report, tapped in taps:
        data = {"report": report, "issued_at": ISSUED, "tapped_at": tapped}
        assert client.post(f"{step}/reports", data=data, headers=JSON | {"Idempotency-Key": tapped}).status_code == 200
    assert state(parts, world) == "done"
    assert len(kept(parts)) == 3


@pytest.mark.parametrize(
    ("tapped", "counted"),
    [
        (TAPPED, TAPPED),
        ("2026-11-24T05:00:00Z", ISSUED),
        ("2031-01-01T00:00:00Z", NOW_TEXT),
        ("yesterday", NOW_TEXT),
        ("", NOW_TEXT),
    ],
)
def test_moment_of_the_tap_lies_between_the_page_and_now(
    browser_of, parts, step: str, tapped: str, counted: str
) -> None:
    browser_of("amina").post(f"{step}/reports", data={"report": "done", "issued_at": ISSUED, "tapped_at": tapped})
    assert kept(parts)[0]["tapped_at"] == counted


@pytest.mark.parametrize("issued", ["1970-01-01T00:00:00Z", ""])
def test_no_tap_lies_further_back_than_a_copy_is_kept(browser_of, parts, step: str, issued: str) -> None:
    sent = {"report": "done", "issued_at": issued, "tapped_at": "1970-01-01T00:00:00Z"}
    browser_of("amina").post(f"{step}/reports", data=sent)
    assert kept(parts)[0]["tapped_at"] == later(NOW_TEXT, days=-30)


def test_report_that_moves_nothing_is_thanked_for(browser_of, parts, world: World, step: str) -> None:
    parts.database.write_now(
        "", NOW_TEXT, lambda tx: tx.update("steps", world.ids["amina.standard.step1"], state="not_needed")
    )
    answer = browser_of("amina").post(f"{step}/reports", data={"report": "done"})
    assert answer.headers["location"] == f"{step}?kept=1"
    assert 'class="notice notice--good"' in browser_of("amina").get(f"{step}?kept=1").text


def test_report_on_a_removed_step_is_accepted(browser_of, parts, world: World, step: str) -> None:
    removed = world.ids["amina.standard.step1"]
    parts.database.write_now("", NOW_TEXT, lambda tx: tx.update("steps", removed, removed_at=NOW_TEXT))
    assert browser_of("amina").post(f"{step}/reports", data={"report": "done"}, headers=JSON).status_code == 200
    assert browser_of("amina").post(f"{step}/reports", data={"report": "done"}).headers["location"] == "/plan"


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"report": "cancelled"},
        {"report": "blocked"},
        {"report": "blocked", "obstacle": "x"},
        {"report": "a" * 2000},
    ],
)
def test_unreadable_reports_change_nothing(browser_of, parts, step: str, data: dict) -> None:
    assert browser_of("amina").post(f"{step}/reports", data=data).status_code == 422
    assert kept(parts) == []


def test_report_on_another_clients_step_finds_nothing(browser_of, world: World) -> None:
    foreign = f"/steps/{world.ids['badr.standard.step1']}/reports"
    assert browser_of("amina").post(foreign, data={"report": "done"}).status_code == 404


def test_tick_from_the_outbox_on_a_step_that_became_the_offices_is_accepted(browser_of, parts, world: World) -> None:
    now_theirs = f"/steps/{world.ids['amina.standard.step2']}/reports"
    assert browser_of("amina").post(now_theirs, data={"report": "done"}, headers=JSON).status_code == 200
    assert [row["to_state"] for row in kept(parts)] == [None]
    assert browser_of("amina").post(now_theirs, data={"report": "done"}).headers["location"].endswith("?kept=1")


@pytest.mark.parametrize("name", ["karin", "dora", "mona", "ada"])
def test_other_roles_do_not_report_through_the_clients_page(browser_of, step: str, name: str) -> None:
    assert browser_of(name).post(f"{step}/reports", data={"report": "done"}).status_code == 403
